package plan

import (
	"container/heap"
	"context"
	"math"
	"math/bits"
)

// A large model is solved in three steps: the tiers are searched on a sample of the orders with thresholds in proportion; the boxes
// and prices that settled the sample become the boxes and first prices of the whole; and of every order only the options
// are kept that can be its cheapest at prices near those. A bound is then a pass over what is left, and holds for all options.
const (
	largeOptions = 500_000 // from here on a model is large
	sampleOrders = 5_000
)

func solveLarge(ctx context.Context, m *Model, o Options, workers int) (*search, int64) {
	s := newSpace(m, nil, workers, nil)
	sample := newSearch(ctx, sampled(m, s, workers), max(o.Gap/4, 1e-6))
	sample.hasty = true
	sample.run()
	if !sample.found || ctx.Err() != nil {
		s.fill(nil)
		se := newSearch(ctx, s, o.Gap)
		return se, se.run()
	}
	s.near = newRanges(s, sample.close())
	boxes := sample.frontier()
	s.fill(func() selector { return s.near.keep(s) })
	se := newSearch(ctx, s, o.Gap)
	se.hasty = true
	se.nodes, se.passes = sample.nodes, 0
	for i, b := range boxes {
		se.rate(b, se.first, se.firstSum)
		if b.leaf() && sample.holdsBest(b) {
			// The best plan first: everything else is measured against it.
			boxes[0], boxes[i] = boxes[i], boxes[0]
		}
	}
	se.open = boxes[1:]
	se.visit(boxes[0])
	heap.Init(&se.open)
	return se, se.search()
}

// sampled is a space of every so many orders under contracts in proportion.
func sampled(m *Model, whole *space, workers int) *space {
	n, k := int64(m.orders), int64(min(sampleOrders, m.orders))
	part := func(v int64) int64 {
		hi, lo := bits.Mul64(uint64(v), uint64(k))
		q, _ := bits.Div64(hi, lo, uint64(n))
		return int64(q)
	}
	small := &Model{MaxBad: m.MaxBad, options: m.options}
	if m.MaxBad >= 0 {
		small.MaxBad = part(m.MaxBad)
	}
	for _, c := range m.Contracts {
		small.Contracts = append(small.Contracts, c.inProportion(part))
	}
	for _, c := range m.Channels {
		if c.Most >= 0 {
			c.Most = part(c.Most)
		}
		small.Channels = append(small.Channels, c)
	}
	s := &space{m: small, workers: workers, stride: whole.stride, scale: whole.scale, ratios: whole.ratios, wide: whole.wide, largest: whole.largest}
	s.wanted = func(i int) bool { return (int64(i)+1)*k/n != int64(i)*k/n }
	s.n = int(k)
	s.parts()
	s.fill(nil)
	return s
}

// inProportion is a contract for a part of the orders: what lies above the volume to date shrinks with them.
func (c Contract) inProportion(part func(int64) int64) Contract {
	tiers := make([]Tier, len(c.Tiers))
	for i, t := range c.Tiers {
		if t.From > c.Volume {
			t.From = c.Volume + part(t.From-c.Volume)
		}
		if i > 0 {
			t.From = max(t.From, tiers[i-1].From+1)
		}
		if t.Fixed > 0 {
			t.Fixed = part(t.Fixed)
		}
		tiers[i] = t
	}
	c.Tiers = tiers
	if c.Capacity >= c.Volume {
		c.Capacity = c.Volume + part(c.Capacity-c.Volume)
	}
	if c.Commit > c.Volume {
		c.Commit = c.Volume + part(c.Commit-c.Volume)
	}
	return c
}

// frontier is the boxes that together hold all plans, each with the prices that settled it, best first.
func (se *search) frontier() boxes {
	out := append(boxes{}, se.settled...)
	out = append(out, se.open...)
	for i, b := range out {
		b.bound, b.id = math.MinInt64, i
	}
	return out
}

// close is the boxes of the frontier that came close to holding a better plan. The prices of the others may be huge, where volumes
// can hardly be reached, and smaller ones rule those out as well.
func (se *search) close() boxes {
	var out boxes
	limit := float64(se.objective) + 0.02*math.Abs(float64(se.objective))
	for _, list := range []boxes{se.settled, se.open} {
		for _, b := range list {
			if b.hint != nil && float64(b.bound) <= limit {
				out = append(out, b)
			}
		}
	}
	return out
}

// holdsBest reports whether the best plan's tiers lie in a box.
func (se *search) holdsBest(b *box) bool {
	if !se.found {
		return false
	}
	t := se.s.tallyOf(se.choice)
	for g := range se.ps {
		c := &se.s.m.Contracts[g]
		k := int8(c.tier(c.Volume + t.vol[g]))
		if k < b.lo[g] || k > b.hi[g] {
			return false
		}
	}
	return true
}

// ranges are the prices that a selection of options is good for.
type ranges struct {
	low, high *prices
	groups    int
}

// newRanges spans the prices of boxes, with a margin.
func newRanges(s *space, boxes boxes) *ranges {
	r := &ranges{groups: len(s.m.Contracts)}
	for _, b := range boxes {
		if b.hint == nil {
			continue
		}
		if r.low == nil {
			r.low, r.high = b.hint.clone(), b.hint.clone()
			for g := range r.groups {
				r.low.proxy[g], r.high.proxy[g] = 0, 0
			}
		}
		spread(r.low.volume, r.high.volume, b.hint.volume)
		spread(r.low.proxy, r.high.proxy, b.hint.proxy)
		spread(r.low.count, r.high.count, b.hint.count)
		r.low.bad, r.high.bad = min(r.low.bad, b.hint.bad), max(r.high.bad, b.hint.bad)
	}
	if r.low == nil {
		r.low, r.high = s.newPrices(), s.newPrices()
	}
	// What prices make of an order's cost at most: all may move by a part of that, those too that are 0 so far.
	mean := func(g int) int64 { return max(1, s.ps[g].most/int64(s.n)) }
	order := int64(0)
	for g := range r.groups {
		order = max(order, r.high.volume[g]*mean(g), -r.low.volume[g]*mean(g))
	}
	for g := range r.groups {
		widen(&r.low.volume[g], &r.high.volume[g], order/mean(g))
		widen(&r.low.proxy[g], &r.high.proxy[g], 0)
	}
	for h, c := range s.m.Channels {
		if c.Most >= 0 {
			widen(&r.low.count[h], &r.high.count[h], order)
			r.low.count[h] = max(0, r.low.count[h])
		}
	}
	if s.m.MaxBad >= 0 {
		widen(&r.low.bad, &r.high.bad, order/50_000)
		r.low.bad = max(0, r.low.bad)
	}
	return r
}

func spread(low, high, v []int64) {
	for i := range v {
		low[i], high[i] = min(low[i], v[i]), max(high[i], v[i])
	}
}

// widen leaves room for prices to move.
func widen(low, high *int64, size int64) {
	by := max(*high, -*low, *high-*low, size) / 4
	*low, *high = *low-by, *high+by
}

// clip moves prices into the ranges.
func (r *ranges) clip(p *prices) {
	cut := func(v, low, high []int64) {
		for i := range v {
			v[i] = min(max(v[i], low[i]), high[i])
		}
	}
	cut(p.volume, r.low.volume, r.high.volume)
	cut(p.count, r.low.count, r.high.count)
	p.bad = min(max(p.bad, r.low.bad), r.high.bad)
	for g, k := range p.tier {
		if k < 0 {
			p.proxy[g] = min(max(p.proxy[g], r.low.proxy[g]), r.high.proxy[g])
		}
	}
}

// keep drops an option where another one of its order is cheaper at all prices in the ranges and at every tier. Options of one
// contract share their prices, so they are compared with each other; others by the most and least that they can cost.
func (r *ranges) keep(s *space) selector {
	scale, stride := s.scale, s.stride
	var low, high []int64
	return func(v *view, kept []bool) {
		low, high = append(low[:0], v.cost...), append(high[:0], v.cost...)
		most := int64(math.MaxInt64)
		for x := range kept {
			low[x], high[x] = r.costs(v, x, scale, stride)
			most = min(most, high[x])
		}
		for x := range kept {
			if low[x] > most {
				kept[x] = false
			}
		}
		for x := range kept {
			if !kept[x] {
				continue
			}
			for y := range kept {
				if x != y && kept[y] && v.con[x] == v.con[y] && r.dearer(v, x, y, scale, stride) {
					kept[x] = false
					break
				}
			}
		}
	}
}

// costs is the least and most that an option's priced cost can be.
func (r *ranges) costs(v *view, x int, scale uint, stride int) (low, high int64) {
	g, h := v.con[x], v.chn[x]
	low, high = v.cost[x]<<scale, v.cost[x]<<scale
	low += r.low.volume[g]*v.vol[x] + r.low.count[h] + r.low.bad*v.bad[x]
	high += r.high.volume[g]*v.vol[x] + r.high.count[h] + r.high.bad*v.bad[x]
	if int(g) < r.groups {
		own := v.saves[x*stride : (x+1)*stride]
		less, more := int64(0), int64(0)
		for _, w := range own[:stride-1] {
			less = min(less, -w<<scale)
		}
		f := own[stride-1]
		less, more = min(less, r.low.proxy[g]*f), max(more, r.high.proxy[g]*f)
		low, high = low+less, high+more
	}
	return low, high
}

// dearer reports whether x costs more than y of the same contract at all prices and tiers.
func (r *ranges) dearer(v *view, x, y int, scale uint, stride int) bool {
	g := v.con[x]
	d := (v.cost[x] - v.cost[y]) << scale
	q := v.vol[x] - v.vol[y]
	d += min(r.low.volume[g]*q, r.high.volume[g]*q)
	b := v.bad[x] - v.bad[y]
	d += min(r.low.bad*b, r.high.bad*b)
	if v.chn[x] != v.chn[y] {
		d += r.low.count[v.chn[x]] - r.high.count[v.chn[y]]
	}
	if int(g) == r.groups {
		return d > 0
	}
	a, c := v.saves[x*stride:(x+1)*stride], v.saves[y*stride:(y+1)*stride]
	least := int64(0)
	for k := range stride - 1 {
		least = min(least, -(a[k]-c[k])<<scale)
	}
	f := a[stride-1] - c[stride-1]
	least = min(least, r.low.proxy[g]*f, r.high.proxy[g]*f)
	return d+least > 0
}
