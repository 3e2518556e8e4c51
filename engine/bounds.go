package engine

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"
	"slices"

	"github.com/lanewise/lanewise/engine/money"
)

// Deciding asks services in the order of what they cost at least, and stops where the rest cannot win, nor be the
// runner-up, nor the best of their channel. The bound depends on the destination and the parcel's weight alone, so
// it is worked out once: for each class of weights, the services with their least total, cheapest first.

// bound is a service and the least total it can come to, in settlement minor units.
type bound struct {
	least int32
	slot  int32
}

// Weight classes: four in each doubling, from 2^firstOctave grams on; all below are class 0, all above the last.
const (
	firstOctave = 4
	octaves     = 13
	classes     = 1 + 4*octaves
)

// classOf returns the weight class of w grams.
func classOf(w int64) int {
	n := bits.Len64(uint64(w)) - 1
	if n < firstOctave {
		return 0
	}
	return min(1+4*(n-firstOctave)+int(w>>(n-2)&3), classes-1)
}

// lightest is the least weight of a class.
func lightest(class int) int64 {
	if class == 0 {
		return 1
	}
	n := (class-1)/4 + firstOctave
	return 1<<n + int64((class-1)%4)<<(n-2)
}

// boundless marks a service that nothing bounds: it is always asked.
const boundless = math.MinInt32

// bounds lists a country's services by their least total, for each weight class.
func (e *Engine) bounds(c *country) (table [classes][]bound) {
	least := make([][classes]int32, len(c.slots))
	for i := range c.slots {
		least[i] = e.leastTotals(&c.slots[i])
	}
	all := make([]bound, classes*len(c.slots))
	for k := range table {
		list := all[k*len(c.slots) : (k+1)*len(c.slots)]
		for i := range list {
			list[i] = bound{least[i][k], int32(i)}
		}
		slices.SortStableFunc(list, func(a, b bound) int { return cmp.Compare(a.least, b.least) })
		table[k] = list
	}
	return table
}

// leastTotals bounds a service's total from below, whatever the date, postcode, goods and size: the billable weight is
// at least the actual one, so a class is bounded by the cheapest price at its own or any greater weight.
func (e *Engine) leastTotals(sl *slot) (least [classes]int32) {
	k, ok := e.keep(sl)
	if !ok {
		return filled(boundless)
	}
	least = filled(math.MaxInt32)
	for _, l := range sl.everyLane() {
		for i := range l.tariff.editions {
			ed := &l.tariff.editions[i]
			e.bandBounds(sl.svc, ed.general, k, &least)
			for j := range ed.special {
				e.bandBounds(sl.svc, ed.special[j].bands, k, &least)
			}
		}
	}
	for c := classes - 2; c >= 0; c-- {
		least[c] = min(least[c], least[c+1])
	}
	return least
}

func filled(v int32) (a [classes]int32) {
	for i := range a {
		a[i] = v
	}
	return a
}

func (sl *slot) everyLane() (all []*lane) {
	whole := sl.whole
	if sl.lanes != nil {
		whole = sl.lanes.whole
	}
	if whole != nil {
		all = append(all, whole)
	}
	if sl.lanes == nil {
		return all
	}
	for _, l := range sl.lanes.lengths {
		for _, r := range l.rows {
			if r.value != nil && !slices.Contains(all, r.value) {
				all = append(all, r.value)
			}
		}
	}
	return all
}

// keeping is what a service's total keeps of its freight, at worst. Both factors are rounded down, in units of 2^-32.
type keeping struct {
	lowest uint64 // exchange rate of the cheapest day, in 1e-10
	rate   uint64 // settlement minor units for one of the service's, at that rate
	share  uint64 // of the charges, what credit and claims cannot give back
	policy int64  // least policy cost, settlement minor units
}

const fixed = 32 // binary digits after the point of such a factor

// keep finds how far below its freight a service's total may lie. ok is false where nothing bounds it: a surcharge
// that takes money off, or claims that pay more than the value.
func (e *Engine) keep(sl *slot) (k keeping, ok bool) {
	s, set := sl.svc, &e.book.Settings
	for i := range s.surcharges {
		if s.surcharges[i].row.Amount.Amount < 0 || s.surcharges[i].row.Percent < 0 {
			return k, false
		}
	}
	paid := new(big.Rat).Mul(ratio(int64(s.row.ClaimPayRate), million), ratio(int64(s.row.ClaimMultiple), million))
	if sl.risk.basisV && paid.Cmp(ratio(1, 1)) > 0 {
		return k, false
	}
	// Waiting for the claim makes it worth less, so a claim paid at once bounds the loss.
	share := ratio(1, 1)
	if sl.risk.basisSh {
		share.Sub(share, paid.Mul(paid, ratio(sl.risk.lost, million)))
	}
	share.Sub(share, new(big.Rat).Mul(ratio(int64(set.CapitalRate), million), ratio(int64(s.row.CreditDays), 36500)))
	if share.Sign() < 0 {
		return k, false
	}
	k.share = fix(share)
	for _, r := range sl.rules {
		if !r.remove && r.row.Amount < 0 {
			k.policy += int64(r.row.Amount)/e.settle.quantum - 1
		}
	}
	k.lowest = fxOne
	for i, r := range e.fx[s.unit.currency] {
		if i == 0 || uint64(r.Rate) < k.lowest {
			k.lowest = uint64(r.Rate)
		}
	}
	rate := new(big.Rat).SetFrac(new(big.Int).SetUint64(k.lowest), big.NewInt(fxOne))
	k.rate = fix(rate.Mul(rate, ratio(s.unit.quantum, e.settle.quantum)))
	return k, true
}

// fix rounds a factor down to units of 2^-32; a factor beyond them counts as the largest, which is less.
func fix(r *big.Rat) uint64 {
	n := new(big.Int).Lsh(r.Num(), fixed)
	if n.Quo(n, r.Denom()); !n.IsUint64() {
		return math.MaxUint64
	}
	return n.Uint64()
}

// times multiplies by such a factor, rounded down.
func times(v int64, factor uint64) int64 {
	w := mul(uint64(v), factor)
	if w.hi>>(fixed-2) != 0 {
		return math.MaxInt64 >> 2
	}
	return int64(w.hi<<(64-fixed) | w.lo>>fixed)
}

// bandBounds lowers the bounds of the classes that some bands reach.
func (e *Engine) bandBounds(s *service, bands []band, k keeping, least *[classes]int32) {
	for i := range bands {
		b := &bands[i]
		for c := classOf(b.over + 1); c < classes; c++ {
			w := max(lightest(c), b.over+1)
			if w > b.upto {
				break
			}
			const slack = 4 // the roundings of the lines shift a total by less
			v := times(e.leastNet(s, b, k, w), k.share) - slack + k.policy
			least[c] = min(least[c], int32(min(max(v, boundless), math.MaxInt32)))
		}
	}
}

// leastNet bounds freight less discount from below for the weights of a band from w on, in settlement minor units.
// Within a band freight does not fall as weight rises.
func (e *Engine) leastNet(s *service, b *band, k keeping, w int64) int64 {
	steps := b.steps(w)
	freight, ok := b.freight.Round(w, steps)
	if !ok {
		return math.MaxInt32
	}
	d := &s.discount
	if d.kind == perKg { // the discount rises with the weight too, so the minimum price is left out
		if mul(uint64(b.row.PerKg), k.lowest).less(mul(uint64(d.perUnit), fxOne)) {
			return 0
		}
		cut, _ := money.MulRoundDiv(int64(d.perUnit), uint64(w), uint64(1000*e.settle.quantum))
		return max(times(freight, k.rate)-cut-2, 0)
	}
	freight = max(freight, b.minPrice)
	switch d.kind {
	case perParcel:
		return max(times(freight, k.rate)-int64(d.perUnit)/e.settle.quantum-2, 0)
	case percentOfFreight, percentOfWeightPart:
		cut, _ := money.MulRoundDiv(freight, uint64(d.percent), million)
		freight = max(freight-cut-1, 0)
	}
	return times(freight, k.rate)
}
