package orders

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonValue is a value of an object as the text of a cell.
type jsonValue struct {
	kind jsonKind
	text string // of a list: its texts with | between them; of another: what it is
}

type jsonKind uint8

const (
	jsonText   jsonKind = iota // a string, or null as ""
	jsonNumber                 // as it is written
	jsonList                   // of texts
	jsonOther                  // true, false, an object, any other list
)

// maxJSONDepth is how deep objects and lists may nest.
const maxJSONDepth = 32

// jsonScanner reads JSON by the letter of RFC 8259, which encoding/json does not: numbers are taken as they are written,
// never through a binary float, and lone surrogates are refused. The text must be valid UTF-8.
type jsonScanner struct {
	s []byte
	i int
}

// object reads s, one object and nothing more, and gives every key with its value in the order written.
func (j *jsonScanner) object(s []byte, each func(key string, v jsonValue)) error {
	j.s, j.i = s, 0
	j.space()
	if !j.take('{') {
		return j.fail("an object in braces is expected")
	}
	if err := j.members(each, 1); err != nil {
		return err
	}
	j.space()
	if j.i < len(j.s) {
		return j.fail("text follows the object; write one object a line")
	}
	return nil
}

// members reads what follows an opening brace.
func (j *jsonScanner) members(each func(string, jsonValue), depth int) error {
	j.space()
	if j.take('}') {
		return nil
	}
	for {
		j.space()
		key, err := j.text()
		if err != nil {
			return err
		}
		j.space()
		if !j.take(':') {
			return j.fail("a colon is expected after the key")
		}
		v, err := j.value(depth)
		if err != nil {
			return err
		}
		each(key, v)
		j.space()
		switch {
		case j.take('}'):
			return nil
		case !j.take(','):
			return j.fail("a comma or a closing brace is expected")
		}
	}
}

func (j *jsonScanner) value(depth int) (v jsonValue, err error) {
	j.space()
	switch c := j.peek(); {
	case c == '"':
		v.text, err = j.text()
		return v, err
	case c == '-' || c >= '0' && c <= '9':
		v.kind = jsonNumber
		v.text, err = j.number()
		return v, err
	case c == '{' || c == '[':
		if depth >= maxJSONDepth {
			return v, j.fail(fmt.Sprintf("objects and lists nest more than %d deep", maxJSONDepth))
		}
		j.i++
		if c == '[' {
			return j.list(depth + 1)
		}
		return jsonValue{jsonOther, "an object"}, j.members(func(string, jsonValue) {}, depth+1)
	case j.word("null"):
		return v, nil
	case j.word("true"):
		return jsonValue{jsonOther, "true"}, nil
	case j.word("false"):
		return jsonValue{jsonOther, "false"}, nil
	}
	return v, j.fail("a value is expected")
}

// list reads what follows an opening bracket. Only a list of texts without | can be a cell.
func (j *jsonScanner) list(depth int) (jsonValue, error) {
	var texts []string
	plain := true
	j.space()
	if j.take(']') {
		return jsonValue{kind: jsonList}, nil
	}
	for {
		j.space()
		plain = plain && j.peek() == '"'
		v, err := j.value(depth)
		if err != nil {
			return v, err
		}
		plain = plain && !strings.Contains(v.text, "|")
		texts = append(texts, v.text)
		j.space()
		if j.take(']') {
			break
		}
		if !j.take(',') {
			return v, j.fail("a comma or a closing bracket is expected")
		}
	}
	if !plain {
		return jsonValue{jsonOther, "a list of more than texts, or of texts with | in them"}, nil
	}
	return jsonValue{jsonList, strings.Join(texts, "|")}, nil
}

// number takes a number as it is written.
func (j *jsonScanner) number() (string, error) {
	from := j.i
	j.take('-')
	if !j.take('0') && !j.digits() {
		return "", j.fail("a number has no digits")
	}
	if j.take('.') && !j.digits() {
		return "", j.fail("a number has no digits after its point")
	}
	if j.take('e') || j.take('E') {
		if !j.take('+') {
			j.take('-')
		}
		if !j.digits() {
			return "", j.fail("an exponent has no digits")
		}
	}
	if c := j.peek(); c >= '0' && c <= '9' {
		return "", j.fail("a number begins with 0; write it as a text if the zeros belong to it")
	}
	return string(j.s[from:j.i]), nil
}

func (j *jsonScanner) digits() bool {
	from := j.i
	for j.i < len(j.s) && j.s[j.i] >= '0' && j.s[j.i] <= '9' {
		j.i++
	}
	return j.i > from
}

// text reads a string with its quotes.
func (j *jsonScanner) text() (string, error) {
	if !j.take('"') {
		return "", j.fail("a text in double quotes is expected")
	}
	var b strings.Builder
	for j.i < len(j.s) {
		switch c := j.s[j.i]; {
		case c == '"':
			j.i++
			return b.String(), nil
		case c < ' ':
			return "", j.fail(fmt.Sprintf("a text holds the control character %U as it is", c))
		case c == '\\':
			j.i++
			if err := j.escape(&b); err != nil {
				return "", err
			}
		default:
			b.WriteByte(c)
			j.i++
		}
	}
	return "", j.fail("a text is never closed; the line may be cut off")
}

// escapes are the characters that stand for others behind a backslash.
var escapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (j *jsonScanner) escape(b *strings.Builder) error {
	c := j.peek()
	if to, ok := escapes[c]; ok {
		j.i++
		b.WriteByte(to)
		return nil
	}
	if c != 'u' {
		return j.fail("a backslash stands before a character that it cannot")
	}
	r, ok := j.unit()
	if !ok {
		return j.fail(`\u is not followed by 4 hexadecimal digits`)
	}
	if utf16.IsSurrogate(r) {
		low := rune(utf8.RuneError)
		if j.take('\\') && j.peek() == 'u' {
			low, _ = j.unit()
		}
		if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
			return j.fail(`\u names half of a character (a lone surrogate)`)
		}
	}
	b.WriteRune(r)
	return nil
}

// unit reads uXXXX.
func (j *jsonScanner) unit() (rune, bool) {
	if j.i+5 > len(j.s) {
		return 0, false
	}
	n, err := strconv.ParseUint(string(j.s[j.i+1:j.i+5]), 16, 16)
	j.i += 5
	return rune(n), err == nil
}

func (j *jsonScanner) space() {
	for j.i < len(j.s) && (j.s[j.i] == ' ' || j.s[j.i] == '\t' || j.s[j.i] == '\r' || j.s[j.i] == '\n') {
		j.i++
	}
}

// peek is the next byte, 0 at the end: the text holds none itself.
func (j *jsonScanner) peek() byte {
	if j.i < len(j.s) {
		return j.s[j.i]
	}
	return 0
}

func (j *jsonScanner) take(c byte) bool {
	if j.peek() != c || j.i == len(j.s) {
		return false
	}
	j.i++
	return true
}

func (j *jsonScanner) word(w string) bool {
	if !strings.HasPrefix(string(j.s[j.i:min(len(j.s), j.i+len(w))]), w) {
		return false
	}
	j.i += len(w)
	return true
}

func (j *jsonScanner) fail(msg string) error {
	return errors.New("is no JSON object: " + msg + fmt.Sprintf(" (byte %d of the line)", j.i+1))
}
