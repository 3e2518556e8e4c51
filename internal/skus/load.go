package skus

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/csvio"
	"github.com/lanewise/lanewise/internal/textfile"
	"github.com/lanewise/lanewise/internal/xlsx"
)

// The limits of a master.
const (
	MaxFile  = 64 << 20  // bytes
	MaxItems = 1_000_000 // articles
)

// Error is what is wrong with a master.
type Error struct {
	Mistakes []string // the first 20, at least one
	More     int      // how many there are beyond these
}

const shown = 20

// Error lists the mistakes, a line each: `skus.csv:3:2 weight_g: "12,5" has a decimal comma; write 12.5`.
func (e *Error) Error() string {
	s := strings.Join(e.Mistakes, "\n")
	if e.More > 0 {
		s += fmt.Sprintf("\n… and %d more", e.More)
	}
	return s
}

// Open reads the master at path: a workbook by its name, otherwise CSV, packed where the name ends in .gz or .zst. encoding is
// as in Read, settle the currency of values that name none. The error is an *Error where the file is refused or cannot be
// opened, otherwise what the system said while reading.
func Open(path, encoding string, settle money.Currency) (*Master, error) {
	// A pipe is not waited for: the program is silent then, and the master has to be read whole before the first order.
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, &Error{Mistakes: []string{path + ": is no regular file; name a CSV file or a workbook of articles"}}
	}
	if err != nil {
		return nil, cannotOpen(path, err)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, cannotOpen(path, err)
	}
	defer f.Close()
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		return ReadWorkbook(path, f, info.Size(), settle)
	}
	_, packed := textfile.CutPacking(path)
	text, err := textfile.Unpack(f, packed)
	var bad *textfile.Error
	if errors.As(err, &bad) {
		return nil, refused(path, bad)
	}
	return Read(path, text, encoding, settle)
}

// refused makes a refused text a refused master.
func refused(name string, bad *textfile.Error) *Error {
	at := name
	if bad.Line > 0 {
		at += fmt.Sprintf(":%d", bad.Line)
	}
	return &Error{Mistakes: []string{at + ": " + sentence(bad.Msg, bad.Hint)}}
}

func cannotOpen(path string, err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		err = inner
	}
	return &Error{Mistakes: []string{fmt.Sprintf("%s: cannot be opened: %v", path, err)}}
}

// Read reads a master in CSV that messages call name; see Open. Its text is UTF-8, UTF-16 with a byte order mark, or, where
// encoding is "gb18030" and the text is not Unicode after all, GB18030: orders and master of one run need not be saved alike.
func Read(name string, r io.Reader, encoding string, settle money.Currency) (*Master, error) {
	capped := &io.LimitedReader{R: r, N: MaxFile + 1}
	text, err := decoded(capped, encoding)
	var m *Master
	if err == nil {
		m, err = newLoader(name, csvio.NewReader(text, csvio.Options{}), settle).read(func(int) bool { return false })
	}
	var bad *textfile.Error
	if errors.As(err, &bad) {
		err = refused(name, bad)
	}
	if capped.N == 0 {
		return nil, &Error{Mistakes: []string{name + ": is larger than 64 MiB, the limit of a SKU master; leave out articles that are not sold"}}
	}
	return m, err
}

func decoded(r io.Reader, encoding string) (io.Reader, error) {
	if encoding != textfile.GB18030 {
		return textfile.Decode(encoding, r)
	}
	all, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	if textfile.IsUnicode(all) {
		encoding = ""
	}
	return textfile.Decode(encoding, bytes.NewReader(all))
}

// rows gives a table as text: its header, then each row, then io.EOF. A row with xlsx.CellErrors condemns nothing but itself.
type rows interface {
	Read() ([]string, error)
	Line() int
}

type loader struct {
	master *Master
	rows   rows
	settle money.Currency
	at     [numColumns]int // number of the field from 1; 0 = no such column
	fields int
	found  Error
}

func newLoader(name string, r rows, settle money.Currency) *loader {
	return &loader{master: &Master{File: name, items: map[string]*Item{}}, rows: r, settle: settle}
}

// read reads the table. lossy says whether a field of the row last read is a number that has lost its last digits.
func (l *loader) read(lossy func(field int) bool) (*Master, error) {
	err := l.load(lossy)
	var text *csvio.Error
	var sheet *xlsx.Error
	switch {
	case errors.As(err, &text):
		hint := text.Hint
		if text.Kind == csvio.Encoding && strings.Contains(text.Msg, "is not UTF-8") {
			hint = `Excel in China saves CSV as GB18030: give --encoding gb18030, or save the file as "CSV UTF-8"`
		}
		l.mistake(text.Line, text.Field, "", "%s", sentence(text.Msg, hint))
	case errors.As(err, &sheet):
		l.mistake(sheet.Row, sheet.Col, "", "%s", sentence(sheet.Msg, sheet.Hint))
	case err != nil:
		return nil, fmt.Errorf("%s: reading: %w", l.master.File, err)
	}
	if len(l.found.Mistakes) > 0 {
		return nil, &l.found
	}
	return l.master, nil
}

func sentence(msg, hint string) string { return strings.TrimSuffix(msg+"; "+hint, "; ") }

// mistake notes what is wrong; line and field 0 stand for the file and the row.
func (l *loader) mistake(line, field int, column, format string, args ...any) {
	if len(l.found.Mistakes) == shown {
		l.found.More++
		return
	}
	at := l.master.File
	if line > 0 {
		at += fmt.Sprintf(":%d", line)
	}
	if field > 0 {
		at += fmt.Sprintf(":%d", field)
	}
	if column != "" {
		at += " " + column
	}
	l.found.Mistakes = append(l.found.Mistakes, at+": "+fmt.Sprintf(format, args...))
}

func (l *loader) load(lossy func(int) bool) error {
	record, err := l.rows.Read()
	if err == io.EOF {
		l.mistake(0, 0, "", "has no header row; the first row names the columns: sku,weight_g and others")
		return nil
	}
	if l.cells(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if l.header(record); len(l.found.Mistakes) > 0 {
		return nil
	}
	for {
		record, err := l.rows.Read()
		switch {
		case err == io.EOF:
			return nil
		case l.cells(err):
			continue
		case err != nil:
			return err
		case l.master.Len() == MaxItems:
			l.mistake(l.rows.Line(), 0, "", "is article %d; a master has at most %d", MaxItems+1, MaxItems)
			return nil
		case lossy(l.at[sku]):
			l.mistake(l.rows.Line(), l.at[sku], names[sku], "%s is a number of more than 15 digits, of which a spreadsheet loses the last; format the column as text and write the names again", show(trim(record[l.at[sku]-1])))
			continue
		}
		l.row(record)
	}
}

// cells notes the cells of a row that cannot be read, if that is what err says.
func (l *loader) cells(err error) bool {
	var bad xlsx.CellErrors
	if !errors.As(err, &bad) {
		return false
	}
	for _, c := range bad {
		l.mistake(c.Row, c.Col, "", "%s", sentence(c.Msg, c.Hint))
	}
	return true
}

func (l *loader) header(record []string) {
	line := l.rows.Line()
	l.fields = len(record)
	seen := map[string]int{}
	for i, cell := range record {
		name := strings.Clone(trim(cell))
		if seen[name] > 0 && name != "" {
			l.mistake(line, i+1, "", "the column %s stands in fields %d and %d; keep one of them", show(name), seen[name], i+1)
		}
		seen[name] = i + 1
		if c := slices.Index(names[:], name); c >= 0 {
			l.at[c] = i + 1
		} else if name != "" {
			l.master.Unused = append(l.master.Unused, name)
		}
	}
	if l.at[sku] == 0 {
		l.mistake(line, 0, "", "the column sku is missing; the first row names the columns: %s", strings.Join(names[:], ","))
	}
}

func (l *loader) row(record []string) {
	line := l.rows.Line()
	if len(record) != l.fields {
		l.mistake(line, 0, "", "has %d fields where the header has %d; look for a comma too many or too few, and put a text with a comma in quotes", len(record), l.fields)
		return
	}
	r := row{settle: l.settle, item: Item{Line: line}}
	for c, at := range l.at {
		if at > 0 {
			r.cells[c] = strings.Clone(trim(record[at-1]))
		}
	}
	r.problem = func(c column, format string, args ...any) { l.mistake(line, l.at[c], names[c], format, args...) }
	r.read()
	name := r.cells[sku]
	if first, again := l.master.Find(name); again && name != "" {
		l.mistake(line, l.at[sku], names[sku], "%s is the article of line %d; every sku occurs once", show(name), first.Line)
		return
	}
	l.master.items[name] = &r.item
}
