package plan

import "math/bits"

// wide is a whole number of 128 bits, two's complement: multipliers are whole numbers too (see prices), so that a bound is
// summed without rounding whatever the multipliers are.
type wide struct {
	hi int64
	lo uint64
}

func wideOf(v int64) wide { return wide{v >> 63, uint64(v)} }

func (w wide) plus(v wide) wide {
	lo, carry := bits.Add64(w.lo, v.lo, 0)
	return wide{w.hi + v.hi + int64(carry), lo}
}

func (w wide) minus(v wide) wide {
	lo, borrow := bits.Sub64(w.lo, v.lo, 0)
	return wide{w.hi - v.hi - int64(borrow), lo}
}

// plusMul is w + a*b.
func (w wide) plusMul(a, b int64) wide {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	// Mul64 takes both for unsigned: a negative one counts 2^64 too much.
	hi -= uint64(b)&uint64(a>>63) + uint64(a)&uint64(b>>63)
	return w.plus(wide{int64(hi), lo})
}

func (w wide) less(v wide) bool { return w.hi < v.hi || w.hi == v.hi && w.lo < v.lo }

// up is w over 2^scale, upwards: the least whole amount that is not below it.
func (w wide) up(scale uint) int64 {
	w = w.plus(wide{0, 1<<scale - 1})
	// Beyond 2^62 the nearer end is as good: no objective lies there.
	if top := int64(1) << (scale - 2); w.hi >= top {
		return 1 << 62
	} else if w.hi < -top {
		return -1 << 62
	}
	return w.hi<<(64-scale) | int64(w.lo>>scale)
}

// float is near w.
func (w wide) float() float64 { return float64(w.hi)*(1<<64) + float64(w.lo) }

// over is w/d rounded down, for d above 0, where the answer is a wide too.
func (w wide) over(d int64) wide {
	if d == 1 {
		return w
	}
	negative := w.hi < 0
	if negative {
		w = wide{}.minus(w)
	}
	qhi := uint64(w.hi) / uint64(d)
	qlo, rest := bits.Div64(uint64(w.hi)%uint64(d), w.lo, uint64(d))
	q := wide{int64(qhi), qlo}
	if !negative {
		return q
	}
	if rest > 0 {
		q = q.plus(wide{0, 1})
	}
	return wide{}.minus(q)
}

// scaled is w * 2^scale.
func (w wide) scaled(scale uint) wide {
	return wide{w.hi<<scale | int64(w.lo>>(64-scale)), w.lo << scale}
}
