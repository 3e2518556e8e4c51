package csvio

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"unicode/utf8"
)

// Parser takes blocks apart. Its fields are parts of the block's own memory, where doubled quotes are made single.
// The zero value is ready for Reset. It is not safe for concurrent use; several parsers may work on blocks of one file.
type Parser struct {
	opt    *Options
	data   []byte
	pos    int // where the next line starts
	fields [][]byte
	err    error

	line  int // number of the last line read
	start int // line on which the record starts
	size  int // bytes of the record so far
	eol   int // length of the last line's end: 2 CRLF, 1 LF, 0 nothing

	first bool // the next record is the file's first
	wide  bool // the record has a field of several lines
	text  bool // the block has been checked to be UTF-8 without NUL
	odd   bool // the block has quotes or CRs

	indexed  bool     // marks are those of the block
	marks    []uint32 // where its commas and line ends stand
	mark     int      // the one before the next record
	plainest int      // bytes of the longest record that is not looked at closely
}

// Reset makes p read b next. An error of the block before is forgotten.
func (p *Parser) Reset(b *Block) {
	p.data, p.pos, p.err = b.Data, 0, nil
	p.line, p.first, p.opt = b.Line, b.first, b.opt
	p.indexed = false
	p.text = bytes.IndexByte(b.Data, 0) < 0 && utf8.Valid(b.Data)
	p.odd = bytes.IndexByte(b.Data, '"') >= 0 || bytes.IndexByte(b.Data, '\r') >= 0
}

// Rest copies what has not been read to b and reports whether there is any.
func (p *Parser) Rest(b *Block) bool {
	if p.pos == len(p.data) {
		return false
	}
	b.Data, b.Line, b.first, b.opt = append(b.Data[:0], p.data[p.pos:]...), p.line, p.first, p.opt
	p.pos = len(p.data)
	return true
}

// Line is the line on which the record of the last Next starts, from 1.
func (p *Parser) Line() int { return p.start }

// Spans reports whether a quoted field of the record of the last Next goes on over several lines.
func (p *Parser) Spans() bool { return p.wide }

// Next returns the fields of the next record, or io.EOF after the last of the block. The fields stay valid as long as
// the block does, the slice until the next call. Errors are as of Reader.Read.
func (p *Parser) Next() ([][]byte, error) {
	if p.err != nil {
		return nil, p.err
	}
	err := p.record()
	if err == nil {
		return p.fields, nil
	}
	if e, ok := err.(*Error); ok && e.Row {
		return p.fields, err
	}
	p.err = err
	return nil, err
}

func (p *Parser) record() error {
	p.size = 0
	line, err := p.nextLine(0)
	for err == nil && len(line) == 0 {
		line, err = p.nextLine(0)
	}
	if err != nil {
		return err
	}
	p.start, p.wide = p.line, false
	p.fields = p.fields[:0]
	if p.odd && (bytes.IndexByte(line, '"') >= 0 || bytes.IndexByte(line, '\r') >= 0) {
		err = p.splitOdd(line)
	} else {
		err = p.split(line)
	}
	if p.first && err == nil {
		err = p.checkSeparator()
	}
	p.first = false
	return err
}

// nextLine takes a line without its end and checks its text. opened is the line of an open quote, 0 = none.
func (p *Parser) nextLine(opened int) ([]byte, error) {
	rest := p.data[p.pos:]
	if len(rest) == 0 {
		return nil, io.EOF
	}
	p.line++
	n := bytes.IndexByte(rest, '\n')
	line := rest
	if n < 0 {
		p.eol = 0
		p.pos = len(p.data)
	} else {
		p.pos += n + 1
		p.eol = 1
		if n > 0 && rest[n-1] == '\r' {
			n--
			p.eol = 2
		}
		line = rest[:n]
	}
	if p.size += len(line); p.size > p.opt.MaxRecord {
		return nil, p.tooLong(line, opened)
	}
	if p.text {
		return line, nil
	}
	return line, checkText(line, p.line)
}

// tooLong says why a record passed the limit: most often its lines do not end, or a quote does not.
func (p *Parser) tooLong(line []byte, opened int) error {
	switch {
	case opened > 0:
		return &Error{
			Kind: Limit, Line: opened, Field: len(p.fields) + 1, Msg: fmt.Sprintf("the quote opened on this line is closed late or never: its row is longer than %d bytes", p.opt.MaxRecord),
			Hint: `close it, or shorten the text; a quote inside a quoted field is written twice: ""`,
		}
	case p.eol == 0 && bytes.IndexByte(line, '\r') >= 0 && bytes.IndexByte(line, '"') < 0:
		return p.loneCR()
	}
	return &Error{Kind: Limit, Line: p.line, Msg: fmt.Sprintf("the record is longer than %d bytes", p.opt.MaxRecord), Hint: "shorten it"}
}

// split takes apart the usual line, without quotes and CR: eight bytes are looked at together.
func (p *Parser) split(line []byte) error {
	commas := ones * uint64(p.opt.Comma)
	fields := p.fields
	from, i := 0, 0
	for ; i+8 <= len(line); i += 8 {
		// A byte of x is 0 where the comma stands; the sum sets the top bit of every byte that is not 0.
		x := binary.LittleEndian.Uint64(line[i:]) ^ commas
		found := ^((x&low7 + low7) | x | low7)
		for found != 0 {
			at := i + bits.TrailingZeros64(found)>>3
			fields = append(fields, line[from:at])
			from = at + 1
			found &= found - 1
		}
	}
	for ; i < len(line); i++ {
		if line[i] == p.opt.Comma {
			fields = append(fields, line[from:i])
			from = i + 1
		}
	}
	p.fields = append(fields, line[from:])
	if len(p.fields) > p.opt.MaxColumns || len(line) > p.opt.MaxField {
		return p.checkLimits()
	}
	return nil
}

// checkLimits finds the first field of a record above a limit.
func (p *Parser) checkLimits() error {
	all := p.fields
	p.fields = all[:0]
	for _, f := range all {
		if err := p.endField(f); err != nil {
			return err
		}
	}
	return nil
}

// endField appends a field to the record.
func (p *Parser) endField(field []byte) error {
	if n := len(field); n > p.opt.MaxField {
		return p.refuse(Limit, fmt.Sprintf("the field has %d bytes, at most %d are allowed", n, p.opt.MaxField), "shorten it")
	}
	if len(p.fields) == p.opt.MaxColumns {
		return &Error{Kind: Limit, Line: p.start, Msg: fmt.Sprintf("the row has more than %d fields", p.opt.MaxColumns), Hint: "remove the columns that are not needed"}
	}
	p.fields = append(p.fields, field)
	return nil
}

// refuse makes an error at the present line and field.
func (p *Parser) refuse(kind Kind, msg, hint string) *Error {
	return &Error{Kind: kind, Line: p.line, Field: len(p.fields) + 1, Msg: msg, Hint: hint}
}

// checkSeparator finds a header that was not separated by the comma asked for.
func (p *Parser) checkSeparator() error {
	if len(p.fields) != 1 {
		return nil
	}
	return p.separated(bytes.Trim(p.fields[0], " \t"))
}

// separated finds another separator than the comma asked for in what should be one name.
func (p *Parser) separated(name []byte) error {
	for _, s := range []struct {
		c    byte
		name string
	}{{',', "commas"}, {';', "semicolons"}, {'\t', "tabs"}} {
		if s.c != p.opt.Comma && bytes.IndexByte(name, s.c) >= 0 {
			return &Error{Kind: Separator, Line: p.start, Msg: "the columns are separated by " + s.name, Hint: fmt.Sprintf("separate them by %q", string(p.opt.Comma))}
		}
	}
	return nil
}
