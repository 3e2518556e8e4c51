package rates

import "github.com/lanewise/lanewise/engine/money"

const hundredPercent Percent = 1_000_000

// tiers checks the rows of each contract against one another, in file order.
func (c *checker) tiers() {
	first := map[string]*Tier{}
	last := map[string]*Tier{}
	for i := range c.b.Tiers {
		t := &c.b.Tiers[i]
		c.tierColumns(t)
		if first[t.Contract] == nil {
			first[t.Contract] = t
			if t.From != 0 && c.complete("tiers") {
				c.report("E108", at{t.Place, "tiers", "from"}, "the first tier of %s is from %s, not from 0", t.Contract, t.From)
			}
		} else if c.sameKind(t, first[t.Contract]) {
			c.tierStep(t, last[t.Contract])
		}
		last[t.Contract] = t
	}
}

// tierColumns finds benefits in a column that the contract's kind does not have.
func (c *checker) tierColumns(t *Tier) {
	perUnit := t.Mode == "incremental" && t.Measure != "spend"
	kind := t.Mode + " contract by " + t.Measure
	if t.Percent > hundredPercent {
		c.report("E111", at{t.Place, "tiers", "percent"}, "%s %% is above 100 %%", t.Percent)
	}
	if perUnit && t.Percent != 0 {
		c.report("E110", at{t.Place, "tiers", "percent"}, "an %s has no percent", kind)
	}
	if !perUnit && t.PerUnit != 0 {
		c.report("E110", at{t.Place, "tiers", "per_unit"}, "an %s has no per_unit", kind)
	}
	if t.Mode == "incremental" && t.On != "" && t.On != "freight" {
		c.report("E110", at{t.Place, "tiers", "on"}, "an incremental contract is on freight, not on %s", t.On)
	}
}

// sameKind reports whether a row has the measure, mode and on of its contract's first; a row that has not is not
// compared any further.
func (c *checker) sameKind(t, first *Tier) bool {
	same := true
	for _, col := range []struct{ name, got, want string }{
		{"measure", t.Measure, first.Measure},
		{"mode", t.Mode, first.Mode},
		{"on", t.On, first.On},
	} {
		if col.got != col.want {
			same = false
			c.report("E107", at{t.Place, "tiers", col.name}, "%s has %s %q here and %q in its first row", t.Contract, col.name, col.got, col.want)
		}
	}
	return same
}

// tierStep compares a tier with the one below it.
func (c *checker) tierStep(t, below *Tier) {
	if t.From <= below.From {
		c.report("E108", at{t.Place, "tiers", "from"}, "from %s of %s is not above %s, the tier before", t.From, t.Contract, below.From)
	}
	falls := func(column, now, before string) {
		c.report("E109", at{t.Place, "tiers", column}, "%s of %s falls from %s to %s", column, t.Contract, before, now)
	}
	if t.Percent < below.Percent {
		falls("percent", t.Percent.String(), below.Percent.String())
	}
	if t.PerUnit < below.PerUnit {
		falls("per_unit", t.PerUnit.String(), below.PerUnit.String())
	}
	if t.Mode == "all_units" && t.Percent > below.Percent && t.Percent <= hundredPercent && t.From > below.From {
		c.cliff(t, below)
	}
}

// cliff warns of a threshold at which everything shipped gets cheaper at once, so that a little more costs less in all:
// from the volume on whose cost at the lower tier is that of the threshold at the higher one.
func (c *checker) cliff(t, below *Tier) {
	even, ok := money.MulRoundDiv(int64(t.From), uint64(hundredPercent-t.Percent), uint64(hundredPercent-below.Percent))
	if !ok {
		return
	}
	unit, what := t.Measure, "freight"
	if unit == "spend" {
		unit = c.b.Settings.Currency.String()
	}
	if t.On == "weight" {
		what = "weight part of the freight"
	}
	c.report("W109", at{t.Place, "tiers", "from"}, "%s rises from %s %% to %s %% on everything at %s %s: with more than %s and less than %s the %s in all is dearer than there",
		t.Contract, below.Percent, t.Percent, t.From, unit, volumeText(even, t.Measure), t.From, what)
}

// volumeText prints a volume in millionths: parcels cut to whole ones, others rounded to two digits.
func volumeText(v int64, measure string) string {
	const parcel, cent = int64(money.One), int64(money.One) / 100
	if measure == "parcels" {
		return money.Amount(v / parcel * parcel).String()
	}
	return money.Amount((v + cent/2) / cent * cent).String()
}
