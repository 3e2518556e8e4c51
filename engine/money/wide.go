package money

import "math/bits"

// Int128 is a signed 128-bit integer in two's complement: wide enough for every product the engine forms.
type Int128 struct {
	Hi int64
	Lo uint64
}

// Mul returns a·b exactly.
func Mul(a, b int64) Int128 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	// The unsigned product counts a negative factor as itself plus 2^64; take that back.
	h := int64(hi)
	if a < 0 {
		h -= b
	}
	if b < 0 {
		h -= a
	}
	return Int128{h, lo}
}

// Wide returns a as an Int128.
func Wide(a int64) Int128 { return Int128{a >> 63, uint64(a)} }

// Add returns x+y; the caller keeps both below 2^126.
func (x Int128) Add(y Int128) Int128 {
	lo, c := bits.Add64(x.Lo, y.Lo, 0)
	return Int128{x.Hi + y.Hi + int64(c), lo}
}

// Sub returns x−y; the caller keeps both below 2^126.
func (x Int128) Sub(y Int128) Int128 {
	lo, b := bits.Sub64(x.Lo, y.Lo, 0)
	return Int128{x.Hi - y.Hi - int64(b), lo}
}

// Sign is -1, 0 or 1.
func (x Int128) Sign() int {
	switch {
	case x.Hi < 0:
		return -1
	case x.Hi == 0 && x.Lo == 0:
		return 0
	default:
		return 1
	}
}

// Int64 returns x where it fits.
func (x Int128) Int64() (v int64, ok bool) {
	v = int64(x.Lo)
	return v, x.Hi == v>>63
}

// abs returns the magnitude as two words.
func (x Int128) abs() (hi, lo uint64, neg bool) {
	if x.Hi >= 0 {
		return uint64(x.Hi), x.Lo, false
	}
	lo, b := bits.Sub64(0, x.Lo, 0)
	hi, _ = bits.Sub64(0, uint64(x.Hi), b)
	return hi, lo, true
}

// RoundDiv returns x/d rounded half away from zero, d > 0. ok is false where the quotient does not fit in 62 bits,
// which is beyond every amount; q is then 2^62 with the quotient's sign.
func (x Int128) RoundDiv(d uint64) (q int64, ok bool) {
	hi, lo, neg := x.abs()
	return roundDiv(hi, lo, d, neg)
}

// MulRoundDiv returns a·b/d rounded half away from zero, for b up to 2^64−1 and d > 0; ok as RoundDiv.
func MulRoundDiv(a int64, b, d uint64) (q int64, ok bool) {
	u, neg := uint64(a), a < 0
	if neg {
		u = -u
	}
	hi, lo := bits.Mul64(u, b)
	return roundDiv(hi, lo, d, neg)
}

func roundDiv(hi, lo, d uint64, neg bool) (int64, bool) {
	var q, r uint64
	switch {
	case hi == 0:
		q, r = lo/d, lo%d
	case hi < d:
		q, r = bits.Div64(hi, lo, d)
	default:
		return signed(1<<62, neg), false
	}
	_, below := bits.Sub64(r, d-r, 0) // 1 where r is less than half: without a branch, which nobody could foretell
	q += 1 - below
	if q>>62 != 0 {
		return signed(1<<62, neg), false
	}
	return signed(int64(q), neg), true
}

func signed(v int64, neg bool) int64 {
	if neg {
		return -v
	}
	return v
}
