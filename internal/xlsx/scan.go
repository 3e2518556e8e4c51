package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// scanner takes an XML part apart into tags and texts. It reads what spreadsheet programs write and refuses the rest of XML:
// document types, entities beyond the five, names that are not ASCII, encodings other than UTF-8. Whatever it accepts,
// encoding/xml accepts as the same tokens, at several times the cost; a fuzz target holds the two together.
type scanner struct {
	r    io.Reader
	most int64 // bytes that may still come
	buf  []byte
	pos  int // where the next token begins in buf
	eof  bool

	open   []string // names of the elements that have begun
	ended  bool     // the outermost one
	empty  bool     // the last tag was of an element without content, whose end is yet to be told
	attrs  []attribute
	spaces []namespace
	names  map[string]string

	local string // of the last tag: its name without the prefix
	text  []byte // the last text, or memory for it
	plain []byte // memory for texts that are not as they stand
}

type attribute struct {
	prefix, name string
	value        []byte // as it stands
}

// namespace is what a prefix stands for in an element and all inside it.
type namespace struct {
	prefix, uri string
	depth       int
}

// token is what next has found.
type token uint8

const (
	startTag token = iota + 1
	endTag
	text
)

const (
	maxAttrs = 256  // of one element; a workbook needs about ten
	maxNames = 4096 // kept, so that each is made a string once
)

var (
	errLongToken = errors.New("token too long")
	errEnds      = errors.New("it ends too early")
)

func newScanner(r io.Reader, most int64) *scanner {
	return &scanner{r: r, most: most, names: map[string]string{}}
}

// next reads to the next tag or text, io.EOF after the last. Comments and processing instructions are left out. What it
// found is valid until the next call.
func (s *scanner) next() (token, error) {
	if s.empty {
		s.empty = false
		return endTag, s.leave()
	}
	for {
		rest, err := s.ahead(1)
		switch {
		case err == errEnds && len(s.open) == 0:
			return 0, io.EOF
		case err != nil:
			return 0, err
		case rest[0] != '<':
			found, err := s.content()
			if found || err != nil {
				return text, err
			}
			continue
		}
		if rest, err = s.ahead(2); err != nil {
			return 0, err
		}
		switch rest[1] {
		case '/':
			return endTag, s.end()
		case '?':
			err = s.instruction()
		case '!':
			found, err := s.declaration()
			if found || err != nil {
				return text, err
			}
		default:
			return startTag, s.start()
		}
		if err != nil {
			return 0, err
		}
	}
}

// ahead gives what has been read and not taken yet, at least n bytes of it.
func (s *scanner) ahead(n int) ([]byte, error) {
	for len(s.buf)-s.pos < n {
		if err := s.more(); err != nil {
			return nil, err
		}
	}
	return s.buf[s.pos:], nil
}

// more reads more, behind what has not been taken.
func (s *scanner) more() error {
	if s.eof {
		return errEnds
	}
	if len(s.buf)-s.pos > maxToken {
		return errLongToken
	}
	if s.pos > 0 {
		s.buf = s.buf[:copy(s.buf, s.buf[s.pos:])]
		s.pos = 0
	}
	if len(s.buf) == cap(s.buf) {
		s.buf = append(make([]byte, 0, max(32<<10, 2*cap(s.buf))), s.buf...)
	}
	for range 100 {
		n, err := s.r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf = s.buf[:len(s.buf)+n]
		if s.most -= int64(n); s.most < 0 {
			return errors.New("more bytes than the archive says")
		}
		if err == io.EOF {
			s.eof = true
		} else if err != nil {
			return err
		}
		if n > 0 {
			return nil
		}
		if s.eof {
			return errEnds
		}
	}
	return io.ErrNoProgress
}

// take takes what comes before the next mark, which begins n bytes ahead at the earliest, and the mark.
func (s *scanner) take(n int, mark string) ([]byte, error) {
	for from := n; ; {
		rest, err := s.ahead(from)
		if err != nil {
			return nil, err
		}
		if i := bytes.Index(rest[from:], []byte(mark)); i >= 0 {
			if from+i > maxToken {
				return nil, errLongToken
			}
			s.pos += from + i + len(mark)
			return rest[n : from+i], nil
		}
		from = max(n, len(rest)-len(mark)+1)
		if err := s.more(); err != nil {
			return nil, err
		}
	}
}

// content reads a text up to the next tag. Outside the outermost element only spaces may stand; they are no text.
func (s *scanner) content() (found bool, err error) {
	raw, err := s.take(0, "<")
	switch {
	case err == errEnds && len(s.open) == 0:
		raw = s.buf[s.pos:]
		s.pos = len(s.buf)
	case err != nil:
		return false, err
	default:
		s.pos-- // the tag is yet to be read
	}
	if len(s.open) == 0 {
		if !s.ended {
			raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
		}
		if len(bytes.Trim(raw, " \t\r\n")) > 0 {
			return false, errors.New("text stands outside of the elements")
		}
		return false, nil
	}
	if bytes.Contains(raw, []byte("]]>")) {
		return false, errors.New("a text holds ]]>")
	}
	s.text, err = s.unescape(raw, true)
	return true, err
}

// declaration reads a comment or a CDATA section, which is a text.
func (s *scanner) declaration() (found bool, err error) {
	rest, err := s.ahead(4)
	if err != nil {
		return false, err
	}
	if string(rest[:4]) == "<!--" {
		comment, err := s.take(4, "--")
		if err != nil {
			return false, err
		}
		if end, err := s.ahead(1); err != nil || end[0] != '>' {
			return false, errors.New("a comment holds --")
		}
		s.pos++
		_, err = s.unescape(comment, false)
		return false, err
	}
	const cdata = "<![CDATA["
	if rest, err = s.ahead(len(cdata)); err == nil && string(rest[:len(cdata)]) == cdata && len(s.open) > 0 {
		raw, err := s.take(len(cdata), "]]>")
		if err == nil {
			s.text, err = s.unescape(raw, false)
		}
		return true, err
	}
	if err == errLongToken {
		return false, err
	}
	return false, errDeclaration
}

var errDeclaration = errors.New("a document type or entity declaration")

// instruction reads a processing instruction. That of XML itself may name the encoding.
func (s *scanner) instruction() error {
	raw, err := s.take(2, "?>")
	if err != nil {
		return err
	}
	if raw, err = s.unescape(raw, false); err != nil {
		return err
	}
	n := nameLen(raw)
	if !isName(raw[:n]) {
		return errors.New("a processing instruction has no name")
	}
	if !strings.EqualFold(string(raw[:n]), "xml") {
		return nil
	}
	parts := firstLine.FindSubmatch(raw)
	if parts == nil {
		return errors.New("its first line is not that of XML 1.0")
	}
	if encoding := strings.Trim(string(parts[1]), `"'`); encoding != "" && !strings.EqualFold(encoding, "utf-8") {
		return fmt.Errorf("its encoding is %q and not UTF-8", encoding)
	}
	return nil
}

// firstLine is the instruction that XML begins with.
var firstLine = regexp.MustCompile(`^xml\s+version=(?:"1\.0"|'1\.0')(?:\s+encoding=("[\w.-]{1,40}"|'[\w.-]{1,40}'))?(?:\s+standalone=(?:"(?:yes|no)"|'(?:yes|no)'))?\s*$`)
