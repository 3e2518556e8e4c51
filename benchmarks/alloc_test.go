package benchmarks

import (
	"testing"

	"github.com/lanewise/lanewise/engine"
)

// TestDecideAllocatesNothing decides varied orders with one Decision that has seen them all.
func TestDecideAllocatesNothing(t *testing.T) {
	for _, s := range sizes {
		e, all := compiled(t, s.size), parsed(t, 2000)
		var d engine.Decision
		decide := func() {
			for i := range all {
				e.Decide(&all[i], &d)
			}
		}
		decide()
		if n := testing.AllocsPerRun(5, decide); n != 0 {
			t.Errorf("%s: %v allocations in deciding %d orders, want none", s.name, n, len(all))
		}
	}
}
