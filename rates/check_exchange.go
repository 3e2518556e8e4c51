package rates

import (
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates/cond"
)

// exchange finds currencies without an exchange rate: an error where a condition or a money cell names one, a warning
// where a service is priced in it. The settlement currency must have no row.
func (c *checker) exchange() {
	b := c.b
	has := map[money.Currency]bool{0: true, b.Settings.Currency: true}
	for i := range b.FX {
		f := &b.FX[i]
		has[f.Currency] = true
		if f.Currency == b.Settings.Currency && f.Currency != 0 {
			c.report("E112", at{f.Place, "fx", "currency"}, "%s is the settlement currency", f.Currency)
		}
	}
	// Without settings every currency would seem to be foreign.
	if !c.complete("fx", "settings") || b.Settings.Currency == 0 {
		return
	}
	need := func(m Opt[Money], place Place, table, column string) {
		if m.OK && !has[m.V.Currency] {
			c.report("E113", at{place, table, column}, "%s has no row in fx", m.V.Currency)
		}
	}
	when := func(e *cond.Expr, place Place, table string) {
		if e == nil {
			return
		}
		for _, name := range e.Currencies() {
			if cur, ok := money.ParseCurrency(name); !ok || !has[cur] {
				c.report("E113", at{place, table, "when"}, "value_in(%q): %s has no row in fx", name, name)
			}
		}
	}
	for i := range b.Services {
		s := &b.Services[i]
		if !has[s.Currency] {
			c.report("W104", at{s.Place, "services", "currency"}, "%s is priced in %s, which has no row in fx", s.Code, s.Currency)
		}
		need(s.Terms.MaxValue, s.Place, "services", "max_value")
		need(s.Terms.ClaimCap, s.Place, "services", "claim_cap")
	}
	for i := range b.Zones {
		z := &b.Zones[i]
		need(z.MaxValue.Opt, z.Place, "zones", "max_value")
		need(z.ClaimCap.Opt, z.Place, "zones", "claim_cap")
	}
	for i := range b.Surcharges {
		s := &b.Surcharges[i]
		need(Opt[Money]{s.Amount, true}, s.Place, "surcharges", "amount")
		need(Opt[Money]{s.Allowance, true}, s.Place, "surcharges", "allowance")
		need(s.Min, s.Place, "surcharges", "min")
		need(s.Max, s.Place, "surcharges", "max")
		when(s.When, s.Place, "surcharges")
	}
	for i := range b.Rules {
		when(b.Rules[i].When, b.Rules[i].Place, "rules")
	}
}

// clamps finds surcharges whose min is above their max in one currency, as written; in two, min is applied first.
func (c *checker) clamps() {
	for i := range c.b.Surcharges {
		r := &c.b.Surcharges[i]
		if lo, hi := r.Min.V, r.Max.V; r.Min.OK && r.Max.OK && lo.Currency == hi.Currency && lo.Amount > hi.Amount {
			c.report("E116", at{r.Place, "surcharges", "min"}, "min %s is above max %s", lo.Amount, hi.Amount)
		}
	}
}
