package cond

import (
	"math"
	"strings"
	"sync"
	"testing"
)

// sample is an order of 5.25 EUR, that is 6.3 USD, 1 EUR being 8 CNY.
func sample() *Facts {
	return &Facts{
		Country: "DE", Postcode: "10-115 b", Currency: "EUR", ShipDate: "2026-07-01", BuyerService: "express",
		Attributes: []string{"battery", "liquid"}, WeightG: 1001, Value: 5_250_000, PromisedDays: 1250, HS6: 2,
		LengthMM: 201, WidthMM: 300, HeightMM: 100, LongestMM: 300, MiddleMM: 201, ShortestMM: 100, SumMM: 601, GirthMM: 902,
		HasValue: true, HasDims: true, HasPromise: true,
		OrderRate: 8e10, Rates: []uint64{8e10, 66666666667, 5e7}, Zone: "DE-1", BillableG: 1500, Service: postService,
	}
}

func rateIndex(currency string) int {
	return map[string]int{"EUR": 0, "USD": 1, "JPY": 2}[currency]
}

var holding = []string{
	``,
	// every field
	`order.country == "DE"`, `order.postcode == "10-115 b"`, `order.weight_g == 1001`, `order.value == 5.25`,
	`order.currency == "EUR"`, `"liquid" in order.attributes`, `order.promised_days == 12.5`,
	`order.ship_date == "2026-07-01"`, `order.buyer_service == "express"`, `order.hs6_count == 2`,
	`order.length_cm == 20.1`, `order.width_cm == 30`, `order.height_cm == 10`, `order.longest_cm == 30`,
	`order.middle_cm == 20.1`, `order.shortest_cm == 10`, `order.sum_cm == 60.1`, `order.girth_cm == 90.2`,
	`order.has_value`, `order.has_dims`, `order.has_promise`,
	`service.code == "CP_RAM"`, `service.channel == "offline"`, `service.kind == "post"`, `service.level == "simple"`,
	`service.tracking == "partial"`, `service.contract == "cp"`, `service.currency == "CNY"`,
	`zone == "DE-1"`, `billable_g == 1500`,
	`value_in("EUR") == 5.25`, `value_in("JPY") == 8400`, `value_in("jpy") == 1600 * order.value`,
	// the rate of the dollar is not exactly 8/1.2, so the value is a little less than 6.3
	`value_in("USD") < 6.3`, `value_in("USD") != 6.3`, `value_in("USD") > 6.299999`,
	`value_in("USD") * (66666 * 1000000 + 666667) == order.value * 80000 * 1000000`,
	`6.3 > value_in("USD")`, `6.29 <= value_in("USD")`, `not 6.3 < value_in("USD")`, `value_in("USD") > -5`, `-5 <= value_in("USD")`,
	`not value_in("EUR") < 0`, `not value_in("EUR") > 5.25`, `value_in("EUR") >= 5.25`, `value_in("EUR") <= 5.25`,
	// every operator
	`order.weight_g != 1000`, `order.weight_g < 1001.000001`, `order.weight_g <= 1001`, `order.weight_g > 1000.999999`, `order.weight_g >= 00000000001001.0`,
	`1001.000001 > order.weight_g`, `1001 >= order.weight_g`, `1000.999999 < order.weight_g`, `1001 <= order.weight_g`,
	`not order.weight_g == 1001.5`, `order.weight_g != 1001.5`, `not order.weight_g > 1001`, `not order.weight_g < 1001`,
	`zone != "DE"`, `zone > "DE"`, `zone >= "DE-1"`, `zone < "DE-1 "`, `zone <= "DE-1"`, `"DE" < zone`, `"Z" < "a"`, `"ä" > "z"`,
	`order.country != order.currency`, `order.country < order.currency`, `order.country <= order.currency`,
	`order.currency > order.country`, `order.currency >= order.country`, `order.country == order.country`,
	`order.country in ["DE"]`, `order.country in ["AT", "DE", "FR"]`, `order.country in ["AT", "BE", "CH", "DE", "ES", "FR", "GB"]`,
	`not (order.country in ["AT", "BE", "CH", "ES", "FR", "GB"])`, `not order.country in ["de"]`,
	`order.weight_g in [1, 1001]`, `not order.weight_g in [1001.5, 1000]`, `order.value in [5.25]`, `order.value * 2 in [1, 10.5, -3]`,
	`-order.weight_g in [-1001]`, `value_in("EUR") in [5.25, 1]`, `not value_in("USD") in [6.3]`,
	`not "glass" in order.attributes`, `not order.country in order.attributes`,
	`order.weight_g + 1 - 2 == 1000`, `order.weight_g - (1 - 2) == 1002`, `2 + 3 * 4 == 14`, `(2 + 3) * 4 == 20`, `2 - 3 - 4 == -5`,
	`-order.weight_g < 0`, `-order.weight_g >= -1001`, `-(order.weight_g - 1001) == 0`, `2 * -order.value == -10.5`, `-2 * order.value == -10.5`,
	`order.length_cm * order.width_cm * order.height_cm == 6030`, `order.weight_g * 0 == 0`, `order.weight_g - order.weight_g <= 0`,
	`0.1 + 0.2 == 0.3`, `order.length_cm + order.width_cm > 50.09`, `order.length_cm + order.width_cm == 50.1`,
	`order.sum_cm == order.length_cm + order.width_cm + order.height_cm`, `order.girth_cm > order.sum_cm + 30`,
	`billable_g * 1000 > order.weight_g`, `billable_g - order.weight_g == 499`,
	// precedence
	`not order.has_value or order.has_dims`, `1 == 1 or 1 == 2 and 1 == 2`, `not (1 == 1 and 1 == 2)`, `not 1 == 2 and not 2 == 3`,
	`1 == 2 or 1 == 2 or 1 == 1`, `not (1 == 1 and 1 == 1 and 1 == 2)`,
}

func TestEval(t *testing.T) {
	f := sample()
	for _, src := range holding {
		e := mustParse(t, src)
		if !e.Compile(rateIndex).Eval(f) {
			t.Errorf("%s is false", src)
		}
		if src == "" {
			continue
		}
		if mustParse(t, "not ("+src+")").Compile(rateIndex).Eval(f) {
			t.Errorf("not (%s) is true", src)
		}
		if b := e.Bind(Known{Country: "DE", Service: postService}); !b.Compile(rateIndex).Eval(f) {
			t.Errorf("%s bound to %s is false", src, b)
		}
	}
}

// An order without value, sizes and promise has 0 there, whatever is left in
// the facts from the order before.
func TestEvalAbsent(t *testing.T) {
	f := sample()
	f.HasValue, f.HasDims, f.HasPromise, f.Service = false, false, false, nil
	f.Attributes = nil
	for _, src := range []string{
		`order.value == 0`, `value_in("USD") == 0`, `value_in("USD") < 0.000001`, `value_in("USD") + 0.5 == 0.5`,
		`order.promised_days == 0`, `order.length_cm + order.width_cm + order.height_cm == 0`,
		`order.longest_cm + order.middle_cm + order.shortest_cm == 0`, `order.sum_cm == 0 and order.girth_cm == 0`,
		`service.code == "" and service.tracking == ""`, `not "battery" in order.attributes`,
		`not (order.has_value or order.has_dims or order.has_promise)`, `value_in("USD") == value_in("EUR")`,
	} {
		if !mustParse(t, src).Compile(rateIndex).Eval(f) {
			t.Errorf("%s is false", src)
		}
	}
}

// Facts at and beyond the bounds of int64 neither wrap nor saturate.
func TestEvalExtremes(t *testing.T) {
	const most, least = math.MaxInt64, math.MinInt64
	for _, c := range []struct {
		src    string
		weight int64
		want   bool
	}{
		{`order.weight_g > 999999999`, most, true},
		{`order.weight_g < 0`, least, true},
		{`-order.weight_g > 0`, least, true},
		{`order.weight_g * 10 > 0`, most, true},
		{`order.weight_g * 10 < 0`, least, true},
		{`order.weight_g + order.weight_g > order.weight_g`, most, true},
		{`order.weight_g < 999999999 * 999999999 * 999999999`, most, true},
		{`order.weight_g > -999999999 * 999999999 * 999999999`, least, true},
		{`order.weight_g == 999999999 * 999999999 * 999999999`, most, false},
		{`order.weight_g != 999999999 * 999999999 * 999999999`, most, true},
		{`order.weight_g >= 999999999 * 999999999 * 999999999`, most, false},
		{`order.weight_g == (922337203 * 10 + 6) * 1000000 * 1000 + 854775807`, most, true},
		{`order.weight_g * order.weight_g > order.weight_g * 9`, most, true},
		{`order.weight_g * order.hs6_count > 1 - order.weight_g`, most, true},
		{`order.weight_g + order.hs6_count > 999999999`, most, true},
		{`order.weight_g * order.weight_g * order.weight_g < 0`, least, true},
		{`order.weight_g in [1, 2]`, most, false},
		{`order.weight_g * 2 in [-2, 0]`, least, false},
	} {
		if got := mustParse(t, c.src).Compile(nil).Eval(&Facts{WeightG: c.weight, HS6: 1}); got != c.want {
			t.Errorf("%s with %d is %v", c.src, c.weight, got)
		}
	}
	f := &Facts{HasValue: true, Value: least, OrderRate: math.MaxUint64, Rates: []uint64{math.MaxUint64, 1, 3}}
	for _, src := range []string{`value_in("EUR") < 0`, `value_in("USD") < -999999999`, `0 > value_in("JPY")`, `not value_in("EUR") == 0`} {
		if !mustParse(t, src).Compile(rateIndex).Eval(f) {
			t.Errorf("%s is false for a negative value", src)
		}
	}
	f.Value = most
	for _, src := range []string{
		`value_in("EUR") == order.value`, `value_in("USD") > 999999999`, `value_in("JPY") * 3 == value_in("USD")`,
		`value_in("USD") * value_in("USD") == 3 * 3 * value_in("JPY") * value_in("JPY")`,
	} {
		if !mustParse(t, src).Compile(rateIndex).Eval(f) {
			t.Errorf("%s is false for the largest value", src)
		}
	}
}

// One program serves several goroutines, also where it keeps registers.
func TestEvalConcurrent(t *testing.T) {
	p := mustParse(t, longSource).Compile(rateIndex)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			f := sample()
			f.WeightG = int64(i % 2)
			for range 2000 {
				if p.Eval(f) != (i%2 == 1) {
					t.Errorf("goroutine %d got another's answer", i)
					return
				}
			}
		})
	}
	wg.Wait()
}

// longSource needs integers of more than 128 bits, and is true above 0 g.
const longSource = `value_in("USD") * value_in("JPY") * order.weight_g > 0`

func TestCompileWithoutRate(t *testing.T) {
	defer func() {
		if got, _ := recover().(string); !strings.Contains(got, "USD") {
			t.Errorf("panics with %q", got)
		}
	}()
	mustParse(t, `value_in("USD") > 1`).Compile(func(string) int { return -1 })
}
