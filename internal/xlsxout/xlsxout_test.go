package xlsxout

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/lanewise/lanewise/internal/xlsx"
)

var columns = []Column{{"order_id", 24, Text}, {"billable_g", 10, 0}, {"total_cost", 12, 4}, {"days_p50", 8, General}, {"p_late", 10, 6}, {"freight", 10, 2}}

// ids are texts that spreadsheets like to change, and texts that XML cannot hold as they are.
var ids = []string{
	"80170000000028", "0012", "1E5", "2026-05-01", "=1+1", "+1", "-1", "@SUM(A1)", "'x", " a ", "a\nb", "a\tb", "a\rb", "_x0041_", "_x004_", "_xZZZZ_",
	"<b>&\"'", "订单", "😀", "",
}

func write(t *testing.T, maxRows int, rows [][]string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := New(&out)
	w.maxRows = maxRows
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(w.Sheet("decisions", columns))
	for _, r := range rows {
		var cells [][]byte
		for _, c := range r {
			cells = append(cells, []byte(c))
		}
		check(w.Row(cells))
	}
	check(w.Sheet("summary", columns[:1]))
	check(w.Row([][]byte{[]byte("end")}))
	check(w.Close())
	return out.Bytes()
}

func sample() (rows [][]string) {
	for _, id := range ids {
		rows = append(rows, []string{id, "750", "-75.5020", "7.5", "0.000001", "1234.50"})
	}
	return rows
}

// Our own strict reader finds every text and every digit.
func TestReadBack(t *testing.T) {
	data := write(t, MaxRows, sample())
	w, err := xlsx.Open(bytes.NewReader(data), int64(len(data)), xlsx.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := w.Rows("decisions")
	if err != nil {
		t.Fatal(err)
	}
	head, err := rows.Read()
	if err != nil || fmt.Sprint(head) != "[order_id billable_g total_cost days_p50 p_late freight]" {
		t.Fatalf("header %q, %v", head, err)
	}
	for i, id := range ids {
		cells, err := rows.Read()
		if err != nil {
			t.Fatal(err)
		}
		want := []string{id, "750", "-75.502", "7.5", "0.000001", "1234.5"}
		if fmt.Sprintf("%q", cells) != fmt.Sprintf("%q", want) {
			t.Errorf("row %d (line %d): %q, want %q", i, rows.Line(), cells, want)
		}
	}
}

// Another reader sees the types, the formats, the frozen header and the widths.
func TestExcelizeReadsIt(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(write(t, MaxRows, sample())))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := fmt.Sprint(f.GetSheetList()); got != "[decisions summary]" {
		t.Errorf("sheets %s", got)
	}
	for cell, want := range map[string]string{"A2": "80170000000028", "A3": "0012", "A6": "=1+1", "A18": "<b>&\"'", "B2": "750", "C2": "-75.5020", "D2": "7.5", "E2": "0.000001", "F2": "1234.50"} {
		if got, err := f.GetCellValue("decisions", cell); got != want || err != nil {
			t.Errorf("%s shows %q, want %q (%v)", cell, got, want, err)
		}
		kind, err := f.GetCellType("decisions", cell)
		if isText := kind == excelize.CellTypeInlineString; isText != (cell[0] == 'A') || err != nil {
			t.Errorf("%s has the type %v (%v)", cell, kind, err)
		}
		if formula, err := f.GetCellFormula("decisions", cell); formula != "" || err != nil {
			t.Errorf("%s is the formula %q (%v)", cell, formula, err)
		}
	}
	panes, err := f.GetPanes("decisions")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	if width, err := f.GetColWidth("decisions", "A"); width != 24 || err != nil {
		t.Errorf("column A is %v wide (%v)", width, err)
	}
}

// A full sheet goes on in another, with the header again, and no row is lost.
func TestFullSheet(t *testing.T) {
	var rows [][]string
	for i := range 7 {
		rows = append(rows, []string{fmt.Sprint("r", i), "1", "1", "1", "1", "1"})
	}
	f, err := excelize.OpenReader(bytes.NewReader(write(t, 4, rows)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var got []string
	for _, sheet := range f.GetSheetList() {
		all, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, sheet+":")
		for _, r := range all {
			got = append(got, r[0])
		}
	}
	want := "decisions: order_id r0 r1 r2 decisions 2: order_id r3 r4 r5 decisions 3: order_id r6 summary: order_id end"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func TestColumnLetters(t *testing.T) {
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := string(appendLetters(nil, n)); got != want {
			t.Errorf("column %d is %s, want %s", n, got, want)
		}
	}
}

// A text longer than a cell holds is cut to what it holds; one that fits is not.
func TestLongText(t *testing.T) {
	for units, cut := range map[int]bool{maxText: false, maxText + 1: true} {
		got := string(appendEscaped(nil, bytes.Repeat([]byte("a"), units)))
		if len([]rune(got)) != maxText || strings.HasSuffix(got, "…") != cut {
			t.Errorf("%d units: %d, ends in %q", units, len([]rune(got)), got[len(got)-4:])
		}
	}
}

// Characters that XML does not have are written as Excel writes them.
func TestControlCharacters(t *testing.T) {
	for text, want := range map[string]string{"a\x01b": "a_x0001_b", "a\x00": "a_x0000_", "\x1b[2J": "_x001B_[2J", "\ufffe": "_xFFFE_", "a\xffb": "a\ufffdb"} {
		if got := string(appendEscaped(nil, []byte(text))); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
}

// Whatever a text is, what is written is XML that says it again, once Excel's own way of writing the rest is undone.
func FuzzText(f *testing.F) {
	for _, id := range append(ids, "a\x01b", "\xff", "_x0041__x0042_", "__x0041_", "_xAAA0\x1b0", "\ufffe") {
		f.Add(id)
	}
	code := regexp.MustCompile("_x[0-9a-fA-F]{4}_")
	f.Fuzz(func(t *testing.T, text string) {
		var cell struct {
			Text string `xml:",chardata"`
		}
		if err := xml.Unmarshal([]byte("<t>"+string(appendEscaped(nil, []byte(text)))+"</t>"), &cell); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		got := code.ReplaceAllStringFunc(cell.Text, func(s string) string {
			n, _ := strconv.ParseUint(s[2:6], 16, 16)
			return string(rune(n))
		})
		if len(text) < maxText && utf8.ValidString(text) && got != text {
			t.Errorf("%q is read back as %q", text, got)
		}
	})
}

func TestSameBytes(t *testing.T) {
	if !bytes.Equal(write(t, MaxRows, sample()), write(t, MaxRows, sample())) {
		t.Error("the same rows gave different bytes")
	}
}

type full struct{ left int }

var errFull = errors.New("disk full")

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

// Wherever the disk is full, the workbook says so at the end.
func TestWriteErrorsAreKept(t *testing.T) {
	whole := len(write(t, MaxRows, sample()))
	for room := 0; room < whole; room += 100 {
		w := New(&full{room})
		_ = w.Sheet("decisions", columns)
		for range ids {
			_ = w.Row([][]byte{[]byte("a"), []byte("1"), []byte("1"), []byte("1"), []byte("1"), []byte("1")})
		}
		if err := w.Close(); room < whole/2 && !errors.Is(err, errFull) {
			t.Errorf("room for %d bytes: %v", room, err)
		}
	}
}

func TestWrongNumberOfCells(t *testing.T) {
	w := New(&bytes.Buffer{})
	if err := w.Sheet("a", columns); err != nil {
		t.Fatal(err)
	}
	if err := w.Row([][]byte{[]byte("a")}); err == nil {
		t.Error("a short row was taken")
	}
}
