package rates

import (
	"cmp"
	"fmt"
	"slices"
)

// bands finds weight bands that overlap, and in groups without any, gaps between bands and prices that drop at an edge.
func (c *checker) bands() {
	s := bandSweep{checker: c}
	for _, g := range c.groups {
		s.run(g)
	}
}

// bandSweep walks through the days of one group. On each day the rows that end leave the set of bands in force and
// those that begin enter it, and only the neighbours of what has changed are looked at, so that n rows take n log n
// steps however many editions there are. Bands in force do not overlap, so weight orders them. A row that overlaps one
// in force is reported and stays out: one wrong row is not held against every other. Buffers serve the next group.
type bandSweep struct {
	*checker
	service  *Service
	rows     []int32 // the group's rows that can apply, by weight; a place in this list is a row's slot
	events   []bandEvent
	inForce  slotSet
	marks    []bandMark // by slot
	changed  []int32
	found    []gapOrDrop // told only where nothing overlaps
	overlaps bool
}

type bandEvent struct {
	day   int64
	slot  int32
	begin bool
}

// bandMark remembers what is known of a row: each place is told once.
type bandMark struct{ out, told, gap, drop bool }

// gapOrDrop says that something is wrong between two neighbouring bands from a day on.
type gapOrDrop struct {
	low, high int32 // slots
	day       int64
	drop      priceDrop // no drop: a gap
}

func (s *bandSweep) run(g rateGroup) {
	s.prepare(g)
	for i := 0; i < len(s.events); {
		day := s.events[i].day
		s.changed = s.changed[:0]
		for ; i < len(s.events) && s.events[i].day == day; i++ {
			s.apply(s.events[i])
		}
		s.neighbours(day)
	}
	if !s.overlaps && s.complete("rates") {
		s.tell()
	}
}

// prepare lays out slots and events. Rows that can never apply are left out: they have a problem of their own.
func (s *bandSweep) prepare(g rateGroup) {
	s.service = s.services[g.first(s.b).Service]
	s.rows, s.events, s.found, s.overlaps = s.rows[:0], s.events[:0], s.found[:0], false
	for _, i := range g.rows {
		if r := &s.b.Rates[i]; r.OverG < r.UptoG && !r.Window.empty() {
			s.rows = append(s.rows, i)
		}
	}
	slices.SortFunc(s.rows, func(i, j int32) int {
		a, b := &s.b.Rates[i], &s.b.Rates[j]
		return cmp.Or(cmp.Compare(a.OverG, b.OverG), cmp.Compare(a.UptoG, b.UptoG), cmp.Compare(i, j))
	})
	for slot := range s.rows {
		r := s.row(int32(slot))
		s.events = append(s.events, bandEvent{int64(r.From), int32(slot), true})
		if r.To != NoDate {
			s.events = append(s.events, bandEvent{int64(r.To) + 1, int32(slot), false})
		}
	}
	slices.SortFunc(s.events, func(a, b bandEvent) int {
		switch {
		case a.day != b.day:
			return cmp.Compare(a.day, b.day)
		case a.begin != b.begin: // what ends makes room first
			if b.begin {
				return -1
			}
			return 1
		default:
			return cmp.Compare(s.rows[a.slot], s.rows[b.slot])
		}
	})
	s.inForce.reset(len(s.rows))
	s.marks = slices.Grow(s.marks[:0], len(s.rows))[:len(s.rows)]
	clear(s.marks)
}

func (s *bandSweep) row(slot int32) *RateRow { return &s.b.Rates[s.rows[slot]] }

func (s *bandSweep) apply(e bandEvent) {
	switch {
	case e.begin:
		if s.conflicts(e.slot) {
			s.marks[e.slot].out = true
			return
		}
		s.inForce.insert(int(e.slot))
	case s.marks[e.slot].out:
		return
	default:
		s.inForce.remove(int(e.slot))
	}
	s.changed = append(s.changed, e.slot)
}

// conflicts reports every band in force that overlaps the one that begins; of two rows the later one of the file is to
// blame.
func (s *bandSweep) conflicts(slot int32) bool {
	r, any := s.row(slot), false
	if p := s.inForce.before(int(slot)); p >= 0 && s.row(int32(p)).UptoG > r.OverG {
		s.overlap(slot, int32(p))
		any = true
	}
	for n := s.inForce.after(int(slot)); n >= 0 && s.row(int32(n)).OverG < r.UptoG; n = s.inForce.after(n) {
		any = true
		// Each step names another row or is the last, so that many wide rows over many narrow ones stay cheap.
		if s.marks[slot].told || s.marks[n].told {
			break
		}
		s.overlap(slot, int32(n))
	}
	return any
}

func (s *bandSweep) overlap(x, y int32) {
	s.overlaps = true
	if s.rows[x] < s.rows[y] {
		x, y = y, x
	}
	if s.marks[x].told {
		return
	}
	s.marks[x].told = true
	a, b := s.row(x), s.row(y)
	s.report("E101", at{a.Place, "rates", "over_g"}, "the band above %d g up to %d g of %s overlaps %s, above %d g up to %d g%s",
		a.OverG, a.UptoG, bandsOf(a), rowText(b.Place, int(s.rows[y])), b.OverG, b.UptoG, fromDay(max(int64(a.From), int64(b.From))))
}

// neighbours looks at the pairs of bands that became neighbours on the day.
func (s *bandSweep) neighbours(day int64) {
	for _, slot := range s.changed {
		before, after := int32(s.inForce.before(int(slot))), int32(s.inForce.after(int(slot)))
		if s.inForce.has(int(slot)) {
			s.pair(before, slot, day)
			s.pair(slot, after, day)
		} else {
			s.pair(before, after, day)
		}
	}
}

func (s *bandSweep) pair(low, high int32, day int64) {
	if low < 0 || high < 0 {
		return
	}
	l, h, mark := s.row(low), s.row(high), &s.marks[high]
	if l.UptoG < h.OverG {
		if !mark.gap {
			mark.gap = true
			s.found = append(s.found, gapOrDrop{low: low, high: high, day: day})
		}
		return
	}
	if mark.drop || s.service == nil {
		return
	}
	if d, ok := dropAt(l, h, s.service.Currency); ok {
		mark.drop = true
		s.found = append(s.found, gapOrDrop{low, high, day, d})
	}
}

func (s *bandSweep) tell() {
	for _, f := range s.found {
		l, h := s.row(f.low), s.row(f.high)
		where, other := at{h.Place, "rates", "over_g"}, rowText(l.Place, int(s.rows[f.low]))
		if f.drop == (priceDrop{}) {
			s.report("W100", where, "%s: no band above %d g (%s) up to %d g%s", bandsOf(h), l.UptoG, other, h.OverG, fromDay(f.day))
			continue
		}
		s.report("W101", where, "%s: %s %s at %d g (%s), but %s at %d g%s", bandsOf(h),
			f.drop.below, s.service.Currency, l.UptoG, other, f.drop.above, l.UptoG+1, fromDay(f.day))
	}
}

// bandsOf names a group of bands in a message.
func bandsOf(r *RateRow) string {
	if r.Attribute != "" {
		return fmt.Sprintf("%s, zone %s, attribute %s", r.Service, r.Zone, r.Attribute)
	}
	return fmt.Sprintf("%s, zone %s", r.Service, r.Zone)
}

// fromDay says from which day on something holds, where that is not since ever.
func fromDay(day int64) string {
	if day == int64(NoDate) {
		return ""
	}
	return " from " + Date(day).String()
}
