package plan_test

import (
	"context"
	"fmt"

	"github.com/lanewise/lanewise/engine/plan"
)

// Five parcels cost 95 each by post. The forwarder asks 100, but 80 from four parcels on: moving all five pays.
func ExampleSolve() {
	m := plan.New(5, 10)
	m.Contracts = []plan.Contract{{
		Name: "forwarder", Capacity: plan.None, Per: 1, Round: 1,
		Tiers: []plan.Tier{{From: 0}, {From: 4}},
	}}
	for range 5 {
		m.Order()
		m.Option(plan.Option{Contract: plan.None, Channel: plan.None, Costs: []int64{95}})
		m.Option(plan.Option{Contract: 0, Channel: plan.None, Volume: 1, Costs: []int64{100, 80}})
	}
	r, err := plan.Solve(context.Background(), m, plan.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("cost", r.Objective, "bound", r.Bound, "proven", r.Proven, "tier", r.Tiers[0], "volume", r.Volumes[0])
	// Output:
	// cost 400 bound 400 proven true tier 1 volume 5
}
