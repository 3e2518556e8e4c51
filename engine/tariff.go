package engine

import (
	"cmp"
	"slices"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// edition is the price list of one service in one zone in the span between two days on which some row begins or ends:
// the rows in force stay the same there.
type edition struct {
	from    rates.Date // first day; holds until the next edition's
	general bands      // rows without an attribute
	special []goods    // rows of one attribute each, attributes in file order
}

// goods are the bands of a special attribute.
type goods struct {
	attribute int32
	bands     bands
}

// bands are rising and do not overlap. Their upper ends stand apart, side by side, for the search.
type bands struct {
	upto []int32
	rows []band
}

// band is one row of `rates`: a price for over < billable ≤ upto. It fills one cache line.
type band struct {
	upto, over  int32 // grams, below 1e9 like every whole number of a book
	first, step int32
	small       bool
	perKg       int64 // with stepPrice and base: price in 1e-9 of the currency, a gram, a started step, and at all
	stepPrice   int64
	base        int64
	minPrice    int64 // minor units
	minNet      int64 // millionths
	row         *rates.RateRow
}

// on returns the edition in force on a day; nil where none is.
func (l *lane) on(d rates.Date) *edition {
	for i := len(l.editions) - 1; i >= 0; i-- {
		if l.editions[i].from <= d {
			return &l.editions[i]
		}
	}
	return nil
}

// pick returns the bands to look at for an order's attributes: those of the first attribute, in file order, that the
// order has, else the general ones.
func (ed *edition) pick(attributes []int32) *bands {
	if len(attributes) > 0 {
		for i := range ed.special {
			if slices.Contains(attributes, ed.special[i].attribute) {
				return &ed.special[i].bands
			}
		}
	}
	return &ed.general
}

// find returns the band of a billable weight, or why there is none.
func (bs *bands) find(w int64) (*band, Reason) {
	lo, hi := 0, len(bs.upto)
	for hi-lo > 16 {
		mid := int(uint(lo+hi) >> 1)
		if int64(bs.upto[mid]) < w {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for _, upto := range bs.upto[lo:hi] { // a few bands are counted: their number is known, the outcome of a search is not
		lo += int(uint64(int64(upto)-w) >> 63)
	}
	if lo == len(bs.upto) {
		return nil, Overweight
	}
	if b := &bs.rows[lo]; int64(b.over) < w {
		return b, OK
	}
	return nil, NoBand
}

// compileTariffs groups the rate rows by service and zone, in file order.
func (e *Engine) compileTariffs(byCode map[string]*service) {
	type key struct{ service, zone string }
	groups := map[key][]*rates.RateRow{}
	for i := range e.book.Rates {
		r := &e.book.Rates[i]
		groups[key{r.Service, r.Zone}] = append(groups[key{r.Service, r.Zone}], r)
		if r.Attribute != "" {
			e.attribute(r.Attribute) // numbered in file order, not in map order
		}
	}
	for k, rows := range groups {
		s := byCode[k.service]
		if s.tariffs == nil {
			s.tariffs = map[string][]edition{}
		}
		s.tariffs[k.zone] = e.newTariff(s, rows)
	}
}

func (e *Engine) newTariff(s *service, rows []*rates.RateRow) (editions []edition) {
	for _, from := range starts(rows) {
		ed := edition{from: from}
		for _, r := range rows {
			if r.Holds(from) {
				ed.add(e.newBand(s, r), e.attributes)
			}
		}
		ed.sort()
		editions = append(editions, ed)
	}
	return editions
}

// starts lists the first days of the editions.
func starts(rows []*rates.RateRow) []rates.Date {
	days := make([]rates.Date, 0, 4)
	for _, r := range rows {
		days = append(days, r.From) // NoDate is before every day
		if r.To != rates.NoDate {
			days = append(days, r.To+1)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

func (ed *edition) add(b band, ids map[string]int32) {
	into := &ed.general
	if b.row.Attribute != "" {
		id := ids[b.row.Attribute]
		i := slices.IndexFunc(ed.special, func(g goods) bool { return g.attribute == id })
		if i < 0 {
			i = len(ed.special)
			ed.special = append(ed.special, goods{attribute: id})
		}
		into = &ed.special[i].bands
	}
	into.rows = append(into.rows, b)
}

// every lists the edition's bands, general ones first.
func (ed *edition) every() (all []*bands) {
	if ed.general.rows != nil {
		all = append(all, &ed.general)
	}
	for i := range ed.special {
		all = append(all, &ed.special[i].bands)
	}
	return all
}

func (ed *edition) sort() {
	for _, bs := range ed.every() {
		slices.SortFunc(bs.rows, func(x, y band) int { return cmp.Compare(x.upto, y.upto) })
		bs.upto = make([]int32, len(bs.rows))
		for i := range bs.rows {
			bs.upto[i] = bs.rows[i].upto
		}
	}
}

func (e *Engine) newBand(s *service, r *rates.RateRow) band {
	minPrice, _ := money.MulRoundDiv(int64(r.MinPrice), 1, uint64(s.unit.quantum))
	b := band{
		upto: int32(r.UptoG), over: int32(r.OverG), first: int32(r.FirstG), step: int32(max(r.StepG, 1)),
		perKg: int64(r.PerKg), stepPrice: int64(r.StepPrice) * 1000, base: int64(r.Base) * 1000,
		minPrice: minPrice, minNet: int64(r.MinNet), row: r,
	}
	b.small = b.isSmall()
	return b
}

// steps counts the started weight steps above the first weight.
func (b *band) steps(w int64) int64 {
	if b.stepPrice == 0 || w <= int64(b.first) {
		return 0
	}
	return (w - int64(b.first) + int64(b.step) - 1) / int64(b.step)
}

// weightPart is per_kg·w + step_price·steps, in 1e-9 of the currency.
func (b *band) weightPart(w, steps int64) money.Int128 {
	v := money.Mul(b.perKg, w)
	if steps > 0 {
		v = v.Add(money.Mul(b.stepPrice, steps))
	}
	return v
}

// freight is base and weight part, rounded to minor units; the minimum price is not applied.
func (b *band) freight(w, steps int64, u unit) (int64, bool) {
	return b.weightPart(w, steps).Add(money.Wide(b.base)).RoundDiv(u.nano())
}
