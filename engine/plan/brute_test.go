package plan

import (
	"context"
	"math/big"
	"math/rand/v2"
	"testing"
)

// tiny is a model as plain data, so that the test can judge a plan without the solver's code.
type tiny struct {
	contracts []Contract
	channels  []Channel
	maxBad    int64
	orders    [][]Option
}

func (y *tiny) model() *Model {
	m := New(len(y.orders), 0)
	m.Contracts, m.Channels, m.MaxBad = y.contracts, y.channels, y.maxBad
	for _, options := range y.orders {
		m.Order()
		for _, o := range options {
			m.Option(o)
		}
	}
	return m
}

// round is num/per to a multiple of unit, half away from zero.
func round(num *big.Int, per, unit int64) int64 {
	x := new(big.Rat).SetFrac(num, big.NewInt(per*unit))
	x.Add(x, big.NewRat(1, 2))
	return new(big.Int).Div(x.Num(), x.Denom()).Int64() * unit
}

// cost is the objective of a choice, and whether it keeps all limits: a second, plain reading of the model.
func (y *tiny) cost(choice []int) (int64, bool) {
	vol := make([]int64, len(y.contracts))
	count := make([]int64, len(y.channels))
	bad := int64(0)
	for i, x := range choice {
		o := y.orders[i][x]
		if o.Contract >= 0 {
			vol[o.Contract] += o.Volume
		}
		if o.Channel >= 0 {
			count[o.Channel]++
		}
		bad += o.Bad
	}
	ok := y.maxBad < 0 || bad <= y.maxBad
	for h, c := range y.channels {
		ok = ok && (c.Most < 0 || count[h] <= c.Most)
	}
	total := int64(0)
	tiers := make([]int, len(y.contracts))
	for g, c := range y.contracts {
		v := c.Volume + vol[g]
		ok = ok && (c.Capacity < 0 || v <= c.Capacity)
		earned := new(big.Int)
		for k, t := range c.Tiers {
			if v >= t.From {
				tiers[g] = k
			}
			low, high := max(t.From, c.Volume), v
			if k+1 < len(c.Tiers) {
				high = min(high, c.Tiers[k+1].From)
			}
			if high > low {
				earned.Add(earned, new(big.Int).Mul(big.NewInt(t.Rate), big.NewInt(high-low)))
			}
		}
		missed := new(big.Int)
		if v < c.Commit {
			missed.Mul(big.NewInt(c.Shortfall), big.NewInt(c.Commit-v))
		}
		total += round(missed, c.Per, c.Round) - round(earned, c.Per, c.Round) - c.Tiers[tiers[g]].Fixed
	}
	for i, x := range choice {
		o := y.orders[i][x]
		k := 0
		if o.Contract >= 0 {
			k = min(tiers[o.Contract], len(o.Costs)-1)
		}
		total += o.Costs[k]
	}
	return total, ok
}

// best tries every plan.
func (y *tiny) best() (int64, bool) {
	choice := make([]int, len(y.orders))
	best, found := int64(0), false
	for {
		if v, ok := y.cost(choice); ok && (!found || v < best) {
			best, found = v, true
		}
		i := 0
		for i < len(choice) {
			if choice[i]++; choice[i] < len(y.orders[i]) {
				break
			}
			choice[i] = 0
			i++
		}
		if i == len(choice) {
			return best, found
		}
	}
}

// random makes a small model with everything in it that a model can have.
func random(seed uint64) *tiny {
	r := rand.New(rand.NewPCG(seed, 5))
	y := &tiny{maxBad: None}
	groups, channels := r.IntN(4), 1+r.IntN(3)
	n := 1 + r.IntN(7)
	for range groups {
		c := Contract{Name: "c", Volume: int64(r.IntN(12)), Capacity: None, Per: 1, Round: 1}
		if r.IntN(3) == 0 {
			c.Per = int64(1 + r.IntN(7))
			c.Round = int64(1 + r.IntN(30))
		}
		kind := r.IntN(4)
		from, fixed, rate := int64(0), int64(0), int64(0)
		for range 1 + r.IntN(4) {
			c.Tiers = append(c.Tiers, Tier{From: from, Fixed: fixed, Rate: rate})
			from += int64(1 + r.IntN(9))
			if kind == 1 || kind == 3 {
				fixed += int64(r.IntN(60))
			}
			if kind == 2 || kind == 3 {
				rate = int64(r.IntN(20))
			}
		}
		if r.IntN(3) == 0 {
			c.Capacity = c.Volume + int64(r.IntN(4*n))
		}
		if r.IntN(3) == 0 {
			c.Commit, c.Shortfall = c.Volume+int64(r.IntN(4*n)), int64(r.IntN(20))
		}
		y.contracts = append(y.contracts, c)
	}
	for range channels {
		most := int64(None)
		if r.IntN(3) == 0 {
			most = int64(r.IntN(n + 1))
		}
		y.channels = append(y.channels, Channel{Most: most})
	}
	if r.IntN(3) == 0 {
		y.maxBad = int64(r.IntN(n * 60_000))
	}
	step := 1 + int64(r.IntN(3))*7
	for range n {
		var options []Option
		for range 1 + r.IntN(4) {
			o := Option{Contract: r.IntN(groups+1) - 1, Channel: r.IntN(channels+1) - 1, Bad: int64(r.IntN(100_000)), Volume: int64(1 + r.IntN(5))}
			cost := 100 + int64(r.IntN(20))*step
			o.Costs = []int64{cost}
			if o.Contract >= 0 && r.IntN(3) > 0 {
				for range len(y.contracts[o.Contract].Tiers) - 1 {
					cost -= int64(r.IntN(4)) * step
					o.Costs = append(o.Costs, cost)
				}
			}
			options = append(options, o)
		}
		y.orders = append(y.orders, options)
	}
	return y
}

func TestAgainstEveryPlan(t *testing.T) {
	for seed := range uint64(2000) {
		y := random(seed)
		want, feasible := y.best()
		r, err := Solve(context.Background(), y.model(), Options{})
		if err != nil {
			t.Fatal(seed, err)
		}
		if !feasible {
			if r.Stop != Infeasible || len(r.Broken) == 0 {
				t.Errorf("seed %d: no plan keeps the limits, but stop %s, broken %v", seed, r.Stop, r.Broken)
			}
			continue
		}
		choice := make([]int, len(r.Choice))
		for i, o := range r.Choice {
			choice[i] = int(o)
		}
		got, ok := y.cost(choice)
		if !ok || got != want || r.Objective != want || r.Bound != want || !r.Proven || r.Stop != Optimal {
			t.Errorf("seed %d: want %d; plan costs %d (keeps limits: %v), objective %d bound %d %s", seed, want, got, ok, r.Objective, r.Bound, r.Stop)
		}
	}
}

// The way of large models must give valid bounds too, even where the sample says little.
func TestLargeWayAgainstEveryPlan(t *testing.T) {
	for seed := range uint64(1000) {
		y := random(seed + 25_000)
		want, feasible := y.best()
		m := y.model()
		if err := m.finish(); err != nil || !feasible {
			continue
		}
		se, bound := solveLarge(context.Background(), m, Options{Gap: 0.01}, 2)
		if bound > want || se.found && se.objective < want {
			t.Errorf("seed %d: bound %d, objective %d; the optimum is %d", seed, bound, se.objective, want)
		}
	}
}

// A gap that is allowed and an early end must leave bound and plan on their sides of the optimum.
func TestBoundsHoldWhenStoppedEarly(t *testing.T) {
	for seed := range uint64(1000) {
		y := random(seed)
		want, feasible := y.best()
		if !feasible {
			continue
		}
		for _, left := range []int{1 << 30, int(seed % 40)} {
			r, err := Solve(&countdown{context.Background(), left}, y.model(), Options{Gap: 0.02, Workers: 1})
			if err != nil {
				t.Fatal(err)
			}
			got, ok := y.cost(ints(r.Choice))
			if got != r.Objective || ok && got < want || r.Bound > want {
				t.Errorf("seed %d, %d: bound %d, objective %d, the plan costs %d; the optimum is %d", seed, left, r.Bound, r.Objective, got, want)
			}
			if left == 1<<30 && (!ok || float64(r.Objective-r.Bound) > 0.02*float64(r.Objective)+1) {
				t.Errorf("seed %d: bound %d, objective %d: more than the gap allowed; %s", seed, r.Bound, r.Objective, r.Stop)
			}
		}
	}
}
