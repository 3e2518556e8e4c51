package rates

import "github.com/lanewise/lanewise/rates/cond"

// rateCells finds rate rows whose cells do not go together.
func (c *checker) rateCells() {
	for i := range c.b.Rates {
		r := &c.b.Rates[i]
		if r.StepPrice != 0 && r.StepG <= 0 {
			c.report("E114", at{r.Place, "rates", "step_price"}, "step_price %s has no step_g", r.StepPrice)
		}
		if r.OverG >= r.UptoG {
			c.report("E115", at{r.Place, "rates", "over_g"}, "over_g %d is not below upto_g %d", r.OverG, r.UptoG)
		}
	}
}

// rowRules finds what single rows of the smaller tables must not say.
func (c *checker) rowRules() {
	b := c.b
	if s := b.Settings; s.SellerBadOrders > s.SellerOrders && c.complete("settings") {
		place := Place{}
		if line := b.settingLines["seller_bad_orders"]; line > 0 {
			place = Place{"settings", line}
		}
		c.report("E117", at{place, "settings", "value"}, "seller_bad_orders %d is above seller_orders %d", s.SellerBadOrders, s.SellerOrders)
	}
	for i := range b.Rules {
		r := &b.Rules[i]
		if r.Do == "hold" && r.When != nil && r.When.Uses()&(cond.UsesService|cond.UsesZone|cond.UsesBillable) != 0 {
			c.report("E118", at{r.Place, "rules", "when"}, "hold rule %s asks about a service, a zone or billable_g", r.Name)
		}
	}
	for i := range b.Contracts {
		if r := &b.Contracts[i]; r.Period == "rolling" && r.RollingDays <= 0 {
			c.report("E119", at{r.Place, "contracts", "period"}, "the rolling period of %s has no number of days", r.Contract)
		}
	}
	for i := range b.Risk {
		c.daysRise(&b.Risk[i])
	}
}

// daysRise compares each of the three points with the last one given before it.
func (c *checker) daysRise(r *Risk) {
	below, name := Opt[Days]{}, ""
	for _, p := range []struct {
		name string
		days Opt[Days]
	}{{"days_p50", r.P50}, {"days_p80", r.P80}, {"days_p95", r.P95}} {
		if !p.days.OK {
			continue
		}
		if below.OK && p.days.V < below.V {
			c.report("E120", at{r.Place, "risk", p.name}, "%s %s is below %s %s", p.name, p.days.V, name, below.V)
		}
		below, name = p.days, p.name
	}
}
