package plan

import (
	"cmp"
	"math"
	"slices"
)

// leaf is a box of single tiers with the prices of its best bound. A plan inside costs the bound plus its regrets: those of its
// options, of volumes away from where they cost least, and of limits that are not used up, none below 0. So only options whose
// regret is within the budget, the best plan's cost less the bound, can be part of a better plan.
type leaf struct {
	se      *search
	s       *space
	b       *box
	p       *prices
	exact   wide    // the bound, over 2^scale
	choice  []int32 // the cheapest option of each order at the prices
	least   []int64 // its priced cost
	total   *tally  // of those
	place   []int32
	factor  []int64
	lo, hi  []int64 // by contract: the batch's volume that its tier and capacity allow
	plainly bool    // the prices are those of nothing
}

func newLeaf(se *search, b *box, r *relaxed) *leaf {
	s := se.s
	lf := &leaf{se: se, s: s, b: b, p: r.prices, exact: r.exact}
	lf.choice, lf.least = make([]int32, s.n), make([]int64, s.n)
	lf.place, lf.factor = s.saving(lf.p)
	_, lf.total = s.pass(lf.p, lf.choice)
	for i, o := range lf.choice {
		lf.least[i] = s.priced(lf.p, lf.place, lf.factor, o)
	}
	for g, p := range se.ps {
		from, to := p.span(int(b.lo[g]))
		lf.lo, lf.hi = append(lf.lo, from), append(lf.hi, to)
	}
	return lf
}

// span is the range of the batch's volume in a tier.
func (p *part) span(k int) (from, to int64) {
	from, to = p.corners[k][0].vol, p.corners[k][0].vol
	for _, c := range p.corners[k] {
		from, to = min(from, c.vol), max(to, c.vol)
	}
	return from, to
}

// beyond is more than any budget.
const beyond = 1 << 61

// budget is the regret, over 2^scale, that every better plan stays within.
func (lf *leaf) budget() int64 {
	if !lf.se.found {
		return beyond
	}
	return lf.capped(wideOf(lf.se.target() - 1).scaled(lf.s.scale).minus(lf.exact))
}

func (lf *leaf) capped(w wide) int64 {
	if w.hi > 0 || w.hi == 0 && w.lo > beyond {
		return beyond
	}
	return int64(w.lo)
}

// finish solves a leaf: first by repairing what the last pass chose, then by looking at all plans within a budget that grows until
// no better plan can lie outside. Where that becomes too much, the cheapest combinations are looked at as long as they give better
// plans, and the leaf stays open. It reports whether the leaf is settled.
func (se *search) finish(b *box, r *relaxed) bool {
	lf := newLeaf(se, b, r)
	lf.mend(mostBlends)
	if se.cut(b.bound) {
		return true
	}
	return !se.hasty && lf.meet(fewNumbers)
}

// meet is the search of a leaf, with so many numbers in a half at most.
func (lf *leaf) meet(most int) bool {
	se, b := lf.se, lf.b
	regrets := lf.regrets()
	wide, again := false, 0
	for n := 16; ; n += n / 2 {
		whole := lf.budget()
		budget := whole
		if n < len(regrets) {
			budget = min(whole, max(1, regrets[n]))
		}
		before := se.objective
		all := lf.newMeeting(budget, most).search()
		switch {
		case se.cut(b.bound):
			return true
		case all && budget >= lf.budget():
			return lf.holdsAll(budget) || !lf.plainly && lf.atNoPrices().meet(most)
		case se.ctx.Err() != nil:
			return false
		case all:
		case se.objective < before && again < mostAgain:
			// The better plan narrows the budget: look again.
			again++
			n = n * 2 / 3
		case wide || n > len(regrets):
			return false
		default:
			// A larger budget leaves volumes more room, so even fewer rows may give a plan.
			wide = true
			n *= 2
		}
	}
}

// atNoPrices is the leaf where nothing but costs has a price: prices near their limits, as of limits that no plan keeps, make
// regrets too large to count.
func (lf *leaf) atNoPrices() *leaf {
	r := &relaxed{prices: lf.s.newPrices()}
	copy(r.prices.tier, lf.b.lo)
	r.exact, _, _, _ = lf.se.bound(lf.b, r.prices)
	n := newLeaf(lf.se, lf.b, r)
	n.plainly = true
	return n
}

// holdsAll reports whether no better plan has a regret above a budget that nothing was left out of. One below beyond was not
// capped; one that was says so only where no plan at all can cost as much.
func (lf *leaf) holdsAll(budget int64) bool {
	if budget < beyond {
		return true
	}
	s := lf.s
	worst := 0.0
	qs := lf.quantities()
	low, high := make([]float64, len(qs)), make([]float64, len(qs))
	for i := range s.n {
		most := int64(0)
		least, dearest := make([]int64, len(qs)), make([]int64, len(qs))
		for o := s.first[i]; o < s.first[i+1]; o++ {
			most = max(most, s.priced(lf.p, lf.place, lf.factor, o)-lf.least[i])
			for d := range qs {
				v := qs[d].of(o)
				if o == s.first[i] {
					least[d], dearest[d] = v, v
				}
				least[d], dearest[d] = min(least[d], v), max(dearest[d], v)
			}
		}
		worst += float64(most)
		for d := range qs {
			low[d] += float64(least[d])
			high[d] += float64(dearest[d])
		}
	}
	for d := range qs {
		most := 0.0
		for _, l := range qs[d].lines {
			for _, total := range []float64{max(low[d], float64(qs[d].lo)), min(high[d], float64(qs[d].hi))} {
				most = max(most, float64(l.value)+float64(l.slope)*(total-float64(l.at)))
			}
		}
		worst += most
	}
	return worst < 0.9*beyond // sums of floats are off by far less
}

// mostAgain is how often a search that was cut short is made again because it found a better plan.
const mostAgain = 8

// regrets lists, sorted, what each order's second option costs above its first, as far as that is within the budget.
func (lf *leaf) regrets() []int64 {
	whole := lf.budget()
	var out []int64
	for i := range lf.s.n {
		second := int64(beyond)
		for o := lf.s.first[i]; o < lf.s.first[i+1]; o++ {
			if o != lf.choice[i] {
				second = min(second, lf.s.priced(lf.p, lf.place, lf.factor, o)-lf.least[i])
			}
		}
		if second < whole {
			out = append(out, second)
		}
	}
	slices.Sort(out)
	return out
}

// free is an order that may differ from its first option within a budget.
type free struct {
	order  int32
	option []int32 // by rising regret, without the first
	regret []int64
}

// freeOrders lists them by falling regret of the option that comes second.
func (lf *leaf) freeOrders(budget int64) []free {
	s := lf.s
	var out []free
	for i := range s.n {
		f := free{order: int32(i)}
		for o := s.first[i]; o < s.first[i+1]; o++ {
			if o == lf.choice[i] {
				continue
			}
			if v := s.priced(lf.p, lf.place, lf.factor, o) - lf.least[i]; v <= budget {
				f.option, f.regret = append(f.option, o), append(f.regret, v)
			}
		}
		if len(f.option) > 0 {
			f.sort()
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b free) int { return cmp.Compare(b.regret[0], a.regret[0]) })
	return out
}

func (f *free) sort() {
	for i := 1; i < len(f.option); i++ {
		for j := i; j > 0 && f.regret[j] < f.regret[j-1]; j-- {
			f.regret[j], f.regret[j-1] = f.regret[j-1], f.regret[j]
			f.option[j], f.option[j-1] = f.option[j-1], f.option[j]
		}
	}
}

// quantity is something that a plan uses and whose total matters: a contract's volume, a channel's orders, bad orders.
type quantity struct {
	of     func(o int32) int64
	total  int64 // of the first options
	lo, hi int64 // what the total may be
	lines  []tangent
}

// tangent says that the regret of a total is at least value + slope*(total-at), over 2^scale.
type tangent struct{ at, value, slope int64 }

// regret is at most what the total costs above its best, for a total in lo..hi.
func (q *quantity) regret(total int64) int64 {
	most := int64(0)
	for i := range q.lines {
		l := &q.lines[i]
		most = max(most, l.value+l.slope*(total-l.at))
	}
	return most
}

// narrow restricts lo..hi to totals whose regret can be within the budget, so that regret stays far inside 64 bits.
func (q *quantity) narrow(budget int64) {
	for _, l := range q.lines {
		// l.value may be beyond the budget only where the other end is not.
		if l.slope > 0 {
			q.hi = min(q.hi, l.at+floorDiv(budget-l.value, l.slope))
		} else if l.slope < 0 {
			q.lo = max(q.lo, l.at-floorDiv(budget-l.value, -l.slope))
		}
	}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && a < 0 {
		q--
	}
	return q
}

// quantities are all that matter in a leaf.
func (lf *leaf) quantities() []quantity {
	s := lf.s
	var out []quantity
	for g := range lf.lo {
		of := func(o int32) int64 {
			if int(s.con[o]) == g {
				return s.vol.at(int(o))
			}
			return 0
		}
		out = append(out, quantity{of: of, total: lf.total.vol[g], lo: lf.lo[g], hi: lf.hi[g], lines: lf.partTangents(g)})
	}
	for h := range s.m.Channels {
		if most := s.m.Channels[h].Most; most >= 0 {
			of := func(o int32) int64 {
				if int(s.chn[o]) == h {
					return 1
				}
				return 0
			}
			weight := int64(0)
			if s.soft != nil {
				weight = s.soft.count[h]
			}
			out = append(out, lf.limited(of, lf.total.count[h], most, lf.p.count[h], weight))
		}
	}
	if s.m.MaxBad >= 0 {
		weight := int64(0)
		if s.soft != nil {
			weight = s.soft.bad
		}
		of := func(o int32) int64 { return s.bad.at(int(o)) }
		out = append(out, lf.limited(of, lf.total.bad, s.m.MaxBad, lf.p.bad, weight))
	}
	return out
}

// limited is a quantity with a limit; weight is the cost beyond it, 0 = there is no beyond.
func (lf *leaf) limited(of func(int32) int64, total, most, price, weight int64) quantity {
	q := quantity{of: of, total: total, lo: math.MinInt64 / 4, hi: most, lines: []tangent{{most, 0, -price}}}
	if weight > 0 {
		q.hi = math.MaxInt64 / 4
		q.lines = append(q.lines, tangent{most, 0, weight<<lf.s.scale - price})
	}
	return q
}

// partTangents are lines below what a contract's volume costs at the prices, less the least that it can. Inside a tier that is
// convex and has corners only where the commitment is met and where a soft capacity ends.
func (lf *leaf) partTangents(g int) []tangent {
	c := &lf.s.m.Contracts[g]
	k := int(lf.b.lo[g])
	at := []int64{lf.lo[g], lf.hi[g]}
	for _, q := range []int64{c.Commit - c.Volume, c.Capacity - c.Volume} {
		if q > lf.lo[g] && q < lf.hi[g] {
			at = append(at, q)
		}
	}
	slices.Sort(at)
	least, _ := lf.s.leastPart(g, lf.se.ps[g], lf.p, k, k)
	value := func(q int64) int64 {
		return lf.capped(lf.s.floor(g, k, q).plusMul(-lf.p.volume[g], q).minus(least))
	}
	var out []tangent
	for i := 1; i < len(at); i++ {
		a, b := value(at[i-1]), value(at[i])
		switch {
		case at[i] == at[i-1]:
		case a <= b:
			// Anchored at the lower end, rounded down: below the line on both sides but for parts of a unit to the left.
			slope := (b - a) / (at[i] - at[i-1])
			out = append(out, tangent{at[i-1], a - (at[i-1] - lf.lo[g]), slope})
		default:
			slope := (a - b) / (at[i] - at[i-1])
			out = append(out, tangent{at[i], b - (lf.hi[g] - at[i]), -slope})
		}
	}
	return out
}
