package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/celltext"
	"github.com/lanewise/lanewise/rates"
)

// Refusal says in words, with the figures at stake, why a service cannot take the order; the words follow its name.
func (c *Case) Refusal(q *engine.Quote) string {
	o := &c.Row.Order
	switch q.Reason {
	case engine.NotServed:
		return c.notServed(q)
	case engine.NotInForce:
		return c.notInForce(q)
	case engine.NoFX:
		return fmt.Sprintf("no exchange rate for %s on %s", q.Service.Currency, o.ShipDate)
	case engine.Attribute:
		return c.attribute(q)
	case engine.Oversize:
		return c.oversize(q)
	case engine.ValueLimit:
		own := func(m rates.Money) string { return inCurrency(m, q.Service) }
		return "the value is above the limit" + before(" of ", c.limit(q, celltext.Opt(q.Service.Terms.MaxValue, own),
			func(z *rates.Zone) string { return celltext.Override(z.MaxValue, own) }))
	case engine.RuledOut:
		if q.Rule == nil {
			return "a rule takes it out"
		}
		return fmt.Sprintf("rule %s (%s)%s", q.Rule.Name, c.place(q.Rule.Place), because(q.Rule.Reason))
	case engine.Overweight, engine.NoBand:
		return c.noPrice(q)
	case engine.Overflow:
		return "an amount would reach 1000000000"
	}
	return "can take it"
}

func (c *Case) notServed(q *engine.Quote) string {
	if q.Zone != "" {
		return "no price in its zone " + q.Zone
	}
	o := &c.Row.Order
	rest := ""
	if o.Postcode != "" {
		rest = " " + o.Postcode
	}
	for i := range c.Book.Zones {
		z := &c.Book.Zones[i]
		if z.Service == q.Service.Code && z.Country == o.Country && z.Postcodes.From != "" && o.Postcode == "" {
			return fmt.Sprintf("its zones of %s ask for a postcode, and the order has none", o.Country)
		}
	}
	return "does not serve " + o.Country.String() + rest
}

// notInForce tells when the service's prices in the zone held, or that they are for other goods.
func (c *Case) notInForce(q *engine.Quote) string {
	o := &c.Row.Order
	starts, ended := rates.NoDate, rates.NoDate
	for i := range c.Book.Rates {
		r := &c.Book.Rates[i]
		switch {
		case r.Service != q.Service.Code || r.Zone != q.Zone:
		case r.Holds(o.ShipDate):
			if len(o.Attributes) == 0 {
				return "its prices in zone " + q.Zone + " are for special goods only"
			}
			return "no price in zone " + q.Zone + " for " + strings.Join(o.Attributes, ", ") + " or plain goods"
		case r.From != rates.NoDate && r.From > o.ShipDate:
			if starts == rates.NoDate || r.From < starts {
				starts = r.From
			}
		default:
			ended = max(ended, r.To)
		}
	}
	switch {
	case ended != rates.NoDate && starts != rates.NoDate:
		return fmt.Sprintf("no price in zone %s between %s and %s", q.Zone, ended, starts)
	case ended != rates.NoDate:
		return fmt.Sprintf("its prices in zone %s ended on %s", q.Zone, ended)
	case starts != rates.NoDate:
		return fmt.Sprintf("its prices in zone %s start on %s", q.Zone, starts)
	}
	return "no price in force on " + o.ShipDate.String()
}

func (c *Case) attribute(q *engine.Quote) string {
	var not []string
	for _, a := range c.Row.Order.Attributes {
		if !slices.Contains(q.Service.Accepts, a) {
			not = append(not, a)
		}
	}
	if len(q.Service.Accepts) == 0 {
		return "does not carry " + strings.Join(not, ", ") + "; it carries no special goods"
	}
	return "does not carry " + strings.Join(not, ", ") + "; it carries " + strings.Join(q.Service.Accepts, ", ")
}

func (c *Case) oversize(q *engine.Quote) string {
	t := &q.Service.Terms
	var limits []string
	for _, l := range []struct{ name, text string }{
		{"longest side at most ", cm(c.limit(q, celltext.Opt(t.MaxSideMM, celltext.CM), maxSide))},
		{"L+W+H at most ", cm(c.limit(q, celltext.Opt(t.MaxSumMM, celltext.CM), maxSum))},
		{"girth at most ", cm(c.limit(q, celltext.Opt(t.MaxGirthMM, celltext.CM), maxGirth))},
		{"must fit into ", cm(c.limit(q, celltext.Boxes(t.MaxBoxes), maxBox))},
	} {
		if l.text != "" {
			limits = append(limits, l.name+l.text)
		}
	}
	return "too large at " + sides(&c.Row.Order) + before(": ", strings.Join(limits, ", "))
}

func sides(o *engine.Order) string {
	if !o.HasDims() {
		return "size not given"
	}
	return celltext.CM(o.LengthMM) + " × " + celltext.CM(o.WidthMM) + " × " + celltext.CM(o.HeightMM) + " cm"
}

func cm(s string) string {
	if s == "" {
		return ""
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "x", " × "), "|", " or ") + " cm"
}

// before puts words in front of a text that is there.
func before(words, text string) string {
	if text == "" {
		return ""
	}
	return words + text
}

// The cells of a zone that override a service's limits.
func maxSide(z *rates.Zone) string  { return celltext.Override(z.MaxSideMM, celltext.CM) }
func maxSum(z *rates.Zone) string   { return celltext.Override(z.MaxSumMM, celltext.CM) }
func maxGirth(z *rates.Zone) string { return celltext.Override(z.MaxGirthMM, celltext.CM) }
func maxBox(z *rates.Zone) string   { return celltext.Override(z.MaxBoxes, celltext.Boxes) }

// limit is the text of a limit in the quote's zone: the zone's own or the service's. It is "" where there is none, or
// where zone rows of one name disagree, since only the engine knows which of them holds.
func (c *Case) limit(q *engine.Quote, own string, cell func(*rates.Zone) string) string {
	text, seen := own, false
	for i := range c.Book.Zones {
		z := &c.Book.Zones[i]
		if z.Service != q.Service.Code || z.Zone != q.Zone || z.Country != c.Row.Order.Country && z.Country != rates.AnyCountry {
			continue
		}
		here := cell(z)
		switch here {
		case "":
			here = own
		case "none":
			here = ""
		}
		if seen && here != text {
			return ""
		}
		text, seen = here, true
	}
	return text
}

// inCurrency names the currency of an amount that stands in its row's own.
func inCurrency(m rates.Money, s *rates.Service) string {
	if m.Currency == 0 {
		m.Currency = s.Currency
	}
	return celltext.Money(m)
}
