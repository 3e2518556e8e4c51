package plan

import "sort"

// Choices is the number of options of an order. Like Get, it is for a model that Solve has seen.
func (m *Model) Choices(order int) int {
	b, i := m.blockOf(order)
	return int(b.start[i+1] - b.start[i])
}

// Get reads an option back, using the memory of o.Costs again.
func (m *Model) Get(order, option int, o *Option) {
	b, i := m.blockOf(order)
	n := int(b.start[i]) + option
	*o = Option{Contract: int(b.con[n]), Channel: int(b.chn[n]), Bad: int64(b.bad[n]), Volume: b.vol.at(n), Costs: o.Costs[:0]}
	first := b.least[i] + b.cost.at(n)
	o.Costs = append(o.Costs, first)
	if o.Contract == None {
		return
	}
	for k := range len(m.Contracts[o.Contract].Tiers) - 1 {
		o.Costs = append(o.Costs, first-b.save.at(n*b.width+k))
	}
}

// blockOf finds the block of an order, and the order's number in it.
func (m *Model) blockOf(order int) (*block, int) {
	n := sort.Search(len(m.blocks), func(n int) bool { return m.blocks[n].first > order }) - 1
	return m.blocks[n], order - m.blocks[n].first
}
