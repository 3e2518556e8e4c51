package twin

import (
	"io/fs"
	"strings"
)

func (b *Book) loadSurcharges(fsys fs.FS) error {
	return eachRow(fsys, "surcharges.csv", false, func(c *cells, r surchargeCells) {
		row := surchargeRow{
			services: filter(r.Service), name: r.Surcharge,
			typ: c.oneOf("type", r.Type, "", "surcharge", "fuel", "tax"),
			kind: c.oneOf("kind", r.Kind, "", "flat", "per_kg", "per_hs6",
				"percent_of_freight", "percent_of_charges", "percent_of_value", "percent_of_landed"),
			allowance: b.nameOf(c.amount("allowance", r.Allowance, false)),
			min:       b.nameOf(c.amount("min", r.Min, false)),
			max:       b.nameOf(c.amount("max", r.Max, false)),
			zones:     filter(r.Zone), areas: filter(r.Area),
			when: b.condition(c, r.When, false), group: r.Group,
			validFrom: c.date("valid_from", r.ValidFrom), validTo: c.date("valid_to", r.ValidTo),
		}
		for _, country := range filter(r.Country) {
			row.states = append(row.states, c.country("country", country))
		}
		c.required("amount", r.Amount)
		if strings.HasPrefix(row.kind, "percent_") {
			row.percent = c.number("amount", r.Amount, 4, true)
		} else {
			row.amount = b.nameOf(c.amount("amount", r.Amount, true))
		}
		b.surcharges = append(b.surcharges, row)
	})
}

func (b *Book) loadRules(fsys fs.FS) error {
	return eachRow(fsys, "rules.csv", false, func(c *cells, r ruleCells) {
		row := ruleRow{
			name:     c.required("rule", r.Rule),
			do:       c.oneOf("do", r.Do, "", "forbid", "only", "add_cost", "hold"),
			services: filter(r.Services),
		}
		row.when = b.condition(c, r.When, row.do == "hold")
		if row.do == "add_cost" {
			row.amount = c.number("amount", c.required("amount", r.Amount), 4, true)
		}
		b.rules = append(b.rules, row)
	})
}

// condition compiles a `when` cell; nil is the condition that always holds.
func (b *Book) condition(c *cells, text string, orderOnly bool) *node {
	if text == "" {
		return nil
	}
	n, named, err := parseCondition(text, orderOnly)
	if err != nil {
		c.fail("when", text, err.Error())
		return nil
	}
	for _, currency := range named {
		b.name(currency)
	}
	return n
}

// selects tells whether a list of service codes and selectors names a service;
// nil names all.
func selects(list []string, s *service) bool {
	if list == nil {
		return true
	}
	for _, word := range list {
		if word == s.code || word == "channel:"+s.channel || word == "kind:"+s.kind ||
			word == "level:"+s.level || word == "tracking:"+s.tracking ||
			s.contract != "" && word == "contract:"+s.contract {
			return true
		}
	}
	return false
}
