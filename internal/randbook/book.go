package randbook

import (
	"slices"
	"strconv"
)

// Book makes the files of a valid rate book, by name: "settings.csv" and so on.
// Optional tables are sometimes absent.
func Book(seed uint64) map[string][]byte {
	g := newGen(seed, 1)
	g.huge, g.quiet = g.chance(15), g.chance(15)
	g.world()
	out := map[string][]byte{}
	put := func(name string, s *sheet) {
		for _, column := range []string{"source", "source_date", "confidence", "note", "remark"} {
			if g.chance(6) {
				s.columns = append(s.columns, column)
				for _, r := range s.rows {
					r.cells[column] = g.maybe(60, pick(g, "assumed", "a price list, 2026", `said "so"`, "two\nlines"))
				}
			}
		}
		out[name] = s.bytes(g, "")
	}
	optional := func(percent int, name string, s *sheet) {
		if len(s.rows) > 0 || g.chance(percent) {
			put(name, s)
		}
	}
	fx := g.fx()
	put("settings.csv", g.settings())
	areas := g.areaSheet()
	services := g.serviceSheet()
	zones := g.zoneSheet()
	rates := g.rateSheet()
	g.addDoubles(services, zones, rates)
	put("services.csv", services)
	put("rates.csv", rates)
	optional(20, "fx.csv", fx)
	optional(10, "areas.csv", areas)
	optional(10, "zones.csv", zones)
	optional(20, "tiers.csv", g.tierSheet())
	optional(10, "volumes.csv", g.volumeSheet())
	optional(10, "limits.csv", g.limitSheet())
	optional(10, "contracts.csv", g.contractSheet())
	optional(10, "surcharges.csv", g.surchargeSheet())
	optional(20, "risk.csv", g.riskSheet())
	optional(20, "weights.csv", g.weightSheet())
	optional(20, "countries.csv", g.countrySheet())
	optional(20, "rules.csv", g.ruleSheet())
	return out
}

// world settles what the tables have in common.
func (g *gen) world() {
	g.home = pick(g, "CNY", "CNY", "USD", "EUR", "JPY", "KWD", "GBP")
	g.countries = append([]string{"DE", "US"}, some(g, []string{"FR", "GB", "BR", "CA", "AU", "JP", "XK", "ES"}, 2, 4)...)
	for range g.between(3, 6) {
		g.edges = append(g.edges, g.randomDay())
	}
	g.attributes = some(g, []string{"battery", "liquid", "Battery", "刀具", "big size", "cosmetic"}, 2, 4)
}

// fx writes the exchange rates. Most currencies have one since ever; a few
// begin on a day, which leaves orders before it without a rate.
func (g *gen) fx() *sheet {
	s := newSheet("!currency,!rate,valid_from")
	others := []string{}
	for _, c := range []string{"CNY", "USD", "EUR", "GBP", "JPY", "KRW", "KWD", "BHD", "VND", "CHF", "BRL", "CLP"} {
		if c != g.home {
			others = append(others, c)
		}
	}
	g.named = []string{g.home}
	for i, c := range some(g, others, 3, 6) {
		g.foreign = append(g.foreign, c)
		days := some(g, g.edges, 0, 3)
		slices.Sort(days)
		days = slices.Compact(days)
		late := i > 0 && g.chance(25) && len(days) > 0
		if !late {
			days = append([]string{""}, days...)
		}
		if !late || g.chance(40) {
			g.named = append(g.named, c)
		}
		for _, day := range days {
			s.add("currency", g.anyCase(c), "rate", g.rate(c), "valid_from", day)
		}
	}
	if g.chance(40) {
		s.shuffle(g)
	}
	return s
}

// rate draws an exchange rate near what the currency is worth.
func (g *gen) rate(currency string) string {
	units := worth[currency] * pow10(10) / worth[g.home] / 1000 * int64(g.between(900, 1100))
	digits := g.between(0, 10)
	if cut := units / pow10(10-digits); cut > 0 {
		return scaled(cut, digits)
	}
	return scaled(max(units, 1), 10)
}

func (g *gen) anyCase(code string) string {
	if g.chance(10) {
		return string(code[0]|0x20) + code[1:]
	}
	return code
}

func (g *gen) settings() *sheet {
	s := newSheet("!key,!value")
	orders := pick(g, 0, 1, 200, 4200, 999_999_999)
	bad := 0
	if orders > 0 {
		bad = pick(g, 0, orders, g.IntN(orders+1), orders/30)
	}
	s.add("key", "name", "value", "random book")
	s.add("key", "currency", "value", g.anyCase(g.home))
	for _, entry := range [][2]string{
		{"timezone", pick(g, "UTC", "Asia/Shanghai", "America/New_York", "Pacific/Apia")},
		{"capital_rate", pick(g, "0", "7.3", g.percent(20), "9999.9999")},
		{"claim_handling_cost", g.price(g.home, 0, 3000)},
		{"late_refund_rate", g.unlessQuiet(pick(g, "0", "1", "0.15", g.share(500_000)))},
		{"handling_days", pick(g, "0", "3", "2.5", g.days(0, 10), "400")},
	} {
		if g.chance(75) {
			s.add("key", entry[0], "value", entry[1])
		}
	}
	if orders > 0 || g.chance(50) {
		s.add("key", "seller_orders", "value", strconv.Itoa(orders))
		s.add("key", "seller_bad_orders", "value", strconv.Itoa(bad))
	}
	if g.chance(5) {
		s.add("key", "colour", "value", "green")
	}
	s.shuffle(g)
	return s
}

func (g *gen) riskSheet() *sheet {
	s := newSheet("!service,country,days_p50,days_p80,days_p95,lost_rate,low_score_on_time,low_score_late,sample")
	for _, sv := range g.services {
		places := some(g, g.countries, 0, 2)
		if g.chance(85) {
			places = append(places, pick(g, "*", ""))
		}
		for _, country := range places {
			p50, p80, p95 := g.points()
			s.add("service", sv.code, "country", country, "days_p50", p50, "days_p80", p80, "days_p95", p95,
				"lost_rate", pick(g, "", "0", g.share(40_000), g.share(40_000), "0.01", "1"),
				"low_score_on_time", pick(g, "", g.share(200_000), "0.087"),
				"low_score_late", pick(g, "", g.share(1_000_000), "0.591"),
				"sample", pick(g, "", "0", "4828"))
			if code, ok := g.doubles[sv.code]; ok {
				g.doubleRisk(s, code)
			}
		}
	}
	if g.chance(5) {
		s.add("service", "GONE", "country", "*", "days_p50", "5")
	}
	if g.chance(30) {
		s.shuffle(g)
	}
	return s
}

// points draws the days at 50, 80 and 95 %: rising, with points that coincide,
// are zero or are left out.
func (g *gen) points() (p50, p80, p95 string) {
	days := []int64{g.Int64N(2500), g.Int64N(1500), g.Int64N(2000)}
	for i := range days {
		if g.chance(15) {
			days[i] = 0
		}
		if i > 0 {
			days[i] += days[i-1]
		}
	}
	digits := pick(g, 0, 1, 2)
	text := [3]string{}
	for i, d := range days {
		text[i] = scaled(d/pow10(2-digits), digits)
		if g.chance(10) {
			text[i] = ""
		}
	}
	return text[0], text[1], text[2]
}

func (g *gen) weightSheet() *sheet {
	s := newSheet("!bad_rate_from,!bad_order_cost")
	if g.chance(15) {
		return s
	}
	at := int64(0)
	for range g.between(1, 5) {
		s.add("bad_rate_from", scaled(at, 6), "bad_order_cost", g.unlessQuiet(g.price(g.home, 0, 4000)))
		at = min(1_000_000, at+1+g.Int64N(60_000))
	}
	if g.chance(20) {
		s.shuffle(g)
	}
	return s
}

func (g *gen) countrySheet() *sheet {
	s := newSheet("!country,!promised_days")
	for _, c := range g.countries {
		if g.chance(60) {
			s.add("country", g.anyCase(c), "promised_days", pick(g, "0", g.days(1, 40), g.days(1, 40), "15"))
		}
	}
	return s
}
