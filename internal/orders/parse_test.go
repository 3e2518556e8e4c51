package orders

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
	"pgregory.net/rapid"
)

// def is what orders of these tests get where they say nothing: CNY and a day.
var def = Defaults{Currency: cur("CNY"), ShipDate: day("2026-05-15")}

func cur(code string) money.Currency {
	c, ok := money.ParseCurrency(code)
	if !ok {
		panic(code)
	}
	return c
}

func day(s string) rates.Date {
	d, ok := rates.ParseDate(s)
	if !ok {
		panic(s)
	}
	return d
}

func country(s string) rates.Country {
	c, ok := rates.ParseCountry(s)
	if !ok {
		panic(s)
	}
	return c
}

// with is a good order's cells and some others in their place.
func with(changes ...string) map[string]string {
	m := map[string]string{"country": "DE", "weight_g": "400"}
	for i := 0; i < len(changes); i += 2 {
		m[changes[i]] = changes[i+1]
	}
	return m
}

func TestParseReadsEveryColumn(t *testing.T) {
	got, faults := ParseMap(map[string]string{
		"order_id": " A-1 ", "country": " de\t", "postcode": " 10 115 ", "weight_g": "400.000001", "length_cm": "20", "width_cm": "15.01",
		"height_cm": "0.01", "value": "20.50", "currency": "eur", "attributes": " battery ||liquid | ", "promised_days": "12.25",
		"ship_date": "2026-06-01", "buyer_service": " express ", "hs6_count": "3", "sku": "no column of an order",
	}, def)
	want := engine.Order{
		ID: " A-1 ", Country: country("DE"), Postcode: "10 115", WeightG: 401, LengthMM: 200, WidthMM: 151, HeightMM: 1,
		Value: 20_500_000, HasValue: true, Currency: cur("EUR"), Attributes: []string{"battery", "liquid"},
		PromisedDays: rates.Opt[rates.Days]{V: 1225, OK: true}, ShipDate: day("2026-06-01"), BuyerService: "express", HS6Count: 3,
	}
	if faults != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v\nfaults %v", got, want, faults)
	}
}

func TestParseDefaults(t *testing.T) {
	got, faults := ParseMap(with(), def)
	if faults != nil {
		t.Fatal(faults)
	}
	if got.HasDims() || got.HasValue || got.Currency != cur("CNY") || got.ShipDate != day("2026-05-15") || got.HS6Count != 1 || got.PromisedDays.OK {
		t.Errorf("got %+v", got)
	}
	if zero, _ := ParseMap(with("value", "0"), def); !zero.HasValue {
		t.Error("a value of 0 counts as none")
	}
	if kg, faults := ParseMap(map[string]string{"country": "XK", "weight_kg": "0.3501"}, def); faults != nil || kg.WeightG != 351 {
		t.Errorf("0.3501 kg is %d g, %v", kg.WeightG, faults)
	}
}

// Each case is a cell that spoils a good order, or one at a limit that does not.
func TestParseCells(t *testing.T) {
	many := func(n int) string { return strings.Repeat("a|", n) }
	for _, c := range []struct{ column, cell, want string }{
		{"country", "", "is empty; write a two-letter code such as US"},
		{"country", "QQ", "not a country of ISO 3166-1; write its two-letter code"},
		{"country", "uk", "write GB"},
		{"country", "USA", "write US"},
		{"country", "D", "not a country"},
		{"country", "xk", ""},
		{"postcode", "1234567890123456", ""},
		{"postcode", "12345678901234567", "has 17 characters; at most 16"},
		{"postcode", "一二三四五六七八九十一二三四五六", ""},
		{"weight_g", "", "is empty; write the parcel's weight in grams"},
		{"weight_g", "abc", "not a number"},
		{"weight_g", "-5", "is negative"},
		{"weight_g", "-0", "is negative"},
		{"weight_g", "0", "is zero; a parcel weighs more than 0 g"},
		{"weight_g", "0.0", "is zero"},
		{"weight_g", "0.0000000001", ""},
		{"weight_g", "1,200", "digit grouping or a decimal comma"},
		{"weight_g", "12,5", "decimal comma; write 12.5"},
		{"weight_g", "4e2", "has an exponent"},
		{"weight_g", "0x10", "text after the number"},
		{"weight_g", "1_000", "digit grouping"},
		{"weight_g", "+5", "plus sign"},
		{"weight_g", "350g", "unit or other text"},
		{"weight_g", "٣٥", "not a number"},
		{"weight_g", ".5", "no digit before the point; write 0.5"},
		{"weight_g", "5.", "no digit after the point; write 5"},
		{"weight_g", "10000000", ""},
		{"weight_g", "10000000.000", ""},
		{"weight_g", "10000000.001", "at most 10 t"},
		{"weight_g", "99999999999999999999", "at most 10 t"},
		{"weight_kg", "1", "stands beside weight_g"},
		{"value", "-1", "is negative"},
		{"value", "1.001", "more digits after the point than CNY, which has 2"},
		{"value", "1.000", "more digits after the point than CNY"},
		{"value", "999999999.99", ""},
		{"value", "1000000000", "too large; the value must be below 1000000000"},
		{"value", "NaN", "not a number"},
		{"value", "3 EUR", "unit or other text"},
		{"currency", "QQQ", "not a currency of ISO 4217"},
		{"currency", "XAU", "not a currency of ISO 4217"},
		{"currency", "rmb", "write CNY"},
		{"currency", "bgn", ""},
		{"attributes", many(32), ""},
		{"attributes", many(33), "has 33 attributes; at most 32"},
		{"promised_days", "soon", "not a number"},
		{"promised_days", "12.345", "more than 2 digits after the point"},
		{"promised_days", "-1", "is negative"},
		{"promised_days", "0", ""},
		{"ship_date", "2026-02-30", "a day that does not exist"},
		{"ship_date", "2024-02-29", ""},
		{"ship_date", "15/05/2026", "not a date as YYYY-MM-DD"},
		{"ship_date", "2026/5/1", "write 2026-05-01"},
		{"ship_date", "20260501", "write 2026-05-01"},
		{"ship_date", "2026-5-1", "write 2026-05-01"},
		{"ship_date", "2026年5月1日", "write 2026-05-01"},
		{"ship_date", "46143", "not a date"},
		{"hs6_count", "1.5", "not a whole number"},
		{"hs6_count", "0", "is zero"},
		{"hs6_count", "999999999", ""},
	} {
		t.Run(c.column+"="+c.cell, func(t *testing.T) {
			_, faults := ParseMap(with(c.column, c.cell), def)
			switch {
			case c.want == "" && faults != nil:
				t.Errorf("refused: %v", faults)
			case c.want != "" && (len(faults) != 1 || faults[0].Column != c.column || !strings.Contains(faults[0].Msg, c.want)):
				t.Errorf("got %v, want %s and %q", faults, c.column, c.want)
			}
		})
	}
}

func TestParseDigitsOfCurrency(t *testing.T) {
	for _, c := range []struct {
		currency, value string
		ok              bool
	}{
		{"JPY", "12", true}, {"JPY", "12.0", false}, {"KWD", "1.234", true}, {"KWD", "1.2345", false}, {"USD", "1.23", true}, {"USD", "1.230", false},
	} {
		_, faults := ParseMap(with("currency", c.currency, "value", c.value), def)
		if (faults == nil) != c.ok {
			t.Errorf("%s %s: %v", c.value, c.currency, faults)
		}
	}
	yen := Defaults{Currency: cur("JPY"), ShipDate: def.ShipDate}
	if _, faults := ParseMap(with("value", "1.5"), yen); len(faults) != 1 || faults[0].Column != "value" {
		t.Errorf("a value without currency has the settlement currency's digits, got %v", faults)
	}
}

func TestParseSides(t *testing.T) {
	for _, c := range []struct {
		l, w, h string
		blame   string
	}{
		{"10", "", "5", "width_cm"},
		{"", "10", "5", "length_cm"},
		{"10", "5", "", "height_cm"},
		{"", "", "5", "length_cm width_cm"},
		{"-10", "5", "5", "length_cm"},
		{"0", "0", "0", "length_cm width_cm height_cm"},
		{"1000", "1000", "1000", ""},
		{"1000.01", "5", "5", "length_cm"},
		{"5", "5", "x", "height_cm"},
		{"", "", "", ""},
	} {
		_, faults := ParseMap(with("length_cm", c.l, "width_cm", c.w, "height_cm", c.h), def)
		var blamed []string
		for _, f := range faults {
			blamed = append(blamed, f.Column)
		}
		if got := strings.Join(blamed, " "); got != c.blame {
			t.Errorf("%sx%sx%s blames %q, want %q", c.l, c.w, c.h, got, c.blame)
		}
	}
}

func TestParseTellsAllFaultsInOrder(t *testing.T) {
	_, faults := ParseMap(map[string]string{
		"country": "?", "postcode": strings.Repeat("9", 17), "weight_g": "x", "length_cm": "x", "value": "x", "currency": "?",
		"attributes": strings.Repeat("a|", 33), "promised_days": "x", "ship_date": "x", "hs6_count": "x",
	}, def)
	var got []string
	for _, f := range faults {
		got = append(got, f.Column)
	}
	want := "country postcode weight_g length_cm width_cm height_cm value currency attributes promised_days ship_date hs6_count"
	if strings.Join(got, " ") != want {
		t.Errorf("told %q\nwant %q", got, want)
	}
	if text := faults.Error(); !strings.HasPrefix(text, `country: "?" is not`) || strings.Count(text, "; also ") != 11 {
		t.Errorf("the sentence is %q", text)
	}
}

func TestParseForgetsTheOrderBefore(t *testing.T) {
	var o engine.Order
	c := Cells{Country: "DE", WeightG: "1", Attributes: "battery|liquid", Value: "3", LengthCM: "1", WidthCM: "1", HeightCM: "1", PromisedDays: "3"}
	if faults := Parse(&c, def, &o); faults != nil {
		t.Fatal(faults)
	}
	c = Cells{Country: "FR", WeightG: "2"}
	if faults := Parse(&c, def, &o); faults != nil {
		t.Fatal(faults)
	}
	if len(o.Attributes) != 0 || o.HasValue || o.HasDims() || o.PromisedDays.OK {
		t.Errorf("something of the order before is left: %+v", o)
	}
}

// texts writes an order as the cells it can be read from.
func texts(o *engine.Order) map[string]string {
	m := map[string]string{
		"order_id": o.ID, "country": o.Country.String(), "postcode": o.Postcode, "weight_g": fmt.Sprint(o.WeightG),
		"attributes": strings.Join(o.Attributes, "|"), "ship_date": o.ShipDate.String(), "buyer_service": o.BuyerService,
		"hs6_count": fmt.Sprint(o.HS6Count), "currency": o.Currency.String(),
	}
	if o.HasDims() {
		for c, mm := range map[string]int64{"length_cm": o.LengthMM, "width_cm": o.WidthMM, "height_cm": o.HeightMM} {
			m[c] = string(money.AppendFixed(nil, mm, 1))
		}
	}
	if o.HasValue {
		m["value"] = o.Value.Text(o.Currency.Digits())
	}
	if o.PromisedDays.OK {
		m["promised_days"] = string(money.AppendTrimmed(nil, int64(o.PromisedDays.V), 2))
	}
	return m
}

func TestPropertyPrintedOrderIsReadBack(t *testing.T) {
	word := rapid.StringMatching(`[a-z][a-z0-9 _-]{0,5}[a-z]`)
	rapid.Check(t, func(t *rapid.T) {
		o := engine.Order{
			ID: word.Draw(t, "id"), Country: rates.Country(rapid.IntRange(1, rates.NumCountries).Draw(t, "country")),
			Postcode: rapid.StringMatching(`([A-Z0-9][A-Z0-9 -]{0,9}[A-Z0-9])?`).Draw(t, "postcode"),
			WeightG:  rapid.Int64Range(1, engine.MaxWeightG).Draw(t, "weight"), Currency: money.Currency(rapid.IntRange(1, money.Currencies).Draw(t, "currency")),
			ShipDate:     rates.Date(rapid.Int32Range(int32(day("0001-01-01")), int32(day("9999-12-31"))).Draw(t, "date")),
			BuyerService: word.Draw(t, "service"), HS6Count: rapid.Int64Range(1, 999_999_999).Draw(t, "hs6"),
			Attributes: rapid.SliceOfN(word, 0, MaxAttributes).Draw(t, "attributes"),
		}
		if rapid.Bool().Draw(t, "dims") {
			side := rapid.Int64Range(1, engine.MaxSideMM)
			o.LengthMM, o.WidthMM, o.HeightMM = side.Draw(t, "l"), side.Draw(t, "w"), side.Draw(t, "h")
		}
		if o.HasValue = rapid.Bool().Draw(t, "has value"); o.HasValue {
			q := int64(o.Currency.Quantum())
			o.Value = money.Amount(q * rapid.Int64Range(0, (int64(money.Limit)-1)/q).Draw(t, "value"))
		}
		if o.PromisedDays.OK = rapid.Bool().Draw(t, "promised"); o.PromisedDays.OK {
			o.PromisedDays.V = rates.Days(rapid.Int64Range(0, 99_999_999_999).Draw(t, "days"))
		}
		got, faults := ParseMap(texts(&o), def)
		if len(o.Attributes) == 0 {
			o.Attributes, got.Attributes = nil, nil
		}
		if faults != nil || !reflect.DeepEqual(got, o) {
			t.Fatalf("wrote %+v\nread  %+v\nfaults %v", o, got, faults)
		}
	})
}
