package randbook

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

func (g *gen) serviceSheet() *sheet {
	s := newSheet("!service,name,!channel,!kind,!level,!currency,tracking,contract,accepts,min_g,step_g,dim_divisor," +
		"dim_trigger,dim_min_side_cm,max_side_cm,max_sum_cm,max_girth_cm,max_box_cm,max_value,exempt_low_score," +
		"exempt_not_received,late_borne_by,claim_basis,claim_multiple,claim_cap,claim_pay_rate,claim_days,credit_days")
	contracts := append([]string{""}, some(g, []string{"K1", "K2", "K3", "Long Name"}, 0, 3)...)
	for i := range g.between(5, 9) {
		sv := service{code: fmt.Sprintf("S%d", i+1), currency: g.home}
		if i == 3 {
			sv.code = pick(g, "s 4", "S4-x", "服务")
		}
		if g.chance(50) {
			sv.currency = pick(g, g.foreign...)
		}
		if g.chance(2) {
			sv.currency = "CHF" // may well have no rate at all
		}
		accepts := "*"
		if g.chance(60) {
			sv.accepts = some(g, g.attributes, 0, len(g.attributes))
			accepts = g.joined(sv.accepts)
		} else {
			sv.accepts = g.attributes
		}
		contract := ""
		if g.chance(60) {
			contract = pick(g, contracts...)
		}
		if contract != "" && !slices.Contains(g.contracts, contract) {
			g.contracts = append(g.contracts, contract)
		}
		pairs := []string{
			"service", sv.code, "name", g.maybe(70, "Service, the "+strconv.Itoa(i+1)+"."),
			"channel", pick(g, "online", "offline"), "kind", pick(g, "platform", "post", "courier", "forwarder"),
			"level", pick(g, "economy", "simple", "standard", "express"), "currency", g.anyCase(sv.currency),
			"tracking", pick(g, "", "none", "partial", "full"), "contract", contract, "accepts", accepts,
		}
		pairs = append(pairs, g.terms(sv.currency, 25, false)...)
		pairs = append(pairs, g.afterSale(sv.currency)...)
		s.add(pairs...)
		g.services = append(g.services, sv)
	}
	return s
}

// terms draws the columns that zones may override. Each is filled with the
// given chance; `none` only where an override takes away.
func (g *gen) terms(currency string, percent int, zone bool) []string {
	cells := [][2]string{
		{"min_g", pick(g, "0", "50", "100", "500")},
		{"step_g", pick(g, "1", "10", "100", "500", "500|21000:1000", "50|500:100|2000:500", "7|300:13", "30|500:70")},
		{"dim_divisor", pick(g, "5000", "6000", "8000", "4999.5", "0")},
		{"dim_trigger", pick(g, "1", "1.5", "2", "0.5", "1.000001", "0")},
		{"max_side_cm", pick(g, "60", "45.5", "120", "105")},
		{"max_sum_cm", pick(g, "90", "140", "200.5", "300")},
		{"max_girth_cm", pick(g, "180", "250", "330", "150.5")},
		{"max_box_cm", pick(g, "60x40x35", "35.3x25x10|60x20x20", "20x60x20|100x10x10", "40.5x40.5x40.5")},
		{"max_value", g.amount(currency, 15_000, 60_000)},
		{"claim_cap", g.amount(currency, 0, 30_000)},
	}
	var out []string
	for _, c := range cells {
		text := g.maybe(percent, c[1])
		if strings.HasPrefix(c[0], "max_") && g.chance(50) {
			text = ""
		}
		if c[0] == "dim_trigger" && out[len(out)-1] != "" && g.chance(50) {
			text = c[1]
		}
		if zone && g.chance(percent/3) {
			text = "none"
		}
		if !zone && c[0] == "dim_divisor" && g.chance(10) {
			text = "none"
		}
		out = append(out, c[0], text)
	}
	if !zone {
		out = append(out, "dim_min_side_cm", g.maybe(15, pick(g, "40", "20.5", "0")))
	}
	return out
}

func (g *gen) afterSale(currency string) []string {
	return []string{
		"exempt_low_score", pick(g, "", "", "yes", "no"), "exempt_not_received", pick(g, "", "", "yes", "no"),
		"late_borne_by", pick(g, "", "seller", "platform"),
		"claim_basis", pick(g, "", "value", "value_and_freight", "freight"),
		"claim_multiple", g.multiple(),
		"claim_pay_rate", pick(g, "", "1", "0.5", g.share(1_000_000)),
		"claim_days", pick(g, "", "30", g.days(0, 120), "400"),
		"credit_days", pick(g, "", "30", g.days(0, 60)),
	}
}

func (g *gen) multiple() string {
	if g.huge && g.chance(10) {
		return "999999999.999999"
	}
	return pick(g, "", "", "3", "0", "1.5", g.number(0, 10, 6))
}

// postcodes are made of these: bytewise, digits come before letters.
const postcodeBytes = "0123456789AKX"

func (g *gen) postcode(k int) string {
	out := make([]byte, k)
	for i := range out {
		out[i] = postcodeBytes[g.IntN(len(postcodeBytes))]
		if g.chance(60) {
			out[i] = '0' + byte(g.IntN(10))
		}
	}
	return string(out)
}

// spelt writes a postcode in one of the ways that mean the same.
func (g *gen) spelt(postcode string) string {
	if g.chance(20) {
		postcode = strings.ToLower(postcode)
	}
	if len(postcode) > 1 && g.chance(20) {
		at := g.between(1, len(postcode)-1)
		postcode = postcode[:at] + pick(g, " ", "-", " - ") + postcode[at:]
	}
	return postcode
}

// ranges draws ranges of one length that do not touch each other.
func (g *gen) ranges(k, most int) [][2]string {
	var out [][2]string
	for range most {
		from, to := g.postcode(k), g.postcode(k)
		if from > to || g.chance(30) {
			to = from
		}
		free := true
		for _, r := range out {
			free = free && (to < r[0] || r[1] < from)
		}
		if free {
			out = append(out, [2]string{from, to})
		}
	}
	return out
}

func (g *gen) areaSheet() *sheet {
	s := newSheet("!area,!country,postcode_from,postcode_to")
	g.areas = some(g, []string{"remote", "islands", "far north"}, 0, 3)
	for _, area := range g.areas {
		for range g.between(1, 3) {
			for _, r := range g.ranges(g.between(1, 3), 3) {
				s.add("area", area, "country", pick(g, "*", g.anyCase(pick(g, g.countries...))),
					"postcode_from", g.spelt(r[0]), "postcode_to", g.spelt(r[1]))
			}
		}
		if g.chance(20) {
			s.add("area", area, "country", pick(g, g.countries...))
		}
	}
	return s
}

// zoneSheet gives some services zones of their own; the others have one zone a
// country.
func (g *gen) zoneSheet() *sheet {
	s := newSheet("!service,!country,postcode_from,postcode_to,!zone,min_g,step_g,dim_divisor,dim_trigger," +
		"max_side_cm,max_sum_cm,max_girth_cm,max_box_cm,max_value,claim_cap")
	for i := range g.services {
		sv := &g.services[i]
		if g.chance(40) {
			sv.zones = g.countries
			continue
		}
		sv.zones = some(g, []string{"Z1", "Z2", "Zone B", "z1", pick(g, g.countries...)}, 2, 4)
		for _, country := range some(g, g.countries, len(g.countries)*2/3, len(g.countries)) {
			g.addZones(s, sv, country)
		}
		if g.chance(80) {
			g.addZones(s, sv, "*")
		}
	}
	if g.chance(5) {
		s.add("service", "GONE", "country", "*", "zone", "Z1")
	}
	if g.chance(40) {
		s.shuffle(g)
	}
	return s
}

// addZones gives a country a zone for its whole, for ranges of postcodes, or
// both; of ranges with different lengths the longest that fits wins.
func (g *gen) addZones(s *sheet, sv *service, country string) {
	split := g.chance(35)
	if !split || g.chance(90) {
		g.addZone(s, sv, country, "", "")
	}
	if !split {
		return
	}
	for _, k := range some(g, []int{1, 2, 3, 4}, 1, 3) {
		for _, r := range g.ranges(k, g.between(1, 4)) {
			g.addZone(s, sv, country, r[0], r[1])
		}
	}
}

func (g *gen) addZone(s *sheet, sv *service, country, from, to string) {
	if from == to && g.chance(50) {
		to = ""
	}
	pairs := []string{
		"service", sv.code, "country", g.anyCase(country), "zone", pick(g, sv.zones...),
		"postcode_from", g.spelt(from), "postcode_to", g.spelt(to),
	}
	if g.chance(30) {
		pairs = append(pairs, g.terms(sv.currency, 25, true)...)
	}
	s.add(pairs...)
}
