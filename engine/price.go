package engine

import "github.com/lanewise/lanewise/engine/money"

// freight runs the first charge stages. The order of all is the field's: the discount is taken of the freight,
// surcharges and fuel of the discounted freight, tax of what stands above it in the file. ok is false where a line
// or a column is out of range.
func (x *pass) freight(t *trace) (ok bool) {
	c := x.cand
	c.net, c.charges, c.taxes = 0, 0, 0
	c.own, c.settled = [Tax + 1]int64{}, [Tax + 1]int64{}
	if x.vOver || !x.worth.less(x.fares.maxValue) {
		return false
	}
	steps := c.band.steps(c.billable)
	freight, ok := c.band.freight(c.billable, steps, x.svc.unit)
	if !ok {
		return false
	}
	freight = max(freight, c.band.minPrice)
	if !x.charge(Freight, freight) {
		return false
	}
	if t != nil {
		t.freight(x, freight, steps)
	}
	if d := &x.svc.discount; d.kind != noDiscount {
		cut, ok := x.benefit(d, freight, steps)
		if !ok {
			return false
		}
		if cut = min(cut, x.discountable(freight)); cut > 0 {
			if !x.charge(Discount, cut) {
				return false
			}
			if t != nil {
				t.discount(x, d, cut)
			}
		}
	}
	c.net = c.charges
	return x.late()
}

// charge adds a line to its column, in the service's currency and, rounded once more, in settlement.
func (x *pass) charge(col Column, own int64) bool {
	settled, ok := x.fares.settle(own)
	if !ok || !x.svc.unit.in(own) || !x.e.settle.in(settled) {
		return false
	}
	x.put(col, own, settled)
	return true
}

// put counts a line in its column.
func (x *pass) put(col Column, own, settled int64) {
	c := x.cand
	c.own[col] += own
	c.settled[col] += settled
	switch col {
	case Discount:
		c.charges -= own
	case Tax:
		c.taxes += own
	default:
		c.charges += own
	}
}

// settle converts minor units of the service's currency to those of settlement, rounded.
func (f *fares) settle(own int64) (int64, bool) {
	if f.same {
		return own, true
	}
	return money.MulRoundDiv(own, f.n, f.d)
}

// benefit is what the contract gives on this parcel, rounded: rounding before taking the smaller gives the same as
// after, since rounding never reverses an order.
func (x *pass) benefit(d *discount, freight, steps int64) (int64, bool) {
	const whole = 1_000_000 // 100 % in units of 0.0001
	b := x.cand.band
	switch d.kind {
	case perParcel:
		v, _ := x.fares.perUnit.Round(1, 0)
		return v, true // what is too large is bounded by the freight
	case perKg:
		v, _ := x.fares.perUnit.Round(x.cand.billable, 0)
		return v, true
	case percentOfWeightPart:
		nano := x.svc.nano
		weight := b.weightPart(x.cand.billable, steps)
		if weight.Sub(money.Mul(freight, int64(nano))).Sign() < 0 {
			part, _ := weight.Int64() // it is less than the freight, which is in range
			return money.Mul(part, d.percent).RoundDiv(nano * whole)
		}
	}
	return money.MulRoundDiv(freight, uint64(d.percent), whole)
}

// discountable is how much of the freight may be given away: what lies above min_net.
func (x *pass) discountable(freight int64) int64 {
	least := x.cand.band.minNet
	if least == 0 {
		return freight
	}
	q := x.svc.unit.quantum
	v, _ := money.Wide(freight*q - least).RoundDiv(uint64(q))
	return max(v, 0)
}

// addUp sums the columns. Each must be in range, whatever it was on the way.
func (x *pass) addUp() bool {
	c := x.cand
	for col := Freight; col <= Tax; col++ {
		if !x.svc.unit.in(c.own[col]) || !x.e.settle.in(c.settled[col]) {
			return false
		}
	}
	c.shipping = c.settled[Freight] - c.settled[Discount] + c.settled[Surcharges] + c.settled[Fuel] + c.settled[Tax]
	return x.svc.unit.in(c.charges+c.taxes) && x.e.settle.in(c.shipping)
}
