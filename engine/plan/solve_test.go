package plan

import (
	"context"
	"reflect"
	"strings"
	"testing"
)

// levels is a contract whose options cost less by tier.
func levels(volume int64, from ...int64) Contract {
	c := Contract{Volume: volume, Capacity: None, Per: 1, Round: 1}
	for _, f := range from {
		c.Tiers = append(c.Tiers, Tier{From: f})
	}
	return c
}

// on is an option of contract g that puts one unit on it.
func on(g int, costs ...int64) Option {
	return Option{Contract: g, Channel: None, Volume: 1, Costs: costs}
}

func off(cost int64) Option { return Option{Contract: None, Channel: None, Costs: []int64{cost}} }

func repeat(n int, options ...Option) [][]Option {
	var out [][]Option
	for range n {
		out = append(out, options)
	}
	return out
}

func TestSolve(t *testing.T) {
	retro := levels(5, 0, 10)
	retro.Tiers[1].Fixed = 70
	commit := levels(0, 0)
	commit.Commit, commit.Shortfall = 4, 30
	perKilo := levels(0, 0, 3)
	perKilo.Tiers[1].Rate, perKilo.Per, perKilo.Round = 7, 2, 5
	full := levels(8, 0, 10)
	full.Capacity = 11
	many := make([]Contract, 15)
	var fifteen []Option
	for g := range many {
		many[g] = levels(0, 0, 2)
		fifteen = append(fifteen, on(g, 100+int64(g), 90+int64(g)-int64(g%4)))
	}
	tests := []struct {
		name string
		y    tiny
		want int64
		vol  []int64
	}{
		{"a threshold is worth filling", tiny{contracts: []Contract{levels(0, 0, 4)}, orders: repeat(5, on(0, 100, 80), off(95))}, 400, []int64{5}},
		{"a threshold is met exactly", tiny{contracts: []Contract{levels(0, 0, 4)}, orders: append(repeat(4, on(0, 100, 80), off(95)), repeat(4, on(0, 120, 110), off(95))...)}, 4*80 + 4*95, []int64{4}},
		{"a threshold is too far", tiny{contracts: []Contract{levels(0, 0, 40)}, orders: repeat(5, on(0, 100, 10), off(95))}, 475, []int64{0}},
		{"above the last tier already", tiny{contracts: []Contract{levels(50, 0, 4)}, orders: repeat(3, on(0, 100, 90), off(95))}, 270, []int64{53}},
		{"earlier volume is paid for too", tiny{contracts: []Contract{retro}, orders: repeat(6, on(0, 100, 100), off(90))}, 5*100 + 90 - 70, []int64{10}},
		{"a commitment costs less than keeping it", tiny{contracts: []Contract{commit}, orders: repeat(6, on(0, 130), off(90))}, 540 + 120, []int64{0}},
		{"a commitment is kept", tiny{contracts: []Contract{commit}, orders: repeat(6, on(0, 110), off(90))}, 4*110 + 2*90, []int64{4}},
		{"what volume earns is rounded once", tiny{contracts: []Contract{perKilo}, orders: repeat(6, on(0, 10), off(9))}, 50, []int64{6}},
		{"a capacity ends the tier's use", tiny{contracts: []Contract{full}, orders: repeat(5, on(0, 100, 70), off(90))}, 3*70 + 2*90, []int64{11}},
		{"a contract that nobody uses", tiny{contracts: []Contract{levels(3, 0, 9), levels(0, 0, 2)}, orders: repeat(3, on(1, 100, 80), off(95))}, 240, []int64{3, 3}},
		{"fifteen contracts", tiny{contracts: many, orders: repeat(4, fifteen...)}, 4 * 90, nil},
		{"all options alike", tiny{contracts: []Contract{levels(0, 0, 3), levels(0, 0, 3)}, orders: repeat(9, on(0, 50, 50), on(1, 50, 50), off(50))}, 450, nil},
		{"negative costs", tiny{contracts: []Contract{levels(0, 0, 3)}, orders: repeat(4, on(0, -5, -30), off(-10))}, -120, []int64{4}},
		{"no contract at all", tiny{orders: repeat(3, off(7), off(4))}, 12, nil},
	}
	for _, x := range tests {
		x.y.maxBad = None
		r, err := Solve(context.Background(), x.y.model(), Options{})
		if err != nil {
			t.Fatal(x.name, err)
		}
		if got, ok := x.y.cost(ints(r.Choice)); got != x.want || !ok || r.Objective != x.want || r.Bound != x.want || !r.Proven || r.Stop != Optimal {
			t.Errorf("%s: plan costs %d (limits kept: %v), objective %d, bound %d, %s; want %d", x.name, got, ok, r.Objective, r.Bound, r.Stop, x.want)
		}
		if x.vol != nil && !reflect.DeepEqual(r.Volumes, x.vol) {
			t.Errorf("%s: volumes %v, want %v", x.name, r.Volumes, x.vol)
		}
	}
}

func ints(choice []int32) []int {
	out := make([]int, len(choice))
	for i, o := range choice {
		out[i] = int(o)
	}
	return out
}

func TestNoOrders(t *testing.T) {
	c := levels(3, 0)
	c.Commit, c.Shortfall = 5, 10
	r, err := Solve(context.Background(), (&tiny{contracts: []Contract{c}, maxBad: None}).model(), Options{})
	if err != nil || r.Objective != 20 || r.Bound != 20 || !r.Proven {
		t.Errorf("%+v %v; want the shortfall of 20, proven", r, err)
	}
}

func TestCredit(t *testing.T) {
	// The fourth order is moved at a cost of 10 to reach the tier: one unit more would save just that.
	y := tiny{contracts: []Contract{levels(0, 0, 4)}, maxBad: None}
	y.orders = append(repeat(3, on(0, 100, 60), off(200)), repeat(3, on(0, 100, 100), off(90))...)
	r, err := Solve(context.Background(), y.model(), Options{})
	if err != nil || len(r.Credits) != 1 || r.Credits[0].PerUnit < 9.9 || r.Credits[0].PerUnit > 10.1 {
		t.Errorf("credits %v, volumes %v, %v; want about 10", r.Credits, r.Volumes, err)
	}
}

func TestInfeasible(t *testing.T) {
	full := levels(8, 0, 10)
	full.Capacity = 9
	shared := func(g, h int, cost int64) Option {
		return Option{Contract: g, Channel: h, Volume: 1, Bad: 10_000, Costs: []int64{cost}}
	}
	tests := []struct {
		name string
		y    tiny
		want []Broken
	}{
		{"capacity", tiny{contracts: []Contract{full}, maxBad: None, orders: repeat(3, on(0, 5, 4))}, []Broken{{CapacityLimit, 0, 9, 11, 11}}},
		{
			"share",
			tiny{channels: []Channel{{"online", 1}, {"offline", None}}, maxBad: None, orders: append(repeat(2, shared(None, 0, 5)), repeat(2, shared(None, 0, 5), shared(None, 1, 9))...)},
			[]Broken{{ShareLimit, 0, 1, 2, 2}},
		},
		{"bad", tiny{channels: []Channel{{"a", None}}, maxBad: 5_000, orders: repeat(2, shared(None, 0, 5))}, []Broken{{BadLimit, 0, 5_000, 20_000, 20_000}}},
		{
			"each can be kept, both cannot",
			tiny{channels: []Channel{{"a", 1}, {"b", 1}}, maxBad: None, orders: repeat(3, shared(None, 0, 5), shared(None, 1, 6))},
			[]Broken{{ShareLimit, 0, 1, 0, 2}},
		},
	}
	for _, x := range tests {
		r, err := Solve(context.Background(), x.y.model(), Options{})
		if err != nil || r.Stop != Infeasible || r.Proven || !reflect.DeepEqual(r.Broken, x.want) {
			t.Errorf("%s: %s, broken %v, error %v; want %v", x.name, r.Stop, r.Broken, err, x.want)
		}
	}
}

// countdown is a context that ends when it has been asked some times: a time limit without a clock.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

func TestTheContextEnds(t *testing.T) {
	y := busy(3, 60)
	full, err := Solve(context.Background(), y.model(), Options{})
	if err != nil || !full.Proven {
		t.Fatal(full.Stop, err)
	}
	last := int64(-1 << 62)
	for _, left := range []int{0, 1, 5, 20, 80, 400} {
		r, err := Solve(&countdown{context.Background(), left}, y.model(), Options{Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		got, ok := y.cost(ints(r.Choice))
		if got != r.Objective || ok != (len(r.Broken) == 0) {
			t.Errorf("after %d: objective %d, the plan costs %d; broken %v, limits kept %v", left, r.Objective, got, r.Broken, ok)
		}
		if r.Bound > full.Objective || ok && r.Objective < full.Objective {
			t.Errorf("after %d: bound %d, objective %d; the optimum is %d", left, r.Bound, r.Objective, full.Objective)
		}
		if r.Stop != Interrupt && !r.Proven {
			t.Errorf("after %d: stopped as %s", left, r.Stop)
		}
		if r.Bound < last {
			t.Errorf("after %d: the bound fell from %d to %d", left, last, r.Bound)
		}
		last = r.Bound
	}
}

func TestModelErrors(t *testing.T) {
	two := []Contract{levels(0, 0, 5)}
	tests := []struct {
		name string
		make func(m *Model)
		want string
	}{
		{"rising cost", func(m *Model) { m.Order(); m.Option(on(0, 5, 6)) }, "must not cost more"},
		{"no such contract", func(m *Model) { m.Order(); m.Option(on(1, 5)) }, "does not exist"},
		{"no option", func(m *Model) { m.Order(); m.Order(); m.Option(on(0, 5)) }, "order 0 has no option"},
		{"option first", func(m *Model) { m.Option(on(0, 5)) }, "call Order first"},
		{"too many costs", func(m *Model) { m.Order(); m.Option(on(0, 5, 4, 3)) }, "has 2 tiers"},
		{"bad", func(m *Model) {
			m.Order()
			m.Option(Option{Contract: None, Channel: None, Bad: 2_000_000, Costs: []int64{1}})
		}, "0..1000000"},
		{"huge cost", func(m *Model) { m.Order(); m.Option(off(1 << 50)) }, "beyond"},
		{"tiers", func(m *Model) { m.Contracts[0].Tiers[1].From = 0 }, "From must rise"},
		{"per", func(m *Model) { m.Contracts[0].Per = 0 }, "Per"},
		{"tiers changed", func(m *Model) { m.Order(); m.Option(on(0, 5)); m.Contracts = append(m.Contracts, levels(0, 0, 1, 2)) }, "changed after the first order"},
	}
	for _, x := range tests {
		m := New(0, 0)
		m.Contracts = append([]Contract(nil), two...)
		m.Contracts[0].Tiers = append([]Tier(nil), two[0].Tiers...)
		x.make(m)
		if _, err := Solve(context.Background(), m, Options{}); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: error %v; want %q", x.name, err, x.want)
		}
	}
}
