package rates

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lanewise/lanewise/engine/money"
)

// smallBook is a book of the required tables without any problem.
func smallBook() map[string]string {
	return map[string]string{
		"settings.csv": "key,value\ncurrency,CNY\n",
		"services.csv": "service,channel,kind,level,currency\nPOST,offline,post,economy,CNY\n",
		"rates.csv":    "service,zone,upto_g,base\nPOST,DE,2000,10\n",
		"risk.csv":     "service\nPOST\n",
	}
}

// folder is a book with some of its files replaced; an empty text removes the file.
func folder(files map[string]string, changes ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(changes); i += 2 {
		files[changes[i]] = changes[i+1]
	}
	for name, text := range files {
		if text != "" {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return fsys
}

// loadGood loads a book that must have no problem at all.
func loadGood(t *testing.T, changes ...string) *Book {
	t.Helper()
	b, problems := Load(folder(smallBook(), changes...))
	for _, p := range problems {
		t.Error(p)
	}
	return b
}

func TestLoadSmallest(t *testing.T) {
	b := loadGood(t)
	want := []RateRow{{
		Place: Place{"rates", 2}, Service: "POST", Zone: "DE", UptoG: 2000, Base: 10 * money.One,
		Window: Window{NoDate, NoDate},
	}}
	if !reflect.DeepEqual(b.Rates, want) {
		t.Errorf("got %+v", b.Rates)
	}
	if s := (Settings{Currency: cur("CNY"), Timezone: "UTC"}); b.Settings != s {
		t.Errorf("got %+v", b.Settings)
	}
	terms := Terms{DimTrigger: one}
	service := Service{
		Place: Place{"services", 2}, Code: "POST", Channel: Offline, Kind: "post", Level: "economy",
		Currency: cur("CNY"), Tracking: "none", Terms: terms, ClaimBasis: "value", ClaimMultiple: one,
	}
	if !reflect.DeepEqual(b.Services, []Service{service}) {
		t.Errorf("got %+v", b.Services)
	}
}

func cur(code string) money.Currency {
	c, ok := money.ParseCurrency(code)
	if !ok {
		panic(code)
	}
	return c
}

func nation(code string) Country {
	c, ok := ParseCountry(code)
	if !ok {
		panic(code)
	}
	return c
}

func date(s string) Date {
	d, ok := ParseDate(s)
	if !ok {
		panic(s)
	}
	return d
}

// row writes a table of one row from `column=cell` words.
func row(cells ...string) string {
	var header, values []string
	for _, c := range cells {
		name, value, _ := strings.Cut(c, "=")
		header = append(header, name)
		values = append(values, `"`+strings.ReplaceAll(value, `"`, `""`)+`"`)
	}
	return strings.Join(header, ",") + "\n" + strings.Join(values, ",") + "\n"
}

func TestLoadSettings(t *testing.T) {
	b := loadGood(t, "settings.csv", "value,key,note\n A shop ,name,\n cny\t,currency,\nAsia/Shanghai,timezone,\n6.25,capital_rate,\n"+
		"12.5,claim_handling_cost,\n0.15,late_refund_rate,\n3.25,handling_days,\n4200,seller_orders,\n126,seller_bad_orders,\n")
	want := Settings{"A shop", cur("CNY"), "Asia/Shanghai", 62500, 12_500_000, 150_000, 325, 4200, 126}
	if b.Settings != want {
		t.Errorf("got %+v, want %+v", b.Settings, want)
	}
	empty := loadGood(t, "settings.csv", "key,value\ncurrency,CNY\ntimezone,\ncapital_rate,\nseller_orders,\n")
	if want := (Settings{Currency: cur("CNY"), Timezone: "UTC"}); empty.Settings != want {
		t.Errorf("empty values: got %+v, want %+v", empty.Settings, want)
	}
}

func TestLoadService(t *testing.T) {
	b := loadGood(t, "services.csv", row("service=POST", "name=The Post", "channel=online", "kind=courier", "level=express",
		"currency=usd", "tracking=full", "contract=K", "accepts= battery | liquid ||battery", "min_g=50", "step_g=500|21000:1000",
		"dim_divisor=5000.5", "dim_trigger=1.5", "dim_min_side_cm=60", "max_side_cm=60.5", "max_sum_cm=90", "max_girth_cm=0",
		"max_box_cm=25x2.5x35.3|20x60x20", "max_value=100", "exempt_low_score=yes", "exempt_not_received=no",
		"late_borne_by=platform", "claim_basis=value_and_freight", "claim_multiple=1.5", "claim_cap=800 cny",
		"claim_pay_rate=0.95", "claim_days=20.5", "credit_days=30", "source=a list", "source_date=2026", "confidence=real", "note=a, b"),
		"tiers.csv", row("contract=K", "measure=kg", "mode=all_units", "from=0"),
		"fx.csv", "currency,rate\nUSD,7\n")
	got := b.Services[0]
	want := Service{
		Place: Place{"services", 2}, Origin: Origin{"a list", "2026", "real", "a, b"},
		Code: "POST", Name: "The Post", Channel: Online, Kind: "courier", Level: "express", Currency: cur("USD"),
		Tracking: "full", Contract: "K", Accepts: []string{"battery", "liquid", "battery"},
		Terms: Terms{
			MinG: 50, Steps: []Step{{0, 500}, {21000, 1000}}, DimDivisor: Opt[Factor]{5_000_500_000, true}, DimTrigger: 1_500_000,
			MaxSideMM: Opt[int64]{605, true}, MaxSumMM: Opt[int64]{900, true}, MaxGirthMM: Opt[int64]{0, true},
			MaxBoxes: []Box{{353, 250, 25}, {600, 200, 200}},
			MaxValue: Opt[Money]{Money{Amount: 100 * money.One}, true}, ClaimCap: Opt[Money]{Money{800 * money.One, cur("CNY")}, true},
		},
		DimMinSideMM: 600, ExemptLowScore: true, LateByPlatform: true, ClaimBasis: "value_and_freight", ClaimMultiple: 1_500_000,
		ClaimPayRate: 950_000, ClaimDays: 2050, CreditDays: 3000,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestLoadAccepts(t *testing.T) {
	for cell, want := range map[string]struct {
		list []string
		all  bool
	}{"": {}, "*": {nil, true}, "battery|*": {nil, true}, "|": {}, "Battery": {[]string{"Battery"}, false}} {
		b := loadGood(t, "services.csv", row("service=POST", "channel=online", "kind=post", "level=simple", "currency=CNY", "accepts="+cell))
		if s := b.Services[0]; !reflect.DeepEqual(s.Accepts, want.list) || s.AcceptsAll != want.all {
			t.Errorf("%q: got %q, %v", cell, s.Accepts, s.AcceptsAll)
		}
	}
}

func TestNoDimWeight(t *testing.T) {
	for _, cell := range []string{"", "none", "0", "0.000000"} {
		b := loadGood(t, "services.csv", row("service=POST", "channel=online", "kind=post", "level=simple", "currency=CNY", "dim_divisor="+cell))
		if d := b.Services[0].Terms.DimDivisor; d.OK {
			t.Errorf("%q: got %+v", cell, d)
		}
	}
}

func TestLoadZones(t *testing.T) {
	head := "service,country,postcode_from,postcode_to,zone,min_g,step_g,dim_divisor,dim_trigger,max_side_cm,max_sum_cm,max_girth_cm,max_box_cm,max_value,claim_cap\n"
	b := loadGood(t, "zones.csv", head+"POST,de,,,DE,,,,,,,,,,\n"+
		"POST,GB,sw1-a 1,SW1a9,DE,none,none,none,none,none,none,none,none,none,none\n"+
		"POST,*,10,,DE,100,1,0,2,60,90,100,30x20x10,5 EUR,7\n",
		"fx.csv", "currency,rate\nEUR,8\n")
	want := []Zone{
		{Place: Place{"zones", 2}, Service: "POST", Country: nation("DE"), Zone: "DE"},
		{
			Place: Place{"zones", 3}, Service: "POST", Country: nation("GB"), Postcodes: Postcodes{"SW1A1", "SW1A9"}, Zone: "DE",
			MinG: Override[int64]{Given: true}, Steps: Override[[]Step]{Given: true}, DimDivisor: Override[Factor]{Given: true},
			DimTrigger: Override[Factor]{Given: true}, MaxSideMM: Override[int64]{Given: true}, MaxSumMM: Override[int64]{Given: true},
			MaxGirthMM: Override[int64]{Given: true}, MaxBoxes: Override[[]Box]{Given: true}, MaxValue: Override[Money]{Given: true},
			ClaimCap: Override[Money]{Given: true},
		},
		{
			Place: Place{"zones", 4}, Service: "POST", Country: AnyCountry, Postcodes: Postcodes{"10", "10"}, Zone: "DE",
			MinG: given[int64](100), Steps: given([]Step{{0, 1}}), DimDivisor: Override[Factor]{Given: true},
			DimTrigger: given[Factor](2_000_000), MaxSideMM: given[int64](600), MaxSumMM: given[int64](900),
			MaxGirthMM: given[int64](1000), MaxBoxes: given([]Box{{300, 200, 100}}),
			MaxValue: given(Money{5 * money.One, cur("EUR")}), ClaimCap: given(Money{Amount: 7 * money.One}),
		},
	}
	for i := range want {
		if !reflect.DeepEqual(b.Zones[i], want[i]) {
			t.Errorf("got  %+v\nwant %+v", b.Zones[i], want[i])
		}
	}
}

func given[T any](v T) Override[T] { return Override[T]{Opt[T]{v, true}, true} }

func TestLoadRates(t *testing.T) {
	b := loadGood(t, "rates.csv", row("service=POST", "zone=DE", "attribute=battery", "over_g=100", "upto_g=2000", "base=1.5",
		"per_kg=0.000001", "first_g=500", "step_g=250", "step_price=2", "min_price=999999999.999999", "min_net=3",
		"valid_from=2026-01-01", "valid_to=2026-12-31", "note=n")+"", "services.csv",
		row("service=POST", "channel=online", "kind=post", "level=simple", "currency=CNY", "accepts=battery"))
	want := RateRow{
		Place: Place{"rates", 2}, Origin: Origin{Note: "n"}, Service: "POST", Zone: "DE", Attribute: "battery", OverG: 100, UptoG: 2000,
		Base: 1_500_000, PerKg: 1, FirstG: 500, StepG: 250, StepPrice: 2 * money.One, MinPrice: money.Limit - 1, MinNet: 3 * money.One,
		Window: Window{date("2026-01-01"), date("2026-12-31")},
	}
	if !reflect.DeepEqual(b.Rates[0], want) {
		t.Errorf("got  %+v\nwant %+v", b.Rates[0], want)
	}
}

func TestLoadSurcharges(t *testing.T) {
	head := "service,surcharge,type,kind,amount,allowance,min,max,zone,area,country,when,group,valid_from,valid_to\n"
	b := loadGood(t, "surcharges.csv", head+
		"POST|channel:online,a,surcharge,flat,-3 EUR,1,2,5 USD,DE| DE,remote,de|FR,order.weight_g > 5,g,2026-01-01,\n"+
		"*,b,fuel,percent_of_charges,-12.3456,,,,*,,*,,g,,\n,c,tax,per_hs6,3,,,,,,,,,,\n,d,tax,per_kg,3,,,,,,,,g,,\n,e,tax,flat,3,,,,,,,,h,,\n",
		"areas.csv", "area,country,postcode_from,postcode_to\nremote,*,a1-0,A2 5\n",
		"zones.csv", "service,country,zone\nPOST,DE,DE\n", "fx.csv", "currency,rate\nEUR,8\nUSD,7\n")
	s := b.Surcharges[0]
	when := s.When
	s.When = nil
	want := Surcharge{
		Place: Place{"surcharges", 2}, Services: Selector{"POST", "channel:online"}, Name: "a", Type: "surcharge", Kind: "flat",
		Amount: Money{-3 * money.One, cur("EUR")}, Allowance: Money{Amount: money.One}, Min: Opt[Money]{Money{Amount: 2 * money.One}, true},
		Max: Opt[Money]{Money{5 * money.One, cur("USD")}, true}, Zones: []string{"DE", "DE"}, Areas: []string{"remote"},
		Countries: []Country{nation("DE"), nation("FR")}, Group: "g", GroupBlock: 1, Window: Window{date("2026-01-01"), NoDate},
	}
	if !reflect.DeepEqual(s, want) {
		t.Errorf("got  %+v\nwant %+v", s, want)
	}
	if _, always := when.Const(); always {
		t.Error("the condition was lost")
	}
	s = b.Surcharges[1]
	if s.Services != nil || s.Zones != nil || s.Areas != nil || s.Countries != nil || s.Percent != -123456 || s.Amount != (Money{}) {
		t.Errorf("got %+v", s)
	}
	if v, ok := s.When.Const(); !ok || !v {
		t.Error("an empty condition does not hold")
	}
	var blocks []int
	for _, s := range b.Surcharges {
		blocks = append(blocks, s.GroupBlock)
	}
	if !reflect.DeepEqual(blocks, []int{1, 1, 0, 2, 3}) {
		t.Errorf("group blocks %v", blocks)
	}
	area := Area{Place: Place{"areas", 2}, Area: "remote", Country: AnyCountry, Postcodes: Postcodes{"A10", "A25"}}
	if !reflect.DeepEqual(b.Areas, []Area{area}) {
		t.Errorf("got %+v", b.Areas)
	}
}

func TestLoadContracts(t *testing.T) {
	b := loadGood(t,
		"services.csv", row("service=POST", "channel=online", "kind=post", "level=simple", "currency=CNY", "contract=K"),
		"tiers.csv", "contract,measure,mode,from,percent,per_unit,on,rebate\nK,kg,incremental,0,,,,\nK,kg,incremental,0.5,0,1.25,freight,100\n",
		"volumes.csv", "contract,parcels,kg,spend,retro_freight\nK,12,0.5,88200.50,7\n",
		"limits.csv", "contract,max_volume,commit,shortfall_rate\nK,100.5,50,0.25\n",
		"contracts.csv", "contract,name,period\nK,The contract,rolling:364\n")
	at := func(table string, line int) Place { return Place{table, line} }
	tiers := []Tier{
		{Place: at("tiers", 2), Contract: "K", Measure: "kg", Mode: "incremental", On: "freight"},
		{Place: at("tiers", 3), Contract: "K", Measure: "kg", Mode: "incremental", From: 500_000, PerUnit: 1_250_000, On: "freight", Rebate: 100 * money.One},
	}
	volume := Volume{Place: at("volumes", 2), Contract: "K", Parcels: 12 * money.One, Kg: 500_000, Spend: 88_200_500_000, RetroFreight: 7 * money.One}
	limit := Limit{Place: at("limits", 2), Contract: "K", MaxVolume: Opt[money.Amount]{100_500_000, true}, Commit: 50 * money.One, ShortfallRate: 250_000}
	contract := Contract{Place: at("contracts", 2), Contract: "K", Name: "The contract", Period: "rolling", RollingDays: 364}
	if !reflect.DeepEqual(b.Tiers, tiers) || !reflect.DeepEqual(b.Volumes, []Volume{volume}) ||
		!reflect.DeepEqual(b.Limits, []Limit{limit}) || !reflect.DeepEqual(b.Contracts, []Contract{contract}) {
		t.Errorf("got %+v\n%+v\n%+v\n%+v", b.Tiers, b.Volumes, b.Limits, b.Contracts)
	}
}

func TestLoadSmallTables(t *testing.T) {
	b := loadGood(t,
		"risk.csv", "service,country,days_p50,days_p80,days_p95,lost_rate,low_score_on_time,low_score_late,sample\nPOST,,0,,45.25,0.02,0.087,1,400\nPOST,xk,,,,,,,\n",
		"weights.csv", "bad_rate_from,bad_order_cost\n0,1.5\n0.025,6\n",
		"countries.csv", "country,promised_days\nDE,24.5\nFR,\n",
		"fx.csv", "currency,rate,valid_from\nEUR,8.2262,\nUSD,7.0010212766,2025-12-31\n",
		"rules.csv", row("rule=lean", "when=order.country == \"US\"", "do=add_cost", "services=level:economy", "amount=-0.5", "reason=why"))
	risk := []Risk{
		{
			Place: Place{"risk", 2}, Service: "POST", Country: AnyCountry, P50: Opt[Days]{0, true}, P95: Opt[Days]{4525, true},
			LostRate: 20_000, LowScoreOnTime: 87_000, LowScoreLate: 1_000_000, Sample: 400,
		},
		{Place: Place{"risk", 3}, Service: "POST", Country: nation("XK")},
	}
	weights := []Weight{{Place: Place{"weights", 2}, BadOrderCost: 1_500_000}, {Place: Place{"weights", 3}, BadRateFrom: 25_000, BadOrderCost: 6 * money.One}}
	countries := []CountryRow{
		{Place: Place{"countries", 2}, Country: nation("DE"), PromisedDays: Opt[Days]{2450, true}},
		{Place: Place{"countries", 3}, Country: nation("FR")},
	}
	fx := []FX{
		{Place: Place{"fx", 2}, Currency: cur("EUR"), Rate: 82_262_000_000, ValidFrom: NoDate},
		{Place: Place{"fx", 3}, Currency: cur("USD"), Rate: 70_010_212_766, ValidFrom: date("2025-12-31")},
	}
	for name, pair := range map[string][2]any{
		"risk": {b.Risk, risk}, "weights": {b.Weights, weights}, "countries": {b.Countries, countries}, "fx": {b.FX, fx},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: got  %+v\nwant %+v", name, pair[0], pair[1])
		}
	}
	r := b.Rules[0]
	if r.When == nil {
		t.Fatal("no condition")
	}
	r.When = nil
	rule := Rule{Place: Place{"rules", 2}, Name: "lean", Do: "add_cost", Services: Selector{"level:economy"}, Amount: -500_000, Reason: "why"}
	if !reflect.DeepEqual(r, rule) {
		t.Errorf("got %+v", r)
	}
}

// Order cells stay text; order_id keeps its spaces.
func TestLoadQuotes(t *testing.T) {
	b := loadGood(t, "quotes.csv", "order_id,country, weight_g ,service,freight,shipping_cost,total_cost,confidence\n Q 1 , de ,100,POST,37.70,,0,real\n")
	want := Quote{
		Place: Place{"quotes", 2}, Origin: Origin{Confidence: "real"},
		Order:   map[string]string{"order_id": " Q 1 ", "country": "de", "weight_g": "100"},
		Service: "POST", Freight: Opt[money.Amount]{37_700_000, true}, TotalCost: Opt[money.Amount]{0, true},
	}
	if len(b.Quotes) != 1 || !reflect.DeepEqual(b.Quotes[0], want) {
		t.Errorf("got  %+v\nwant %+v", b.Quotes, want)
	}
}

// A table longer than what gocsv gets at a time arrives whole and in order, whatever its ends of line.
func TestLoadManyRows(t *testing.T) {
	var b strings.Builder
	b.WriteString("zone,base,service,upto_g,over_g,note\r\n")
	const n = 3*batchRows + 7
	for i := range n {
		fmt.Fprintf(&b, "DE,%d,POST,%d,%d,\"two\r\nlines\"\r\n\r\n", i, i+1, i)
	}
	book := loadGood(t, "rates.csv", b.String())
	if len(book.Rates) != n {
		t.Fatalf("got %d rows", len(book.Rates))
	}
	for i, r := range book.Rates {
		if r.OverG != int64(i) || r.Base != money.Amount(i)*money.One || r.Line != 2+3*i || r.Note != "two\r\nlines" {
			t.Fatalf("row %d: %+v", i, r)
		}
	}
}

// A list without values is an empty cell: it must not lift the service's limit.
func TestEmptyListKeepsTheService(t *testing.T) {
	b, problems := Load(folder(smallBook(), "zones.csv", "service,country,zone,step_g,max_box_cm\nPOST,DE,DE,|, | \nPOST,FR,DE,none,none\n"))
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	for i, given := range []bool{false, true} {
		if z := b.Zones[i]; z.Steps.Given != given || z.MaxBoxes.Given != given {
			t.Errorf("line %d: step given %t, boxes given %t, want %t", z.Line, z.Steps.Given, z.MaxBoxes.Given, given)
		}
	}
}
