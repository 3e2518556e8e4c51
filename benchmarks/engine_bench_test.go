package benchmarks

import (
	"testing"
	"time"

	"github.com/lanewise/lanewise/benchmarks/bench"
	"github.com/lanewise/lanewise/engine"
)

// varied is how many different orders are decided in turn: more than a branch predictor can learn by heart.
const varied = 8192

var sizes = []struct {
	name string
	size bench.Size
}{{"book=standard", bench.Standard}, {"book=large", bench.Large}}

// BenchmarkDecide decides varied orders, read beforehand. ns/op is ns/order.
func BenchmarkDecide(b *testing.B) {
	for _, s := range sizes {
		b.Run(s.name, func(b *testing.B) {
			each(b, compiled(b, s.size).Decide)
		})
	}
}

// BenchmarkCompare compares every service, ranked, with the lines of the choice and what would flip it.
func BenchmarkCompare(b *testing.B) {
	each(b, compiled(b, bench.Standard).Compare)
}

// BenchmarkExplain is Compare with the lines of every service.
func BenchmarkExplain(b *testing.B) {
	each(b, compiled(b, bench.Standard).Explain)
}

// each answers one order an iteration, in the steady state.
func each(b *testing.B, answer func(*engine.Order, *engine.Decision)) {
	all := parsed(b, varied)
	var d engine.Decision
	for i := range all {
		answer(&all[i], &d)
	}
	b.ReportAllocs()
	i, before := 0, cpuTime()
	for b.Loop() {
		answer(&all[i%varied], &d)
		i++
	}
	perOrder(b, before, b.N)
}

// perOrder adds what n orders took: orders/s by the wall clock and, where it is known, processor time an order.
func perOrder(b *testing.B, before time.Duration, n int) {
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "orders/s")
	if used := cpuTime() - before; used > 0 {
		b.ReportMetric(float64(used.Nanoseconds())/float64(n), "cpu-ns/order")
	}
}

// perOp adds the processor time of an operation, where it is known.
func perOp(b *testing.B, before time.Duration) {
	if used := cpuTime() - before; used > 0 {
		b.ReportMetric(float64(used.Nanoseconds())/float64(b.N), "cpu-ns/op")
	}
}

// BenchmarkTrace decides with the lines of the choice and what would flip it.
func BenchmarkTrace(b *testing.B) {
	each(b, compiled(b, bench.Standard).Trace)
}
