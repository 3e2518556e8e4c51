package plan

import (
	"math"
	"slices"
)

// parts makes the parts of all contracts. Ranges come from every option of the wanted orders, never from a selection.
func (s *space) parts() {
	groups := len(s.m.Contracts)
	found := make([]*outline, len(s.m.blocks))
	s.eachBlock(func(at int, b *block) { found[at] = s.outline(b) })
	all := newOutline(groups)
	for _, o := range found {
		all.plus(o)
	}
	s.ps = all.ps
	slopes := make([][]int64, groups)
	for g, p := range s.ps {
		p.tied = 0
		if all.low[g] == all.high[g] && !all.odd[g] {
			p.tied = max(0, all.low[g])
		}
		if p.open && p.tied == 0 {
			slopes[g] = pick(all.ratios[g])
		}
		s.wide = s.wide || p.proxies > 1<<31-1
	}
	upper, lower := s.envelopes(slopes)
	for g, p := range s.ps {
		s.corners(g, p, upper[g], lower[g])
	}
}

// outline is what a look at all options tells of the contracts.
type outline struct {
	ps     []*part
	ratios [][]int64 // by contract: proxy over volume, over 2^scale, of some options
	low    []int64   // by contract: proxy over volume
	high   []int64
	odd    []bool // it is not a whole number
}

func newOutline(groups int) *outline {
	o := &outline{ratios: make([][]int64, groups), odd: make([]bool, groups)}
	for range groups {
		o.ps = append(o.ps, &part{})
		o.low, o.high = append(o.low, math.MaxInt64), append(o.high, -1)
	}
	return o
}

func (o *outline) plus(u *outline) {
	for g, p := range o.ps {
		q := u.ps[g]
		p.open = p.open || q.open
		p.step = gcd(p.step, q.step)
		p.largest, p.proxies = max(p.largest, q.largest), max(p.proxies, q.proxies)
		p.least, p.most = p.least+q.least, p.most+q.most
		o.ratios[g] = append(o.ratios[g], u.ratios[g]...)
		o.low[g], o.high[g] = min(o.low[g], u.low[g]), max(o.high[g], u.high[g])
		o.odd[g] = o.odd[g] || u.odd[g]
	}
}

// ratioEvery is how many orders lie between two whose ratios are looked at, beyond the first some hundreds.
const ratioEvery = 16

func (s *space) outline(b *block) *outline {
	groups := len(s.m.Contracts)
	out := newOutline(groups)
	var v view
	least, most, count := make([]int64, groups), make([]int64, groups), make([]int, groups)
	sample := s.n < 20_000
	s.eachOrder(b, &v, func() {
		clear(count)
		for x, g := range v.con {
			if int(g) == groups {
				continue
			}
			p, f, q := out.ps[g], v.saves[(x+1)*s.stride-1], v.vol[x]
			p.open = p.open || f > 0
			p.step = gcd(p.step, q)
			p.largest, p.proxies = max(p.largest, q), max(p.proxies, f)
			if q == 0 || f%q != 0 {
				out.odd[g] = true
			} else {
				out.low[g], out.high[g] = min(out.low[g], f/q), max(out.high[g], f/q)
			}
			if q > 0 && (sample || v.order%ratioEvery == 0) {
				out.ratios[g] = append(out.ratios[g], int64(float64(f)/float64(q)*s.one()))
			}
			if count[g]++; count[g] == 1 {
				least[g], most[g] = q, q
			}
			least[g], most[g] = min(least[g], q), max(most[g], q)
		}
		for g, p := range out.ps {
			if count[g] == 0 {
				continue
			}
			p.most += most[g]
			if count[g] == len(v.con) {
				p.least += least[g]
			}
		}
	})
	return out
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// pick chooses slopes: quantiles, and zero.
func pick(ratios []int64) []int64 {
	if len(ratios) == 0 {
		return []int64{0}
	}
	slices.Sort(ratios)
	var out []int64
	for j := range slopesAsked {
		out = append(out, ratios[j*(len(ratios)-1)/(slopesAsked-1)])
	}
	out = append(out, 0)
	slices.Sort(out)
	return slices.Compact(out)
}

// envelopes goes over all orders for the most and least that, for each slope, proxy - slope*volume can add up to.
func (s *space) envelopes(slopes [][]int64) (upper, lower [][]line) {
	groups := len(slopes)
	most := 0
	for _, l := range slopes {
		most = max(most, len(l))
	}
	upper, lower = make([][]line, groups), make([][]line, groups)
	for g := range slopes {
		for _, v := range slopes[g] {
			upper[g], lower[g] = append(upper[g], line{slope: v}), append(lower[g], line{slope: v})
		}
	}
	if most == 0 {
		return upper, lower
	}
	found := make([]*envelope, len(s.m.blocks))
	s.eachBlock(func(at int, b *block) {
		e := newEnvelope(s, slopes, most)
		var v view
		s.eachOrder(b, &v, func() { e.add(&v) })
		found[at] = e
	})
	for _, e := range found {
		for g := range slopes {
			for j := range slopes[g] {
				upper[g][j].at = upper[g][j].at.plus(e.upper[g*most+j])
				lower[g][j].at = lower[g][j].at.plus(e.lower[g*most+j])
			}
		}
	}
	return upper, lower
}

// envelope adds up orders; high and low are those of the order at hand.
type envelope struct {
	s            *space
	slopes       [][]int64
	most         int
	upper, lower []wide
	high, low    []int64
	count        []int
}

func newEnvelope(s *space, slopes [][]int64, most int) *envelope {
	n := len(slopes) * most
	return &envelope{
		s: s, slopes: slopes, most: most, upper: make([]wide, n), lower: make([]wide, n),
		high: make([]int64, n), low: make([]int64, n), count: make([]int, len(slopes)),
	}
}

func (e *envelope) add(v *view) {
	clear(e.count)
	for x, g := range v.con {
		if int(g) == len(e.slopes) {
			continue
		}
		f, q := v.saves[(x+1)*e.s.stride-1]<<e.s.scale, v.vol[x]
		e.count[g]++
		for j, slope := range e.slopes[g] {
			at, w := int(g)*e.most+j, f-slope*q
			if e.count[g] == 1 {
				e.high[at], e.low[at] = w, w
				continue
			}
			e.high[at], e.low[at] = max(e.high[at], w), min(e.low[at], w)
		}
	}
	for g, count := range e.count {
		if count == 0 {
			continue
		}
		for j := range e.slopes[g] {
			at := g*e.most + j
			high, low := e.high[at], e.low[at]
			if count < len(v.con) {
				// The order can go elsewhere.
				high, low = max(high, 0), min(low, 0)
			}
			e.upper[at], e.lower[at] = e.upper[at].plus(wideOf(high)), e.lower[at].plus(wideOf(low))
		}
	}
}
