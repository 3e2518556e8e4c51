package plan

import "slices"

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
		if p.step > 1 && to >= 0 {
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
