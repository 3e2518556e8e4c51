package report

import (
	"bytes"
	"io"
	"slices"

	"github.com/lanewise/lanewise/internal/xlsxout"
	"github.com/lanewise/lanewise/rates"
)

// Workbook turns the rows of a CSV encoder into an .xlsx workbook: one sheet with the rows, cells typed by column, and
// one with a summary. It keeps no rows. The rows must not be Guarded: text cells need no guard.
type Workbook struct {
	out     *xlsxout.Writer
	p       printer
	sheet   string
	columns []xlsxout.Column // of the sheet; nil until the header came
	rest    []byte           // a row that has not wholly come
	fields  [][]byte
	plain   []byte // the fields that stood in quotes, without them
}

// NewWorkbook starts a workbook whose rows stand in a sheet of the given name. Close ends it without closing w.
func NewWorkbook(w io.Writer, b *rates.Book, sheet string) *Workbook {
	return &Workbook{out: xlsxout.New(w), p: printerOf(b), sheet: sheet}
}

// Write takes rows, the header first.
func (k *Workbook) Write(b []byte) (int, error) {
	n := len(b)
	if len(k.rest) > 0 {
		k.rest = append(k.rest, b...)
		b = k.rest
	}
	for len(b) > 0 {
		var used int
		if k.fields, used = splitRow(k.fields[:0], b); used == 0 {
			break
		}
		if err := k.row(k.fields); err != nil {
			return 0, err
		}
		b = b[used:]
	}
	k.rest = append(k.rest[:0], b...)
	return n, nil
}

func (k *Workbook) row(fields [][]byte) error {
	if k.columns == nil {
		for _, f := range fields {
			k.columns = append(k.columns, k.p.column(string(f)))
		}
		return k.out.Sheet(k.sheet, k.columns)
	}
	k.plain = k.plain[:0]
	for i, f := range fields {
		if len(f) > 0 && f[0] == '"' {
			fields[i] = k.unquote(f)
		}
	}
	return k.out.Row(fields)
}

// unquote gives what a quoted field says, in memory that lasts until the next row.
func (k *Workbook) unquote(f []byte) []byte {
	f = f[1 : len(f)-1]
	start := len(k.plain)
	k.plain = slices.Grow(k.plain, len(f))
	for {
		i := bytes.IndexByte(f, '"')
		if i < 0 {
			k.plain = append(k.plain, f...)
			return k.plain[start:]
		}
		k.plain, f = append(k.plain, f[:i+1]...), f[i+2:]
	}
}

// widths are the widths of columns that need more or less than most, in characters.
var widths = map[string]int{
	"order_id": 24, "service": 16, "online_service": 16, "offline_service": 16, "runner_up": 16, "reason": 20,
	"rank": 6, "status": 9, "channel": 9, "currency": 9, "zone": 9, "flags": 16, "message": 80,
}

// column describes a column of rows by its name.
func (p printer) column(name string) xlsxout.Column {
	c := xlsxout.Column{Name: name, Width: max(12, len(name)+1), Digits: xlsxout.Text}
	if w, ok := widths[name]; ok {
		c.Width = w
	}
	if d, ok := numbers[name]; ok {
		switch d {
		case general:
			c.Digits = xlsxout.General
		case minorUnit:
			c.Digits = p.minor
		default:
			c.Digits = int(d)
		}
	}
	return c
}

// Close ends the workbook. A summary, where there is one, becomes its last sheet.
func (k *Workbook) Close(s *Summary) error {
	if s != nil {
		if err := k.summary(s); err != nil {
			return err
		}
	}
	return k.out.Close()
}
