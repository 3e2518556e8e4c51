package randbook

import (
	"slices"
	"strconv"
)

// tops are the upper ends of weight bands, in grams.
var tops = []int{50, 100, 250, 300, 500, 700, 750, 1000, 1500, 2000, 3000, 5000, 10_000, 20_000, 31_500}

func (g *gen) rateSheet() *sheet {
	s := newSheet("!service,!zone,attribute,over_g,!upto_g,base,per_kg,first_g,step_g,step_price,min_price,min_net," +
		"valid_from,valid_to")
	giant := -1
	if g.huge {
		giant = g.IntN(len(g.services))
	}
	for i := range g.services {
		sv := &g.services[i]
		special := ""
		if len(sv.accepts) > 0 && g.chance(35) {
			special = pick(g, sv.accepts...)
		}
		for _, zone := range sv.zones {
			if g.chance(4) {
				continue
			}
			own := special != "" && g.chance(60)
			if own {
				g.addBands(s, sv, zone, special, i == giant)
			}
			if own && g.chance(40) {
				g.addBands(s, sv, zone, pick(g, otherThan(g.attributes, special)...), i == giant)
			}
			if !own || g.chance(90) {
				g.addBands(s, sv, zone, "", i == giant)
			}
		}
	}
	if g.chance(5) {
		s.add("service", g.services[0].code, "zone", "nowhere", "upto_g", "100", "base", "1")
	}
	if g.chance(50) {
		s.shuffle(g)
	}
	if len(s.rows) == 0 {
		s.add("service", g.services[0].code, "zone", "DE", "upto_g", "1000", "base", "5")
	}
	return s
}

func otherThan(values []string, value string) []string {
	var out []string
	for _, v := range values {
		if v != value {
			out = append(out, v)
		}
	}
	if len(out) == 0 {
		return []string{"never"}
	}
	return out
}

// windows draws validity windows that do not overlap, mostly without a gap.
func (g *gen) windows() [][2]string {
	day := pick(g, g.edges...)
	switch n := g.IntN(100); {
	case n < 66:
		return [][2]string{{"", ""}}
	case n < 84:
		return [][2]string{{"", day}, {dayAfter(day, 1), ""}}
	case n < 92:
		return [][2]string{{"", day}, {dayAfter(day, g.between(2, 40)), ""}}
	case n < 96:
		return [][2]string{{pick(g, "", "2020-02-29"), day}}
	}
	return [][2]string{{day, pick(g, "", "2099-12-31")}}
}

func (g *gen) addBands(s *sheet, sv *service, zone, attribute string, giant bool) {
	for _, window := range g.windows() {
		bounds := some(g, tops, 1, 4)
		if g.chance(85) {
			bounds = append(bounds, pick(g, 5000, 10_000, 31_500, 10_000_000))
		}
		slices.Sort(bounds)
		bounds = slices.Compact(bounds)
		over := 0
		if g.chance(8) && bounds[0] > 20 {
			over = 20
		}
		for i, upto := range bounds {
			if i > 0 && i < len(bounds)-1 && g.chance(7) {
				over = upto // a gap
				continue
			}
			pairs := []string{
				"service", sv.code, "zone", zone, "attribute", attribute,
				"over_g", strconv.Itoa(over), "upto_g", strconv.Itoa(upto),
				"valid_from", window[0], "valid_to", window[1],
			}
			if over == 0 && g.chance(50) {
				pairs[7] = ""
			}
			s.add(append(pairs, g.prices(sv.currency, giant)...)...)
			over = upto
		}
	}
}

// prices draws the price columns of a band.
func (g *gen) prices(currency string, giant bool) []string {
	if giant && g.chance(40) {
		return []string{
			"base", pick(g, "", "999999999", "999999999.999999", "500000000.5"),
			"per_kg", pick(g, "", "999999999", "300000000.000001"), "min_price", pick(g, "", "999999999.99"),
			"step_price", "99999999", "step_g", "100", "min_net", pick(g, "", "999999999"),
		}
	}
	out := []string{"base", g.maybe(75, g.price(currency, 300, 4000)), "per_kg", g.maybe(75, g.price(currency, 500, 9000))}
	if g.chance(35) {
		out = append(out, "step_price", g.price(currency, 20, 900), "step_g", pick(g, "1", "100", "500", "333"),
			"first_g", pick(g, "", "0", "500", "499"))
	} else if g.chance(10) {
		out = append(out, "step_price", "0", "step_g", pick(g, "0", ""))
	}
	return append(out, "min_price", g.maybe(20, g.price(currency, 500, 3000)),
		"min_net", g.maybe(20, g.price(currency, 300, 3000)))
}
