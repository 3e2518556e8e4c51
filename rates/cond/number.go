package cond

import (
	"cmp"
	"math/big"
	"slices"
)

// compare decides l op r exactly, in the cheapest way that is proved to fit.
func (c *compiler) compare(op string, l, r node) predicate {
	d := c.scaled(sumOf([]term{{x: l}, {minus: true, x: r}})).n // has the sign of l - r
	if fast := c.valueAgainstNumber(op, l, r, d); fast != nil {
		return fast
	}
	if a, b, x, ok := line(d); ok {
		return threshold(op, a, b, x)
	}
	return bySign(op, d)
}

// bySign compares n with 0.
func bySign(op string, n *integer) predicate {
	want := signs(op)
	long := byLong(op, n)
	var fast predicate
	switch {
	case n.max.BitLen() < 64:
		x := narrowOf(n)
		fast = func(f *Facts) bool { return want[cmp.Compare(x(f), 0)+1] }
	case n.max.BitLen() < 128:
		x := wideOf(n)
		fast = func(f *Facts) bool { return want[x(f).sign()+1] }
	default:
		return long
	}
	leaves := leavesOf(n, nil)
	return func(f *Facts) bool {
		if !admissible(leaves, f) {
			return long(f)
		}
		return fast(f)
	}
}

// byLong compares n with 0 in integers of any length.
func byLong(op string, n *integer) predicate {
	want, x := signs(op), newLong(n)
	return func(f *Facts) bool { return want[x.sign(f)+1] }
}

// signs tells for the signs -1, 0 and 1 whether op holds.
func signs(op string) [3]bool { return [3]bool{holds(op, -1), holds(op, 0), holds(op, 1)} }

// bounded is a leaf with the largest value for which n.max was worked out.
type bounded struct {
	leaf leaf
	max  uint64
}

func leavesOf(n *integer, list []bounded) []bounded {
	if n.op == opLeaf && !slices.Contains(list, bounded{n.leaf, n.leaf.max()}) {
		return append(list, bounded{n.leaf, n.leaf.max()})
	}
	for _, x := range n.list {
		list = leavesOf(x, list)
	}
	return list
}

func admissible(leaves []bounded, f *Facts) bool {
	for _, l := range leaves {
		if l.leaf.bits(f) > l.max {
			return false
		}
	}
	return true
}

// line takes n apart into a·x + b with a single field x.
func line(n *integer) (a, b *big.Int, x *field, ok bool) {
	switch n.op {
	case opConst:
		return zero, n.c, nil, true
	case opLeaf:
		return big.NewInt(1), zero, n.leaf.field, n.leaf.field != nil
	case opSum:
		a, b = new(big.Int), new(big.Int)
		for _, part := range n.list {
			pa, pb, px, ok := line(part)
			if !ok || px != nil && x != nil && px != x {
				return nil, nil, nil, false
			}
			if px != nil {
				x = px
			}
			a.Add(a, pa)
			b.Add(b, pb)
		}
		return a, b, x, true
	}
	// A product has its constant, if any, at the end.
	factor := n.list[len(n.list)-1]
	if len(n.list) != 2 || factor.op != opConst {
		return nil, nil, nil, false
	}
	a, b, x, ok = line(n.list[0])
	if !ok {
		return nil, nil, nil, false
	}
	return new(big.Int).Mul(a, factor.c), new(big.Int).Mul(b, factor.c), x, true
}

// threshold decides a·x + b op 0 by comparing x with one whole number, for
// every x that an int64 can hold.
func threshold(op string, a, b *big.Int, x *field) predicate {
	if a.Sign() == 0 {
		return always(holds(op, b.Sign()))
	}
	if a.Sign() < 0 {
		a, b, op = new(big.Int).Neg(a), new(big.Int).Neg(b), flipped(op)
	}
	floor, rest := new(big.Int).DivMod(new(big.Int).Neg(b), a, new(big.Int))
	exact := rest.Sign() == 0
	below := floor // the largest whole number less than -b/a
	if exact {
		below = new(big.Int).Sub(floor, big.NewInt(1))
	}
	get := x.number
	switch op {
	case "==", "!=":
		equal := op == "=="
		if !exact || !floor.IsInt64() {
			return always(!equal)
		}
		v := floor.Int64()
		if equal {
			return func(f *Facts) bool { return get(f) == v }
		}
		return func(f *Facts) bool { return get(f) != v }
	case "<":
		return atMost(get, below, true)
	case "<=":
		return atMost(get, floor, true)
	case ">":
		return atMost(get, floor, false)
	}
	return atMost(get, below, false)
}

// atMost tells whether x ≤ m is as wanted.
func atMost(x func(*Facts) int64, m *big.Int, want bool) predicate {
	if !m.IsInt64() {
		return always((m.Sign() > 0) == want)
	}
	v := m.Int64()
	if want {
		return func(f *Facts) bool { return x(f) <= v }
	}
	return func(f *Facts) bool { return x(f) > v }
}

// flipped is the operator that holds for the opposite signs.
func flipped(op string) string {
	switch op[0] {
	case '<':
		return ">" + op[1:]
	case '>':
		return "<" + op[1:]
	}
	return op
}

// valueAgainstNumber is value_in(x) op number, what most rules of a book ask:
// Value·OrderRate against number·Rate, each of which fits in 128 bits. It is
// nil for anything else. d is the difference of the two sides.
func (c *compiler) valueAgainstNumber(op string, l, r node, d *integer) predicate {
	written := op
	if _, ok := l.(numberNode); ok {
		l, r, op = r, l, flipped(op)
	}
	currency, ok := l.(valueNode)
	if !ok {
		return nil
	}
	number, ok := r.(numberNode)
	if !ok || number < 0 {
		return nil
	}
	want, rate := signs(op), c.rates[c.slots[string(currency)]]
	long := byLong(written, d)
	return func(f *Facts) bool {
		v := valueField.number(f)
		if v < 0 {
			return long(f)
		}
		left := product128(uint64(v), f.OrderRate)
		right := product128(uint64(number), f.Rates[rate])
		return want[left.compare(right)+1]
	}
}

// oneOf compares a number with each of a list.
func (c *compiler) oneOf(n oneOfNumbers) predicate {
	if f, ok := n.x.(fieldNode); ok {
		return fieldOneOf(f.f, n.list)
	}
	list := make([]predicate, len(n.list))
	for i, v := range n.list {
		list[i] = c.compare("==", n.x, numberNode(v))
	}
	if len(list) == 1 {
		return list[0]
	}
	return join(false, list)
}

func fieldOneOf(x *field, list []int64) predicate {
	unit := int64(1)
	for range 6 - x.digits {
		unit *= 10
	}
	var whole []int64
	for _, v := range list {
		if v%unit == 0 { // a finer number is no value of the field
			whole = append(whole, v/unit)
		}
	}
	get := x.number
	return func(f *Facts) bool {
		_, found := slices.BinarySearch(whole, get(f))
		return found
	}
}
