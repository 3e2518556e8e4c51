package plan

import (
	"math"
	"slices"
)

// part is a contract's own part of a relaxed problem: for given prices, the least of its lines less what volume and proxy are
// paid for, over all that its orders could come to. In each tier that is linear in volume and proxy, so corners are enough.
type part struct {
	corners [][]corner // by tier; none where the tier cannot be reached
	open    bool       // some option saves by tier, so the proxy counts
	tied    int64      // the proxy is this often the volume, for all options; 0 = not tied, both have prices
	least   int64      // the batch's volume is never below
	most    int64      // and never above
	step    int64      // every option's volume is a multiple of it
	largest int64      // volume of an option
	proxies int64      // the largest proxy of an option
}

// corner is one end of what a contract can come to inside a tier.
type corner struct {
	vol, proxy int64
	cost       wide // of the contract's lines there, over 2^scale, rounded down
}

// slopesAsked is how many lines bound the proxy from either side, by volume.
const slopesAsked = 9

// line says that proxy ≤ (at + slope*volume)/2^scale, or ≥.
type line struct {
	at    wide
	slope int64
}

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

// corners sets the corners of every tier that the contract can end in.
func (s *space) corners(g int, p *part, upper, lower []line) {
	c := &s.m.Contracts[g]
	p.corners = make([][]corner, len(c.Tiers))
	for k := range c.Tiers {
		from, to := max(c.Tiers[k].From-c.Volume, p.least, 0), p.most
		if k+1 < len(c.Tiers) {
			to = min(to, c.Tiers[k+1].From-1-c.Volume)
		}
		if c.Capacity >= 0 && s.soft == nil {
			to = min(to, c.Capacity-c.Volume)
		}
		// Only multiples of the step occur.
		if p.step > 1 {
			from, to = (from+p.step-1)/p.step*p.step, to/p.step*p.step
		}
		if from > to {
			continue
		}
		p.corners[k] = s.tierCorners(g, k, p, from, to, upper, lower)
	}
}

// tierCorners are the corners of volumes from..to, where the lines of the contract are linear but for the commitment.
func (s *space) tierCorners(g, k int, p *part, from, to int64, upper, lower []line) []corner {
	c := &s.m.Contracts[g]
	at := []int64{from, to}
	if met := c.Commit - c.Volume; met > from && met < to {
		at = append(at, met)
	}
	if full := c.Capacity - c.Volume; s.soft != nil && full > from && full < to {
		at = append(at, full)
	}
	add := func(lines []line) {
		for b := 1; b < len(lines); b++ {
			a := b - 1
			// Where neighbours meet. Only whole volumes occur, so the least of a convex function stands beside it.
			num, den := lines[a].at.minus(lines[b].at), lines[b].slope-lines[a].slope
			if den < 0 {
				num, den = wide{}.minus(num), -den
			}
			meet := num.over(den).float()
			if meet > float64(from) && meet < float64(to) {
				q := int64(meet)
				at = append(at, max(from, q-1), q, min(to, q+1))
			}
		}
	}
	add(upper)
	add(lower)
	slices.Sort(at)
	at = slices.Compact(at)
	var out []corner
	for _, q := range at {
		cost := s.floor(g, k, q)
		switch {
		case !p.open:
			out = append(out, corner{vol: q, cost: cost})
		case p.tied > 0:
			out = append(out, corner{vol: q, proxy: q * p.tied, cost: cost})
		default:
			high, low := within(upper, lower, q, s.scale)
			out = append(out, corner{vol: q, proxy: high, cost: cost})
			if low < high {
				out = append(out, corner{vol: q, proxy: low, cost: cost})
			}
		}
	}
	return out
}

// within is the most and the least that the proxy comes to at a volume.
func within(upper, lower []line, q int64, scale uint) (high, low int64) {
	high = 1<<62 - 1
	for _, l := range upper {
		high = min(high, l.at.plusMul(l.slope, q).up(scale))
	}
	for _, l := range lower {
		v := l.at.plusMul(l.slope, q)
		low = max(low, -(wide{}.minus(v)).up(scale))
	}
	return high, low
}

// floor is at most the contract's lines for a batch's volume in tier k, over 2^scale, with what lies beyond a soft capacity.
func (s *space) floor(g, k int, q int64) wide {
	c := &s.m.Contracts[g]
	return c.floor(c.Volume+q, k, s.scale).plus(wideOf(s.soft.above(s.m, g, c.Volume+q)).scaled(s.scale))
}

// floor is at most the contract's lines at a final volume in tier k, over 2^scale: unrounded they are linear, and rounding adds
// or takes half of Round at most, once for each line that is not whole.
func (c *Contract) floor(volume int64, k int, scale uint) wide {
	exact := c.missed(volume).minus(c.earned(volume))
	w := exact.scaled(scale).over(c.Per).minus(wideOf(c.Tiers[k].Fixed).scaled(scale))
	slack := int64(0)
	if c.Shortfall > 0 && c.Per*c.Round > 1 {
		slack += c.Round
	}
	for k := range c.Tiers {
		if c.Tiers[k].Rate > 0 && c.Per*c.Round > 1 {
			slack += c.Round
			break
		}
	}
	return w.minus(wideOf(slack).scaled(scale).over(2))
}

// least is the contract's part at the prices, tiers lo..hi; ok is false where none of them can be reached.
func (s *space) leastPart(g int, p *part, pr *prices, lo, hi int) (best wide, ok bool) {
	for k := lo; k <= hi; k++ {
		pay := s.ratios[g][k] + pr.proxy[g]
		if pr.tier[g] >= 0 {
			pay = 0
		}
		for i := range p.corners[k] {
			c := &p.corners[k][i]
			v := c.cost.plusMul(-pr.volume[g], c.vol).plusMul(-pay, c.proxy)
			if !ok || v.less(best) {
				best, ok = v, true
			}
		}
	}
	return best, ok
}
