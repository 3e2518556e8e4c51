package cond

import (
	"fmt"
	"unicode/utf8"
)

// maxDepth is how deep parentheses and nots may nest.
const maxDepth = 200

// Expr is a condition that is known to make sense. It is never changed and
// may be used by several goroutines at once.
type Expr struct {
	root node
	refs []Ref
}

// Ref is one place where a condition names a field or a currency.
type Ref struct {
	Offset   int    // of Word, in bytes from the start of the source
	Word     string // the field as written, or the currency with its quotes
	Uses     Uses
	Currency string // upper-case; empty for a field
}

// Parse reads a condition and checks its types. The error is an *Error.
// An empty or blank src is the condition that always holds.
func Parse(src string) (*Expr, error) {
	if err := checkUTF8(src); err != nil {
		return nil, err
	}
	p := &parser{lex: lexer{src: src}}
	root, err := p.condition()
	if err != nil {
		return nil, err
	}
	return &Expr{root: root, refs: p.refs}, nil
}

// operand is a parsed part of the source with its type and place.
type operand struct {
	node     node
	kind     kind
	pos, end int
}

type parser struct {
	lex   lexer
	tok   token // the next word
	prev  token // the word before it
	depth int
	refs  []Ref
}

func (p *parser) condition() (node, *Error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.tok.kind == tokenEnd {
		return truthNode(true), nil
	}
	x, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.tok.kind != tokenEnd {
		return nil, p.surplus()
	}
	if x.kind != isTruth {
		return nil, p.notACondition(x)
	}
	return x.node, nil
}

func (p *parser) advance() *Error {
	t, err := p.lex.next()
	p.prev, p.tok = p.tok, t
	return err
}

// peek is the word after the next one; errors in it are found later.
func (p *parser) peek() token {
	ahead := p.lex
	t, _ := ahead.next()
	return t
}

// source is what was written for x.
func (p *parser) source(x operand) string { return p.lex.src[x.pos:x.end] }

func (p *parser) fail(x operand, msg string, args ...any) *Error {
	return &Error{Offset: x.pos, Word: p.source(x), Msg: fmt.Sprintf(msg, args...)}
}

func (p *parser) or() (operand, *Error)  { return p.logic("or", p.and) }
func (p *parser) and() (operand, *Error) { return p.logic("and", p.not) }

func (p *parser) logic(word string, next func() (operand, *Error)) (operand, *Error) {
	x, err := next()
	if err != nil || !p.tok.is(word) {
		return x, err
	}
	if err := p.wantTruth(x, word); err != nil {
		return x, err
	}
	list := []node{x.node}
	for p.tok.is(word) {
		if err := p.advance(); err != nil {
			return x, err
		}
		y, err := next()
		if err != nil {
			return x, err
		}
		if err := p.wantTruth(y, word); err != nil {
			return x, err
		}
		list, x.end = append(list, y.node), y.end
	}
	x.node = logicOf(word == "and", list)
	return x, nil
}

func (p *parser) not() (operand, *Error) {
	if !p.tok.is("not") {
		return p.comparison()
	}
	word := p.tok
	if err := p.deeper(); err != nil {
		return operand{}, err
	}
	defer func() { p.depth-- }()
	if err := p.advance(); err != nil {
		return operand{}, err
	}
	x, err := p.not()
	if err != nil {
		return x, err
	}
	if err := p.wantTruth(x, "not"); err != nil {
		return x, err
	}
	return operand{node: notNode{x.node}, kind: isTruth, pos: word.pos, end: x.end}, nil
}

// deeper counts a level of nesting that starts with the next word.
func (p *parser) deeper() *Error {
	if p.depth++; p.depth > maxDepth {
		return p.tok.fail("is nested more than %d levels deep; split the condition", maxDepth)
	}
	return nil
}

func (p *parser) sum() (operand, *Error) {
	x, err := p.product()
	if err != nil || !p.tok.is("+") && !p.tok.is("-") {
		return x, err
	}
	terms := []term{{x: x.node}}
	if err := p.wantNumber(x, p.tok.text); err != nil {
		return x, err
	}
	for p.tok.is("+") || p.tok.is("-") {
		sign := p.tok.text
		y, err := p.right(sign, p.product)
		if err != nil {
			return x, err
		}
		terms, x.end = append(terms, term{minus: sign == "-", x: y.node}), y.end
	}
	x.node = sumOf(terms)
	return x, nil
}

func (p *parser) product() (operand, *Error) {
	x, err := p.unary()
	if err != nil || !p.tok.is("*") {
		return x, err
	}
	factors := []node{x.node}
	if err := p.wantNumber(x, "*"); err != nil {
		return x, err
	}
	for p.tok.is("*") {
		y, err := p.right("*", p.unary)
		if err != nil {
			return x, err
		}
		factors, x.end = append(factors, y.node), y.end
	}
	x.node = productOf(factors)
	return x, nil
}

// right reads the number after a sign.
func (p *parser) right(sign string, next func() (operand, *Error)) (operand, *Error) {
	if err := p.advance(); err != nil {
		return operand{}, err
	}
	y, err := next()
	if err != nil {
		return y, err
	}
	return y, p.wantNumber(y, sign)
}

func checkUTF8(src string) error {
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRuneInString(src[i:])
		if r == utf8.RuneError && size == 1 {
			return &Error{Offset: i, Word: src[i : i+1], Msg: fmt.Sprintf("(byte %02X) is not UTF-8 text; save the file as UTF-8", src[i])}
		}
		i += size
	}
	return nil
}
