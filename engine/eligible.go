package engine

import (
	"math"

	"github.com/lanewise/lanewise/rates"
)

// evaluate asks one service. The checks stand in the order in which the first failure is the reason; the price
// follows the last of them but overflow.
func (x *pass) evaluate(sl *slot, c *cand, t *trace) Reason {
	if r := x.eligible(sl, c); r != OK {
		c.reason = r
		return r
	}
	if t == nil {
		if r, ok := x.quick(c); ok {
			c.reason = r
			return r
		}
	}
	c.reason = x.quoted(t)
	return c.reason
}

// quoted runs the stages of the price. A race stops after the freight where the total cannot matter any more.
func (x *pass) quoted(t *trace) Reason {
	switch c := x.cand; {
	case !x.freight(t):
		return Overflow
	case x.racing && x.hopeless(c):
		return outpriced
	case !x.surchargeLines(t) || !x.addUp() || !x.expect(t):
		return Overflow
	default:
		return OK
	}
}

// hopeless reports whether the net freight puts the bid beyond every limit that matters.
func (x *pass) hopeless(c *cand) bool {
	i := c.slot.at
	net, grams := min(c.net, math.MaxInt32), min(c.billable, math.MaxInt32)
	return x.prospect[i].at(x.chance.outlooks[i], uint64(net), uint64(grams), x.minorV, x.e.rateBits)-c.slot.svc.credit.most > x.limit
}

// eligible asks everything up to the price.
func (x *pass) eligible(sl *slot, c *cand) Reason {
	x.slot, x.svc, x.cand = sl, sl.svc, c
	c.slot, c.rule = sl, nil
	l := sl.whole
	if sl.lanes != nil {
		l = sl.lanes.find(&x.postcode)
	}
	x.lane, c.lane = l, l
	if l == nil {
		return NotServed
	}
	ed := l.on(x.o.ShipDate)
	if ed == nil {
		return NotInForce
	}
	bands := ed.pick(x.attributes)
	if len(bands.rows) == 0 {
		return NotInForce
	}
	x.fares = &x.day.fares[sl.index]
	if !x.fares.ok {
		return NoFX
	}
	if len(x.attributes) > 0 && !x.svc.carries(x.attributes) {
		return Attribute
	}
	if x.dims && l.terms.sized && !l.terms.fits(x) {
		return Oversize
	}
	if id := l.terms.id; id >= 0 && x.day.limits[id].hasMaxValue && x.day.limits[id].maxValue.less(x.worth) {
		return ValueLimit
	}
	c.dimG, c.billable = l.terms.billable(x)
	rules := sl.removals
	if x.racing {
		rules = sl.laneRemovals
	}
	for i := range rules {
		if x.holds(rules[i].cond) {
			c.rule = rules[i].row
			return RuledOut
		}
	}
	var r Reason
	c.band, r = bands.find(c.billable)
	return r
}

func (s *service) carries(attributes []int32) bool {
	if s.acceptsAll {
		return true
	}
	for _, a := range attributes {
		if a < 0 || !s.accepts[a] {
			return false
		}
	}
	return true
}

func (t *terms) fits(x *pass) bool {
	if x.sides[0] > t.maxSide || x.sum > t.maxSum || x.girth > t.maxGirth {
		return false
	}
	if t.boxes == nil {
		return true
	}
	for i := range t.boxes {
		b := &t.boxes[i]
		if x.sides[0] <= b[0] && x.sides[1] <= b[1] && x.sides[2] <= b[2] {
			return true
		}
	}
	return false
}

// billable returns the dim weight where it counts, else 0, and the billable weight.
func (t *terms) billable(x *pass) (dim, w int64) {
	if x.dims {
		dim = t.dim.weigh(x)
	}
	return dim, roundUp(max(x.o.WeightG, dim, t.minG), t.steps)
}

// dimRule is a way of counting dim weight, all of which depends on the parcel alone.
type dimRule struct {
	divisor, trigger uint64
	minSide          int64
}

// weigh returns the dim weight where it counts, else 0.
func (r *dimRule) weigh(x *pass) int64 {
	if r.divisor == 0 || x.sides[0] < r.minSide {
		return 0
	}
	d := dimWeight(x.volume, r.divisor)
	if mul(d, million).less(mul(r.trigger, uint64(x.o.WeightG))) {
		return 0
	}
	return int64(d)
}

// dimWeight is mm³ over cm³ per kg (in millionths), in grams, rounded up. The volume is at most 1e12.
func dimWeight(volume, divisor uint64) uint64 {
	v := volume * 1_000_000
	q := v / divisor
	if v%divisor > 0 {
		q++
	}
	return q
}

// roundUp rounds to the step that holds at the weight.
func roundUp(w int64, steps []rates.Step) int64 {
	for i := len(steps) - 1; i >= 0; i-- {
		if w > steps[i].Over || i == 0 {
			s := steps[i].Step
			if s <= 1 {
				return w
			}
			return (w + s - 1) / s * s
		}
	}
	return w
}
