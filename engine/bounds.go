package engine

import (
	"cmp"
	"math"
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

// total is the bound in units of 1e-4.
func (b bound) total(toFine int64) int64 {
	if b.least == boundless {
		return math.MinInt64 / 2
	}
	return int64(b.least) * toFine
}

// Weight classes: eight in each doubling, from 2^firstOctave grams on; all below are class 0, all above the last.
const (
	firstOctave = 5
	octaves     = 11
	finer       = 3 // binary digits that tell the classes of a doubling apart
	classes     = 1 + octaves<<finer
)

// classOf returns the weight class of w grams.
func classOf(w int64) int {
	n := bits.Len64(uint64(w)) - 1
	if n < firstOctave {
		return 0
	}
	return min(1+(n-firstOctave)<<finer+int(w>>(n-finer)&(1<<finer-1)), classes-1)
}

// lightest is the least weight of a class.
func lightest(class int) int64 {
	if class == 0 {
		return 1
	}
	n := (class-1)>>finer + firstOctave
	return 1<<n + int64((class-1)&(1<<finer-1))<<(n-finer)
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
	if sl.floor.none {
		return filled(boundless)
	}
	least = filled(math.MaxInt32)
	for _, l := range sl.everyLane() {
		sure := sl.sureCharges(l)
		for i := range l.editions {
			for _, bs := range l.editions[i].every() {
				sl.bandBounds(bs, sure, &least)
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

// bandBounds lowers the bounds of the classes that some bands reach.
func (sl *slot) bandBounds(bs *bands, sure []charge, least *[classes]int32) {
	f := &sl.floor
	for i := range bs.rows {
		b := &bs.rows[i]
		for c := classOf(int64(b.over) + 1); c < classes; c++ {
			w := max(lightest(c), int64(b.over)+1)
			if w > int64(b.upto) {
				break
			}
			net := f.leastNet(sl.svc, b, w)
			charges, taxes := net, int64(0)
			for j := range sure {
				v := sure[j].least(net, charges, w)
				if sure[j].column == Tax {
					taxes += v
				} else {
					charges += v
				}
			}
			v := f.total(charges + taxes)
			least[c] = min(least[c], int32(min(max(v, boundless), math.MaxInt32)))
		}
	}
}

// leastNet bounds freight less discount from below for the weights of a band from w on, in minor units of the
// service's currency. Within a band freight does not fall as weight rises.
func (f *floor) leastNet(s *service, b *band, w int64) int64 {
	d := &s.discount
	if d.kind == perKg {
		return f.leastByKg(s, b, w)
	}
	freight, ok := b.freight(w, b.steps(w), s.unit)
	if !ok {
		return math.MaxInt32
	}
	switch d.kind {
	case perParcel:
		cut, _ := f.cut.Round(1, 0)
		return max(freight-cut-2, 0)
	case percentOfFreight, percentOfWeightPart:
		freight = max(freight, b.minPrice)
		cut, _ := money.MulRoundDiv(freight, uint64(d.percent), million)
		return max(freight-cut-1, 0)
	}
	return max(freight, b.minPrice)
}

// leastByKg is leastNet where the contract gives money back on every kg. Without minimum price and started steps the net
// is a straight line up to the first weight and another above it.
func (f *floor) leastByKg(s *service, b *band, w int64) int64 {
	d := &s.discount
	perKg := uint64(b.row.PerKg)
	perKg += uint64(b.row.StepPrice) / uint64(b.step) * 1000
	if mul(perKg, f.lowest).less(mul(uint64(d.perUnit), fxOne)) {
		return 0 // falls with the weight
	}
	least := int64(math.MaxInt32)
	for _, w := range []int64{w, max(w, int64(min(b.first, b.upto)))} {
		freight, _ := b.freight(w, 0, s.unit)
		if w > int64(b.first) {
			freight, _ = b.freight(w, (w-int64(b.first))/int64(b.step), s.unit)
		}
		cut, _ := f.cut.Round(w, 0)
		least = min(least, max(freight-cut-2, 0))
	}
	return least
}
