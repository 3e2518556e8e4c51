package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// start reads a start tag.
func (s *scanner) start() error {
	raw, err := s.tag()
	if err != nil {
		return err
	}
	if s.empty = raw[len(raw)-1] == '/'; s.empty {
		raw = raw[:len(raw)-1]
	}
	n := nameLen(raw)
	if s.ended || !isName(raw[:n]) {
		return fmt.Errorf("a tag has no name, or stands behind the end: <%s", clip(string(raw)))
	}
	name := s.name(raw[:n])
	s.open = append(s.open, name)
	s.local = name[strings.IndexByte(name, ':')+1:]
	s.attrs = s.attrs[:0]
	return s.attributes(raw[n:])
}

// tag takes a tag, without its angle brackets. A bracket in the value of an attribute does not end it.
func (s *scanner) tag() ([]byte, error) {
	quote := byte(0)
	for i := 1; ; i++ {
		if s.pos+i >= len(s.buf) {
			if err := s.more(); err != nil {
				return nil, err
			}
		}
		switch c := s.buf[s.pos+i]; {
		case i > maxToken:
			return nil, errLongToken
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '<':
			return nil, errors.New("a tag does not end")
		case c == '>':
			raw := s.buf[s.pos+1 : s.pos+i]
			if s.pos += i + 1; len(raw) == 0 {
				return nil, errors.New("a tag is empty")
			}
			return raw, nil
		}
	}
}

// attributes reads what follows the name in a start tag.
func (s *scanner) attributes(raw []byte) error {
	for {
		rest := bytes.TrimLeft(raw, " \t\r\n")
		if len(rest) == 0 {
			return nil
		}
		n := nameLen(rest)
		if len(rest) == len(raw) || !isName(rest[:n]) {
			return fmt.Errorf("an attribute has no name: %q", clip(string(rest)))
		}
		name := s.name(rest[:n])
		rest = bytes.TrimLeft(rest[n:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '=' {
			return fmt.Errorf("the attribute %q has no value", clip(name))
		}
		rest = bytes.TrimLeft(rest[1:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			return fmt.Errorf("the value of %q is not in quotes", clip(name))
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return fmt.Errorf("the value of %q does not end", clip(name))
		}
		if err := s.attribute(name, rest[1:end+1]); err != nil {
			return err
		}
		raw = rest[end+2:]
	}
}

func (s *scanner) attribute(full string, raw []byte) error {
	if bytes.IndexByte(raw, '<') >= 0 {
		return fmt.Errorf("the value of %q holds <", clip(full))
	}
	prefix, name := "", full
	if i := strings.IndexByte(full, ':'); i >= 0 {
		prefix, name = full[:i], full[i+1:]
	}
	for i := range s.attrs {
		if s.attrs[i].name == name && s.attrs[i].prefix == prefix {
			return fmt.Errorf("the attribute %q stands twice in a tag", clip(full))
		}
	}
	if len(s.attrs) == maxAttrs {
		return fmt.Errorf("a tag has more than %d attributes", maxAttrs)
	}
	value, err := s.unescape(raw, true)
	if err != nil {
		return err
	}
	if len(value) > 0 && &value[0] != &raw[0] {
		value = bytes.Clone(value) // the memory of unescape is used again
	}
	s.attrs = append(s.attrs, attribute{prefix, name, value})
	if prefix == "xmlns" {
		s.spaces = append(s.spaces, namespace{name, string(value), len(s.open)})
	}
	return nil
}

// attr is the value of an attribute without a prefix of the last start tag, "" where there is none.
func (s *scanner) attr(name string) string {
	for i := range s.attrs {
		if a := &s.attrs[i]; a.name == name && a.prefix == "" {
			return string(a.value)
		}
	}
	return ""
}

// linked is the value of the attribute of that name whose namespace ends as given.
func (s *scanner) linked(name, namespace string) string {
	for _, a := range s.attrs {
		if a.name == name && a.prefix != "" && strings.HasSuffix(s.uri(a.prefix), namespace) {
			return string(a.value)
		}
	}
	return ""
}

func (s *scanner) uri(prefix string) string {
	for i := len(s.spaces) - 1; i >= 0; i-- {
		if s.spaces[i].prefix == prefix {
			return s.spaces[i].uri
		}
	}
	return ""
}

// end reads an end tag.
func (s *scanner) end() error {
	raw, err := s.tag()
	if err != nil {
		return err
	}
	name := bytes.TrimRight(raw[1:], " \t\r\n")
	if len(s.open) == 0 || s.open[len(s.open)-1] != string(name) {
		return fmt.Errorf("</%s> ends an element that has not begun", clip(string(name)))
	}
	return s.leave()
}

// leave ends the innermost element.
func (s *scanner) leave() error {
	for n := len(s.spaces); n > 0 && s.spaces[n-1].depth == len(s.open); n-- {
		s.spaces = s.spaces[:n-1]
	}
	s.open = s.open[:len(s.open)-1]
	s.ended = len(s.open) == 0
	return nil
}

// name makes a string of a name, the same one every time.
func (s *scanner) name(b []byte) string {
	if n, ok := s.names[string(b)]; ok {
		return n
	}
	n := string(b)
	if len(s.names) < maxNames {
		s.names[n] = n
	}
	return n
}

// nameLen is the length of the name that b may begin with.
func nameLen(b []byte) int {
	for i, c := range b {
		if c == ' ' || c == '=' || c == '\t' || c == '\n' || c == '\r' || c == '/' {
			return i
		}
	}
	return len(b)
}

// isName says whether b is a name of ASCII letters, with one prefix at most.
func isName(b []byte) bool {
	first, colons := true, 0
	for _, c := range b {
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z', c == '_':
			first = false
		case c == ':' && !first:
			first = true // of the name behind the prefix
			colons++
		case first || c != '-' && c != '.' && (c < '0' || c > '9'):
			return false
		}
	}
	return !first && colons < 2
}

// unescape checks that raw is text and gives it as it is meant: line ends as LF and, where asked, entities as characters.
// What is as it stands is returned as it is; otherwise the result holds until the next call.
func (s *scanner) unescape(raw []byte, entities bool) ([]byte, error) {
	usual := true
	for _, c := range raw {
		if c < ' ' || c >= utf8.RuneSelf || c == '&' {
			usual = false
			break
		}
	}
	if usual {
		return raw, nil
	}
	out := s.plain[:0]
	for i := 0; i < len(raw); {
		c, n := utf8.DecodeRune(raw[i:])
		switch {
		case c == utf8.RuneError && n == 1:
			return nil, errors.New("invalid UTF-8")
		case c == '\r':
			c = '\n'
			if i+1 < len(raw) && raw[i+1] == '\n' {
				n++
			}
		case c == '&' && entities:
			if c, n = entity(raw[i:]); n == 0 {
				return nil, fmt.Errorf("an unknown entity: %q", clip(string(raw[i:min(len(raw), i+12)])))
			}
		}
		if !isChar(c) {
			return nil, fmt.Errorf("the illegal character %U", c)
		}
		out = utf8.AppendRune(out, c)
		i += n
	}
	s.plain = out
	return out, nil
}

// isChar says whether XML allows a character.
func isChar(c rune) bool {
	return c >= ' ' && c != 0xFFFE && c != 0xFFFF && (c < 0xD800 || c > 0xDFFF) || c == '\t' || c == '\n' || c == '\r'
}

// entity reads &lt; and the like, or a character by its number. n is 0 for any other.
func entity(b []byte) (c rune, n int) {
	const longest = len("&#x10FFFF;")
	end := bytes.IndexByte(b[:min(len(b), longest)], ';')
	if end < 0 {
		return 0, 0
	}
	switch name := string(b[1:end]); {
	case name == "lt":
		return '<', end + 1
	case name == "gt":
		return '>', end + 1
	case name == "amp":
		return '&', end + 1
	case name == "quot":
		return '"', end + 1
	case name == "apos":
		return '\'', end + 1
	case strings.HasPrefix(name, "#x"):
		return number(name[2:], 16, end+1)
	case strings.HasPrefix(name, "#"):
		return number(name[1:], 10, end+1)
	}
	return 0, 0
}

func number(digits string, base, n int) (rune, int) {
	v, err := strconv.ParseUint(digits, base, 32)
	if err != nil || v > utf8.MaxRune || v == 0 {
		return 0, 0
	}
	return rune(v), n
}
