package planning

import (
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/engine/plan"
)

// Outcome is what a choice for every planned order comes to, worked out here from the costs by tier, independently of the
// solver.
type Outcome struct {
	Objective int64 // Orders, less what the contracts give, plus what they charge
	Orders    int64 // the orders' total costs at the final tiers
	Contracts []Standing
	Bad       int64 // expected bad-experience orders, in millionths
	Channel   [channels]int
	Keeps     bool // all limits are kept
}

// Standing is a contract at the end.
type Standing struct {
	Volume  int64 // in the contract's units
	Tier    int
	Parcels int
	Retro   int64 // what earlier freight gets back
	Rebate  int64 // rebates newly reached
	Worth   int64 // benefit of an incremental contract
	Penalty int64 // for what is missing of the commitment
}

// gives is the contract's part of the objective, with the other sign.
func (s *Standing) gives() int64 { return s.Retro + s.Rebate + s.Worth - s.Penalty }

// outcome evaluates a choice of options.
func (b *Batch) outcome(choice []int32) *Outcome {
	out := &Outcome{Contracts: make([]Standing, len(b.contracts))}
	for g := range out.Contracts {
		out.Contracts[g].Volume = b.contracts[g].model.Volume
	}
	var o plan.Option
	for i, j := range choice {
		b.model.Get(i, int(j), &o)
		out.Bad += o.Bad
		out.Channel[o.Channel]++
		if o.Contract >= 0 {
			out.Contracts[o.Contract].Volume += o.Volume
			out.Contracts[o.Contract].Parcels++
		}
	}
	for g := range out.Contracts {
		b.contracts[g].close(&out.Contracts[g])
		out.Objective -= out.Contracts[g].gives()
	}
	for i, j := range choice {
		b.model.Get(i, int(j), &o)
		out.Orders += costAt(&o, out.tier(o.Contract))
	}
	out.Objective += out.Orders
	out.Keeps = b.keeps(out)
	return out
}

// tier is the tier at the end of a contract, 0 without contract.
func (o *Outcome) tier(contract int) int {
	if contract < 0 {
		return 0
	}
	return o.Contracts[contract].Tier
}

// tiers are the tiers at the end.
func (o *Outcome) tiers() []int {
	out := make([]int, len(o.Contracts))
	for g := range out {
		out[g] = o.Contracts[g].Tier
	}
	return out
}

func costAt(o *plan.Option, tier int) int64 { return o.Costs[min(tier, len(o.Costs)-1)] }

// close fills what follows from the final volume.
func (c *contract) close(s *Standing) {
	s.Tier = c.tierAt(s.Volume)
	s.Retro, s.Rebate = c.retro[s.Tier], c.rebate[s.Tier]
	s.Worth, s.Penalty = c.worth(s.Volume), c.penalty(s.Volume)
}

// worth is what the volume of the batch earns inside the tiers, rounded once.
func (c *contract) worth(volume int64) int64 {
	m := &c.model
	sum := money.Wide(0)
	for k := range m.Tiers {
		from, to := max(m.Tiers[k].From, m.Volume), volume
		if k+1 < len(m.Tiers) {
			to = min(to, m.Tiers[k+1].From)
		}
		if to > from {
			sum = sum.Add(money.Mul(m.Tiers[k].Rate, to-from))
		}
	}
	return c.line(sum)
}

// penalty is what the volume that is missing of the commitment costs, rounded once.
func (c *contract) penalty(volume int64) int64 {
	return c.line(money.Mul(c.model.Shortfall, max(0, c.model.Commit-volume)))
}

// line is v over Per, rounded to the minor unit.
func (c *contract) line(v money.Int128) int64 {
	n, _ := v.RoundDiv(uint64(c.model.Per * c.model.Round)) // in range: the batch fits
	return n * c.model.Round
}

// keeps reports whether a choice keeps every limit.
func (b *Batch) keeps(o *Outcome) bool {
	for g := range o.Contracts {
		if most := b.contracts[g].model.Capacity; most != plan.None && o.Contracts[g].Volume > most {
			return false
		}
	}
	for c := range o.Channel {
		if most := b.model.Channels[c].Most; most != plan.None && int64(o.Channel[c]) > most {
			return false
		}
	}
	return b.model.MaxBad == plan.None || o.Bad <= b.model.MaxBad
}
