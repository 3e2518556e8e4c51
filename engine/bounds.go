package engine

import (
	"math"
	"math/bits"
	"slices"

	"github.com/lanewise/lanewise/engine/money"
)

// Deciding asks services in the order of what they cost at least, and leaves out those that cannot win, nor be the
// runner-up, nor the best of their channel. What a service costs at least has two parts, each worked out once: the least
// net freight of a parcel so heavy, here, and what a day, a promise and a value make of it (prospect).

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

// leastNets bounds a service's freight less discount from below, in minor units of its currency, for each class of the
// weight that counts (actual or dim): whatever the date, the postcode and the goods.
func (sl *slot) leastNets(exact bool) (least [classes]int32) {
	for i := range least {
		least[i] = math.MaxInt32
	}
	for _, l := range sl.everyLane() {
		for i := range l.editions {
			for _, bs := range l.editions[i].every() {
				for c := range least {
					from, to := l.terms.billableOf(c, exact)
					least[c] = min(least[c], sl.bandsNet(bs, from, to))
				}
			}
		}
	}
	return least
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

// billableOf is the least and the greatest billable weight of a class. Only a service whose way of counting dim weight is
// known has a greatest: else a parcel's dim weight may be any.
func (t *terms) billableOf(class int, exact bool) (from, to int64) {
	from, to = max(lightest(class), t.minG), maxBillable
	if len(t.steps) > 1 { // a ladder may round a lighter parcel above a heavier one
		return from, to
	}
	if exact && class+1 < classes {
		to = roundUp(max(lightest(class+1)-1, t.minG), t.steps)
	}
	return roundUp(from, t.steps), to
}

// maxBillable is beyond every billable weight.
const maxBillable = math.MaxInt32

// bandsNet is the least net freight of some bands for billable weights from one to another.
func (sl *slot) bandsNet(bs *bands, from, to int64) int32 {
	least := int64(math.MaxInt32)
	for i := range bs.rows {
		if b := &bs.rows[i]; int64(b.upto) >= from && int64(b.over) < to {
			least = min(least, sl.leastNet(b, max(from, int64(b.over)+1), min(to, int64(b.upto))))
		}
	}
	return int32(max(least, 0))
}

// leastNet is the same of one of its bands, which holds all of these weights. Within a band freight does not fall as weight
// rises.
func (sl *slot) leastNet(b *band, from, to int64) int64 {
	d := &sl.svc.discount
	if d.kind == perKg {
		return sl.leastByKg(b, from, to)
	}
	freight, ok := b.freight(from, b.steps(from), sl.svc.unit)
	if !ok {
		return math.MaxInt32
	}
	freight = max(freight, b.minPrice)
	switch d.kind {
	case perParcel:
		cut, _ := sl.svc.cut.Round(1, 0)
		return freight - cut - 2
	case percentOfFreight, percentOfWeightPart:
		cut, _ := money.MulRoundDiv(freight, uint64(d.percent), million)
		return freight - cut - 1
	}
	return freight
}

// leastByKg is leastNet where the contract gives money back on every kg. Without minimum price and started steps the net
// is a straight line up to the first weight and another above it: it is least at an end of one of them.
func (sl *slot) leastByKg(b *band, from, to int64) int64 {
	least := int64(math.MaxInt32)
	for _, w := range []int64{from, min(max(from, int64(b.first)), to), to} {
		steps := int64(0)
		if w > int64(b.first) && b.stepPrice > 0 {
			steps = (w - int64(b.first)) / int64(b.step)
		}
		freight, _ := b.freight(w, steps, sl.svc.unit)
		cut, _ := sl.svc.cut.Round(w, 0)
		least = min(least, freight-cut-2)
	}
	return least
}
