package plan

import "math/bits"

// tally is what a plan comes to, as far as its cost depends on it.
type tally struct {
	cost  int64   // at the first tiers
	vol   []int64 // by contract: what the batch puts there
	save  []int64 // by contract and tier above the first: what the chosen options save there; stride saves each, the last is the proxy
	count []int64 // by channel: orders
	bad   int64
}

// tier is the number of the tier in force at a final volume.
func (c *Contract) tier(volume int64) int {
	k := len(c.Tiers) - 1
	for k > 0 && c.Tiers[k].From > volume {
		k--
	}
	return k
}

// earned is what the units of volume earn inside their tiers, over Per, for a final volume. Whole and exact, in 128 bits.
func (c *Contract) earned(volume int64) wide {
	var sum wide
	for k := range c.Tiers {
		from := max(c.Tiers[k].From, c.Volume)
		to := volume
		if k+1 < len(c.Tiers) {
			to = min(to, c.Tiers[k+1].From)
		}
		if to > from {
			sum = sum.plusMul(c.Tiers[k].Rate, to-from)
		}
	}
	return sum
}

// missed is what is missing of the commitment costs, over Per.
func (c *Contract) missed(volume int64) wide {
	if volume >= c.Commit {
		return wide{}
	}
	return wide{}.plusMul(c.Shortfall, c.Commit-volume)
}

// lines is the contract's part of the objective at a final volume: what is missing, less gains, each rounded once.
func (c *Contract) lines(volume int64) int64 {
	k := c.tier(volume)
	return c.rounded(c.missed(volume)) - c.rounded(c.earned(volume)) - c.Tiers[k].Fixed
}

// rounded is w over Per, to the nearest multiple of Round, half away from zero; w is not negative.
func (c *Contract) rounded(w wide) int64 {
	unit := uint64(c.Per) * uint64(c.Round)
	// Half of an odd unit is no whole number; its floor rounds the same amounts up.
	lo, carry := bits.Add64(w.lo, unit/2, 0)
	hi := uint64(w.hi) + carry
	q, _ := bits.Div64(hi%unit, lo, unit)
	return int64(q) * c.Round
}

// objective is the exact cost of a plan with this tally.
func (s *space) objective(t *tally) int64 {
	sum := s.base + t.cost
	for g := range s.m.Contracts {
		c := &s.m.Contracts[g]
		volume := c.Volume + t.vol[g]
		if k := c.tier(volume); k > 0 {
			sum -= t.save[g*s.stride+k-1]
		}
		sum += c.lines(volume)
	}
	if s.soft != nil {
		sum += s.soft.miss(s.m, t)
	}
	return sum
}

// kept reports whether a plan with this tally keeps all limits.
func (s *space) kept(t *tally) bool {
	if s.soft != nil {
		return true
	}
	return s.within(t)
}

func (s *space) within(t *tally) bool {
	for g := range s.m.Contracts {
		c := &s.m.Contracts[g]
		if c.Capacity >= 0 && c.Volume+t.vol[g] > c.Capacity {
			return false
		}
	}
	for h := range s.m.Channels {
		if most := s.m.Channels[h].Most; most >= 0 && t.count[h] > most {
			return false
		}
	}
	return s.m.MaxBad < 0 || t.bad <= s.m.MaxBad
}
