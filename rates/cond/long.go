package cond

import (
	"math/big"
	"sync"
)

// long computes an integer of any length. Its registers are kept between
// runs, so that their memory is asked for only once.
type long struct {
	consts []register
	leaves []register
	steps  []step
	result int
	size   int // number of registers
	pool   sync.Pool
}

// register is one that is filled from outside.
type register struct {
	at   int
	c    *big.Int
	leaf leaf
}

// step puts x + y or x · y into a register of its own.
type step struct {
	op       integerOp
	to, x, y int
}

func newLong(n *integer) *long {
	l := &long{}
	l.result = l.plan(n, map[leaf]int{})
	return l
}

// plan finds a register for n and the steps that fill it.
func (l *long) plan(n *integer, seen map[leaf]int) int {
	switch n.op {
	case opConst:
		l.consts = append(l.consts, register{at: l.size, c: n.c})
		return l.take()
	case opLeaf:
		at, ok := seen[n.leaf]
		if !ok {
			l.leaves = append(l.leaves, register{at: l.size, leaf: n.leaf})
			at = l.take()
			seen[n.leaf] = at
		}
		return at
	}
	at := l.plan(n.list[0], seen)
	for _, x := range n.list[1:] {
		y := l.plan(x, seen)
		l.steps = append(l.steps, step{op: n.op, to: l.size, x: at, y: y})
		at = l.take()
	}
	return at
}

func (l *long) take() int {
	l.size++
	return l.size - 1
}

// sign is that of the integer for f.
func (l *long) sign(f *Facts) int {
	regs, ok := l.pool.Get().(*[]big.Int)
	if !ok {
		regs = l.registers()
	}
	r := *regs
	for _, leaf := range l.leaves {
		if bits := leaf.leaf.bits(f); leaf.leaf.field != nil {
			r[leaf.at].SetInt64(int64(bits))
		} else {
			r[leaf.at].SetUint64(bits)
		}
	}
	for _, s := range l.steps {
		if s.op == opSum {
			r[s.to].Add(&r[s.x], &r[s.y])
		} else {
			r[s.to].Mul(&r[s.x], &r[s.y])
		}
	}
	sign := r[l.result].Sign()
	l.pool.Put(regs)
	return sign
}

func (l *long) registers() *[]big.Int {
	regs := make([]big.Int, l.size)
	for _, c := range l.consts {
		regs[c.at].Set(c.c)
	}
	return &regs
}
