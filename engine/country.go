package engine

import (
	"slices"
	"sync/atomic"

	"github.com/lanewise/lanewise/rates"
	"github.com/lanewise/lanewise/rates/cond"
)

func newPointers[T any](n int) []atomic.Pointer[T] { return make([]atomic.Pointer[T], n) }

// country is the book as one destination sees it: the services that serve it, with conditions settled as far as
// the country decides them.
type country struct {
	code     rates.Country
	promised rates.Opt[rates.Days]
	slots    []slot
	preds    []predicate
	holds    []ruleUse
	barred   []uint64 // set of slots that a rule always removes
	bars     []bar
	refusals [][]uint64                        // by attribute number: the slots that do not carry it; the last is of unknown attributes
	online   int                               // so many slots of online services stand first
	kinds    []dimRule                         // the ways in which its services count dim weight; the first is that they do not
	kind     []uint8                           // by slot, its way where all its lanes share it
	nets     [classes][]int32                  // by class of the weight that counts and slot: least net freight
	keys     []int32                           // the predicates that prospects are told apart by
	views    []atomic.Pointer[[]prospect]      // by epoch and key predicates met: by slot
	chances  [promises]atomic.Pointer[chances] // by promise
}

// slot is a service that serves the country, at least some of its postcodes. What every order asks stands first, so
// that it lies on few cache lines.
type slot struct {
	svc          *service
	whole        *lane                 // where every postcode is one lane
	lanes        *postcodeTable[*lane] // else by postcode
	risk         *risk
	at           int32     // in the country's slots
	index        int32     // of the service
	policy       int64     // what the add_cost rules that always hold come to, units of 1e-4
	maybe        []ruleUse // add_cost rules that the order decides
	laneRemovals []ruleUse // forbid and only that read zone or billable_g
	offline      bool
	outset       outset
	adds         []ruleUse // add_cost
	removals     []ruleUse // forbid and only
}

// lane is a service in one zone of the country.
type lane struct {
	terms      *terms
	editions   []edition // of the service in the zone, rising
	surcharges []surchargeUse
	zone       string
}

// surchargeUse is a surcharge whose zone and country filters the lane passes; area and cond are predicates.
type surchargeUse struct {
	index      int32
	group      int32
	area, cond int32
}

// predicate is a question about an order, asked at most once: a condition, or whether a postcode lies in an area.
type predicate struct {
	prog    *cond.Prog
	area    *postcodeTable[bool]
	perLane bool // reads zone or billable_g, so that it is asked for each service
}

// in returns the country's view, working it out on first use.
func (e *Engine) in(c rates.Country) *country {
	if v := e.countries[c].Load(); v != nil {
		return v
	}
	v := e.newCountry(c)
	e.countries[c].Store(v)
	return v
}

type countryBuilder struct {
	e       *Engine
	c       *country
	residue map[int32]int32  // residual number → predicate number
	areas   map[string]int32 // joined area names → predicate number

	lanesAt  arena[lane]
	editions arena[edition]
	bands    arena[band]
	ends     arena[int32]
	charges  arena[surchargeUse]
}

func (e *Engine) newCountry(code rates.Country) *country {
	b := countryBuilder{e: e, c: &country{code: code, promised: e.promised[code]}, residue: map[int32]int32{}, areas: map[string]int32{}}
	for _, h := range e.holds {
		if h.cond = b.predicate(h.cond); h.cond != never {
			b.c.holds = append(b.c.holds, h)
		}
	}
	for _, channel := range []rates.Channel{rates.Online, rates.Offline} {
		b.c.online = len(b.c.slots)
		for i := range e.services {
			if e.services[i].row.Channel == channel {
				b.slot(i)
			}
		}
	}
	for len(b.c.barred) <= len(b.c.slots)>>6 {
		b.c.barred = append(b.c.barred, 0)
	}
	b.c.refusals = make([][]uint64, len(e.attributes)+1)
	for a := range b.c.refusals {
		for i := range b.c.slots {
			if s := b.c.slots[i].svc; !s.acceptsAll && (a == len(e.attributes) || !s.accepts[a]) {
				set(&b.c.refusals[a], i)
			}
		}
	}
	e.foresee(b.c)
	return b.c
}

// bar is a condition and the slots that it removes.
type bar struct {
	cond  int32
	slots []uint64
}

// rules sorts a service's rules by what they do, and notes which orders they bar from it.
func (b *countryBuilder) rules(sl *slot) {
	at := len(b.c.slots)
	for _, r := range sl.svc.rules {
		r.cond = b.predicate(r.cond)
		switch {
		case r.cond == never:
		case !r.remove:
			sl.adds = append(sl.adds, r)
			if r.cond == always {
				sl.policy += int64(r.row.Amount) / fineQuantum
			} else {
				sl.maybe = append(sl.maybe, r)
			}
		default:
			sl.removals = append(sl.removals, r)
			switch {
			case r.cond == always:
				set(&b.c.barred, at)
			case b.c.preds[r.cond].perLane:
				sl.laneRemovals = append(sl.laneRemovals, r)
			default:
				set(&b.bar(r.cond).slots, at)
			}
		}
	}
}

// refuses is the set of slots that do not carry an attribute; -1 is one that the book does not know.
func (c *country) refuses(attribute int32) []uint64 {
	if attribute < 0 {
		return c.refusals[len(c.refusals)-1]
	}
	return c.refusals[attribute]
}

func (b *countryBuilder) bar(cond int32) *bar {
	i := slices.IndexFunc(b.c.bars, func(x bar) bool { return x.cond == cond })
	if i < 0 {
		i = len(b.c.bars)
		b.c.bars = append(b.c.bars, bar{cond: cond})
	}
	return &b.c.bars[i]
}

func set(bits *[]uint64, i int) {
	for len(*bits) <= i>>6 {
		*bits = append(*bits, 0)
	}
	(*bits)[i>>6] |= 1 << (i & 63)
}

// predicate settles a residual condition for the country.
func (b *countryBuilder) predicate(id int32) int32 {
	if id < 0 {
		return id
	}
	p, ok := b.residue[id]
	if ok {
		return p
	}
	x := b.e.residuals[id].Bind(cond.Known{Country: b.c.code.String()})
	switch v, settled := x.Const(); {
	case settled && v:
		p = always
	case settled:
		p = never
	default:
		p = int32(len(b.c.preds))
		b.c.preds = append(b.c.preds, predicate{
			prog:    x.Compile(func(code string) int { return b.e.rateIndex[code] }),
			perLane: x.Uses()&(cond.UsesZone|cond.UsesBillable) != 0,
		})
	}
	b.residue[id] = p
	return p
}

func (b *countryBuilder) slot(i int) {
	s := &b.e.services[i]
	sl := slot{index: int32(i), svc: s, offline: s.row.Channel == rates.Offline}
	if s.zones == nil {
		sl.whole = b.lane(s, s.terms, b.c.code.String())
		if sl.whole == nil {
			return
		}
	} else {
		rows := s.zones[b.c.code]
		if rows == nil {
			rows = s.zones[rates.AnyCountry]
		}
		if rows == nil {
			return
		}
		b.lanes(&sl, rows)
	}
	b.rules(&sl)
	if sl.risk = s.risks[b.c.code]; sl.risk == nil {
		sl.risk = s.risks[rates.AnyCountry]
	}
	sl.outset = b.e.newOutset(&sl)
	b.c.slots = append(b.c.slots, sl)
}

// lanes makes one lane a zone name and terms, found by postcode.
func (b *countryBuilder) lanes(sl *slot, rows []*rates.Zone) {
	type key struct {
		zone  string
		terms *terms
	}
	seen := map[key]*lane{}
	sl.lanes = &postcodeTable[*lane]{}
	for _, z := range rows {
		k := key{z.Zone, b.e.zoneTerms[z]}
		l, ok := seen[k]
		if !ok {
			l = b.lane(sl.svc, k.terms, z.Zone)
			seen[k] = l
		}
		sl.lanes.add(z.Postcodes, l)
	}
	sl.lanes.sort()
	if len(sl.lanes.lengths) == 0 {
		sl.whole, sl.lanes = sl.lanes.whole, nil
	}
}

// lane is nil where the zone has no rates at any date.
func (b *countryBuilder) lane(s *service, t *terms, zone string) *lane {
	editions := s.tariffs[zone]
	if editions == nil {
		return nil
	}
	l := lane{zone: zone, terms: t, editions: b.together(editions)}
	for i := range s.surcharges {
		sc := &s.surcharges[i]
		if !sc.inPlace(b.c.code, zone) {
			continue
		}
		u := surchargeUse{index: int32(i), group: int32(sc.row.GroupBlock), area: b.area(sc.row.Areas), cond: b.predicate(sc.cond)}
		if u.area != never && u.cond != never {
			l.surcharges = append(l.surcharges, u)
		}
	}
	l.surcharges = b.charges.copy(l.surcharges)
	return &b.lanesAt.copy([]lane{l})[0]
}

// area settles an area filter: a postcode table, or a constant where it does not depend on the postcode.
func (b *countryBuilder) area(names []string) int32 {
	if names == nil {
		return always
	}
	key := ""
	for _, n := range names {
		key += n + "|"
	}
	if p, ok := b.areas[key]; ok {
		return p
	}
	t, p := &postcodeTable[bool]{}, never
	for _, n := range names {
		for _, a := range b.e.areas[n] {
			if a.Country == b.c.code || a.Country == rates.AnyCountry {
				t.add(a.Postcodes, true)
			}
		}
	}
	t.sort()
	switch {
	case t.whole:
		p = always
	case len(t.lengths) > 0:
		p = int32(len(b.c.preds))
		b.c.preds = append(b.c.preds, predicate{area: t})
	}
	b.areas[key] = p
	return p
}

// together copies a price list to where the country's others are: its orders read those only, one after the other.
func (b *countryBuilder) together(editions []edition) []edition {
	out := b.editions.copy(editions)
	for i := range out {
		out[i].special = slices.Clone(out[i].special)
		for _, bs := range out[i].every() {
			bs.rows, bs.upto = b.bands.copy(bs.rows), b.ends.copy(bs.upto)
		}
	}
	return out
}

// arena keeps what is read together side by side in memory.
type arena[T any] struct{ free []T }

func (a *arena[T]) copy(s []T) []T {
	n := len(s)
	if len(a.free) < n {
		a.free = make([]T, max(n, 128))
	}
	out := a.free[:n:n]
	a.free = a.free[n:]
	copy(out, s)
	return out
}
