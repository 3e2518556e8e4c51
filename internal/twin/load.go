package twin

import (
	"fmt"
	"io/fs"
	"strings"
)

func (b *Book) loadSettings(fsys fs.FS) error {
	s := &b.settings
	err := eachRow(fsys, "settings.csv", true, func(c *cells, r settingCells) {
		switch r.Key {
		case "currency":
			s.currency = c.currency("value", r.Value)
			s.digits, _ = digitsOf(s.currency)
		case "capital_rate":
			s.capitalRate = c.percent("value", r.Value)
		case "claim_handling_cost":
			s.claimHandling = c.money("value", r.Value)
		case "late_refund_rate":
			s.lateRefundRate = c.share("value", r.Value)
		case "handling_days":
			s.handlingDays = c.days("value", r.Value)
		case "seller_orders":
			s.sellerOrders = c.count("value", r.Value)
		case "seller_bad_orders":
			s.sellerBadOrders = c.count("value", r.Value)
		}
	})
	if err == nil && s.currency == "" {
		err = fmt.Errorf("settings.csv: has no currency")
	}
	return err
}

func (b *Book) loadFx(fsys fs.FS) error {
	return eachRow(fsys, "fx.csv", false, func(c *cells, r fxCells) {
		row := fxRow{
			currency: c.currency("currency", r.Currency),
			rate:     c.number("rate", c.required("rate", r.Rate), 10, false),
			from:     c.date("valid_from", r.ValidFrom),
		}
		if row.rate.Sign() <= 0 {
			c.fail("rate", r.Rate, "is not above 0")
		}
		b.fx = append(b.fx, row)
	})
}

func (b *Book) hasFx(currency string) bool {
	for _, r := range b.fx {
		if r.currency == currency {
			return true
		}
	}
	return false
}

// name notes a currency that a condition or an amount names.
func (b *Book) name(currency string) {
	if currency != "" && !contains(b.named, currency) {
		b.named = append(b.named, currency)
	}
}

func (b *Book) nameOf(a *amount) *amount {
	if a != nil {
		b.name(a.currency)
	}
	return a
}

func (c *cells) place(r PlaceCells) place {
	p := place{
		country: c.countryOrAny("country", r.Country),
		from:    postcodeKey(r.From),
		to:      postcodeKey(r.To),
	}
	if p.to == "" {
		p.to = p.from
	}
	if len(p.from) != len(p.to) {
		c.fail("postcode_to", r.To, "is not as long as postcode_from")
	}
	return p
}

// postcodeKey is the form postcodes are compared in.
func postcodeKey(s string) string {
	return asciiUpper(strings.NewReplacer(" ", "", "-", "").Replace(s))
}

func (b *Book) loadAreas(fsys fs.FS) error {
	return eachRow(fsys, "areas.csv", false, func(c *cells, r areaCells) {
		b.areas = append(b.areas, areaRow{area: c.required("area", r.Area), place: c.place(r.PlaceCells)})
	})
}

func (b *Book) loadRates(fsys fs.FS) error {
	return eachRow(fsys, "rates.csv", true, func(c *cells, r rateCells) {
		row := rateRow{
			service: r.Service, zone: r.Zone, attribute: r.Attribute,
			over: c.grams("over_g", r.OverG), upto: c.grams("upto_g", c.required("upto_g", r.UptoG)),
			base: c.money("base", r.Base), perKg: c.money("per_kg", r.PerKg),
			first: c.grams("first_g", r.FirstG), step: c.grams("step_g", r.StepG),
			stepPrice: c.money("step_price", r.StepPrice), minPrice: c.money("min_price", r.MinPrice),
			minNet:    c.money("min_net", r.MinNet),
			validFrom: c.date("valid_from", r.ValidFrom), validTo: c.date("valid_to", r.ValidTo),
		}
		if row.stepPrice.Sign() > 0 && row.step.Sign() == 0 {
			c.fail("step_g", r.StepG, "must be above 0 where there is a step_price")
		}
		b.rates = append(b.rates, row)
	})
}

func (b *Book) loadTiers(fsys fs.FS) error {
	return eachRow(fsys, "tiers.csv", false, func(c *cells, r tierCells) {
		c.money("rebate", r.Rebate)
		b.tiers = append(b.tiers, tierRow{
			contract: c.required("contract", r.Contract),
			measure:  c.oneOf("measure", r.Measure, "", "parcels", "kg", "spend"),
			mode:     c.oneOf("mode", r.Mode, "", "all_units", "incremental"),
			on:       c.oneOf("on", r.On, "freight", "freight", "weight"),
			from:     c.decimal("from", r.From),
			percent:  c.percent("percent", r.Percent),
			perUnit:  c.money("per_unit", r.PerUnit),
		})
	})
}

func (b *Book) loadVolumes(fsys fs.FS) error {
	return eachRow(fsys, "volumes.csv", false, func(c *cells, r volumeCells) {
		c.money("retro_freight", r.RetroFreight)
		b.volumes = append(b.volumes, volumeRow{
			contract: c.required("contract", r.Contract),
			parcels:  c.count("parcels", r.Parcels),
			kg:       c.decimal("kg", r.Kg),
			spend:    c.money("spend", r.Spend),
		})
	})
}

// loadPlanTables reads the tables that only the planning of a batch uses, to
// refuse malformed cells.
func (b *Book) loadPlanTables(fsys fs.FS) error {
	err := eachRow(fsys, "limits.csv", false, func(c *cells, r limitCells) {
		c.required("contract", r.Contract)
		c.decimal("max_volume", r.MaxVolume)
		c.decimal("commit", r.Commit)
		c.decimal("shortfall_rate", r.ShortfallRate)
	})
	if err != nil {
		return err
	}
	return eachRow(fsys, "contracts.csv", false, func(c *cells, r contractCells) {
		c.required("contract", r.Contract)
		days, rolling := strings.CutPrefix(r.Period, "rolling:")
		if !rolling {
			c.oneOf("period", r.Period, "", "month", "quarter", "year")
		} else if c.count("period", c.required("period", days)).Sign() == 0 {
			c.fail("period", r.Period, "must span at least one day")
		}
	})
}

func (b *Book) loadRisk(fsys fs.FS) error {
	return eachRow(fsys, "risk.csv", false, func(c *cells, r riskCells) {
		row := riskRow{
			service: c.required("service", r.Service), country: "*",
			p50:       c.optionalDays("days_p50", r.DaysP50),
			p80:       c.optionalDays("days_p80", r.DaysP80),
			p95:       c.optionalDays("days_p95", r.DaysP95),
			lost:      c.share("lost_rate", r.LostRate),
			lowOnTime: c.share("low_score_on_time", r.LowScoreOnTime),
			lowLate:   c.share("low_score_late", r.LowScoreLate),
		}
		c.count("sample", r.Sample)
		if r.Country != "" {
			row.country = c.countryOrAny("country", r.Country)
		}
		b.risks = append(b.risks, row)
	})
}

func (b *Book) loadWeights(fsys fs.FS) error {
	return eachRow(fsys, "weights.csv", false, func(c *cells, r weightCells) {
		b.weights = append(b.weights, weightRow{
			from: c.share("bad_rate_from", r.BadRateFrom),
			cost: c.money("bad_order_cost", r.BadOrderCost),
		})
	})
}

func (b *Book) loadCountries(fsys fs.FS) error {
	return eachRow(fsys, "countries.csv", false, func(c *cells, r countryCells) {
		b.countries = append(b.countries, countryRow{
			country:  c.country("country", r.Country),
			promised: c.optionalDays("promised_days", r.PromisedDays),
		})
	})
}

func (b *Book) loadQuotes(fsys fs.FS) error {
	var err error
	b.quotes, b.quoteLines, err = table[quoteCells](fsys, "quotes.csv", false)
	return err
}
