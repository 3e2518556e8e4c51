package benchmarks

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"testing"

	"github.com/lanewise/lanewise/benchmarks/bench"
	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/batch"
	"github.com/lanewise/lanewise/internal/report"
)

// runBatch runs the whole batch in this process: order rows in, decision rows out, repeated ids looked for.
func runBatch(tb testing.TB, e *engine.Engine, in []byte, orders, workers int) {
	tb.Helper()
	sum, err := batch.Run(context.Background(), batch.Job{
		Rows: reader(tb, bytes.NewReader(in)), Answer: e.Decide, Format: report.Decisions(report.CSV, e.Book(), 0),
		Out: io.Discard, Workers: workers,
	})
	if err != nil || sum.Orders != orders {
		tb.Fatal(sum, err)
	}
}

// BenchmarkBatchCSV runs the batch. One operation is a file of 20,000 orders, which the engine has seen before.
func BenchmarkBatchCSV(b *testing.B) {
	const n = 20_000
	in := orderFile(b, n)
	e := compiled(b, bench.Standard)
	runBatch(b, e, in, n, 1)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			before := cpuTime()
			for b.Loop() {
				runBatch(b, e, in, n, workers)
			}
			perOrder(b, before, n*b.N)
		})
	}
}

// BenchmarkSteady counts what an order more allocates, bytes in to bytes out, ids checked: the allocations of a long
// file less those of its first part, so that what a run sets up once does not count. One operation is both.
func BenchmarkSteady(b *testing.B) {
	const short, long = 20_000, 60_000
	part, whole := orderFile(b, short), orderFile(b, long)
	e := compiled(b, bench.Standard)
	runBatch(b, e, whole, long, 2)
	var more int64
	for b.Loop() {
		first := allocations(func() { runBatch(b, e, part, short, 2) })
		more += allocations(func() { runBatch(b, e, whole, long, 2) }) - first
	}
	b.ReportMetric(float64(more)/float64(b.N*(long-short)), "allocs/order")
}

func allocations(do func()) int64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return int64(after.Mallocs - before.Mallocs)
}
