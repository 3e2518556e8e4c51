package rates

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// workbookOf puts CSV tables into a workbook, with numbers and days in cells of their own kind as a spreadsheet program keeps
// them. Columns that hold texts of digits stay texts.
func workbookOf(t *testing.T, tables map[string]string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, name := range sortedKeys(tables) {
		if i == 0 {
			f.SetSheetName("Sheet1", name)
		} else if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(tables[name])).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for n, row := range rows {
			for c, text := range row {
				ref, err := excelize.CoordinatesToCellName(c+1, n+1)
				if err != nil {
					t.Fatal(err)
				}
				if err := f.SetCellValue(name, ref, typed(rows[0][c], text)); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// typed is a cell's value as somebody types it into a spreadsheet program.
func typed(column, text string) any {
	switch column {
	case "valid_from", "valid_to", "ship_date":
		if day, err := time.Parse(time.DateOnly, text); err == nil {
			return day
		}
	case "over_g", "upto_g", "base", "per_kg", "rate", "percent", "from", "days_p50", "lost_rate", "bad_order_cost", "freight":
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			return v
		}
	}
	if text == "" {
		return nil
	}
	return text
}

func loadWorkbook(data []byte) (*Book, Problems) {
	return LoadXLSX(bytes.NewReader(data), int64(len(data)), "book.xlsx")
}

// tablesOf reads the CSV tables of a sample book as text.
func tablesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no tables in %s: %v", dir, err)
	}
	tables := map[string]string{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tables[strings.TrimSuffix(filepath.Base(file), ".csv")] = string(data)
	}
	return tables
}

// A workbook gives the book that its tables give as CSV, row by row, with the same problems in the same places.
func TestWorkbookEqualsFolder(t *testing.T) {
	books, err := filepath.Glob("../testdata/books/*")
	if err != nil || len(books) == 0 {
		t.Fatalf("no sample books: %v", err)
	}
	for _, dir := range books {
		want, wantFound := Load(os.DirFS(dir))
		got, found := loadWorkbook(workbookOf(t, tablesOf(t, dir)))
		if len(found) != len(wantFound) {
			t.Errorf("%s: %d problems, as a folder %d\n%v", dir, len(found), len(wantFound), found)
			continue
		}
		places := map[string]bool{}
		for _, p := range wantFound {
			places[p.String()] = true
		}
		for _, p := range found {
			table, ok := strings.CutPrefix(p.File, "book.xlsx[")
			p.File = strings.TrimSuffix(table, "]") + ".csv"
			if !ok || !places[p.String()] {
				t.Errorf("%s: %s is not among the problems of the folder", dir, p)
			}
		}
		if len(got.Hash) != 64 || got.Hash == want.Hash {
			t.Errorf("%s: hash %q, of the folder %q", dir, got.Hash, want.Hash)
		}
		want.Hash, want.workbook, want.headers = got.Hash, got.workbook, got.headers
		if want.Rules != nil && !reflect.DeepEqual(conditions(got), conditions(want)) {
			t.Errorf("%s: conditions %q, want %q", dir, conditions(got), conditions(want))
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the book of the workbook is not that of the folder", dir)
		}
	}
}

// conditions takes the conditions out of a book, as texts: compiled ones cannot be compared.
func conditions(b *Book) (out []string) {
	for i := range b.Rules {
		if r := &b.Rules[i]; r.When != nil {
			out = append(out, r.When.String())
			r.When = nil
		}
	}
	for i := range b.Surcharges {
		if r := &b.Surcharges[i]; r.When != nil {
			out = append(out, r.When.String())
			r.When = nil
		}
	}
	return out
}

// smallTables is smallBook without the ending of the files.
func smallTables(changes ...string) map[string]string {
	tables := map[string]string{}
	for name, text := range smallBook() {
		tables[strings.TrimSuffix(name, ".csv")] = text
	}
	for i := 0; i < len(changes); i += 2 {
		tables[changes[i]] = changes[i+1]
	}
	return tables
}

func TestWorkbookProblems(t *testing.T) {
	// edit changes the workbook of smallBook by way of excelize.
	edit := func(change func(*excelize.File)) []byte {
		f, err := excelize.OpenReader(bytes.NewReader(workbookOf(t, smallTables())))
		if err != nil {
			t.Fatal(err)
		}
		change(f)
		b, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for name, c := range map[string]struct {
		data []byte
		want []string // each the beginning of a problem, and its code
	}{
		"good":           {workbookOf(t, smallTables()), nil},
		"no workbook":    {[]byte("key,value\n"), []string{"book.xlsx: the file is no .xlsx workbook [E006]"}},
		"half a copy":    {workbookOf(t, smallTables())[:900], []string{"book.xlsx: the zip archive cannot be read [E130]"}},
		"unknown sheet":  {workbookOf(t, smallTables("zone", "service\n")), []string{`book.xlsx[zone]: the book has no such table; the sheet is not read [W001]`}},
		"missing sheet":  {edit(func(f *excelize.File) { f.DeleteSheet("rates") }), []string{"book.xlsx[rates]: the table is missing [E004]"}},
		"empty sheet":    {edit(func(f *excelize.File) { f.NewSheet("fx") }), []string{"book.xlsx[fx]: the table has no header [E010]"}},
		"behind header":  {edit(func(f *excelize.File) { f.SetCellValue("rates", "E2", "x") }), []string{"book.xlsx[rates]:2: the row has 5 fields, the header has 4 [E023]"}},
		"unnamed column": {edit(func(f *excelize.File) { f.SetCellValue("rates", "F1", "note") }), []string{"book.xlsx[rates]:1:5: the column has no name [W004]"}},
		"percent":        {edit(func(f *excelize.File) { setPercent(t, f, "rates", "D2", 0.125) }), []string{`book.xlsx[rates]:2:4 base: "12.5%" has a unit [E031]`}},
		"yes and no":     {edit(func(f *excelize.File) { f.SetCellValue("services", "C2", true) }), []string{`book.xlsx[services]:2:3 kind: "TRUE" is not an allowed word [E038]`}},
		"formula":        {edit(func(f *excelize.File) { setFormula(t, f, "rates", "D2") }), []string{"book.xlsx[rates]:2:4 base: the cell holds a formula without a value [E131]"}},
		"bad header":     {edit(func(f *excelize.File) { setFormula(t, f, "rates", "D1") }), []string{"book.xlsx[rates]:1:4: the cell holds a formula without a value [E131]"}},
		"merged cells":   {edit(func(f *excelize.File) { f.MergeCell("rates", "C2", "D2") }), []string{"book.xlsx[rates]:2:3: the cells C2:D2 are merged [E131]"}},
		"many columns":   {edit(func(f *excelize.File) { f.SetCellValue("rates", "CW2", 1) }), []string{"book.xlsx[rates]:2:101: the sheet has more than 100 columns [E003]"}},
	} {
		_, found := loadWorkbook(c.data)
		if len(found) != len(c.want) {
			t.Errorf("%s: %v, want %q", name, found, c.want)
			continue
		}
		for i, p := range found {
			begin, code, _ := strings.Cut(c.want[i], " [")
			if !strings.HasPrefix(p.String(), begin) || p.Code+"]" != code || p.Hint == "" {
				t.Errorf("%s: %s, want %s", name, p, c.want[i])
			}
		}
	}
}

func setPercent(t *testing.T, f *excelize.File, sheet, cell string, v float64) {
	t.Helper()
	style, err := f.NewStyle(&excelize.Style{NumFmt: 10})
	if err != nil {
		t.Fatal(err)
	}
	f.SetCellValue(sheet, cell, v)
	f.SetCellStyle(sheet, cell, cell, style)
}

// setFormula puts a formula without a value into a cell.
func setFormula(t *testing.T, f *excelize.File, sheet, cell string) {
	t.Helper()
	if err := f.SetCellValue(sheet, cell, nil); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellFormula(sheet, cell, "1+1"); err != nil {
		t.Fatal(err)
	}
}

// Cells that cannot be read are all reported, and what their rows would have said is not missed.
func TestWorkbookReportsAllCells(t *testing.T) {
	f, err := excelize.OpenReader(bytes.NewReader(workbookOf(t, smallTables("services",
		"service,channel,kind,level,currency\nPOST,offline,post,economy,CNY\nB,online,post,economy,CNY\n", "rates", "service,zone,upto_g,base\nPOST,DE,2000,10\nB,DE,2000,10\n"))))
	if err != nil {
		t.Fatal(err)
	}
	setFormula(t, f, "services", "A3")
	setFormula(t, f, "services", "C3")
	setFormula(t, f, "rates", "D2")
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	_, found := loadWorkbook(b.Bytes())
	got := []string{}
	for _, p := range found {
		got = append(got, p.File+" "+p.Column+" "+p.Code)
	}
	want := []string{"book.xlsx[rates] base E131", "book.xlsx[services] service E131", "book.xlsx[services] kind E131"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q\n%v", got, want, found)
	}
}

func TestWorkbookOfManySheets(t *testing.T) {
	tables := smallTables()
	for i := len(tables); i < 64; i++ {
		tables["x"+strconv.Itoa(i)] = "a\n"
	}
	if _, found := loadWorkbook(workbookOf(t, tables)); found.Errors() != 0 {
		t.Errorf("64 sheets: %v", found)
	}
	tables["one more"] = "a\n"
	if _, found := loadWorkbook(workbookOf(t, tables)); len(found) != 1 || found[0].Code != "E003" {
		t.Errorf("65 sheets: %v", found)
	}
}
