package tqd

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// WriteLP writes the instance as a mixed-integer program in the LP format that HiGHS, CPLEX and others read. The objective is in
// cents. Variable xI_J is 1 where order I takes its option J; where the option's contract is an all-units one, there is a variable
// xI_J_K for each of its tiers instead, at most the tier's own: that has many more variables than freight by tier alone and is far
// tighter, so that solvers come to their end several times sooner. Of tiers, only those that some choice reaches are written.
func WriteLP(w io.Writer, in *Instance) error {
	p := &program{out: bufio.NewWriterSize(w, 1<<16), in: in}
	p.reach()
	p.text("Minimize\n cost:")
	p.contracts()
	p.over(func(o Option, k int) int64 {
		cost := Unit * (int64(o.Freight) + int64(o.Other))
		if g := p.split(o); g != None {
			cost -= in.Contracts[g].Tiers[k].Value * int64(o.Freight)
		}
		return cost
	}, Unit)
	p.text("\nSubject To")
	for i := range in.N {
		p.row("one%d", i)
		p.order(i, func(o Option, k int) int64 { return 1 }, 1)
		p.text(" = 1")
	}
	for g := range in.Contracts {
		p.volume(g)
		p.tiers(g)
	}
	p.limits()
	p.declarations()
	p.text("\nEnd\n")
	return p.out.Flush()
}

// program is a program being written. Failed writes are told by Flush.
type program struct {
	out    *bufio.Writer
	in     *Instance
	along  int // terms in the line
	lines  []lines
	binary []string
}

// lines is what the program knows of a contract.
type lines struct {
	volume    int64 // most that the batch can bring
	now, last int   // tiers: in force before the batch, and the highest that can be reached
}

func (p *program) text(s string) { p.out.WriteString(s) }

func (p *program) row(name string, args ...any) {
	p.text("\n " + fmt.Sprintf(name, args...) + ":")
	p.along = 0
}

// term writes n/unit × variable.
func (p *program) term(n, unit int64, name string, args ...any) {
	if n == 0 {
		return
	}
	if p.along++; p.along%8 == 0 {
		p.text("\n  ")
	}
	sign := " + "
	if n < 0 {
		sign, n = " - ", -n
	}
	p.text(sign + strconv.FormatInt(n/unit, 10))
	if rest := n % unit; rest != 0 {
		p.text(fmt.Sprintf(".%04d", rest)) // unit is 1 or 10,000
	}
	p.text(" " + fmt.Sprintf(name, args...))
}

// reach finds how far each contract can come.
func (p *program) reach() {
	p.lines = make([]lines, len(p.in.Contracts))
	for i := range p.in.N {
		highest := map[int]int64{}
		for _, o := range p.in.Order(i) {
			if g := p.in.Services[o.Service].Contract; g != None {
				highest[g] = max(highest[g], p.in.Contracts[g].Measure.volume(o))
			}
		}
		for g, h := range highest {
			p.lines[g].volume += h
		}
	}
	for g := range p.in.Contracts {
		c, l := &p.in.Contracts[g], &p.lines[g]
		l.now, l.last = c.tier(c.Volume), c.tier(c.Volume+l.volume)
	}
}

// contracts writes what contracts add to the objective beside the options.
func (p *program) contracts() {
	for g := range p.in.Contracts {
		c, l := &p.in.Contracts[g], &p.lines[g]
		for k := l.now; k <= l.last; k++ {
			above := c.Tiers[k].Value - c.Tiers[l.now].Value
			switch c.Mode {
			case AllUnits:
				p.term(-above*c.Retro, Unit, "z%d_%d", g, k)
			case Rebate:
				p.term(-above*Unit, Unit, "z%d_%d", g, k)
			case Incremental:
				p.term(-c.Tiers[k].Value, Unit, "q%d_%d", g, k)
			}
		}
		p.term(c.Shortfall, Unit, "s%d", g)
	}
}

// split is the contract of an option that has a variable for each tier, or None.
func (p *program) split(o Option) int {
	g := p.in.Services[o.Service].Contract
	if g != None && p.in.Contracts[g].Mode != AllUnits {
		return None
	}
	return g
}

// order writes a sum over the variables of an order; of an option that has none by tier, the tier is None.
func (p *program) order(i int, of func(o Option, tier int) int64, unit int64) {
	for j, o := range p.in.Order(i) {
		g := p.split(o)
		if g == None {
			p.term(of(o, None), unit, "x%d_%d", i, j)
			continue
		}
		for k := p.lines[g].now; k <= p.lines[g].last; k++ {
			p.term(of(o, k), unit, "x%d_%d_%d", i, j, k)
		}
	}
}

// over writes a sum over the variables of all orders.
func (p *program) over(of func(o Option, tier int) int64, unit int64) {
	for i := range p.in.N {
		p.order(i, of, unit)
	}
}

// on counts what options put on a contract, in one tier only unless that is None.
func (p *program) on(g, tier int) func(Option, int) int64 {
	return func(o Option, k int) int64 {
		if p.in.Services[o.Service].Contract != g || tier != None && k != tier {
			return 0
		}
		return p.in.Contracts[g].Measure.volume(o)
	}
}

// volume defines vG, the batch's volume, and what hangs on it alone.
func (p *program) volume(g int) {
	c := &p.in.Contracts[g]
	p.row("volume%d", g)
	p.over(p.on(g, None), 1)
	p.term(-1, 1, "v%d", g)
	p.text(" = 0")
	if c.Commit > c.Volume && c.Shortfall > 0 {
		p.row("commit%d", g)
		p.text(fmt.Sprintf(" s%d + v%d >= %d", g, g, c.Commit-c.Volume))
	}
	if c.Capacity != None {
		p.row("capacity%d", g)
		p.text(fmt.Sprintf(" v%d <= %d", g, c.Capacity-c.Volume))
	}
}

// tiers ties benefits to volumes.
func (p *program) tiers(g int) {
	c, l := &p.in.Contracts[g], p.lines[g]
	if c.Mode == Incremental {
		p.segments(g)
		return
	}
	p.row("tier%d", g)
	for k := l.now; k <= l.last; k++ {
		p.term(1, 1, "z%d_%d", g, k)
		p.binary = append(p.binary, fmt.Sprintf("z%d_%d", g, k))
	}
	p.text(" = 1")
	if c.Mode == AllUnits {
		for k := l.now; k <= l.last; k++ {
			p.inTier(g, k)
		}
		return
	}
	p.row("from%d", g)
	p.term(1, 1, "v%d", g)
	for k := l.now + 1; k <= l.last; k++ {
		p.term(c.Volume-c.Tiers[k].From, 1, "z%d_%d", g, k)
	}
	p.text(" >= 0")
	p.row("below%d", g)
	p.term(1, 1, "v%d", g)
	for k := l.now; k <= l.last; k++ {
		p.term(-p.highest(g, k), 1, "z%d_%d", g, k)
	}
	p.text(" <= 0")
}

// inTier lets options be priced at a tier only if it is in force, and it be in force only if they come to its volume.
func (p *program) inTier(g, k int) {
	c, z := &p.in.Contracts[g], fmt.Sprintf("z%d_%d", g, k)
	if from := c.Tiers[k].From - c.Volume; from > 0 {
		p.row("from%d_%d", g, k)
		p.over(p.on(g, k), 1)
		p.term(-from, 1, "%s", z)
		p.text(" >= 0")
	}
	if p.lines[g].volume > 0 { // else nothing would stand in the row
		p.row("below%d_%d", g, k)
		p.over(p.on(g, k), 1)
		p.term(-p.highest(g, k), 1, "%s", z)
		p.text(" <= 0")
	}
	for i := range p.in.N {
		if !slices.ContainsFunc(p.in.Order(i), func(o Option) bool { return p.in.Services[o.Service].Contract == g }) {
			continue
		}
		p.row("in%d_%d_%d", g, k, i)
		p.order(i, func(o Option, at int) int64 {
			if p.in.Services[o.Service].Contract == g && at == k {
				return 1
			}
			return 0
		}, 1)
		p.text(" - " + z + " <= 0")
	}
}

// highest volume that the batch can bring while tier k is in force.
func (p *program) highest(g, k int) int64 {
	c, l := &p.in.Contracts[g], p.lines[g]
	if k == l.last {
		return l.volume
	}
	return min(l.volume, c.Tiers[k+1].From-1-c.Volume)
}

// segments splits a volume by tier: a tier gets some once all below it are full.
func (p *program) segments(g int) {
	c, l := &p.in.Contracts[g], p.lines[g]
	p.row("parts%d", g)
	p.term(-1, 1, "v%d", g)
	for k := l.now; k <= l.last; k++ {
		p.term(1, 1, "q%d_%d", g, k)
	}
	p.text(" = 0")
	from := c.Volume
	for k := l.now; k <= l.last; k++ {
		to := c.Volume + l.volume
		if k < l.last {
			to = c.Tiers[k+1].From
			p.row("full%d_%d", g, k)
			p.term(1, 1, "q%d_%d", g, k)
			p.term(from-to, 1, "y%d_%d", g, k+1)
			p.text(" >= 0")
			p.binary = append(p.binary, fmt.Sprintf("y%d_%d", g, k+1))
		}
		p.row("part%d_%d", g, k)
		p.term(1, 1, "q%d_%d", g, k)
		if k > l.now {
			p.term(from-to, 1, "y%d_%d", g, k)
			p.text(" <= 0")
		} else {
			p.text(fmt.Sprintf(" <= %d", to-from))
		}
		from = to
	}
}

// limits writes shares and bad orders; a row that no option counts for is left out, since it holds.
func (p *program) limits() {
	for _, l := range p.in.Limits(p.in.NewSums()) {
		if l.Kind == "capacity" {
			continue
		}
		counts := func(o Option, _ int) int64 {
			switch {
			case l.Kind == "bad":
				return int64(o.Bad)
			case p.in.Services[o.Service].Channel == l.Index:
				return 1
			}
			return 0
		}
		if slices.ContainsFunc(p.in.options, func(o Option) bool { return counts(o, None) != 0 }) {
			p.row("%s%d", l.Kind, l.Index)
			p.over(counts, 1)
			p.text(fmt.Sprintf(" <= %d", l.Max))
		}
	}
}

func (p *program) declarations() {
	p.text("\nBinary")
	for i := range p.in.N {
		for j, o := range p.in.Order(i) {
			g := p.split(o)
			if g == None {
				p.text(fmt.Sprintf("\n x%d_%d", i, j))
				continue
			}
			for k := p.lines[g].now; k <= p.lines[g].last; k++ {
				p.text(fmt.Sprintf("\n x%d_%d_%d", i, j, k))
			}
		}
	}
	for _, name := range p.binary {
		p.text("\n " + name)
	}
}
