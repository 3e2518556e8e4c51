package batch_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/batch"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/testdata"
)

// BenchmarkAround is what a batch costs around the decisions: every order gets the same one.
func BenchmarkAround(b *testing.B) {
	const n = 50_000
	e := compile(b)
	text := good(n)
	var first engine.Decision
	var row orders.Row
	if err := job(b, e, text, io.Discard).Rows.Read(&row); err != nil {
		b.Fatal(err)
	}
	e.Decide(&row.Order, &first)
	answer := func(_ *engine.Order, d *engine.Decision) {
		d.Status, d.Chosen, d.Choice = first.Status, first.Chosen, first.Choice
		d.Online, d.Offline, d.RunnerUp = first.Online, first.Offline, first.RunnerUp
	}
	for name, noIDCheck := range map[string]bool{"ids": false, "no-id-check": true} {
		b.Run(name, func(b *testing.B) {
			opt := options(e)
			opt.NoIDCheck = noIDCheck
			b.ReportAllocs()
			for b.Loop() {
				j := jobOf(b, e, opt, text, io.Discard)
				j.Answer, j.Workers = answer, 1
				if s, err := batch.Run(b.Context(), j); err != nil || s.Orders != n {
					b.Fatal(s, err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/order")
		})
	}
}

// good is the sample's header and n rows of it that can be read, each with an id of its own; every ninth is too heavy for
// everybody.
func good(n int) string {
	lines := strings.Split(strings.TrimSpace(string(testdata.Orders())), "\n")
	var b strings.Builder
	b.WriteString(lines[0] + "\n")
	for i := range n {
		_, rest, _ := strings.Cut(lines[1+i%(len(lines)-1)], ",")
		if i%9 == 5 {
			cells := strings.Split(rest, ",")
			cells[slices.Index(strings.Split(lines[0], ","), "weight_g")-1] = "9000000"
			rest = strings.Join(cells, ",")
		}
		fmt.Fprintf(&b, "N%06d,%s\n", i, rest)
	}
	return b.String()
}
