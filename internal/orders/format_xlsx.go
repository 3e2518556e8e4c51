package orders

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/lanewise/lanewise/internal/xlsx"
)

// sheetName is the sheet read of a workbook with several, where none is named.
const sheetName = "orders"

// openWorkbook opens the sheet of orders and reads its header.
func (o *Options) openWorkbook(s Source) (*input, error) {
	limits := xlsx.DefaultLimits()
	if o.CSV.MaxColumns > 0 {
		limits.Columns = o.CSV.MaxColumns
	}
	if o.CSV.MaxField > 0 {
		limits.FieldBytes = o.CSV.MaxField
	}
	r, size, err := randomAccess(s.R, min(limits.FileBytes, o.MaxFile))
	if err != nil {
		return nil, err
	}
	book := &workbook{name: s.Name}
	w, err := xlsx.Open(r, size, limits)
	if err != nil {
		return nil, book.refusal(err)
	}
	sheet, err := o.chooseSheet(s.Name, w.Sheets())
	if err != nil {
		return nil, err
	}
	if book.rows, err = w.Rows(sheet); err != nil {
		return nil, book.refusal(err)
	}
	record, err := book.rows.Read()
	if err == io.EOF {
		return nil, &Refusal{File: s.Name, Msg: fmt.Sprintf("the sheet %q has no header row", sheet), Hint: "the first row names the columns: order_id, country, weight_g and others"}
	}
	if err != nil {
		return nil, book.refusal(err)
	}
	if book.header, err = o.bind(s.Name, book.rows.Line(), record); err != nil {
		return nil, err
	}
	return &input{records: book, header: book.header}, nil
}

// randomAccess gives access to any byte of a workbook of at most so many bytes, as its archive needs: a file as it is, a
// stream read into memory.
func randomAccess(r io.Reader, most int64) (io.ReaderAt, int64, error) {
	if f, ok := r.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			if info.Size() > most {
				return nil, 0, &tooLarge{most}
			}
			return f, info.Size(), nil
		}
	}
	data, err := io.ReadAll(&capped{r: r, left: most, max: most})
	return bytes.NewReader(data), int64(len(data)), err
}

// chooseSheet never guesses between sheets.
func (o *Options) chooseSheet(file string, sheets []string) (string, error) {
	want := o.Sheet
	if want == "" {
		if len(sheets) == 1 {
			return sheets[0], nil
		}
		want = sheetName
	}
	for _, s := range sheets {
		if strings.EqualFold(s, want) {
			return s, nil
		}
	}
	have := "its sheets are " + quotedList(sheets)
	switch {
	case len(sheets) == 0:
		return "", &Refusal{File: file, Msg: "has no sheet of cells", Hint: "save the table of orders in it"}
	case o.Sheet != "":
		return "", &Refusal{File: file, Msg: fmt.Sprintf("has no sheet %q", o.Sheet), Hint: have}
	}
	return "", &Refusal{File: file, Msg: fmt.Sprintf("has %d sheets and none is named %s", len(sheets), sheetName), Hint: "say which to read with --sheet; " + have}
}

func quotedList(words []string) string {
	var out []string
	for _, w := range words {
		out = append(out, fmt.Sprintf("%q", w))
	}
	return strings.Join(out, ", ")
}

// workbook gives the rows of a sheet.
type workbook struct {
	name   string
	rows   *xlsx.Rows
	header *header
	fields []string
}

// Line is the number of the row in the sheet.
func (b *workbook) Line() int { return b.rows.Line() }

// Read returns the fields of the next row: as many as the header has, or more where cells stand beside it. Empty cells at
// the end of a row are not stored in a workbook and count as empty.
func (b *workbook) Read() ([]string, error) {
	cells, err := b.rows.Read()
	var bad xlsx.CellErrors
	if err != nil && !errors.As(err, &bad) {
		return nil, b.refusal(err)
	}
	b.fields = append(b.fields[:0], cells...)
	for len(b.fields) < b.header.fields {
		b.fields = append(b.fields, "")
	}
	if faults := append(b.cellFaults(bad), b.changed()...); len(faults) > 0 {
		return b.fields, faults
	}
	return b.fields, nil
}

// cellFaults turns cells that cannot be read into faults. Those in columns that are not read do no harm.
func (b *workbook) cellFaults(bad xlsx.CellErrors) (faults Faults) {
	for _, e := range bad {
		c, ok := b.column(e.Col)
		if !ok {
			continue
		}
		msg := e.Msg
		if e.Hint != "" {
			msg += "; " + e.Hint
		}
		faults = append(faults, Fault{Column: c.String(), Kind: kindCell, Msg: msg})
	}
	return faults
}

// changed finds ids, codes and words that the spreadsheet has made into something else: numbers of more digits than it
// keeps, whose last ones are zeros by now, days, and times.
func (b *workbook) changed() (faults Faults) {
	for c := range NumColumns {
		at := b.header.at[c]
		if at == 0 || !c.isText() {
			continue
		}
		if b.rows.Date(at) {
			faults = append(faults, Fault{Column: c.String(), Kind: kindCell, Msg: fmt.Sprintf("%s is stored as a day or a time, which a spreadsheet makes of texts such as 5-1 and 12:30; format the column as text and enter it again", show(b.fields[at-1]))})
		}
		if b.rows.LongNumber(at) {
			faults = append(faults, Fault{Column: c.String(), Kind: kindCell, Msg: fmt.Sprintf("%s is stored as a number of more than 15 digits, of which a spreadsheet keeps 15; format the column as text and enter it again", show(b.fields[at-1]))})
		}
	}
	return faults
}

// column finds the column that is read of a field.
func (b *workbook) column(field int) (Column, bool) {
	for c, at := range b.header.at {
		if at == field {
			return Column(c), true
		}
	}
	return 0, false
}

func (b *workbook) refusal(err error) error {
	var bad *xlsx.Error
	var cells xlsx.CellErrors
	if errors.As(err, &cells) {
		bad = cells[0]
	}
	if bad == nil && !errors.As(err, &bad) {
		return err
	}
	msg, hint := bad.Msg, bad.Hint
	if bad.Kind == xlsx.NotWorkbook && strings.Contains(hint, "folder") { // as rate books have it
		hint = "save it as .xlsx, or name it after what it is"
	}
	if bad.Sheet != "" {
		msg = fmt.Sprintf("sheet %q: %s", bad.Sheet, bad.Msg)
	}
	return &Refusal{b.name, bad.Row, bad.Col, msg, hint}
}
