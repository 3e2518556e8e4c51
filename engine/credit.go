package engine

import (
	"fmt"
	"slices"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// Credit is what one unit more of a contract's volume is worth to the shop beside the order itself: a step towards the next
// tier. It steers the choice and is not money paid.
type Credit struct {
	Contract string
	PerUnit  money.Amount // settlement currency for a parcel, a billable kg or a unit of gross freight, as the tiers count; below 0 keeps volume away
}

// WithCredits gives the engine that compares services by total cost less credit: the contract's credit times the volume that
// the order would put on it, rounded once to 4 digits, or to none where the service has no contract or the contract no credit.
// Prices stay what they are. These credits stand in for those that the engine had. The error names a contract that no service
// has, that occurs twice, or whose credit is no amount of money.
func (e *Engine) WithCredits(credits []Credit) (*Engine, error) {
	for i, c := range credits {
		switch {
		case !slices.ContainsFunc(e.services, func(s service) bool { return s.row.Contract != "" && s.row.Contract == c.Contract }):
			return nil, fmt.Errorf("a credit for contract %q, which no service has", c.Contract)
		case slices.ContainsFunc(credits[:i], func(o Credit) bool { return o.Contract == c.Contract }):
			return nil, fmt.Errorf("two credits for contract %q", c.Contract)
		case abs(c.PerUnit) >= money.Limit:
			return nil, fmt.Errorf("the credit of contract %q is not below %v", c.Contract, money.Limit)
		}
	}
	n, err := Compile(e.book)
	if err != nil {
		return nil, err
	}
	n.setCredits(credits)
	return n, nil
}

// setCredits settles what each service's contract earns.
func (e *Engine) setCredits(credits []Credit) {
	e.credited, e.credits = true, slices.Clone(credits)
	for i := range e.services {
		s := &e.services[i]
		at := slices.IndexFunc(credits, func(c Credit) bool { return c.Contract == s.row.Contract })
		if at < 0 || s.row.Contract == "" || credits[at].PerUnit == 0 {
			continue
		}
		s.credit = newCredit(measureOf(e.book, s.row.Contract), int64(credits[at].PerUnit))
	}
}

func measureOf(b *rates.Book, contract string) string {
	return b.Tiers[slices.IndexFunc(b.Tiers, func(t rates.Tier) bool { return t.Contract == contract })].Measure
}

// credit is what a service's contract earns.
type credit struct {
	counts  counted
	perUnit int64 // millionths of settlement
	most    int64 // no order earns more, units of 1e-4
}

// counted is what a contract's volume is counted in.
type counted uint8

const (
	nothing counted = iota
	parcels
	kilos
	spend
)

// unboundedCredit is beyond every credit in range.
const unboundedCredit = 1 << 45

func newCredit(measure string, perUnit int64) credit {
	c := credit{perUnit: perUnit}
	switch measure {
	case "parcels":
		c.counts = parcels
		c.most, _ = money.MulRoundDiv(perUnit, 1, fineQuantum)
	case "kg":
		c.counts, c.most = kilos, unboundedCredit
	default:
		c.counts, c.most = spend, unboundedCredit
	}
	if perUnit < 0 {
		c.most = 0
	}
	return c
}

// earn puts the credit of the service's contract against the total. ok is false where one is out of range.
func (x *pass) earn(c *cand) (ok bool) {
	cr := &x.svc.credit
	switch cr.counts {
	case parcels:
		c.credit, ok = money.MulRoundDiv(cr.perUnit, 1, fineQuantum)
	case kilos:
		c.credit, ok = money.MulRoundDiv(cr.perUnit, uint64(c.billable), 1000*fineQuantum)
	default:
		c.credit, ok = money.MulRoundDiv(cr.perUnit, uint64(c.settled[Freight]*x.e.settle.quantum), million*fineQuantum)
	}
	c.bid = c.total - c.credit
	return ok && inFine(c.credit) && inFine(c.bid)
}

// allow lowers the bounds of the services in a race by what credits can take off at most.
func (x *pass) allow() {
	for i := range x.field {
		if most := x.c.slots[i].svc.credit.most; most > 0 {
			x.field[i] = entry(max(x.field[i].least()-most, boundless)<<slotBits | int64(i))
		}
	}
}

// cheaper is beats without credits.
func (c *cand) cheaper(o *cand) bool {
	if c.total != o.total {
		return c.total < o.total
	}
	return c.likelier(o)
}
