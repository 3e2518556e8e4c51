package planning

import (
	"slices"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/rates"
)

// Alternative is another way to choose for the same batch. It is valued as the plan is: at the tiers that it reaches
// itself, with the contracts' lines.
type Alternative struct {
	Name    string // one of the names below
	Outcome *Outcome
	Without int // orders that the channel has no service for: they keep their per-order choice
	choice  []int32
}

// The alternatives.
const (
	PerOrder   = "per_order"
	TwoPass    = "two_pass"
	AllOnline  = "all_online"
	AllOffline = "all_offline"
)

// alternatives values what one could do without a plan.
func (b *Batch) alternatives() ([]Alternative, error) {
	alone := b.outcome(b.alone)
	again, err := b.secondPass(alone)
	if err != nil {
		return nil, err
	}
	out := []Alternative{{Name: PerOrder, Outcome: alone, choice: b.alone}, {Name: TwoPass, Outcome: b.outcome(again), choice: again}}
	for c, name := range []string{AllOnline, AllOffline} {
		choice, without := slices.Clone(b.channel[c]), 0
		for i, j := range choice {
			if j == none {
				choice[i] = b.alone[i]
				without++
			}
		}
		out = append(out, Alternative{name, b.outcome(choice), without, choice})
	}
	return out, nil
}

// secondPass decides each order alone once more, at the volumes that the first pass reached.
func (b *Batch) secondPass(first *Outcome) ([]int32, error) {
	volumes := make([]rates.Volume, len(b.contracts))
	for g := range volumes {
		volumes[g] = b.contracts[g].at(first.Contracts[g].Tier)
	}
	s := &b.job.Engine.Book().Settings
	e, err := b.job.Engine.At(volumes, s.SellerOrders, s.SellerBadOrders)
	if err != nil || e == b.job.Engine {
		return b.alone, err
	}
	choice := make([]int32, len(b.alone))
	var d engine.Decision
	for n := range b.blocks {
		for i := range b.blocks[n].rows {
			order := b.blocks[n].order[i]
			if order == none {
				continue
			}
			e.Decide(&b.blocks[n].rows[i].Order, &d)
			if choice[order] = b.optionOf(int(order), d.Choice.Service); choice[order] == none {
				choice[order] = b.alone[order]
			}
		}
	}
	return choice, nil
}

// optionOf finds the option of an order by a service.
func (b *Batch) optionOf(order int, s *rates.Service) int32 {
	for j := range b.model.Choices(order) {
		if s != nil && b.serviceOf(order, int32(j)).Code == s.Code {
			return int32(j)
		}
	}
	return none
}

// serviceOf is the service of an option.
func (b *Batch) serviceOf(order int, option int32) *rates.Service {
	return b.service(b.services[b.options[order]+int(option)])
}
