package cond

import (
	"fmt"
	"strings"
)

// The errors of the parser: what is wrong, and what to write instead.

var reserved = map[string]bool{"and": true, "or": true, "not": true, "in": true}

// foreign are words of other languages, in lower case.
var foreign = map[string]string{
	"and":        "is written in lower case: and",
	"or":         "is written in lower case: or",
	"not":        "is written in lower case: not",
	"in":         "is written in lower case: in",
	"true":       "is no word of the language; a yes/no field stands alone: order.has_value",
	"false":      "is no word of the language; write not before the yes/no field: not order.has_value",
	"yes":        "is no word of the language; a yes/no field stands alone: order.has_value",
	"no":         "is no word of the language; write not before the yes/no field: not order.has_value",
	"null":       "is no word of the language; what an order does not have is 0 or the empty text \"\"",
	"nil":        "is no word of the language; what an order does not have is 0 or the empty text \"\"",
	"none":       "is no word of the language; as a text it is written \"none\", and what an order does not have is 0 or \"\"",
	"is":         "is no word of the language; write == or !=",
	"equals":     "is no word of the language; write ==",
	"contains":   "is no word of the language; write \"battery\" in order.attributes",
	"between":    "is no word of the language; write x >= 1 and x <= 2",
	"like":       "is no word of the language; there are no patterns, only == and in",
	"matches":    "is no word of the language; there are no patterns, only == and in",
	"startswith": "is no word of the language; there are no patterns, only == < >= and in",
}

func (p *parser) wantTruth(x operand, word string) *Error {
	if x.kind == isTruth {
		return nil
	}
	if literal(x) && x.kind == isText && word == "or" {
		return p.fail(x, `is a text, but or takes yes/no values; to ask for one of several write order.country in ["DE", "FR"]`)
	}
	return p.fail(x, "is %s, but %s takes yes/no values, such as a comparison", x.kind, word)
}

func (p *parser) wantNumber(x operand, sign string) *Error {
	if x.kind == isNumber {
		return nil
	}
	return p.fail(x, "is %s, but %s takes numbers%s", x.kind, sign, unquoted(x))
}

// unquoted suggests a number for a text that holds one.
func unquoted(x operand) string {
	t, ok := x.node.(textNode)
	if !ok {
		return ""
	}
	l := lexer{src: strings.TrimPrefix(string(t), "-")}
	if n, err := l.next(); err == nil && n.kind == tokenNumber && n.text == l.src {
		return "; write " + string(t) + " without quotes"
	}
	return ""
}

// mixed reports two kinds where one is needed. A literal is to blame rather
// than a field, the second rather than the first.
func (p *parser) mixed(l, r operand, rule string) *Error {
	if literal(l) && !literal(r) {
		l, r = r, l
	}
	hint := unquoted(r)
	if src := p.source(r); r.kind == isNumber && strings.Trim(src, "0123456789.-") == "" { // a date, too
		hint = fmt.Sprintf("; a text is written in double quotes: \"%s\"", src)
	}
	return p.fail(r, "is %s, but %s is %s; %s%s", r.kind, show(p.source(l)), l.kind, rule, hint)
}

func literal(x operand) bool {
	switch x.node.(type) {
	case textNode, numberNode:
		return true
	}
	return false
}

func (p *parser) comparedTruth(x operand, op token) *Error {
	return p.fail(x, "is a yes/no value; %s takes two numbers or two texts, a yes/no value stands alone or after not", op.text)
}

func (p *parser) notACondition(x operand) *Error {
	if x.kind == isNumber {
		return p.fail(x, "is a number, but a condition must be yes or no; compare it with something, such as > 0")
	}
	return p.fail(x, "is a text, but a condition must be yes or no; compare it with something, such as == \"DE\"")
}

// chained reports a comparison right behind the comparison x.
func (p *parser) chained(x operand) *Error {
	return p.tok.fail("follows another comparison, and comparisons do not chain; join two with and: %s and ...", p.source(x))
}

func (p *parser) notIn(x operand) *Error {
	in := p.peek()
	return &Error{
		Offset: p.tok.pos, Word: p.lex.src[p.tok.pos:in.end],
		Msg: fmt.Sprintf("is no operator; put not in front: not (%s in ...)", p.source(x)),
	}
}

func (p *parser) noList() *Error {
	switch {
	case p.tok.kind == tokenText:
		return p.tok.fail("is a text; a list stands in brackets: [%s]", p.tok.text)
	case p.tok.is("("):
		return p.tok.fail(`starts no list; a list stands in brackets: ["DE", "FR"]`)
	}
	return p.tok.fail(`stands where a list in brackets, such as ["DE", "FR"], or order.attributes is expected`)
}

// noOperand reports a word where a value should start.
func (p *parser) noOperand() *Error {
	switch {
	case p.tok.is("["):
		return p.tok.fail("starts a list, which stands only on the right of in")
	case p.tok.is("+"):
		return p.tok.fail("is a sign that numbers do not have; leave it out")
	case p.tok.is("not"):
		return p.tok.fail("takes a yes/no value and binds weaker than comparisons and arithmetic; put not and its value in parentheses")
	case p.tok.is("*") && p.prev.is("*"):
		return p.tok.fail("is one too many; there are no powers, write the number twice: x * x")
	case relations[p.tok.text] && relations[p.prev.text]:
		return p.tok.fail("follows another comparison; a comparison is one of == != < <= > >=")
	}
	return p.tok.fail("stands where a field, a number or a text is expected")
}

// surplus reports a word behind a complete condition.
func (p *parser) surplus() *Error {
	t, next := p.tok, p.peek()
	switch {
	case t.is(")"):
		return t.fail("has no ( before it; remove it or add (")
	case t.is(",") && p.prev.kind == tokenNumber && next.kind == tokenNumber && p.prev.end == t.pos && t.end == next.pos:
		return p.comma(next)
	case t.kind == tokenName && p.prev.kind == tokenText && p.prev.text == `""` && p.prev.end == t.pos,
		t.kind == tokenText && p.prev.kind == tokenText && p.prev.end == t.pos:
		return t.fail("stands right behind a text; a text is written in single pairs of double quotes: \"DE\"")
	case t.kind == tokenName && p.prev.kind == tokenNumber && len(t.text) == 3 && upper(t.text) == t.text:
		return t.fail("stands behind a number; a currency is named by value_in only: value_in(\"%s\") > %s", t.text, p.prev.text)
	}
	if msg, ok := foreign[strings.ToLower(t.text)]; ok && t.kind == tokenName && !reserved[t.text] {
		return t.fail("%s", msg)
	}
	if t.is("(") && p.prev.kind == tokenName {
		return p.prev.fail(`is no function; the only one is value_in("USD")`)
	}
	return t.fail("stands where and, or, an operator or the end is expected")
}

// comma reports 12,5 and 1,000.
func (p *parser) comma(next token) *Error {
	whole := token{pos: p.prev.pos, text: p.lex.src[p.prev.pos:next.end]}
	if len(next.text) == 3 {
		return whole.fail("has a comma inside a number; write %s%s, or %s.%s if the comma is a decimal one", p.prev.text, next.text, p.prev.text, next.text)
	}
	return whole.fail("has a decimal comma; write %s.%s", p.prev.text, next.text)
}

// unknownName reports a name that is no field, with the name that was meant.
func (p *parser) unknownName() *Error {
	t := p.tok
	if msg, ok := foreign[strings.ToLower(t.text)]; ok {
		return t.fail("%s", msg)
	}
	if near := nearest(t.text); near != "" {
		return t.fail("is not a field; did you mean %s?", near)
	}
	if p.peek().is("(") {
		return t.fail(`is no function; the only one is value_in("USD")`)
	}
	for _, group := range []string{"order", "service"} {
		if t.text == group || strings.HasPrefix(t.text, group+".") {
			return t.fail("is not a field; there are %s", known(group+"."))
		}
	}
	return t.fail("is not a field; fields start with order. or service., or are zone and billable_g; a text is written in double quotes: \"%s\"", t.text)
}

// known lists the fields that start with prefix.
func known(prefix string) string {
	var names []string
	for _, f := range fields {
		if strings.HasPrefix(f.name, prefix) {
			names = append(names, f.name)
		}
	}
	return strings.Join(names, ", ")
}

// nearest is the field that name was most likely meant to be, or empty.
func nearest(name string) string {
	name = strings.ToLower(name)
	group, last := split(name)
	best, least := "", max(1, len(last)/2)+1
	for _, f := range append([]*field{{name: "value_in"}}, fields...) {
		fieldGroup, fieldLast := split(f.name)
		d := distance(last, fieldLast)
		if group != "" && group != fieldGroup {
			d = min(d+1, distance(name, f.name))
		}
		if d < least {
			best, least = f.name, d
		}
	}
	if best == "value_in" {
		return `value_in("USD")`
	}
	return best
}

func split(name string) (group, last string) {
	i := strings.LastIndexByte(name, '.')
	return name[:i+1], name[i+1:]
}

// distance is the number of bytes to change, insert, delete or swap with the
// next one to make b of a.
func distance(a, b string) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	var above []int
	for i := range len(a) {
		above, before, row = before, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			change := before[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, before[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], above[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
