package cond

import (
	"fmt"
	"slices"
)

// Prog is a condition made ready to run. It is never changed and may be used
// by several goroutines at once.
type Prog struct{ run predicate }

// Eval tells whether the condition holds. It has an answer for all facts; with
// those of admissible orders most conditions take some nanoseconds, and only
// products of several currencies or large fields need long arithmetic.
// Facts.Rates must hold an entry above 0 at each index that Compile was given.
func (p *Prog) Eval(f *Facts) bool { return p.run(f) }

type predicate func(*Facts) bool

// Compile makes a program of the condition. rateIndex is asked once for each
// of Currencies, in their order, and gives the place in Facts.Rates where the
// rate of that currency will be; a negative one is a mistake of the caller and
// panics. It may be nil where no currency is named.
func (e *Expr) Compile(rateIndex func(currency string) int) *Prog {
	bound := &Expr{root: fold(e.root, Known{})}
	c := compiler{slots: map[string]int{}}
	for slot, currency := range bound.Currencies() {
		i := rateIndex(currency)
		if i < 0 {
			panic(fmt.Sprintf("cond: no place for the rate of %s", currency))
		}
		c.slots[currency], c.rates = slot, append(c.rates, i)
	}
	return &Prog{run: c.predicate(bound.root)}
}

// compiler knows the currencies: slots numbers them, rates has the place in
// Facts.Rates by that number.
type compiler struct {
	slots map[string]int
	rates []int
}

func (c *compiler) predicate(n node) predicate {
	switch n := n.(type) {
	case truthNode:
		return always(bool(n))
	case fieldNode:
		return n.f.truth
	case notNode:
		x := c.predicate(n.x)
		return func(f *Facts) bool { return !x(f) }
	case logicNode:
		list := make([]predicate, len(n.list))
		for i, x := range n.list {
			list[i] = c.predicate(x)
		}
		return join(n.and, list)
	case compareNode:
		if n.kind == isText {
			return compareTexts(n)
		}
		return c.compare(n.op, n.l, n.r)
	case oneOfTexts:
		return oneOf(n)
	case oneOfNumbers:
		return c.oneOf(n)
	case attributeNode:
		return attribute(n)
	}
	panic(fmt.Sprintf("cond: a %T where yes or no is needed", n))
}

func always(v bool) predicate { return func(*Facts) bool { return v } }

// join evaluates from left to right and stops as soon as the answer is known.
func join(and bool, list []predicate) predicate {
	if len(list) == 2 {
		x, y := list[0], list[1]
		if and {
			return func(f *Facts) bool { return x(f) && y(f) }
		}
		return func(f *Facts) bool { return x(f) || y(f) }
	}
	return func(f *Facts) bool {
		for _, x := range list {
			if x(f) != and {
				return !and
			}
		}
		return and
	}
}

// textOf gives the text of a field or a literal.
func textOf(n node) func(*Facts) string {
	switch n := n.(type) {
	case fieldNode:
		return n.f.text
	case textNode:
		return func(*Facts) string { return string(n) }
	}
	panic(fmt.Sprintf("cond: a %T where a text is needed", n))
}

func compareTexts(n compareNode) predicate {
	l, r := textOf(n.l), textOf(n.r)
	if s, ok := n.r.(textNode); ok {
		switch n.op {
		case "==":
			return func(f *Facts) bool { return l(f) == string(s) }
		case "!=":
			return func(f *Facts) bool { return l(f) != string(s) }
		}
	}
	switch n.op {
	case "==":
		return func(f *Facts) bool { return l(f) == r(f) }
	case "!=":
		return func(f *Facts) bool { return l(f) != r(f) }
	case "<":
		return func(f *Facts) bool { return l(f) < r(f) }
	case "<=":
		return func(f *Facts) bool { return l(f) <= r(f) }
	case ">":
		return func(f *Facts) bool { return l(f) > r(f) }
	}
	return func(f *Facts) bool { return l(f) >= r(f) }
}

// fewTexts is how many texts are looked through faster than hashed.
const fewTexts = 4

func oneOf(n oneOfTexts) predicate {
	x := textOf(n.x)
	if len(n.list) <= fewTexts {
		return func(f *Facts) bool { return slices.Contains(n.list, x(f)) }
	}
	set := make(map[string]struct{}, len(n.list))
	for _, s := range n.list {
		set[s] = struct{}{}
	}
	return func(f *Facts) bool {
		_, ok := set[x(f)]
		return ok
	}
}

func attribute(n attributeNode) predicate {
	if s, ok := n.x.(textNode); ok {
		return func(f *Facts) bool { return slices.Contains(f.Attributes, string(s)) }
	}
	x := textOf(n.x)
	return func(f *Facts) bool { return slices.Contains(f.Attributes, x(f)) }
}
