package engine

import (
	"math"
	"math/bits"

	"github.com/lanewise/lanewise/engine/money"
)

// tally bounds a sum of lines from below: what it has of net freight (in minor units of the service's currency), of weight
// (such minor units a gram) and of V, in units of 2^-32, and a constant, in 2^-16 of a minor unit.
type tally struct {
	net, gram, worth uint64
	flat             int64
}

const flatUnit = 1 << 16

func (t *tally) add(o tally) {
	t.net, t.gram, t.worth = min(t.net+o.net, maxFactor), min(t.gram+o.gram, maxFactor), min(t.worth+o.worth, maxFactor)
	t.flat += o.flat
}

// part is a percentage (in millionths) of a tally less an allowance, rounded to a whole minor unit.
func (t tally) part(percent uint64, allowance int64) tally {
	flat, _ := money.MulRoundDiv(t.flat-allowance*flatUnit, percent, million)
	return tally{portion(t.net, percent, million), portion(t.gram, percent, million), portion(t.worth, percent, million), flat - flatUnit/2 - 1}
}

// portion is v·n/d, rounded down; what is beyond every factor counts as the greatest.
func portion(v, n, d uint64) uint64 {
	hi, lo := bits.Mul64(v, n)
	if hi >= d {
		return maxFactor
	}
	q, _ := bits.Div64(hi, lo, d)
	return min(q, maxFactor)
}

// least bounds a surcharge on a day from below by what stands above it. A maximum leaves of a line only its minimum.
func (s *surcharge) least(c *charge, charges, taxes tally) tally {
	floor := max(min(c.min, c.max), 0)
	switch {
	case s.kind == flat:
		return tally{flat: flatten(c.clamp(c.c))}
	case s.kind == perHS6:
		return tally{flat: flatten(c.clamp(c.at(1)))}
	case c.max != math.MaxInt64 || c.wide != nil:
		return tally{flat: flatten(floor)}
	case s.kind == perKgBillable:
		return tally{gram: portion(uint64(c.a), 1<<fixed, c.d), flat: -flatUnit/2 - 1}
	}
	base := tally{net: 1 << fixed}
	switch s.kind {
	case percentOfCharges:
		base = charges
	case percentOfValue:
		base = tally{worth: 1 << fixed}
	case percentOfLanded:
		base = tally{worth: 1 << fixed}
		base.add(charges)
		base.add(taxes)
	}
	return base.part(uint64(s.row.Percent), c.allowance)
}

// flatten counts minor units as a tally does.
func flatten(v int64) int64 {
	const most = math.MaxInt64 >> 24
	return min(v, most) * flatUnit
}
