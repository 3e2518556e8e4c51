package plan

import (
	"fmt"
	"math"
)

// blockOptions is how many options a block holds before it is sealed. A block is sealed between two orders only.
const blockOptions = 1 << 15

// options are the columns of a model, in blocks of whole orders. A block is written at full width into buffers that all blocks
// share and then copied once into columns of the narrowest type that holds it, so a large model is never copied to grow.
type options struct {
	orders int
	count  int
	blocks []*block
	fill   block // the block being filled, at full width
	err    error
	costs  int64 // of all options, without sign
	volume int64 // of all options
}

// block is a run of orders with their options.
type block struct {
	first int     // the number of its first order
	start []int32 // by order, and one more: where its options begin
	least []int64 // by order: the least first cost, which cost leaves out
	width int     // savings that each option has a place for
	cost  column  // the first cost above the order's least
	save  column  // the first cost less the cost at each further tier; width for each option
	vol   column
	bad   []int32
	con   []int8 // None = none
	chn   []int8
}

// column is whole numbers, narrow where all of them fit.
type column struct {
	narrow []int32
	full   []int64
}

func (c *column) at(i int) int64 {
	if c.narrow != nil {
		return int64(c.narrow[i])
	}
	return c.full[i]
}

func (c *column) add(v int64) {
	if c.full != nil {
		c.full = append(c.full, v)
		return
	}
	c.narrow = append(c.narrow, int32(v))
}

// push appends a column of the same width.
func (c *column) push(d column) {
	c.narrow, c.full = append(c.narrow, d.narrow...), append(c.full, d.full...)
}

// sealed is a copy of just the right size.
func (c *column) sealed() column {
	for _, v := range c.full {
		if v < math.MinInt32 || v > math.MaxInt32 {
			return column{full: append(make([]int64, 0, len(c.full)), c.full...)}
		}
	}
	narrow := make([]int32, len(c.full))
	for i, v := range c.full {
		narrow[i] = int32(v)
	}
	return column{narrow: narrow}
}

// New begins a model. Set Contracts, Channels and MaxBad first, then call Order and, for each way to ship it, Option. The
// numbers of orders and options are hints and may be 0.
func New(orders, options int) *Model {
	m := &Model{MaxBad: None}
	m.blocks = make([]*block, 0, options/blockOptions+1)
	return m
}

// Orders is the number of orders so far.
func (m *Model) Orders() int { return m.orders }

// Size is the number of options so far.
func (m *Model) Size() int { return m.count }

// Order begins the next order.
func (m *Model) Order() {
	f := &m.fill
	if f.start == nil {
		f.start = make([]int32, 0, blockOptions/8)
	}
	if len(f.con) >= blockOptions {
		m.seal()
	}
	if len(f.start) == 0 {
		f.first = m.orders
		f.width = m.width()
	}
	f.start = append(f.start, int32(len(f.con)))
	m.orders++
}

// width is the number of tiers above the first that any contract has.
func (m *Model) width() int {
	w := 0
	for i := range m.Contracts {
		w = max(w, len(m.Contracts[i].Tiers)-1)
	}
	return w
}

// Option adds an option to the order begun last. What is wrong with it is kept and returned by Solve.
func (m *Model) Option(o Option) {
	if m.err != nil {
		return
	}
	if m.err = m.judge(&o); m.err != nil {
		return
	}
	m.costs += max(o.Costs[0], -o.Costs[0])
	m.volume += o.Volume
	if m.costs > mostTotal || m.volume > mostTotal {
		m.err = fmt.Errorf("plan: order %d: costs or volumes of all options add up to more than %d", m.orders-1, int64(mostTotal))
		return
	}
	f := &m.fill
	f.cost.full = append(f.cost.full, o.Costs[0])
	for k := 1; k <= f.width; k++ {
		saving := o.Costs[0] - o.Costs[min(k, len(o.Costs)-1)]
		f.save.full = append(f.save.full, saving)
	}
	f.vol.full = append(f.vol.full, o.Volume)
	f.bad = append(f.bad, int32(o.Bad))
	f.con = append(f.con, int8(o.Contract))
	f.chn = append(f.chn, int8(o.Channel))
	m.count++
}

// Limits of what a model may hold; they keep every sum of the search inside 64 bits, or 128 where multipliers come in.
const (
	mostCost    = 1 << 44 // of one option, either sign
	mostVolume  = 1 << 40 // of one option
	mostTotal   = 1 << 60 // of a contract's amounts and volumes
	mostNames   = 120     // contracts, channels, tiers
	mostPer     = 1 << 31
	mostOptions = 30_000 // of one order
)

func (m *Model) judge(o *Option) error {
	at := func(format string, args ...any) error {
		return fmt.Errorf("plan: order %d, option %d: %s", m.orders-1, m.inOrder(), fmt.Sprintf(format, args...))
	}
	switch {
	case m.orders == 0:
		return fmt.Errorf("plan: an option before the first order; call Order first")
	case m.inOrder() >= mostOptions:
		return at("more than %d options", mostOptions)
	case o.Contract < None || o.Contract >= len(m.Contracts):
		return at("contract %d does not exist; there are %d", o.Contract, len(m.Contracts))
	case o.Channel < None || o.Channel >= len(m.Channels):
		return at("channel %d does not exist; there are %d", o.Channel, len(m.Channels))
	case len(m.Contracts) > mostNames || len(m.Channels) > mostNames:
		return at("more than %d contracts or channels", mostNames)
	case len(o.Costs) == 0:
		return at("no cost; give one, or one a tier")
	case o.Contract == None && len(o.Costs) > 1:
		return at("%d costs without a contract; give one", len(o.Costs))
	case o.Contract >= 0 && len(o.Costs) > len(m.Contracts[o.Contract].Tiers):
		return at("%d costs, but contract %s has %d tiers", len(o.Costs), m.Contracts[o.Contract].Name, len(m.Contracts[o.Contract].Tiers))
	case o.Bad < 0 || o.Bad > 1_000_000:
		return at("bad %d is not in 0..1000000", o.Bad)
	case o.Volume < 0 || o.Volume > mostVolume:
		return at("volume %d is not in 0..%d", o.Volume, int64(mostVolume))
	}
	for k, c := range o.Costs {
		if c > mostCost || c < -mostCost {
			return at("cost %d at tier %d is beyond %d", c, k, int64(mostCost))
		}
		if k > 0 && c > o.Costs[k-1] {
			return at("the cost rises from %d to %d at tier %d; a higher tier must not cost more", o.Costs[k-1], c, k)
		}
	}
	return nil
}

// inOrder is the number of options that the order begun last has so far.
func (m *Model) inOrder() int {
	f := &m.fill
	if len(f.start) == 0 {
		return 0
	}
	return len(f.con) - int(f.start[len(f.start)-1])
}

// seal closes the block being filled.
func (m *Model) seal() {
	f := &m.fill
	if len(f.start) == 0 {
		return
	}
	n := len(f.start)
	b := &block{first: f.first, width: f.width, start: make([]int32, n+1), least: make([]int64, n)}
	copy(b.start, f.start)
	b.start[n] = int32(len(f.con))
	for i := range n {
		from, to := b.start[i], b.start[i+1]
		if from == to {
			if m.err == nil {
				m.err = fmt.Errorf("plan: order %d has no option; leave such orders out", f.first+i)
			}
			continue
		}
		least := f.cost.full[from]
		for _, c := range f.cost.full[from:to] {
			least = min(least, c)
		}
		b.least[i] = least
		for o := from; o < to; o++ {
			f.cost.full[o] -= least
		}
	}
	b.cost, b.save, b.vol = f.cost.sealed(), f.save.sealed(), f.vol.sealed()
	b.bad = append(make([]int32, 0, len(f.bad)), f.bad...)
	b.con = append(make([]int8, 0, len(f.con)), f.con...)
	b.chn = append(make([]int8, 0, len(f.chn)), f.chn...)
	m.blocks = append(m.blocks, b)
	f.start, f.bad, f.con, f.chn = f.start[:0], f.bad[:0], f.con[:0], f.chn[:0]
	f.cost.full, f.save.full, f.vol.full = f.cost.full[:0], f.save.full[:0], f.vol.full[:0]
}

// finish seals the last block, drops the buffers and says what is wrong with the model.
func (m *Model) finish() error {
	if m.err == nil {
		m.err = m.judgeContracts()
	}
	if m.err != nil {
		return m.err
	}
	m.seal()
	m.fill = block{}
	for _, b := range m.blocks {
		if b.width != m.width() {
			return fmt.Errorf("plan: the contracts' tiers changed after the first order; set Contracts first")
		}
	}
	return m.err
}

// fits reports whether an amount over Per stays where objectives may lie.
func (c *Contract) fits(w wide) bool {
	v := w.over(c.Per)
	return v.hi == 0 && v.lo <= mostTotal
}

func (m *Model) judgeContracts() error {
	for g := range m.Contracts {
		c := &m.Contracts[g]
		at := func(format string, args ...any) error {
			return fmt.Errorf("plan: contract %d %s: %s", g, c.Name, fmt.Sprintf(format, args...))
		}
		switch {
		case len(c.Tiers) == 0 || len(c.Tiers) > mostNames:
			return at("%d tiers; give 1 to %d", len(c.Tiers), mostNames)
		case c.Per < 1 || c.Round < 1 || c.Per > mostPer || c.Round > mostPer:
			return at("Per %d and Round %d must be in 1..%d", c.Per, c.Round, int64(mostPer))
		case c.Volume < 0 || c.Volume > mostTotal || c.Commit > mostTotal || c.Shortfall < 0 || c.Shortfall > mostCost:
			return at("a volume or amount is out of range")
		case c.Tiers[0].From > c.Volume:
			return at("no tier at its volume %d; the first begins at %d", c.Volume, c.Tiers[0].From)
		}
		for k := range c.Tiers {
			t := &c.Tiers[k]
			if t.From < 0 || t.From > mostTotal || t.Rate < 0 || t.Rate > mostCost || t.Fixed > mostTotal || t.Fixed < -mostTotal {
				return at("tier %d is out of range", k)
			}
			if k > 0 && (t.From <= c.Tiers[k-1].From || t.Fixed < c.Tiers[k-1].Fixed) {
				return at("tier %d: From must rise and Fixed must not fall", k)
			}
		}
		if !c.fits(c.earned(c.Volume+m.volume)) || !c.fits(c.missed(c.Volume)) {
			return at("what its volume earns, or what may be missing, is beyond %d", int64(mostTotal))
		}
	}
	return nil
}
