package plan

import (
	"container/heap"
	"context"
	"math"
)

// search is a branch and bound over boxes of tiers, best bound first.
type search struct {
	ctx context.Context
	s   *space
	ps  []*part
	ms  *master

	choice    []int32 // the best plan: an option of the space for each order
	objective int64
	found     bool
	weights   *soft // by which plans are compared until one keeps the limits
	miss      int64 // of choice, while not found

	open      boxes
	left      int64 // the least bound of boxes that are settled or given up
	asked     float64
	nodes     int
	passes    int
	mostNodes int
	hasty     bool  // passes are dear: use each for all boxes, and be content with less than the last digit
	settled   boxes // boxes that need no further work, with their prices
	scratch   []int32
	first     *prices // the prices of nothing, and what the orders come to at them: where every bound begins
	firstSum  wide
	best      *prices // of the last bound at the box of the best plan
}

const (
	noBound   = math.MaxInt64
	mostBoxes = 200_000 // the search ends with what is known then
)

type boxes []*box

func (h boxes) Len() int { return len(h) }
func (h boxes) Less(i, j int) bool {
	return h[i].bound < h[j].bound || h[i].bound == h[j].bound && h[i].id < h[j].id
}
func (h boxes) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *boxes) Push(x any)   { *h = append(*h, x.(*box)) }
func (h *boxes) Pop() any {
	old := *h
	b := old[len(old)-1]
	*h = old[:len(old)-1]
	return b
}

func newSearch(ctx context.Context, s *space, asked float64) *search {
	se := &search{ctx: ctx, s: s, asked: asked, left: noBound, mostNodes: mostBoxes, objective: noBound}
	se.scratch = make([]int32, s.n)
	se.ps = s.ps
	p := s.newPrices()
	if s.near != nil {
		s.near.clip(p) // other prices say nothing about the options that were left out
	}
	sum, first := s.pass(p, se.scratch)
	se.first, se.firstSum = p, sum
	se.passes++
	se.consider(first, se.scratch)
	se.ms = newMaster(s, se.ps, first)
	return se
}

// consider keeps a plan if it keeps the limits and is the best so far.
func (se *search) consider(t *tally, choice []int32) bool {
	if !se.s.kept(t) {
		se.nearest(t, choice)
		return false
	}
	if v := se.s.objective(t); v < se.objective {
		se.objective, se.found = v, true
		se.choice = append(se.choice[:0], choice...)
		return true
	}
	return false
}

// nearest keeps the plan that misses the limits by least, for as long as none keeps them.
func (se *search) nearest(t *tally, choice []int32) {
	if se.found {
		return
	}
	if se.weights == nil {
		se.weights = se.s.softened()
	}
	if v := se.weights.miss(se.s.m, t); se.choice == nil || v < se.miss {
		se.miss = v
		se.choice = append(se.choice[:0], choice...)
	}
}

// bound is a bound for a box at the prices, over 2^scale, and what the pass found; ok is false where the box is empty.
func (se *search) bound(b *box, p *prices) (w, sum wide, t *tally, ok bool) {
	w, ok = se.contracts(b, p)
	if !ok {
		return w, sum, nil, false
	}
	sum, t = se.s.pass(p, se.scratch)
	w = w.plus(sum)
	se.passes++
	se.consider(t, se.scratch)
	if se.hasty {
		for _, c := range se.open {
			se.rate(c, p, sum)
		}
		heap.Init(&se.open)
	}
	return w, sum, t, true
}

// contracts is the part of a bound that does not depend on the orders.
func (se *search) contracts(b *box, p *prices) (w wide, ok bool) {
	w = wideOf(se.s.base).scaled(se.s.scale)
	for g, part := range se.ps {
		v, ok := se.s.leastPart(g, part, p, int(b.lo[g]), int(b.hi[g]))
		if !ok {
			return w, false
		}
		w = w.plus(v)
	}
	for h := range se.s.m.Channels {
		w = w.plusMul(-p.count[h], max(0, se.s.m.Channels[h].Most))
	}
	return w.plusMul(-p.bad, max(0, se.s.m.MaxBad)), true
}

// cut reports whether a bound rules a box out: nothing in it is better than the best plan, or not by what was asked.
func (se *search) cut(bound int64) bool {
	return se.found && bound >= se.target()
}

// target is the bound from which a box needs no further work.
func (se *search) target() int64 {
	if !se.found {
		return noBound
	}
	return se.objective - int64(se.asked*math.Abs(float64(se.objective)))
}

func (se *search) root() *box {
	b := &box{bound: math.MinInt64}
	for g := range se.ps {
		c := &se.s.m.Contracts[g]
		b.lo = append(b.lo, int8(c.tier(c.Volume)))
		b.hi = append(b.hi, int8(len(c.Tiers)-1))
	}
	return b
}

// run searches until the best plan is proven, or as good as asked, or the context ends. It returns the bound that holds then.
func (se *search) run() int64 {
	root := se.root()
	se.rate(root, se.first, se.firstSum)
	heap.Push(&se.open, root)
	return se.search()
}

// search is run on the boxes that are open.
func (se *search) search() int64 {
	for len(se.open) > 0 && se.nodes < se.mostNodes && se.ctx.Err() == nil {
		b := heap.Pop(&se.open).(*box)
		if se.cut(b.bound) {
			heap.Push(&se.open, b)
			break
		}
		se.visit(b)
	}
	low := se.left
	for _, b := range se.open {
		low = min(low, b.bound)
	}
	if se.found {
		low = min(low, se.objective)
	}
	return low
}

// visit bounds a box and finishes or splits it.
func (se *search) visit(b *box) {
	se.nodes++
	r := se.relax(b)
	se.credit(b, r)
	if r.prices != nil {
		b.hint = r.prices
	}
	if r.empty || se.cut(b.bound) {
		if !r.empty {
			se.left = min(se.left, b.bound) // with a gap allowed it may be below the best plan
		}
		se.settled = append(se.settled, b)
		return
	}
	if se.ctx.Err() != nil {
		heap.Push(&se.open, b)
		return
	}
	if b.leaf() {
		if se.finish(b, r) {
			se.left = min(se.left, max(b.bound, se.target()))
		} else {
			se.left = min(se.left, b.bound)
		}
		se.credit(b, r)
		se.settled = append(se.settled, b)
		return
	}
	if se.nodes == 1 {
		se.dive(b)
	}
	g, at := se.where(b, r)
	low, high := b.child(), b.child()
	low.hi[g], high.lo[g] = at, at+1
	low.id, high.id = 2*se.nodes, 2*se.nodes+1
	for _, c := range []*box{low, high} {
		se.rate(c, r.prices, r.sum)
		heap.Push(&se.open, c)
	}
}

// rate raises a box's bound to what prices that have been judged already give.
func (se *search) rate(b *box, p *prices, sum wide) {
	for g, k := range p.tier {
		if k >= 0 && g < len(se.ps) && (b.lo[g] != k || b.hi[g] != k) {
			return
		}
	}
	if w, ok := se.contracts(b, p); ok {
		b.bound = max(b.bound, w.plus(sum).up(se.s.scale))
	}
}

// credit keeps the prices of the box of single tiers that the best plan lies in.
func (se *search) credit(b *box, r *relaxed) {
	if r.empty || !se.found || !b.leaf() {
		return
	}
	t := se.s.tallyOf(se.choice)
	for g := range se.ps {
		c := &se.s.m.Contracts[g]
		if c.tier(c.Volume+t.vol[g]) != int(b.lo[g]) {
			return
		}
	}
	se.best = r.prices
}

func (b *box) child() *box {
	return &box{lo: append([]int8(nil), b.lo...), hi: append([]int8(nil), b.hi...), bound: b.bound, hint: b.hint}
}

// relaxed is what relax leaves behind.
type relaxed struct {
	empty  bool
	prices *prices // of the best bound
	exact  wide    // that bound, over 2^scale
	sum    wide    // the orders' part of it
	top    float64 // the box's bound cannot become much better than this
}

const mostRounds = 200

// relax improves the bound of a box: the master proposes prices, a pass judges them and adds what it found to the master.
func (se *search) relax(b *box) *relaxed {
	r := &relaxed{top: math.Inf(1)}
	ms := se.ms
	ms.trim(400)
	ms.enter(b)
	leaf := b.leaf()
	var center []float64
	have := false
	first := b.hint
	if !se.hasty {
		first = nil // the parent's prices have been judged; the master knows better ones by now
	}
	if first != nil {
		center = ms.duals(first)
	}
	smooth := 0.3
	still, from := 0, 0.0
	for range mostRounds {
		ms.lp.solve()
		r.top = ms.value()
		y := ms.lp.y
		if center != nil {
			y = mix(center, y, smooth)
		}
		if first != nil {
			y, first = append([]float64(nil), center...), nil
		}
		p := ms.prices(b, y)
		w, sum, t, ok := se.bound(b, p)
		if !ok {
			r.empty = true
			return r
		}
		if !have || r.exact.less(w) {
			have = true
			r.exact, r.prices, r.sum = w, p, sum
			b.bound = max(b.bound, w.up(se.s.scale))
			center = append(center[:0], y...)
			smooth = min(0.8, smooth+0.1)
		} else {
			smooth = max(0, smooth-0.2)
		}
		ms.addPass(b, p, t)
		exact := r.exact.float() / se.s.one()
		gap := r.top - exact
		if se.cut(b.bound) || se.ctx.Err() != nil || gap < 0.01 || gap < 1e-12*math.Abs(exact) {
			break
		}
		if se.hasty {
			// Where passes are dear, stop when they no longer gain: the prices may not leave their ranges.
			if still++; exact-from > 1e-6*math.Abs(exact) {
				still, from = 0, exact
			}
			if still > 6 && !leaf || gap < 0.1*se.asked*math.Abs(exact) {
				break
			}
		}
		if !leaf && r.top < float64(se.target()) && gap < 0.2*(float64(se.target())-r.top) {
			break
		}
	}
	ms.lp.solve()
	return r
}

func mix(a, b []float64, part float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = part*a[i] + (1-part)*b[i]
	}
	return out
}

// where chooses the contract and the tier to split a box at: where the relaxed solution is furthest from what its volume
// would really give.
func (se *search) where(b *box, r *relaxed) (contract int, at int8) {
	worst := -1.0
	contract = -1
	ms := se.ms
	one := se.s.one()
	for g, p := range se.ps {
		if b.fixed(g) {
			continue
		}
		mean, weight, cost, vol, proxy := 0.0, 0.0, 0.0, 0.0, 0.0
		for k := b.lo[g]; k <= b.hi[g]; k++ {
			for i, j := range ms.corners[g][k] {
				if row := ms.lp.row[j]; row >= 0 && ms.lp.x[row] > 0 {
					x := ms.lp.x[row]
					c := &p.corners[k][i]
					mean += x * float64(k)
					weight += x
					cost += x * (c.cost.float()/one - float64(se.s.ratios[g][k])/one*float64(c.proxy))
					vol += x * float64(c.vol)
					proxy += x * float64(c.proxy)
				}
			}
		}
		if weight == 0 {
			continue
		}
		c := &se.s.m.Contracts[g]
		v := c.Volume + int64(math.Round(vol/weight))
		k := min(max(c.tier(v), int(b.lo[g])), int(b.hi[g]))
		really := float64(c.lines(v)) - float64(se.s.ratios[g][k])/one*proxy/weight
		if err := really - cost/weight; err > worst {
			worst, contract = err, g
			at = int8(math.Floor(mean / weight))
			at = min(max(at, b.lo[g]), b.hi[g]-1)
		}
	}
	if contract < 0 {
		for g := range se.ps {
			if !b.fixed(g) {
				return g, b.lo[g]
			}
		}
	}
	return contract, at
}
