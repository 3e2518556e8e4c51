//go:build !race

package cond

import "testing"

// Eval takes no memory, whatever the width of the numbers. (Under the race
// detector sync.Pool drops at random what it is given, and this says nothing.)
func TestEvalAllocatesNothing(t *testing.T) {
	var sources []string
	for _, c := range speedConditions {
		sources = append(sources, c.src)
	}
	for _, src := range append(append(sources, bookConditions...), holding...) {
		p := mustParse(t, src).Compile(rateIndex)
		f := sample()
		if n := testing.AllocsPerRun(200, func() { p.Eval(f) }); n != 0 {
			t.Errorf("%s allocates %v times", src, n)
		}
	}
}
