package rates

import "strings"

type rateCells struct {
	Origin
	Service   string `csv:"service" need:"yes"`
	Zone      string `csv:"zone" need:"yes"`
	Attribute string `csv:"attribute"`
	OverG     string `csv:"over_g"`
	UptoG     string `csv:"upto_g" need:"yes"`
	Base      string `csv:"base"`
	PerKg     string `csv:"per_kg"`
	FirstG    string `csv:"first_g"`
	StepG     string `csv:"step_g"`
	StepPrice string `csv:"step_price"`
	MinPrice  string `csv:"min_price"`
	MinNet    string `csv:"min_net"`
	ValidFrom string `csv:"valid_from"`
	ValidTo   string `csv:"valid_to"`
}

func readRate(c *cells, in *rateCells) {
	r := RateRow{
		Place:     c.place(),
		Origin:    c.origin(&in.Origin),
		Service:   c.required("service", in.Service),
		Zone:      c.required("zone", in.Zone),
		Attribute: c.attribute("attribute", in.Attribute),
		OverG:     c.grams("over_g", in.OverG),
		UptoG:     c.grams("upto_g", c.need("upto_g", in.UptoG)),
		Base:      c.amount("base", in.Base),
		PerKg:     c.amount("per_kg", in.PerKg),
		FirstG:    c.grams("first_g", in.FirstG),
		StepG:     c.grams("step_g", in.StepG),
		StepPrice: c.amount("step_price", in.StepPrice),
		MinPrice:  c.amount("min_price", in.MinPrice),
		MinNet:    c.amount("min_net", in.MinNet),
		Window:    c.window(in.ValidFrom, in.ValidTo),
	}
	if c.book.Rates == nil {
		c.book.Rates = make([]RateRow, 0, c.about) // the one large table: growing it would copy it many times
	}
	if c.ok() {
		c.book.Rates = append(c.book.Rates, r)
	}
}

// attribute reads the one special attribute a price is for; a list or `*` would never be an order's attribute.
func (c *cells) attribute(column, s string) string {
	switch {
	case s == "*":
		c.failHint(column, "E044", `"*" is not an attribute`, "leave the cell empty for goods without a price of their own")
	case strings.Contains(s, "|"):
		c.failText(column, "E044", s, "is a list")
	}
	return c.text(s)
}

type surchargeCells struct {
	Origin
	Service   string `csv:"service"`
	Surcharge string `csv:"surcharge" need:"yes"`
	Type      string `csv:"type" need:"yes"`
	Kind      string `csv:"kind" need:"yes"`
	Amount    string `csv:"amount" need:"yes"`
	Allowance string `csv:"allowance"`
	Min       string `csv:"min"`
	Max       string `csv:"max"`
	Zone      string `csv:"zone"`
	Area      string `csv:"area"`
	Country   string `csv:"country"`
	When      string `csv:"when"`
	Group     string `csv:"group"`
	ValidFrom string `csv:"valid_from"`
	ValidTo   string `csv:"valid_to"`
}

func readSurcharge(c *cells, in *surchargeCells) {
	s := Surcharge{
		Place:    c.place(),
		Origin:   c.origin(&in.Origin),
		Services: Selector(c.filter(in.Service)),
		Name:     c.required("surcharge", in.Surcharge),
		Type:     c.word("type", in.Type, "", "surcharge", "fuel", "tax"),
		Kind: c.word("kind", in.Kind, "", "flat", "per_kg", "per_hs6",
			"percent_of_freight", "percent_of_charges", "percent_of_value", "percent_of_landed"),
		Allowance:  c.money("allowance", in.Allowance),
		Min:        optional("min", in.Min, c.money),
		Max:        optional("max", in.Max, c.money),
		Zones:      c.filter(in.Zone),
		Areas:      c.filter(in.Area),
		Countries:  c.countries("country", in.Country),
		When:       c.condition("when", in.When),
		Group:      c.text(in.Group),
		GroupBlock: c.groupBlock(in.Group),
		Window:     c.window(in.ValidFrom, in.ValidTo),
	}
	c.besideAny("service", in.Service)
	c.besideAny("zone", in.Zone)
	c.besideAny("area", in.Area)
	amount := c.need("amount", in.Amount)
	if strings.HasPrefix(s.Kind, "percent_") {
		s.Percent = Percent(c.number("amount", amount, 4, true))
	} else {
		s.Amount = c.signedMoney("amount", amount)
	}
	if c.ok() {
		c.book.Surcharges = append(c.book.Surcharges, s)
	}
}

// groupBlock numbers the runs of neighbouring rows with the same group; rows without one have 0.
func (c *cells) groupBlock(group string) int {
	if group != c.group && group != "" {
		c.blocks++
	}
	c.group = c.text(group)
	if group == "" {
		return 0
	}
	return c.blocks
}
