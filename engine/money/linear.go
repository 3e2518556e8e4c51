package money

import (
	"math/big"
	"math/bits"
)

// Linear is an exact linear form of two whole variables, (A·x + B·y + C)/D, rounded once. Every line of a quote is
// one: freight over billable weight and started steps, a percentage over the charges above it, an expected cost
// over value and claim. Coefficients that fit in 64 bits are worked in 128; the rest in 256, which no admissible
// book exceeds, so a result is exact or reported as out of range.
type Linear struct {
	A, B, C int64
	D       uint64
	wide    *wideLinear
}

type wideLinear struct {
	a, b, c int256
	d       int256
}

// NewLinear makes the form a·x + b·y + c counted in units of unit (all exact rationals, unit > 0; nil counts as 0).
// |x| and |y| may be up to 2^60, and the coefficients over their common denominator up to 2^190; those of a rate book
// stay below 2^171.
func NewLinear(a, b, c *big.Rat, unit *big.Rat) Linear {
	den := new(big.Int).Set(one)
	var r [3]*big.Rat
	for i, v := range []*big.Rat{a, b, c} {
		r[i] = new(big.Rat)
		if v != nil {
			r[i].Quo(v, unit)
		}
		den = lcm(den, r[i].Denom())
	}
	var n [3]*big.Int
	fits := den.IsInt64()
	for i := range r {
		n[i] = new(big.Int).Mul(r[i].Num(), new(big.Int).Quo(den, r[i].Denom()))
		fits = fits && n[i].IsInt64() && n[i].BitLen() < 63
	}
	if fits {
		return Linear{A: n[0].Int64(), B: n[1].Int64(), C: n[2].Int64(), D: den.Uint64()}
	}
	return Linear{wide: &wideLinear{fromBig(n[0]), fromBig(n[1]), fromBig(n[2]), fromBig(den)}}
}

var one = big.NewInt(1)

func lcm(a, b *big.Int) *big.Int {
	g := new(big.Int).GCD(nil, nil, a, b)
	return new(big.Int).Mul(a, new(big.Int).Quo(b, g))
}

// Round returns the form at (x, y), rounded half away from zero. ok is false where it does not fit in 62 bits: the
// result is then 2^62 with its sign, so that comparing it with any amount comes out right.
func (l *Linear) Round(x, y int64) (int64, bool) {
	if l.wide != nil {
		return l.wide.at(x, y).roundDiv(l.wide.d)
	}
	return l.At(x, y).RoundDiv(l.D)
}

// RoundPart is Round, but 0 where the form's sign is not sign (1 or -1): the percentage of a base that cannot be
// below zero, sign being that of the percentage.
func (l *Linear) RoundPart(x, y int64, sign int) (int64, bool) {
	if l.wide != nil {
		v := l.wide.at(x, y)
		if v.sign() != sign {
			return 0, true
		}
		return v.roundDiv(l.wide.d)
	}
	v := l.At(x, y)
	if v.Sign() != sign {
		return 0, true
	}
	return v.RoundDiv(l.D)
}

// IsWide reports whether the coefficients need more than 64 bits: A, B, C and D are then not set.
func (l *Linear) IsWide() bool { return l.wide != nil }

// At returns the numerator A·x + B·y + C of a form that is not wide.
func (l *Linear) At(x, y int64) Int128 {
	v := Mul(l.A, x)
	if l.B != 0 {
		v = v.Add(Mul(l.B, y))
	}
	return v.Add(Wide(l.C))
}

func (w *wideLinear) at(x, y int64) int256 {
	return w.a.mul(x).add(w.b.mul(y)).add(w.c)
}

// int256 is a signed 256-bit integer in two's complement, least significant word first.
type int256 [4]uint64

func fromBig(v *big.Int) (z int256) {
	var buf [32]byte
	new(big.Int).Abs(v).FillBytes(buf[:])
	for i := range 4 {
		for j := range 8 {
			z[3-i] = z[3-i]<<8 | uint64(buf[8*i+j])
		}
	}
	if v.Sign() < 0 {
		return z.neg()
	}
	return z
}

func (x int256) neg() (z int256) {
	var b uint64
	for i := range x {
		z[i], b = bits.Sub64(0, x[i], b)
	}
	return z
}

func (x int256) add(y int256) (z int256) {
	var c uint64
	for i := range x {
		z[i], c = bits.Add64(x[i], y[i], c)
	}
	return z
}

func (x int256) sign() int {
	switch {
	case x[3]>>63 != 0:
		return -1
	case x == int256{}:
		return 0
	default:
		return 1
	}
}

// mul returns x·v; the caller keeps the product below 2^254.
func (x int256) mul(v int64) int256 {
	neg := x.sign() < 0
	if neg {
		x = x.neg()
	}
	u := uint64(v)
	if v < 0 {
		u, neg = -u, !neg
	}
	var z int256
	var carry uint64
	for i := range x {
		hi, lo := bits.Mul64(x[i], u)
		var c uint64
		z[i], c = bits.Add64(lo, carry, 0)
		carry = hi + c
	}
	if neg {
		return z.neg()
	}
	return z
}

func (x int256) shl1() (z int256) {
	for i := 3; i > 0; i-- {
		z[i] = x[i]<<1 | x[i-1]>>63
	}
	z[0] = x[0] << 1
	return z
}

// less compares as unsigned.
func (x int256) less(y int256) bool {
	for i := 3; i >= 0; i-- {
		if x[i] != y[i] {
			return x[i] < y[i]
		}
	}
	return false
}

// roundDiv is plain long division, bit by bit: it runs only where coefficients are too large for the fast path.
func (x int256) roundDiv(d int256) (int64, bool) {
	neg := x.sign() < 0
	if neg {
		x = x.neg()
	}
	var r int256
	q := uint64(0)
	for i := 255; i >= 0; i-- {
		r = r.shl1()
		r[0] |= x[i/64] >> (i % 64) & 1
		if q>>61 != 0 {
			return signed(1<<62, neg), false
		}
		q <<= 1
		if !r.less(d) {
			r = r.add(d.neg())
			q |= 1
		}
	}
	if !r.shl1().less(d) {
		q++
	}
	return signed(int64(q), neg), true
}
