package plan

import (
	"cmp"
	"slices"
)

// meeting looks at all plans of a leaf within a budget: the free orders are dealt into two halves, each half is listed with every
// combination of options within the budget, and pairs are sought whose totals agree with the contracts and limits. Two lists
// of a million stand for a million million plans.
type meeting struct {
	lf        *leaf
	budget    int64
	free      []free
	qs        []quantity // those that matter within the budget
	halves    [2]half
	most      int  // rows of a half
	short     bool // rows were left out
	pairs     int
	mostPairs int
}

// half is a list of combinations by rising regret. A row is its regret and what it adds to each quantity.
type half struct {
	rows  []int64
	trace []int32 // by row: its last step, -1 = none
	spare struct {
		rows  []int64
		trace []int32
	} // to be written next
	steps []step
}

// step is one order away from its first option, on top of earlier steps.
type step struct {
	before int32
	order  int32
	option int32
}

// memory of a half in numbers; the search gives up beyond it, so the result does not depend on the machine.
const (
	fewNumbers  = 600_000    // at first, so that one leaf does not keep the tree waiting
	mostNumbers = 14_000_000 // when the tree is done
)

func (lf *leaf) newMeeting(budget int64, most int) *meeting {
	m := &meeting{lf: lf, budget: budget, free: lf.freeOrders(budget)}
	for _, q := range lf.quantities() {
		low, high := q.total, q.total
		for i := range m.free {
			f := &m.free[i]
			base := q.of(lf.choice[f.order])
			least, most := int64(0), int64(0)
			for _, o := range f.option {
				d := q.of(o) - base
				least, most = min(least, d), max(most, d)
			}
			low, high = low+least, high+most
		}
		q.narrow(budget)
		if low >= q.lo && high <= q.hi && q.regret(low) == 0 && q.regret(high) == 0 {
			continue
		}
		m.qs = append(m.qs, q)
	}
	m.most = most / (len(m.qs) + 2)
	m.mostPairs = 8 * most
	return m
}

// search reports whether it has looked at all plans within the budget.
func (m *meeting) search() bool {
	for x := range m.halves {
		m.halves[x].rows = make([]int64, 1+len(m.qs))
		m.halves[x].trace = []int32{-1}
	}
	for i := range m.free {
		if m.lf.se.ctx.Err() != nil {
			return false
		}
		m.halves[i%2].extend(m, &m.free[i])
	}
	return m.join() && !m.short
}

// extend multiplies a half by the options of an order: it merges the list with itself moved by each option, all sorted.
func (h *half) extend(m *meeting, f *free) {
	width := 1 + len(m.qs)
	n := len(h.trace)
	moves := m.moves(f)
	heads := make([]int, len(f.option)) // the next row of the list for each option
	rows, trace := h.spare.rows[:0], h.spare.trace[:0]
	own := 0
	for {
		best, from := int64(m.budget+1), -2
		if own < n {
			best, from = h.rows[own*width], -1
		}
		for x := range heads {
			if heads[x] < n {
				if v := h.rows[heads[x]*width] + f.regret[x]; v < best {
					best, from = v, x
				}
			}
		}
		if from == -2 || best > m.budget {
			break
		}
		if len(trace) >= m.most {
			m.short = true
			break
		}
		if from == -1 {
			rows = append(rows, h.rows[own*width:(own+1)*width]...)
			trace = append(trace, h.trace[own])
			own++
			continue
		}
		at := heads[from]
		heads[from]++
		h.steps = append(h.steps, step{h.trace[at], f.order, f.option[from]})
		for d := range width {
			rows = append(rows, h.rows[at*width+d]+moves[from*width+d])
		}
		trace = append(trace, int32(len(h.steps)-1))
	}
	h.spare.rows, h.spare.trace = h.rows, h.trace
	h.rows, h.trace = rows, trace
	h.thin(width)
}

// moves is, for each option of an order, its regret and what it adds to each quantity beside the first option.
func (m *meeting) moves(f *free) []int64 {
	var out []int64
	base := m.lf.choice[f.order]
	for x, o := range f.option {
		out = append(out, f.regret[x])
		for d := range m.qs {
			out = append(out, m.qs[d].of(o)-m.qs[d].of(base))
		}
	}
	return out
}

// thin drops rows that add the same as an earlier, cheaper one, where that is worth the look.
func (h *half) thin(width int) {
	n := len(h.trace)
	if n < 64 {
		return
	}
	seen := make(map[uint64]int32, n)
	kept := 0
	for r := range n {
		row := h.rows[r*width : (r+1)*width]
		key := uint64(14695981039346656037)
		for _, v := range row[1:] {
			key = (key ^ uint64(v)) * 1099511628211
			key ^= key >> 29
		}
		if at, ok := seen[key]; ok && slices.Equal(h.rows[int(at)*width+1:(int(at)+1)*width], row[1:]) {
			continue
		} else if !ok {
			seen[key] = int32(kept)
		}
		copy(h.rows[kept*width:], row)
		h.trace[kept] = h.trace[r]
		kept++
		if r == 2047 && kept > 2000 {
			// Hardly any are equal: leave the rest as it is.
			copy(h.rows[kept*width:], h.rows[(r+1)*width:])
			copy(h.trace[kept:], h.trace[r+1:])
			kept += n - r - 1
			break
		}
	}
	h.rows, h.trace = h.rows[:kept*width], h.trace[:kept]
}

// cell is a row of the second half under the cube of totals that it lies in.
type cell struct {
	key    uint64
	regret int64
	row    int32
}

// join finds pairs that keep everything in range within the budget, and takes the better plans among them. It reports whether it
// came to the end.
func (m *meeting) join() bool {
	width := 1 + len(m.qs)
	grid := m.grid()
	cells := m.cells(grid)
	a := &m.halves[0]
	var want [1 << mostSides]uint64
	for r := range a.trace {
		if r%1024 == 0 && m.lf.se.ctx.Err() != nil {
			return false
		}
		row := a.rows[r*width : (r+1)*width]
		if row[0] > m.budget {
			break
		}
		for _, key := range grid.partners(row, want[:0]) {
			at, _ := slices.BinarySearchFunc(cells, key, func(c cell, k uint64) int { return cmp.Compare(c.key, k) })
			for ; at < len(cells) && cells[at].key == key && cells[at].regret+row[0] <= m.budget; at++ {
				if m.pairs++; m.pairs > m.mostPairs {
					m.short = true
					return false
				}
				m.pair(row, r, int(cells[at].row))
			}
		}
	}
	return true
}

// cells sorts the second half by cube and regret.
func (m *meeting) cells(g *grid) []cell {
	width := 1 + len(m.qs)
	b := &m.halves[1]
	cells := make([]cell, len(b.trace))
	for r := range cells {
		row := b.rows[r*width : (r+1)*width]
		cells[r] = cell{g.key(row), row[0], int32(r)}
	}
	slices.SortFunc(cells, func(x, y cell) int {
		return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.regret, y.regret), cmp.Compare(x.row, y.row))
	})
	return cells
}

// pair judges one combination of both halves.
func (m *meeting) pair(row []int64, r, other int) {
	width := len(row)
	more := m.halves[1].rows[other*width : (other+1)*width]
	regret := row[0] + more[0]
	for d := range m.qs {
		q := &m.qs[d]
		total := q.total + row[1+d] + more[1+d]
		if total < q.lo || total > q.hi {
			return
		}
		if regret += q.regret(total); regret > m.budget {
			return
		}
	}
	lf := m.lf
	t := lf.s.tallyOf(lf.choice)
	choice := append([]int32(nil), lf.choice...)
	for x, at := range []int32{m.halves[0].trace[r], m.halves[1].trace[other]} {
		for at >= 0 {
			st := &m.halves[x].steps[at]
			lf.s.add(t, choice[st.order], -1)
			lf.s.add(t, st.option, 1)
			choice[st.order] = st.option
			at = st.before
		}
	}
	if lf.se.consider(t, choice) {
		m.budget = min(m.budget, lf.budget())
	}
}

// grid lays cubes over the quantities whose ranges are narrowest beside what the halves add to them. A row's partners lie in two
// to the power of mostSides cubes at most.
type grid struct {
	qs    []quantity
	d     []int // the quantities, the narrowest first
	width []int64
}

const (
	mostSides = 3
	sideBits  = 21 // of a cube's place along one side; two cubes may share a key, which costs time only
)

func (m *meeting) grid() *grid {
	g := &grid{qs: m.qs}
	w := 1 + len(m.qs)
	rows := m.halves[1].rows
	ratio := make([]float64, len(m.qs))
	for d := range m.qs {
		q := &m.qs[d]
		low, high := int64(0), int64(0)
		for r := 0; r < len(rows); r += w {
			low, high = min(low, rows[r+1+d]), max(high, rows[r+1+d])
		}
		ratio[d] = (float64(q.hi) - float64(q.lo) + 1) / float64(high-low+1)
		if q.hi >= q.lo && ratio[d] < 1 {
			g.d = append(g.d, d)
		}
	}
	slices.SortStableFunc(g.d, func(a, b int) int { return cmp.Compare(ratio[a], ratio[b]) })
	g.d = g.d[:min(mostSides, len(g.d))]
	for _, d := range g.d {
		g.width = append(g.width, m.qs[d].hi-m.qs[d].lo+1)
	}
	return g
}

// key is the cube of a row.
func (g *grid) key(row []int64) uint64 {
	key := uint64(0)
	for i, d := range g.d {
		key = key<<sideBits | side(floorDiv(row[1+d], g.width[i]))
	}
	return key
}

func side(at int64) uint64 { return uint64(at) & (1<<sideBits - 1) }

// partners are the cubes in which a row's partners lie.
func (g *grid) partners(row []int64, out []uint64) []uint64 {
	out = append(out, 0)
	for i, d := range g.d {
		q := &g.qs[d]
		from := floorDiv(q.lo-q.total-row[1+d], g.width[i])
		to := floorDiv(q.hi-q.total-row[1+d], g.width[i])
		n := len(out)
		for x := range n {
			base := out[x] << sideBits
			out[x] = base | side(from)
			if to > from {
				out = append(out, base|side(to))
			}
		}
	}
	return out
}
