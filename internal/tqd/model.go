package tqd

import "github.com/lanewise/lanewise/engine/plan"

// Model makes a model for the solver, whose unit of money is the objective's, 1/10000 cent.
func Model(h *Head, orders Source) (*plan.Model, error) {
	b := NewBuilder(h)
	err := orders.Each(func(options []Option) error { b.Add(options); return nil })
	return b.Model(), err
}

// Builder makes a model for the solver order by order, so that a large instance need not be held beside it.
type Builder struct {
	head  *Head
	model *plan.Model
	costs []int64
}

// NewBuilder begins a model with all but the orders.
func NewBuilder(h *Head) *Builder {
	m := plan.New(h.N, 0)
	for _, c := range h.Channels {
		most := int64(plan.None)
		if c.MaxShare != None {
			most = c.MaxShare * int64(h.N) / million
		}
		m.Channels = append(m.Channels, plan.Channel{Name: c.Name, Most: most})
	}
	for i := range h.Contracts {
		m.Contracts = append(m.Contracts, h.Contracts[i].model())
	}
	m.MaxBad = plan.None
	if h.Rho != None {
		m.MaxBad = h.Rho * int64(h.N)
	}
	return &Builder{head: h, model: m}
}

func (c *Contract) model() plan.Contract {
	out := plan.Contract{
		Name: c.Name, Volume: c.Volume, Capacity: plan.None, Commit: c.Commit, Shortfall: c.Shortfall, Per: 1, Round: 1,
	}
	if c.Capacity != None {
		out.Capacity = c.Capacity
	}
	now := c.Tiers[c.tier(c.Volume)].Value
	for _, t := range c.Tiers {
		tier, above := plan.Tier{From: t.From}, max(0, t.Value-now)
		switch c.Mode {
		case AllUnits:
			tier.Fixed = above * c.Retro
		case Rebate:
			tier.Fixed = above * Unit
		case Incremental:
			tier.Rate = t.Value
		}
		out.Tiers = append(out.Tiers, tier)
	}
	return out
}

// Add adds an order.
func (b *Builder) Add(options []Option) {
	b.model.Order()
	for _, o := range options {
		v := b.head.Services[o.Service]
		out := plan.Option{Contract: plan.None, Channel: v.Channel, Bad: int64(o.Bad)}
		b.costs = append(b.costs[:0], Unit*(int64(o.Freight)+int64(o.Other)))
		if v.Contract != None {
			c := &b.head.Contracts[v.Contract]
			out.Contract, out.Volume = v.Contract, c.Measure.volume(o)
			if c.Mode == AllUnits {
				b.costs = c.costs(b.costs[0], int64(o.Freight), b.costs[:0])
			}
		}
		out.Costs = b.costs
		b.model.Option(out)
	}
}

// costs by tier of an option that costs so much without discount.
func (c *Contract) costs(full, freight int64, costs []int64) []int64 {
	for _, t := range c.Tiers {
		costs = append(costs, full-t.Value*freight)
	}
	return costs
}

// Model gives what was built.
func (b *Builder) Model() *plan.Model { return b.model }
