package tqd

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Problem is what is wrong with a file, and where.
type Problem struct {
	Line, Column int
	Where, Text  string // Where names the value, as in orders[17][3].freight
}

func (p *Problem) Error() string {
	if p.Where == "" {
		return fmt.Sprintf("%d:%d: %s", p.Line, p.Column, p.Text)
	}
	return fmt.Sprintf("%d:%d %s: %s", p.Line, p.Column, strings.TrimPrefix(p.Where, "."), p.Text)
}

// within says which part of a value a problem is in; the values around it say the same of themselves.
func within(err error, part string) error {
	if p, ok := err.(*Problem); ok {
		p.Where = part + p.Where
	}
	return err
}

// lexer takes JSON apart as it streams by, since an instance may have more text than fits in memory. It holds one piece of
// the text and never a value of the file but the one at hand.
type lexer struct {
	in       io.Reader
	buf      []byte
	pos, end int
	eof      error // io.EOF, or what reading failed with
	line     int
	before   int64 // bytes before buf
	begin    int64 // at which byte the line begins
}

// window is how much text is held; the longest name of a file must fit.
const window = 1 << 16

func newLexer(in io.Reader) *lexer { return &lexer{in: in, buf: make([]byte, window), line: 1} }

// have reads on until n bytes are at hand, or all there are.
func (l *lexer) have(n int) int {
	if l.end-l.pos >= n || l.eof != nil {
		return l.end - l.pos
	}
	l.before += int64(l.pos)
	l.end = copy(l.buf, l.buf[l.pos:l.end])
	l.pos = 0
	for l.end < n && l.eof == nil {
		var got int
		got, l.eof = l.in.Read(l.buf[l.end:])
		l.end += got
	}
	return l.end
}

// peek gives the next byte that is not space, 0 at the end.
func (l *lexer) peek() byte {
	for {
		if l.pos == l.end && l.have(1) == 0 {
			return 0
		}
		c := l.buf[l.pos]
		switch c {
		case ' ', '\t', '\r':
		case '\n':
			l.line++
			l.begin = l.before + int64(l.pos) + 1
		case 0:
			return 1 // no JSON has it, and the end is something else
		default:
			return c
		}
		l.pos++
	}
}

// fault names the place of the next byte.
func (l *lexer) fault(format string, args ...any) error {
	if l.eof != nil && l.eof != io.EOF {
		return fmt.Errorf("reading line %d: %w", l.line, l.eof)
	}
	return &Problem{Line: l.line, Column: int(l.before+int64(l.pos)-l.begin) + 1, Text: fmt.Sprintf(format, args...)}
}

// unexpected says what stands where something else should.
func (l *lexer) unexpected(want string) error {
	switch c := l.peek(); c {
	case 0:
		return l.fault("the file ends where %s should stand", want)
	default:
		return l.fault("%s should stand here, not %q", want, l.buf[l.pos])
	}
}

// take reads over one byte of punctuation.
func (l *lexer) take(c byte) error {
	if l.peek() != c {
		return l.unexpected(fmt.Sprintf("%q", c))
	}
	l.pos++
	return nil
}

// is reads over a byte if it is the next one.
func (l *lexer) is(c byte) bool {
	if l.peek() == c {
		l.pos++
		return true
	}
	return false
}

// longest is how many characters a whole number of 64 bits may have.
const longest = 20

// integer reads a whole number from least to most.
func (l *lexer) integer(least, most int64) (int64, error) {
	c := l.peek()
	if c != '-' && (c < '0' || c > '9') {
		return 0, l.unexpected("a whole number")
	}
	n := min(l.have(longest+2), longest+2)
	text := l.buf[l.pos : l.pos+n]
	i, v := 0, int64(0)
	if c == '-' {
		i = 1
	}
	digits := i
	for ; i < len(text) && text[i]-'0' <= 9; i++ {
		if d := int64(text[i] - '0'); v < (1<<63-1-9)/10 {
			v = v*10 + d
		} else {
			return 0, l.fault("the number does not fit in 64 bits")
		}
	}
	switch {
	case i == digits:
		return 0, l.fault("a minus without digits")
	case text[digits] == '0' && i > digits+1:
		return 0, l.fault("%s begins with 0; write %d", text[:i], v)
	case i < len(text) && (text[i] == '.' || text[i] == 'e' || text[i] == 'E'):
		return 0, l.fault("all numbers are whole; write digits only")
	}
	if c == '-' {
		v = -v
	}
	if v < least || v > most {
		return 0, l.fault("%d is not from %d to %d", v, least, most)
	}
	l.pos += i
	return v, nil
}

// text reads a string.
func (l *lexer) text() (string, error) {
	if l.peek() != '"' {
		return "", l.unexpected("a text in double quotes")
	}
	l.have(window)
	held := l.buf[l.pos:l.end]
	for i := 1; i < len(held); i++ {
		switch held[i] {
		case '\\':
			i++
		case '"':
			var s string
			if err := json.Unmarshal(held[:i+1], &s); err != nil {
				return "", l.fault("%v", err)
			}
			l.pos += i + 1
			return s, nil
		}
	}
	return "", l.fault("the text does not end, or is longer than %d bytes", window)
}

// object reads {…}: field is called with each name, when its value comes next.
func (l *lexer) object(field func(name string) error) error {
	if l.peek() != '{' {
		return l.unexpected("an object { … }")
	}
	l.pos++
	var seen []string
	for first := true; !l.is('}'); first = false {
		if !first {
			if err := l.take(','); err != nil {
				return err
			}
		}
		l.peek()
		name, err := l.text()
		if err != nil {
			return err
		}
		if slices.Contains(seen, name) {
			return l.fault("%q is there twice", name)
		}
		seen = append(seen, name)
		if err := l.take(':'); err != nil {
			return err
		}
		if err := field(name); err != nil {
			return within(err, "."+name)
		}
	}
	return nil
}

// list reads […]: element is called with each number, when the element comes next.
func (l *lexer) list(element func(i int) error) error {
	if l.peek() != '[' {
		return l.unexpected("a list [ … ]")
	}
	l.pos++
	for i := 0; !l.is(']'); i++ {
		if i > 0 {
			if err := l.take(','); err != nil {
				return err
			}
		}
		l.peek() // so that a fault names the element's place
		if err := element(i); err != nil {
			return within(err, "["+strconv.Itoa(i)+"]")
		}
	}
	return nil
}

// deepest is how far values that nobody knows may be nested.
const deepest = 50

// skip reads over any value.
func (l *lexer) skip(depth int) error {
	if depth > deepest {
		return l.fault("nested deeper than %d", deepest)
	}
	switch c := l.peek(); {
	case c == '{':
		return l.object(func(string) error { return l.skip(depth + 1) })
	case c == '[':
		return l.list(func(int) error { return l.skip(depth + 1) })
	case c == '"':
		_, err := l.text()
		return err
	}
	// A number or a word: everything up to what ends it.
	n := 0
	for l.have(n+1) > n && n < 100 && !slices.Contains([]byte(",]} \t\r\n"), l.buf[l.pos+n]) {
		n++
	}
	if !json.Valid(l.buf[l.pos : l.pos+n]) {
		return l.unexpected("a value")
	}
	l.pos += n
	return nil
}
