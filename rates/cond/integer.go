package cond

import "math/big"

// Comparisons of numbers are decided on integers alone. Every field is an
// integer in a decimal unit, and value_in an integer over a rate, so both
// sides are brought to one unit and multiplied by the rates they are divided
// by, which are above 0. What remains is the sign of one integer expression.

// integer is such an expression: a constant, a leaf, a sum or a product.
type integer struct {
	op   integerOp
	c    *big.Int // of a constant
	leaf leaf
	list []*integer // of a sum or product, at least two
	max  *big.Int   // never exceeded by the absolute value of n or a part of n, if all leaves are admissible
}

type integerOp uint8

const (
	opConst integerOp = iota
	opLeaf
	opSum
	opProduct
)

// leaf is a field, the rate of the order's currency, or another rate.
type leaf struct {
	field *field
	rate  int // without a field: the place in Facts.Rates, or ofOrder
}

const ofOrder = -1

// bits is the value of an admissible leaf. Fields below 0 look very large.
func (l leaf) bits(f *Facts) uint64 {
	switch {
	case l.field != nil:
		return uint64(l.field.number(f))
	case l.rate == ofOrder:
		return f.OrderRate
	}
	return f.Rates[l.rate]
}

func (l leaf) max() uint64 {
	if l.field != nil {
		return uint64(l.field.max)
	}
	return maxRate
}

var zero, one = new(big.Int), big.NewInt(1)

func constOf(c *big.Int) *integer {
	return &integer{op: opConst, c: c, max: new(big.Int).Abs(c)}
}

func leafOf(l leaf) *integer {
	return &integer{op: opLeaf, leaf: l, max: new(big.Int).SetUint64(l.max())}
}

// add joins terms to a sum with at most one constant, at the end.
func add(list ...*integer) *integer {
	n := &integer{op: opSum}
	c := new(big.Int)
	for _, x := range list {
		for _, part := range x.parts(opSum) {
			if part.op == opConst {
				c.Add(c, part.c)
			} else {
				n.list = append(n.list, part)
			}
		}
	}
	if c.Sign() != 0 || len(n.list) == 0 {
		n.list = append(n.list, constOf(c))
	}
	if len(n.list) == 1 {
		return n.list[0]
	}
	n.max = new(big.Int)
	for _, x := range n.list {
		n.max.Add(n.max, x.max)
	}
	return n
}

// multiply joins factors to a product with at most one constant, at the end.
func multiply(list ...*integer) *integer {
	n := &integer{op: opProduct}
	c := big.NewInt(1)
	for _, x := range list {
		for _, part := range x.parts(opProduct) {
			if part.op == opConst {
				c.Mul(c, part.c)
			} else {
				n.list = append(n.list, part)
			}
		}
	}
	if c.Sign() == 0 {
		return constOf(c)
	}
	if c.Cmp(one) != 0 || len(n.list) == 0 {
		n.list = append(n.list, constOf(c))
	}
	if len(n.list) == 1 {
		return n.list[0]
	}
	n.max = big.NewInt(1)
	for _, x := range n.list {
		n.max.Mul(n.max, x.max)
	}
	return n
}

// parts are the operands of an op, where n is one, else n itself.
func (n *integer) parts(op integerOp) []*integer {
	if n.op == op {
		return n.list
	}
	return []*integer{n}
}

// scaled is the number n / (10^digits · Π rates[i]^over[i]).
type scaled struct {
	n      *integer
	digits int
	over   []int // by currency slot of the compiler
}

func (c *compiler) scaled(n node) scaled {
	s := scaled{over: make([]int, len(c.rates))}
	switch n := n.(type) {
	case numberNode:
		v := int64(n)
		for s.digits = 6; s.digits > 0 && v%10 == 0; s.digits-- {
			v /= 10
		}
		s.n = constOf(big.NewInt(v))
	case fieldNode:
		s.n, s.digits = leafOf(leaf{field: n.f}), n.f.digits
	case valueNode:
		s.n = multiply(leafOf(leaf{field: valueField}), leafOf(leaf{rate: ofOrder}))
		s.digits = valueField.digits
		s.over[c.slots[string(n)]] = 1
	case productNode:
		factors := make([]*integer, len(n))
		for i, x := range n {
			y := c.scaled(x)
			factors[i] = y.n
			s.digits += y.digits
			for j, k := range y.over {
				s.over[j] += k
			}
		}
		s.n = multiply(factors...)
	case sumNode:
		parts := make([]scaled, len(n))
		for i, t := range n {
			parts[i] = c.scaled(t.x)
			if t.minus {
				parts[i].n = multiply(constOf(big.NewInt(-1)), parts[i].n)
			}
		}
		s = c.sum(parts)
	}
	return s
}

// sum brings all parts to one denominator.
func (c *compiler) sum(parts []scaled) scaled {
	s := scaled{over: make([]int, len(c.rates))}
	for _, p := range parts {
		s.digits = max(s.digits, p.digits)
		for i, k := range p.over {
			s.over[i] = max(s.over[i], k)
		}
	}
	terms := make([]*integer, len(parts))
	for i, p := range parts {
		ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(s.digits-p.digits)), nil)
		factors := []*integer{p.n, constOf(ten)}
		for j, k := range p.over {
			for ; k < s.over[j]; k++ {
				factors = append(factors, leafOf(leaf{rate: c.rates[j]}))
			}
		}
		terms[i] = multiply(factors...)
	}
	s.n = add(terms...)
	return s
}
