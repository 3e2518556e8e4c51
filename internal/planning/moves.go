package planning

import (
	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/rates"
)

// Moved are the orders that a plan ships by another service than per-order choice does.
type Moved struct {
	Orders int
	Cost   int64 // what the moves cost now, at the tiers that per-order choice reaches; below 0 = they save
	Earned int64 // what the contracts give for it: cheaper parcels at the plan's tiers, and their lines
}

func (m *Moved) add(o Moved) {
	m.Orders += o.Orders
	m.Cost += o.Cost
	m.Earned += o.Earned
}

// Net is what the moves change of the batch's cost; below 0 = they save.
func (m Moved) Net() int64 { return m.Cost - m.Earned }

// Move is one order's way from its per-order choice to the plan's.
type Move struct {
	From *rates.Service // nil = the order stays where it is
	Cost int64          // of one batch
}

// move is what the plan does with an order.
func (p *Plan) move(order int, o, old *plan.Option) Move {
	if p.choice[order] == p.alone[order] {
		return Move{}
	}
	alone := p.alternative(PerOrder).Outcome
	p.model.Get(order, int(p.choice[order]), o)
	p.model.Get(order, int(p.alone[order]), old)
	return Move{p.serviceOf(order, p.alone[order]), (costAt(o, alone.tier(o.Contract)) - costAt(old, alone.tier(old.Contract))) / p.times}
}

// moves adds the moves up by the contract that they go to; the last is for services without a contract. Costs less
// earnings of all are the plan's cost less that of per-order choice, exactly: a move is valued at the tiers of per-order choice, and
// what those tiers change to is the earning of the contract that every planned parcel is on.
func (p *Plan) moves() []Moved {
	alone := p.alternative(PerOrder).Outcome
	to := make([]Moved, len(p.contracts)+1)
	var o, old plan.Option
	for i := range p.choice {
		p.model.Get(i, int(p.choice[i]), &o)
		g := o.Contract
		if g < 0 {
			g = len(p.contracts)
		}
		to[g].Earned += costAt(&o, alone.tier(o.Contract)) - costAt(&o, p.Outcome.tier(o.Contract))
		if m := p.move(i, &o, &old); m.From != nil {
			to[g].Orders++
			to[g].Cost += m.Cost * p.times
		}
	}
	for g := range p.contracts {
		to[g].Earned += p.Outcome.Contracts[g].gives() - alone.Contracts[g].gives()
	}
	return to
}
