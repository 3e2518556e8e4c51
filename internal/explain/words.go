package explain

import (
	"fmt"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/celltext"
	"github.com/lanewise/lanewise/rates"
)

// words says what a line's amount is made of.
func (c *Case) words(q *engine.Quote, l *engine.Line) string {
	text := ""
	switch l.Column {
	case engine.Freight:
		text = c.freight(q, l)
	case engine.Discount:
		text = c.discount(l)
	case engine.Surcharges, engine.Fuel, engine.Tax:
		text = c.surcharge(q, l)
		if column := l.Column.String(); l.Code != column {
			text = column + ": " + text
		}
	case engine.LossCost:
		text = percent(q.PLost) + " lost: the value and the work of a claim, less what the claim pays"
	case engine.LateCost:
		text = c.late(q)
	case engine.ScoreCost:
		text = percent(q.PBad) + " become a bad order, at " + c.Decision.Flip.Now.String() + " each"
	case engine.FinanceCost:
		text = c.finance(q)
	case engine.PolicyCost:
		text = "a rule, not money paid" + before(": ", c.ruleReason(l))
	}
	if own := q.Service.Currency; l.Column <= engine.Tax && own != c.Book.Settings.Currency {
		text += fmt.Sprintf(" = %s %s", l.Own.Text(own.Digits()), own)
	}
	return text
}

// find returns the row of a table that a line came from.
func find[T any](rows []T, at rates.Place, place func(*T) rates.Place) *T {
	if at.Line == 0 {
		return nil
	}
	for i := range rows {
		if place(&rows[i]) == at {
			return &rows[i]
		}
	}
	return nil
}

// freight writes the price as its row has it: `base 30.45 + 72.45 × 0.1 kg`.
func (c *Case) freight(q *engine.Quote, l *engine.Line) string {
	r := find(c.Book.Rates, l.Place, func(r *rates.RateRow) rates.Place { return r.Place })
	if r == nil {
		return generic(l)
	}
	var parts []string
	if r.Base != 0 {
		parts = append(parts, r.Base.String())
	}
	if r.PerKg != 0 {
		parts = append(parts, r.PerKg.String()+" × "+kg(q.BillableG)+" kg")
	}
	if r.StepPrice != 0 {
		above := ""
		if r.FirstG > 0 {
			above = fmt.Sprintf(" above %d g", r.FirstG)
		}
		parts = append(parts, fmt.Sprintf("%s for each %d g begun%s", r.StepPrice, r.StepG, above))
	}
	text := strings.Join(parts, " + ")
	if text == "" {
		text = "free"
	}
	if r.MinPrice != 0 {
		text += ", at least " + r.MinPrice.String()
	}
	return fmt.Sprintf("%s (%d–%d g)", text, r.OverG, r.UptoG)
}

func (c *Case) discount(l *engine.Line) string {
	t := find(c.Book.Tiers, l.Place, func(t *rates.Tier) rates.Place { return t.Place })
	if t == nil {
		return generic(l)
	}
	benefit := ""
	switch {
	case t.Measure != "spend" && t.Mode == "incremental" && t.Measure == "parcels":
		benefit = t.PerUnit.String() + " " + c.Book.Settings.Currency.String() + " a parcel"
	case t.Measure != "spend" && t.Mode == "incremental":
		benefit = t.PerUnit.String() + " " + c.Book.Settings.Currency.String() + " a kg"
	case t.On == "weight":
		benefit = t.Percent.String() + " % of the freight's weight part"
	default:
		benefit = t.Percent.String() + " % of the freight"
	}
	return fmt.Sprintf("%s: contract %s, the tier from %s %s%s", benefit, t.Contract, t.From, c.unit(t.Measure), c.volume(t))
}

func (c *Case) unit(measure string) string {
	if measure == "spend" {
		return c.Book.Settings.Currency.String()
	}
	return measure
}

// volume tells where the contract stands.
func (c *Case) volume(t *rates.Tier) string {
	for i := range c.Book.Volumes {
		v := &c.Book.Volumes[i]
		if v.Contract != t.Contract {
			continue
		}
		at := map[string]money.Amount{"parcels": v.Parcels, "kg": v.Kg, "spend": v.Spend}[t.Measure]
		return fmt.Sprintf(" on (%s so far)", at)
	}
	return " on"
}

func (c *Case) surcharge(q *engine.Quote, l *engine.Line) string {
	s := find(c.Book.Surcharges, l.Place, func(s *rates.Surcharge) rates.Place { return s.Place })
	if s == nil {
		return generic(l)
	}
	text := c.charged(q, s, l)
	if s.Allowance.Amount != 0 {
		text += " above " + inCurrency(s.Allowance, q.Service)
	}
	own := func(m rates.Money) string { return inCurrency(m, q.Service) }
	text += before(", at least ", celltext.Opt(s.Min, own)) + before(", at most ", celltext.Opt(s.Max, own))
	if s.Group != "" {
		text += ", the dearest of group " + s.Group
	}
	return text
}

func (c *Case) charged(q *engine.Quote, s *rates.Surcharge, l *engine.Line) string {
	amount := inCurrency(s.Amount, q.Service)
	switch s.Kind {
	case "flat":
		return amount + " a parcel"
	case "per_kg":
		return amount + " × " + kg(q.BillableG) + " kg"
	case "per_hs6":
		return fmt.Sprintf("%s × %d customs codes", amount, max(1, c.Row.Order.HS6Count))
	}
	base := map[string]string{
		"percent_of_freight": "the freight less discount", "percent_of_charges": "all charges above it", "percent_of_value": "the value",
		"percent_of_landed": "value, charges and taxes above it",
	}[s.Kind]
	return s.Percent.String() + " % of " + base
}

func (c *Case) late(q *engine.Quote) string {
	text := percent(q.PLate) + " late"
	if q.Service.LateByPlatform {
		return text + ", which the platform bears"
	}
	return text + ": the buyer gets " + percent(c.Book.Settings.LateRefundRate) + " of the value back"
}

func (c *Case) finance(q *engine.Quote) string {
	text := c.Book.Settings.CapitalRate.String() + " % a year on the value for " + days(q) + " days"
	if q.Service.CreditDays != 0 {
		text += ", less the freight for " + q.Service.CreditDays.String() + " days of credit"
	}
	return text
}

func (c *Case) ruleReason(l *engine.Line) string {
	r := find(c.Book.Rules, l.Place, func(r *rates.Rule) rates.Place { return r.Place })
	if r == nil {
		return ""
	}
	return r.Reason
}

// generic is what a line says by itself: its rate, quantity and unit.
func generic(l *engine.Line) string {
	rate, quantity := money.Amount(l.Rate).String(), money.Amount(l.Quantity).String()
	switch {
	case l.Unit == "percent":
		return rate + " %"
	case l.Unit == "" || l.Rate == 0:
		return ""
	}
	return rate + " × " + quantity + " " + l.Unit
}

// percent is a share as an exact percentage.
func percent(s rates.Share) string { return rates.Percent(s).String() + " %" }

// kg is a weight of grams in kilograms.
func kg(g int64) string { return money.Amount(g * 1000).String() }
