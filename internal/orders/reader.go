package orders

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/csvio"
)

// Source is one order file.
type Source struct {
	Name string // for messages
	R    io.Reader
}

// Options are the defaults of orders and the limits of files; a zero limit stands for its default.
type Options struct {
	Defaults
	MaxFile int64 // bytes of one file; default 4 GiB
	CSV     csvio.Options
}

// DefaultMaxFile is the largest order file read unless an option says otherwise: 4 GiB.
const DefaultMaxFile = 4 << 30

// Row is one row of an order file.
type Row struct {
	File   string
	Line   int    // on which the row starts, from 1
	ID     string // the order_id byte for byte, also of a row that cannot be read; "" where the row has no such cell
	Order  engine.Order
	Faults Faults // what is wrong with the row; with any, Order is not to be priced
	header *header
}

// Place is where a cell of the row stands: `orders.csv:16:4 weight_g`. Column may be "" for the whole row.
func (r *Row) Place(column string) string {
	if c, ok := columnOf(column); ok && r.header != nil && r.header.at[c] > 0 {
		return fmt.Sprintf("%s:%d:%d %s", r.File, r.Line, r.header.at[c], column)
	}
	if r.File == "" {
		return column
	}
	return strings.TrimSuffix(fmt.Sprintf("%s:%d %s", r.File, r.Line, column), " ")
}

// Reader gives the rows of several files as one sequence. It is not safe for concurrent use.
type Reader struct {
	opt     Options
	files   []*file
	next    int // index of the file being read
	ids     map[string]first
	cells   Cells
	closers []io.Closer
}

// first is where an order_id occurred first.
type first struct {
	file, line int
}

type file struct {
	name   string
	csv    *csvio.Reader
	header *header
}

// NewReader reads the header of every source. An error is a *Refusal, or what a source itself returned.
func NewReader(opt Options, sources ...Source) (*Reader, error) {
	if opt.MaxFile == 0 {
		opt.MaxFile = DefaultMaxFile
	}
	r := &Reader{opt: opt, ids: map[string]first{}}
	for _, s := range sources {
		f, err := opt.open(s)
		if err != nil {
			return nil, err
		}
		r.files = append(r.files, f)
	}
	return r, nil
}

func (o *Options) open(s Source) (*file, error) {
	f := &file{name: s.Name, csv: csvio.NewReader(&capped{r: s.R, left: o.MaxFile, max: o.MaxFile}, o.CSV)}
	record, err := f.csv.Read()
	if err == io.EOF {
		return nil, &Refusal{File: s.Name, Msg: "has no header row", Hint: "the first row names the columns: order_id,country,weight_g and others"}
	}
	if err != nil {
		return nil, f.refusal(err)
	}
	f.header, err = bind(s.Name, f.csv.Line(), record)
	return f, err
}

// refusal gives an error of the CSV reader its file; what the stream itself returned only gets the name.
func (f *file) refusal(err error) error {
	var bad *csvio.Error
	var large *tooLarge
	switch {
	case errors.As(err, &bad):
		return &Refusal{f.name, bad.Line, bad.Field, bad.Msg, bad.Hint}
	case errors.As(err, &large):
		return &Refusal{File: f.name, Msg: err.Error(), Hint: "split it"}
	}
	return fmt.Errorf("%s: reading: %w", f.name, err)
}

// Unused names the columns that are not read, file by file.
func (r *Reader) Unused() []Unused {
	var out []Unused
	for _, f := range r.files {
		if len(f.header.unused) > 0 {
			out = append(out, Unused{f.name, f.header.unused})
		}
	}
	return out
}

// Read fills row with the next row, using its memory again, or returns io.EOF after the last of the last file. Any
// other error is a *Refusal, or what the source itself returned, and ends the run: the rows before it stand.
func (r *Reader) Read(row *Row) error {
	for r.next < len(r.files) {
		f := r.files[r.next]
		record, err := f.csv.Read()
		if err == io.EOF {
			r.next++
			continue
		}
		if err != nil {
			return f.refusal(err)
		}
		r.fill(row, f, record)
		return nil
	}
	return io.EOF
}

func (r *Reader) fill(row *Row, f *file, record []string) {
	row.File, row.Line, row.header = f.name, f.csv.Line(), f.header
	row.Faults, row.ID = nil, ""
	r.cells = Cells{}
	for c, at := range f.header.at {
		if at > 0 && at <= len(record) {
			r.cells[c] = record[at-1]
		}
	}
	row.ID = r.cells[OrderID]
	if len(record) != f.header.fields {
		row.Faults = append(row.Faults, Fault{"", kindFields, fmt.Sprintf("has %s where the header has %d; look for a comma too many or too few, and put a text with a comma in quotes", fieldCount(len(record)), f.header.fields)})
		row.Faults = append(row.Faults, r.checkID(row)...)
		return
	}
	row.Faults = append(r.checkID(row), f.parse(&r.cells, r.opt.Defaults, &row.Order)...)
}

func fieldCount(n int) string {
	if n == 1 {
		return "1 field"
	}
	return fmt.Sprintf("%d fields", n)
}

// parse blames an empty weight on the column that this file has for it.
func (f *file) parse(c *Cells, def Defaults, o *engine.Order) Faults {
	faults := Parse(c, def, o)
	if f.header.at[WeightKg] > 0 {
		for i := range faults {
			if faults[i].Column == WeightG.String() {
				faults[i].Column = WeightKg.String()
				faults[i].Msg = "is empty; write the parcel's weight in kilograms, such as 0.35"
			}
		}
	}
	return faults
}

// checkID finds what is wrong with the row's order_id and remembers it. Ids that are refused for their form need not
// be remembered: every repetition of one is refused for the same reason.
func (r *Reader) checkID(row *Row) Faults {
	id := row.ID
	if kind, msg := badID(id); kind != "" {
		return Faults{{OrderID.String(), kind, msg}}
	}
	if at, again := r.ids[id]; again {
		return Faults{{OrderID.String(), kindRepeated, fmt.Sprintf("%s repeats the order of %s:%d; every order_id occurs once in a run", show(id), r.files[at.file].name, at.line)}}
	}
	// The id shares the memory of its whole record; a copy lets the rest go.
	r.ids[strings.Clone(id)] = first{r.next, row.Line}
	return nil
}

func badID(id string) (kind, msg string) {
	if strings.TrimSpace(id) == "" {
		return kindEmpty, "is blank; every row needs an id of its own"
	}
	if len(id) > MaxIDChars && utf8.RuneCountInString(id) > MaxIDChars {
		return kindLong, fmt.Sprintf("%s has %d characters; at most %d are allowed", show(id), utf8.RuneCountInString(id), MaxIDChars)
	}
	if strings.ContainsFunc(id, unicode.IsControl) {
		return kindControl, fmt.Sprintf("%s has a control character; write letters, digits and signs alone", show(id))
	}
	// Not a control character, yet as little to be seen: where one file was appended to another, the byte order mark of
	// the second becomes part of an id, which then differs from the same id elsewhere.
	if strings.HasPrefix(id, "\ufeff") {
		return kindControl, fmt.Sprintf("%s begins with a byte order mark, as where two files were joined; remove it, or name both files", show(id))
	}
	return "", ""
}

// Close closes the files that Open opened.
func (r *Reader) Close() error {
	var errs []error
	for _, c := range r.closers {
		errs = append(errs, c.Close())
	}
	r.closers = nil
	return errors.Join(errs...)
}
