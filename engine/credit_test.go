package engine_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// credits for every contract of the sample book, by parcels, by kg and by spend, one of them below 0.
func creditsOf(t *testing.T, e *engine.Engine, texts ...string) []engine.Credit {
	t.Helper()
	var out []engine.Credit
	for _, tier := range e.Book().Tiers {
		if tier.From == 0 {
			v, err := money.ParseAmount(texts[len(out)%len(texts)], true)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, engine.Credit{Contract: tier.Contract, PerUnit: v})
		}
	}
	return out
}

// Credits change the order of the services and nothing else, the same for Decide as for Compare.
func TestCredits(t *testing.T) {
	plain := sample(t)
	e, err := plain.WithCredits(creditsOf(t, plain, "4.5", "8.25", "12.5", "0.15", "-0.02"))
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(5, 6))
	var want, got, quick engine.Decision
	moved := 0
	for range 3000 {
		o := anyOrder(r)
		plain.Compare(&o, &want)
		e.Compare(&o, &got)
		e.Decide(&o, &quick)
		if quick.Choice.Total != got.Choice.Total || quick.Choice.Service != got.Choice.Service || quick.Online != got.Online ||
			quick.Offline != got.Offline || quick.RunnerUp != got.RunnerUp || quick.Cheapest != got.Cheapest || quick.Status != got.Status {
			t.Fatalf("%+v: Decide %+v, Compare %+v", o, quick, got)
		}
		if got.Chosen && (got.Cheapest.Service.Code != want.Choice.Service.Code || got.Cheapest.Total != want.Choice.Total) {
			t.Fatalf("%+v: %+v would be chosen without credits, is %+v", o, got.Cheapest, want.Choice)
		}
		var ranked [100]*engine.Quote
		for i := range got.Quotes {
			q := &got.Quotes[i]
			if q.Reason != want.Quotes[i].Reason || q.Amounts != want.Quotes[i].Amounts || q.Total != want.Quotes[i].Total {
				t.Fatalf("%+v: %+v, without credits %+v", o, q, want.Quotes[i])
			}
			ranked[q.Rank] = q
		}
		for i := 2; ranked[i] != nil; i++ {
			if a, b := ranked[i-1], ranked[i]; a.Total-a.Credit > b.Total-b.Credit {
				t.Fatalf("%+v: rank %d has %v less %v, the next %v less %v", o, i-1, a.Total, a.Credit, b.Total, b.Credit)
			}
		}
		if got.Chosen && got.Cheapest.Service != got.Choice.Service {
			moved++
		}
	}
	if moved < 100 {
		t.Errorf("credits moved %d of 3000 orders", moved)
	}
	o := anyOrder(r)
	if n := testing.AllocsPerRun(100, func() { e.Decide(&o, &quick) }); n != 0 {
		t.Errorf("Decide with credits allocates %v times", n)
	}
}

// The volume is that of the tiers' measure, and the credit is rounded once, half away from zero.
func TestCreditVolumes(t *testing.T) {
	plain := sample(t)
	e, err := plain.WithCredits(creditsOf(t, plain, "0.00015", "-0.00015"))
	if err != nil {
		t.Fatal(err)
	}
	o := engine.Order{Country: country(t, "US"), WeightG: 350, ShipDate: 20600}
	var d engine.Decision
	e.Compare(&o, &d)
	seen := map[string]bool{}
	for i := range d.Quotes {
		q := &d.Quotes[i]
		if q.Reason != engine.OK || q.Service.Contract == "" {
			continue
		}
		for j, c := range creditsOf(t, plain, "0.00015", "-0.00015") {
			if c.Contract != q.Service.Contract {
				continue
			}
			var measure string
			for _, tier := range e.Book().Tiers {
				if tier.Contract == c.Contract {
					measure = tier.Measure
				}
			}
			volume := map[string]int64{"parcels": 1_000_000, "kg": q.BillableG * 1000, "spend": int64(q.Amounts[engine.Freight])}[measure]
			want := (volume*150 + 50_000_000) / 100_000_000 * 100
			if j%2 == 1 {
				want = -want
			}
			if int64(q.Credit) != want {
				t.Errorf("%s by %s: credit %v, want %v", q.Service.Code, measure, q.Credit, money.Amount(want))
			}
			seen[measure] = true
		}
	}
	if !seen["parcels"] || !seen["kg"] {
		t.Errorf("measures seen: %v", seen)
	}
}

// Another standing keeps the credits; an engine with the volumes of the last tiers has them too.
func TestStandingKeepsCredits(t *testing.T) {
	plain := sample(t)
	e, err := plain.WithCredits(creditsOf(t, plain, "5"))
	if err != nil {
		t.Fatal(err)
	}
	other, err := e.At([]rates.Volume{{Contract: "YT_MONTHLY", Parcels: 20_000 * money.One}}, 1000, 0)
	if err != nil || other == e {
		t.Fatal(other == e, err)
	}
	var d engine.Decision
	o := engine.Order{Country: country(t, "US"), WeightG: 350, ShipDate: 20600}
	other.Compare(&o, &d)
	for i := range d.Quotes {
		if q := &d.Quotes[i]; q.Service.Contract == "YT_MONTHLY" && q.Reason == engine.OK && q.Credit != 5*money.One {
			t.Errorf("%s has a credit of %v at another standing", q.Service.Code, q.Credit)
		}
	}
	if d.Cheapest.Service == nil {
		t.Error("another standing has no credits")
	}
}

// No credits at all are credits too: the choice is that of the order alone, and it says so.
func TestWithoutAnyCredit(t *testing.T) {
	e, err := sample(t).WithCredits(nil)
	if err != nil {
		t.Fatal(err)
	}
	var d engine.Decision
	o := engine.Order{Country: country(t, "US"), WeightG: 350, ShipDate: 20600}
	e.Decide(&o, &d)
	if d.Cheapest.Service != d.Choice.Service || d.Choice.Credit != 0 {
		t.Errorf("%+v", d)
	}
	sample(t).Decide(&o, &d)
	if d.Cheapest.Service != nil {
		t.Error("an engine without credits names a cheapest service")
	}
}

func TestCreditsRefused(t *testing.T) {
	e := sample(t)
	for _, c := range []struct {
		credits []engine.Credit
		want    string
	}{
		{[]engine.Credit{{Contract: "NONE", PerUnit: 1}}, `"NONE", which no service has`},
		{[]engine.Credit{{Contract: "", PerUnit: 1}}, `"", which no service has`},
		{[]engine.Credit{{Contract: "YT_MONTHLY"}, {Contract: "YT_MONTHLY", PerUnit: 1}}, `two credits for contract "YT_MONTHLY"`},
		{[]engine.Credit{{Contract: "YT_MONTHLY", PerUnit: -money.Limit}}, "is not below 1000000000"},
	} {
		if _, err := e.WithCredits(c.credits); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %s", c.credits, err, c.want)
		}
	}
}
