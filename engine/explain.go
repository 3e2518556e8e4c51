package engine

import (
	"slices"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// trace collects the lines of a quote. Only the stages write to it, each the line it has just charged.
type trace struct{ lines []Line }

// quoteAll prices every service, in book order.
func (d *Decision) quoteAll(x *pass, lines bool) {
	if n := len(x.e.services); cap(d.Quotes) < n {
		d.Quotes = make([]Quote, n)
	} else {
		d.Quotes = d.Quotes[:n]
	}
	for i := range d.Quotes {
		d.Quotes[i] = Quote{Service: x.e.services[i].row, Reason: NotServed, Lines: d.Quotes[i].Lines[:0]}
	}
	for i := range x.c.slots {
		sl := &x.c.slots[i]
		x.quote(sl, &x.cands[i], &d.Quotes[sl.index], lines)
	}
}

// quote evaluates one service into a quote.
func (x *pass) quote(sl *slot, c *cand, q *Quote, lines bool) {
	var t *trace
	if lines {
		t = &trace{q.Lines[:0]}
	}
	if r := x.evaluate(sl, c, t); r != OK {
		q.Reason, q.Rule, q.Lines = r, c.rule, q.Lines[:0]
		if c.lane != nil {
			q.Zone = c.lane.zone
		}
		if r >= RuledOut {
			q.DimG, q.BillableG = c.dimG, c.billable
		}
		return
	}
	c.fill(x, q)
	if lines {
		q.Lines = t.lines
	}
}

// rank numbers the quotes that can take the order, 1 the best.
func (d *Decision) rank(x *pass) {
	order := x.order[:0]
	for i := range x.cands {
		if x.cands[i].reason == OK {
			order = append(order, &x.cands[i])
		}
	}
	slices.SortFunc(order, func(a, b *cand) int {
		switch {
		case a.beats(b):
			return -1
		case b.beats(a):
			return 1
		default:
			return 0
		}
	})
	for i, c := range order {
		d.Quotes[c.slot.index].Rank = i + 1
	}
	x.order = order
}

func (t *trace) add(x *pass, col Column, own int64, l Line) {
	settled, _ := x.fares.settle(own)
	l.Column = col
	l.Own, l.Amount = money.Amount(own*x.svc.unit.quantum), money.Amount(settled*x.e.settle.quantum)
	t.lines = append(t.lines, l)
}

func (t *trace) freight(x *pass, own, steps int64) {
	row := x.cand.band.row
	l := Line{Code: "freight", Quantity: x.cand.billable * 1000, Unit: "kg", Rate: int64(row.PerKg), Place: row.Place, Origin: &row.Origin}
	if row.PerKg == 0 && steps > 0 {
		l.Quantity, l.Unit, l.Rate = steps*million, "step", int64(row.StepPrice)
	}
	t.add(x, Freight, own, l)
}

func (t *trace) discount(x *pass, d *discount, own int64) {
	l := Line{Code: d.tier.Contract, Place: d.tier.Place, Origin: &d.tier.Origin}
	switch d.kind {
	case perParcel:
		l.Quantity, l.Unit, l.Rate = million, "parcel", int64(d.perUnit)
	case perKg:
		l.Quantity, l.Unit, l.Rate = x.cand.billable*1000, "kg", int64(d.perUnit)
	case percentOfWeightPart:
		b := x.cand.band
		part, _ := b.weightPart(x.cand.billable, b.steps(x.cand.billable)).RoundDiv(1000)
		l.Quantity, l.Unit, l.Rate = min(part, x.cand.own[Freight]*x.svc.unit.quantum), "percent", d.percent*100
	default:
		l.Quantity, l.Unit, l.Rate = x.cand.own[Freight]*x.svc.unit.quantum, "percent", d.percent*100
	}
	t.add(x, Discount, own, l)
}

func (t *trace) surcharge(x *pass, sc *surcharge, own int64) {
	row := sc.row
	l := Line{Code: row.Name, Rate: int64(row.Amount.Amount), Place: row.Place, Origin: &row.Origin}
	switch sc.kind {
	case flat:
		l.Quantity, l.Unit = million, "parcel"
	case perKgBillable:
		l.Quantity, l.Unit = x.cand.billable*1000, "kg"
	case perHS6:
		l.Quantity, l.Unit = x.hs6*million, "code"
	case percentOfNet:
		l.Quantity, l.Unit, l.Rate = x.cand.net*x.svc.unit.quantum, "percent", int64(row.Percent)*100
	case percentOfCharges:
		base := x.cand.charges
		if sc.column != Tax {
			base -= own // it stands on what is above it
		}
		l.Quantity, l.Unit, l.Rate = base*x.svc.unit.quantum, "percent", int64(row.Percent)*100
	default: // of a value in the order's own currency, which the order names
		l.Unit, l.Rate = "percent", int64(row.Percent)*100
	}
	t.add(x, sc.column, own, l)
}

// risk adds the expected costs: a probability, and the row it came from.
func (t *trace) risk(x *pass) {
	c, r := x.cand, x.slot.risk
	l := Line{Unit: "probability"}
	if r.row != nil {
		l.Place, l.Origin = r.row.Place, &r.row.Origin
	}
	for _, p := range []struct {
		col      Column
		quantity int64
	}{{LossCost, r.lost}, {LateCost, int64(c.odds.late)}, {ScoreCost, int64(c.odds.bad)}, {FinanceCost, 0}} {
		l.Column, l.Code, l.Quantity, l.Amount = p.col, p.col.String(), p.quantity, fine(c.costs[p.col])
		if p.col == FinanceCost {
			l.Unit = ""
		}
		t.lines = append(t.lines, l)
	}
}

func (t *trace) policy(row *rates.Rule, v int64) {
	t.lines = append(t.lines, Line{Column: PolicyCost, Code: row.Name, Amount: fine(v), Place: row.Place, Origin: &row.Origin})
}
