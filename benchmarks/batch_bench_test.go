package benchmarks

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"testing"

	"github.com/lanewise/lanewise/benchmarks/bench"
	"github.com/lanewise/lanewise/internal/batch"
	"github.com/lanewise/lanewise/internal/report"
)

// BenchmarkBatchCSV runs the whole batch in this process: order rows in, decision rows out, repeated ids looked for.
// One operation is a file of 20,000 orders, which the engine has seen before.
func BenchmarkBatchCSV(b *testing.B) {
	const n = 20_000
	in := orderFile(b, n)
	e := compiled(b, bench.Standard)
	run := func(workers int) {
		sum, err := batch.Run(context.Background(), batch.Job{
			Rows: reader(b, bytes.NewReader(in)), Answer: e.Decide, Format: report.Decisions(report.CSV, e.Book(), 0),
			Out: io.Discard, Workers: workers,
		})
		if err != nil || sum.Orders != n {
			b.Fatal(sum, err)
		}
	}
	run(1)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			before := cpuTime()
			for b.Loop() {
				run(workers)
			}
			perOrder(b, before, n*b.N)
		})
	}
}
