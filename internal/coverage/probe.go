package coverage

import (
	"slices"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/rates"
)

// probe asks an engine about made-up orders.
type probe struct {
	engine     *engine.Engine
	named      []rates.Country
	attributes []string
	edges      []int64 // rising upper ends of the spans in which every band either holds or does not
	thinned    bool
	postcodes  map[rates.Country][]string // beginnings that zones ask for
	order      engine.Order
	decision   engine.Decision
	byPostcode bool // the last country asked about was served with a postcode only
}

func newProbe(e *engine.Engine, day rates.Date) *probe {
	b := e.Book()
	p := &probe{engine: e, named: countriesOf(b), attributes: attributesOf(b), postcodes: postcodesOf(b)}
	p.order = engine.Order{ShipDate: day, HS6Count: 1}
	p.edges, p.thinned = edgesOf(b)
	return p
}

// countriesOf lists every country a book names in zones, risk and countries, and those that are zones themselves.
func countriesOf(b *rates.Book) []rates.Country {
	named := map[rates.Country]bool{}
	zoned := map[string]bool{}
	for i := range b.Zones {
		named[b.Zones[i].Country] = true
		zoned[b.Zones[i].Service] = true
	}
	for i := range b.Risk {
		named[b.Risk[i].Country] = true
	}
	for i := range b.Countries {
		named[b.Countries[i].Country] = true
	}
	for i := range b.Rates {
		if r := &b.Rates[i]; !zoned[r.Service] {
			c, _ := rates.ParseCountry(r.Zone)
			named[c] = true
		}
	}
	delete(named, 0)
	delete(named, rates.AnyCountry)
	var out []rates.Country
	for c := rates.Country(1); int(c) <= rates.NumCountries; c++ {
		if named[c] {
			out = append(out, c)
		}
	}
	return out
}

// attributesOf lists the special attributes that services accept or rates have prices for.
func attributesOf(b *rates.Book) []string {
	var out []string
	for i := range b.Services {
		out = append(out, b.Services[i].Accepts...)
	}
	for i := range b.Rates {
		if a := b.Rates[i].Attribute; a != "" {
			out = append(out, a)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// edgesOf lists the weights at which some band begins or ends, at most mostEdges of them.
func edgesOf(b *rates.Book) (edges []int64, thinned bool) {
	for i := range b.Rates {
		edges = append(edges, b.Rates[i].OverG, b.Rates[i].UptoG)
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	edges = slices.DeleteFunc(edges, func(g int64) bool { return g < 1 || g > engine.MaxWeightG })
	if len(edges) <= mostEdges {
		return edges, false
	}
	kept := make([]int64, mostEdges)
	for i := range kept {
		kept[i] = edges[(i+1)*len(edges)/mostEdges-1] // the last one always stays
	}
	return kept, true
}

func postcodesOf(b *rates.Book) map[rates.Country][]string {
	out := map[rates.Country][]string{}
	for i := range b.Zones {
		z := &b.Zones[i]
		if z.Postcodes.From != "" && len(out[z.Country]) < mostPostcodes && !slices.Contains(out[z.Country], z.Postcodes.From) {
			out[z.Country] = append(out[z.Country], z.Postcodes.From)
		}
	}
	return out
}

// unserved finds the weights that nobody takes, as ranges that rise and do not touch.
func (p *probe) unserved(c rates.Country, attribute string) []Range {
	p.order.Country, p.byPostcode = c, false
	p.order.Attributes = p.order.Attributes[:0]
	if attribute != "" {
		p.order.Attributes = append(p.order.Attributes, attribute)
	}
	var open []Range
	add := func(from, to int64) {
		if n := len(open); n > 0 && open[n-1].To == from-1 {
			open[n-1].To = to
			return
		}
		open = append(open, Range{from, to})
	}
	from := int64(1)
	for _, to := range p.edges {
		first, last := p.served(from), p.served(to)
		switch {
		case !first && !last:
			add(from, to)
		case first != last:
			// Rounding to steps and rules on the weight may move the border into the span.
			border := p.border(from, to, first)
			if first {
				add(border, to)
			} else {
				add(from, border-1)
			}
		}
		from = to + 1
	}
	return open
}

// border finds a weight in (from, to] from which on the answer is not what it is at from.
func (p *probe) border(from, to int64, atFrom bool) int64 {
	for to-from > 1 {
		if middle := from + (to-from)/2; p.served(middle) == atFrom {
			from = middle
		} else {
			to = middle
		}
	}
	return to
}

// served reports whether some service takes the order at this weight, with or without a postcode.
func (p *probe) served(weight int64) bool {
	p.order.WeightG, p.order.Postcode = weight, ""
	if p.chosen() {
		return true
	}
	for _, code := range p.postcodes[p.order.Country] {
		p.order.Postcode = code
		if p.chosen() {
			p.byPostcode = true
			return true
		}
	}
	return false
}

func (p *probe) chosen() bool {
	p.engine.Decide(&p.order, &p.decision)
	return p.decision.Chosen
}

// fault says what makes every order of the day invalid, such as an exchange rate that conditions need; nil = nothing.
func (p *probe) fault() *engine.Fault {
	if len(p.named) == 0 {
		return nil
	}
	p.order.Country, p.order.WeightG = p.named[0], 1
	p.engine.Decide(&p.order, &p.decision)
	if p.decision.Status != engine.Invalid {
		return nil
	}
	fault := *p.decision.Fault
	return &fault
}

// elsewhere counts the countries that the book does not name and nobody serves at any weight.
func (p *probe) elsewhere() int {
	n := 0
	p.order.Attributes = p.order.Attributes[:0]
	for c := rates.Country(1); int(c) <= rates.NumCountries; c++ {
		if slices.Contains(p.named, c) {
			continue
		}
		p.order.Country = c
		if !slices.ContainsFunc(p.edges, p.served) {
			n++
		}
	}
	return n
}
