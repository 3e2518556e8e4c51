package engine_test

import (
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
	"github.com/lanewise/lanewise/testdata"
)

// A volume that reaches no other tier leaves the engine as it is; one that does changes prices as the book's own
// volumes would.
func TestStanding(t *testing.T) {
	e := sample(t)
	book := e.Book()
	set := book.Settings
	at := func(volumes []rates.Volume, orders, bad int64) *engine.Engine {
		t.Helper()
		other, err := e.At(volumes, orders, bad)
		if err != nil {
			t.Fatal(err)
		}
		return other
	}
	if at(book.Volumes, set.SellerOrders, set.SellerBadOrders) != e {
		t.Error("the book's own standing gives another engine")
	}
	var full []rates.Volume
	for _, tier := range book.Tiers {
		const much = money.Amount(900_000_000_000_000)
		if tier.From == 0 {
			full = append(full, rates.Volume{Contract: tier.Contract, Parcels: much, Kg: much, Spend: much})
		}
	}
	best := at(full, set.SellerOrders, set.SellerBadOrders)
	if best == e || len(best.Book().Volumes) != len(full) {
		t.Fatal("the last tiers give the same engine")
	}
	if at(full, 1000, 999) == best || at(book.Volumes, 1000, 999) == e {
		t.Error("a shop with nothing but bad orders has the same engine")
	}
	o := engine.Order{ID: "1", Country: country(t, "US"), WeightG: 350, ShipDate: 20600}
	var now, then engine.Decision
	e.Explain(&o, &now)
	best.Explain(&o, &then)
	cheaper := 0
	for i := range now.Quotes {
		if q, p := now.Quotes[i], then.Quotes[i]; q.Reason == engine.OK && p.Amounts[engine.Discount] > q.Amounts[engine.Discount] {
			cheaper++
		}
	}
	if cheaper == 0 {
		t.Error("no service is cheaper at the last tiers")
	}
}

// sample is the engine of the sample book.
func sample(t *testing.T) *engine.Engine {
	t.Helper()
	book, problems := rates.Load(testdata.Book())
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	e, err := engine.Compile(book)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func country(t *testing.T, code string) rates.Country {
	t.Helper()
	c, ok := rates.ParseCountry(code)
	if !ok {
		t.Fatal(code)
	}
	return c
}
