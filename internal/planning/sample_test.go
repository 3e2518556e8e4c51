package planning_test

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/planning"
	"github.com/lanewise/lanewise/rates"
	"github.com/lanewise/lanewise/testdata"
)

func sampled(t *testing.T) *planning.Batch {
	t.Helper()
	book, problems := rates.Open("../../docs/examples/shop")
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	e, err := engine.Compile(book)
	if err != nil {
		t.Fatal(err)
	}
	day, _ := rates.ParseDate("2026-07-15")
	in, err := orders.NewReader(orders.Options{Defaults: orders.Defaults{Currency: book.Settings.Currency, ShipDate: day}},
		orders.Source{Name: "orders.csv", R: bytes.NewReader(testdata.Orders())})
	if err != nil {
		t.Fatal(err)
	}
	b, err := planning.Price(context.Background(), planning.Job{Engine: e, Volumes: book.Volumes, Rows: in, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Ready(); err != nil {
		t.Fatal(err)
	}
	return b
}

// A sample of every order once is the batch; of every order three times it is three such batches.
func TestSample(t *testing.T) {
	b := sampled(t)
	var once []int32
	b.EachOrder(func(order int, row *orders.Row) {
		if order != len(once) || row.ID == "" {
			t.Fatalf("order %d is %q", order, row.ID)
		}
		once = append(once, int32(order))
	})
	thrice := slices.Concat(once, once, once)
	whole, err := b.Sample(once, nil)
	if err != nil {
		t.Fatal(err)
	}
	want, err := b.Cheapest(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	got, err := whole.Cheapest(context.Background(), 0)
	if err != nil || got.Objective != want.Objective || whole.Value(got.Choice).Objective != want.Objective {
		t.Fatalf("%v: the sample's plan costs %d, the batch's %d", err, got.Objective, want.Objective)
	}
	many, err := b.Sample(thrice, nil)
	if err != nil {
		t.Fatal(err)
	}
	one, three := b.Value(want.Choice), many.Value(slices.Concat(want.Choice, want.Choice, want.Choice))
	var o plan.Option
	for g, terms := range b.Terms() {
		batch := int64(0)
		for i, j := range want.Choice {
			if b.Option(i, int(j), &o); o.Contract == g {
				batch += o.Volume
			}
		}
		if one.Contracts[g].Volume != terms.Volume+batch || three.Contracts[g].Volume != terms.Volume+3*batch {
			t.Errorf("%s: %d and %d, want %d and three times %d", terms.Name, one.Contracts[g].Volume, three.Contracts[g].Volume, terms.Volume, batch)
		}
		if k := terms.Tier(three.Contracts[g].Volume); k != three.Contracts[g].Tier {
			t.Errorf("%s: tier %d, the outcome has %d", terms.Name, k, three.Contracts[g].Tier)
		}
		if v := terms.At(1); v.Contract != terms.Name || int64(v.Kg) != terms.Tiers[1].From*terms.Unit {
			t.Errorf("%+v", v)
		}
	}
}

// Thresholds above the volume to date move, the others stay; a sample counts by those it is given.
func TestRaisedThresholds(t *testing.T) {
	b := sampled(t)
	var raised [][]int64
	for _, terms := range b.Terms() {
		moved := terms.Raised(500_000)
		for k, tier := range terms.Tiers {
			want := tier.From
			if tier.From > terms.Volume {
				want += (tier.From - terms.Volume + 1) / 2
			}
			if moved[k] != want {
				t.Errorf("%s: the tier from %d moves to %d, want %d", terms.Name, tier.From, moved[k], want)
			}
			if tier.From > terms.Volume {
				moved[k] = 1 << 50
			}
		}
		raised = append(raised, moved)
	}
	pick := make([]int32, 2000)
	for i := range pick {
		pick[i] = int32(i % b.Orders.Planned)
	}
	near, err := b.Sample(pick, nil)
	if err != nil {
		t.Fatal(err)
	}
	far, err := b.Sample(pick, raised)
	if err != nil {
		t.Fatal(err)
	}
	reached, err := near.Cheapest(context.Background(), 0.01)
	if err != nil {
		t.Fatal(err)
	}
	stuck, err := far.Cheapest(context.Background(), 0.01)
	if err != nil {
		t.Fatal(err)
	}
	for g, terms := range b.Terms() {
		if stuck.Tiers[g] != terms.Before {
			t.Errorf("%s reaches tier %d, whose threshold is out of sight", terms.Name, stuck.Tiers[g])
		}
	}
	if slices.Equal(reached.Tiers, stuck.Tiers) {
		t.Error("2000 orders reach no tier of the book")
	}
}
