package cond

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	tokenEnd tokenKind = iota
	tokenNumber
	tokenText
	tokenName // a field, a function or one of and, or, not, in
	tokenSign // an operator, a bracket or a comma
)

// token is one word of the source; text is exactly what stands there.
type token struct {
	kind     tokenKind
	pos, end int
	text     string
}

// is reports whether t is the given sign or reserved word.
func (t token) is(s string) bool {
	return t.text == s && (t.kind == tokenSign || t.kind == tokenName)
}

func (t token) fail(msg string, args ...any) *Error {
	return &Error{Offset: t.pos, Word: t.text, Msg: fmt.Sprintf(msg, args...)}
}

// lexer cuts the source into tokens, one at a time, so that the first error
// in reading order is the one reported. It is copied to look ahead.
type lexer struct {
	src string
	pos int
}

func (l *lexer) next() (token, *Error) {
	for l.pos < len(l.src) && strings.IndexByte(" \t\r\n", l.src[l.pos]) >= 0 {
		l.pos++
	}
	if l.pos == len(l.src) {
		return l.take(tokenEnd, 0), nil
	}
	switch c := l.src[l.pos]; {
	case isDigit(c):
		return l.number()
	case c == '"':
		return l.text()
	case strings.IndexByte("()[],+-*", c) >= 0:
		return l.take(tokenSign, 1), nil
	case isRelation(rune(c)):
		t := l.take(tokenSign, l.run(isRelation))
		if msg, bad := wrongSigns[t.text]; bad {
			return t, t.fail("%s", msg)
		}
		if !relations[t.text] {
			return t, t.fail("is no operator; there are == != < <= > >=")
		}
		return t, nil
	}
	if n := l.run(isNamePart); n > 0 {
		t := l.take(tokenName, n)
		if t.text[0] == '.' {
			return t, dotted(t)
		}
		return t, nil
	}
	return l.stranger()
}

// take makes a token of the next n bytes.
func (l *lexer) take(k tokenKind, n int) token {
	t := token{kind: k, pos: l.pos, end: l.pos + n, text: l.src[l.pos : l.pos+n]}
	l.pos += n
	return t
}

// run counts the bytes of the characters ahead that are of a kind.
func (l *lexer) run(of func(rune) bool) int {
	rest := l.src[l.pos:]
	if n := strings.IndexFunc(rest, func(r rune) bool { return !of(r) }); n >= 0 {
		return n
	}
	return len(rest)
}

// number takes everything that looks as if it were meant as one number, so
// that the error shows the whole of it.
func (l *lexer) number() (token, *Error) {
	t := l.take(tokenNumber, l.run(isNamePart))
	whole, fraction, point := strings.Cut(t.text, ".")
	switch {
	case !digits(whole) || point && fraction != "" && !digits(fraction):
		return t, t.fail("is not a number; write digits with an optional point and no unit, exponent or grouping, such as 12.5")
	case point && fraction == "":
		return t, t.fail("has a point without digits; write %s", whole)
	case len(fraction) > 6:
		return t, t.fail("has %d digits after the point; at most 6 are allowed", len(fraction))
	case len(strings.TrimLeft(whole, "0")) > 9:
		return t, t.fail("is too large; numbers are below 1000000000")
	}
	return t, nil
}

func (l *lexer) text() (token, *Error) {
	n := strings.IndexByte(l.src[l.pos+1:], '"')
	if n < 0 {
		line, _, _ := strings.Cut(l.src[l.pos:], "\n")
		t := token{kind: tokenText, pos: l.pos, end: len(l.src), text: strings.TrimRight(line, " \t\r")}
		return t, t.fail("has no closing quote; add \" at the end of the text")
	}
	return l.take(tokenText, n+2), nil
}

// stranger explains a character that no condition holds outside a text.
func (l *lexer) stranger() (token, *Error) {
	r, size := utf8.DecodeRuneInString(l.src[l.pos:])
	if closing, quote := quotes[r]; quote {
		n := size
		if i := strings.IndexRune(l.src[l.pos+size:], closing); i >= 0 {
			n += i + utf8.RuneLen(closing)
		}
		t := l.take(tokenSign, n)
		inner := strings.TrimSuffix(strings.TrimPrefix(t.text, string(r)), string(closing))
		return t, t.fail("is in the wrong quotes; write \"%s\" in straight double quotes", inner)
	}
	t := l.take(tokenSign, size)
	switch plain, wide := narrow(r); {
	case r == '/':
		return t, t.fail("is not known here; instead of dividing, multiply the other side by the number")
	case unicode.IsSpace(r):
		return t, &Error{Offset: t.pos, Word: t.text, Msg: fmt.Sprintf("(U+%04X) is not a plain space; delete it and type a space", r)}
	case wide:
		return t, t.fail("is a full-width character; write %s", plain)
	}
	return t, t.fail("is not part of the language; there are == != < <= > >= + - * and or not in ( ) [ ]")
}

// narrow gives the ASCII twin of a full-width sign, as Chinese input methods
// write them.
func narrow(r rune) (string, bool) {
	switch {
	case r == '、':
		return ",", true
	case r > 0xff00 && r < 0xff5f:
		return string(r - 0xff00 + ' '), true
	}
	return "", false
}

func dotted(t token) *Error {
	if digits(t.text[1:]) {
		return t.fail("is not a number; write 0%s", t.text)
	}
	return t.fail("has no name before the point; write order%s or service%s", t.text, t.text)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func digits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

// isNamePart takes letters of any script, so that an error shows whole words.
func isNamePart(r rune) bool {
	if r >= 0xff00 && r < 0xff5f { // full-width letters are told apart by stranger
		return false
	}
	return r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

func isRelation(r rune) bool { return strings.ContainsRune("=<>!&|", r) }

var relations = map[string]bool{"==": true, "!=": true, "<": true, "<=": true, ">": true, ">=": true}

var quotes = map[rune]rune{'\'': '\'', '`': '`', '“': '”', '”': '”', '„': '“', '‘': '’', '’': '’', '«': '»', '「': '」', '＂': '＂', '＇': '＇'}

// wrongSigns are operators of other languages.
var wrongSigns = map[string]string{
	"=":   "is written with two equal signs here; write ==",
	"===": "has one equal sign too many; write ==",
	"!==": "has one equal sign too many; write !=",
	"<>":  "is written != here",
	"=<":  "is written <= here",
	"=>":  "is written >= here",
	"&&":  "is written and here",
	"&":   "is written and here",
	"||":  "is written or here",
	"|":   "is written or here; a list for in is written [\"DE\", \"FR\"]",
	"!":   "is written not here",
	"!!":  "is written not here",
}
