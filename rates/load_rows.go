package rates

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gocarina/gocsv"

	"github.com/lanewise/lanewise/internal/csvio"
)

const (
	maxRows   = 1_000_000 // rows of all tables of a book
	maxErrors = 1000      // of one table, after which the rest of it is not read
	batchRows = 256       // rows that gocsv gets at a time
)

// loader gathers the rows and the problems of a book.
type loader struct {
	book  *Book
	found Problems
	rows  int // rows of all tables so far
	texts map[string]string
}

func newLoader(workbook string, found Problems) *loader {
	return &loader{
		book: &Book{
			Settings:     Settings{Timezone: "UTC"},
			workbook:     workbook,
			headers:      map[string]map[string]int{},
			settingLines: map[string]int{},
			damaged:      map[string]bool{},
		},
		found: found,
		texts: map[string]string{},
	}
}

// refuse adds an error of a table as a whole.
func (l *loader) refuse(table, code, msg string) {
	l.found = append(l.found, l.book.at(code, table, 0, "", msg))
	l.book.damaged[table] = true
}

// text returns s from memory of its own, each different text once: what a table repeats a thousand times
// is kept once, and the record it was cut from is not kept at all.
func (l *loader) text(s string) string {
	if s == "" {
		return ""
	}
	if t, ok := l.texts[s]; ok {
		return t
	}
	s = strings.Clone(s)
	l.texts[s] = s
	return s
}

// batch is some rows of a table under its header. It is the reader that gocsv takes them from.
type batch struct {
	rows  [][]string // the header first
	lines []int      // the line of each row below the header
	cells []string   // memory of rows
}

// ReadAll implements gocsv.CSVReader.
func (b *batch) ReadAll() ([][]string, error) { return b.rows, nil }

// Read implements gocsv.CSVReader; mapping into a slice does not use it.
func (b *batch) Read() ([]string, error) { return nil, io.EOF }

// add takes a copy of a row, with the spaces around its cells cut. verbatim is the column to leave alone, -1 = none.
func (b *batch) add(row []string, line, verbatim int) {
	from := len(b.cells)
	for i, s := range row {
		if i != verbatim {
			s = trim(s)
		}
		b.cells = append(b.cells, s)
	}
	b.rows = append(b.rows, b.cells[from:len(b.cells):len(b.cells)])
	b.lines = append(b.lines, line)
}

func trim(s string) string { return strings.Trim(s, " \t") }

// readRows reads a table: gocsv puts the cells of each row into a C by the header's names, row understands them.
func readRows[C any](l *loader, t *table, columns []column, row func(*cells, *C)) {
	header, ok := l.readHeader(t, columns)
	if !ok {
		return
	}
	in := make([]C, batchRows)
	b := &batch{cells: make([]string, 0, batchRows*len(header))}
	c := &cells{loader: l, table: t.name, about: min(t.about, maxRows)}
	for more := true; more; {
		b.rows, b.lines, b.cells = append(b.rows[:0], header), b.lines[:0], b.cells[:0]
		more = l.fill(b, t, c)
		if len(b.lines) == 0 {
			continue
		}
		if err := gocsv.UnmarshalCSV(b, &in); err != nil {
			l.refuse(t.name, "E001", "the rows cannot be taken apart: "+err.Error())
			return
		}
		for i, line := range b.lines {
			c.start(line)
			row(c, &in[i])
			c.end()
		}
	}
}

// fill reads up to batchRows rows and reports whether there may be more. Rows of another length than the header are
// refused here.
func (l *loader) fill(b *batch, t *table, c *cells) (more bool) {
	width, verbatim := len(b.rows[0]), -1
	if n, ok := l.book.headers[t.name]["order_id"]; ok {
		verbatim = n - 1
	}
	for len(b.lines) < batchRows {
		if c.errors >= maxErrors {
			l.refuse(t.name, "E024", fmt.Sprintf("the table has %d errors by line %d and was read no further", c.errors, c.line))
			return false
		}
		row, err := t.rows.Read()
		if err == io.EOF {
			return false
		}
		unread := err != nil && l.refuseRow(t, c, err)
		if err != nil && !unread {
			l.refuseFile(t, err)
			return false
		}
		if l.rows == maxRows {
			l.refuse(t.name, "E003", fmt.Sprintf("the tables have more than %d rows", maxRows))
			return false
		}
		l.rows++
		if unread {
			continue
		}
		if len(row) != width {
			c.start(t.rows.Line())
			c.fail("", "E023", fmt.Sprintf("the row has %s, the header has %d", count(len(row), "field"), width))
			c.end()
			continue
		}
		if l.swallowed(t, row) {
			return false
		}
		b.add(row, t.rows.Line(), verbatim)
	}
	return true
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// refuseFile adds the problem behind an error of the rows: the table cannot be read on.
func (l *loader) refuseFile(t *table, err error) {
	p := t.problem(err)
	p.File = l.book.fileOf(t.name)
	l.found = append(l.found, p)
	l.book.damaged[t.name] = true
}

// refuseRow adds the problems of a row that the source could not read; false where the error is not of one row.
func (l *loader) refuseRow(t *table, c *cells, err error) bool {
	if t.rowProblems == nil {
		return false
	}
	found := t.rowProblems(err)
	if len(found) == 0 {
		return false
	}
	c.start(found[0].Line)
	for _, p := range found {
		p.File = l.book.fileOf(t.name)
		for name, col := range l.book.headers[t.name] {
			if col == p.Col {
				p.Column = name
			}
		}
		l.found = append(l.found, p)
		c.bad = true
		c.errors++
	}
	c.end()
	return true
}

// swallowed refuses a table in which a quote has taken rows into a cell: a line of the cell has as many fields as the header,
// none of which begins with a space, as they do in prose. Tables of two columns are not judged.
func (l *loader) swallowed(t *table, row []string) bool {
	text, ok := t.rows.(*csvio.Reader)
	if !ok || len(row) < 3 || !text.Spans() {
		return false
	}
	field, from, below, found := csvio.Swallowed(row, ',', func(inside []string) bool {
		return len(inside) == len(row) && !slices.ContainsFunc(inside, func(cell string) bool { return strings.HasPrefix(cell, " ") })
	})
	if !found {
		return false
	}
	line := t.rows.Line() + from
	p := l.book.at("E008", t.name, line, "", fmt.Sprintf("the quote opened on this line holds a row of its own (line %d)", line+below))
	p.Col, p.Hint = field+1, `close the quote before it; a quote inside a quoted field is written twice: ""`
	l.found = append(l.found, p)
	l.book.damaged[t.name] = true
	return true
}
