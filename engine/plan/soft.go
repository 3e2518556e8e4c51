package plan

import (
	"context"
	"slices"
)

// soft turns limits into costs: what one unit beyond a limit costs. It is used where no plan keeps all limits, to find the plan
// that misses them by least.
type soft struct {
	volume []int64 // by contract: for a unit above the capacity
	count  []int64 // by channel: for an order too many
	bad    int64   // for a millionth too many
}

// softened weighs misses against each other: an order too many as much as one expected bad order, or as an average order's
// volume too much.
func (s *space) softened() *soft {
	const order = 1_000_000
	w := &soft{bad: 1}
	for _, p := range s.ps {
		mean := max(1, p.most/int64(s.n))
		w.volume = append(w.volume, max(1, order/mean))
	}
	for range s.m.Channels {
		w.count = append(w.count, order)
	}
	return w
}

// free is the model with nothing to pay: only its limits are left.
func (m *Model) free() *Model {
	f := *m
	f.Contracts, f.blocks = nil, nil
	for _, c := range m.Contracts {
		c.Tiers, c.Commit, c.Shortfall = []Tier{{From: c.Tiers[0].From}}, 0, 0
		f.Contracts = append(f.Contracts, c)
	}
	for _, b := range m.blocks {
		n := *b
		n.least, n.cost, n.save = make([]int64, len(b.least)), column{narrow: make([]int32, len(b.con))}, column{}
		f.blocks = append(f.blocks, &n)
	}
	return &f
}

// relaxed is the model with limits that a plan of this tally keeps.
func (m *Model) relaxed(t *tally) *Model {
	r := *m
	r.Contracts, r.Channels = slices.Clone(m.Contracts), slices.Clone(m.Channels)
	for g := range r.Contracts {
		if c := &r.Contracts[g]; c.Capacity >= 0 {
			c.Capacity = max(c.Capacity, c.Volume+t.vol[g])
		}
	}
	for h := range r.Channels {
		if c := &r.Channels[h]; c.Most >= 0 {
			c.Most = max(c.Most, t.count[h])
		}
	}
	if r.MaxBad >= 0 {
		r.MaxBad = max(r.MaxBad, t.bad)
	}
	return &r
}

// miss is what a plan with this tally costs by the limits that it does not keep.
func (w *soft) miss(m *Model, t *tally) int64 {
	sum := int64(0)
	for g := range m.Contracts {
		sum += w.above(m, g, m.Contracts[g].Volume+t.vol[g])
	}
	for h := range m.Channels {
		if most := m.Channels[h].Most; most >= 0 {
			sum += w.count[h] * max(0, t.count[h]-most)
		}
	}
	if m.MaxBad >= 0 {
		sum += w.bad * max(0, t.bad-m.MaxBad)
	}
	return sum
}

// above is what a final volume costs by exceeding the capacity. A capacity below the volume to date counts from there.
func (w *soft) above(m *Model, g int, volume int64) int64 {
	if w == nil || m.Contracts[g].Capacity < 0 {
		return 0
	}
	return w.volume[g] * max(0, volume-max(m.Contracts[g].Capacity, m.Contracts[g].Volume))
}

// missing finds the plan that misses the limits by least, and among those a cheap one, where a search found none that keeps
// all, and says which limits those are. bound is noBound where the search has proven that there is none; otherwise a plan may
// turn up that keeps them, and the search goes on from it.
func missing(ctx context.Context, m *Model, workers int, o Options, bound int64) Result {
	se := leastMissing(ctx, m.free(), workers)
	hard := newSpace(m, nil, workers, nil)
	hard.fill(nil)
	t := hard.tallyOf(se.choice)
	if !hard.within(t) {
		hard = newSpace(m.relaxed(t), nil, workers, nil)
		hard.fill(nil)
	}
	again := newSearch(ctx, hard, o.Gap)
	again.consider(t, slices.Clone(se.choice))
	low := again.run()
	t = hard.tallyOf(again.choice)
	r := again.result(max(bound, low))
	hard.m = m
	if hard.within(t) {
		return r
	}
	r.Bound, r.Proven, r.Stop = r.Objective, false, Infeasible
	if bound != noBound {
		r.Stop = Exhausted
	}
	r.Broken = hard.broken(t)
	return r
}

// leastMissing searches for the least misses, whatever they cost.
func leastMissing(ctx context.Context, free *Model, workers int) *search {
	hard := newSpace(free, nil, workers, nil)
	s := newSpace(free, nil, workers, hard.softened())
	s.fill(nil)
	se := newSearch(ctx, s, 0)
	se.mostNodes = 2000
	se.run()
	return se
}

// broken lists the limits that no plan keeps by themselves, and those that this plan does not keep.
func (s *space) broken(t *tally) []Broken {
	var out []Broken
	add := func(b Broken) {
		if b.Plan > b.Allowed || b.Least > b.Allowed {
			out = append(out, b)
		}
	}
	for g := range s.m.Contracts {
		c := &s.m.Contracts[g]
		if c.Capacity >= 0 {
			add(Broken{CapacityLimit, g, c.Capacity, c.Volume + s.ps[g].least, c.Volume + t.vol[g]})
		}
	}
	least, bad := s.fewest()
	for h := range s.m.Channels {
		if most := s.m.Channels[h].Most; most >= 0 {
			add(Broken{ShareLimit, h, most, least[h], t.count[h]})
		}
	}
	if s.m.MaxBad >= 0 {
		add(Broken{BadLimit, 0, s.m.MaxBad, bad, t.bad})
	}
	return out
}

// hopeless reports whether some limit cannot be kept even with the others put aside.
func (s *space) hopeless() bool {
	for _, b := range s.broken(s.newTally()) {
		if b.Least > b.Allowed {
			return true
		}
	}
	return false
}

// fewest is, for each channel, the orders that have no other, and the least that bad orders come to.
func (s *space) fewest() (count []int64, bad int64) {
	count = make([]int64, len(s.m.Channels)+1)
	for i := range s.n {
		from, to := s.first[i], s.first[i+1]
		only, least := s.chn[from], s.bad.at(int(from))
		for o := from; o < to; o++ {
			if s.chn[o] != only {
				only = int8(len(s.m.Channels))
			}
			least = min(least, s.bad.at(int(o)))
		}
		count[only]++
		bad += least
	}
	return count, bad
}
