package plan

import "math"

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
	a := &ascent{smooth: 0.3}
	if se.hasty && b.hint != nil {
		// Where passes are few the master knows little: begin with the prices that did for the sample.
		a.first = ms.duals(b.hint)
	}
	for range mostRounds {
		ms.lp.solve()
		r.top = ms.value()
		y := a.next(ms.lp.y)
		p := ms.prices(b, y)
		w, sum, t, ok := se.bound(b, p)
		if !ok {
			r.empty = true
			return r
		}
		better := r.prices == nil || r.exact.less(w)
		if better {
			r.exact, r.prices, r.sum = w, p, sum
			b.bound = max(b.bound, w.up(se.s.scale))
		}
		a.learn(y, better)
		ms.addPass(b, p, t)
		if se.enough(b, r, a) {
			break
		}
	}
	ms.lp.solve()
	return r
}

// ascent is the way of the prices, as duals of the master: it stays near the best so far as long as that helps, for the master alone
// would throw them from side to side.
type ascent struct {
	first  []float64 // to begin with; nil = what the master says
	center []float64 // of the best bound so far
	smooth float64   // the center's part in the next prices
	still  int       // rounds since the bound gained something
	from   float64   // the bound then
}

func (a *ascent) next(y []float64) []float64 {
	if a.first != nil {
		y, a.first = a.first, nil
		return y
	}
	out := append([]float64(nil), y...)
	for i := range a.center {
		out[i] = a.smooth*a.center[i] + (1-a.smooth)*y[i]
	}
	return out
}

func (a *ascent) learn(y []float64, better bool) {
	if better {
		a.center = y
		a.smooth = min(0.8, a.smooth+0.1)
	} else {
		a.smooth = max(0, a.smooth-0.2)
	}
}

// enough reports whether a box's bound needs no further rounds: it rules the box out, or cannot, or will hardly rise.
func (se *search) enough(b *box, r *relaxed, a *ascent) bool {
	exact := r.exact.float() / se.s.one()
	gap := r.top - exact
	if se.cut(b.bound) || se.ctx.Err() != nil || gap < 0.01 || gap < 1e-12*math.Abs(exact) {
		return true
	}
	leaf := b.leaf()
	if se.hasty {
		// Where passes are dear, stop when they no longer gain: the prices may not leave their ranges.
		if a.still++; exact-a.from > 1e-6*math.Abs(exact) {
			a.still, a.from = 0, exact
		}
		if a.still > 6 && !leaf || gap < 0.1*se.asked*math.Abs(exact) {
			return true
		}
	}
	target := float64(se.target())
	return !leaf && r.top < target && gap < 0.2*(target-r.top)
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
