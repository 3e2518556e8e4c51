package csvio

import (
	"bytes"
	"fmt"
	"io"
)

// splitOdd takes apart a record that begins with a line in which there are quotes or CRs, reading further lines as
// quotes ask for them.
func (p *Parser) splitOdd(line []byte) error {
	for {
		var field []byte
		var more bool
		var err error
		if len(line) > 0 && line[0] == '"' {
			field, line, more, err = p.quoted(line[1:])
		} else {
			field, line, more = bytes.Cut(line, []byte{p.opt.Comma})
			err = p.unquoted(field)
		}
		if err != nil {
			return err
		}
		if err := p.endField(field); err != nil || !more {
			return err
		}
	}
}

// unquoted finds what may not stand in an unquoted field.
func (p *Parser) unquoted(field []byte) error {
	for _, c := range field {
		switch c {
		case '"':
			return p.misplaced("a quote stands inside an unquoted field"+p.began(), `put the whole field in quotes and double the quotes in it: "5"" box"`)
		case '\r':
			return p.loneCR()
		}
	}
	return nil
}

// quoted takes a quoted field, line being what follows the opening quote. It returns what follows the comma after the
// field; more is false where the field ends the record.
func (p *Parser) quoted(line []byte) (field, rest []byte, more bool, err error) {
	opened := p.line
	// The field is put together in place: what is read is never behind what is written.
	at := p.pos - p.eol - len(line)
	field = p.data[at:at:len(p.data)]
	for {
		i := bytes.IndexByte(line, '"')
		if i < 0 {
			field = append(append(field, line...), p.data[p.pos-p.eol:p.pos]...)
			if line, err = p.continued(opened); err != nil {
				return nil, nil, false, err
			}
			continue
		}
		field = append(field, line[:i]...)
		line = line[i+1:]
		switch {
		case len(line) == 0:
			return field, nil, false, nil
		case line[0] == '"':
			field = append(field, '"')
			line = line[1:]
		case line[0] == p.opt.Comma:
			return field, line[1:], true, nil
		case line[0] == '\r':
			return nil, nil, false, p.loneCR()
		default:
			if p.first && len(p.fields) == 0 {
				err = p.separated(line[:1])
			}
			if err == nil {
				err = p.textAfterQuote(opened)
			}
			return nil, nil, false, err
		}
	}
}

// continued reads the next line of a quoted field.
func (p *Parser) continued(opened int) ([]byte, error) {
	p.size += p.eol
	p.wide = true
	line, err := p.nextLine(opened)
	if err == io.EOF {
		return nil, p.unclosed(opened, "never closed")
	}
	return line, err
}

func (p *Parser) unclosed(opened int, how string) error {
	return &Error{
		Kind: Quote, Line: opened, Field: len(p.fields) + 1,
		Msg: "the quote opened on this line is " + how, Hint: `close it; a quote inside a quoted field is written twice: ""`,
	}
}

func (p *Parser) textAfterQuote(opened int) error {
	const hint = `a comma or the end of the line must follow; a quote inside a quoted field is written twice: ""`
	msg := "text follows a closing quote" + p.began()
	if opened != p.line {
		if p.opt.RowErrors {
			return p.unclosed(opened, fmt.Sprintf("closed on line %d, where text follows it", p.line))
		}
		msg = fmt.Sprintf("text follows the quote that closes the one opened on line %d", opened)
	}
	return p.misplaced(msg, hint)
}

// misplaced is the error of a quote that stands where none may. It is the record's alone only where the record is on
// one line: otherwise a quote that was never meant to open may have swallowed the rows between.
func (p *Parser) misplaced(msg, hint string) error {
	e := p.refuse(Quote, msg, hint)
	e.Row = p.opt.RowErrors && p.line == p.start
	return e
}

// began says on which line the record began, where it was an earlier one.
func (p *Parser) began() string {
	if p.line == p.start {
		return ""
	}
	return fmt.Sprintf(" in a row that began on line %d", p.start)
}

func (p *Parser) loneCR() error {
	if p.line == 1 && p.eol == 0 {
		return &Error{Kind: LineEnd, Line: 1, Msg: "the lines end in CR alone", Hint: "save the file with LF or CRLF line ends (Excel: not \"CSV (Macintosh)\")"}
	}
	return p.refuse(LineEnd, "a CR without LF stands inside an unquoted field", "remove it, or end the line with LF or CRLF")
}
