package engine

import (
	"fmt"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// Decide chooses channel and service for one order and fills d, which the caller owns and may pass again. It
// does not allocate once d has seen orders like these. Lines, Quotes and Flip stay empty: Trace, Compare and Explain fill them.
func (e *Engine) Decide(o *Order, d *Decision) { d.decide(e, o, false) }

// Trace is Decide with the lines of the choice and what would flip it.
func (e *Engine) Trace(o *Order, d *Decision) {
	x := &d.pass
	k := d.decide(e, o, true)
	if k.best == nil {
		return
	}
	if len(x.cands) == 0 { // else everyone was asked
		x.unheard()
		x.racing = true
	}
	d.Flip = x.flip(k)
	x.racing = false
	x.quote(k.best.slot, &x.spare, &d.Choice, true)
	d.Choice.Rank = 1
}

func (d *Decision) decide(e *Engine, o *Order, asking bool) (k contest) {
	d.reset()
	x := &d.pass
	if d.Fault = x.begin(e, o); d.Fault != nil {
		return k
	}
	x.asking, x.rivals, x.cands = asking, x.rivals[:0], x.cands[:0]
	k = x.race()
	if k.best == nil { // nobody can, or there are too many for a race: ask everyone, for the nearest miss
		k = x.askEveryone()
	}
	d.conclude(x, k)
	return k
}

func (x *pass) askEveryone() (k contest) {
	k.credited = x.e.credited
	x.everyone()
	for i := range x.c.slots {
		if x.evaluate(&x.c.slots[i], &x.cands[i], nil) == OK {
			k.enter(&x.cands[i])
			x.rivals = append(x.rivals, rivalOf(&x.cands[i]))
		}
	}
	return k
}

// Compare is Trace with every service shown: its quote or its reason, and ranks. Of the quotes only the chosen one has its
// lines.
func (e *Engine) Compare(o *Order, d *Decision) { e.show(o, d, false) }

// Explain is Compare with the lines of every quote.
func (e *Engine) Explain(o *Order, d *Decision) { e.show(o, d, true) }

func (e *Engine) show(o *Order, d *Decision, lines bool) {
	d.reset()
	x := &d.pass
	if d.Fault = x.begin(e, o); d.Fault != nil {
		return
	}
	x.everyone()
	x.chance = x.chances()
	d.quoteAll(x, lines)
	k := contest{credited: x.e.credited}
	x.rivals = x.rivals[:0]
	for i := range x.cands {
		if x.cands[i].reason == OK {
			k.enter(&x.cands[i])
			x.rivals = append(x.rivals, rivalOf(&x.cands[i]))
		}
	}
	d.conclude(x, k)
	d.rank(x)
	if d.Chosen {
		q := &d.Quotes[k.best.slot.index]
		if !lines {
			rank := q.Rank
			x.quote(k.best.slot, k.best, q, true)
			q.Rank = rank
		}
		d.Choice = *q
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
				sl.removals, sl.adds, sl.maybe, sl.policy = nil, nil, nil, 0
				x.quote(&sl, &x.cands[j], q, true)
			}
		}
		return nil, nil
	}
	return nil, fmt.Errorf("no service %q in the book", service)
}

func (d *Decision) reset() {
	d.Status, d.HeldBy, d.Fault = Invalid, nil, nil
	d.NoDims, d.NoRisk, d.Chosen = false, false, false
	d.Online, d.Offline, d.RunnerUp, d.Cheapest = Rank{}, Rank{}, Rank{}, Rank{}
	d.Miss, d.Flip = Miss{}, Flip{}
	d.Quotes = d.Quotes[:0]
}

// contest keeps the best candidates seen so far.
type contest struct {
	best, second, online, offline *cand
	cheapest                      *cand // without credits, where they count
	credited                      bool
}

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
	if k.credited && (k.cheapest == nil || c.cheaper(k.cheapest)) {
		k.cheapest = c
	}
}

// beats is least bid, then what likelier says.
func (c *cand) beats(o *cand) bool {
	if c.bid != o.bid {
		return c.bid < o.bid
	}
	return c.likelier(o)
}

// likelier decides between equals: less late, then less bad, then the order of services.
func (c *cand) likelier(o *cand) bool {
	switch {
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
		d.Cheapest = k.cheapest.rank()
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
	var m *cand
	for i := range x.cands {
		c := &x.cands[i]
		if m == nil || c.reason > m.reason || c.reason == m.reason && c.slot.index < m.slot.index {
			m = c
		}
	}
	switch {
	case m != nil && m.reason > NotServed:
		return Miss{m.slot.svc.row, m.reason, m.rule}
	case len(x.e.services) > 0:
		return Miss{x.e.services[0].row, NotServed, nil}
	}
	return Miss{Reason: NotServed}
}

// fine turns units of 1e-4 into an amount.
func fine(v int64) money.Amount { return money.Amount(v * fineQuantum) }

// fill writes a candidate that can take the order as a quote; lines and rank are the caller's.
func (c *cand) fill(x *pass, q *Quote) {
	r := c.slot.risk
	q.Service, q.Zone, q.DimG, q.BillableG = c.slot.svc.row, c.lane.zone, c.dimG, c.billable
	q.Reason, q.Rule, q.Rank, q.Lines = OK, nil, 0, q.Lines[:0]
	q.Shipping, q.RiskCost, q.Total = money.Amount(c.shipping*x.e.settle.quantum), fine(c.risk), fine(c.total)
	q.Credit = fine(c.credit)
	q.PLost, q.PLate, q.PBad = rates.Share(r.lost), rates.Share(c.odds.late), rates.Share(c.odds.bad)
	q.Risk, q.DaysP50 = r.row, rates.Opt[rates.Days]{}
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
