package benchmarks

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"slices"
	"testing"

	"github.com/lanewise/lanewise/benchmarks/bench"
	"github.com/lanewise/lanewise/internal/batch"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/internal/twin"
)

// TestEngineAgreesWithTwin: before any speed counts, the decisions on the benchmark data are those of the slow twin, to
// the byte in every column but the message.
func TestEngineAgreesWithTwin(t *testing.T) {
	t.Run("standard", func(t *testing.T) { agreesWithTwin(t, bench.Standard) })
	t.Run("subset", func(t *testing.T) { agreesWithTwin(t, bench.Subset) })
}

func agreesWithTwin(t *testing.T, size bench.Size) {
	in := orderFile(t, 250)
	var want bytes.Buffer
	if err := slow(t, size).Decide(bytes.NewReader(in), "2026-01-05", &want); err != nil {
		t.Fatal(err)
	}
	e := compiled(t, size)
	var got bytes.Buffer
	_, err := batch.Run(context.Background(), batch.Job{
		Rows: reader(t, bytes.NewReader(in)), Answer: e.Decide, Format: report.Decisions(report.CSV, e.Book(), 0), Out: &got,
	})
	if err != nil {
		t.Fatal(err)
	}
	ours, theirs := records(t, &got), records(t, &want)
	if len(ours) != 251 || len(theirs) != 251 {
		t.Fatalf("%d and %d rows, want 251", len(ours), len(theirs))
	}
	for i := range ours {
		ours[i], theirs[i] = ours[i][:len(ours[i])-1], theirs[i][:len(theirs[i])-1]
		if !slices.Equal(ours[i], theirs[i]) {
			t.Errorf("row %d differs:\nengine %q\ntwin   %q", i+1, ours[i], theirs[i])
		}
	}
}

func slow(tb testing.TB, size bench.Size) *twin.Book {
	tb.Helper()
	b, err := twin.Load(bench.Book(seed, size).FS())
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func records(t *testing.T, r io.Reader) [][]string {
	t.Helper()
	all, err := csv.NewReader(r).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// BenchmarkTwin is the plain program that BenchmarkBatchCSV is compared with: every table walked for every order, all
// amounts in shopspring/decimal and math/big. One operation is a file of 50 orders.
func BenchmarkTwin(b *testing.B) {
	const n = 50
	in := orderFile(b, n)
	book := slow(b, bench.Standard)
	before := cpuTime()
	for b.Loop() {
		if err := book.Decide(bytes.NewReader(in), "2026-01-05", io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	perOrder(b, before, n*b.N)
}
