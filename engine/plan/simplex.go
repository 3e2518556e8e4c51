package plan

import "math"

// simplex is a small primal simplex over columns that come and go while the basis stays: rows are few (some dozens), columns
// many. It works in floating point. Nothing depends on it but how good the prices are, for any prices give a valid bound.
type simplex struct {
	rows    int
	right   []float64
	cols    []sparse
	cost    []float64
	off     []bool // not to be used: costs a lot while it is still in the basis
	basis   []int  // by row: a column
	row     []int  // by column: its row in the basis, or -1
	inverse [][]float64
	x       []float64 // by row: value of the basic column
	y       []float64 // by row: price
	w       []float64 // the entering column, by row of the basis
	age     int       // pivots since the inverse was made anew
	big     float64
}

type sparse struct {
	at  []int32
	val []float64
}

// newSimplex has an artificial column for each row in the basis; right must not be negative.
func newSimplex(right []float64, big float64) *simplex {
	m := len(right)
	s := &simplex{rows: m, right: right, big: big}
	s.basis, s.x, s.y, s.w = make([]int, m), make([]float64, m), make([]float64, m), make([]float64, m)
	s.inverse = make([][]float64, m)
	for r := range m {
		s.inverse[r] = make([]float64, m)
		s.inverse[r][r] = 1
		s.basis[r] = s.add(sparse{[]int32{int32(r)}, []float64{1}}, big)
		s.row[s.basis[r]] = r
		s.x[r] = right[r]
	}
	return s
}

func (s *simplex) add(c sparse, cost float64) int {
	s.cols, s.cost, s.off, s.row = append(s.cols, c), append(s.cost, cost), append(s.off, false), append(s.row, -1)
	return len(s.cols) - 1
}

func (s *simplex) price(j int) float64 {
	if s.off[j] {
		return s.big
	}
	return s.cost[j]
}

// setPrices sets y from the basis.
func (s *simplex) setPrices() {
	clear(s.y)
	for r, j := range s.basis {
		c := s.price(j)
		if c == 0 {
			continue
		}
		inv := s.inverse[r]
		for k := range s.y {
			s.y[k] += c * inv[k]
		}
	}
}

// reduced is the cost of a column less what the rows pay for it.
func (s *simplex) reduced(j int) float64 {
	c := &s.cols[j]
	v := s.price(j)
	for k, r := range c.at {
		v -= s.y[r] * c.val[k]
	}
	return v
}

const (
	tolerance = 1e-9
	mostSteps = 3000
	renewAge  = 120
)

// solve improves the basis until no column promises anything and returns the value.
func (s *simplex) solve() float64 {
	still := 0
	for range mostSteps {
		s.setPrices()
		enter := s.entering(still > 60)
		if enter < 0 || !s.pivot(enter, &still) {
			break
		}
	}
	return s.value()
}

func (s *simplex) value() float64 {
	v := 0.0
	for r, j := range s.basis {
		v += s.price(j) * s.x[r]
	}
	return v
}

// entering is the column that promises most, or, after many pivots that gained nothing, the first that promises anything.
func (s *simplex) entering(first bool) int {
	enter, most := -1, -tolerance
	for j := range s.cols {
		if s.off[j] || s.row[j] >= 0 {
			continue
		}
		if v := s.reduced(j); v < most {
			enter, most = j, v
			if first {
				break
			}
		}
	}
	return enter
}

// pivot brings a column into the basis.
func (s *simplex) pivot(enter int, still *int) bool {
	c := &s.cols[enter]
	leave, least := -1, math.Inf(1)
	for r := range s.w {
		v := 0.0
		inv := s.inverse[r]
		for k, i := range c.at {
			v += inv[i] * c.val[k]
		}
		s.w[r] = v
		if v > 1e-8 {
			ratio := max(s.x[r], 0) / v
			if ratio < least-1e-12 || ratio < least+1e-12 && leave >= 0 && v > s.w[leave] {
				leave, least = r, ratio
			}
		}
	}
	if leave < 0 {
		return false
	}
	if least < 1e-11 {
		*still++
	} else {
		*still = 0
	}
	for r := range s.x {
		s.x[r] -= least * s.w[r]
	}
	s.x[leave] = least
	s.row[s.basis[leave]] = -1
	s.basis[leave], s.row[enter] = enter, leave
	s.update(leave)
	return true
}

// update changes the inverse after the column in w has entered at a row.
func (s *simplex) update(leave int) {
	pivot := s.inverse[leave]
	f := 1 / s.w[leave]
	for k := range pivot {
		pivot[k] *= f
	}
	for r, inv := range s.inverse {
		f := s.w[r]
		if r == leave || f == 0 {
			continue
		}
		for k, v := range pivot {
			inv[k] -= f * v
		}
	}
	if s.age++; s.age >= renewAge {
		s.renew()
	}
}

// renew makes the inverse of the basis anew, so that rounding does not add up.
func (s *simplex) renew() {
	s.age = 0
	m := s.rows
	a := make([][]float64, m)
	for r := range a {
		a[r] = make([]float64, 2*m)
		a[r][m+r] = 1
	}
	for k, j := range s.basis {
		c := &s.cols[j]
		for i, r := range c.at {
			a[r][k] += c.val[i]
		}
	}
	for k := range m {
		best := k
		for r := k + 1; r < m; r++ {
			if math.Abs(a[r][k]) > math.Abs(a[best][k]) {
				best = r
			}
		}
		if math.Abs(a[best][k]) < 1e-13 {
			return // singular to working precision: the old inverse is no worse
		}
		a[k], a[best] = a[best], a[k]
		f := 1 / a[k][k]
		for i := k; i < 2*m; i++ {
			a[k][i] *= f
		}
		for r := range a {
			f := a[r][k]
			if r == k || f == 0 {
				continue
			}
			for i := k; i < 2*m; i++ {
				a[r][i] -= f * a[k][i]
			}
		}
	}
	for r := range m {
		copy(s.inverse[r], a[r][m:])
		s.x[r] = 0
		for i, b := range s.right {
			s.x[r] += s.inverse[r][i] * b
		}
	}
}

// drop removes columns that are not in the basis and not wanted; it returns where each column went, -1 = removed.
func (s *simplex) drop(wanted func(j int) bool) []int {
	to := make([]int, len(s.cols))
	n := 0
	for j := range s.cols {
		if s.row[j] < 0 && !wanted(j) {
			to[j] = -1
			continue
		}
		to[j] = n
		s.cols[n], s.cost[n], s.off[n], s.row[n] = s.cols[j], s.cost[j], s.off[j], s.row[j]
		if s.row[n] >= 0 {
			s.basis[s.row[n]] = n
		}
		n++
	}
	s.cols, s.cost, s.off, s.row = s.cols[:n], s.cost[:n], s.off[:n], s.row[:n]
	return to
}
