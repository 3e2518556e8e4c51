package plan

import "math"

// box is a node of the search: for each contract the tiers that it may end in.
type box struct {
	lo, hi []int8
	bound  int64 // no plan inside costs less
	id     int
	hint   *prices // to begin with; nil = none
}

func (b *box) fixed(g int) bool { return b.lo[g] == b.hi[g] }

func (b *box) leaf() bool {
	for g := range b.lo {
		if !b.fixed(g) {
			return false
		}
	}
	return true
}

// master combines what passes have found with the corners of the contracts so that volumes, proxies and limits agree; its
// duals are the prices to try next. Its rows are the same for all boxes, so one master serves the whole search: a box only
// changes costs and which corners count. Rows: one for the orders; for each contract one for its part, one for its volume,
// one for its proxy; then one for each limit on channels, and one for bad orders.
type master struct {
	s       *space
	ps      []*part
	lp      *simplex
	unit    float64 // of cost
	refer   float64 // cost that counts as 0
	volUnit []float64
	proUnit []float64
	most    prices // the largest prices
	chnRow  []int  // by channel: its row, or -1
	badRow  int
	chnUnit float64
	badUnit float64
	proxies []int     // by contract: first of the two columns that let the proxy differ
	tallies []*tally  // of the columns of passes
	passes  []int     // their numbers as columns
	corners [][][]int // by contract and tier: the columns of the corners
	asked   []*prices // of the columns of passes: what they were asked at
}

func (ms *master) volRow(g int) int { return 1 + 3*g + 1 }

// newMaster sets the rows up. spread is the cost that separates the dearest plan from the cheapest, at least 1.
func newMaster(s *space, ps []*part, first *tally) *master {
	groups, channels := len(ps), len(s.m.Channels)
	ms := &master{s: s, ps: ps, badRow: -1}
	right := make([]float64, 1+3*groups, 1+3*groups+channels+1)
	right[0] = 1
	for g := range ps {
		right[1+3*g] = 1
	}
	ms.chnUnit = float64(s.n)
	for h := range channels {
		ms.chnRow = append(ms.chnRow, -1)
		if most := s.m.Channels[h].Most; most >= 0 && most < int64(s.n) {
			ms.chnRow[h] = len(right)
			right = append(right, float64(most)/ms.chnUnit)
		}
	}
	ms.badUnit = max(1, float64(first.bad))
	if s.m.MaxBad >= 0 {
		ms.badRow = len(right)
		right = append(right, float64(s.m.MaxBad)/ms.badUnit)
	}
	ms.setUnits(first)
	ms.lp = newSimplex(right, 1e7)
	ms.setBounds()
	ms.addCorners()
	return ms
}

// setUnits chooses units in which the numbers of the master are near 1, and the largest prices.
func (ms *master) setUnits(first *tally) {
	s := ms.s
	ms.refer = float64(first.cost)
	ms.unit = max(1, float64(s.largest)*float64(s.n)/100)
	ms.most = *s.newPrices()
	for g, p := range ms.ps {
		ms.volUnit = append(ms.volUnit, max(1, float64(p.most)))
		ms.proUnit = append(ms.proUnit, max(1, ms.mostProxy(p)))
		ms.most.volume[g] = priceLimit(p.largest)
		ms.most.proxy[g] = priceLimit(p.proxies)
	}
	for h := range ms.most.count {
		ms.most.count[h] = priceLimit(1)
		if s.soft != nil && h < len(s.soft.count) {
			ms.most.count[h] = min(ms.most.count[h], s.soft.count[h]<<s.scale)
		}
	}
	ms.most.bad = priceLimit(1_000_000)
	if s.soft != nil {
		ms.most.bad = min(ms.most.bad, s.soft.bad<<s.scale)
	}
}

func (ms *master) mostProxy(p *part) float64 {
	most := int64(0)
	for _, cs := range p.corners {
		for i := range cs {
			most = max(most, cs[i].proxy)
		}
	}
	return float64(most)
}

// setBounds adds, for each row that links, columns that let it differ at a cost: the largest price.
func (ms *master) setBounds() {
	near := ms.s.near
	for g := range ms.ps {
		r := ms.volRow(g)
		if near != nil {
			// The prices must stay where the options were selected for.
			f := ms.volUnit[g] / ms.unit / ms.s.one()
			ms.lp.add(sparse{[]int32{int32(r)}, []float64{1}}, -float64(near.low.volume[g])*f)
			ms.lp.add(sparse{[]int32{int32(r)}, []float64{-1}}, float64(near.high.volume[g])*f)
		} else {
			ms.slack(r, min(float64(ms.most.volume[g])/ms.s.one()*ms.volUnit[g]/ms.unit, 1e5))
		}
		ms.proxies = append(ms.proxies, ms.slack(r+1, min(float64(ms.most.proxy[g])/ms.s.one()*ms.proUnit[g]/ms.unit, 1e5)))
	}
	for _, r := range append([]int{ms.badRow}, ms.chnRow...) {
		if r >= 0 {
			ms.lp.add(sparse{[]int32{int32(r)}, []float64{-1}}, ms.overCost(r))
			ms.lp.add(sparse{[]int32{int32(r)}, []float64{1}}, 0)
		}
	}
}

// overCost is what exceeding a limit by one unit of the master costs in it.
func (ms *master) overCost(r int) float64 {
	if near := ms.s.near; near != nil && ms.s.soft == nil {
		if r == ms.badRow {
			return float64(near.high.bad) / ms.s.one() * ms.badUnit / ms.unit
		}
		for h, row := range ms.chnRow {
			if row == r {
				return float64(near.high.count[h]) / ms.s.one() * ms.chnUnit / ms.unit
			}
		}
	}
	if ms.s.soft == nil {
		// Not above the largest price: where the master asked for more it would get the same answer again and again.
		if r == ms.badRow {
			return min(float64(ms.most.bad)/ms.s.one()*ms.badUnit/ms.unit, 1e5)
		}
		return min(float64(priceLimit(1))/ms.s.one()*ms.chnUnit/ms.unit, 1e5)
	}
	if r == ms.badRow {
		return float64(ms.s.soft.bad) * ms.badUnit / ms.unit
	}
	return float64(ms.s.soft.count[0]) * ms.chnUnit / ms.unit
}

func (ms *master) slack(r int, cost float64) int {
	j := ms.lp.add(sparse{[]int32{int32(r)}, []float64{1}}, cost)
	ms.lp.add(sparse{[]int32{int32(r)}, []float64{-1}}, cost)
	return j
}

func (ms *master) addCorners() {
	for g, p := range ms.ps {
		byTier := make([][]int, len(p.corners))
		for k, cs := range p.corners {
			for i := range cs {
				c := &cs[i]
				col := sparse{
					[]int32{int32(1 + 3*g), int32(ms.volRow(g)), int32(ms.volRow(g) + 1)},
					[]float64{1, -float64(c.vol) / ms.volUnit[g], -float64(c.proxy) / ms.proUnit[g]},
				}
				j := ms.lp.add(col, 0)
				byTier[k] = append(byTier[k], j)
			}
		}
		ms.corners = append(ms.corners, byTier)
	}
}

// enter sets costs for a box.
func (ms *master) enter(b *box) {
	one := ms.s.one()
	for g, p := range ms.ps {
		fixed := b.fixed(g)
		cost := 0.0
		if !fixed && p.open && p.tied == 0 {
			cost = min(float64(ms.most.proxy[g])/one*ms.proUnit[g]/ms.unit, 1e5)
		}
		ms.lp.cost[ms.proxies[g]], ms.lp.cost[ms.proxies[g]+1] = cost, cost
		for k, cols := range ms.corners[g] {
			for i, j := range cols {
				c := &p.corners[k][i]
				ms.lp.off[j] = k < int(b.lo[g]) || k > int(b.hi[g])
				v := c.cost.float() / one
				if !fixed {
					v -= float64(ms.s.ratios[g][k]) / one * float64(c.proxy)
				}
				ms.lp.cost[j] = v / ms.unit
			}
		}
	}
	for i, j := range ms.passes {
		ms.lp.cost[j] = ms.passCost(b, ms.tallies[i])
	}
}

// passCost is the cost of what a pass found, savings of given tiers included.
func (ms *master) passCost(b *box, t *tally) float64 {
	c := float64(t.cost) - ms.refer
	for g := range ms.ps {
		if k := int(b.lo[g]); b.fixed(g) && k > 0 {
			c -= float64(t.save[g*ms.s.stride+k-1])
		}
	}
	return c / ms.unit
}

// addPass adds what a pass has found.
func (ms *master) addPass(b *box, p *prices, t *tally) {
	col := sparse{at: []int32{0}, val: []float64{1}}
	put := func(r int, v float64) {
		if v != 0 {
			col.at, col.val = append(col.at, int32(r)), append(col.val, v)
		}
	}
	for g := range ms.ps {
		put(ms.volRow(g), float64(t.vol[g])/ms.volUnit[g])
		put(ms.volRow(g)+1, float64(t.save[(g+1)*ms.s.stride-1])/ms.proUnit[g])
	}
	for h, r := range ms.chnRow {
		if r >= 0 {
			put(r, float64(t.count[h])/ms.chnUnit)
		}
	}
	if ms.badRow >= 0 {
		put(ms.badRow, float64(t.bad)/ms.badUnit)
	}
	j := ms.lp.add(col, ms.passCost(b, t))
	ms.passes, ms.tallies = append(ms.passes, j), append(ms.tallies, t)
	ms.asked = append(ms.asked, p)
}

// prices turns the duals into prices for a box, each cut to its range.
func (ms *master) prices(b *box, y []float64) *prices {
	p := ms.s.newPrices()
	whole := func(v float64, most int64) int64 {
		v *= ms.s.one()
		if v >= float64(most) {
			return most
		}
		if v <= -float64(most) {
			return -most
		}
		return int64(math.Round(v))
	}
	for g, part := range ms.ps {
		p.volume[g] = whole(-y[ms.volRow(g)]*ms.unit/ms.volUnit[g], ms.most.volume[g])
		if b.fixed(g) {
			p.tier[g] = b.lo[g]
		} else if part.open && part.tied == 0 {
			p.proxy[g] = whole(-y[ms.volRow(g)+1]*ms.unit/ms.proUnit[g], ms.most.proxy[g])
		}
	}
	for h, r := range ms.chnRow {
		if r >= 0 {
			p.count[h] = max(0, whole(-y[r]*ms.unit/ms.chnUnit, ms.most.count[h]))
		}
	}
	if ms.badRow >= 0 {
		p.bad = max(0, whole(-y[ms.badRow]*ms.unit/ms.badUnit, ms.most.bad))
	}
	if ms.s.near != nil {
		ms.s.near.clip(p)
	}
	return p
}

// duals is what the master's duals would be for prices, as far as prices depends on them.
func (ms *master) duals(p *prices) []float64 {
	y := make([]float64, ms.lp.rows)
	one := ms.s.one()
	for g := range ms.ps {
		y[ms.volRow(g)] = -float64(p.volume[g]) / one / ms.unit * ms.volUnit[g]
		pay := float64(p.proxy[g]) / one
		if k := p.tier[g]; k >= 0 {
			pay = -float64(ms.s.ratios[g][k]) / one
		}
		y[ms.volRow(g)+1] = -pay / ms.unit * ms.proUnit[g]
	}
	for h, r := range ms.chnRow {
		if r >= 0 {
			y[r] = -float64(p.count[h]) / one / ms.unit * ms.chnUnit
		}
	}
	if ms.badRow >= 0 {
		y[ms.badRow] = -float64(p.bad) / one / ms.unit * ms.badUnit
	}
	return y
}

// value is the master's value in money: about the best bound that this box can come to.
func (ms *master) value() float64 {
	return ms.lp.value()*ms.unit + ms.refer + float64(ms.s.base)
}

// trim drops the columns of passes that promise least, when there are many.
func (ms *master) trim(most int) {
	if len(ms.passes) <= most {
		return
	}
	keep := map[int]bool{}
	for _, j := range ms.passes[len(ms.passes)-most/2:] {
		keep[j] = true
	}
	isPass := make([]bool, len(ms.lp.cols))
	for _, j := range ms.passes {
		isPass[j] = true
	}
	to := ms.lp.drop(func(j int) bool { return !isPass[j] || keep[j] })
	n := 0
	for i, j := range ms.passes {
		if to[j] >= 0 {
			ms.passes[n], ms.tallies[n], ms.asked[n] = to[j], ms.tallies[i], ms.asked[i]
			n++
		}
	}
	ms.passes, ms.tallies, ms.asked = ms.passes[:n], ms.tallies[:n], ms.asked[:n]
	for g := range ms.corners {
		ms.proxies[g] = to[ms.proxies[g]]
		for _, cols := range ms.corners[g] {
			for i := range cols {
				cols[i] = to[cols[i]]
			}
		}
	}
}
