package cond

import (
	"cmp"
	"encoding/binary"
	"math/big"
	"math/bits"
)

// wide is an integer of 128 bits in two's complement.
type wide struct{ hi, lo uint64 }

func product128(x, y uint64) wide {
	hi, lo := bits.Mul64(x, y)
	return wide{hi, lo}
}

func (x wide) plus(y wide) wide {
	lo, carry := bits.Add64(x.lo, y.lo, 0)
	hi, _ := bits.Add64(x.hi, y.hi, carry)
	return wide{hi, lo}
}

func (x wide) times(y wide) wide {
	p := product128(x.lo, y.lo)
	p.hi += x.hi*y.lo + x.lo*y.hi
	return p
}

// compare orders x and y as numbers without a sign.
func (x wide) compare(y wide) int {
	if x.hi != y.hi {
		return cmp.Compare(x.hi, y.hi)
	}
	return cmp.Compare(x.lo, y.lo)
}

func (x wide) sign() int {
	switch {
	case int64(x.hi) < 0:
		return -1
	case x.hi|x.lo != 0:
		return 1
	}
	return 0
}

func widen(v int64) wide { return wide{uint64(v >> 63), uint64(v)} }

// wideConst turns c, of at most 127 bits, into two's complement.
func wideConst(c *big.Int) wide {
	var b [16]byte
	if c.Sign() >= 0 {
		c.FillBytes(b[:])
		return wide{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
	}
	not := wideConst(new(big.Int).Not(c))
	return wide{^not.hi, ^not.lo}
}

// wideOf computes n in 128 bits. n.max must have at most 127, and the leaves
// must be admissible.
func wideOf(n *integer) func(*Facts) wide {
	if n.max.BitLen() < 64 {
		x := narrowOf(n)
		return func(f *Facts) wide { return widen(x(f)) }
	}
	switch n.op {
	case opConst:
		c := wideConst(n.c)
		return func(*Facts) wide { return c }
	case opLeaf:
		l := n.leaf
		return func(f *Facts) wide { return wide{0, l.bits(f)} }
	}
	list := make([]func(*Facts) wide, len(n.list))
	for i, x := range n.list {
		list[i] = wideOf(x)
	}
	if n.op == opSum {
		return func(f *Facts) wide {
			sum := list[0](f)
			for _, x := range list[1:] {
				sum = sum.plus(x(f))
			}
			return sum
		}
	}
	return func(f *Facts) wide {
		product := list[0](f)
		for _, x := range list[1:] {
			product = product.times(x(f))
		}
		return product
	}
}
