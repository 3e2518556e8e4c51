package planning

import (
	"context"
	"fmt"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/rates"
)

// Plan is a batch with a service chosen for every order that takes part, and all there is to say of it.
type Plan struct {
	*Batch
	Result       plan.Result // of the solver
	Outcome      *Outcome
	Alternatives []Alternative
	Contracts    []Contract
	Periods      []Period
	Moved        Moved          // all moves together
	engine       *engine.Engine // at the final tiers
	choice       []int32
}

// Mismatch is a plan whose parts do not add up: a defect of this program, which is better refused than used.
type Mismatch struct{ What string }

func (e *Mismatch) Error() string {
	return fmt.Sprintf("the plan does not add up: %s; this is a defect of lanewise, please report it", e.What)
}

// Solve chooses for the whole batch and values what it chose. When ctx ends before, the plan is the best that was found.
// A gap of 0 asks for a proven optimum.
func (b *Batch) Solve(ctx context.Context, gap float64) (*Plan, error) {
	r, err := plan.Solve(ctx, b.model, plan.Options{Gap: gap, Workers: b.job.Workers})
	if err != nil {
		return nil, err
	}
	p := &Plan{Batch: b, Result: r, Outcome: b.outcome(r.Choice), choice: r.Choice}
	if p.Outcome.Objective != r.Objective {
		return nil, &Mismatch{fmt.Sprintf("its cost is %s by the solver and %s by its parts", Text(r.Objective), Text(p.Outcome.Objective))}
	}
	if p.Alternatives, err = b.alternatives(); err != nil {
		return nil, err
	}
	if err := p.better(); err != nil {
		return nil, err
	}
	p.Periods = b.periods()
	for again := true; again; {
		if again, err = p.value(); err != nil {
			return nil, err
		}
	}
	p.engine, err = b.ladder.at(p.Outcome.tiers())
	return p, err
}

// better takes the cheapest alternative that keeps the limits where it costs less than what the solver found, which may be
// where a search ended early: a plan is never dearer than doing without one. At the same cost no order is moved.
func (p *Plan) better() error {
	for i := range p.Alternatives {
		a := &p.Alternatives[i]
		if !a.Outcome.Keeps || p.Outcome.Keeps && a.Outcome.Objective > p.Outcome.Objective {
			continue
		}
		if a.Name == PerOrder || a.Outcome.Objective < p.Outcome.Objective {
			if err := p.take(a.Name, a.choice, a.Outcome); err != nil {
				return err
			}
		}
	}
	return nil
}

// take makes another choice the plan: one that keeps the limits, and costs no more than one that does. What is known of the
// bound stays.
func (p *Plan) take(name string, choice []int32, o *Outcome) error {
	if p.Result.Stop == plan.Infeasible || o.Objective < p.Result.Bound {
		return &Mismatch{fmt.Sprintf("%s costs %s, less than the bound %s", name, Text(o.Objective), Text(p.Result.Bound))}
	}
	p.choice, p.Outcome, p.Result.Objective, p.Result.Broken = choice, o, o.Objective, nil
	if p.Result.Objective == p.Result.Bound {
		p.Result.Proven, p.Result.Stop = true, plan.Optimal
	}
	return nil
}

// Book is the rate book that the batch is priced by.
func (b *Batch) Book() *rates.Book { return b.job.Engine.Book() }

// alternative finds an alternative by its name.
func (p *Plan) alternative(name string) *Alternative {
	for i := range p.Alternatives {
		if p.Alternatives[i].Name == name {
			return &p.Alternatives[i]
		}
	}
	return nil
}

// Gap is how far the plan may be above the cheapest one, as a share of its cost: 0 where it is proven.
func (p *Plan) Gap() float64 {
	if p.Result.Proven || p.Result.Objective == p.Result.Bound || p.Result.Objective == 0 {
		return 0
	}
	return float64(p.Result.Objective-p.Result.Bound) / float64(abs(p.Result.Objective))
}

// Times is how many batches the plan is for: this one, and those that Job.Forecast says are to come.
func (p *Plan) Times() int64 { return p.times }
