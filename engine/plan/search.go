package plan

import (
	"cmp"
	"container/heap"
	"context"
	"math"
	"slices"
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
	hasty     bool // passes are dear: use each for all boxes, and be content with less than the last digit
	later     []unsettled
	settled   boxes // boxes that need no further work, with their prices
	scratch   []int32
	first     *prices // the prices of nothing, and what the orders come to at them: where every bound begins
	firstSum  wide
	best      *prices // of the last bound at the box of the best plan
}

const (
	noBound   = math.MaxInt64
	mostBoxes = 200_000 // the search ends with what is known then
	// So many boxes of a batch of so many orders are searched for the optimum, whatever gap is allowed.
	eagerOrders = 1_000
	eagerNodes  = 200
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
	asked := se.asked
	if se.s.n <= eagerOrders && !se.hasty {
		se.asked = 0 // a small batch is mostly proven at once
	}
	for len(se.open) > 0 && se.nodes < se.mostNodes && se.ctx.Err() == nil {
		if se.nodes >= eagerNodes {
			se.asked = asked
		}
		b := heap.Pop(&se.open).(*box)
		if se.cut(b.bound) {
			heap.Push(&se.open, b)
			break
		}
		se.visit(b)
	}
	se.asked = asked
	se.settle()
	low := se.left
	for _, b := range se.open {
		low = min(low, b.bound)
	}
	if se.found {
		low = min(low, se.objective)
	}
	return low
}

// unsettled is a leaf that needs a longer search.
type unsettled struct {
	b *box
	r *relaxed
}

// settle goes back to the leaves that were left for later, the least bound first.
func (se *search) settle() {
	slices.SortStableFunc(se.later, func(x, y unsettled) int { return cmp.Compare(x.b.bound, y.b.bound) })
	for _, u := range se.later {
		if se.ctx.Err() == nil && (se.cut(u.b.bound) || newLeaf(se, u.b, u.r).meet(mostNumbers)) {
			se.left = min(se.left, max(u.b.bound, se.target()))
			se.credit(u.b, u.r)
			continue
		}
		se.left = min(se.left, u.b.bound)
	}
	se.later = nil
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
		} else if se.hasty {
			se.left = min(se.left, b.bound)
		} else {
			se.later = append(se.later, unsettled{b, r})
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
