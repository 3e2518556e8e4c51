package agreement

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/randbook"
	"github.com/lanewise/lanewise/rates"
)

// world is a random book with orders for it.
type world struct {
	files  fstest.MapFS
	orders []engine.Order
	dice   *rand.Rand
}

func newWorld(t *testing.T, seed uint64) *world {
	raw := randbook.Book(seed)
	w := &world{files: fstest.MapFS{}, dice: rand.New(rand.NewPCG(seed, 7))}
	for name, data := range raw {
		w.files[name] = &fstest.MapFile{Data: data}
	}
	rows := reader(t, compiled(t, w.files), randbook.Orders(seed, 80, raw))
	for {
		var row orders.Row
		if err := rows.Read(&row); err == io.EOF {
			return w
		} else if err != nil {
			t.Fatal(err)
		}
		if len(row.Faults) == 0 {
			w.orders = append(w.orders, row.Order)
		}
	}
}

// book reads a fresh copy, which a property may change.
func (w *world) book(t *testing.T) *rates.Book {
	b, problems := rates.Load(w.files)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return b
}

func compile(t *testing.T, b *rates.Book) *engine.Engine {
	e, err := engine.Compile(b)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// explain returns the decisions of every order, each its own.
func (w *world) explain(e *engine.Engine) []engine.Decision {
	ds := make([]engine.Decision, len(w.orders))
	for i := range w.orders {
		e.Explain(&w.orders[i], &ds[i])
	}
	return ds
}

func forWorlds(t *testing.T, check func(t *testing.T, w *world)) {
	for seed := uint64(1); seed <= 12; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { check(t, newWorld(t, seed)) })
	}
}

func TestFreightIsNeverNegativeNorTheNet(t *testing.T) {
	forWorlds(t, func(t *testing.T, w *world) {
		settlement := w.book(t).Settings.Currency
		for i, d := range w.explain(compile(t, w.book(t))) {
			for _, q := range d.Quotes {
				freight, discount := q.Amounts[engine.Freight], q.Amounts[engine.Discount]
				// Freight and discount are rounded one by one in settlement currency, hence at most one minor unit.
				slack := money.Amount(0)
				if q.Service.Currency != settlement {
					slack = settlement.Quantum()
				}
				if freight < 0 || discount < 0 || freight-discount < -slack {
					t.Errorf("order %q by %s: freight %v, discount %v", w.orders[i].ID, q.Service.Code, freight, discount)
				}
			}
		}
	})
}

func TestOrderOfRateRowsOfOneAttributeDoesNotMatter(t *testing.T) {
	forWorlds(t, func(t *testing.T, w *world) {
		b := w.book(t)
		var general []int
		for i := range b.Rates {
			if b.Rates[i].Attribute == "" {
				general = append(general, i)
			}
		}
		w.dice.Shuffle(len(general), func(i, j int) {
			b.Rates[general[i]], b.Rates[general[j]] = b.Rates[general[j]], b.Rates[general[i]]
		})
		sameTotals(t, w, w.explain(compile(t, w.book(t))), w.explain(compile(t, b)))
	})
}

// sameTotals compares every service's total or reason.
func sameTotals(t *testing.T, w *world, a, b []engine.Decision) {
	t.Helper()
	for i := range a {
		for j := range a[i].Quotes {
			p, q := &a[i].Quotes[j], &b[i].Quotes[j]
			if p.Total != q.Total || p.Reason != q.Reason {
				t.Errorf("order %q by %s: %v %v and %v %v", w.orders[i].ID, p.Service.Code, p.Reason, p.Total, q.Reason, q.Total)
			}
		}
	}
}

func TestEveryWeightMatchesAtMostOneBand(t *testing.T) {
	forWorlds(t, func(t *testing.T, w *world) {
		b := w.book(t)
		for range 500 {
			probe := b.Rates[w.dice.IntN(len(b.Rates))]
			weight := probe.OverG + w.dice.Int64N(probe.UptoG-probe.OverG) + 1
			day := w.orders[w.dice.IntN(len(w.orders))].ShipDate
			n := 0
			for _, r := range b.Rates {
				if r.Service == probe.Service && r.Zone == probe.Zone && r.Attribute == probe.Attribute &&
					r.Holds(day) && r.OverG < weight && weight <= r.UptoG {
					n++
				}
			}
			if n > 1 {
				t.Fatalf("%d g of %s to %s on %s match %d bands", weight, probe.Service, probe.Zone, day, n)
			}
		}
	})
}

func TestFreightScalesWithThePrices(t *testing.T) {
	const factor = 3
	forWorlds(t, func(t *testing.T, w *world) {
		b := w.book(t)
		for i := range b.Rates {
			r := &b.Rates[i]
			for _, v := range []*money.Amount{&r.Base, &r.PerKg, &r.StepPrice, &r.MinPrice} {
				if *v >= money.Limit/factor {
					return // a book of huge prices cannot be scaled
				}
				*v *= factor
			}
		}
		before, after := w.explain(compile(t, w.book(t))), w.explain(compile(t, b))
		for i := range before {
			for j := range before[i].Quotes {
				p, q := before[i].Quotes[j], after[i].Quotes[j]
				if len(p.Lines) == 0 || len(q.Lines) == 0 {
					continue // refused, or out of range once scaled
				}
				// Each is rounded once, to half a minor unit.
				one, scaled := p.Lines[0].Own, q.Lines[0].Own
				if d := scaled - factor*one; 2*max(d, -d) > (factor+1)*p.Service.Currency.Quantum() {
					t.Errorf("order %q by %s: freight %v becomes %v", w.orders[i].ID, p.Service.Code, one, scaled)
				}
			}
		}
	})
}

func TestAnAddedServiceNeverRaisesTheBestTotal(t *testing.T) {
	forWorlds(t, func(t *testing.T, w *world) {
		b := w.book(t)
		victim := b.Services[w.dice.IntN(len(b.Services))].Code
		if !withoutService(b, victim) {
			return // something names it
		}
		all, fewer := w.explain(compile(t, w.book(t))), w.explain(compile(t, b))
		for i := range all {
			if fewer[i].Chosen && (!all[i].Chosen || all[i].Choice.Total > fewer[i].Choice.Total) {
				t.Errorf("order %q: %v with %s, %v without", w.orders[i].ID, all[i].Choice.Total, victim, fewer[i].Choice.Total)
			}
		}
	})
}

// withoutService takes a service and its rows out; false where a rule or surcharge names it.
func withoutService(b *rates.Book, code string) bool {
	for _, r := range b.Rules {
		if slices.Contains(r.Services, code) {
			return false
		}
	}
	for _, s := range b.Surcharges {
		if slices.Contains(s.Services, code) {
			return false
		}
	}
	b.Services = slices.DeleteFunc(b.Services, func(s rates.Service) bool { return s.Code == code })
	b.Rates = slices.DeleteFunc(b.Rates, func(r rates.RateRow) bool { return r.Service == code })
	b.Quotes = slices.DeleteFunc(b.Quotes, func(q rates.Quote) bool { return q.Service == code })
	return b.Check().Errors() == 0
}

func TestNoRowIsUsedOutsideItsDays(t *testing.T) {
	forWorlds(t, func(t *testing.T, w *world) {
		b := w.book(t)
		windows := map[rates.Place]rates.Window{}
		for _, r := range b.Rates {
			windows[r.Place] = r.Window
		}
		for _, s := range b.Surcharges {
			windows[s.Place] = s.Window
		}
		for i, d := range w.explain(compile(t, b)) {
			for _, q := range d.Quotes {
				for _, l := range q.Lines {
					if win, ok := windows[l.Place]; ok && !win.Holds(w.orders[i].ShipDate) {
						t.Errorf("order %q on %s uses %s line %d", w.orders[i].ID, w.orders[i].ShipDate, l.Place.Table, l.Place.Line)
					}
				}
			}
		}
	})
}

func TestDecideAllocatesNothing(t *testing.T) {
	w := newWorld(t, 3)
	e := compile(t, w.book(t))
	var d engine.Decision
	round := func() {
		for i := range w.orders {
			e.Decide(&w.orders[i], &d)
		}
	}
	round()
	if n := testing.AllocsPerRun(20, round); n > 0 {
		t.Errorf("deciding %d orders again allocates %v times", len(w.orders), n)
	}
}
