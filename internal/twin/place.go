package twin

import "math/big"

// covers tells whether a postcode, in comparing form, lies in a place. The
// country has been looked at already.
func (p place) covers(postcode string) bool {
	k := len(p.from)
	return len(postcode) >= k && postcode[:k] >= p.from && postcode[:k] <= p.to
}

// zone finds where a service takes an order to, and on what terms. A service
// that the table does not know has one zone a country, named by its code.
func (b *Book) zone(s *service, o *order) (string, terms, bool) {
	known, country := false, "*"
	for i := range b.zones {
		row := &b.zones[i]
		if row.service == s.code {
			known = true
			if row.place.country == o.country {
				country = o.country
			}
		}
	}
	if !known {
		return o.country, s.terms, true
	}
	var best *zoneRow
	key := postcodeKey(o.postcode)
	for i := range b.zones {
		row := &b.zones[i]
		if row.service != s.code || row.place.country != country || !row.place.covers(key) {
			continue
		}
		if best == nil || len(row.place.from) > len(best.place.from) {
			best = row
		}
	}
	if best == nil {
		return "", terms{}, false
	}
	return best.zone, best.terms, true
}

// inArea tells whether an order goes to one of the named areas; nil is any.
func (b *Book) inArea(areas []string, o *order) bool {
	if areas == nil {
		return true
	}
	key := postcodeKey(o.postcode)
	for _, row := range b.areas {
		here := row.place.country == "*" || row.place.country == o.country
		if here && contains(areas, row.area) && row.place.covers(key) {
			return true
		}
	}
	return false
}

func sum(sides [3]*big.Rat) *big.Rat { return add(sides[0], add(sides[1], sides[2])) }

// girth is the longest side and twice the two others; longest first.
func girth(sides [3]*big.Rat) *big.Rat {
	return add(sides[0], mul(whole(2), add(sides[1], sides[2])))
}

// oversize tells whether the dimensions break a limit. An order without
// dimensions passes.
func (t terms) oversize(o *order) bool {
	if !o.hasDims {
		return false
	}
	sides := longestFirst(o.sides)
	over := func(value, limit *big.Rat) bool { return limit != nil && value.Cmp(limit) > 0 }
	if over(sides[0], t.maxSide) || over(sum(sides), t.maxSum) || over(girth(sides), t.maxGirth) {
		return true
	}
	for _, box := range t.boxes {
		if !over(sides[0], box[0]) && !over(sides[1], box[1]) && !over(sides[2], box[2]) {
			return false
		}
	}
	return t.boxes != nil
}

// billable gives the grams that are charged.
func (t terms) billable(o *order, dimMinSide *big.Rat) *big.Rat {
	w := larger(o.weight, t.minG.Rat())
	if t.divisor.Sign() > 0 && o.hasDims {
		volume := mul(o.sides[0], mul(o.sides[1], o.sides[2]))
		dim := ceil(quo(volume, t.divisor.Rat()))
		counts := dim.Cmp(mul(t.trigger.Rat(), o.weight)) >= 0 &&
			longestFirst(o.sides)[0].Cmp(dimMinSide) >= 0
		if counts {
			w = larger(w, dim)
		}
	}
	size := t.steps[0].size.Rat()
	for _, s := range t.steps {
		if w.Cmp(s.above.Rat()) > 0 {
			size = s.size.Rat()
		}
	}
	return mul(ceil(quo(w, size)), size)
}
