package twin

import (
	"fmt"
	"math/big"
)

// kind is what a part of a condition yields.
type kind string

const (
	number  kind = "number"
	text    kind = "text"
	yesNo   kind = "yes/no"
	texts   kind = "list of texts"
	numbers kind = "list of numbers"
)

// node is a part of a condition: an operator with its parts, a field, or a
// literal. op is the operator's spelling, or field, literal, list, value_in, neg.
type node struct {
	op   string
	name string // of a field or a currency
	kind kind
	args []*node
	num  *big.Rat
	text string
}

var fields = map[string]kind{
	"order.country": text, "order.postcode": text, "order.currency": text, "order.ship_date": text,
	"order.buyer_service": text, "order.attributes": texts,
	"order.weight_g": number, "order.value": number, "order.promised_days": number, "order.hs6_count": number,
	"order.length_cm": number, "order.width_cm": number, "order.height_cm": number,
	"order.longest_cm": number, "order.middle_cm": number, "order.shortest_cm": number,
	"order.sum_cm": number, "order.girth_cm": number,
	"order.has_value": yesNo, "order.has_dims": yesNo, "order.has_promise": yesNo,
}

// serviceFields may not stand in a hold rule, which is asked of an order alone.
var serviceFields = map[string]kind{
	"service.code": text, "service.channel": text, "service.kind": text, "service.level": text,
	"service.tracking": text, "service.contract": text, "service.currency": text,
	"zone": text, "billable_g": number,
}

type parser struct {
	tokens    []token
	orderOnly bool
	named     []string
	err       error
}

// parseCondition gives the tree of a condition and the currencies it names.
// With orderOnly, only fields of the order and value_in are known.
func parseCondition(src string, orderOnly bool) (*node, []string, error) {
	tokens, err := lex(src)
	if err != nil {
		return nil, nil, err
	}
	p := &parser{tokens: tokens, orderOnly: orderOnly}
	n := p.or()
	if p.peek().kind != "end" {
		p.fail(p.peek(), "does not belong here")
	}
	if n.kind != yesNo {
		p.fail(tokens[0], "begins a condition that is not yes or no")
	}
	return n, p.named, p.err
}

func (p *parser) peek() token { return p.tokens[0] }

func (p *parser) next() token {
	t := p.tokens[0]
	if t.kind != "end" {
		p.tokens = p.tokens[1:]
	}
	return t
}

// take consumes an operator or one of the words or, and, not, in.
func (p *parser) take(word string) bool {
	t := p.peek()
	if (t.kind == "op" || t.kind == "name") && t.text == word {
		p.next()
		return true
	}
	return false
}

func (p *parser) expect(word string) {
	if !p.take(word) {
		p.fail(p.peek(), "stands where "+word+" should be")
	}
}

func (p *parser) fail(t token, why string) *node {
	if p.err == nil {
		p.err = fmt.Errorf("column %d: %q %s", t.at+1, t.text, why)
	}
	return &node{op: "literal", kind: yesNo, num: new(big.Rat)}
}

// join makes an operator node after checking what its parts yield.
func (p *parser) join(t token, op string, yields, wants kind, args ...*node) *node {
	for _, a := range args {
		if a.kind != wants {
			p.fail(t, fmt.Sprintf("takes a %s, not a %s", wants, a.kind))
		}
	}
	return &node{op: op, kind: yields, args: args}
}

func (p *parser) or() *node {
	n := p.and()
	for t := p.peek(); p.take("or"); t = p.peek() {
		n = p.join(t, "or", yesNo, yesNo, n, p.and())
	}
	return n
}

func (p *parser) and() *node {
	n := p.not()
	for t := p.peek(); p.take("and"); t = p.peek() {
		n = p.join(t, "and", yesNo, yesNo, n, p.not())
	}
	return n
}

func (p *parser) not() *node {
	if t := p.peek(); p.take("not") {
		return p.join(t, "not", yesNo, yesNo, p.not())
	}
	return p.comparison()
}

func (p *parser) comparison() *node {
	left := p.sum()
	t := p.peek()
	if p.take("in") {
		return p.membership(t, left)
	}
	for _, op := range []string{"==", "!=", "<=", ">=", "<", ">"} {
		if !p.take(op) {
			continue
		}
		right := p.sum()
		if left.kind != right.kind || left.kind != number && left.kind != text {
			p.fail(t, "compares two numbers or two texts")
		}
		return &node{op: op, kind: yesNo, args: []*node{left, right}}
	}
	return left
}

func (p *parser) membership(t token, left *node) *node {
	right := p.sum()
	fits := left.kind == text && right.kind == texts || left.kind == number && right.kind == numbers
	if !fits {
		p.fail(t, "looks for a text in texts or for a number in numbers")
	}
	return &node{op: "in", kind: yesNo, args: []*node{left, right}}
}

func (p *parser) sum() *node {
	n := p.product()
	for {
		t := p.peek()
		switch {
		case p.take("+"):
			n = p.join(t, "+", number, number, n, p.product())
		case p.take("-"):
			n = p.join(t, "-", number, number, n, p.product())
		default:
			return n
		}
	}
}

func (p *parser) product() *node {
	n := p.factor()
	for t := p.peek(); p.take("*"); t = p.peek() {
		n = p.join(t, "*", number, number, n, p.factor())
	}
	return n
}

// factor reads a primary with at most one minus before it.
func (p *parser) factor() *node {
	if t := p.peek(); p.take("-") {
		return p.join(t, "neg", number, number, p.primary())
	}
	return p.primary()
}

func (p *parser) primary() *node {
	t := p.next()
	switch {
	case t.kind == "number":
		d, err := plainNumber(t.text, 6, false)
		if err != nil || d.Cmp(billion) >= 0 {
			return p.fail(t, "is not a plain number with at most 6 digits after the point, below 1000000000")
		}
		return &node{op: "literal", kind: number, num: d.Rat()}
	case t.kind == "text":
		return &node{op: "literal", kind: text, text: t.text}
	case t.text == "(" && t.kind == "op":
		n := p.or()
		p.expect(")")
		return n
	case t.text == "[" && t.kind == "op":
		return p.list(t)
	case t.kind == "name":
		return p.reference(t)
	}
	return p.fail(t, "does not belong here")
}

// reference reads a field or value_in("XXX").
func (p *parser) reference(t token) *node {
	if t.text == "value_in" {
		p.expect("(")
		currency := p.next()
		code := asciiUpper(currency.text)
		if _, ok := digitsOf(code); currency.kind != "text" || !ok {
			return p.fail(currency, `is not a currency; write one like value_in("USD")`)
		}
		p.expect(")")
		p.named = append(p.named, code)
		return &node{op: "value_in", name: code, kind: number}
	}
	if k, ok := fields[t.text]; ok {
		return &node{op: "field", name: t.text, kind: k}
	}
	if k, ok := serviceFields[t.text]; ok && !p.orderOnly {
		return &node{op: "field", name: t.text, kind: k}
	}
	return p.fail(t, "is not a field that can be asked here")
}

func (p *parser) list(open token) *node {
	n := &node{op: "list", kind: texts}
	for {
		t := p.peek()
		item := p.factor()
		if item.op != "literal" && item.op != "neg" {
			p.fail(t, "is not a literal")
		}
		n.args = append(n.args, item)
		if !p.take(",") {
			break
		}
	}
	p.expect("]")
	for _, item := range n.args {
		if item.kind != n.args[0].kind {
			p.fail(open, "mixes texts and numbers")
		}
	}
	if n.args[0].kind == number {
		n.kind = numbers
	}
	return n
}
