package rates

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"

	"github.com/lanewise/lanewise/internal/xlsx"
)

// maxField is how many bytes a cell of a book may have. Cells of a book may be longer than those of orders: lists of
// zones, conditions, notes.
const maxField = 64 << 10

// LoadXLSX reads a book from a workbook whose sheets have the names of the tables, like Load: the first row with
// anything in it is the header, a row without anything is no row. Cells are taken as package internal/xlsx gives
// them: numbers with 15 digits, days as YYYY-MM-DD where the cell shows one, formulas by their stored value. size is
// that of the file in bytes, name what messages call it: book.xlsx[rates].
//
// Book.Hash is what `sha256sum book.xlsx | sha256sum` prints.
func LoadXLSX(r io.ReaderAt, size int64, name string) (*Book, Problems) {
	limits := xlsx.DefaultLimits()
	limits.FieldBytes = maxField
	var data []byte
	if size <= limits.FileBytes {
		// A file in memory cannot become another one between the look at its directory and the reading of a sheet.
		var err error
		if data, err = io.ReadAll(io.NewSectionReader(r, 0, size)); err != nil {
			return refuseWorkbook(name, err)
		}
		r, size = bytes.NewReader(data), int64(len(data))
	}
	w, err := xlsx.Open(r, size, limits)
	if err != nil {
		return refuseWorkbook(name, err)
	}
	tables, found, err := sheetTables(w, name)
	if err != nil {
		return refuseWorkbook(name, err)
	}
	b, problems := build(name, tables, found)
	b.Hash = hashOf([]tableFile{{name: filepath.Base(name), data: data}})
	return b, problems
}

// sheetTables makes a table of each sheet that has the name of one; others are warned of.
func sheetTables(w *xlsx.Workbook, workbook string) (tables []table, found Problems, err error) {
	known := tableNames()
	sheets := w.Sheets()
	if len(sheets) > maxFiles {
		return nil, nil, &fileError{"E003", fmt.Sprintf("the workbook has more than %d sheets", maxFiles), ""}
	}
	for _, name := range sheets {
		if !slices.Contains(known, name) {
			p := unknownFile(name, known)
			p.File, p.Msg = workbook+"["+name+"]", "the book has no such table; the sheet is not read"
			found = append(found, p)
			continue
		}
		t := table{name: name, problem: sheetProblem, rowProblems: rowProblems}
		if rows, err := w.Rows(name); err != nil {
			t.rows = refused{err}
		} else {
			t.rows = &sheetRows{rows: rows}
		}
		tables = append(tables, t)
	}
	return tables, found, nil
}

// sheetRows gives the rows of a sheet the length of its header, since a sheet does not store the empty cells at the end
// of a row. Cells behind the header keep a row longer, which the loader refuses.
type sheetRows struct {
	rows  *xlsx.Rows
	width int
	row   []string
}

func (s *sheetRows) Line() int { return s.rows.Line() }

func (s *sheetRows) Read() ([]string, error) {
	row, err := s.rows.Read()
	if err != nil {
		return nil, err
	}
	s.row = append(s.row[:0], row...)
	if s.width == 0 {
		s.width = len(row)
	}
	for len(s.row) < s.width {
		s.row = append(s.row, "")
	}
	return s.row, nil
}

var codeOfWorkbook = map[xlsx.Kind]string{
	xlsx.NotWorkbook: "E006",
	xlsx.OverLimit:   "E003",
	xlsx.Damaged:     "E130",
	xlsx.BadCell:     "E131",
}

// sheetProblem says what an error of a workbook means for the book.
func sheetProblem(err error) Problem {
	var bad *xlsx.Error
	var rows xlsx.CellErrors
	if errors.As(err, &rows) { // in the header
		bad = rows[0]
	} else if !errors.As(err, &bad) {
		return csvProblem(err)
	}
	p := Problem{Code: codeOfWorkbook[bad.Kind], Severity: Error, Line: bad.Row, Col: bad.Col, Msg: bad.Msg, Hint: bad.Hint}
	if p.Hint == "" {
		p.Hint = codeByName[p.Code].Hint
	}
	return p
}

// rowProblems are the cells of one row that cannot be read.
func rowProblems(err error) Problems {
	var bad xlsx.CellErrors
	if !errors.As(err, &bad) {
		return nil
	}
	found := make(Problems, len(bad))
	for i, e := range bad {
		found[i] = sheetProblem(e)
	}
	return found
}

// refuseWorkbook is the answer where there is no book to speak of.
func refuseWorkbook(name string, err error) (*Book, Problems) {
	p := sheetProblem(err)
	p.File = name
	return &Book{}, Problems{p}
}
