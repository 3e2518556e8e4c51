package cond

import (
	"fmt"
	"slices"
	"strings"
)

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
	start := c.condition(bound.root, next{no, yes})
	return &Prog{code: slices.Clip(c.code), start: start}
}

// compiler writes the program from its end to its start, so that a test is
// written when it is known what comes after it. It knows the currencies: slots
// numbers them, rates has the place in Facts.Rates by that number.
type compiler struct {
	code  []instruction
	slots map[string]int
	rates []int
}

// write adds a test and gives its place.
func (c *compiler) write(i instruction, to next) int32 {
	i.next = to
	c.code = append(c.code, i)
	return int32(len(c.code) - 1)
}

func (c *compiler) call(p predicate, to next) int32 {
	return c.write(instruction{test: testOther, call: p}, to)
}

// condition writes n and gives the place where it starts. What is known for
// all orders needs no test and is one of to.
func (c *compiler) condition(n node, to next) int32 {
	switch n := n.(type) {
	case truthNode:
		return to.when(bool(n))
	case fieldNode:
		return c.write(instruction{test: testTruth, slot: n.f.slot}, to)
	case notNode:
		return c.condition(n.x, to.not())
	case logicNode:
		return c.logic(n, to)
	case compareNode:
		if n.kind == isText {
			return c.compareTexts(n.op, n.l, n.r, to)
		}
		return c.compare(n.op, n.l, n.r, to)
	case oneOfTexts:
		return c.oneOfTexts(n, to)
	case oneOfNumbers:
		return c.oneOfNumbers(n, to)
	case attributeNode:
		return c.attribute(n.x, to)
	}
	panic(fmt.Sprintf("cond: a %T where yes or no is needed", n))
}

// logic asks from left to right until the answer is known.
func (c *compiler) logic(n logicNode, to next) int32 {
	more := digit(n.and) // the answer that leaves the whole open
	for _, x := range slices.Backward(n.list) {
		to[more] = c.condition(x, to)
	}
	return to[more]
}

// textOf gives the text of a field or a literal.
func textOf(n node) func(*Facts) string {
	switch n := n.(type) {
	case fieldNode:
		if get := n.f.service; get != nil {
			return func(f *Facts) string {
				if f.Service == nil {
					return ""
				}
				return get(f.Service)
			}
		}
		return n.f.slot.textOf
	case textNode:
		return func(*Facts) string { return string(n) }
	}
	panic(fmt.Sprintf("cond: a %T where a text is needed", n))
}

// slotOf gives the slot of a text that stands in Facts themselves.
func slotOf(n node) (slot, bool) {
	x, ok := n.(fieldNode)
	if !ok || x.f.service != nil {
		return slot{}, false
	}
	return x.f.slot, true
}

func (c *compiler) compareTexts(op string, l, r node, to next) int32 {
	if _, ok := l.(textNode); ok {
		l, r, op = r, l, flipped(op)
	}
	s, literal := r.(textNode)
	at, direct := slotOf(l)
	if op == "!=" {
		op, to = "==", to.not()
	}
	if op == "==" && literal && direct {
		return c.write(instruction{test: testText, slot: at, text: string(s)}, to)
	}
	x, y, want := textOf(l), textOf(r), signs(op)
	return c.call(func(f *Facts) bool { return want[strings.Compare(x(f), y(f))+1] }, to)
}

// few is how many values of a list are compared one by one.
const few = 4

func (c *compiler) oneOfTexts(n oneOfTexts, to next) int32 {
	if len(n.list) <= few {
		for _, s := range slices.Backward(n.list) {
			to[0] = c.compareTexts("==", n.x, textNode(s), to)
		}
		return to[0]
	}
	x, set := textOf(n.x), make(map[string]struct{}, len(n.list))
	for _, s := range n.list {
		set[s] = struct{}{}
	}
	return c.call(func(f *Facts) bool { _, ok := set[x(f)]; return ok }, to)
}

func (c *compiler) attribute(n node, to next) int32 {
	if s, ok := n.(textNode); ok {
		return c.write(instruction{test: testAttribute, text: string(s)}, to)
	}
	x := textOf(n)
	return c.call(func(f *Facts) bool { return slices.Contains(f.Attributes, x(f)) }, to)
}
