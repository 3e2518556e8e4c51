package plan

import "math/bits"

// prices are the multipliers of a relaxed problem, over 2^scale of the space: what is added to the cost of an option for each unit that it
// uses. Any prices give a valid bound, because every term is a whole number and is summed exactly.
type prices struct {
	volume []int64 // by contract: for a unit of volume
	proxy  []int64 // by contract: for a unit of the proxy; 0 where the tier is given
	tier   []int8  // by contract: the tier, where it is given, so that its savings are taken exactly; else -1
	count  []int64 // by channel: for an order; not below 0
	bad    int64   // for a millionth of a bad order; not below 0
}

func (s *space) newPrices() *prices {
	groups := len(s.m.Contracts)
	p := &prices{
		volume: make([]int64, groups+1), proxy: make([]int64, groups+1), tier: make([]int8, groups+1),
		count: make([]int64, len(s.m.Channels)+1),
	}
	for g := range p.tier {
		p.tier[g] = -1
	}
	return p
}

func (p *prices) clone() *prices {
	q := *p
	q.volume = append([]int64(nil), p.volume...)
	q.proxy = append([]int64(nil), p.proxy...)
	q.tier = append([]int8(nil), p.tier...)
	q.count = append([]int64(nil), p.count...)
	return &q
}

// saving is, by contract, which column of savings counts and how: its place and its coefficient over 2^scale.
func (s *space) saving(p *prices) (place []int32, factor []int64) {
	place, factor = make([]int32, len(p.tier)), make([]int64, len(p.tier))
	for g, k := range p.tier {
		switch {
		case k < 0:
			place[g], factor[g] = int32(s.stride-1), p.proxy[g]
		case k > 0:
			place[g], factor[g] = int32(k-1), -1<<s.scale
		}
	}
	return place, factor
}

// pieceOrders is how many orders a worker takes at a time.
const pieceOrders = 8192

// pass chooses the cheapest option of every order at the prices, the first of equals, and returns the sum of their priced costs. No
// product leaves 64 bits: priceLimit sees to that.
func (s *space) pass(p *prices, choice []int32) (wide, *tally) {
	place, factor := s.saving(p)
	pieces := (s.n + pieceOrders - 1) / pieceOrders
	sums, tallies := make([]wide, pieces), make([]*tally, pieces)
	share(s.workers, pieces, func(i int) {
		from, to := i*pieceOrders, min(s.n, (i+1)*pieceOrders)
		if s.wide {
			sums[i] = argmin(s, s.cost.full, s.vol.full, s.bad.full, s.saves.full, p, place, factor, choice, from, to)
		} else {
			sums[i] = argmin(s, s.cost.narrow, s.vol.narrow, s.bad.narrow, s.saves.narrow, p, place, factor, choice, from, to)
		}
		tallies[i] = s.tallyOf(choice[from:to])
	})
	for i := 1; i < pieces; i++ {
		sums[0] = sums[0].plus(sums[i])
		tallies[0].plus(tallies[i])
	}
	if pieces == 0 {
		return wide{}, s.newTally()
	}
	return sums[0], tallies[0]
}

func (t *tally) plus(u *tally) {
	t.cost += u.cost
	t.bad += u.bad
	for i, v := range u.vol {
		t.vol[i] += v
	}
	for i, v := range u.save {
		t.save[i] += v
	}
	for i, v := range u.count {
		t.count[i] += v
	}
}

// argmin is the pass over some orders, for columns of either width.
func argmin[T int32 | int64](s *space, cost, vol, bad, saves []T, p *prices, place []int32, factor []int64, choice []int32, from, to int) wide {
	var hi, lo uint64
	stride, scale := s.stride, s.scale
	con, chn, first := s.con, s.chn, s.first
	for i := from; i < to; i++ {
		best, at := int64(1<<63-1), int32(0)
		for o := first[i]; o < first[i+1]; o++ {
			g, h := con[o], chn[o]
			v := int64(cost[o])<<scale + p.volume[g]*int64(vol[o]) + factor[g]*int64(saves[int(o)*stride+int(place[g])]) + p.count[h] + p.bad*int64(bad[o])
			if v < best {
				best, at = v, o
			}
		}
		choice[i] = at
		var carry uint64
		lo, carry = bits.Add64(lo, uint64(best), 0)
		hi += uint64(best>>63) + carry
	}
	return wide{int64(hi), lo}
}

// priced is the cost of one option at the prices, over 2^scale.
func (s *space) priced(p *prices, place []int32, factor []int64, o int32) int64 {
	g, i := s.con[o], int(o)
	return s.cost.at(i)<<s.scale + p.volume[g]*s.vol.at(i) + factor[g]*s.saves.at(i*s.stride+int(place[g])) + p.count[s.chn[o]] + p.bad*s.bad.at(i)
}

// priceLimit is the largest price of something of which an option uses no more than largest: with it, each of the products of a
// priced cost stays below 2^60.
func priceLimit(largest int64) int64 {
	return (1 << 60) / max(largest, 1)
}
