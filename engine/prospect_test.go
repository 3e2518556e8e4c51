package engine_test

import (
	"math/rand/v2"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// No service's total lies below the bound by which a race leaves it out, and the race is worth its name: most bounds
// are close.
func TestBoundsHold(t *testing.T) {
	e := sample(t)
	r := rand.New(rand.NewPCG(1, 2))
	close, all := 0, 0
	for range 4000 {
		o := anyOrder(r)
		engine.Bounds(e, &o, func(service string, least, total money.Amount) {
			if least > total {
				t.Errorf("%+v: %s costs %v, its bound is %v", o, service, total, least)
			}
			all++
			if least > total-total/10 {
				close++
			}
		})
	}
	if all < 10_000 || close*2 < all {
		t.Errorf("%d of %d bounds lie within a tenth of the total, want half of them and ten thousand", close, all)
	}
}

// What is not kept is worked out for each order, with the same outcome.
func TestNothingKept(t *testing.T) {
	kept, forgetful := sample(t), sample(t)
	engine.KeepNothing(forgetful)
	r := rand.New(rand.NewPCG(3, 4))
	var want, got engine.Decision
	for range 2000 {
		o := anyOrder(r)
		kept.Decide(&o, &want)
		forgetful.Decide(&o, &got)
		if got.Status != want.Status || got.Online.Total != want.Online.Total || got.Offline.Total != want.Offline.Total ||
			got.RunnerUp.Total != want.RunnerUp.Total || got.Chosen && got.Choice.Amounts != want.Choice.Amounts {
			t.Fatalf("%+v: %v %+v, kept %v %+v", o, got.Status, got.Choice, want.Status, want.Choice)
		}
	}
}

func anyOrder(r *rand.Rand) engine.Order {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	o := engine.Order{
		WeightG: 1 + int64(r.ExpFloat64()*800), Value: money.Amount(r.IntN(300)) * 1_000_000, HasValue: true, ShipDate: 20400 + rates.Date(r.IntN(400)),
		Postcode: pick("", "10115", "99501", "SW1A 1AA", "20040-020", "101000"), HS6Count: int64(r.IntN(4)),
	}
	o.Country, _ = rates.ParseCountry(pick("US", "DE", "GB", "BR", "RU", "FR", "ES", "PL", "JP", "KR", "CL", "AU"))
	o.Currency, _ = money.ParseCurrency(pick("CNY", "USD", "EUR"))
	if r.IntN(2) == 0 {
		o.LengthMM, o.WidthMM, o.HeightMM = 10+r.Int64N(600), 10+r.Int64N(400), 10+r.Int64N(300)
	}
	if r.IntN(3) == 0 {
		o.Attributes = []string{pick("battery", "liquid", "cosmetics")}
	}
	if r.IntN(2) == 0 {
		o.PromisedDays = rates.Opt[rates.Days]{V: rates.Days(r.IntN(6000)), OK: true}
	}
	return o
}
