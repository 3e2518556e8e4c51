package report_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates"
)

var update = flag.Bool("update", false, "write the golden files anew")

// world loads the small book of these tests, which has an order for every status, reason and flag.
func world(t *testing.T) (*rates.Book, *engine.Engine) {
	t.Helper()
	b, problems := rates.Load(os.DirFS("testdata/book"))
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	e, err := engine.Compile(b)
	if err != nil {
		t.Fatal(err)
	}
	return b, e
}

// answerAll explains every order of the tests' file and hands each to do. The row and decision are used again.
func answerAll(t *testing.T, b *rates.Book, e *engine.Engine, do func(*orders.Row, *engine.Decision)) {
	t.Helper()
	f, err := os.Open("testdata/orders.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	day, _ := rates.ParseDate("2026-06-10")
	opt := orders.Options{Defaults: orders.Defaults{Currency: b.Settings.Currency, ShipDate: day}}
	r, err := orders.NewReader(opt, orders.Source{Name: "orders.csv", R: f})
	if err != nil {
		t.Fatal(err)
	}
	var row orders.Row
	var d engine.Decision
	for err = r.Read(&row); err == nil; err = r.Read(&row) {
		if len(row.Faults) == 0 {
			e.Explain(&row.Order, &d)
		}
		do(&row, &d)
	}
	if err != io.EOF {
		t.Fatal(err)
	}
}

func checkGolden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; run go test ./internal/report -update and look at the difference\n%s", path, firstDifference(got, want))
	}
}

// firstDifference shows where two texts part.
func firstDifference(got, want []byte) string {
	g, w := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range max(len(g), len(w)) {
		var a, b []byte
		if i < len(g) {
			a = g[i]
		}
		if i < len(w) {
			b = w[i]
		}
		if !bytes.Equal(a, b) {
			return fmt.Sprintf("line %d\ngot  %.1500s\nwant %.1500s", i+1, a, b)
		}
	}
	return ""
}

func TestGolden(t *testing.T) {
	b, e := world(t)
	type make func(report.Format, *rates.Book, int) report.Encoder
	for _, c := range []struct {
		file   string
		make   make
		format report.Format
		width  int
	}{
		{"decisions.csv", report.Decisions, report.CSV, 0},
		{"decisions.ndjson", report.Decisions, report.NDJSON, 0},
		{"decisions-80.txt", report.Decisions, report.Table, 80},
		{"decisions-120.txt", report.Decisions, report.Table, 120},
		{"quotes.csv", report.Quotes, report.CSV, 0},
		{"quotes.ndjson", report.Quotes, report.NDJSON, 0},
		{"quotes-80.txt", report.Quotes, report.Table, 80},
		{"quotes-140.txt", report.Quotes, report.Table, 140},
	} {
		t.Run(c.file, func(t *testing.T) {
			var got bytes.Buffer
			out := report.Output(c.format, &got, c.width)
			enc := c.make(c.format, b, c.width)
			out.Write(enc.Begin(nil))
			answerAll(t, b, e, func(row *orders.Row, d *engine.Decision) { out.Write(enc.Append(nil, row, d)) })
			if err := out.Close(); err != nil {
				t.Fatal(err)
			}
			checkGolden(t, c.file, got.Bytes())
		})
	}
}

func TestSummaryGolden(t *testing.T) {
	b, e := world(t)
	var s report.Summary
	answerAll(t, b, e, s.Add)
	checkGolden(t, "summary.txt", []byte(s.Text(b, 80)))
	checkGolden(t, "summary-empty.txt", []byte((&report.Summary{}).Text(b, 80)))
}
