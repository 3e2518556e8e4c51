package diff

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
)

func compile(t *testing.T, tables map[string]string) *engine.Engine {
	t.Helper()
	e, err := engine.Compile(load(t, tables))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func read(t *testing.T, text string) *orders.Reader {
	t.Helper()
	day, _ := rates.ParseDate("2026-05-15")
	cny, _ := money.ParseCurrency("CNY")
	r, err := orders.NewReader(orders.Options{Defaults: orders.Defaults{Currency: cny, ShipDate: day}}, orders.Source{Name: "orders.csv", R: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestCompare(t *testing.T) {
	after := tablesOf()
	// A gets dearer up to 500 g, so that B wins there; B's 500–1000 g are new; nothing serves above 900 g any more.
	after["rates"] = "service,zone,over_g,upto_g,base\nA,US,0,500,7\nA,US,500,900,8.25\nB,US,0,500,6\nB,US,500,900,9\n"
	e, err := Compare(context.Background(), compile(t, tablesOf()), compile(t, after),
		read(t, "order_id,country,weight_g\nmoves,US,100\nmoves too,US,500\nrepriced,US,600\nlost,US,950\nunserved,DE,100\nunreadable,US,1 kg\n"), 2)
	if err != nil {
		t.Fatal(err)
	}
	if e.Orders != 6 || e.Unreadable != 1 || e.Both != 3 || e.Moved != 2 || e.Crossed != 2 || e.Repriced != 1 {
		t.Errorf("counts: %+v", e)
	}
	if got := e.Old.Total.Text(2) + " " + e.New.Total.Text(2); got != "18.00 20.25" {
		t.Errorf("totals %s, want 18.00 20.25", got)
	}
	if want := []StatusMove{{engine.Ship, engine.None, 1}}; !slices.Equal(e.Statuses, want) {
		t.Errorf("statuses %v, want %v", e.Statuses, want)
	}
	if len(e.Moves) != 1 || e.Moves[0].Old != "A" || e.Moves[0].New != "B" || e.Moves[0].Orders != 2 || e.Moves[0].Change.Text(2) != "2.00" {
		t.Errorf("moves %+v", e.Moves)
	}
	if len(e.Movers) != 2 || e.Movers[0].ID != "moves" || e.Movers[1].ID != "moves too" {
		t.Errorf("movers %+v", e.Movers)
	}
	if e.Movers[0].Change() != money.One {
		t.Errorf("change %s, want 1", e.Movers[0].Change())
	}
}

func TestCompareRefusesTwoCurrencies(t *testing.T) {
	after := tablesOf()
	after["settings"] = "key,value\ncurrency,EUR\n"
	after["fx"] = "currency,rate\nCNY,0.125\n"
	_, err := Compare(context.Background(), compile(t, tablesOf()), compile(t, after), read(t, "order_id,country,weight_g\n"), 2)
	if !errors.Is(err, ErrCurrencies) {
		t.Errorf("error %v, want %v", err, ErrCurrencies)
	}
}

// broken fails after one row.
type broken struct{ rows int }

func (b *broken) Read(row *orders.Row) error {
	if b.rows++; b.rows > 1 {
		return io.ErrUnexpectedEOF
	}
	*row = orders.Row{Faults: orders.Faults{{Msg: "bad"}}}
	return nil
}

func TestComparePassesReadErrorsOn(t *testing.T) {
	e := compile(t, tablesOf())
	if _, err := Compare(context.Background(), e, e, &broken{}, 2); err != io.ErrUnexpectedEOF {
		t.Errorf("error %v, want %v", err, io.ErrUnexpectedEOF)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Compare(ctx, e, e, read(t, "order_id,country,weight_g\nA-1,US,100\n"), 2); err != context.Canceled {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

// The movers kept are those that sorting all of them would put first, equals in their order.
func TestKeepIsTheTopOfTheSortedList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		changes := rapid.SliceOfN(rapid.Int64Range(-5, 5), 0, 30).Draw(t, "changes")
		most := rapid.IntRange(0, 6).Draw(t, "most")
		c := comparison{most: most}
		var all []Mover
		for i, d := range changes {
			m := Mover{ID: string(rune('a' + i)), New: money.Amount(d)}
			c.keep(m)
			if d != 0 {
				all = append(all, m)
			}
		}
		slices.SortStableFunc(all, func(x, y Mover) int { return int(size(y) - size(x)) })
		if want := all[:min(most, len(all))]; !slices.Equal(c.Movers, want) {
			t.Fatalf("kept %v, want %v", c.Movers, want)
		}
	})
}

func size(m Mover) money.Amount { return max(m.Change(), -m.Change()) }
