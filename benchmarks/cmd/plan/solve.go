package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/internal/tqd"
)

// answer is what the solver made of an instance, judged.
type answer struct {
	head   tqd.Head
	result *plan.Result
	broken []tqd.Limit
	alone  *tqd.Sums     // what each order takes by itself, without a plan
	load   time.Duration // reading or generating, and building the model
	took   time.Duration // solving
	peak   int64         // bytes of resident memory, 0 = unknown
	highs  *rival
}

func (s *session) solve(o options, j job) (*answer, error) {
	resetPeak()
	if j.gen != nil {
		if err := s.saved(j.gen); err != nil {
			return nil, err
		}
	}
	a := &answer{}
	begun := time.Now()
	var b *tqd.Builder
	err := j.scan(
		func(h *tqd.Head) error {
			a.head = *h
			b, a.alone = tqd.NewBuilder(&a.head), a.head.NewSums()
			return nil
		},
		func(options []tqd.Option) error {
			b.Add(options)
			a.alone.Add(&a.head, options[a.head.Greedy(options)], 1)
			return s.ctx.Err()
		},
	)
	a.load = time.Since(begun)
	for _, name := range a.head.Unknown {
		fmt.Fprintf(s.stderr, "plan: %s: %q is not of the format and is read over\n", j.name, name)
	}
	if err != nil {
		return a, err
	}
	var took []time.Duration
	for range o.runs {
		if err := s.timed(o, b.Model(), a); err != nil {
			return a, err
		}
		took = append(took, a.took)
	}
	slices.Sort(took)
	a.took, a.peak = took[len(took)/2], peakMemory()
	return a, a.judge(j)
}

func (s *session) timed(o options, m *plan.Model, a *answer) error {
	ctx, cancel := context.WithTimeout(s.ctx, o.time)
	defer cancel()
	begun := time.Now()
	r, err := plan.Solve(ctx, m, plan.Options{Gap: o.gap, Workers: o.workers})
	a.took = time.Since(begun)
	a.result = &r
	return err
}

// judge adds the plan up by the definition, and holds everything that the solver said against that.
func (a *answer) judge(j job) error {
	r := a.result
	sums, err := tqd.Judge(&a.head, j, r.Choice)
	if err != nil {
		return fmt.Errorf("a fault of the solver: %w", err)
	}
	a.broken = a.head.Broken(sums)
	switch cost := a.head.Objective(sums); {
	case cost != r.Objective:
		return fmt.Errorf("a fault of the solver: the plan costs %d, not %d", cost, r.Objective)
	case len(a.broken) > 0 && len(r.Broken) == 0:
		return fmt.Errorf("a fault of the solver: %s, and it does not say so", a.broken[0])
	case len(a.broken) == 0 && len(r.Broken) > 0:
		return fmt.Errorf("a fault of the solver: it says that a limit is broken (%+v), and none is", r.Broken[0])
	case len(a.broken) == 0 && r.Bound > r.Objective:
		return fmt.Errorf("a fault of the solver: the bound %d is above the plan's cost %d", r.Bound, r.Objective)
	case r.Proven && r.Bound != r.Objective:
		return fmt.Errorf("a fault of the solver: called proven with a bound of %d below %d", r.Bound, r.Objective)
	}
	for g := range a.head.Contracts {
		if want := a.head.Tier(g, sums); r.Tiers[g] != want {
			return fmt.Errorf("a fault of the solver: contract %d ends in tier %d, not %d", g, want, r.Tiers[g])
		}
	}
	return nil
}

// dearer is how much more the choice order by order costs than the plan, in percent, or that it breaks limits.
func (a *answer) dearer() string {
	if len(a.head.Broken(a.alone)) > 0 {
		return "limits"
	}
	r := float64(a.result.Objective)
	return fmt.Sprintf("%+.2f", 100*(float64(a.head.Objective(a.alone))-r)/max(1, abs(r)))
}

// gap is how far the plan may be from the optimum, in percent.
func (a *answer) gap() float64 {
	r := a.result
	if r.Objective == r.Bound {
		return 0
	}
	return 100 * float64(r.Objective-r.Bound) / max(1, abs(float64(r.Objective)))
}

func abs(x float64) float64 { return max(x, -x) }
