package planning

import (
	"math/rand/v2"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/rates"
)

// Random contracts of every kind: the plan is the cheapest of all choices, each valued by the twin; so are the alternatives
// valued; and Rows has priced the orders to the same sum.
func TestPlanIsTheCheapestChoice(t *testing.T) {
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 5))
		b := book(t, randomTerms(r))
		var weights []int
		for range 2 + r.IntN(3) {
			weights = append(weights, 100+r.IntN(1500))
		}
		times := 1 + r.IntN(2)
		var shares map[rates.Channel]rates.Share
		if r.IntN(4) == 0 {
			shares = map[rates.Channel]rates.Share{rates.Offline: 500_000}
		}
		text := file(weights...)
		p, _ := solve(t, b, text, func(j *Job) { j.Forecast, j.Limits.Shares = times-1, shares })
		w := newTwin(t, b, parsed(t, text), int64(times))
		least, found := w.best(func(choice []int) bool {
			offline := 0
			for _, s := range choice {
				if b.Services[s].Channel == rates.Offline {
					offline++
				}
			}
			return shares == nil || 2*offline <= len(choice)
		})
		if !found {
			if len(p.Result.Broken) == 0 {
				t.Errorf("seed %d: no choice keeps the limits, and the plan names none", seed)
			}
			continue
		}
		if p.Outcome.Objective != least || !p.Result.Proven || p.Result.Bound != least {
			t.Errorf("seed %d: plan %d (bound %d, proven %v), the cheapest choice %d", seed, p.Outcome.Objective, p.Result.Bound, p.Result.Proven, least)
		}
		for _, a := range p.Alternatives {
			if got, _ := w.value(chosen(p, a.choice)); got != a.Outcome.Objective {
				t.Errorf("seed %d: %s costs %d, by the twin %d", seed, a.Name, a.Outcome.Objective, got)
			}
		}
		if alone := p.alternative(PerOrder).Outcome.Objective; p.Moved.Net() != p.Outcome.Objective-alone {
			t.Errorf("seed %d: the moves come to %d, plan less per-order choice to %d", seed, p.Moved.Net(), p.Outcome.Objective-alone)
		}
	}
}

// chosen are the services of a choice of options.
func chosen(p *Plan, choice []int32) []int {
	var out []int
	for i, j := range choice {
		out = append(out, int(p.services[p.options[i]+int(j)]))
	}
	return out
}

// Per-order choice is decide's own.
func TestPerOrderChoiceIsThatOfDecide(t *testing.T) {
	b := book(t, randomTerms(rand.New(rand.NewPCG(3, 5))))
	text := file(120, 480, 900, 1500)
	p, _ := solve(t, b, text, nil)
	e, err := engine.Compile(b)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range parsed(t, text) {
		var d engine.Decision
		e.Decide(&o, &d)
		if got := p.serviceOf(i, p.alone[i]).Code; got != d.Choice.Service.Code {
			t.Errorf("order %d: %s, by decide %s", i, got, d.Choice.Service.Code)
		}
	}
}
