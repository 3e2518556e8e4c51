package plan

import "math/bits"

// space is the options that a search looks at: those of all orders of a model or of some, all options of an order or those that
// can be its cheapest at the prices that will be asked.
type space struct {
	m       *Model
	wanted  func(order int) bool // nil = every order
	workers int

	n      int
	first  []int32 // by order, and one more: where its options begin
	own    []int16 // by option: its number in its order; nil = every option is here, in order
	base   int64   // the least first costs of the orders, which cost leaves out
	cost   column  // at the first tier
	saves  column  // stride for each option: what it saves at each tier above the first, then the proxy
	stride int
	vol    column
	bad    column
	con    []int8 // len(Contracts) = none, so that prices of none can be kept as zeros
	chn    []int8 // len(Channels) = none

	scale   uint      // binary places of prices, so that 1<<scale stands for one unit of money
	soft    *soft     // costs for limits that are not kept; nil = they are kept
	ratios  [][]int64 // by contract and tier: no option saves more at the tier than this, over 2^scale, of its proxy
	ps      []*part
	near    *ranges // the prices that the options are selected for; nil = all
	largest int64   // cost above the order\'s least, or saving
	wide    bool    // some number needs more than 32 bits
}

// view is one order of a model, decoded.
type view struct {
	order     int
	least     int64 // the least first cost
	cost, vol []int64
	bad       []int64
	saves     []int64 // stride for each option, the last is the proxy
	con, chn  []int8
}

// look decodes an order. Proxies are there once the ratios are known.
func (s *space) look(b *block, i int, v *view) {
	from, to := int(b.start[i]), int(b.start[i+1])
	v.order, v.least = b.first+i, b.least[i]
	v.cost, v.vol, v.bad, v.saves = v.cost[:0], v.vol[:0], v.bad[:0], v.saves[:0]
	v.con, v.chn = v.con[:0], v.chn[:0]
	for o := from; o < to; o++ {
		con, chn, vol := b.con[o], b.chn[o], b.vol.at(o)
		if con < 0 {
			con, vol = int8(len(s.m.Contracts)), 0
		}
		if chn < 0 {
			chn = int8(len(s.m.Channels))
		}
		v.cost, v.vol, v.bad = append(v.cost, b.cost.at(o)), append(v.vol, vol), append(v.bad, int64(b.bad[o]))
		v.con, v.chn = append(v.con, con), append(v.chn, chn)
		at := len(v.saves)
		for k := range s.stride - 1 {
			v.saves = append(v.saves, b.save.at(o*b.width+min(k, b.width-1)))
		}
		v.saves = append(v.saves, 0)
		if s.ratios != nil && int(con) < len(s.m.Contracts) {
			v.saves[len(v.saves)-1] = s.proxy(int(con), v.saves[at:at+s.stride-1])
		}
	}
}

// proxy is the least amount f with saving ≤ ratio*f at every tier. Where the savings of a contract's options stand in one
// proportion, it is what is saved at the last tier.
func (s *space) proxy(g int, saves []int64) int64 {
	f := int64(0)
	for k := 1; k < len(s.ratios[g]); k++ {
		own, r := saves[k-1], s.ratios[g][k]
		if own == 0 || own <= f && own <= mulShift(r, f, s.scale) {
			continue
		}
		need := wideOf(own).scaled(s.scale).plus(wideOf(r - 1)).over(r)
		f = max(f, int64(need.lo))
	}
	return f
}

// mulShift is a*b/2^scale, rounded down; neither is negative.
func mulShift(a, b int64, scale uint) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	return int64(hi<<(64-scale) | lo>>scale)
}

// newSpace prepares a space of the orders that are wanted, without options yet: scale, ratios and the contracts' parts come
// from every option.
func newSpace(m *Model, wanted func(order int) bool, workers int, w *soft) *space {
	s := &space{m: m, wanted: wanted, workers: workers, stride: m.width() + 1, soft: w}
	sv := s.survey()
	s.scale = sv.scale(s)
	s.ratios = s.learnRatios(sv.sums)
	s.parts()
	return s
}

// survey is what a first look at all options tells.
type survey struct {
	orders  int
	largest int64  // cost above the order's least, or saving
	sums    []wide // savings by contract and tier
	far     bool   // a number beyond 32 bits
}

func (s *space) survey() *survey {
	groups := len(s.m.Contracts)
	all := &survey{sums: make([]wide, groups*s.stride)}
	found := make([]*survey, len(s.m.blocks))
	s.eachBlock(func(at int, b *block) {
		sv := &survey{sums: make([]wide, groups*s.stride)}
		var v view
		s.eachOrder(b, &v, func() {
			sv.orders++
			for x, g := range v.con {
				sv.largest = max(sv.largest, v.cost[x])
				sv.far = sv.far || v.vol[x] > 1<<31-1
				if int(g) == groups {
					continue
				}
				for k, w := range v.saves[x*s.stride : (x+1)*s.stride-1] {
					sv.largest = max(sv.largest, w)
					sum := &sv.sums[int(g)*s.stride+k]
					*sum = sum.plus(wideOf(w))
				}
			}
		})
		found[at] = sv
	})
	for _, sv := range found {
		all.orders += sv.orders
		all.largest = max(all.largest, sv.largest)
		all.far = all.far || sv.far
		for k, w := range sv.sums {
			all.sums[k] = all.sums[k].plus(w)
		}
	}
	s.n, s.largest = all.orders, max(1, all.largest)
	s.wide = all.far || all.largest > 1<<31-1
	return all
}

// placesAtMost is the most binary places that prices have: finer ones tell nothing where amounts are whole.
const placesAtMost = 28

// scale takes as many places as leave room for every cost and saving in 58 bits.
func (sv *survey) scale(s *space) uint {
	largest := max(1, sv.largest)
	if s.soft != nil {
		for g, w := range s.soft.volume {
			if s.m.Contracts[g].Capacity >= 0 {
				largest = max(largest, w)
			}
		}
		for _, w := range s.soft.count {
			largest = max(largest, w)
		}
	}
	return uint(min(placesAtMost, 58-bits.Len64(uint64(largest))))
}

// one is 2^scale.
func (s *space) one() float64 { return float64(int64(1) << s.scale) }

// learnRatios is, for each contract, what all options together save at each tier over what they save at the last.
func (s *space) learnRatios(sums []wide) [][]int64 {
	ratios := make([][]int64, len(s.m.Contracts))
	for g := range ratios {
		tiers := len(s.m.Contracts[g].Tiers)
		ratios[g] = make([]int64, tiers)
		if tiers == 1 {
			continue
		}
		last := sums[g*s.stride+tiers-2].float()
		for k := 1; k < tiers && last > 0; k++ {
			// A little more than the quotient: rounding must not make a proxy larger than the last saving.
			ratios[g][k] = int64(sums[g*s.stride+k-1].float()/last*s.one()) + 2
		}
	}
	return ratios
}

// selector clears kept for the options of an order that are left out. It is used by one worker at a time.
type selector func(v *view, kept []bool)

// fill copies the options of the orders: all, or those that selectors leave.
func (s *space) fill(keep func() selector) {
	pieces := make([]*piece, len(s.m.blocks))
	s.eachBlock(func(at int, b *block) { pieces[at] = s.cut(b, keep) })
	s.first = make([]int32, 0, s.n+1)
	size := 0
	for _, p := range pieces {
		for _, f := range p.first {
			s.first = append(s.first, int32(size)+f)
		}
		size += len(p.con)
		s.base += p.base
	}
	s.first = append(s.first, int32(size))
	s.con, s.chn = make([]int8, 0, size), make([]int8, 0, size)
	if keep != nil {
		s.own = make([]int16, 0, size)
	}
	s.cost, s.vol, s.bad, s.saves = s.empty(size), s.empty(size), s.empty(size), s.empty(size*s.stride)
	for i, p := range pieces {
		s.con, s.chn = append(s.con, p.con...), append(s.chn, p.chn...)
		s.cost.push(p.cost)
		s.vol.push(p.vol)
		s.bad.push(p.bad)
		s.saves.push(p.saves)
		if keep != nil {
			s.own = append(s.own, p.own...)
		}
		pieces[i] = nil
	}
}

// piece is a block's part of a space, at the space's width.
type piece struct {
	first                 []int32
	own                   []int16
	base                  int64
	con, chn              []int8
	cost, vol, bad, saves column
}

func (s *space) cut(b *block, keep func() selector) *piece {
	p := &piece{cost: s.empty(0), vol: s.empty(0), bad: s.empty(0), saves: s.empty(0)}
	var v view
	var kept []bool
	var choose selector
	if keep != nil {
		choose = keep()
	}
	s.eachOrder(b, &v, func() {
		p.first = append(p.first, int32(len(p.con)))
		p.base += v.least
		if keep != nil {
			kept = kept[:0]
			for range v.con {
				kept = append(kept, true)
			}
			choose(&v, kept)
		}
		for x := range v.con {
			if keep != nil {
				if !kept[x] {
					continue
				}
				p.own = append(p.own, int16(x))
			}
			p.con, p.chn = append(p.con, v.con[x]), append(p.chn, v.chn[x])
			p.cost.add(v.cost[x])
			p.vol.add(v.vol[x])
			p.bad.add(v.bad[x])
			for _, w := range v.saves[x*s.stride : (x+1)*s.stride] {
				p.saves.add(w)
			}
		}
	})
	return p
}

func (s *space) empty(size int) column {
	if s.wide {
		return column{full: make([]int64, 0, size)}
	}
	return column{narrow: make([]int32, 0, size)}
}

// newTally is an empty tally.
func (s *space) newTally() *tally {
	groups := len(s.m.Contracts)
	return &tally{
		vol:   make([]int64, groups+1),
		save:  make([]int64, (groups+1)*s.stride),
		count: make([]int64, len(s.m.Channels)+1),
	}
}

// add counts an option times times.
func (s *space) add(t *tally, o int32, times int64) {
	g := int(s.con[o])
	t.cost += times * s.cost.at(int(o))
	t.vol[g] += times * s.vol.at(int(o))
	t.bad += times * s.bad.at(int(o))
	t.count[s.chn[o]] += times
	to := t.save[g*s.stride : (g+1)*s.stride]
	for k := range to {
		to[k] += times * s.saves.at(int(o)*s.stride+k)
	}
}

// tallyOf is the tally of a choice of one option for each order.
func (s *space) tallyOf(choice []int32) *tally {
	t := s.newTally()
	for _, o := range choice {
		s.add(t, o, 1)
	}
	return t
}
