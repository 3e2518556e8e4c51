package rates

import "github.com/lanewise/lanewise/engine/money"

// priceDrop is the freight of the last gram of a band and of the first gram of the next one.
type priceDrop struct{ below, above string }

// dropAt reports whether the freight of the next band's first gram is less than that of the band's last one.
func dropAt(l, h *RateRow, cur money.Currency) (d priceDrop, ok bool) {
	below, ok1 := freightAt(l, l.UptoG, cur)
	above, ok2 := freightAt(h, l.UptoG+1, cur)
	if !ok1 || !ok2 || above >= below {
		return d, false
	}
	return priceDrop{below.Text(cur.Digits()), above.Text(cur.Digits())}, true
}

// freightAt is SPEC section 2's round(max(base + weight_part, min_price)) at w billable grams; ok is false where it
// leaves the range of money.
func freightAt(r *RateRow, w int64, cur money.Currency) (freight money.Amount, ok bool) {
	// In thousandths of the amount's own unit, so that a price per kg times grams is exact.
	const thousand = 1000
	steps := int64(0)
	if over := w - r.FirstG; over > 0 && r.StepG > 0 {
		steps = (over-1)/r.StepG + 1
	}
	stepPart, ok := money.Mul(int64(r.StepPrice), steps).Int64()
	if !ok || !money.Amount(stepPart).InRange() {
		return 0, false
	}
	exact := money.Mul(int64(r.PerKg), w).
		Add(money.Mul(int64(r.Base), thousand)).
		Add(money.Mul(stepPart, thousand))
	if least := money.Mul(int64(r.MinPrice), thousand); exact.Sub(least).Sign() < 0 {
		exact = least
	}
	quantum := int64(cur.Quantum())
	units, ok := exact.RoundDiv(uint64(thousand * quantum))
	if !ok || units >= int64(money.Limit)/quantum {
		return 0, false
	}
	return money.Amount(units * quantum), true
}
