// Package coverage finds the orders that nobody would take: it asks a compiled rate book about every country, every
// weight band and every kind of goods, and sums up what comes out `none`.
package coverage

import (
	"cmp"
	"context"
	"slices"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/rates"
)

// Range is a span of weights in grams, both ends included.
type Range struct{ From, To int64 }

// Gap is what nobody takes: parcels of these weights with this attribute to any of these countries.
type Gap struct {
	Attribute string  // "" = goods without a special attribute
	Ranges    []Range // rising; one from 1 to Report.HeaviestG = no weight at all
	Countries []rates.Country
}

// Report is the coverage of a book on one day. Orders asked about have no value, size or promise, so that limits on
// these do not count; rules do.
type Report struct {
	Day        rates.Date
	Countries  []rates.Country // the countries that the book names
	Attributes []string        // asked besides plain goods
	HeaviestG  int64           // upper end of the highest band of any service
	Gaps       []Gap           // plain goods first, then of each attribute the countries where it is not as for plain goods
	Elsewhere  int             // countries that the book does not name and nobody serves
	ByPostcode []rates.Country // countries where only an order with a postcode is served
	Thinned    bool            // the book has more band edges than were asked about
	Fault      *engine.Fault   // what makes every order of the day invalid; then nothing else was asked
}

// Limits of the work done: band edges asked about, and postcodes tried for each country.
const (
	mostEdges     = 400
	mostPostcodes = 20
)

// Find asks the engine. The error is ctx's, where it ends first.
func Find(ctx context.Context, e *engine.Engine, day rates.Date) (*Report, error) {
	p := newProbe(e, day)
	r := &Report{Day: day, Countries: p.named, Attributes: p.attributes, Thinned: p.thinned}
	if len(p.edges) > 0 {
		r.HeaviestG = p.edges[len(p.edges)-1]
	}
	if r.Fault = p.fault(); r.Fault != nil {
		return r, nil
	}
	plain := make(map[rates.Country][]Range, len(p.named))
	for _, attribute := range append([]string{""}, p.attributes...) {
		var gaps []Gap
		for _, c := range p.named {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			open := p.unserved(c, attribute)
			if attribute == "" {
				plain[c] = open
				if p.byPostcode {
					r.ByPostcode = append(r.ByPostcode, c)
				}
			} else if slices.Equal(open, plain[c]) {
				continue
			}
			gaps = addGap(gaps, attribute, open, c)
		}
		sortGaps(gaps)
		r.Gaps = append(r.Gaps, gaps...)
	}
	r.Elsewhere = p.elsewhere()
	return r, nil
}

// addGap puts a country with those that have the same gap.
func addGap(gaps []Gap, attribute string, open []Range, c rates.Country) []Gap {
	if len(open) == 0 {
		return gaps
	}
	for i := range gaps {
		if slices.Equal(gaps[i].Ranges, open) {
			gaps[i].Countries = append(gaps[i].Countries, c)
			return gaps
		}
	}
	return append(gaps, Gap{attribute, open, []rates.Country{c}})
}

// sortGaps puts what begins at the lowest weight first: it leaves most unserved.
func sortGaps(gaps []Gap) {
	slices.SortStableFunc(gaps, func(a, b Gap) int {
		return cmp.Or(cmp.Compare(a.Ranges[0].From, b.Ranges[0].From), cmp.Compare(b.Ranges[0].To, a.Ranges[0].To),
			len(b.Countries)-len(a.Countries))
	})
}

// Whole reports whether the gap leaves no weight up to heaviest served.
func (g *Gap) Whole(heaviest int64) bool {
	return len(g.Ranges) == 1 && g.Ranges[0] == Range{1, heaviest}
}
