package plan

import (
	"context"
	"math/rand/v2"
	"reflect"
	"testing"
)

// busy is a batch whose thresholds lie near the volumes.
func busy(seed uint64, n int) *tiny {
	r := rand.New(rand.NewPCG(seed, 9))
	y := &tiny{maxBad: int64(n) * 30_000, channels: []Channel{{"online", None}, {"offline", int64(n) * 2 / 3}}}
	for g := range 4 {
		c := levels(int64(n/10), 0, int64(n/4), int64(n/3), int64(n/2))
		if g == 1 {
			for k := range c.Tiers {
				c.Tiers[k].From *= 800
			}
			c.Volume *= 800
			c.Commit, c.Shortfall = int64(n)*300, 2
		}
		y.contracts = append(y.contracts, c)
	}
	for range n {
		weight := int64(100 * (1 + r.IntN(20)))
		options := []Option{{Contract: None, Channel: 0, Bad: int64(r.IntN(60_000)), Costs: []int64{1_000_000 + int64(r.IntN(200_000))}}}
		for range 8 {
			g := r.IntN(4)
			freight := 800_000 + weight*100 + int64(r.IntN(200_000))
			o := Option{Contract: g, Channel: g % 2, Bad: int64(r.IntN(60_000)), Volume: 1}
			if g == 1 {
				o.Volume = weight
			}
			for _, percent := range []int64{0, 3, 5, 9} {
				o.Costs = append(o.Costs, freight-freight*percent/100)
			}
			options = append(options, o)
		}
		y.orders = append(y.orders, options)
	}
	return y
}

func TestWorkersDoNotMatter(t *testing.T) {
	for _, n := range []int{50, 9_000} {
		m := busy(1, n).model()
		want, err := Solve(context.Background(), m, Options{Workers: 1, Gap: 1e-5})
		if err != nil || len(want.Broken) > 0 {
			t.Fatal(err, want.Broken)
		}
		for _, workers := range []int{2, 5} {
			got, err := Solve(context.Background(), m, Options{Workers: workers, Gap: 1e-5})
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%d orders, %d workers: objective %d bound %d, with one %d and %d (%v)", n, workers, got.Objective, got.Bound, want.Objective, want.Bound, err)
			}
		}
	}
}

// A model of more than largeOptions goes through the sample and the selection of options.
func TestLarge(t *testing.T) {
	n := largeOptions/9 + 1
	y := busy(2, n)
	m := y.model()
	r, err := Solve(context.Background(), m, Options{Gap: 1e-4})
	if err != nil {
		t.Fatal(err)
	}
	got, ok := y.cost(ints(r.Choice))
	if got != r.Objective || !ok || len(r.Broken) > 0 {
		t.Errorf("objective %d, the plan costs %d, limits kept %v, broken %v", r.Objective, got, ok, r.Broken)
	}
	if gap := float64(r.Objective-r.Bound) / float64(r.Objective); gap < 0 || gap > 1e-4 {
		t.Errorf("gap %g, stopped as %s", gap, r.Stop)
	}
	other, err := Solve(context.Background(), m, Options{Gap: 1e-4, Workers: 3})
	if err != nil || !reflect.DeepEqual(other, r) {
		t.Errorf("three workers: objective %d bound %d, before %d and %d", other.Objective, other.Bound, r.Objective, r.Bound)
	}
	// The whole model, without sample and selection, must agree.
	s := newSpace(m, nil, 2, nil)
	s.fill(nil)
	se := newSearch(context.Background(), s, 1e-4)
	se.hasty = true
	if bound := se.run(); bound > r.Objective || se.objective < r.Bound {
		t.Errorf("without selection: objective %d bound %d; with it %d and %d", se.objective, bound, r.Objective, r.Bound)
	}
}
