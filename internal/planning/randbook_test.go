package planning

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/fstest"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/randbook"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates"
)

// Random books of every kind, with currencies, conditions, groups of surcharges and taxes: what a plan says that it and its
// alternatives cost is what the twin says, and the rows priced again add up to it.
func TestRandomBooks(t *testing.T) {
	planned := 0
	for seed := range uint64(40) {
		p := planRandomBook(t, seed)
		if p == nil || p.Orders.Planned == 0 {
			continue
		}
		planned++
		var priced []engine.Order
		for _, b := range p.blocks {
			for i := range b.rows {
				if b.order[i] != none {
					priced = append(priced, b.rows[i].Order)
				}
			}
		}
		w := newTwin(t, p.Book(), priced, 1)
		for _, a := range append(p.Alternatives, Alternative{Name: "plan", Outcome: p.Outcome, choice: p.choice}) {
			if got, keeps := w.value(chosen(p, a.choice)); got != a.Outcome.Objective || keeps != a.Outcome.Keeps {
				t.Errorf("seed %d: %s costs %d (kept %v), by the twin %d (%v)", seed, a.Name, a.Outcome.Objective, a.Outcome.Keeps, got, keeps)
			}
			if a.Outcome.Keeps && a.Outcome.Objective < p.Result.Bound {
				t.Errorf("seed %d: %s costs %d, below the bound %d", seed, a.Name, a.Outcome.Objective, p.Result.Bound)
			}
		}
		if err := p.Rows(context.Background(), io.Discard, report.Plans(report.NDJSON, p.Book(), 80), true); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
	if planned < 20 {
		t.Errorf("only %d books could be planned with", planned)
	}
}

// planRandomBook gives nil where the book's surcharges make discounts dearer.
func planRandomBook(t *testing.T, seed uint64) *Plan {
	t.Helper()
	files := randbook.Book(seed)
	fs := fstest.MapFS{}
	for name, data := range files {
		fs[name] = &fstest.MapFile{Data: data}
	}
	b, problems := rates.Load(fs)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	e, err := engine.Compile(b)
	if err != nil {
		t.Fatal(err)
	}
	day, _ := rates.ParseDate("2026-07-15")
	rows := reader(t, string(randbook.Orders(seed, 40, files)), orders.Defaults{Currency: b.Settings.Currency, ShipDate: day})
	batch, err := Price(context.Background(), Job{Engine: e, Volumes: b.Volumes, Rows: rows})
	var rising *RisingCost
	if errors.As(err, &rising) {
		return nil
	}
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	p, err := batch.Solve(context.Background(), 0.001)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	return p
}
