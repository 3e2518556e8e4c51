package randbook

import (
	"maps"
	"strconv"
	"strings"
)

// surchargeKinds are all kinds of lines; the first three are amounts, the
// others percentages.
var surchargeKinds = []string{
	"flat", "per_kg", "per_hs6", "percent_of_freight", "percent_of_charges",
	"percent_of_value", "percent_of_landed",
}

func (g *gen) surchargeSheet() *sheet {
	s := newSheet("!service,!surcharge,!type,!kind,!amount,allowance,min,max,zone,area,country,when,group," +
		"valid_from,valid_to")
	if g.huge {
		g.addOpposites(s)
	}
	group, left := "", 0
	for i := range g.between(0, 13) {
		if left == 0 {
			group = ""
			if g.chance(25) {
				group, left = pick(g, "g1", "g2", "größte"), g.between(2, 4)
			}
		} else {
			left--
		}
		kind := pick(g, surchargeKinds...)
		pairs := []string{
			"service", g.selectors(40), "surcharge", "fee " + strconv.Itoa(i+1),
			"type", pick(g, "surcharge", "surcharge", "fuel", "tax"), "kind", kind, "group", group,
		}
		pairs = append(pairs, g.charge(kind)...)
		pairs = append(pairs, g.filters()...)
		s.add(pairs...)
		if left > 0 && g.chance(25) {
			// The same amount under another type: the first of equals counts.
			again := maps.Clone(s.rows[len(s.rows)-1].cells)
			again["type"] = pick(g, "surcharge", "fuel", "tax")
			s.rows = append(s.rows, row{cells: again})
		}
	}
	return s
}

// addOpposites takes large lines off again, so that a line or a column is out of
// range while the total is not.
func (g *gen) addOpposites(s *sheet) {
	if g.chance(50) {
		return
	}
	sv := pick(g, g.services...)
	for range 4 {
		// In a currency of small units a line leaves the range in that alone.
		if other := pick(g, g.services...); worth[other.currency] < worth[sv.currency] {
			sv = other
		}
	}
	amount := pick(g, "999999999", "600000000", "70000000", "999999999.9")
	kind := pick(g, "flat", "per_kg", "per_hs6")
	up, down := pick(g, "surcharge", "surcharge", "tax"), pick(g, "surcharge", "surcharge", "fuel")
	for range g.between(1, 2) {
		s.add("service", sv.code, "surcharge", "up", "type", up, "kind", kind, "amount", amount)
		s.add("service", sv.code, "surcharge", "down", "type", down, "kind", kind, "amount", "-"+amount)
	}
}

// charge draws the amount of a kind, and its allowance and bounds.
func (g *gen) charge(kind string) []string {
	own := pick(g, g.services...).currency
	out := []string{}
	if strings.HasPrefix(kind, "percent") {
		out = append(out, "amount", g.maybeMinus(5, pick(g, "10", "0", g.percent(30), "33.3333")),
			"allowance", g.maybe(30, g.amount(own, 0, 8000)))
	} else {
		out = append(out, "amount", g.maybeMinus(15, g.amount(own, 0, 900)))
		if g.huge && g.chance(15) {
			out[1] = g.maybeMinus(30, pick(g, "999999999", "999999999.995", "10000000"))
		}
	}
	switch g.IntN(8) {
	case 0:
		out = append(out, "min", g.amount(own, 0, 500))
	case 1:
		out = append(out, "max", g.amount(own, 0, 900))
	case 2:
		// In one currency the lower bound is not above the upper one.
		out = append(out, "min", g.exact(own, 0, 300), "max", g.exact(own, 320, 900))
	case 3:
		// In two currencies the bounds may cross.
		a, b := pick(g, g.named...), pick(g, g.named...)
		if a != b {
			out = append(out, "min", g.price(a, 0, 900)+" "+a, "max", g.price(b, 0, 900)+" "+b)
		}
	}
	return out
}

func (g *gen) maybeMinus(percent int, amount string) string {
	if g.chance(percent) {
		return "-" + amount
	}
	return amount
}

func (g *gen) filters() []string {
	out := []string{}
	if g.chance(20) {
		out = append(out, "zone", pick(g, "*", g.joined(append(some(g, g.countries, 1, 3), "Z1", "Zone B")), "Z2|z1"))
	}
	if g.chance(30) && len(g.areas) > 0 {
		out = append(out, "area", pick(g, "*", g.joined(some(g, g.areas, 1, 2))))
	}
	if g.chance(25) {
		out = append(out, "country", g.anyCase(g.joined(some(g, g.countries, 1, 4))))
	}
	if g.chance(35) {
		out = append(out, "when", g.condition(false))
	}
	if g.chance(25) {
		out = append(out, "valid_from", g.maybe(60, g.edge(0)), "valid_to", g.maybe(40, "2027-01-01"))
	}
	return out
}

// selectors writes a list of services: all of them with the given chance, else
// codes and properties.
func (g *gen) selectors(all int) string {
	if g.chance(all) {
		return pick(g, "", "*")
	}
	var out []string
	for range g.between(1, 3) {
		word := pick(g, g.services...).code
		switch g.IntN(8) {
		case 0:
			word = "channel:" + pick(g, "online", "offline")
		case 1:
			word = "kind:" + pick(g, "platform", "post", "courier", "forwarder")
		case 2:
			word = "level:" + pick(g, "economy", "simple", "standard", "express")
		case 3:
			word = "tracking:" + pick(g, "none", "partial", "full")
		case 4:
			if len(g.contracts) > 0 {
				word = "contract:" + pick(g, g.contracts...)
			}
		}
		out = append(out, word)
	}
	return g.joined(out)
}

func (g *gen) tierSheet() *sheet {
	s := newSheet("!contract,!measure,!mode,!from,percent,per_unit,on,rebate")
	for _, contract := range g.contracts {
		measure, mode := pick(g, "parcels", "kg", "spend"), pick(g, "all_units", "incremental")
		on := ""
		if mode == "all_units" {
			on = pick(g, "", "freight", "weight", "weight")
		} else if g.chance(30) {
			on = "freight"
		}
		perUnit := mode == "incremental" && measure != "spend"
		steep := on == "weight" && g.chance(50)
		from, percent, unit, rebate := int64(0), g.Int64N(80_000), g.Int64N(2_000_000), int64(0)
		for range g.between(1, 5) {
			pairs := []string{
				"contract", contract, "measure", measure, "mode", mode, "on", on,
				"from", strconv.FormatInt(from, 10), "rebate", g.maybe(80, scaled(rebate, 2)),
			}
			if measure == "kg" && from > 0 {
				pairs[9] = scaled(from*1000+500, 3)
			}
			if perUnit {
				pairs = append(pairs, "per_unit", scaled(unit, 6), "percent", pick(g, "", "0"))
			} else {
				pairs = append(pairs, "percent", scaled(percent, 4), "per_unit", pick(g, "", "0"))
			}
			s.add(pairs...)
			from += 1 + g.Int64N(1000)
			percent = min(1_000_000, percent+g.Int64N(90_000))
			if steep {
				percent = min(1_000_000, percent+g.Int64N(400_000))
			}
			if g.chance(3) {
				percent = 1_000_000
			}
			unit += g.Int64N(2_000_000)
			rebate += g.Int64N(100_000)
		}
	}
	return s
}

func (g *gen) volumeSheet() *sheet {
	s := newSheet("!contract,parcels,kg,spend,retro_freight")
	for _, contract := range g.contracts {
		if g.chance(75) {
			s.add("contract", contract, "parcels", strconv.Itoa(g.IntN(2500)), "kg", g.number(0, 2500, 6),
				"spend", g.number(0, 2500, 2), "retro_freight", g.maybe(20, "100.5"))
		}
	}
	if g.chance(5) {
		s.add("contract", "GONE", "parcels", "5")
	}
	return s
}

func (g *gen) limitSheet() *sheet {
	s := newSheet("!contract,max_volume,commit,shortfall_rate")
	for _, contract := range g.contracts {
		if g.chance(30) {
			s.add("contract", contract, "max_volume", "100000", "commit", pick(g, "", "500"), "shortfall_rate", pick(g, "", "0.5"))
		}
	}
	return s
}

func (g *gen) contractSheet() *sheet {
	s := newSheet("!contract,name,!period")
	for _, contract := range g.contracts {
		if g.chance(70) {
			s.add("contract", contract, "name", "Contract "+contract,
				"period", pick(g, "month", "quarter", "year", "rolling:1", "rolling:364"))
		}
	}
	return s
}
