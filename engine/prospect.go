package engine

import (
	"math"
	"math/big"
	"math/bits"
	"slices"

	"github.com/lanewise/lanewise/engine/money"
)

// prospect bounds a service's total on a day from below, in units of 1e-4:
//
//	rate·(net freight) + perGram·(weight) + worth·V + base
//
// besides what the promise adds (outlook). Net freight is in minor units of the service's currency, weight in grams, V in minor
// units. Factors are rounded down: rate in units of 2^-Engine.rateBits, the others of 2^-16. They are small because an order
// reads those of all services.
type prospect struct {
	rate, perGram, worth uint32
	base                 int32
}

// outlook is what a promise adds to a prospect: the score cost, and the cost of being late as a share of V.
type outlook struct{ score, worth uint32 }

const (
	factorBits = 16        // binary digits after the point of a factor that many read
	mostWorth  = 1<<31 - 1 // so that two of them times a value of 31 bits stay below 2^63
	fixed      = 32        // binary digits after the point of a factor on the way there
	maxFactor  = 1<<59 - 1
)

// at is the bound for a parcel; boundless where there is none.
func (p *prospect) at(l outlook, net, grams, v uint64, rateBits uint8) int64 {
	if p.rate == 0 {
		return boundless
	}
	sum := net*uint64(p.rate)>>(rateBits&63) + (grams*uint64(p.perGram)+v*(uint64(p.worth)+uint64(l.worth)))>>factorBits
	return int64(sum) + int64(p.base) + int64(l.score)
}

// boundless is below every total.
const boundless = -1 << 44

// fix rounds a factor down to units of 2^-32; one beyond limit counts as that, which is less.
func fix(r *big.Rat, limit uint64) uint64 {
	n := new(big.Int).Lsh(r.Num(), fixed)
	if n.Quo(n, r.Denom()); !n.IsUint64() {
		return limit
	}
	return min(n.Uint64(), limit)
}

// outset is the part of a slot's prospects that no day changes.
type outset struct {
	none  bool   // nothing bounds the service: a surcharge takes money off, or claims pay more than is lost
	share uint64 // of the shipping cost, what credit and claims cannot give back; at most 1
	worth uint64 // of V, what loss and capital cost at least
	base  int64  // policy and the handling of claims, less roundings
	sure  []sureCharge
}

func (e *Engine) newOutset(sl *slot) (o outset) {
	s, set, r := sl.svc, &e.book.Settings, sl.risk
	for i := range s.surcharges {
		row := s.surcharges[i].row
		o.none = o.none || row.Amount.Amount < 0 || row.Percent < 0 || row.Max.OK && row.Max.V.Amount < 0
	}
	k := new(big.Rat).Quo(ratio(int64(set.CapitalRate), million), ratio(365, 1)) // a day's cost of capital
	waiting := new(big.Rat).Mul(k, ratio(int64(s.row.ClaimDays), 100))
	paid := waiting.Sub(ratio(1, 1), waiting)
	if paid.Sign() < 0 {
		paid.SetInt64(0)
	}
	lost := ratio(r.lost, million)
	paid.Mul(paid, ratio(int64(s.row.ClaimPayRate), million)).Mul(paid, ratio(int64(s.row.ClaimMultiple), million)).Mul(paid, lost)
	share, worth := ratio(1, 1), new(big.Rat).Mul(k, ratio(r.p50, 100))
	worth.Add(worth, lost)
	if r.basisSh {
		share.Sub(share, paid)
	}
	if r.basisV {
		worth.Sub(worth, paid)
	}
	share.Sub(share, k.Mul(k, ratio(int64(s.row.CreditDays), 100)))
	if o.none = o.none || share.Sign() < 0 || worth.Sign() < 0; o.none {
		return o
	}
	const roundings = 4 // of the four expected costs, half a unit each, and of the factors
	o.share, o.worth = fix(share, maxFactor), fix(worth, maxFactor)
	o.base = int64(fix(new(big.Rat).Mul(lost, ratio(int64(set.ClaimHandlingCost), fineQuantum)), maxFactor)>>fixed) - roundings
	for _, a := range sl.adds {
		if a.cond == always || a.row.Amount < 0 {
			o.base += int64(a.row.Amount) / fineQuantum
		}
	}
	return o
}

// sureCharge is a surcharge that a parcel pays, whatever its lane, on the days on which it is in force, if it meets some of
// the country's key predicates.
type sureCharge struct {
	index int32
	needs uint8
}

// maxKeys is how many predicates tell the prospects of a country apart.
const maxKeys = 4

// foreseeCharges chooses the country's key predicates, those that most surcharges hang on, and lists the sure charges.
func (e *Engine) foreseeCharges(c *country) {
	count := make([]int, len(c.preds))
	for i := range c.slots {
		for _, u := range c.slots[i].commonCharges() {
			for _, p := range []int32{u.area, u.cond} {
				if p >= 0 && !c.preds[p].perLane {
					count[p]++
				}
			}
		}
	}
	for len(c.keys) < maxKeys {
		most := -1
		for p, n := range count {
			if n > 0 && (most < 0 || n > count[most]) {
				most = p
			}
		}
		if most < 0 {
			break
		}
		c.keys, count[most] = append(c.keys, int32(most)), 0
	}
	for i := range c.slots {
		o := &c.slots[i].outset
		for _, u := range c.slots[i].commonCharges() {
			a, ok1 := c.needs(u.area)
			b, ok2 := c.needs(u.cond)
			if ok1 && ok2 {
				o.sure = append(o.sure, sureCharge{u.index, a | b})
			}
		}
	}
}

// needs is the set of key predicates that a predicate stands for.
func (c *country) needs(predicate int32) (uint8, bool) {
	if predicate == always {
		return 0, true
	}
	i := slices.Index(c.keys, predicate)
	return 1 << max(i, 0), i >= 0
}

// commonCharges lists the surcharges that all lanes have alike. Those of a group are left out: which of them counts is not
// sure.
func (sl *slot) commonCharges() (common []surchargeUse) {
	lanes := sl.everyLane()
	if len(lanes) == 0 {
		return nil
	}
	for _, u := range lanes[0].surcharges {
		if u.group == 0 && !slices.ContainsFunc(lanes, func(l *lane) bool { return !slices.Contains(l.surcharges, u) }) {
			common = append(common, u)
		}
	}
	return common
}

// newProspect bounds a slot's totals on a day for parcels that meet some key predicates.
func (e *Engine) newProspect(d *day, sl *slot, met uint8) prospect {
	o, f := &sl.outset, &d.fares[sl.index]
	if o.none || !f.ok {
		return prospect{}
	}
	charges, taxes := tally{net: 1 << fixed}, tally{}
	lines := int64(2) // freight and discount
	for _, u := range o.sure {
		c := f.charges[u.index]
		if c == nil || u.needs&^met != 0 {
			continue
		}
		lines++
		t := sl.svc.surcharges[u.index].least(c, charges, taxes)
		if c.column == Tax {
			taxes.add(t)
		} else {
			charges.add(t)
		}
	}
	charges.add(taxes)
	// A minor unit of the service's is n/d of settlement, and each line is rounded once more there.
	fine := portion(f.n, uint64(e.toFine)<<fixed, f.d)
	scale := func(v, by uint64) uint64 { return portion(v, by, 1<<fixed) }
	kept := scale(fine, o.share)
	worth := scale(charges.worth, o.share) + o.worth
	base := o.base - e.toFine*int64(2+worth>>fixed)
	if !f.same {
		base -= (e.toFine + 1) / 2 * lines
	}
	by := kept
	if charges.flat < 0 {
		by = fine + 1<<fixed
	}
	flat, _ := money.MulRoundDiv(charges.flat, by, flatUnit<<fixed)
	if base += flat - 1; base < math.MinInt32 {
		return prospect{}
	}
	return prospect{
		rate:    uint32(min(scale(charges.net, kept)>>(fixed-e.rateBits), math.MaxUint32)),
		perGram: uint32(min(scale(charges.gram, kept)>>(fixed-factorBits), mostWorth)),
		worth:   uint32(min(portion(worth, uint64(e.toFine), 1<<(fixed-factorBits)), mostWorth)),
		base:    int32(min(base, math.MaxInt32)),
	}
}

// setRateBits leaves a factor of net freight as many digits as the dearest currency allows, percentages on top included.
func (e *Engine) setRateBits() {
	most := uint64(0)
	for i := range e.services {
		u := e.services[i].unit
		rate := uint64(fxOne)
		for _, r := range e.fx[u.currency] {
			rate = max(rate, uint64(r.Rate))
		}
		most = max(most, portion(rate, uint64(u.quantum), fxOne*fineQuantum))
	}
	const room = 3 // charges of several times the freight
	e.rateBits = uint8(max(2, min(24, 32-room-bits.Len64(most))))
}

// cheapest finds, for each service, the day on which its currency costs least and what its contract's benefit is then: the
// most it ever is.
func (e *Engine) cheapest() {
	for i := range e.services {
		s := &e.services[i]
		s.cheapest = fxOne
		for i, r := range e.fx[s.unit.currency] {
			if i == 0 || uint64(r.Rate) < s.cheapest {
				s.cheapest = uint64(r.Rate)
			}
		}
		rate := new(big.Rat).SetFrac(new(big.Int).SetUint64(s.cheapest), big.NewInt(fxOne))
		benefit := rate.Quo(ratio(int64(s.discount.perUnit), 1), rate)
		if s.discount.kind == perKg {
			benefit.Quo(benefit, ratio(1000, 1))
		}
		s.cut = money.NewLinear(benefit, nil, nil, ratio(s.unit.quantum, 1))
	}
}
