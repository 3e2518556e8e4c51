package planning

import (
	"context"
	"slices"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
)

// Terms are a contract as a plan counts it.
type Terms struct {
	Name        string
	Measure     string
	Incremental bool
	Unit        int64 // millionths of the measure in one unit of volume
	Before      int   // tier at the volume to date
	plan.Contract
}

// Terms of the contracts, in the order in which options number them.
func (b *Batch) Terms() []Terms {
	out := make([]Terms, len(b.contracts))
	for g := range out {
		c := &b.contracts[g]
		out[g] = Terms{c.name, c.measure, c.incremental, c.unit, c.before, c.model}
	}
	return out
}

// Tier is the tier in force at a volume.
func (t *Terms) Tier(volume int64) int {
	k := 0
	for i := range t.Tiers {
		if t.Tiers[i].From <= volume {
			k = i
		}
	}
	return k
}

// At is the contract's volume to date if it stood at the beginning of a tier.
func (t *Terms) At(tier int) rates.Volume {
	v := money.Amount(t.Tiers[tier].From * t.Unit)
	return rates.Volume{Contract: t.Name, Parcels: v, Kg: v, Spend: v}
}

// Raised are the thresholds above the volume to date, each moved up by a share of what is missing: what a plan that leaves
// room for surprises aims at.
func (t *Terms) Raised(share rates.Share) []int64 {
	out := make([]int64, len(t.Tiers))
	for k := range out {
		out[k] = t.Tiers[k].From
		if missing := out[k] - t.Volume; missing > 0 {
			v, _ := money.Mul(missing, int64(share)).RoundDiv(million)
			out[k] += v
		}
	}
	return out
}

// Ready ends the building of the model: what follows is safe for any number of goroutines.
func (b *Batch) Ready() error { return b.model.Seal() }

// Option reads an option of a planned order and gives its service's number in the book.
func (b *Batch) Option(order, option int, o *plan.Option) (service int) {
	b.model.Get(order, option, o)
	return int(b.services[b.options[order]+option])
}

// Choices is the number of options of a planned order.
func (b *Batch) Choices(order int) int { return b.model.Choices(order) }

// EachOrder gives the rows of the planned orders in their order.
func (b *Batch) EachOrder(yield func(order int, row *orders.Row)) {
	for i := range b.blocks {
		for j, order := range b.blocks[i].order {
			if order != none {
				yield(int(order), &b.blocks[i].rows[j])
			}
		}
	}
}

// Sample is a batch of planned orders by their numbers, each as often as it stands in pick, priced as they were. It has no
// rows of its own: it can be valued and solved by Cheapest. thresholds, where given, stand in for those of each contract.
func (b *Batch) Sample(pick []int32, thresholds [][]int64) (*Batch, error) {
	out := &Batch{job: b.job, times: 1, contracts: b.contracts, model: plan.New(len(pick), 0)}
	out.job.Workers = 1
	for g := range b.contracts {
		c := b.contracts[g].model
		if thresholds != nil {
			c.Tiers = slices.Clone(c.Tiers)
			for k := range c.Tiers {
				c.Tiers[k].From = thresholds[g][k]
			}
		}
		out.model.Contracts = append(out.model.Contracts, c)
	}
	out.model.Channels = slices.Clone(b.model.Channels)
	out.reach, out.most = make([]int64, len(b.contracts)), make([]int64, len(b.contracts))
	var o plan.Option
	for _, order := range pick {
		var options []option
		var costs []int64
		for j := range b.model.Choices(int(order)) {
			service := b.Option(int(order), j, &o)
			options = append(options, option{o.Volume, o.Bad, int32(o.Contract), uint16(service), uint8(o.Channel)})
			costs = append(costs, o.Costs...)
		}
		out.addOrder(options, costs)
		out.Orders.Planned++
	}
	out.limit()
	if err := out.fits(); err != nil {
		return nil, err
	}
	return out, out.Ready()
}

// Cheapest solves the batch alone: the choice, without all that a Plan says of it.
func (b *Batch) Cheapest(ctx context.Context, gap float64) (plan.Result, error) {
	return plan.Solve(ctx, b.model, plan.Options{Gap: gap, Workers: b.job.Workers})
}

// Value is what a choice of options comes to at the tiers that it reaches.
func (b *Batch) Value(choice []int32) *Outcome { return b.outcome(choice) }
