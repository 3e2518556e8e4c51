package tqd

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/lanewise/lanewise/engine/plan"
)

// grid finds the optimum of an instance with two contracts by parcels and no limits but capacities, at sizes far beyond brute
// force: for each pair of tiers it takes the orders one by one and keeps the least cost for each pair of volumes.
func grid(in *Instance) (best int64, feasible bool) {
	best = math.MaxInt64
	a, b := &in.Contracts[0], &in.Contracts[1]
	for i := range a.Tiers {
		for j := range b.Tiers {
			least := volumes(in, i, j)
			for p := range least {
				for q, cost := range least[p] {
					p, q := int64(p), int64(q)
					full := a.Capacity != None && a.Volume+p > a.Capacity || b.Capacity != None && b.Volume+q > b.Capacity
					if full || cost == math.MaxInt64 || a.tier(a.Volume+p) != i || b.tier(b.Volume+q) != j {
						continue
					}
					cost += a.penalty(p) + b.penalty(q) - a.discount(p, 0) - b.discount(q, 0)
					best, feasible = min(best, cost), true
				}
			}
		}
	}
	return best, feasible
}

// volumes gives the least cost of all orders by what they put on the two contracts while those are in tiers i and j.
func volumes(in *Instance, i, j int) [][]int64 {
	least := make([][]int64, in.N+1)
	for p := range least {
		least[p] = make([]int64, in.N+1)
		for q := range least[p] {
			least[p][q] = math.MaxInt64
		}
	}
	least[0][0] = 0
	for n := range in.N {
		var by [3]int64 // without contract, on the first, on the second
		by[0], by[1], by[2] = math.MaxInt64, math.MaxInt64, math.MaxInt64
		for _, o := range in.Order(n) {
			g := in.Services[o.Service].Contract
			cost := Unit * (int64(o.Freight) + int64(o.Other))
			if g != None && in.Contracts[g].Mode == AllUnits {
				cost -= in.Contracts[g].Tiers[[2]int{i, j}[g]].Value * int64(o.Freight)
			}
			by[g+1] = min(by[g+1], cost)
		}
		for p := n + 1; p >= 0; p-- { // downwards, so that what is read has not had this order yet
			for q := n + 1 - p; q >= 0; q-- {
				cost := plus(least[p][q], by[0])
				if p > 0 {
					cost = min(cost, plus(least[p-1][q], by[1]))
				}
				if q > 0 {
					cost = min(cost, plus(least[p][q-1], by[2]))
				}
				least[p][q] = cost
			}
		}
	}
	return least
}

func plus(a, b int64) int64 {
	if a == math.MaxInt64 || b == math.MaxInt64 {
		return math.MaxInt64
	}
	return a + b
}

// The grid agrees with brute force where both can be asked, and with the solver where brute force cannot.
func TestSolverAgainstGrid(t *testing.T) {
	compared := 0
	for seed := range uint64(3000) {
		in := Tiny(seed)
		if !gridlike(in) {
			continue
		}
		compared++
		if best, feasible := grid(in); feasible != Brute(in).Feasible || feasible && best != Brute(in).Objective {
			t.Errorf("Tiny(%d): the grid says %d, brute force %d", seed, best, Brute(in).Objective)
		}
	}
	if compared < 20 {
		t.Errorf("grid and brute force were compared %d times", compared)
	}
	each(t, 120, func(seed uint64) error {
		in := gridInstance(seed)
		best, feasible := grid(in)
		r, _, err := solved(context.Background(), in, plan.Options{Workers: 1})
		switch {
		case err != nil:
			return err
		case feasible != (r.Stop == plan.Optimal):
			return fmt.Errorf("n %d: feasible %v, and it stopped by %q from %d to %d; the optimum is %d", in.N, feasible, r.Stop, r.Bound, r.Objective, best)
		case feasible && (r.Objective != best || r.Bound != best):
			return fmt.Errorf("n %d: the plan costs %d, the bound is %d, the optimum %d", in.N, r.Objective, r.Bound, best)
		}
		return nil
	})
}

func gridlike(in *Instance) bool {
	for _, c := range in.Contracts {
		if c.Measure != Parcels {
			return false
		}
	}
	for _, c := range in.Channels {
		if c.MaxShare != None {
			return false
		}
	}
	return len(in.Contracts) == 2 && in.Rho == None
}

// gridInstance is a batch of some dozens of orders with two contracts by parcels of any mode, with capacities and commitments.
func gridInstance(seed uint64) *Instance {
	class := Classes[seed%uint64(len(Classes))]
	g, err := New(Shape{Class: "capcommit", Orders: 20 + int(seed), Options: 6, Contracts: 2, Tiers: 4}, seed)
	if err != nil {
		panic(err)
	}
	in := g.Instance()
	for i := range in.Contracts {
		c := &in.Contracts[i]
		if c.Mode = AllUnits; class == "incremental" || class == "rebate" {
			c.Mode = Mode(class)
		}
		n := int64(in.N)
		old := *c
		c.Measure, c.Volume, c.Capacity, c.Commit, c.Retro = Parcels, n/4, None, 0, 0
		if old.Capacity != None {
			c.Capacity = c.Volume + n/2
		}
		if old.Commit > 0 {
			c.Commit, c.Shortfall = c.Volume+n/3, 300_000
		}
		if class == "retro" {
			c.Retro = 200 * n
		}
		for k := 1; k < len(c.Tiers); k++ {
			c.Tiers[k].From = c.Volume + n*int64(k+i+1)/8 + 1 + int64(k)
			c.Tiers[k].Value = map[Mode]int64{AllUnits: 250, Incremental: 300_000, Rebate: 12 * n}[c.Mode] * int64(k)
		}
	}
	return in
}
