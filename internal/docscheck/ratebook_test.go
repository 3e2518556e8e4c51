package docscheck

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lanewise/lanewise/rates"
)

const rateBookPage = "rate-book.md"

// The columns of a table's documentation.
const (
	colName = iota
	colForm
	colDefault
	colExample
	colMeaning
)

// Every table and column of a rate book is on its page, no other is, and what the page says of them holds: which are
// required, which words a cell may hold, what an empty one stands for, and that the example can be read.
func TestRateBookPage(t *testing.T) {
	p := readPage(t, rateBookPage)
	src := parseRates(t)
	tables := src.tables(t)
	var names []string
	for _, b := range tables {
		names = append(names, b.name)
	}
	sameList(t, rateBookPage+" Tables at a glance", p.codes(t, p.table(t, p.section(t, "Tables at a glance"), "table"), 0), names)
	for _, b := range tables {
		t.Run(b.name, func(t *testing.T) { checkTable(t, p, b) })
	}
	rows := p.table(t, p.section(t, "settings"), "key")
	sameList(t, rateBookPage+" settings, keys", p.codes(t, rows, colName), src.settings(t))
	checkExamples(t, p, "settings", keyValues(p, rows))
}

func checkTable(t *testing.T, p *page, b bookTable) {
	rows := p.table(t, p.section(t, b.name), "column")
	var want, notes []string
	byName := map[string]bookColumn{}
	for _, c := range b.columns {
		if byName[c.name] = c; c.provenance {
			notes = append(notes, c.name)
			continue
		}
		want = append(want, c.name)
	}
	sameList(t, p.name+" "+b.name, p.codes(t, rows, colName), want)
	sameSet(t, p.name+" Where a figure comes from", p.codes(t, p.table(t, p.section(t, "Where a figure comes from"), "column"), colName), notes)
	for _, r := range rows {
		c := byName[r.code(colName)]
		if said := r.cells[colDefault] == "required"; said != c.required {
			t.Errorf("%s:%d: %s: the page says required %v, the program %v", p.name, r.line, c.name, said, c.required)
		}
		for _, w := range c.words {
			if !strings.Contains(strings.Join(r.cells, " "), "`"+w+"`") {
				t.Errorf("%s:%d: %s may be `%s`, which the page does not say", p.name, r.line, c.name, w)
			}
		}
		if c.empty != "" && !strings.Contains(r.cells[colDefault], "`"+c.empty+"`") {
			t.Errorf("%s:%d: an empty %s is `%s`, which the page does not say", p.name, r.line, c.name, c.empty)
		}
	}
	if b.name != "settings" {
		checkExamples(t, p, b.name, exampleRow(rows))
	}
}

// exampleRow makes a table of one row from the examples of its columns.
func exampleRow(rows []row) [][]string {
	var header, cells []string
	for _, r := range rows {
		header = append(header, r.code(colName))
		cells = append(cells, r.code(colExample))
	}
	return [][]string{header, cells}
}

func keyValues(p *page, rows []row) [][]string {
	out := [][]string{{"key", "value"}}
	for _, r := range rows {
		out = append(out, []string{r.code(colName), r.code(colExample)})
	}
	return out
}

// checkExamples puts a table of examples into the example book and refuses problems of reading it.
func checkExamples(t *testing.T, p *page, table string, rows [][]string) {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	book := exampleBook(t)
	book[table+".csv"] = &fstest.MapFile{Data: []byte(b.String())}
	_, problems := rates.Load(book)
	for _, pr := range problems {
		ofReading := strings.HasPrefix(pr.Code, "E0") || pr.Code == "W002" || pr.Code == "W003" || pr.Code == "W004"
		if ofReading && pr.File == table+".csv" {
			t.Errorf("%s, examples of %s: %v", p.name, table, pr)
		}
	}
}

// exampleBook is docs/examples/shop.
func exampleBook(t *testing.T) fstest.MapFS {
	t.Helper()
	dir := filepath.Join(docsDir, "examples", "shop")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	book := fstest.MapFS{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		book[e.Name()] = &fstest.MapFile{Data: data}
	}
	return book
}

// The example book has every table, and is read without an error.
func TestExampleBookIsWhole(t *testing.T) {
	book := exampleBook(t)
	if _, problems := rates.Load(book); problems.Errors() > 0 {
		t.Error(problems.Error())
	}
	var have []string
	for name := range book {
		have = append(have, strings.TrimSuffix(name, ".csv"))
	}
	var want []string
	for _, b := range parseRates(t).tables(t) {
		want = append(want, b.name)
	}
	slices.Sort(have)
	sameSet(t, "docs/examples/shop", have, want)
}
