package csvio

import "io"

// Options are the separator and the limits; a zero field stands for its default.
type Options struct {
	Comma      byte // default ','
	MaxRecord  int  // bytes of a record as written, its last line end not counted; default 64 KiB
	MaxField   int  // bytes of a field, without its quotes; default 4 KiB
	MaxColumns int  // default 100

	// RowErrors makes a misplaced quote the error of one record (Error.Row) where that record stands on one line. A
	// record that began on an earlier line may have swallowed rows, so there the file is refused all the same.
	RowErrors bool
}

func (o Options) withDefaults() Options {
	set := func(v *int, to int) {
		if *v == 0 {
			*v = to
		}
	}
	if o.Comma == 0 {
		o.Comma = ','
	}
	set(&o.MaxRecord, 64<<10)
	set(&o.MaxField, 4<<10)
	set(&o.MaxColumns, 100)
	return o
}

// Reader reads records one by one. It is not safe for concurrent use.
type Reader struct {
	split  *Splitter
	parse  Parser
	block  Block
	text   []byte
	fields []string
	err    error // what every further Read returns
}

// NewReader returns a Reader of r.
func NewReader(r io.Reader, o Options) *Reader {
	return &Reader{split: NewSplitter(r, o)}
}

// Line is the line on which the record of the last Read starts, from 1.
func (r *Reader) Line() int { return r.parse.Line() }

// Spans reports whether a quoted field of the record of the last Read goes on over several lines.
func (r *Reader) Spans() bool { return r.parse.Spans() }

// Read returns the fields of the next record, or io.EOF after the last. The slice is used again by the next
// Read, the strings stay valid. An *Error whose Row is set comes with the fields before the one at fault, and
// reading goes on; any other error is final: an *Error where the file is refused, otherwise what the stream itself
// returned.
func (r *Reader) Read() ([]string, error) {
	if r.err != nil {
		return nil, r.err
	}
	fields, err := r.parse.Next()
	for err == io.EOF {
		if err = r.split.Next(&r.block); err == nil {
			r.parse.Reset(&r.block)
			fields, err = r.parse.Next()
			continue
		}
		r.err = err
		return nil, err
	}
	if e, ok := err.(*Error); err != nil && !(ok && e.Row) {
		r.err = err
		return nil, err
	}
	return r.strings(fields), err
}

// ReadBlock fills b with records that have not been read, as many as a block holds, or returns io.EOF after the last.
// Errors are the stream's, or those of a file that is none; what is wrong in the records is for a Parser to find.
func (r *Reader) ReadBlock(b *Block) error {
	if r.err != nil {
		return r.err
	}
	if r.parse.Rest(b) {
		return nil
	}
	return r.split.Next(b)
}

// strings copies the fields: one string for the whole record, whose memory they share.
func (r *Reader) strings(fields [][]byte) []string {
	r.text = r.text[:0]
	for _, f := range fields {
		r.text = append(r.text, f...)
	}
	all := string(r.text)
	r.fields = r.fields[:0]
	for _, f := range fields {
		r.fields = append(r.fields, all[:len(f)])
		all = all[len(f):]
	}
	return r.fields
}
