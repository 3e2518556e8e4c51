package twin

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// line is a charge, rounded to the minor unit of the service's currency and
// then of the settlement currency.
type line struct {
	typ          string
	own, settled decimal.Decimal
}

// columns are the sums that make up the shipping cost, in one currency.
type columns struct {
	freight, discount, surcharges, fuel, tax, shipping decimal.Decimal
}

// pricing is the work on one order and service.
type pricing struct {
	book     *Book
	order    *order
	service  *service
	zone     string
	terms    terms
	billable *big.Rat
	lines    []line
	// overflow is set as soon as something leaves the range of money.
	overflow bool
}

func (p *pricing) check(values ...decimal.Decimal) {
	for _, v := range values {
		if v.Abs().Cmp(billion) >= 0 {
			p.overflow = true
		}
	}
}

// toOwn converts exactly into the service's currency; an empty currency is it.
func (p *pricing) toOwn(money *big.Rat, currency string) *big.Rat {
	if currency == "" || currency == p.service.currency {
		return money
	}
	return p.book.convert(money, currency, p.service.currency, p.order.shipDate)
}

// toSettlement converts exactly into the settlement currency.
func (p *pricing) toSettlement(money *big.Rat, currency string) *big.Rat {
	if currency == "" {
		currency = p.service.currency
	}
	return mul(money, p.book.rate(currency, p.order.shipDate))
}

// charge rounds an exact amount into a line.
func (p *pricing) charge(typ string, exact *big.Rat) line {
	own := round(exact, p.service.digits)
	l := line{typ: typ, own: own, settled: round(p.toSettlement(own.Rat(), ""), p.book.settings.digits)}
	p.check(l.own, l.settled)
	return l
}

// price computes freight, discount and the rows of surcharges.
func (p *pricing) price(row *rateRow) {
	w := p.billable
	weight := quo(mul(row.perKg.Rat(), w), whole(1000))
	if row.stepPrice.Sign() > 0 {
		over := larger(whole(0), sub(w, row.first.Rat()))
		steps := ceil(quo(over, row.step.Rat()))
		weight = add(weight, mul(row.stepPrice.Rat(), steps))
	}
	freight := p.charge("freight", larger(add(row.base.Rat(), weight), row.minPrice.Rat()))
	room := larger(whole(0), sub(freight.own.Rat(), row.minNet.Rat()))
	discount := p.charge("discount", smaller(p.benefit(freight.own.Rat(), weight), room))
	p.lines = append(p.lines, freight, discount)
	p.addSurcharges()
}

// benefit is what the contract's tier in force gives, unrounded, in the
// service's currency.
func (p *pricing) benefit(freight, weight *big.Rat) *big.Rat {
	tier := p.book.tierInForce(p.service.contract)
	switch {
	case tier == nil:
		return whole(0)
	case tier.mode == "all_units" && tier.on == "weight":
		return percentOf(tier.percent, smaller(weight, freight))
	case tier.mode == "all_units" || tier.measure == "spend":
		return percentOf(tier.percent, freight)
	}
	unit := p.toOwn(tier.perUnit.Rat(), p.book.settings.currency)
	if tier.measure == "kg" {
		return quo(mul(unit, p.billable), whole(1000))
	}
	return unit
}

// tierInForce is the last tier at or below the contract's volume so far.
func (b *Book) tierInForce(contract string) *tierRow {
	var volume volumeRow
	for _, v := range b.volumes {
		if v.contract == contract {
			volume = v
		}
	}
	var in *tierRow
	for i, t := range b.tiers {
		at := map[string]decimal.Decimal{"parcels": volume.parcels, "kg": volume.kg, "spend": volume.spend}[t.measure]
		if contract != "" && t.contract == contract && t.from.Cmp(at) <= 0 {
			in = &b.tiers[i]
		}
	}
	return in
}

// addSurcharges goes through the table in file order. Neighbours that share a
// group are computed on the same lines above them, and one of them stays.
func (p *pricing) addSurcharges() {
	rows := p.book.surcharges
	for i := 0; i < len(rows); {
		j := i + 1
		for rows[i].group != "" && j < len(rows) && rows[j].group == rows[i].group {
			j++
		}
		var best *line
		for k := i; k < j; k++ {
			if !p.applies(&rows[k]) {
				continue
			}
			l := p.surcharge(&rows[k])
			if best == nil || l.own.Cmp(best.own) > 0 {
				best = &l
			}
		}
		if best != nil {
			p.lines = append(p.lines, *best)
		}
		i = j
	}
}

func (p *pricing) applies(r *surchargeRow) bool {
	q := question{book: p.book, order: p.order, service: p.service, zone: p.zone, billable: p.billable}
	return selects(r.services, p.service) &&
		passes(r.zones, p.zone) && passes(r.states, p.order.country) && p.book.inArea(r.areas, p.order) &&
		inForce(r.validFrom, r.validTo, p.order.shipDate) && q.holds(r.when)
}

func inForce(from, to, day string) bool {
	return (from == "" || from <= day) && (to == "" || day <= to)
}

// surcharge computes one row on the lines so far.
func (p *pricing) surcharge(r *surchargeRow) line {
	var exact *big.Rat
	switch r.kind {
	case "flat":
		exact = p.ownAmount(r.amount)
	case "per_kg":
		exact = quo(mul(p.ownAmount(r.amount), p.billable), whole(1000))
	case "per_hs6":
		exact = mul(p.ownAmount(r.amount), p.order.hs6.Rat())
	default:
		base := p.base(r.kind)
		if r.allowance != nil {
			base = sub(base, p.ownAmount(r.allowance))
		}
		exact = percentOf(r.percent, larger(whole(0), base))
	}
	if r.min != nil {
		exact = larger(exact, p.ownAmount(r.min))
	}
	if r.max != nil {
		exact = smaller(exact, p.ownAmount(r.max))
	}
	return p.charge(r.typ, exact)
}

func (p *pricing) ownAmount(a *amount) *big.Rat { return p.toOwn(a.value.Rat(), a.currency) }

// base is what a percentage is taken of, before the allowance.
func (p *pricing) base(kind string) *big.Rat {
	value := p.toOwn(p.order.value.Rat(), p.order.currency)
	net := sub(p.lines[0].own.Rat(), p.lines[1].own.Rat())
	charges, taxes := net, whole(0)
	for _, l := range p.lines[2:] {
		if l.typ == "tax" {
			taxes = add(taxes, l.own.Rat())
		} else {
			charges = add(charges, l.own.Rat())
		}
	}
	switch kind {
	case "percent_of_freight":
		return net
	case "percent_of_charges":
		return charges
	case "percent_of_value":
		return value
	}
	return add(value, add(charges, taxes))
}

// columns sums the lines in the currency that pick chooses.
func (p *pricing) columns(pick func(line) decimal.Decimal) columns {
	c := columns{freight: pick(p.lines[0]), discount: pick(p.lines[1])}
	for _, l := range p.lines[2:] {
		switch l.typ {
		case "surcharge":
			c.surcharges = c.surcharges.Add(pick(l))
		case "fuel":
			c.fuel = c.fuel.Add(pick(l))
		case "tax":
			c.tax = c.tax.Add(pick(l))
		}
	}
	c.shipping = c.freight.Sub(c.discount).Add(c.surcharges).Add(c.fuel).Add(c.tax)
	p.check(c.freight, c.discount, c.surcharges, c.fuel, c.tax, c.shipping)
	return c
}
