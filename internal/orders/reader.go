package orders

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/csvio"
	"github.com/lanewise/lanewise/internal/skus"
	"github.com/lanewise/lanewise/internal/textfile"
)

// Source is one order file.
type Source struct {
	Name string // for messages
	R    io.Reader
}

// Options are the defaults of orders and the limits of files; a zero limit stands for its default.
type Options struct {
	Defaults
	Input
	MaxFile   int64 // bytes of one file; default 4 GiB
	CSV       csvio.Options
	NoIDCheck bool         // repeated ids are not looked for, which spares their memory
	SKUs      *skus.Master // fills what orders lack; neighbouring rows of one order_id are then one parcel. May be nil
}

// DefaultMaxFile is the largest order file read unless an option says otherwise: 4 GiB.
const DefaultMaxFile = 4 << 30

// Row is one row of an order file.
type Row struct {
	File   string
	Line   int    // on which the row starts, from 1
	ID     string // the order_id byte for byte, also of a row that cannot be read; "" where the row has no such cell
	Order  engine.Order
	Faults Faults   // what is wrong with the row; with any, Order is not to be priced
	Blamed []string // for each of Faults the cell that it blames as it was written; "" for the row as a whole
	header *header
	file   int  // which of the run's files
	noID   bool // there is no order_id that could be repeated
}

// Place is where a cell of the row stands: `orders.csv:16:4 weight_g`. Column may be "" for the whole row.
func (r *Row) Place(column string) string {
	if c, ok := columnOf(column); ok && r.header != nil && r.header.at[c] > 0 && !r.header.keyed {
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
	ids     *ids
	cells   Cells
	closers []io.Closer
}

type file struct {
	number int
	name   string
	rec    records
	csv    *csvio.Reader // where nothing stands between CSV and rows: then blocks of it can be parsed
	header *header       // of the records
	lines  *header       // of the lines as they stand in the file; another one where lines are put together to parcels
	comma  byte          // between the fields of CSV
	names  bool          // countries may be given by their names
}

// records are the rows of a file taken apart into fields; a *csvio.Reader is one. Any other may return Faults as an error:
// they spoil this row alone, whose fields are what could be read.
type records interface {
	Read() (fields []string, err error)
	Line() int
}

// NewReader reads the header of every source. An error is a *Refusal, or what a source itself returned.
func NewReader(opt Options, sources ...Source) (*Reader, error) {
	if opt.MaxFile == 0 {
		opt.MaxFile = DefaultMaxFile
	}
	r := &Reader{opt: opt, ids: newIDs()}
	for _, s := range sources {
		f, err := opt.open(s)
		if err != nil {
			return nil, err
		}
		f.number = len(r.files)
		r.files = append(r.files, f)
	}
	if opt.SKUs != nil {
		group(opt.SKUs, r.files)
		for _, f := range r.files {
			f.csv = nil
		}
	}
	return r, nil
}

func (o *Options) open(s Source) (*file, error) {
	f := &file{name: s.Name}
	in, err := o.decode(s)
	if err != nil {
		return nil, f.refusal(err)
	}
	if in.records != nil {
		f.rec, f.header = in.records, in.header
		return f, nil
	}
	in.csv.RowErrors = true
	f.comma, f.names = cmp.Or(in.csv.Comma, ','), o.CountryNames
	f.csv = csvio.NewReader(in.text, in.csv)
	f.rec = &lines{f.csv, f}
	record, err := f.csv.Read()
	if err == io.EOF {
		return nil, &Refusal{File: s.Name, Msg: "has no header row", Hint: "the first row names the columns: order_id,country,weight_g and others"}
	}
	if err != nil {
		return nil, f.refusal(err)
	}
	f.header, err = o.bind(s.Name, f.rec.Line(), record)
	f.lines = f.header
	return f, err
}

// lines are the records of a CSV file.
type lines struct {
	*csvio.Reader
	file *file
}

// Read gives the misplaced quote that spoils a row as Faults.
func (l *lines) Read() ([]string, error) {
	fields, err := l.Reader.Read()
	if err == nil && l.Spans() {
		err = l.file.swallowed(fields, l.Line())
	}
	return fields, l.file.rowError(err)
}

// refusal gives an error of the CSV reader its file; what the stream itself returned only gets the name.
func (f *file) refusal(err error) error {
	var bad *csvio.Error
	var large *tooLarge
	var refused *Refusal
	var text *textfile.Error
	switch {
	case errors.As(err, &text):
		return &Refusal{File: f.name, Line: text.Line, Msg: text.Msg, Hint: text.Hint}
	case errors.As(err, &refused):
		return refused
	case errors.As(err, &bad):
		return &Refusal{f.name, bad.Line, bad.Field, bad.Msg, orderHint(bad)}
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
// other error is a *Refusal, or what the source itself returned, and ends the run: the rows before it stand. The texts
// of a row stay as they are.
func (r *Reader) Read(row *Row) error {
	if err := r.nextRow(row); err != nil {
		return err
	}
	if !r.opt.NoIDCheck {
		r.checkID(row, r.ids.key(row.ID))
	}
	return nil
}

// nextRow is Read without a look for repeated ids.
func (r *Reader) nextRow(row *Row) error {
	for ; r.next < len(r.files); r.next++ {
		f := r.files[r.next]
		record, err := f.rec.Read()
		if err == io.EOF {
			continue
		}
		spoiled, _ := err.(Faults)
		if err != nil && spoiled == nil {
			return f.refusal(err)
		}
		r.cells = Cells{}
		for c, at := range f.header.at {
			if at > 0 && at <= len(record) {
				r.cells[c] = record[at-1]
			}
		}
		row.Line = f.rec.Line()
		r.fill(row, f, &r.cells, len(record), spoiled)
		return nil
	}
	return io.EOF
}

// rowError turns an error of the CSV reader that spoils one row alone into Faults.
func (f *file) rowError(err error) error {
	if e, ok := err.(*csvio.Error); ok && e.Row {
		return Faults{f.quoteFault(e)}
	}
	return err
}

// quoteFault is a misplaced quote as a fault of the row as a whole: no cell after it can be trusted.
func (f *file) quoteFault(e *csvio.Error) Fault {
	name := fmt.Sprintf("field %d", e.Field)
	for c, at := range f.lines.at {
		if at == e.Field {
			name += fmt.Sprintf(" (%s)", Column(c))
		}
	}
	return Fault{Kind: kindQuote, Msg: fmt.Sprintf("%s: %s; %s", name, e.Msg, e.Hint)}
}

// fill makes a row of its cells. The row's Line has been set.
func (r *Reader) fill(row *Row, f *file, c *Cells, fields int, spoiled Faults) {
	row.File, row.ID, row.header, row.file = f.name, c[OrderID], f.header, f.number
	if !spoiled.whole() && fields != f.header.fields {
		spoiled = Faults{{Kind: kindFields, Msg: fmt.Sprintf("has %s where the header has %d; look for a comma too many or too few, and put a text with a comma in quotes", fieldCount(fields), f.header.fields)}}
	}
	var bad Faults
	if fields >= f.header.at[OrderID] || spoiled == nil || spoiled[0].Kind != kindQuote {
		bad = idFault(row.ID)
	}
	row.noID = row.ID == "" || bad != nil
	if spoiled.whole() {
		row.Faults = append(spoiled, bad...)
	} else {
		row.Faults = spoiled.join(bad).join(f.parse(c, r.opt.Defaults, &row.Order))
	}
	row.Blamed = blame(row.Faults, c)
}

// checkID looks whether a row's order_id has occurred before, and remembers it.
func (r *Reader) checkID(row *Row, k idKey) {
	if row.noID {
		return
	}
	first, repeated := r.ids.add(row.ID, k, row.file, row.Line)
	if !repeated {
		return
	}
	at := 0
	if row.Faults.whole() {
		at = len(row.Faults)
	}
	row.Faults = slices.Insert(row.Faults, at, r.repeats(row.ID, first))
	row.Blamed = slices.Insert(row.Blamed, at, strings.Clone(row.ID))
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
	if f.header.at[WeightKg] > 0 && f.header.at[WeightG] == 0 {
		for i := range faults {
			if faults[i].Column == WeightG.String() {
				faults[i].Column = WeightKg.String()
				faults[i].Msg = "is empty; write the parcel's weight in kilograms, such as 0.35"
			}
		}
	}
	return faults
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
