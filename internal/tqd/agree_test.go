package tqd

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/lanewise/lanewise/engine/plan"
)

// tinies is how many tiny instances the solver is held against brute force on.
const tinies = 10_000

// The solver finds the optimum of every tiny instance and proves it, or says that none keeps the limits.
func TestSolverAgainstBruteForce(t *testing.T) {
	var infeasible, planned atomic.Int64
	each(t, tinies, func(seed uint64) error {
		in := Tiny(seed)
		best := Brute(in)
		r, sums, err := solved(context.Background(), in, plan.Options{Workers: 1})
		if err != nil {
			return err
		}
		if !best.Feasible {
			infeasible.Add(1)
			return infeasibly(in, best, r, sums)
		}
		if r.Objective < in.Objective(in.alone()) {
			planned.Add(1)
		}
		switch {
		case len(r.Broken) > 0 || r.Stop != plan.Optimal || !r.Proven:
			return fmt.Errorf("it stopped by %q, proven %v, broken %v; the optimum is %d", r.Stop, r.Proven, r.Broken, best.Objective)
		case r.Objective != best.Objective || r.Bound != best.Objective:
			return fmt.Errorf("the plan costs %d, the bound is %d, the optimum %d", r.Objective, r.Bound, best.Objective)
		}
		return nil
	})
	t.Logf("of %d instances %d are infeasible; in %d the plan is cheaper than the choice order by order", tinies, infeasible.Load(), planned.Load())
}

// A search that is cut off, or content with a gap, gives a bound and a plan with the optimum between them.
func TestBoundsWhenCutOff(t *testing.T) {
	over, cancel := context.WithCancel(context.Background())
	cancel()
	each(t, tinies/5, func(seed uint64) error {
		in := Tiny(seed)
		best := Brute(in)
		for _, c := range []struct {
			ctx context.Context
			gap float64
		}{{over, 0}, {context.Background(), 0.1}} {
			r, _, err := solved(c.ctx, in, plan.Options{Workers: 1, Gap: c.gap})
			switch {
			case err != nil:
				return err
			case !best.Feasible:
			case r.Bound > best.Objective:
				return fmt.Errorf("gap %g: the bound %d is above the optimum %d", c.gap, r.Bound, best.Objective)
			case len(r.Broken) == 0 && r.Objective < best.Objective:
				return fmt.Errorf("gap %g: the plan costs %d, the optimum %d", c.gap, r.Objective, best.Objective)
			case c.gap > 0 && float64(r.Objective-r.Bound) > c.gap*float64(max(r.Objective, -r.Objective)):
				return fmt.Errorf("asked for a gap of %g: from %d to %d, stopped by %q", c.gap, r.Bound, r.Objective, r.Stop)
			}
		}
		return nil
	})
}

// Workers and repetition change nothing.
func TestSameForAnyWorkers(t *testing.T) {
	g, err := New(Shape{Class: "all", Orders: 60, Options: 8, Contracts: 3, Tiers: 4}, 5)
	if err != nil {
		t.Fatal(err)
	}
	in := g.Instance()
	var first string
	for _, workers := range []int{1, 1, 2, 3, 0} {
		r, _, err := solved(context.Background(), in, plan.Options{Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		if text := fmt.Sprintf("%+v", r); first == "" {
			first = text
		} else if text != first {
			t.Errorf("%d workers give another result:\n%s\n%s", workers, text, first)
		}
	}
}

// solved solves an instance and adds the plan up.
func solved(ctx context.Context, in *Instance, o plan.Options) (plan.Result, *Sums, error) {
	m, err := Model(&in.Head, in)
	if err != nil {
		return plan.Result{}, nil, err
	}
	r, err := plan.Solve(ctx, m, o)
	if err != nil {
		return r, nil, err
	}
	sums, err := Judge(&in.Head, in, r.Choice)
	if err != nil {
		return r, nil, err
	}
	if cost := in.Objective(sums); cost != r.Objective {
		return r, sums, fmt.Errorf("it says that the plan costs %d; it costs %d", r.Objective, cost)
	}
	if broken := in.Broken(sums); (len(broken) > 0) != (len(r.Broken) > 0) && r.Stop != plan.Interrupt {
		return r, sums, fmt.Errorf("it says that %v is broken; %v is", r.Broken, broken)
	}
	return r, sums, nil
}

// alone adds up what each order takes by itself.
func (in *Instance) alone() *Sums {
	s := in.NewSums()
	for i := range in.N {
		s.Add(&in.Head, in.Order(i)[in.Greedy(in.Order(i))], 1)
	}
	return s
}

// infeasibly holds what the solver says of limits that nothing keeps against all choices.
func infeasibly(in *Instance, best Optimum, r plan.Result, sums *Sums) error {
	if r.Stop != plan.Infeasible || r.Proven || len(r.Broken) == 0 {
		return fmt.Errorf("no plan keeps the limits; it stopped by %q, proven %v, broken %v", r.Stop, r.Proven, r.Broken)
	}
	for _, b := range r.Broken {
		found := false
		for i, l := range in.Limits(sums) {
			if l.Kind != string(b.What) || l.Index != b.Index && b.What != plan.BadLimit {
				continue
			}
			found = true
			if b.Allowed != l.Max || b.Plan != l.Value || b.Plan <= b.Allowed || b.Least != best.Least[i].Value {
				return fmt.Errorf("broken %+v; the plan comes to %s, and the least is %d", b, l, best.Least[i].Value)
			}
			if len(best.Least) == 1 && b.Plan != b.Least {
				return fmt.Errorf("the only limit is missed by more than need be: %+v", b)
			}
		}
		if !found {
			return fmt.Errorf("broken %+v is no limit of the instance", b)
		}
	}
	return nil
}

// each runs a check for many seeds on all cores and tells the first few that fail.
func each(t *testing.T, n int, check func(seed uint64) error) {
	var next, failed atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for seed := next.Add(1) - 1; seed < int64(n) && failed.Load() < 10; seed = next.Add(1) - 1 {
				if err := check(uint64(seed)); err != nil {
					failed.Add(1)
					t.Errorf("Tiny(%d): %v", seed, err)
				}
			}
		})
	}
	wg.Wait()
}
