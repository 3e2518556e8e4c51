package rates

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates/cond"
)

// goodBook is a small book made in code with which Check finds nothing wrong.
func goodBook() *Book {
	cny, _ := money.ParseCurrency("CNY")
	return &Book{
		Settings: Settings{Currency: cny, Timezone: "UTC", SellerOrders: 100, SellerBadOrders: 2},
		Services: []Service{{Code: "A", Channel: Online, Kind: "post", Level: "standard", Currency: cny, Tracking: "full"}},
		Rates:    []RateRow{{Service: "A", Zone: "DE", UptoG: 2000, Base: 5 * money.One, PerKg: 60 * money.One, Window: always}},
		Risk:     []Risk{{Service: "A", Country: AnyCountry}},
	}
}

// always is a window without ends.
var always = Window{NoDate, NoDate}

func currency(t *testing.T, code string) money.Currency {
	t.Helper()
	c, ok := money.ParseCurrency(code)
	if !ok {
		t.Fatalf("no currency %s", code)
	}
	return c
}

func day(t *testing.T, s string) Date {
	t.Helper()
	d, ok := ParseDate(s)
	if !ok {
		t.Fatalf("no day %s", s)
	}
	return d
}

func condition(t *testing.T, src string) *cond.Expr {
	t.Helper()
	e, err := cond.Parse(src)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// found lists the problems as `CODE table column`.
func found(ps Problems) []string {
	out := []string{}
	for _, p := range ps {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %s", p.Code, p.File, p.Column)))
	}
	return out
}

func expect(t *testing.T, b *Book, want ...string) Problems {
	t.Helper()
	ps := b.Check()
	got := found(ps)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q\n%v", got, want, ps)
	}
	return ps
}

func TestCheckOfAGoodBook(t *testing.T) { expect(t, goodBook()) }

// A book made in code has no files: a problem names the table and the rows by number.
func TestCheckWithoutPlaces(t *testing.T) {
	b := goodBook()
	b.Rates = append(b.Rates, b.Rates[0])
	ps := expect(t, b, "E101 rates over_g")
	want := "rates over_g: the band above 0 g up to 2000 g of A, zone DE overlaps row 1, above 0 g up to 2000 g; " +
		"end one where the other begins, or give them days that do not meet [E101]"
	if got := ps[0].String(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if ps.Errors() != 1 {
		t.Errorf("%d errors, want 1", ps.Errors())
	}
}

// What a table seems to lack may stand in a row that could not be read.
func TestCheckOfADamagedTable(t *testing.T) {
	for table, break_ := range map[string]func(*Book){
		"services": func(b *Book) {
			b.Rates[0].Service = "LOST"
			b.Zones = []Zone{{Service: "LOST", Country: AnyCountry, Zone: "DE"}}
			b.Quotes = []Quote{{Service: "LOST"}}
			b.Rules = []Rule{{Name: "r", Do: "forbid", Services: Selector{"LOST", "contract:C"}}}
			b.Volumes = []Volume{{Contract: "C"}}
			b.Services, b.Risk = nil, nil
		},
		"rates": func(b *Book) { b.Rates = nil },
		"zones": func(b *Book) {
			b.Rates[0].Zone = "LOST"
			b.Surcharges = []Surcharge{{Name: "s", Zones: []string{"LOST"}}}
		},
		"areas": func(b *Book) { b.Surcharges = []Surcharge{{Name: "s", Areas: []string{"LOST"}}} },
		"tiers": func(b *Book) { b.Services[0].Contract = "LOST" },
		"risk":  func(b *Book) { b.Risk = nil },
		"fx": func(b *Book) {
			b.Services[0].Currency++
			b.Services[0].Terms.ClaimCap = Opt[Money]{Money{1, b.Services[0].Currency}, true}
		},
		"settings": func(b *Book) { b.Settings = Settings{SellerBadOrders: 1} },
	} {
		b := goodBook()
		break_(b)
		if len(b.Check()) == 0 && table != "settings" {
			t.Errorf("%s: nothing is wrong with the book as it is; the test shows nothing", table)
		}
		b.damaged = map[string]bool{table: true}
		if ps := b.Check(); len(ps) != 0 {
			t.Errorf("%s damaged: %v", table, ps)
		}
	}
}

func TestCheckDuplicateKeys(t *testing.T) {
	b := goodBook()
	usd := currency(t, "USD")
	b.Services = append(b.Services, b.Services[0])
	b.Rules = []Rule{{Name: "r", Do: "hold"}, {Name: "r", Do: "forbid"}}
	b.Services[0].Contract = "C"
	b.Tiers = []Tier{{Contract: "C", Measure: "kg", Mode: "all_units"}}
	b.Volumes = []Volume{{Contract: "C"}, {Contract: "C"}}
	b.Limits = []Limit{{Contract: "C"}, {Contract: "C"}}
	b.Contracts = []Contract{{Contract: "C", Period: "month"}, {Contract: "C", Period: "year"}}
	b.Countries = []CountryRow{{Country: 7}, {Country: 8}, {Country: 7}}
	b.Risk = []Risk{{Service: "A", Country: AnyCountry}, {Service: "A", Country: 7}, {Service: "A", Country: AnyCountry}, {Service: "A", Country: 7}}
	b.FX = []FX{{Currency: usd, ValidFrom: NoDate}, {Currency: usd, ValidFrom: 3}, {Currency: usd, ValidFrom: 3}, {Currency: usd, ValidFrom: NoDate}}
	b.Weights = []Weight{{BadRateFrom: 10}, {BadRateFrom: 20}, {BadRateFrom: 10}}
	expect(t, b, "E100 services service", "E100 rules rule", "E100 volumes contract", "E100 limits contract", "E100 contracts contract",
		"E100 countries country", "E100 risk service", "E100 risk service", "E100 fx currency", "E100 fx currency", "E100 weights bad_rate_from")
}

func TestCheckNames(t *testing.T) {
	b := goodBook()
	b.Services[0].Contract = "C"
	b.Rates = append(b.Rates, RateRow{Service: "Q", Zone: "1", UptoG: 1}, RateRow{Service: "Q", Zone: "2", UptoG: 1})
	b.Zones = []Zone{{Service: "A", Country: 7, Zone: "DE"}, {Service: "Q", Country: 7, Zone: "1"}, {Service: "Q", Country: 8, Zone: "2"}}
	b.Quotes = []Quote{{Service: "a"}}
	b.Risk = []Risk{{Service: "Z", Country: AnyCountry}}
	b.Surcharges = []Surcharge{{Name: "s", Services: Selector{"A", "B", "channel:on", "colour:red", "contract:E"}, Areas: []string{"far"}}}
	b.Rules = []Rule{{Name: "r", Do: "only", Services: Selector{"channel:online", "kind:post", "level:simple", "tracking:none", "contract:C", "contract:"}}}
	b.Volumes = []Volume{{Contract: "D"}}
	b.Limits = []Limit{{Contract: "D"}}
	b.Contracts = []Contract{{Contract: "D", Period: "month"}}
	b.Tiers = []Tier{{Contract: "D"}, {Contract: "D", From: 1}}
	ps := expect(t, b, "E103 rates service", "E103 quotes service", "W105 zones service", "W105 risk service", "W102 services service",
		"E103 surcharges service", "E104 surcharges service", "E104 surcharges service", "E104 surcharges service", "E105 surcharges area",
		"E104 rules services", "E106 services contract", "W106 tiers contract", "W106 volumes contract", "W106 limits contract", "W106 contracts contract")
	i := slices.IndexFunc(ps, func(p Problem) bool { return p.File == "rates" })
	if msg := ps[i].Msg; !strings.Contains(msg, `"Q" is not in services, also in 1 more row`) {
		t.Errorf("rates: %s", msg)
	}
}

// Load asks for the days of a rolling period; a book made in code may lack them, and conditions.
func TestCheckRollingPeriod(t *testing.T) {
	b := goodBook()
	b.Services[0].Contract = "C"
	b.Tiers = []Tier{{Contract: "C", Measure: "kg", Mode: "incremental"}}
	b.Contracts = []Contract{{Contract: "C", Period: "rolling"}}
	b.Rules = []Rule{{Name: "r", Do: "hold"}, {Name: "s", Do: "hold", When: condition(t, `order.value > 1`)}}
	b.Surcharges = []Surcharge{{Name: "s", When: condition(t, `zone == "DE"`)}}
	expect(t, b, "E119 contracts period")
	b.Contracts[0].RollingDays = 1
	expect(t, b)
}

// Messages name what a user has to look for.
func TestCheckMessages(t *testing.T) {
	b := goodBook()
	b.Services = append(b.Services, Service{Code: "AE_STD", Currency: b.Settings.Currency, Contract: "YT"})
	b.Risk = append(b.Risk, Risk{Service: "AE_STD"})
	late := Window{day(t, "2026-06-01"), NoDate}
	b.Rates = append(b.Rates,
		RateRow{Place: Place{"rates", 3}, Service: "A", Zone: "DE", OverG: 2500, UptoG: 3000, Window: late},
		RateRow{Place: Place{"rates", 4}, Service: "A", Zone: "DE", OverG: 3000, UptoG: 4000, Window: always},
		RateRow{Place: Place{"rates", 5}, Service: "AE_STD", Zone: "FR", UptoG: 100, Base: 3 * money.One, Window: Window{NoDate, day(t, "2026-05-31")}},
		RateRow{Place: Place{"rates", 6}, Service: "AE_STD", Zone: "FR", OverG: 100, UptoG: 200, Base: money.One, Window: Window{NoDate, day(t, "2026-05-31")}})
	b.Tiers = []Tier{
		{Place: Place{"tiers", 2}, Contract: "YT", Measure: "parcels", Mode: "all_units"},
		{Place: Place{"tiers", 3}, Contract: "YT", Measure: "parcels", Mode: "all_units", From: 1000 * money.One, Percent: 30_000},
	}
	b.Quotes = []Quote{{Place: Place{"quotes", 2}, Service: "AE_SDT"}}
	got := ""
	for _, p := range b.Check() {
		got += p.String() + "\n"
	}
	want := `quotes.csv:2 service: service "AE_SDT" is not in services; did you mean AE_STD? [E103]
rates.csv:3 over_g: A, zone DE: no band above 2000 g (row 1) up to 2500 g from 2026-06-01; a parcel of such a weight is refused with no_band; add the band if the card has one [W100]
rates.csv:4 over_g: A, zone DE: no band above 2000 g (row 1) up to 3000 g; a parcel of such a weight is refused with no_band; add the band if the card has one [W100]
rates.csv:5 valid_to: all prices of AE_STD ended by 2026-05-31, before the newest edition of the book begins (2026-06-01); load the new prices, or remove the old ones [W103]
rates.csv:6 over_g: AE_STD, zone FR: 3.00 CNY at 100 g (line 5), but 1.00 at 101 g; compare the two rows with the card: real ones do this [W101]
tiers.csv:3 from: YT rises from 0 % to 3 % on everything at 1000 parcels: with more than 970 and less than 1000 the freight in all is dearer than there; contracts are like that; plan counts what reaching the tier is worth [W109]
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// As an error a list of problems shows the errors, at most 20, and counts them all.
func TestProblemsAsAnError(t *testing.T) {
	one := Problem{Code: "E031", Severity: Error, File: "rates.csv", Line: 2, Msg: "bad"}
	for n, want := range map[int]string{
		1:  "the rate book has 1 error and cannot be used",
		2:  "the rate book has 2 errors and cannot be used",
		21: "… and 1 more\nthe rate book has 21 errors and cannot be used",
	} {
		ps := Problems{{Code: "W102", Severity: Warning, File: "risk.csv", Msg: "worth a look"}}
		for range n {
			ps = append(ps, one)
		}
		want = strings.Repeat(one.String()+"\n", min(n, 20)) + want
		if got := ps.Err().Error(); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
	if err := (Problems{{Severity: Warning}}).Err(); err != nil {
		t.Errorf("a warning alone is the error %v", err)
	}
}
