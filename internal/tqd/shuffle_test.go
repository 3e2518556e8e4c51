package tqd

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/lanewise/lanewise/engine/plan"
)

// The same batch in another order of orders, options, contracts and channels has the same optimum. The search takes another way
// through it, so a bound that is too high shows, at sizes where nothing else could tell.
func TestShuffledBatchesHaveTheSameOptimum(t *testing.T) {
	each(t, 8*len(Classes), func(seed uint64) error {
		g, err := New(Shape{Class: Classes[seed%uint64(len(Classes))], Orders: 40 + int(seed), Options: 8, Contracts: 3, Tiers: 4}, 100+seed)
		if err != nil {
			return err
		}
		in := g.Instance()
		a, _, err := solved(context.Background(), in, plan.Options{Workers: 1})
		if err != nil {
			return fmt.Errorf("%s: %w", in.Name, err)
		}
		b, _, err := solved(context.Background(), shuffled(in, seed), plan.Options{Workers: 1})
		switch {
		case err != nil:
			return fmt.Errorf("%s, shuffled: %w", in.Name, err)
		case (a.Stop == plan.Infeasible) != (b.Stop == plan.Infeasible):
			return fmt.Errorf("%s: stopped by %q, shuffled by %q", in.Name, a.Stop, b.Stop)
		case a.Stop == plan.Infeasible:
		case a.Bound > b.Objective || b.Bound > a.Objective:
			return fmt.Errorf("%s: from %d to %d, shuffled from %d to %d", in.Name, a.Bound, a.Objective, b.Bound, b.Objective)
		}
		return nil
	})
}

func shuffled(in *Instance, seed uint64) *Instance {
	r := rand.New(rand.NewPCG(seed, 9))
	out := &Instance{Head: in.Head}
	contract, channel, service := r.Perm(len(in.Contracts)), r.Perm(len(in.Channels)), r.Perm(len(in.Services))
	out.Contracts, out.Channels, out.Services = slices.Clone(in.Contracts), slices.Clone(in.Channels), slices.Clone(in.Services)
	for g, c := range in.Contracts {
		out.Contracts[contract[g]] = c
	}
	for h, c := range in.Channels {
		out.Channels[channel[h]] = c
	}
	for s, v := range in.Services {
		if v.Channel = channel[v.Channel]; v.Contract != None {
			v.Contract = contract[v.Contract]
		}
		out.Services[service[s]] = v
	}
	for _, i := range r.Perm(in.N) {
		row := slices.Clone(in.Order(i))
		r.Shuffle(len(row), func(a, b int) { row[a], row[b] = row[b], row[a] })
		for j := range row {
			row[j].Service = int32(service[row[j].Service])
		}
		out.Add(row)
	}
	return out
}
