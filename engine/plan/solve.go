package plan

import (
	"context"
	"math"
	"runtime"
)

// Solve plans a batch: it returns the best plan found and a bound until the plan is proven, or as near as asked, or ctx ends.
// An error means that the model is wrong. A model without a plan that keeps all limits is a result: see Result.Broken.
func Solve(ctx context.Context, m *Model, o Options) (Result, error) {
	if err := m.finish(); err != nil {
		return Result{}, err
	}
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	if m.orders == 0 {
		return empty(m), nil
	}
	var se *search
	var bound int64
	if m.count >= largeOptions {
		se, bound = solveLarge(ctx, m, o, workers)
	} else {
		s := newSpace(m, nil, workers, nil)
		s.fill(nil)
		if s.hopeless() {
			return missing(ctx, m, workers, o, noBound), nil
		}
		se = newSearch(ctx, s, o.Gap)
		bound = se.run()
	}
	if !se.found && ctx.Err() == nil {
		return missing(ctx, m, workers, o, bound), nil
	}
	return se.result(bound), nil
}

// empty is the result without orders.
func empty(m *Model) Result {
	s := &space{m: m, stride: 1}
	for range m.Contracts {
		s.ps = append(s.ps, &part{})
	}
	s.first = []int32{0}
	t := s.newTally()
	r := Result{Objective: s.objective(t), Stop: Optimal}
	r.Bound, r.Proven = r.Objective, true
	for g := range m.Contracts {
		c := &m.Contracts[g]
		r.Volumes, r.Tiers = append(r.Volumes, c.Volume), append(r.Tiers, c.tier(c.Volume))
	}
	if r.Broken = s.broken(t); len(r.Broken) > 0 {
		r.Stop, r.Proven = Infeasible, false
	}
	return r
}

// result tells what the search found.
func (se *search) result(bound int64) Result {
	s := se.s
	r := Result{Nodes: se.nodes, Passes: se.passes, Bound: bound, Objective: se.objective}
	r.Choice = make([]int32, s.n)
	for i, o := range se.choice {
		r.Choice[i] = o - s.first[i]
		if s.own != nil {
			r.Choice[i] = int32(s.own[o])
		}
	}
	t := s.tallyOf(se.choice)
	r.Objective = s.objective(t)
	for g := range s.m.Contracts {
		c := &s.m.Contracts[g]
		r.Volumes = append(r.Volumes, c.Volume+t.vol[g])
		r.Tiers = append(r.Tiers, c.tier(c.Volume+t.vol[g]))
	}
	if !se.found {
		r.Broken = s.broken(t)
	}
	if se.best == nil && se.found {
		tiers := se.tiersOf(se.choice)
		se.best = se.relax(&box{lo: tiers, hi: tiers, bound: math.MinInt64}).prices
	}
	for g := range s.m.Contracts {
		if se.best != nil {
			r.Credits = append(r.Credits, Credit{g, -float64(se.best.volume[g]) / s.one() * float64(s.m.Contracts[g].Per)})
		}
	}
	r.Proven = se.found && bound >= se.objective
	switch {
	case r.Proven:
		r.Stop = Optimal
	case se.ctx.Err() != nil:
		r.Stop = Interrupt
	case !se.found && bound == noBound:
		r.Stop = Infeasible
	case float64(se.objective-bound) <= se.asked*math.Abs(float64(se.objective)):
		r.Stop = WithinGap
	default:
		r.Stop = Exhausted
	}
	return r
}
