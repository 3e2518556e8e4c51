package cond

import "slices"

// comparison reads a sum and at most one comparison or `in` behind it.
func (p *parser) comparison() (operand, *Error) {
	x, err := p.sum()
	if err != nil {
		return x, err
	}
	switch {
	case relations[p.tok.text]:
		x, err = p.relation(x)
	case p.tok.is("in"):
		x, err = p.in(x)
	case p.tok.is("not") && p.peek().is("in"):
		return x, p.notIn(x)
	default:
		return x, nil
	}
	if err == nil && (relations[p.tok.text] || p.tok.is("in")) {
		err = p.chained(x)
	}
	return x, err
}

func (p *parser) relation(l operand) (operand, *Error) {
	op := p.tok
	if err := p.advance(); err != nil {
		return l, err
	}
	r, err := p.sum()
	if err != nil {
		return l, err
	}
	for _, x := range []operand{l, r} {
		if x.kind == isTruth {
			return l, p.comparedTruth(x, op)
		}
	}
	if l.kind != r.kind {
		return l, p.mixed(l, r, op.text+" takes two numbers or two texts")
	}
	return operand{
		node: compareNode{op: op.text, kind: l.kind, l: l.node, r: r.node},
		kind: isTruth, pos: l.pos, end: r.end,
	}, nil
}

func (p *parser) in(x operand) (operand, *Error) {
	if x.kind == isTruth {
		return x, p.fail(x, "is a yes/no value; in takes a number or a text on its left")
	}
	if err := p.advance(); err != nil {
		return x, err
	}
	switch {
	case p.tok.is("["):
		return p.list(x)
	case p.tok.is("order.attributes"):
		if x.kind != isText {
			return x, p.fail(x, "is a number; attributes are texts, written in double quotes")
		}
		p.refer(Ref{Offset: p.tok.pos, Word: p.tok.text, Uses: UsesOrder})
		y := operand{node: attributeNode{x.node}, kind: isTruth, pos: x.pos, end: p.tok.end}
		return y, p.advance()
	}
	return x, p.noList()
}

// list reads the bracketed list on the right of in.
func (p *parser) list(x operand) (operand, *Error) {
	open := p.tok
	var texts []string
	var numbers []int64
	for more := true; more; more = p.tok.is(",") {
		if err := p.advance(); err != nil {
			return x, err
		}
		y, err := p.element(open)
		if err != nil {
			return x, err
		}
		if y.kind != x.kind {
			return x, p.mixed(x, y, "a list holds values of the kind on the left of in")
		}
		switch v := y.node.(type) {
		case textNode:
			texts = append(texts, string(v))
		case numberNode:
			numbers = append(numbers, int64(v))
		}
	}
	switch {
	case p.tok.kind == tokenEnd:
		return x, open.fail("is never closed; add ]")
	case !p.tok.is("]"):
		return x, p.tok.fail("stands where a comma or ] is expected")
	}
	y := operand{kind: isTruth, pos: x.pos, end: p.tok.end}
	if x.kind == isText {
		slices.Sort(texts)
		y.node = oneOfTexts{x: x.node, list: slices.Compact(texts)}
	} else {
		slices.Sort(numbers)
		y.node = oneOfNumbers{x: x.node, list: slices.Compact(numbers)}
	}
	return y, p.advance()
}

// element reads one text or number, with or without a minus.
func (p *parser) element(open token) (operand, *Error) {
	t := p.tok
	x := operand{pos: t.pos}
	if t.is("-") && p.peek().kind == tokenNumber {
		if err := p.advance(); err != nil {
			return x, err
		}
	}
	switch {
	case p.tok.kind == tokenNumber:
		v := parseMicro(p.tok.text)
		if t.is("-") {
			v = -v
		}
		x.node = v
	case t.kind == tokenText:
		x.node, x.kind = textNode(unquote(t.text)), isText
	case t.kind == tokenEnd:
		return x, open.fail("is never closed; add ]")
	case t.is("]") && p.prev == open:
		return x, &Error{Offset: open.pos, Word: p.lex.src[open.pos:t.end], Msg: "is an empty list, and nothing is in it; name at least one value"}
	case t.is("]"):
		return x, p.prev.fail("is followed by no value; remove it")
	case t.kind == tokenName:
		return x, t.fail("stands in a list, which holds only numbers and texts in double quotes, such as \"%s\"", t.text)
	default:
		return x, t.fail("stands in a list, which holds only numbers and texts, separated by commas")
	}
	x.end = p.tok.end
	return x, p.advance()
}
