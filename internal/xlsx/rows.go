package xlsx

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Rows reads the rows of one sheet.
type Rows struct {
	w     *Workbook
	name  string
	part  *part
	row   int // the last one read
	cells []string
	long  []int // columns of the row with a LongNumber
	dates []int // columns of the row with a Date
	bad   CellErrors
	text  strings.Builder
	err   error // final
}

// openSheet reads up to the first row.
func (w *Workbook) openSheet(s sheet) (*Rows, error) {
	p, err := w.archive.open(s.part)
	if err != nil {
		return nil, err
	}
	r := &Rows{w: w, name: s.name, part: p}
	if err := p.root("worksheet"); err != nil {
		p.close()
		return nil, r.placed(err)
	}
	for {
		tok, err := p.next()
		if err != nil {
			p.close()
			return nil, r.placed(noEOF(err))
		}
		switch tok {
		case startTag:
			e := p.begun()
			if e.name == "sheetData" {
				return r, nil
			}
			err := astray(e)
			if err == nil {
				err = p.skip()
			}
			if err != nil {
				p.close()
				return nil, r.placed(err)
			}
		case endTag: // a sheet without rows
			r.end(p.finish())
			return r, nil
		}
	}
}

// Line is the number of the row last read, from 1.
func (r *Rows) Line() int { return r.row }

// LongNumber says whether the cell of a column (from 1) of the row last read holds a number of more than 15 digits before
// the point, with or without a minus sign. A spreadsheet keeps 15, so that an id stored in this way has lost its last digits.
func (r *Rows) LongNumber(col int) bool { return slices.Contains(r.long, col) }

// Date says whether the cell of a column (from 1) of the row last read holds a day or a time of day. An id such as 5-1 or
// 12:30 that somebody types becomes one.
func (r *Rows) Date(col int) bool { return slices.Contains(r.dates, col) }

// Close ends reading early; after the last row it is not needed.
func (r *Rows) Close() {
	if r.err == nil {
		r.end(io.EOF)
	}
}

// Read returns the texts of the next row that holds anything, up to its last cell that does, and io.EOF after the last
// row. The slice is used again by the next Read. With CellErrors come the cells that can be read, the others empty, and
// reading may go on; any other error is final and says that the sheet must not be used, whatever was read of it before.
func (r *Rows) Read() ([]string, error) {
	for r.err == nil {
		tok, err := r.part.next()
		if err != nil {
			r.end(noEOF(err))
			break
		}
		switch tok {
		case startTag:
			switch err := r.readRow(r.part.begun()); {
			case err != nil:
				r.end(err)
			case len(r.bad) > 0:
				return r.cells, r.bad
			case len(r.cells) > 0:
				return r.cells, nil
			}
		case endTag:
			r.end(r.tail())
		}
	}
	return nil, r.err
}

// end makes err the answer of every further Read; nil stands for the end of the sheet.
func (r *Rows) end(err error) {
	r.part.close()
	if err == nil {
		err = io.EOF
	}
	r.err = r.placed(err)
}

// placed adds the name of the sheet to an error.
func (r *Rows) placed(err error) error {
	var e *Error
	switch {
	case err == io.ErrUnexpectedEOF:
		e = damaged("the sheet ends too early")
	case !errors.As(err, &e):
		return err
	}
	e.Sheet = r.name
	return e
}

// astray refuses rows where no rows belong: to pass them over would lose prices without a word.
func astray(e element) error {
	if e.name == "sheetData" || e.name == "row" || e.name == "c" {
		return damaged("the sheet holds a second %q element, or one in the wrong place", e.name)
	}
	return nil
}

// tail reads what stands behind the rows, in which merged cells are named.
func (r *Rows) tail() error {
	err := r.part.children(func(e element) error {
		if err := astray(e); err != nil {
			return err
		}
		if e.name != "mergeCell" && e.name != "mergeCells" {
			return r.part.skip()
		}
		return r.part.children(func(e element) error {
			ref := attr(e, "ref")
			from, _, _ := strings.Cut(ref, ":")
			bad := badCell("the cells "+clip(ref)+" are merged", "unmerge them, so that each row has its own")
			bad.Col, bad.Row, _ = parseRef(from)
			return bad
		})
	})
	if err != nil {
		return err
	}
	return r.part.finish()
}

func (r *Rows) readRow(e element) error {
	r.cells, r.long, r.dates, r.bad = r.cells[:0], r.long[:0], r.dates[:0], nil
	if e.name != "row" {
		return damaged("%q stands where a row is expected", clip(e.name))
	}
	n := r.row + 1
	if s := attr(e, "r"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil || n < 1 || n > maxRow {
			return damaged("a row has the number %q", clip(s))
		}
	}
	if n <= r.row || n > maxRow {
		return damaged("row %d stands behind row %d", n, r.row)
	}
	r.row = n
	col := 0
	return r.part.children(func(e element) error {
		switch e.name {
		case "c":
		case "extLst": // of the row, without cells
			return r.part.skip()
		default:
			return damaged("%q stands in row %d where a cell is expected", clip(e.name), n)
		}
		if r.w.cells++; r.w.cells > r.w.limits.Cells {
			return over("the workbook has more than %d cells", r.w.limits.Cells)
		}
		c := cell{Rows: r, col: col + 1, style: attr(e, "s"), kind: attr(e, "t")}
		if ref := attr(e, "r"); ref != "" {
			cc, row, ok := parseRef(ref)
			if !ok || row != n || cc <= col {
				return damaged("cell %q stands in row %d behind column %q", clip(ref), n, columnName(col))
			}
			c.col = cc
		}
		col = c.col
		return r.add(c)
	})
}

// add reads a cell and puts its text into the row.
func (r *Rows) add(c cell) error {
	if err := c.read(); err != nil {
		return err
	}
	text, err := c.text()
	var bad *Error
	if errors.As(err, &bad) {
		bad.Sheet, bad.Row, bad.Col = r.name, r.row, c.col
		if bad.Kind != BadCell {
			return bad
		}
		r.bad = append(r.bad, bad)
		return nil
	}
	if text == "" {
		return nil
	}
	if c.col > r.w.limits.Columns {
		e := over("the sheet has more than %d columns", r.w.limits.Columns)
		e.Row, e.Col = r.row, c.col
		return e
	}
	if whole := strings.TrimPrefix(text, "-"); c.isNumber() && digits(whole) && len(strings.TrimLeft(whole, "0")) > sureDigits {
		r.long = append(r.long, c.col)
	}
	if style, err := c.format(); c.kind == "d" || err == nil && (style == date || style == clock) && c.isNumber() {
		r.dates = append(r.dates, c.col)
	}
	for len(r.cells) < c.col-1 {
		r.cells = append(r.cells, "")
	}
	r.cells = append(r.cells, text)
	return nil
}

const (
	maxRow = 1 << 20
	maxCol = 1 << 14
)

// parseRef reads a cell's name: AB12 is column 28 of row 12.
func parseRef(s string) (col, row int, ok bool) {
	i := 0
	for i < len(s) && i < 3 && s[i] >= 'A' && s[i] <= 'Z' {
		col = col*26 + int(s[i]-'A') + 1
		i++
	}
	number := s[i:]
	row, err := strconv.Atoi(number)
	if err != nil || !digits(number) || number[0] == '0' || col < 1 || col > maxCol || row > maxRow {
		return 0, 0, false
	}
	return col, row, true
}
