package engine

import (
	"fmt"
	"math"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// Decide chooses channel and service for one order and fills d, which the caller owns and may pass again. It
// does not allocate once d has seen orders like these. Quotes and Flip stay empty: Explain fills them.
func (e *Engine) Decide(o *Order, d *Decision) {
	d.reset()
	x := &d.pass
	if d.Fault = x.begin(e, o); d.Fault != nil {
		return
	}
	k := x.race()
	if k.best == nil { // nobody can: ask everyone, for the nearest miss
		x.everyone()
		for i := range x.c.slots {
			x.evaluate(&x.c.slots[i], &x.cands[i], nil)
		}
	}
	d.conclude(x, k)
}

// race asks the services from the cheapest bound up, as long as one may still win, be the runner-up or be the best
// of its channel. Who is left out has a greater total than all of these, so the outcome is that of asking everyone.
func (x *pass) race() (k contest) {
	x.bar()
	c := &x.pool[0]
	for _, b := range x.c.bounds[classOf(x.o.WeightG)] {
		sl := &x.c.slots[b.slot]
		x.limit = k.limit(sl.offline)
		least := b.total(x.e.toFine)
		if least > x.limit && least > k.limit(!sl.offline) {
			break // as are all that follow
		}
		if least+times(x.v, uint64(x.c.worth[b.slot]))/fineQuantum > x.limit {
			continue
		}
		if x.barred[b.slot>>6]>>(b.slot&63)&1 != 0 {
			continue
		}
		if x.evaluate(sl, c, nil) == OK {
			k.enter(c)
			c = k.spare(&x.pool)
		}
	}
	x.limit, x.racing = math.MaxInt64, false
	return k
}

// bar leaves services out that the order's goods, or a rule that depends on the order alone, keep from taking it: each
// is asked once for all services.
func (x *pass) bar() {
	x.racing = true
	x.barred = append(x.barred[:0], x.c.barred...)
	for _, a := range x.attributes {
		for j, w := range x.c.refuses(a) {
			x.barred[j] |= w
		}
	}
	for i := range x.c.bars {
		if b := &x.c.bars[i]; x.holds(b.cond) {
			for j, w := range b.slots {
				x.barred[j] |= w
			}
		}
	}
}

// spare is a place for the next candidate: one that holds none of the best.
func (k *contest) spare(pool *[5]cand) *cand {
	for i := range pool {
		if c := &pool[i]; c != k.best && c != k.second && c != k.online && c != k.offline {
			return c
		}
	}
	panic("engine: four of five places hold five candidates")
}

// limit is the greatest total with which a service of a channel can still change the outcome.
func (k *contest) limit(offline bool) int64 {
	rival := k.online
	if offline {
		rival = k.offline
	}
	if rival == nil || k.second == nil {
		return math.MaxInt64
	}
	return max(rival.total, k.second.total)
}

// Explain is Decide with everything shown: a quote of every service with its lines or its reason, ranks, and what
// would flip the choice. The choice is the same.
func (e *Engine) Explain(o *Order, d *Decision) {
	d.reset()
	x := &d.pass
	if d.Fault = x.begin(e, o); d.Fault != nil {
		return
	}
	x.everyone()
	d.quoteAll(x)
	var k contest
	for i := range x.cands {
		if x.cands[i].reason == OK {
			k.enter(&x.cands[i])
		}
	}
	d.conclude(x, k)
	d.rank(x)
	if d.Chosen {
		for i := range d.Quotes {
			if d.Quotes[i].Service == d.Choice.Service {
				d.Choice = d.Quotes[i]
			}
		}
	}
	d.Flip = x.flip(k)
}

// Price asks one service for a price with its lines, rules left out: published prices know none. The fault is what
// makes the order invalid; the error names an unknown service.
func (e *Engine) Price(o *Order, service string, q *Quote) (*Fault, error) {
	for i := range e.services {
		if e.services[i].row.Code != service {
			continue
		}
		var x pass
		if f := x.begin(e, o); f != nil {
			return f, nil
		}
		*q = Quote{Service: e.services[i].row, Reason: NotServed}
		x.everyone()
		for j := range x.c.slots {
			if sl := x.c.slots[j]; int(sl.index) == i {
				sl.removals, sl.adds = nil, nil
				x.quote(&sl, &x.cands[j], q)
			}
		}
		return nil, nil
	}
	return nil, fmt.Errorf("no service %q in the book", service)
}

func (d *Decision) reset() {
	d.Status, d.HeldBy, d.Fault = Invalid, nil, nil
	d.NoDims, d.NoRisk, d.Chosen = false, false, false
	d.Online, d.Offline, d.RunnerUp = Rank{}, Rank{}, Rank{}
	d.Miss, d.Flip = Miss{}, Flip{}
	d.Quotes = d.Quotes[:0]
}

// contest keeps the best candidates seen so far.
type contest struct{ best, second, online, offline *cand }

// enter lets a candidate compete.
func (k *contest) enter(c *cand) {
	switch {
	case k.best == nil || c.beats(k.best):
		k.best, k.second = c, k.best
	case k.second == nil || c.beats(k.second):
		k.second = c
	}
	side := &k.online
	if c.slot.offline {
		side = &k.offline
	}
	if *side == nil || c.beats(*side) {
		*side = c
	}
}

// beats is least total, then less late, then less bad, then the order of services.
func (c *cand) beats(o *cand) bool {
	switch {
	case c.total != o.total:
		return c.total < o.total
	case c.odds.late != o.odds.late:
		return c.odds.late < o.odds.late
	case c.odds.bad != o.odds.bad:
		return c.odds.bad < o.odds.bad
	default:
		return c.slot.index < o.slot.index
	}
}

// conclude fills the decision from the outcome.
func (d *Decision) conclude(x *pass, k contest) {
	d.Status, d.NoDims = None, !x.dims
	if k.best != nil {
		d.Status, d.Chosen = Ship, true
		k.best.fill(x, &d.Choice)
		d.NoRisk = d.Choice.Risk == nil
		d.Online, d.Offline, d.RunnerUp = k.online.rank(), k.offline.rank(), k.second.rank()
	} else {
		d.Miss = x.miss()
	}
	for i := range x.c.holds {
		if h := &x.c.holds[i]; x.holds(h.cond) {
			d.Status, d.HeldBy = Hold, h.row
			break
		}
	}
}

func (c *cand) rank() Rank {
	if c == nil {
		return Rank{}
	}
	return Rank{c.slot.svc.row, fine(c.total)}
}

// miss is the service that got furthest through the checks, the first of equals.
func (x *pass) miss() Miss {
	m := Miss{Reason: NotServed}
	if len(x.e.services) > 0 {
		m.Service = x.e.services[0].row
	}
	for i := range x.cands {
		if c := &x.cands[i]; c.reason > m.Reason {
			m = Miss{c.slot.svc.row, c.reason, c.rule}
		}
	}
	return m
}

// fine turns units of 1e-4 into an amount.
func fine(v int64) money.Amount { return money.Amount(v * fineQuantum) }

// fill writes a candidate that can take the order as a quote; lines and rank are the caller's.
func (c *cand) fill(x *pass, q *Quote) {
	r := c.slot.risk
	*q = Quote{
		Service: c.slot.svc.row, Zone: c.lane.zone, DimG: c.dimG, BillableG: c.billable, Lines: q.Lines[:0],
		Shipping: money.Amount(c.shipping * x.e.settle.quantum), RiskCost: fine(c.risk), Total: fine(c.total),
		PLost: rates.Share(r.lost), PLate: rates.Share(c.odds.late), PBad: rates.Share(c.odds.bad), Risk: r.row,
	}
	for col := Freight; col <= Tax; col++ {
		q.Amounts[col] = money.Amount(c.settled[col] * x.e.settle.quantum)
	}
	for col := LossCost; col < NumColumns; col++ {
		q.Amounts[col] = fine(c.costs[col])
	}
	if r.row != nil {
		q.DaysP50 = r.row.P50
	}
}
