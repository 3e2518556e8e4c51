package explain

import (
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
	"github.com/lanewise/lanewise/rates/cond"
)

func currency(code string) money.Currency {
	c, _ := money.ParseCurrency(code)
	return c
}

func country(code string) rates.Country {
	c, _ := rates.ParseCountry(code)
	return c
}

func date(s string) rates.Date {
	d, _ := rates.ParseDate(s)
	return d
}

func at(table string, line int) rates.Place { return rates.Place{Table: table, Line: line} }

// open is a window without ends.
var open = rates.Window{From: rates.NoDate, To: rates.NoDate}

// book is made by hand, so that the words can be tried on rows of every kind.
func book() *rates.Book {
	always, _ := cond.Parse("")
	return &rates.Book{
		Settings: rates.Settings{Currency: currency("CNY"), CapitalRate: 60000, LateRefundRate: 150000},
		Services: []rates.Service{
			{Place: at("services", 2), Code: "A", Name: "A line", Channel: rates.Online, Currency: currency("USD"), CreditDays: 3000},
			{Place: at("services", 3), Code: "B", Channel: rates.Offline, Currency: currency("CNY"), LateByPlatform: true},
		},
		Rates: []rates.RateRow{
			{Place: at("rates", 2), Service: "A", Zone: "Z", OverG: 0, UptoG: 500, Base: 5 * money.One, PerKg: 12_500_000, Window: open},
			{Place: at("rates", 3), Service: "A", Zone: "Z", OverG: 700, UptoG: 900, FirstG: 500, StepG: 100, StepPrice: 2 * money.One, MinPrice: 9 * money.One, Window: open},
			{Place: at("rates", 4), Service: "A", Zone: "Z", Attribute: "battery", UptoG: 300, Base: money.One, Window: open},
			{Place: at("rates", 5), Service: "A", Zone: "Y", UptoG: 300, Window: rates.Window{From: date("2026-07-01"), To: rates.NoDate}},
			{Place: at("rates", 6), Service: "A", Zone: "Y", UptoG: 300, Window: rates.Window{From: rates.NoDate, To: date("2026-03-31")}},
			{Place: at("rates", 7), Service: "A", Zone: "X", Attribute: "liquid", UptoG: 300, Window: open},
		},
		Zones: []rates.Zone{
			{Service: "A", Country: country("AU"), Postcodes: rates.Postcodes{From: "2", To: "2"}, Zone: "E"},
			{Service: "A", Country: country("US"), Zone: "Z", MaxSideMM: rates.Override[int64]{Given: true, Opt: rates.Opt[int64]{V: 450, OK: true}}},
			{Service: "A", Country: country("US"), Zone: "W", MaxSideMM: rates.Override[int64]{Given: true}},
			{Service: "A", Country: country("US"), Zone: "V", MaxSideMM: rates.Override[int64]{Given: true, Opt: rates.Opt[int64]{V: 450, OK: true}}},
			{Service: "A", Country: country("US"), Postcodes: rates.Postcodes{From: "9", To: "9"}, Zone: "V"},
		},
		Surcharges: []rates.Surcharge{
			{
				Place: at("surcharges", 2), Name: "fuel", Type: "fuel", Kind: "percent_of_freight", Percent: 175000, When: always,
				Allowance: rates.Money{Amount: 2 * money.One}, Min: rates.Opt[rates.Money]{V: rates.Money{Amount: money.One, Currency: currency("EUR")}, OK: true},
				Max: rates.Opt[rates.Money]{V: rates.Money{Amount: 9 * money.One}, OK: true}, Group: "g", Window: open,
			},
			{Place: at("surcharges", 3), Name: "codes", Type: "tax", Kind: "per_hs6", Amount: rates.Money{Amount: 3 * money.One, Currency: currency("EUR")}, When: always, Window: open},
			{Place: at("surcharges", 4), Name: "peak", Type: "surcharge", Kind: "per_kg", Amount: rates.Money{Amount: 5 * money.One}, When: always, Window: open},
			{Place: at("surcharges", 5), Name: "duty", Type: "tax", Kind: "percent_of_landed", Percent: 100000, When: always, Window: open},
		},
		Tiers: []rates.Tier{
			{Place: at("tiers", 2), Contract: "P", Measure: "parcels", Mode: "incremental", PerUnit: 500_000, On: "freight"},
			{Place: at("tiers", 3), Contract: "K", Measure: "kg", Mode: "incremental", From: 100 * money.One, PerUnit: 2 * money.One, On: "freight"},
			{Place: at("tiers", 4), Contract: "S", Measure: "spend", Mode: "all_units", From: 900 * money.One, Percent: 30000, On: "freight"},
		},
		Volumes: []rates.Volume{{Contract: "K", Kg: 120_500_000}, {Contract: "S", Spend: 1000 * money.One}},
		FX:      []rates.FX{{Place: at("fx", 2), Currency: currency("USD"), Rate: 70000000000, ValidFrom: rates.NoDate}, {Place: at("fx", 3), Currency: currency("USD"), Rate: 71000000000, ValidFrom: date("2026-06-01")}},
		Rules:   []rates.Rule{{Place: at("rules", 2), Name: "nice", Do: "add_cost", When: always, Reason: "we like it"}},
	}
}

func newCase(o engine.Order) *Case {
	if o.ShipDate == 0 {
		o.ShipDate = date("2026-05-15")
	}
	return &Case{Book: book(), Row: &orders.Row{Order: o}, Decision: &engine.Decision{}, File: func(table string) string { return table + ".csv" }, Width: 80}
}

func TestWordsOfLines(t *testing.T) {
	c := newCase(engine.Order{WeightG: 730, HS6Count: 4})
	c.Decision.Flip.Now = 6 * money.One
	a := engine.Quote{Service: &c.Book.Services[0], BillableG: 730, PLost: 8000, PLate: 123456, PBad: 5000, DaysP50: rates.Opt[rates.Days]{V: 1250, OK: true}}
	b := a
	b.Service = &c.Book.Services[1]
	for _, x := range []struct {
		quote *engine.Quote
		line  engine.Line
		want  string
	}{
		{&a, engine.Line{Column: engine.Freight, Own: 14_130_000, Place: at("rates", 2)}, "5 + 12.5 × 0.73 kg (0–500 g) = 14.13 USD"},
		{&b, engine.Line{Column: engine.Freight, Place: at("rates", 3)}, "2 for each 100 g begun above 500 g, at least 9 (700–900 g)"},
		{&b, engine.Line{Column: engine.Freight, Place: at("rates", 7)}, "free (0–300 g)"},
		{&b, engine.Line{Column: engine.Freight, Quantity: 730_000, Unit: "kg", Rate: 12_500_000}, "12.5 × 0.73 kg"},
		{&b, engine.Line{Column: engine.Discount, Place: at("tiers", 2)}, "0.5 CNY a parcel: contract P, the tier from 0 parcels on"},
		{&b, engine.Line{Column: engine.Discount, Place: at("tiers", 3)}, "2 CNY a kg: contract K, the tier from 100 kg on (120.5 so far)"},
		{&b, engine.Line{Column: engine.Discount, Place: at("tiers", 4)}, "3 % of the freight: contract S, the tier from 900 CNY on (1000 so far)"},
		{&b, engine.Line{Column: engine.Discount, Unit: "percent", Rate: 3 * 1_000_000}, "3 %"},
		{&b, engine.Line{Column: engine.Fuel, Code: "fuel", Place: at("surcharges", 2)}, "17.5 % of the freight less discount above 2 CNY, at least 1 EUR, at most 9 CNY, the dearest of group g"},
		{&b, engine.Line{Column: engine.Tax, Code: "codes", Place: at("surcharges", 3)}, "tax: 3 EUR × 4 customs codes"},
		{&a, engine.Line{Column: engine.Surcharges, Code: "peak", Own: 3_650_000, Place: at("surcharges", 4)}, "surcharges: 5 USD × 0.73 kg = 3.65 USD"},
		{&b, engine.Line{Column: engine.Tax, Code: "duty", Place: at("surcharges", 5)}, "tax: 10 % of value, charges and taxes above it"},
		{&b, engine.Line{Column: engine.LossCost}, "0.8 % lost: the value and the work of a claim, less what the claim pays"},
		{&a, engine.Line{Column: engine.LateCost}, "12.3456 % late: the buyer gets 15 % of the value back"},
		{&b, engine.Line{Column: engine.LateCost}, "12.3456 % late, which the platform bears"},
		{&b, engine.Line{Column: engine.ScoreCost}, "0.5 % become a bad order, at 6 each"},
		{&a, engine.Line{Column: engine.FinanceCost}, "6 % a year on the value for 12.5 days, less the freight for 30 days of credit"},
		{&b, engine.Line{Column: engine.PolicyCost, Code: "nice", Place: at("rules", 2)}, "a rule, not money paid: we like it"},
	} {
		if got := c.words(x.quote, &x.line); got != x.want {
			t.Errorf("%s %s: got %q, want %q", x.line.Column, x.line.Place.Table, got, x.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	size := engine.Order{Country: country("US"), WeightG: 600, LengthMM: 600, WidthMM: 105, HeightMM: 100}
	for name, x := range map[string]struct {
		order engine.Order
		quote engine.Quote
		want  string
	}{
		"postcode asked for": {engine.Order{Country: country("AU")}, engine.Quote{Reason: engine.NotServed}, "its zones of AU ask for a postcode, and the order has none"},
		"postcode elsewhere": {engine.Order{Country: country("AU"), Postcode: "3000"}, engine.Quote{Reason: engine.NotServed}, "does not serve AU 3000"},
		"zone without rates": {engine.Order{Country: country("US")}, engine.Quote{Reason: engine.NotServed, Zone: "V"}, "no price in its zone V"},
		"between editions":   {engine.Order{Country: country("US")}, engine.Quote{Reason: engine.NotInForce, Zone: "Y"}, "no price in zone Y between 2026-03-31 and 2026-07-01"},
		"special goods only": {engine.Order{Country: country("US")}, engine.Quote{Reason: engine.NotInForce, Zone: "X"}, "its prices in zone X are for special goods only"},
		"other goods":        {engine.Order{Country: country("US"), Attributes: []string{"battery"}}, engine.Quote{Reason: engine.NotInForce, Zone: "X"}, "no price in zone X for battery or plain goods"},
		"the zone's limit":   {size, engine.Quote{Reason: engine.Oversize, Zone: "Z"}, "too large at 60 × 10.5 × 10 cm: longest side at most 45 cm"},
		"the zone has none":  {size, engine.Quote{Reason: engine.Oversize, Zone: "W"}, "too large at 60 × 10.5 × 10 cm"},
		"zones disagree":     {size, engine.Quote{Reason: engine.Oversize, Zone: "V"}, "too large at 60 × 10.5 × 10 cm"},
		"a gap":              {size, engine.Quote{Reason: engine.NoBand, Zone: "Z"}, "no price in zone Z from 501 to 700 g"},
		"billable is more":   {size, engine.Quote{Reason: engine.Overweight, Zone: "Z", BillableG: 1000}, "its heaviest price in zone Z ends at 900 g; billable are 1000 g"},
		"special goods": {
			engine.Order{Country: country("US"), WeightG: 301, Attributes: []string{"battery"}},
			engine.Quote{Reason: engine.Overweight, Zone: "Z"},
			"its heaviest price for battery in zone Z ends at 300 g",
		},
	} {
		c := newCase(x.order)
		x.quote.Service = &c.Book.Services[0]
		if got := c.Refusal(&x.quote); got != x.want {
			t.Errorf("%s: got %q, want %q", name, got, x.want)
		}
	}
}

func TestFlip(t *testing.T) {
	for name, x := range map[string]struct {
		flip engine.Flip
		want string
	}{
		"no other channel": {engine.Flip{}, "Nothing: no offline service can take this order."},
		"never":            {engine.Flip{Margin: 5 * money.One, Now: 6 * money.One}, "whatever one costs, no offline service wins."},
		"dearer":           {engine.Flip{Margin: 5 * money.One, Now: 6 * money.One, HasCost: true, Cost: 7_250_000}, "one costs 6 CNY today; from 7.25 on B wins."},
		"cheaper":          {engine.Flip{Margin: 5 * money.One, Now: 6 * money.One, HasCost: true, Cost: 250_000}, "one costs 6 CNY today; at 0.25 or less B wins."},
	} {
		c := newCase(engine.Order{})
		c.Width = 200
		c.Decision.Chosen, c.Decision.Choice.Service = true, &c.Book.Services[0]
		if name != "no other channel" {
			x.flip.Other.Service, x.flip.Winner = &c.Book.Services[1], &c.Book.Services[1]
		}
		c.Decision.Flip = x.flip
		var b strings.Builder
		c.flip(&b)
		if !strings.Contains(b.String(), x.want) {
			t.Errorf("%s: got\n%swant %q in it", name, b.String(), x.want)
		}
	}
}

func TestExchangeIsTheLatestInForce(t *testing.T) {
	for day, want := range map[string]int{"2026-05-31": 2, "2026-06-01": 3} {
		c := newCase(engine.Order{ShipDate: date(day)})
		if got := c.exchange(currency("USD")); got.Line != want {
			t.Errorf("%s: row %d, want %d", day, got.Line, want)
		}
	}
	if got := newCase(engine.Order{}).exchange(currency("CNY")); got != nil {
		t.Errorf("settlement currency: %v, want none", got)
	}
}

// What comes from files must not reach the terminal as an escape sequence, and no line may pass the width where it can
// be broken.
func TestWriteIsSafeAndNarrow(t *testing.T) {
	c := newCase(engine.Order{Country: country("US"), Postcode: "\x1b[2J", WeightG: 350, Attributes: []string{"a\x07b"}})
	c.Row.ID, c.Row.File, c.Row.Line = "x\x1b]0;title\x07", "orders.csv", 2
	c.Decision.Status = engine.None
	c.Decision.Quotes = []engine.Quote{{Service: &c.Book.Services[0], Reason: engine.Attribute}, {Service: &c.Book.Services[1], Reason: engine.NotServed}}
	var b strings.Builder
	if err := c.Write(&b); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\x07") {
		t.Errorf("control characters in %q", b.String())
	}
	for line := range strings.Lines(b.String()) {
		if len([]rune(line)) > 81 {
			t.Errorf("%d columns: %s", len([]rune(line)), line)
		}
	}
	if !strings.Contains(b.String(), "No service takes this order.") {
		t.Errorf("got\n%s", b.String())
	}
}
