package engine

import (
	"math"
	"math/big"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// floor is how far a service's total may lie below its charges. Factors are rounded down, in units of 2^-32.
type floor struct {
	share  uint64 // of the charges, what credit and claims cannot give back
	worth  uint64 // of the declared value, what loss and capital cost at least
	policy int64  // least policy cost, settlement minor units
	none   bool   // nothing bounds it: a surcharge takes money off, or claims pay more than the value
	// What follows is needed for the bounds alone.
	lowest uint64       // exchange rate of the cheapest day, in 1e-10
	rate   uint64       // settlement minor units for one of the service's, at that rate
	cut    money.Linear // of grams (perKg) or parcels (perParcel): the contract's benefit at that rate
}

const fixed = 32 // binary digits after the point of such a factor

// newFloor works a service's floor out for a country.
func (e *Engine) newFloor(sl *slot) (f floor) {
	s, set := sl.svc, &e.book.Settings
	for i := range s.surcharges {
		if s.surcharges[i].row.Amount.Amount < 0 || s.surcharges[i].row.Percent < 0 {
			f.none = true
		}
	}
	claimed := new(big.Rat).Mul(ratio(int64(s.row.ClaimPayRate), million), ratio(int64(s.row.ClaimMultiple), million))
	f.none = f.none || sl.risk.basisV && claimed.Cmp(ratio(1, 1)) > 0
	// Waiting for the claim makes it worth less, so a claim paid at once bounds the loss.
	share := ratio(1, 1)
	if sl.risk.basisSh {
		share.Sub(share, new(big.Rat).Mul(claimed, ratio(sl.risk.lost, million)))
	}
	share.Sub(share, new(big.Rat).Mul(ratio(int64(set.CapitalRate), million), ratio(int64(s.row.CreditDays), 36500)))
	if f.none = f.none || share.Sign() < 0; f.none {
		return f
	}
	f.share = fix(share)
	k := new(big.Rat).Mul(ratio(int64(set.CapitalRate), million), ratio(sl.risk.p50, 36500))
	lost := ratio(sl.risk.lost, million)
	if sl.risk.basisV {
		lost.Sub(lost, new(big.Rat).Mul(lost, claimed))
	}
	f.worth = fix(k.Add(k, lost))
	for _, r := range sl.adds {
		if r.row.Amount < 0 {
			f.policy += int64(r.row.Amount)/e.settle.quantum - 1
		}
	}
	f.lowest = fxOne
	for i, r := range e.fx[s.unit.currency] {
		if i == 0 || uint64(r.Rate) < f.lowest {
			f.lowest = uint64(r.Rate)
		}
	}
	rate := new(big.Rat).SetFrac(new(big.Int).SetUint64(f.lowest), big.NewInt(fxOne))
	benefit := new(big.Rat).Quo(ratio(int64(s.discount.perUnit), 1), rate)
	if s.discount.kind == perKg {
		benefit.Quo(benefit, ratio(1000, 1))
	}
	f.cut = money.NewLinear(benefit, nil, nil, ratio(s.unit.quantum, 1))
	f.rate = fix(rate.Mul(rate, ratio(s.unit.quantum, e.settle.quantum)))
	return f
}

// total bounds a total from below by charges of the service's currency, in settlement minor units.
func (f *floor) total(charges int64) int64 {
	return f.kept(times(charges, f.rate))
}

// kept bounds a total from below by charges of the settlement currency, in minor units.
func (f *floor) kept(charges int64) int64 {
	const slack = 4 // the roundings of the lines shift a total by less
	return times(charges, f.share) - slack + f.policy
}

// fix rounds a factor down to units of 2^-32; a factor beyond them counts as the largest, which is less.
func fix(r *big.Rat) uint64 {
	n := new(big.Int).Lsh(r.Num(), fixed)
	if n.Quo(n, r.Denom()); !n.IsUint64() {
		return math.MaxUint64
	}
	return n.Uint64()
}

// times multiplies by such a factor, rounded down; v is not negative.
func times(v int64, factor uint64) int64 {
	w := mul(uint64(v), factor)
	if w.hi>>(fixed-2) != 0 {
		return math.MaxInt64 >> 2
	}
	return int64(w.hi<<(64-fixed) | w.lo>>fixed)
}

// sureCharges lists the surcharges that every parcel of a lane pays on every day, as far as they are in the service's
// own currency, which no exchange rate moves.
func (sl *slot) sureCharges(l *lane) (sure []charge) {
	for _, u := range l.surcharges {
		sc := &sl.svc.surcharges[u.index]
		r := sc.row
		foreign := func(m rates.Money) bool { return m.Currency != 0 && m.Currency != sl.svc.unit.currency }
		if u.area != always || u.cond != always || u.group != 0 || sc.kind >= percentOfValue || r.Window != (rates.Window{From: rates.NoDate, To: rates.NoDate}) ||
			foreign(r.Amount) || foreign(r.Allowance) || foreign(r.Min.V) || foreign(r.Max.V) {
			continue
		}
		var timeless day
		sure = append(sure, timeless.newCharge(sl.svc, sc))
	}
	return sure
}

// least is a sure charge on at least so much net freight, so much above it and a weight of at least w.
func (c *charge) least(net, charges, w int64) (v int64) {
	switch c.kind {
	case flat:
		v = c.c
	case perKgBillable:
		v = c.at(w)
	case perHS6:
		v = c.at(1)
	case percentOfNet:
		v = c.at(net)
	default:
		v = c.at(charges)
	}
	return c.clamp(v)
}
