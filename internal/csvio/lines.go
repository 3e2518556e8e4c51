package csvio

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
)

// nextLine reads the first line of a record.
func (r *Reader) nextLine() ([]byte, error) {
	r.size = 0
	return r.nextLineOf(0)
}

// nextLineOf reads a line without its end and checks its text. opened is the line of an open quote, 0 = none.
func (r *Reader) nextLineOf(opened int) ([]byte, error) {
	first := r.line == 0
	if first {
		if err := r.begin(); err != nil {
			return nil, err
		}
	}
	line, err := r.rawLine()
	if err != nil && err != io.EOF {
		return nil, err
	}
	if len(line) == 0 {
		return nil, io.EOF
	}
	r.line++
	line = r.cutEnd(line)
	if r.size += len(line); r.size > r.opt.MaxRecord {
		return nil, r.tooLong(line, opened)
	}
	return line, checkText(line, r.line)
}

// tooLong says why a record passed the limit: most often its lines do not end, or a quote does not.
func (r *Reader) tooLong(line []byte, opened int) error {
	switch {
	case opened > 0:
		return r.unclosed(opened, fmt.Sprintf("not closed within %d bytes", r.opt.MaxRecord))
	case len(r.eol) == 0 && bytes.IndexByte(line, '\r') >= 0 && bytes.IndexByte(line, '"') < 0:
		return r.loneCR()
	}
	return &Error{Kind: Limit, Line: r.line, Msg: fmt.Sprintf("the record is longer than %d bytes", r.opt.MaxRecord), Hint: "shorten it"}
}

// begin looks at the first bytes of the file.
func (r *Reader) begin() error {
	start, err := r.in.Peek(8)
	if err != nil && err != io.EOF {
		return err
	}
	if len(start) == 0 {
		return &Error{Kind: Empty, Msg: "the file is empty (0 bytes)", Hint: "copy it again"}
	}
	if e := wrongMagic(start); e != nil {
		return e
	}
	if bytes.HasPrefix(start, []byte("\xef\xbb\xbf")) {
		_, err = r.in.Discard(3)
		return err
	}
	return nil
}

// rawLine reads up to and including LF, or to the end of the file. A line above the record limit is cut off
// soon after it.
func (r *Reader) rawLine() ([]byte, error) {
	line, err := r.in.ReadSlice('\n')
	if err != bufio.ErrBufferFull {
		return line, err
	}
	r.long = append(r.long[:0], line...)
	for err == bufio.ErrBufferFull && len(r.long) <= r.opt.MaxRecord+2 {
		line, err = r.in.ReadSlice('\n')
		r.long = append(r.long, line...)
	}
	if err == bufio.ErrBufferFull {
		err = nil
	}
	return r.long, err
}

// cutEnd cuts LF or CRLF off the line and keeps it in eol.
func (r *Reader) cutEnd(line []byte) []byte {
	n := len(line)
	if line[n-1] != '\n' {
		r.eol = nil
		return line
	}
	n--
	if n > 0 && line[n-1] == '\r' {
		n--
	}
	r.eol = line[n:]
	return line[:n]
}
