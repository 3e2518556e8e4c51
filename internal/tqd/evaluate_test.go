package tqd

import (
	"slices"
	"strings"
	"testing"
)

// Values worked out by hand from the definition.
func TestObjective(t *testing.T) {
	all := func(c Contract) Head {
		return Head{N: 2, Rho: None, Channels: []Channel{{MaxShare: None}}, Contracts: []Contract{c}, Services: []Service{{Contract: 0}, {Contract: None}}}
	}
	tiers := []Tier{{0, 100}, {50, 200}, {60, 500}}
	two := []Option{{Freight: 30, Other: 4, Grams: 20}, {Freight: 20, Other: -1, Grams: 15}}
	one := []Option{{Freight: 30, Other: 4, Grams: 20}, {Service: 1, Freight: 20, Other: -1, Grams: 15}}
	for _, c := range []struct {
		name     string
		contract Contract
		options  []Option
		want     int64
	}{
		// 53 cents. 25 + 35 grams are the third tier exactly: 5 % of 50 cents.
		{"all units, threshold met", Contract{Measure: Kg, Mode: AllUnits, Volume: 25, Tiers: tiers, Capacity: None}, two, 530_000 - 500*50},
		{"all units, one gram less", Contract{Measure: Kg, Mode: AllUnits, Volume: 24, Tiers: tiers, Capacity: None}, two, 530_000 - 200*50},
		{"all units, one order outside", Contract{Measure: Kg, Mode: AllUnits, Volume: 25, Tiers: tiers, Capacity: None}, one, 530_000 - 100*30},
		// Earlier freight of 1000 cents gets 2 % where it had 1 %.
		{"retroactive", Contract{Measure: Spend, Mode: AllUnits, Volume: 0, Retro: 1000, Tiers: tiers, Capacity: None}, two, 530_000 - 200*50 - 100*1000},
		{"beyond the last tier before the batch", Contract{Measure: Spend, Mode: AllUnits, Volume: 70, Retro: 1000, Tiers: tiers, Capacity: None}, two, 530_000 - 500*50},
		// From 25 to 75: 25 units at 100, 10 at 200, 15 at 500.
		{"incremental", Contract{Measure: Spend, Mode: Incremental, Volume: 25, Tiers: tiers, Capacity: None}, two, 530_000 - 25*100 - 10*200 - 15*500},
		{"incremental, nothing put there", Contract{Measure: Spend, Mode: Incremental, Volume: 25, Tiers: tiers, Capacity: None}, []Option{one[1], one[1]}, 380_000},
		{"rebate", Contract{Measure: Spend, Mode: Rebate, Volume: 25, Tiers: tiers, Capacity: None}, two, 530_000 - 4_000_000},
		{"rebate by parcels", Contract{Measure: Parcels, Mode: Rebate, Volume: 48, Tiers: tiers, Capacity: None}, two, 530_000 - 1_000_000},
		{"commitment missed", Contract{Measure: Parcels, Mode: Rebate, Volume: 3, Tiers: tiers, Capacity: None, Commit: 9, Shortfall: 7}, two, 530_000 + 4*7},
		{"commitment met", Contract{Measure: Parcels, Mode: Rebate, Volume: 7, Tiers: tiers, Capacity: None, Commit: 9, Shortfall: 7}, two, 530_000},
	} {
		h := all(c.contract)
		s := h.NewSums()
		for _, o := range c.options {
			s.Add(&h, o, 1)
		}
		if got := h.Objective(s); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestLimits(t *testing.T) {
	h := Head{
		N: 3, Rho: 100_000, Channels: []Channel{{MaxShare: 500_000}, {MaxShare: None}},
		Contracts: []Contract{{Measure: Kg, Mode: Rebate, Volume: 10, Capacity: 25, Tiers: []Tier{{}}}},
		Services:  []Service{{Contract: 0, Channel: 0}, {Contract: None, Channel: 1}},
	}
	// Half of three orders is one order.
	for _, c := range []struct {
		choice []Option
		broken string
	}{
		{[]Option{{Service: 0, Grams: 15}, {Service: 1, Bad: 300_000}, {Service: 1}}, ""},
		{[]Option{{Service: 0, Grams: 16}, {Service: 1, Bad: 300_000}, {Service: 1}}, "capacity 0: 26 of 25"},
		{[]Option{{Service: 0, Grams: 15}, {Service: 1, Bad: 300_001}, {Service: 1}}, "bad 0: 300001 of 300000"},
		{[]Option{{Service: 0, Grams: 15}, {Service: 0}, {Service: 1}}, "share 0: 2 of 1"},
	} {
		s := h.NewSums()
		for _, o := range c.choice {
			s.Add(&h, o, 1)
		}
		var got []string
		for _, l := range h.Broken(s) {
			got = append(got, l.String())
		}
		if strings.Join(got, "; ") != c.broken {
			t.Errorf("%v: broken %q, want %q", c.choice, got, c.broken)
		}
	}
}

// What is taken away again leaves nothing.
func TestSumsAddAndTake(t *testing.T) {
	for seed := range uint64(100) {
		in := Tiny(seed)
		s := in.NewSums()
		before := in.Objective(s)
		for times := int64(1); times >= -1; times -= 2 {
			for i := range in.N {
				s.Add(&in.Head, in.Order(i)[0], times)
			}
		}
		if in.Objective(s) != before || s.Cost != 0 || s.Bad != 0 || slices.Max(s.Count) != 0 {
			t.Fatalf("seed %d: %+v is left", seed, s)
		}
	}
}

func TestJudgeRefuses(t *testing.T) {
	in := Tiny(1)
	for _, choice := range [][]int32{nil, make([]int32, in.N+1), slices.Repeat([]int32{-1}, in.N), slices.Repeat([]int32{9}, in.N)} {
		if _, err := Judge(&in.Head, in, choice); err == nil {
			t.Errorf("%v is judged", choice)
		}
	}
}

// The tiny instances are of all kinds, so that agreement on them says something.
func TestTinyKinds(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(2000) {
		in := Tiny(seed)
		for _, c := range in.Contracts {
			seen[string(c.Mode)+" "+string(c.Measure)]++
			if c.Retro > 0 {
				seen["retro"]++
			}
			if c.Commit > 0 {
				seen["commit"]++
			}
			if c.Capacity != None {
				seen["capacity"]++
			}
			if c.tier(c.Volume) == len(c.Tiers)-1 && len(c.Tiers) > 1 {
				seen["beyond the last tier"]++
			}
		}
		if in.Rho != None {
			seen["rho"]++
		}
		if len(in.Contracts) == 15 {
			seen["15 contracts"]++
		}
		b := Brute(in)
		if !b.Feasible {
			seen["infeasible"]++
			continue
		}
		s := in.alone()
		if len(in.Broken(s)) > 0 || in.Objective(s) > b.Objective {
			seen["planning matters"]++
		}
		s, _ = Judge(&in.Head, in, b.Choice)
		if in.Objective(s) != b.Objective || len(in.Broken(s)) > 0 {
			t.Fatalf("seed %d: brute force says %d of a choice of %d, broken %v", seed, b.Objective, in.Objective(s), in.Broken(s))
		}
		for g, c := range in.Contracts {
			if v := c.Volume + s.Volume[g]; slices.ContainsFunc(c.Tiers[1:], func(t Tier) bool { return t.From == v }) && s.Volume[g] > 0 {
				seen["threshold met exactly"]++
			}
		}
	}
	t.Log(seen)
	for _, mode := range []Mode{AllUnits, Incremental, Rebate} {
		for _, m := range []Measure{Parcels, Kg, Spend} {
			if k := string(mode) + " " + string(m); seen[k] < 100 {
				t.Errorf("%d tiny contracts are %s", seen[k], k)
			}
		}
	}
	for _, k := range []string{"retro", "commit", "capacity", "rho", "15 contracts", "infeasible", "planning matters", "threshold met exactly", "beyond the last tier"} {
		if seen[k] < 40 {
			t.Errorf("%d tiny instances have %s", seen[k], k)
		}
	}
}
