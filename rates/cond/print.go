package cond

import (
	"fmt"
	"strconv"
	"strings"
)

// Binding strengths, weakest first.
const (
	levelOr = iota
	levelAnd
	levelNot
	levelCompare
	levelSum
	levelProduct
	levelName
)

// never is how a condition that no order meets is written: the language has
// no word for it.
const never = "1 == 0"

// String returns the condition in one fixed spelling. Conditions of equal text
// mean the same, and Parse reads the text back into the same condition. The
// condition that always holds is empty. (Parse cannot read it back where Bind
// has put in a text with a double quote inside; it is still distinct.)
func (e *Expr) String() string {
	if v, ok := e.root.(truthNode); ok {
		if v {
			return ""
		}
		return never
	}
	var b strings.Builder
	write(&b, e.root, levelOr)
	return b.String()
}

// write prints n, in parentheses if it binds more weakly than least.
func write(b *strings.Builder, n node, least int) {
	if level(n) < least {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	switch n := n.(type) {
	case fieldNode:
		b.WriteString(n.f.name)
	case textNode:
		writeText(b, string(n))
	case numberNode:
		b.WriteString(formatMicro(int64(n)))
	case valueNode:
		b.WriteString(`value_in("` + string(n) + `")`)
	case sumNode:
		writeSum(b, n)
	case productNode:
		writeJoined(b, n, " * ", levelName)
	case notNode:
		b.WriteString("not ")
		write(b, n.x, levelNot)
	case logicNode:
		if n.and {
			writeJoined(b, n.list, " and ", levelNot)
		} else {
			writeJoined(b, n.list, " or ", levelAnd)
		}
	case compareNode:
		write(b, n.l, levelSum)
		b.WriteString(" " + n.op + " ")
		write(b, n.r, levelSum)
	case oneOfTexts:
		write(b, n.x, levelSum)
		writeList(b, n.list, writeText)
	case oneOfNumbers:
		write(b, n.x, levelSum)
		writeList(b, n.list, func(b *strings.Builder, v int64) { b.WriteString(formatMicro(v)) })
	case attributeNode:
		write(b, n.x, levelSum)
		b.WriteString(" in order.attributes")
	default:
		panic(fmt.Sprintf("cond: a tree with a %T inside", n))
	}
}

func level(n node) int {
	switch n := n.(type) {
	case logicNode:
		if n.and {
			return levelAnd
		}
		return levelOr
	case notNode:
		return levelNot
	case compareNode, oneOfTexts, oneOfNumbers, attributeNode:
		return levelCompare
	case sumNode:
		return levelSum
	case productNode:
		return levelProduct
	}
	return levelName
}

// writeSum relies on a minus binding tighter than *: what follows a leading
// minus is a product, and -a * b is the same as -(a * b).
func writeSum(b *strings.Builder, n sumNode) {
	for i, t := range n {
		switch {
		case i > 0 && t.minus:
			b.WriteString(" - ")
		case i > 0:
			b.WriteString(" + ")
		case t.minus:
			b.WriteByte('-')
		}
		write(b, t.x, levelProduct)
	}
}

func writeJoined(b *strings.Builder, list []node, by string, least int) {
	for i, x := range list {
		if i > 0 {
			b.WriteString(by)
		}
		write(b, x, least)
	}
}

func writeList[T any](b *strings.Builder, list []T, one func(*strings.Builder, T)) {
	b.WriteString(" in [")
	for i, x := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		one(b, x)
	}
	b.WriteByte(']')
}

// writeText doubles the quotes that only a bound text can hold. Parse refuses
// the result, as no text of the language is equal to it; it stays distinct.
func writeText(b *strings.Builder, s string) {
	b.WriteString(`"` + strings.ReplaceAll(s, `"`, `""`) + `"`)
}

// formatMicro writes a number of millionths without superfluous zeros.
func formatMicro(v int64) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	s := sign + strconv.FormatInt(v/1e6, 10)
	if v%1e6 != 0 {
		s += "." + strings.TrimRight(fmt.Sprintf("%06d", v%1e6), "0")
	}
	return s
}
