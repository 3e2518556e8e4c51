package twin

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// candidate is one service asked about one order: a reason why it cannot take
// it, or everything it would cost, in settlement currency.
type candidate struct {
	service  *service
	place    int // in the order of the services
	reason   string
	billable *big.Rat
	columns  columns
	risk     risk
	total    decimal.Decimal
	credit   decimal.Decimal
}

// ask tries one service; the first check that fails names the reason.
func (b *Book) ask(o *order, place int, withRules bool) candidate {
	s := b.services[place]
	p := &pricing{book: b, order: o, service: s}
	out := candidate{service: s, place: place}
	row, reason := p.admit(withRules)
	if reason != "" {
		out.reason = reason
		return out
	}
	declared := p.toOwn(o.value.Rat(), o.currency)
	value := round(p.toSettlement(o.value.Rat(), o.currency), b.settings.digits)
	if declared.Cmp(billion.Rat()) >= 0 {
		p.overflow = true
	}
	p.check(value)
	p.price(row)
	p.columns(func(l line) decimal.Decimal { return l.own })
	out.columns = p.columns(func(l line) decimal.Decimal { return l.settled })
	out.billable = p.billable
	out.risk = p.assess(value.Rat(), out.columns.shipping.Rat())
	if withRules {
		out.risk.policy = p.policy()
	}
	out.total = out.columns.shipping.Add(out.risk.sum).Add(out.risk.policy)
	p.check(out.risk.policy, out.total)
	out.credit = p.credit(&out)
	p.check(out.credit, out.compared())
	if p.overflow {
		return candidate{service: s, place: place, reason: "overflow"}
	}
	return out
}

// admit runs the checks up to the price band, in the order of the contract, and
// fills in zone, terms and billable weight on the way.
func (p *pricing) admit(withRules bool) (*rateRow, string) {
	b, o, s := p.book, p.order, p.service
	zone, terms, ok := b.zone(s, o)
	rows := b.ratesOf(s.code, zone)
	if !ok || len(rows) == 0 {
		return nil, "not_served"
	}
	rows = looksAt(rows, o)
	if len(rows) == 0 {
		return nil, "not_in_force"
	}
	if b.rate(s.currency, o.shipDate) == nil {
		return nil, "no_fx"
	}
	for _, a := range o.attributes {
		if !s.acceptsAll && !contains(s.accepts, a) {
			return nil, "attribute"
		}
	}
	if terms.oversize(o) {
		return nil, "oversize"
	}
	p.zone, p.terms, p.billable = zone, terms, terms.billable(o, s.dimMinSide)
	if limit := terms.maxValue; limit != nil {
		if p.toSettlement(o.value.Rat(), o.currency).Cmp(p.toSettlement(limit.value.Rat(), limit.currency)) > 0 {
			return nil, "value_limit"
		}
	}
	if withRules {
		if rule := p.refusedBy(); rule != "" {
			return nil, "rule:" + rule
		}
	}
	return band(rows, p.billable)
}

// ratesOf gives all rate rows of a service and zone.
func (b *Book) ratesOf(service, zone string) []*rateRow {
	var out []*rateRow
	for i := range b.rates {
		if r := &b.rates[i]; r.service == service && r.zone == zone {
			out = append(out, r)
		}
	}
	return out
}

// looksAt keeps the rows in force on the ship date, and of these the rows of
// the first attribute in file order that the order has, else the rows without
// an attribute.
func looksAt(rows []*rateRow, o *order) []*rateRow {
	attribute := ""
	for _, r := range rows {
		if attribute == "" && r.attribute != "" && inForce(r.validFrom, r.validTo, o.shipDate) &&
			contains(o.attributes, r.attribute) {
			attribute = r.attribute
		}
	}
	var out []*rateRow
	for _, r := range rows {
		if r.attribute == attribute && inForce(r.validFrom, r.validTo, o.shipDate) {
			out = append(out, r)
		}
	}
	return out
}

// band finds the row whose weight band holds the billable weight.
func band(rows []*rateRow, w *big.Rat) (*rateRow, string) {
	highest := whole(0)
	for _, r := range rows {
		if w.Cmp(r.over.Rat()) > 0 && w.Cmp(r.upto.Rat()) <= 0 {
			return r, ""
		}
		highest = larger(highest, r.upto.Rat())
	}
	if w.Cmp(highest) > 0 {
		return nil, "overweight"
	}
	return nil, "no_band"
}

func (p *pricing) question() *question {
	return &question{book: p.book, order: p.order, service: p.service, zone: p.zone, billable: p.billable}
}

// refusedBy names the first forbid or only rule that removes the service.
func (p *pricing) refusedBy() string {
	for _, r := range p.book.rules {
		named := selects(r.services, p.service)
		removes := r.do == "forbid" && named || r.do == "only" && !named
		if removes && p.question().holds(r.when) {
			return r.name
		}
	}
	return ""
}

// policy sums the add_cost rules.
func (p *pricing) policy() decimal.Decimal {
	sum := decimal.Zero
	for _, r := range p.book.rules {
		if r.do == "add_cost" && selects(r.services, p.service) && p.question().holds(r.when) {
			sum = sum.Add(r.amount)
		}
	}
	return sum
}

// held tells whether a rule stops the order for a person.
func (b *Book) held(o *order) bool {
	for _, r := range b.rules {
		if r.do == "hold" && (&question{book: b, order: o}).holds(r.when) {
			return true
		}
	}
	return false
}

// compared is what services are compared by.
func (c *candidate) compared() decimal.Decimal { return c.total.Sub(c.credit) }

// before orders candidates from best to worst.
func before(a, b *candidate) bool {
	for _, c := range []int{a.compared().Cmp(b.compared()), a.risk.pLate.Cmp(b.risk.pLate), a.risk.pBad.Cmp(b.risk.pBad)} {
		if c != 0 {
			return c < 0
		}
	}
	return a.place < b.place
}

// best picks the best candidate of a channel ("" = any) that is not the one to
// leave out; nil when there is none.
func best(all []candidate, channel string, leaveOut *candidate) *candidate {
	var out *candidate
	for i := range all {
		c := &all[i]
		if c.reason != "" || c == leaveOut || channel != "" && c.service.channel != channel {
			continue
		}
		if out == nil || before(c, out) {
			out = c
		}
	}
	return out
}
