package plan

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// What was put into a model is read back, over several blocks.
func TestGet(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	m := New(0, 0)
	m.Contracts = []Contract{
		{Name: "A", Per: 1, Round: 1, Capacity: None, Tiers: []Tier{{}, {From: 1 << 50}, {From: 1 << 51}}},
		{Name: "B", Per: 1, Round: 1, Capacity: None, Tiers: []Tier{{}}},
	}
	m.Channels = []Channel{{Name: "online", Most: None}}
	var want [][]Option
	for range 9000 {
		m.Order()
		var list []Option
		for range 1 + r.IntN(8) {
			o := Option{Contract: r.IntN(3) - 1, Channel: r.IntN(2) - 1, Bad: int64(r.IntN(1000)), Volume: int64(r.IntN(1 << 20)), Costs: []int64{int64(r.IntN(1<<40)) - 1<<39}}
			if o.Contract == 0 {
				o.Costs = append(o.Costs, o.Costs[0]-int64(r.IntN(50)), o.Costs[0]-50-int64(r.IntN(50)))
			}
			m.Option(o)
			list = append(list, o)
		}
		want = append(want, list)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Solve(ctx, m, Options{}); err != nil {
		t.Fatal(err)
	}
	var got Option
	for i := range want {
		if m.Choices(i) != len(want[i]) {
			t.Fatalf("order %d has %d options, want %d", i, m.Choices(i), len(want[i]))
		}
		for j, o := range want[i] {
			m.Get(i, j, &got)
			if got.Contract != o.Contract || got.Channel != o.Channel || got.Bad != o.Bad || got.Volume != o.Volume || !slices.Equal(got.Costs, o.Costs) {
				t.Fatalf("option %d of order %d is %+v, want %+v", j, i, got, o)
			}
		}
	}
}
