package twin

import (
	"fmt"
	"strings"
)

// token is a word of a condition. Kinds: number, text, name, op, end.
type token struct {
	kind string
	text string
	at   int // byte offset, from 0
}

// lex cuts a condition into words. A text runs from one double quote to the
// next; names may hold one or more dots (order.country).
func lex(src string) ([]token, error) {
	var out []token
	for i := 0; i < len(src); {
		ch := src[i]
		switch {
		case strings.IndexByte(" \t\r\n", ch) >= 0:
			i++
		case ch == '"':
			end := strings.IndexByte(src[i+1:], '"')
			if end < 0 {
				return nil, fmt.Errorf("column %d: the text is not closed", i+1)
			}
			out = append(out, token{"text", src[i+1 : i+1+end], i})
			i += end + 2
		case digit(ch):
			j := span(src, i, func(c byte) bool { return digit(c) || c == '.' || letter(c) })
			out = append(out, token{"number", src[i:j], i})
			i = j
		case letter(ch):
			j := span(src, i, func(c byte) bool { return letter(c) || digit(c) || c == '.' })
			out = append(out, token{"name", src[i:j], i})
			i = j
		default:
			op := operator(src[i:])
			if op == "" {
				return nil, fmt.Errorf("column %d: %q has no meaning here", i+1, src[i:i+1])
			}
			out = append(out, token{"op", op, i})
			i += len(op)
		}
	}
	return append(out, token{"end", "the end", len(src)}), nil
}

func operator(rest string) string {
	for _, op := range []string{"==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "(", ")", "[", "]", ","} {
		if strings.HasPrefix(rest, op) {
			return op
		}
	}
	return ""
}

func span(src string, i int, in func(byte) bool) int {
	for i < len(src) && in(src[i]) {
		i++
	}
	return i
}

func digit(c byte) bool  { return c >= '0' && c <= '9' }
func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' }
