package simulation

import (
	"context"
	"errors"
	"testing"
	"testing/fstest"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/planning"
	"github.com/lanewise/lanewise/internal/randbook"
	"github.com/lanewise/lanewise/rates"
)

// Random books with every kind of contract: policies decide as the engine does, and none is cheaper than the proven bound of the
// month's plan.
func TestRandomBooks(t *testing.T) {
	simulated := 0
	for seed := uint64(1); seed <= 40; seed++ {
		files := randbook.Book(seed)
		folder := fstest.MapFS{}
		for name, data := range files {
			folder[name] = &fstest.MapFile{Data: data}
		}
		book, problems := rates.Load(folder)
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		e, err := engine.Compile(book)
		if err != nil {
			t.Fatal(err)
		}
		c := Config{Engine: e, Volumes: book.Volumes, Rows: reader(t, e, randbook.Orders(seed, 60, files)), Months: MinMonths, Noise: 200_000, Margin: 50_000, Workers: 2}
		r, err := Run(context.Background(), c)
		if errors.As(err, new(*planning.RisingCost)) || errors.As(err, new(NoOrders)) || errors.As(err, new(*planning.TooLarge)) {
			continue
		}
		if err != nil {
			t.Fatalf("book %d: %v", seed, err)
		}
		simulated++
		for i, month := range r.Months {
			for p, cost := range month.Cost {
				if (p == policies || !month.Over[p]) && cost < month.Bound {
					t.Errorf("book %d, month %d: %s costs %d, the bound is %d", seed, i+1, Policies[p], cost, month.Bound)
				}
			}
		}
		follows(t, e, book, randbook.Orders(seed, 60, files))
	}
	if simulated < 20 {
		t.Errorf("%d of 40 books could be simulated", simulated)
	}
}

// follows holds following an empty rule against the engine, order by order.
func follows(t *testing.T, e *engine.Engine, book *rates.Book, text []byte) {
	t.Helper()
	base, err := planning.Price(context.Background(), planning.Job{Engine: e, Volumes: book.Volumes, Rows: reader(t, e, text), Workers: 1})
	if err == nil {
		err = base.Ready()
	}
	if err != nil {
		t.Fatal(err)
	}
	m, err := priced(context.Background(), e, base, 2)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[int32]*orders.Row{}
	var pick []int32
	base.EachOrder(func(order int, row *orders.Row) { rows[int32(order)] = row; pick = append(pick, int32(order)) })
	m.matches(t, e, pick, rows, &rule{})
}
