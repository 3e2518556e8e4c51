package engine

import "math/bits"

// Where no lines are asked for, prices are worked out in 64 bits. That the numbers are small enough is checked on the way; where they are not, or an amount is
// below zero, the stages of the general way are run instead. Both round alike: half away from zero, which for amounts not
// below zero is half up.

// small is the first amount, in minor units, that the quick way leaves to the general one: times a factor that isSmall it
// stays below 2^62.
const small = 1 << 31

func isSmall(v uint64) bool { return v < small }

// quick prices what is eligible. ok is false where the general way must say.
func (x *pass) quick(c *cand) (r Reason, ok bool) {
	f, b, s := x.fares, c.band, x.svc
	w := uint64(c.billable)
	if !b.small || !f.small || !isSmall(w|uint64(x.hs6)) || x.vOver || !x.worth.less(f.maxValue) {
		return OK, false
	}
	steps := uint64(0)
	if b.stepPrice != 0 && w > uint64(b.first) {
		steps = uint64((uint32(w) - uint32(b.first) + uint32(b.step) - 1) / uint32(b.step))
	}
	freight := max(halfUp(uint64(b.perKg)*w+uint64(b.stepPrice)*steps+uint64(b.base), s.nano), uint64(b.minPrice))
	if !isSmall(freight) {
		return OK, false
	}
	cut := uint64(0)
	if s.discount.kind != noDiscount {
		if cut, ok = x.quickCut(freight, steps); !ok {
			return OK, false
		}
	}
	settledFreight, settledCut := f.quick(freight), f.quick(cut)
	c.net = int64(freight - cut)
	if x.racing && x.hopeless(c) {
		return outpriced, true
	}
	q := quickSum{own: [2]uint64{freight - cut, 0}, all: settledFreight}
	q.of = [percentOfCharges + 1]uint64{perKgBillable: w, perHS6: uint64(x.hs6), percentOfNet: freight - cut}
	if !x.quickLines(&q) || q.own[0]+q.own[1]+cut >= uint64(s.unit.limit) || q.all >= uint64(x.e.settle.limit) {
		return OK, false
	}
	c.charges, c.taxes = int64(q.own[0]), int64(q.own[1])
	c.settled = [Tax + 1]int64{
		int64(settledFreight), int64(settledCut), int64(q.settled[Surcharges]), int64(q.settled[Fuel]), int64(q.settled[Tax]),
	}
	c.shipping = int64(q.all - settledCut)
	if !x.late() || !x.expect(nil) {
		return Overflow, true
	}
	return OK, true
}

// quickSum is what surchargeLines adds up, on the quick way.
type quickSum struct {
	of      [percentOfCharges + 1]uint64 // what a surcharge's quantity is, by its kind; a flat one has none
	own     [2]uint64                    // charges, and taxes
	settled [Tax + 1]uint64
	all     uint64 // of settlement, freight included
}

// quickLines is surchargeLines; false where the general way must say.
func (x *pass) quickLines(q *quickSum) bool {
	list := x.lane.surcharges
	for i := 0; i < len(list); {
		var kept *charge
		var line uint64
		for group := list[i].group; ; {
			u := &list[i]
			if t := x.fares.charges[u.index]; t != nil && (u.area == always || x.holds(u.area)) && (u.cond == always || x.holds(u.cond)) {
				v := x.quickLine(q, t, u.index)
				if !isSmall(v) {
					return false
				}
				if kept == nil || v > line {
					kept, line = t, v
				}
			}
			if i++; group == 0 || i == len(list) || list[i].group != group {
				break
			}
		}
		if kept != nil && !q.add(x.fares, kept, line) {
			return false
		}
	}
	return true
}

// quickLine is one surcharge on what stands above it; not small where it is below zero.
func (x *pass) quickLine(q *quickSum, t *charge, index int32) uint64 {
	if t.small {
		q.of[percentOfCharges] = q.own[0]
		v := halfUp(uint64(max(t.a*int64(q.of[t.kind])+t.c, 0)), t.d)
		return min(max(v, uint64(t.min)), uint64(t.max))
	}
	x.cand.charges, x.cand.taxes = int64(q.own[0]), int64(q.own[1])
	return uint64(x.line(t, index))
}

// add counts a line in its column; false where the sum is no longer small.
func (q *quickSum) add(f *fares, t *charge, line uint64) bool {
	v := f.quick(line)
	q.own[t.column/Tax] += line
	q.settled[t.column] += v
	q.all += v
	return isSmall(q.own[0] | q.own[1])
}

// quickCut is the contract's benefit, as far as min_net allows.
func (x *pass) quickCut(freight, steps uint64) (uint64, bool) {
	d, b := &x.svc.discount, x.cand.band
	var cut uint64
	if d.kind == percentOfFreight {
		cut = halfUp(freight*uint64(d.percent), million)
	} else {
		v, ok := x.benefit(d, int64(freight), int64(steps))
		if !ok {
			return 0, false
		}
		cut = uint64(v)
	}
	if b.minNet != 0 {
		return min(cut, uint64(x.discountable(int64(freight)))), true
	}
	return min(cut, freight), true
}

// quick converts a small amount to settlement minor units.
func (f *fares) quick(v uint64) uint64 {
	if f.same {
		return v
	}
	hi, lo := bits.Mul64(v, f.n)
	lo, carry := bits.Add64(lo, f.d>>1, 0)
	q, _ := bits.Div64(hi+carry, lo, f.d)
	return q
}

// halfUp is n/d rounded, for n below 2^63.
func halfUp(n, d uint64) uint64 { return (n + d>>1) / d }

// isSmall reports whether a price stays below 2^62 for every small weight.
func (b *band) isSmall() bool {
	hi, lo := bits.Mul64(uint64(b.perKg), uint64(b.upto))
	hi2, lo2 := bits.Mul64(uint64(b.stepPrice), uint64(b.upto)/uint64(b.step)+1)
	return hi|hi2 == 0 && lo>>60 == 0 && lo2>>60 == 0 && uint64(b.base)>>60 == 0
}
