// Package money holds the exact numbers of lanewise: amounts, other fixed-point numbers, currencies,
// and the one rounding rule (half away from zero) with the wide arithmetic it needs.
//
// An Amount is an int64 count of millionths of a currency unit, so every amount a rate book may hold (at
// most 6 digits after the point, absolute value below 1e9) is represented exactly. Nothing here wraps:
// products are formed in 128 bits and a quotient that leaves the range is reported, never truncated.
// Parsing accepts plain ASCII digits with an optional point and nothing else. Binary floats do not occur.
package money

import (
	"strconv"

	"github.com/shopspring/decimal"
)

// Amount is money in millionths of a currency unit. Which currency is said by what holds it.
type Amount int64

const (
	// One is one whole currency unit.
	One Amount = 1_000_000
	// Limit is the first absolute value that is out of range: 1e9 units.
	Limit Amount = 1_000_000_000 * One
	// Scale is the number of digits after the point that an Amount holds.
	Scale = 6
)

// InRange reports whether the absolute value is below 1e9 units.
func (a Amount) InRange() bool { return a > -Limit && a < Limit }

// Decimal returns the amount as an arbitrary-precision decimal.
func (a Amount) Decimal() decimal.Decimal { return decimal.New(int64(a), -Scale) }

// FromDecimal converts a decimal; ok is false where it has more than 6 digits after the point or is out of range.
func FromDecimal(d decimal.Decimal) (a Amount, ok bool) {
	if d.Abs().GreaterThanOrEqual(decimal.New(1, 9)) {
		return 0, false
	}
	m := d.Shift(Scale)
	if !m.IsInteger() {
		return 0, false
	}
	return Amount(m.IntPart()), true
}

// String prints the amount without trailing zeros after the point: 12.5, 3, -0.25.
func (a Amount) String() string { return string(AppendTrimmed(nil, int64(a), Scale)) }

// Text prints the amount with exactly digits (0 to 6) after the point. Digits beyond are cut, so the amount
// must have been rounded to them before.
func (a Amount) Text(digits int) string { return string(a.Append(nil, digits)) }

// Append appends Text(digits) to dst.
func (a Amount) Append(dst []byte, digits int) []byte {
	return AppendFixed(dst, int64(a)/pow10[Scale-digits], digits)
}

// AppendFixed appends units of 10^-digits as a decimal with exactly digits after the point.
func AppendFixed(dst []byte, units int64, digits int) []byte {
	u := uint64(units)
	if units < 0 {
		dst = append(dst, '-')
		u = -u
	}
	p := uint64(pow10[digits])
	dst = strconv.AppendUint(dst, u/p, 10)
	if digits == 0 {
		return dst
	}
	dst = append(dst, '.')
	frac, n := u%p, len(dst)
	dst = append(dst, "000000000000000000"[:digits]...)
	for i := n + digits - 1; frac != 0; i-- {
		dst[i] += byte(frac % 10)
		frac /= 10
	}
	return dst
}

// AppendTrimmed is AppendFixed without trailing zeros after the point (and without a bare point).
func AppendTrimmed(dst []byte, units int64, digits int) []byte {
	dst = AppendFixed(dst, units, digits)
	if digits == 0 {
		return dst
	}
	for dst[len(dst)-1] == '0' {
		dst = dst[:len(dst)-1]
	}
	if dst[len(dst)-1] == '.' {
		dst = dst[:len(dst)-1]
	}
	return dst
}

var pow10 = [19]int64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18}

// Pow10 returns 10^n for n from 0 to 18.
func Pow10(n int) int64 { return pow10[n] }
