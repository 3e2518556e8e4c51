// Package xlsxout writes .xlsx workbooks as a stream: rows go out as they come, so a sheet of a million rows needs no
// more memory than one of ten.
//
//	w := xlsxout.New(out)
//	w.Sheet("decisions", []xlsxout.Column{{Name: "order_id", Width: 24, Digits: xlsxout.Text}, {Name: "total_cost", Width: 12, Digits: 4}})
//	w.Row([][]byte{[]byte("80170000000028"), []byte("75.5020")})
//	w.Close()
//
// Cells have the type of their column. Texts are text cells whatever they begin with: no spreadsheet runs them, and no
// id becomes a rounded number. Numbers are handed in as decimals and written digit for digit; they never pass through
// a binary float here (a spreadsheet that opens the file keeps 15 digits). The first row of every sheet holds the names of the
// columns and stays in sight. Where a sheet is full, the rows go on in another with a number behind its name.
//
// The same calls give the same bytes.
package xlsxout

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"

	"github.com/klauspost/compress/flate"
)

// Column describes a column of a sheet.
type Column struct {
	Name   string
	Width  int // in characters
	Digits int // shown after the point, 0 to 6; or Text, or General
}

// Columns that do not hold numbers with a fixed number of digits.
const (
	Text    = -1 // texts
	General = -2 // numbers, shown with the digits that they have
)

// MaxRows is how many rows a sheet can have, its header included.
const MaxRows = 1 << 20

// Writer writes one workbook. It is for one goroutine. After an error every further call fails with it.
type Writer struct {
	zip     *zip.Writer
	part    io.Writer // the sheet under way
	columns []Column
	name    string // as asked for
	nth     int    // sheet under that name, from 1
	row     int
	sheets  []string
	maxRows int
	buf     []byte
	err     error
}

// New starts a workbook. The caller closes out after Close.
func New(out io.Writer) *Writer {
	z := zip.NewWriter(out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	return &Writer{zip: z, maxRows: MaxRows}
}

// Sheet ends the sheet under way and starts another, with the names of the columns as its first row.
func (w *Writer) Sheet(name string, columns []Column) error {
	w.name, w.columns, w.nth = name, columns, 1
	return w.start()
}

func (w *Writer) start() error {
	w.finish()
	name := w.name
	if w.nth > 1 {
		name += " " + strconv.Itoa(w.nth)
	}
	w.sheets = append(w.sheets, name)
	w.create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(w.sheets)))
	w.buf, w.row = appendSheetHead(w.buf[:0], w.columns, len(w.sheets) == 1), 1
	return w.flush()
}

// finish ends the sheet under way, if there is one.
func (w *Writer) finish() {
	if w.part != nil {
		w.buf = append(w.buf[:0], sheetTail...)
		_ = w.flush() // kept in w.err
		w.part = nil
	}
}

// Row writes the next row: one text for every column, numbers as decimals such as -0.1047. Empty texts leave the cell empty.
func (w *Writer) Row(cells [][]byte) error {
	if w.err != nil {
		return w.err
	}
	if len(cells) != len(w.columns) {
		return fmt.Errorf("xlsxout: %d cells for %d columns", len(cells), len(w.columns))
	}
	if w.row == w.maxRows {
		w.nth++
		if err := w.start(); err != nil {
			return err
		}
	}
	w.row++
	w.buf = appendRow(w.buf[:0], w.row, w.columns, cells)
	return w.flush()
}

// Close ends the workbook.
func (w *Writer) Close() error {
	w.finish()
	for _, p := range frame(w.sheets) {
		w.create(p.name)
		w.buf = append(w.buf[:0], p.text...)
		_ = w.flush() // kept in w.err
	}
	if w.err == nil {
		w.err = w.zip.Close()
	}
	return w.err
}

func (w *Writer) create(name string) {
	if w.err == nil {
		w.part, w.err = w.zip.Create(name)
	}
}

func (w *Writer) flush() error {
	if w.err == nil {
		_, w.err = w.part.Write(w.buf)
	}
	return w.err
}
