package report_test

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/internal/xlsx"
)

// workbook writes rows in pieces of n bytes into a workbook with a summary.
func workbook(t *testing.T, rows []byte, n int) []byte {
	t.Helper()
	b, e := world(t)
	var out bytes.Buffer
	k := report.NewWorkbook(&out, b, "decisions")
	for piece := range slices.Chunk(rows, n) {
		if _, err := k.Write(piece); err != nil {
			t.Fatal(err)
		}
	}
	var s report.Summary
	answerAll(t, b, e, s.Add)
	if err := k.Close(&s); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A workbook holds what the CSV holds, cell by cell, however the rows come in.
func TestWorkbookHoldsTheRows(t *testing.T) {
	b, _ := world(t)
	rows := plainRows(t, report.Decisions(report.CSV, b, 0))
	data := workbook(t, rows, len(rows))
	for _, n := range []int{1, 7, 1000} {
		if !bytes.Equal(workbook(t, rows, n), data) {
			t.Errorf("pieces of %d bytes give another workbook", n)
		}
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := f.GetRows("decisions")
	if err != nil {
		t.Fatal(err)
	}
	want := records(t, rows)
	if len(got) != len(want) {
		t.Fatalf("%d rows of %d", len(got), len(want))
	}
	for i := range want {
		row := append(got[i], make([]string, len(want[i])-len(got[i]))...) // empty cells at the end are not given
		if !slices.Equal(row, want[i]) {
			t.Errorf("row %d\ngot  %q\nwant %q", i+1, row, want[i])
		}
	}
	for cell, text := range map[string]bool{"A2": true, "D2": true, "E2": false, "G2": false, "S2": false, "T2": false, "Y2": true} {
		kind, err := f.GetCellType("decisions", cell)
		if (kind == excelize.CellTypeInlineString) != text || err != nil {
			t.Errorf("%s has the type %v (%v)", cell, kind, err)
		}
	}
}

// The summary sheet says what the summary says.
func TestWorkbookSummary(t *testing.T) {
	b, e := world(t)
	data := workbook(t, plainRows(t, report.Decisions(report.CSV, b, 0)), 1000)
	w, err := xlsx.Open(bytes.NewReader(data), int64(len(data)), xlsx.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := w.Rows("summary")
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for cells, err := rows.Read(); err != io.EOF; cells, err = rows.Read() {
		if err != nil {
			t.Fatal(err)
		}
		got.WriteString(strings.Join(cells, "\t") + "\n")
	}
	checkGolden(t, "summary-sheet.txt", []byte(got.String()))
	var s report.Summary
	answerAll(t, b, e, func(row *orders.Row, d *engine.Decision) { s.Add(row, d) })
	if want := "\ttotal_cost\t"; !strings.Contains(got.String(), want) || !strings.Contains(got.String(), s.Invalid()[0].Name) {
		t.Errorf("got %s", got.String())
	}
}

// A workbook of no rows opens all the same.
func TestEmptyWorkbook(t *testing.T) {
	b, _ := world(t)
	var out bytes.Buffer
	k := report.NewWorkbook(&out, b, "quotes")
	if _, err := k.Write(report.Quotes(report.XLSX, b, 0).Begin(nil)); err != nil {
		t.Fatal(err)
	}
	if err := k.Close(nil); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if rows, err := f.GetRows("quotes"); err != nil || len(rows) != 1 || !slices.Equal(rows[0], report.QuoteColumns) {
		t.Errorf("rows %q, %v", rows, err)
	}
}
