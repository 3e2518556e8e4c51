package cond

import (
	"strconv"
	"strings"
)

// Operands: numbers, texts, fields, value_in and what stands in parentheses.

func (p *parser) unary() (operand, *Error) {
	if !p.tok.is("-") {
		return p.primary()
	}
	sign := p.tok
	if err := p.advance(); err != nil {
		return operand{}, err
	}
	if p.tok.is("-") {
		return operand{}, p.tok.fail("follows another minus; a minus stands before a number, a name or a parenthesis")
	}
	x, err := p.primary()
	if err != nil {
		return x, err
	}
	if err := p.wantNumber(x, "-"); err != nil {
		return x, err
	}
	return operand{node: minus(x.node), kind: isNumber, pos: sign.pos, end: x.end}, nil
}

func (p *parser) primary() (operand, *Error) {
	t := p.tok
	x := operand{pos: t.pos, end: t.end}
	switch {
	case t.kind == tokenNumber:
		x.node = parseMicro(t.text)
	case t.kind == tokenText:
		x.node, x.kind = textNode(unquote(t.text)), isText
	case t.is("("):
		return p.parenthesis()
	case t.is("value_in"):
		return p.valueIn()
	case t.kind == tokenName && !reserved[t.text]:
		f, err := p.field()
		if err != nil {
			return x, err
		}
		x.node, x.kind = fieldNode{f}, f.kind
	default:
		return x, p.noOperand()
	}
	return x, p.advance()
}

func (p *parser) field() (*field, *Error) {
	f := fieldByName[p.tok.text]
	switch {
	case f == nil:
		return nil, p.unknownName()
	case f.kind == isList:
		return nil, p.tok.fail(`stands only on the right of in; write "battery" in order.attributes`)
	}
	p.refer(Ref{Offset: p.tok.pos, Word: f.name, Uses: f.uses})
	return f, nil
}

func (p *parser) refer(r Ref) { p.refs = append(p.refs, r) }

func (p *parser) parenthesis() (operand, *Error) {
	open := p.tok
	if err := p.deeper(); err != nil {
		return operand{}, err
	}
	defer func() { p.depth-- }()
	if err := p.advance(); err != nil {
		return operand{}, err
	}
	x, err := p.or()
	if err != nil {
		return x, err
	}
	if p.tok.kind == tokenEnd {
		return x, open.fail("is never closed; add )")
	}
	if !p.tok.is(")") {
		return x, p.surplus()
	}
	x.pos, x.end = open.pos, p.tok.end
	return x, p.advance()
}

// valueIn reads value_in("USD").
func (p *parser) valueIn() (operand, *Error) {
	name := p.tok
	if err := p.advance(); err != nil {
		return operand{}, err
	}
	if !p.tok.is("(") {
		return operand{}, name.fail(`needs a currency; write value_in("USD")`)
	}
	if err := p.advance(); err != nil {
		return operand{}, err
	}
	arg := p.tok
	switch {
	case arg.kind == tokenName:
		return operand{}, arg.fail(`is no text; write the currency in double quotes: value_in("USD")`)
	case arg.kind != tokenText:
		return operand{}, arg.fail(`stands where a currency in double quotes is expected: value_in("USD")`)
	}
	if err := p.advance(); err != nil {
		return operand{}, err
	}
	if !p.tok.is(")") {
		return operand{}, p.tok.fail(`stands where ) is expected; value_in takes one currency: value_in(%s)`, arg.text)
	}
	currency := upper(unquote(arg.text))
	p.refer(Ref{Offset: arg.pos, Word: arg.text, Uses: UsesOrder, Currency: currency})
	x := operand{node: valueNode(currency), pos: name.pos, end: p.tok.end}
	return x, p.advance()
}

func unquote(text string) string { return text[1 : len(text)-1] }

// upper leaves all but ASCII letters alone: some other letters have an ASCII
// capital, and would let a misspelt currency pass for a real one.
func upper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

// parseMicro turns a number that the lexer has passed into millionths.
func parseMicro(s string) numberNode {
	whole, fraction, _ := strings.Cut(s, ".")
	fraction += strings.Repeat("0", 6-len(fraction))
	v, err := strconv.ParseInt(whole+fraction, 10, 64)
	if err != nil {
		panic("cond: the lexer let pass the number " + s)
	}
	return numberNode(v)
}
