package bench

import (
	"slices"
	"strings"
)

// subset is the benchmark book without what would take a query in SQL far out of its way: no postcodes, no boxes or
// value limits, one step a service instead of a ladder, no contracts, no prices of special goods, no conditions and no
// rules. Services, countries, cards, dim weight, size limits, exchange rates by day and the whole of the risk remain.
func subset(seed uint64) Tables {
	all := services(roll(seed, serviceStream), len(families)*10)
	for _, s := range all {
		s.simplify()
	}
	t := Tables{}
	for name, made := range map[string]*table{
		"settings":   settingTable(),
		"services":   serviceTable(roll(seed, claimStream), all),
		"rates":      rateTable(roll(seed, rateStream), all),
		"surcharges": simpleSurcharges(roll(seed, surchargeStream), all),
		"risk":       riskTable(roll(seed, riskStream), all),
		"weights":    weightTable(),
		"countries":  countryTable(),
		"fx":         fxTable(roll(seed, fxStream)),
	} {
		t[name+".csv"] = made.text.Bytes()
	}
	return t
}

// simplify leaves a service one price list a country.
func (s *service) simplify() {
	plain := *s.family
	plain.box, plain.value, plain.step = "", "", slices.Clone(s.step)
	for i, ladder := range plain.step {
		plain.step[i], _, _ = strings.Cut(ladder, "|")
	}
	s.family, s.contract, s.listed, s.onePrice = &plain, "", false, true
	s.zones = slices.DeleteFunc(s.zones, func(z zone) bool { return len(z.name) != len("US") })
}

// simpleSurcharges gives each service at most one surcharge of each kind: handling, a season in some countries, fuel.
func simpleSurcharges(d dice, all []*service) *table {
	t := newTable("service,surcharge,type,kind,amount,country,valid_from,valid_to,source")
	for _, s := range all {
		cur := currencyOf(s.currency)
		add := func(name, kind, sort, amount string) {
			r := row{"service": s.code, "surcharge": name, "type": sort, "kind": kind, "amount": amount}
			if name == "peak" {
				r["country"], r["valid_from"], r["valid_to"] = "US|BR|ES|FR|MX|CA", "2026-03-15", "2026-05-15"
			}
			t.add(r)
		}
		add("handling", "flat", "surcharge", cur.price(d.between(30, 220)))
		if d.percent(70) {
			add("peak", "per_kg", "surcharge", cur.price(d.between(200, 900)))
		}
		if s.kind != "post" {
			add("fuel", "percent_of_freight", "fuel", dec(d.between(30, 120), 1))
		}
	}
	return t
}
