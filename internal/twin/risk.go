package twin

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// risk is what may go wrong with a parcel, as probabilities with 6 digits and
// as money with 4 digits of the settlement currency.
type risk struct {
	known                              bool
	days                               *decimal.Decimal
	pLost, pLate, pBad                 decimal.Decimal
	loss, late, score, finance, policy decimal.Decimal
	sum                                decimal.Decimal
}

// riskRow gives the row of the service and country, else the service's default
// row, else none.
func (b *Book) riskRow(s *service, country string) *riskRow {
	var found *riskRow
	for i := range b.risks {
		r := &b.risks[i]
		if r.service == s.code && (r.country == country || r.country == "*" && found == nil) {
			found = r
		}
	}
	return found
}

// badOrderCost is what one more bad order costs at the seller's present rate.
func (b *Book) badOrderCost() decimal.Decimal {
	rate := whole(0)
	if b.settings.sellerOrders.Sign() > 0 {
		rate = quo(b.settings.sellerBadOrders.Rat(), b.settings.sellerOrders.Rat())
	}
	var best *weightRow
	for i, w := range b.weights {
		if w.from.Rat().Cmp(rate) <= 0 && (best == nil || w.from.Cmp(best.from) > 0) {
			best = &b.weights[i]
		}
	}
	if best == nil {
		return decimal.Zero
	}
	return best.cost
}

// point is a share delivered within so many days.
type point struct{ day, share *big.Rat }

// deliveredWithin is F(T).
func (r *riskRow) deliveredWithin(t *big.Rat) *big.Rat {
	points := []point{{whole(0), whole(0)}, {r.p50.Rat(), big.NewRat(1, 2)}}
	if r.p80 != nil {
		points = append(points, point{r.p80.Rat(), big.NewRat(4, 5)})
	}
	if r.p95 != nil {
		points = append(points, point{r.p95.Rat(), big.NewRat(19, 20)})
	}
	// The last point on the very day has the largest share of those there.
	for i := len(points) - 1; i >= 0; i-- {
		if points[i].day.Cmp(t) == 0 {
			return points[i].share
		}
	}
	for i := 1; i < len(points); i++ {
		if t.Cmp(points[i].day) < 0 {
			return along(points[i-1], points[i], t)
		}
	}
	a, b := points[len(points)-2], points[len(points)-1]
	if a.day.Cmp(b.day) == 0 {
		return whole(1)
	}
	return smaller(whole(1), along(a, b, t))
}

// along reads the straight line through two points at t.
func along(a, b point, t *big.Rat) *big.Rat {
	slope := quo(sub(b.share, a.share), sub(b.day, a.day))
	return add(a.share, mul(slope, sub(t, a.day)))
}

// assess computes probabilities and expected costs of a priced parcel; value is
// V and shipping the shipping cost, both in settlement currency.
func (p *pricing) assess(value, shipping *big.Rat) risk {
	set := p.book.settings
	row := p.book.riskRow(p.service, p.order.country)
	out := risk{known: row != nil}
	days := whole(0)
	if row != nil {
		p.probabilities(row, &out)
		if row.p50 != nil {
			out.days, days = row.p50, row.p50.Rat()
		}
	}
	yearly := quo(set.capitalRate.Rat(), whole(100))
	daily := quo(yearly, whole(365))

	paid := mul(p.service.claimPayRate.Rat(), p.claim(value, shipping))
	paid = mul(paid, sub(whole(1), mul(daily, p.service.claimDays.Rat())))
	loss := sub(add(value, set.claimHandling.Rat()), paid)
	out.loss = round(mul(out.pLost.Rat(), loss), 4)
	if !p.service.latePlatform {
		out.late = round(mul(out.pLate.Rat(), mul(set.lateRefundRate.Rat(), value)), 4)
	}
	out.score = round(mul(out.pBad.Rat(), p.book.badOrderCost().Rat()), 4)
	tied := sub(mul(value, days), mul(shipping, p.service.creditDays.Rat()))
	out.finance = round(mul(daily, tied), 4)
	out.sum = out.loss.Add(out.late).Add(out.score).Add(out.finance)
	p.check(out.loss, out.late, out.score, out.finance, out.sum)
	return out
}

func (p *pricing) probabilities(row *riskRow, out *risk) {
	within := whole(1)
	if p.order.promised != nil && row.p50 != nil {
		t := sub(p.order.promised.Rat(), p.book.settings.handlingDays.Rat())
		within = row.deliveredWithin(larger(whole(0), t))
	}
	lost := row.lost.Rat()
	arrives := sub(whole(1), lost)
	out.pLost = row.lost
	out.pLate = round(mul(arrives, sub(whole(1), within)), 6)
	onTime := sub(arrives, out.pLate.Rat())
	bad := whole(0)
	if !p.service.exemptLowScore {
		bad = add(mul(onTime, row.lowOnTime.Rat()), mul(out.pLate.Rat(), row.lowLate.Rat()))
	}
	if !p.service.exemptNotReceived {
		bad = add(bad, lost)
	}
	out.pBad = round(bad, 6)
}

// claim is what the carrier owes for a lost parcel, in settlement currency and
// unrounded but for the cap.
func (p *pricing) claim(value, shipping *big.Rat) *big.Rat {
	basis := value
	switch p.service.claimBasis {
	case "value_and_freight":
		basis = add(value, shipping)
	case "freight":
		basis = shipping
	}
	claim := mul(p.service.claimMultiple.Rat(), basis)
	limit := p.terms.claimCap
	if limit == nil {
		return claim
	}
	currency := limit.currency
	if currency == "" {
		currency = p.service.currency
	}
	digits, _ := digitsOf(currency)
	rounded := round(limit.value.Rat(), digits)
	settled := round(p.toSettlement(rounded.Rat(), currency), p.book.settings.digits)
	return smaller(claim, settled.Rat())
}
