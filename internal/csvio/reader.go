package csvio

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
)

// Options are the separator and the limits; a zero field stands for its default.
type Options struct {
	Comma      byte // default ','
	MaxRecord  int  // bytes of a record as written, its last line end not counted; default 64 KiB
	MaxField   int  // bytes of a field, without its quotes; default 4 KiB
	MaxColumns int  // default 100
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

// Reader reads records. It is not safe for concurrent use.
type Reader struct {
	in  *bufio.Reader
	opt Options

	line   int    // number of the last line read
	start  int    // line on which the record starts
	size   int    // bytes of the record so far
	long   []byte // a line that does not fit in the buffer
	eol    []byte // the end of the last line: LF, CRLF or nothing
	text   []byte // the record's fields, one after the other, a byte between them
	ends   []int  // where each field ends in text
	fields []string
	err    error // what every further Read returns
}

// NewReader returns a Reader of r.
func NewReader(r io.Reader, o Options) *Reader {
	return &Reader{in: bufio.NewReaderSize(r, 64<<10), opt: o.withDefaults()}
}

// Line is the line on which the record of the last Read starts, from 1.
func (r *Reader) Line() int { return r.start }

// Read returns the fields of the next record, or io.EOF after the last. The slice is used again by the next
// Read, the strings stay valid. Any error is final: an *Error where the file is refused, otherwise what the
// stream itself returned.
func (r *Reader) Read() ([]string, error) {
	if r.err != nil {
		return nil, r.err
	}
	if err := r.record(); err != nil {
		r.err = err
		return nil, err
	}
	// One string for the whole record: the fields share its memory.
	all := string(r.text)
	r.fields = r.fields[:0]
	from := 0
	for _, to := range r.ends {
		r.fields = append(r.fields, all[from:to])
		from = to + 1
	}
	return r.fields, nil
}

// record reads the next record into text and ends.
func (r *Reader) record() error {
	first := r.line == 0
	line, err := r.nextLine()
	for err == nil && len(line) == 0 {
		line, err = r.nextLine()
	}
	if err != nil {
		return err
	}
	r.start = r.line
	r.text, r.ends = r.text[:0], r.ends[:0]
	if err := r.split(line); err != nil {
		return err
	}
	if first {
		return r.checkSeparator()
	}
	return nil
}

// split takes the record apart that begins with line, reading further lines as quotes ask for them.
func (r *Reader) split(line []byte) error {
	if bytes.IndexByte(line, '"') < 0 && bytes.IndexByte(line, '\r') < 0 {
		return r.splitPlain(line)
	}
	for {
		if len(line) > 0 && line[0] == '"' {
			rest, err := r.quoted(line[1:])
			if err != nil {
				return err
			}
			line = rest
			if line == nil {
				return r.endField(len(r.text))
			}
		} else {
			i := bytes.IndexByte(line, r.opt.Comma)
			field := line
			if i >= 0 {
				field = line[:i]
			}
			if err := r.plain(field); err != nil {
				return err
			}
			if i < 0 {
				return r.endField(len(r.text))
			}
			line = line[i+1:]
		}
		if err := r.endField(len(r.text)); err != nil {
			return err
		}
		r.text = append(r.text, r.opt.Comma)
	}
}

// splitPlain is split for the usual line: without quotes and CR the line itself is the text.
func (r *Reader) splitPlain(line []byte) error {
	r.text = append(r.text, line...)
	for i, c := range line {
		if c == r.opt.Comma {
			if err := r.endField(i); err != nil {
				return err
			}
		}
	}
	return r.endField(len(line))
}

// plain takes an unquoted field.
func (r *Reader) plain(field []byte) error {
	for _, c := range field {
		switch c {
		case '"':
			return r.refuse(Quote, "a quote stands inside an unquoted field", `put the whole field in quotes and double the quotes in it: "5"" box"`)
		case '\r':
			return r.loneCR()
		}
	}
	r.text = append(r.text, field...)
	return nil
}

// quoted takes a quoted field, line being what follows the opening quote. It returns what follows the comma
// after the field, or nil where the field ends the record.
func (r *Reader) quoted(line []byte) (rest []byte, err error) {
	opened := r.line
	for {
		i := bytes.IndexByte(line, '"')
		if i < 0 {
			r.text = append(append(r.text, line...), r.eol...)
			if line, err = r.continued(opened); err != nil {
				return nil, err
			}
			continue
		}
		r.text = append(r.text, line[:i]...)
		line = line[i+1:]
		switch {
		case len(line) == 0:
			return nil, nil
		case line[0] == '"':
			r.text = append(r.text, '"')
			line = line[1:]
		case line[0] == r.opt.Comma:
			return line[1:], nil
		case line[0] == '\r':
			return nil, r.loneCR()
		default:
			return nil, r.textAfterQuote(opened)
		}
	}
}

// continued reads the next line of a quoted field.
func (r *Reader) continued(opened int) ([]byte, error) {
	r.size += len(r.eol)
	line, err := r.nextLineOf(opened)
	if err == io.EOF {
		return nil, r.unclosed(opened, "never closed")
	}
	return line, err
}

func (r *Reader) unclosed(opened int, how string) error {
	return &Error{
		Kind: Quote, Line: opened, Field: len(r.ends) + 1,
		Msg: "the quote opened on this line is " + how, Hint: `close it; a quote inside a quoted field is written twice: ""`,
	}
}

func (r *Reader) textAfterQuote(opened int) error {
	msg := "text follows a closing quote"
	if opened != r.line {
		msg = fmt.Sprintf("text follows the quote that closes the one opened on line %d", opened)
	}
	return r.refuse(Quote, msg, `a comma or the end of the line must follow; a quote inside a quoted field is written twice: ""`)
}

func (r *Reader) loneCR() error {
	if r.line == 1 && len(r.eol) == 0 {
		return &Error{Kind: LineEnd, Line: 1, Msg: "the lines end in CR alone", Hint: "save the file with LF or CRLF line ends (Excel: not \"CSV (Macintosh)\")"}
	}
	return r.refuse(LineEnd, "a CR without LF stands inside an unquoted field", "remove it, or end the line with LF or CRLF")
}

// endField ends the field at this place of text.
func (r *Reader) endField(to int) error {
	from := 0
	if n := len(r.ends); n > 0 {
		from = r.ends[n-1] + 1
	}
	if n := to - from; n > r.opt.MaxField {
		return r.refuse(Limit, fmt.Sprintf("the field has %d bytes, at most %d are allowed", n, r.opt.MaxField), "shorten it")
	}
	if len(r.ends) == r.opt.MaxColumns {
		return &Error{Kind: Limit, Line: r.start, Msg: fmt.Sprintf("the row has more than %d fields", r.opt.MaxColumns), Hint: "remove the columns that are not needed"}
	}
	r.ends = append(r.ends, to)
	return nil
}

// refuse makes an error at the present line and field.
func (r *Reader) refuse(kind Kind, msg, hint string) error {
	return &Error{Kind: kind, Line: r.line, Field: len(r.ends) + 1, Msg: msg, Hint: hint}
}

// checkSeparator finds a header that was not separated by the comma asked for.
func (r *Reader) checkSeparator() error {
	if len(r.ends) != 1 {
		return nil
	}
	for _, s := range []struct {
		c    byte
		name string
	}{{',', "commas"}, {';', "semicolons"}, {'\t', "tabs"}} {
		if s.c != r.opt.Comma && bytes.IndexByte(bytes.Trim(r.text, " \t"), s.c) >= 0 {
			return &Error{Kind: Separator, Line: r.start, Msg: "the columns are separated by " + s.name, Hint: fmt.Sprintf("separate them by %q", string(r.opt.Comma))}
		}
	}
	return nil
}
