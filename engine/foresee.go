package engine

import (
	"math"
	"slices"
	"sync/atomic"
)

// promises is how many promises of whole days have their chances kept: 0 to promises-2 days, and none.
const promises = 122

// keep bounds what an engine keeps of prospects and chances, in entries, which comes to some 64 MB: room for hundreds of
// services in hundreds of countries. What is beyond is worked out anew for each order, which is slow.
const keep = 1 << 22

// foresee works out what bounds a country's services whatever the day.
func (e *Engine) foresee(c *country) {
	c.kinds = []dimRule{{}}
	all := make([]int32, classes*len(c.slots))
	for k := range c.nets {
		c.nets[k] = all[k*len(c.slots) : (k+1)*len(c.slots)]
	}
	for i := range c.slots {
		sl := &c.slots[i]
		sl.at = int32(i)
		kind, exact := c.kindOf(sl)
		for k, net := range sl.leastNets(exact) {
			c.nets[k][i] = net
		}
		c.kind = append(c.kind, kind)
	}
	e.foreseeCharges(c)
	c.views = newPointers[[]prospect](len(e.epochs) << len(c.keys))
}

// kindOf numbers the way in which all of a service's lanes count dim weight; known is false where they have none in common.
func (c *country) kindOf(sl *slot) (kind uint8, known bool) {
	lanes := sl.everyLane()
	if len(lanes) == 0 {
		return 0, false
	}
	rule := lanes[0].terms.dim
	for _, l := range lanes {
		if l.terms.dim != rule {
			return 0, false
		}
	}
	i := slices.Index(c.kinds, rule)
	if i < 0 && len(c.kinds) <= math.MaxUint8 {
		i = len(c.kinds)
		c.kinds = append(c.kinds, rule)
	}
	return uint8(max(i, 0)), i >= 0
}

// prospects are the bounds of the country's services on the order's day, by which of the country's key predicates it meets.
func (x *pass) prospects() []prospect {
	met := uint8(0)
	for i, p := range x.c.keys {
		if x.holds(p) {
			met |= 1 << i
		}
	}
	at := &x.c.views[x.day.index<<len(x.c.keys)|int(met)]
	if v := at.Load(); v != nil {
		return *v
	}
	x.view = x.view[:0]
	for i := range x.c.slots {
		x.view = append(x.view, x.e.newProspect(x.day, &x.c.slots[i], met))
	}
	if !x.e.reserve(len(x.view)) {
		return x.view
	}
	v := slices.Clone(x.view)
	at.Store(&v)
	return v
}

// chances is what a promise makes of the risk of a country's services, by slot.
type chances struct {
	odds     []odds
	outlooks []outlook
}

// chances are those of the order's promise.
func (x *pass) chances() *chances {
	var at *atomic.Pointer[chances]
	switch day := int64(x.promise.V); {
	case !x.promise.OK:
		at = &x.c.chances[promises-1]
	case day%100 == 0 && day/100 < promises-1:
		at = &x.c.chances[day/100]
	}
	if at != nil {
		if v := at.Load(); v != nil {
			return v
		}
	}
	v := &x.luck
	v.odds, v.outlooks = v.odds[:0], v.outlooks[:0]
	for i := range x.c.slots {
		r := x.c.slots[i].risk
		o := r.odds(x.promise, x.e)
		late := portion(uint64(o.late)*r.refund, uint64(x.e.toFine)<<factorBits, million*million)
		v.odds = append(v.odds, o)
		v.outlooks = append(v.outlooks, outlook{uint32(min(o.score, math.MaxUint32)), uint32(min(late, mostWorth))})
	}
	if at == nil || !x.e.reserve(2*len(v.odds)) {
		return v
	}
	v = &chances{slices.Clone(v.odds), slices.Clone(v.outlooks)}
	at.Store(v)
	return v
}

// reserve reports whether so many entries more may be kept.
func (e *Engine) reserve(n int) bool { return e.kept.Add(int64(n)) <= keep }
