package plan

import (
	"cmp"
	"math"
	"slices"
)

// mend makes plans of the relaxed solution, of so many blends at most.
func (lf *leaf) mend(blends int) {
	if lf.s.n >= blendFrom {
		if lf.se.hasty {
			blends = 1
		}
		mix := lf.blend()
		for x := range blends {
			if mix == nil || lf.se.ctx.Err() != nil || x > 0 && lf.se.cut(lf.b.bound) {
				break
			}
			lf.repair(mix(x))
		}
		if mix != nil && lf.se.hasty {
			return
		}
	}
	lf.repair(append([]int32(nil), lf.choice...))
}

// mostBlends is how many blends a leaf of the tree gets.
const mostBlends = 12

// blendFrom is how many orders make a blend good: it is off by about the root of the orders that differ.
const blendFrom = 1_000

// blend mixes what the passes chose that the master combines, in its proportions: volumes and limits then agree but for little, at
// the master's cost. Which pass an order follows goes by the fractions of multiples of the golden section, which fall evenly;
// each x begins elsewhere.
func (lf *leaf) blend() func(x int) []int32 {
	ms := lf.se.ms
	var choices [][]int32
	var upto []float64
	sum := 0.0
	for i, j := range ms.passes {
		row := ms.lp.row[j]
		if row < 0 || ms.lp.x[row] < 1e-7 {
			continue
		}
		sum += ms.lp.x[row]
		choice := make([]int32, lf.s.n)
		lf.s.pass(ms.asked[i], choice)
		lf.se.passes++
		choices, upto = append(choices, choice), append(upto, sum)
	}
	if len(choices) == 0 {
		return nil
	}
	golden := (math.Sqrt(5) - 1) / 2
	return func(x int) []int32 {
		out := make([]int32, lf.s.n)
		for i := range out {
			u := float64(i)*golden + float64(x)/mostBlends
			u = (u - math.Floor(u)) * sum
			k := 0
			for k+1 < len(upto) && upto[k] <= u {
				k++
			}
			out[i] = choices[k][i]
		}
		return out
	}
}

// repair moves orders from the options of a plan so that volumes and limits are where the leaf needs them, always the switches
// with the least regret for what they mend, and then takes back what is no longer needed.
func (lf *leaf) repair(choice []int32) {
	s := lf.s
	t := s.tallyOf(choice)
	lf.se.consider(t, choice)
	for miss := lf.miss(t); miss > 0; {
		before := miss
		for _, w := range lf.cheapestSwitches(t, choice) {
			// A switch may mend less than it did when the list was made, or too much: it must still be worth its place.
			from := choice[w.order]
			gain := -lf.missMore(t, from, w.option)
			if gain <= 0.5*w.gain {
				continue
			}
			s.add(t, from, -1)
			s.add(t, w.option, 1)
			choice[w.order] = w.option
		}
		after := lf.miss(t)
		if after >= before {
			break
		}
		miss = after
	}
	lf.se.consider(t, choice)
	if lf.miss(t) > 0 {
		return
	}
	lf.improve(t, choice)
}

// miss is how far volumes and limits are off, each in parts of its own size.
func (lf *leaf) miss(t *tally) float64 {
	sum := 0.0
	for g := range lf.lo {
		d := max(lf.lo[g]-t.vol[g], t.vol[g]-lf.hi[g], 0)
		if d > 0 {
			sum += float64(d) / lf.se.ms.volUnit[g]
		}
	}
	if lf.s.soft != nil {
		return sum
	}
	for h := range lf.s.m.Channels {
		if most := lf.s.m.Channels[h].Most; most >= 0 && t.count[h] > most {
			sum += float64(t.count[h]-most) / lf.se.ms.chnUnit
		}
	}
	if most := lf.s.m.MaxBad; most >= 0 && t.bad > most {
		sum += float64(t.bad-most) / lf.se.ms.badUnit
	}
	return sum
}

// swap is an order's way to another option: what it mends, and that over its regret.
type swap struct {
	order, option int32
	gain, worth   float64
}

// cheapestSwitches are those that mend most for their regret, the best first.
func (lf *leaf) cheapestSwitches(t *tally, choice []int32) []swap {
	s := lf.s
	pieces := (s.n + pieceOrders - 1) / pieceOrders
	found := make([][]swap, pieces)
	most := s.n // each is judged again when its turn comes
	if s.n <= 2_000 {
		most = 1 + s.n/200
	}
	need := lf.needs(t)
	share(s.workers, pieces, func(x int) {
		var list []swap
		for i := x * pieceOrders; i < min(s.n, (x+1)*pieceOrders); i++ {
			if w, ok := lf.bestSwitch(t, need, i, choice[i]); ok {
				list = append(list, w)
			}
		}
		found[x] = best(list, most)
	})
	var all []swap
	for _, list := range found {
		all = append(all, list...)
	}
	return best(all, most)
}

func best(list []swap, most int) []swap {
	slices.SortFunc(list, func(a, b swap) int { return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.order, b.order)) })
	return list[:min(most, len(list))]
}

// needs is what a plan's totals need: a switch that serves none of it mends nothing.
type needs struct {
	more, less []bool // by contract: volume
	fewer      []bool // by channel: orders
	bad        bool   // fewer bad orders
}

func (lf *leaf) needs(t *tally) *needs {
	m := lf.s.m
	n := &needs{more: make([]bool, len(m.Contracts)+1), less: make([]bool, len(m.Contracts)+1), fewer: make([]bool, len(m.Channels)+1)}
	for g := range lf.lo {
		n.more[g], n.less[g] = t.vol[g] < lf.lo[g], t.vol[g] > lf.hi[g]
	}
	for h := range m.Channels {
		n.fewer[h] = lf.over(h, t.count[h]) > 0
	}
	n.bad = m.MaxBad >= 0 && t.bad > m.MaxBad
	return n
}

// bestSwitch is the best for one order.
func (lf *leaf) bestSwitch(t *tally, need *needs, i int, from int32) (w swap, ok bool) {
	s := lf.s
	leave := need.bad || need.less[s.con[from]] || need.fewer[s.chn[from]]
	have := s.priced(lf.p, lf.place, lf.factor, from)
	for o := s.first[i]; o < s.first[i+1]; o++ {
		if o == from || !leave && !need.more[s.con[o]] {
			continue
		}
		gain := -lf.missMore(t, from, o)
		if gain <= 1e-15 {
			continue
		}
		v := max(float64(s.priced(lf.p, lf.place, lf.factor, o)-have), 0) + 1
		if worth := gain / v; !ok || worth > w.worth {
			w, ok = swap{int32(i), o, gain, worth}, true
		}
	}
	return w, ok
}

// missMore is what a switch adds to miss.
func (lf *leaf) missMore(t *tally, from, to int32) float64 {
	s := lf.s
	more := 0.0
	if a, b := int(s.con[from]), int(s.con[to]); a == b {
		more += lf.volMore(a, t.vol[a], s.vol.at(int(to))-s.vol.at(int(from)))
	} else {
		more += lf.volMore(a, t.vol[a], -s.vol.at(int(from))) + lf.volMore(b, t.vol[b], s.vol.at(int(to)))
	}
	if s.soft != nil {
		return more
	}
	if a, b := int(s.chn[from]), int(s.chn[to]); a != b {
		more += (lf.over(b, t.count[b]+1) - lf.over(b, t.count[b]) + lf.over(a, t.count[a]-1) - lf.over(a, t.count[a])) / lf.se.ms.chnUnit
	}
	if most := s.m.MaxBad; most >= 0 {
		after := t.bad + s.bad.at(int(to)) - s.bad.at(int(from))
		more += float64(max(0, after-most)-max(0, t.bad-most)) / lf.se.ms.badUnit
	}
	return more
}

func (lf *leaf) volMore(g int, vol, by int64) float64 {
	if g >= len(lf.lo) {
		return 0
	}
	off := func(v int64) int64 { return max(lf.lo[g]-v, v-lf.hi[g], 0) }
	return float64(off(vol+by)-off(vol)) / lf.se.ms.volUnit[g]
}

// over is how many orders too many a channel has.
func (lf *leaf) over(h int, count int64) float64 {
	if h >= len(lf.s.m.Channels) || lf.s.m.Channels[h].Most < 0 {
		return 0
	}
	return float64(max(0, count-lf.s.m.Channels[h].Most))
}

// improve switches single orders as long as the plan gets cheaper and stays in the leaf.
func (lf *leaf) improve(t *tally, choice []int32) {
	s := lf.s
	for range 20 {
		changed := false
		for i := range s.n {
			for o := s.first[i]; o < s.first[i+1]; o++ {
				from := choice[i]
				if o == from || lf.plain(o) >= lf.plain(from) || lf.missMore(t, from, o) > 0 {
					continue
				}
				before := s.objective(t)
				s.add(t, from, -1)
				s.add(t, o, 1)
				if s.objective(t) < before {
					choice[i] = o
					changed = true
				} else {
					s.add(t, o, -1)
					s.add(t, from, 1)
				}
			}
		}
		if !changed {
			break
		}
	}
	lf.se.consider(t, choice)
}

// plain is what an option costs at the leaf's tiers.
func (lf *leaf) plain(o int32) int64 {
	s := lf.s
	g := s.con[o]
	if k := lf.p.tier[g]; k > 0 {
		return s.cost.at(int(o)) - s.saves.at(int(o)*s.stride+int(k)-1)
	}
	return s.cost.at(int(o))
}
