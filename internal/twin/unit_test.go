package twin

import (
	"math/big"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/shopspring/decimal"
)

func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

func TestRound(t *testing.T) {
	for _, c := range []struct {
		in     string
		digits int32
		want   string
	}{
		{"0.005", 2, "0.01"},
		{"-0.005", 2, "-0.01"},
		{"0.00499999999999999999", 2, "0.00"},
		{"-0.004", 2, "0.00"},
		{"2.5", 0, "3"},
		{"-2.5", 0, "-3"},
		{"1/3", 6, "0.333333"},
		{"2/3", 6, "0.666667"},
		{"999999999.995", 2, "1000000000.00"},
	} {
		if got := round(rat(c.in), c.digits).StringFixed(c.digits); got != c.want {
			t.Errorf("round(%s, %d) = %s, want %s", c.in, c.digits, got, c.want)
		}
	}
}

func TestCeil(t *testing.T) {
	for in, want := range map[string]string{"3": "3", "3.0000001": "4", "-1.5": "-1", "0": "0"} {
		if got := ceil(rat(in)).RatString(); got != want {
			t.Errorf("ceil(%s) = %s, want %s", in, got, want)
		}
	}
}

func TestCodes(t *testing.T) {
	if len(countryCodes) != 250 {
		t.Errorf("%d countries, want the 249 of ISO 3166-1 and XK", len(countryCodes))
	}
	for code, digits := range map[string]int32{"CNY": 2, "JPY": 0, "KWD": 3, "XCG": 2, "VED": 2, "BGN": 2} {
		if got, ok := digitsOf(code); !ok || got != digits {
			t.Errorf("%s has %d digits (%v), want %d", code, got, ok, digits)
		}
	}
	for _, code := range []string{"XAU", "XTS", "XDR", "USN", "ANG", "HRK", "SLL", "ZWL", "CUC", "CLF", "", "cny"} {
		if _, ok := digitsOf(code); ok {
			t.Errorf("%q passes as a currency", code)
		}
	}
}

// conditionQuestion has what the conditions below ask about: USD is worth 7 CNY.
func conditionQuestion(t *testing.T) *question {
	t.Helper()
	b := &Book{settings: settings{currency: "CNY", digits: 2}}
	b.fx = []fxRow{{currency: "USD", rate: decimal.New(7, 0)}}
	promised := decimal.New(125, -1)
	return &question{
		book: b, zone: "Z1", billable: rat("1500"),
		service: &service{code: "S", channel: "online", kind: "post", level: "economy", tracking: "full", contract: "K", currency: "USD"},
		order: &order{
			country: "DE", postcode: "10 115", weight: rat("1201"), hasDims: true,
			sides: [3]*big.Rat{rat("105"), rat("301"), rat("20")},
			value: decimal.New(1050, -2), hasValue: true, currency: "CNY",
			attributes: []string{"battery", "Liquid"}, promised: &promised,
			shipDate: "2026-05-15", buyerService: "express", hs6: decimal.New(2, 0),
		},
	}
}

func TestConditions(t *testing.T) {
	q := conditionQuestion(t)
	for src, want := range map[string]bool{
		`order.country == "DE"`:                              true,
		`order.country != "DE" or order.has_dims`:            true,
		`order.has_value and not order.has_promise`:          false,
		`not order.has_dims and order.weight_g == 0`:         false,
		`not order.country == "FR"`:                          true,
		`not not order.has_dims and order.has_value`:         true,
		`order.weight_g * 2 + 1 == 2403`:                     true,
		`1 + order.hs6_count * 3 == 7`:                       true,
		`-order.value < -10.49 and - (order.value) == -10.5`: true,
		`5-3-1 == 1`: true,
		`value_in("USD") == 1.5 and value_in("cny")==10.5`:                                       true,
		`"battery" in order.attributes`:                                                          true,
		`"liquid" in order.attributes`:                                                           false,
		`order.country in ["FR", "DE"]`:                                                          true,
		`order.hs6_count in [1, -2, 2.0]`:                                                        true,
		`order.hs6_count in [-2]`:                                                                false,
		`order.ship_date >= "2026-05-15"`:                                                        true,
		`order.postcode == "10 115" and order.postcode < "2"`:                                    true,
		`order.longest_cm == 30.1 and order.middle_cm == 10.5`:                                   true,
		`order.shortest_cm == 2 and order.sum_cm == 42.6`:                                        true,
		`order.girth_cm == 55.1`:                                                                 true,
		`order.length_cm == 10.5 and order.width_cm > order.height_cm`:                           true,
		`order.promised_days == 12.5`:                                                            true,
		`zone == "Z1" and billable_g == 1500`:                                                    true,
		`service.code == "S" and service.kind == "post" and service.level == "economy"`:          true,
		`service.channel == "online" and service.tracking == "full" and service.contract == "K"`: true,
		`service.currency == order.currency`:                                                     false,
		`order.buyer_service <= "express"`:                                                       true,
		`order.has_dims or order.has_dims and order.weight_g == 0`:                               true,
		"order.has_dims\n\tand (order.weight_g > 1 or order.weight_g <= 0)":                      true,
	} {
		n, _, err := parseCondition(src, false)
		if err != nil {
			t.Errorf("%s: %v", src, err)
		} else if got := q.holds(n); got != want {
			t.Errorf("%s = %v, want %v", src, got, want)
		}
	}
}

func TestConditionsThatAreRefused(t *testing.T) {
	for _, src := range []string{
		`order.country`, `order.weight_g`, `"a"`, `1`, `order.country == 1`, `order.weight_g in ["a"]`,
		`order.has_dims == order.has_value`, `1 < 2 < 3`, `order.country + "a" == "a"`, `not order.weight_g`,
		`order.colour == "red"`, `value_in("XAU") > 1`, `value_in(USD) > 1`, `value_in("USD" > 1`, `(1 == 1`,
		`1 == 1)`, `order.country in [order.currency]`, `order.hs6_count in [1, "a"]`, `order.country in []`,
		`order.attributes == "a"`, `1 == 1 and`, `or 1 == 1`, `1 = 1`, `1 == - -1`, `1 == +1`, `"open`, `1 == 1.`,
		`1 == 1e3`, `1 == 0.1234567`, `1 == 1 && 2 == 2`, `"DE" not in ["FR"]`, `order.weight_g`, `in ["a"]`, ``,
	} {
		if _, _, err := parseCondition(src, false); err == nil {
			t.Errorf("%s: was accepted", src)
		}
	}
	for _, src := range []string{`zone == "a"`, `billable_g > 1`, `service.code == "a"`} {
		if _, _, err := parseCondition(src, true); err == nil {
			t.Errorf("hold rule %s: was accepted", src)
		}
	}
}

// A small book in which one cell after another is spoiled.
var sound = map[string]string{
	"settings.csv":   "key,value\ncurrency,CNY\ncapital_rate,5\nlate_refund_rate,0.5\n",
	"services.csv":   "service,channel,kind,level,currency,step_g,max_box_cm,max_value,max_side_cm\nA,online,post,standard,CNY,1,10x10x10,5 USD,30\n",
	"rates.csv":      "service,zone,upto_g,base,step_g,step_price,valid_from\nA,DE,500,1.5,100,2,2026-01-01\n",
	"zones.csv":      "service,country,postcode_from,postcode_to,zone\nA,DE,10,19,DE\n",
	"fx.csv":         "currency,rate\nUSD,7.0123456789\n",
	"surcharges.csv": "service,surcharge,type,kind,amount,when\nA,s,tax,flat,-3 USD,order.weight_g > 1\n",
	"rules.csv":      "rule,when,do,services,amount\nr,,add_cost,A,-0.1234\n",
	"contracts.csv":  "contract,period\nK,rolling:30\n",
}

func load(spoil, old, new string) error {
	folder := fstest.MapFS{}
	for name, text := range sound {
		if name == spoil {
			text = strings.Replace(text, old, new, 1)
		}
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	_, err := Load(folder)
	return err
}

func TestMalformedCells(t *testing.T) {
	if err := load("", "", ""); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][3]string{
		{"settings.csv", "CNY", "XXX"},
		{"settings.csv", ",5", ",5.00001"},
		{"settings.csv", "0.5", "1.1"},
		{"settings.csv", "currency", "curency"},
		{"services.csv", "online", "on"},
		{"services.csv", "post", ""},
		{"services.csv", "10x10x10", "10x10"},
		{"services.csv", "5 USD", "5 EUR"},
		{"services.csv", "5 USD", "-5"},
		{"services.csv", ",1,", ",1|5,"},
		{"services.csv", ",1,", ",none,"},
		{"services.csv", ",30", ",30.05"},
		{"services.csv", ",30", ",30,4"},
		{"rates.csv", "500", ""},
		{"rates.csv", "500", "500.5"},
		{"rates.csv", "1.5", "-1"},
		{"rates.csv", "1.5", "1.1234567"},
		{"rates.csv", "1.5", "1000000000"},
		{"rates.csv", "01-01", "02-30"},
		{"rates.csv", "100,2", "0,2"},
		{"zones.csv", "19", "190"},
		{"zones.csv", "DE,10", "ZZ,10"},
		{"fx.csv", "7.0123456789", "0"},
		{"fx.csv", "89", "890"},
		{"surcharges.csv", "-3 USD", ""},
		{"surcharges.csv", "-3 USD", "-3 USD x"},
		{"surcharges.csv", "tax", "vat"},
		{"surcharges.csv", "> 1", "> a"},
		{"rules.csv", "-0.1234", "0.12345"},
		{"rules.csv", "-0.1234", ""},
		{"contracts.csv", "30", "0"},
		{"contracts.csv", "rolling:30", "week"},
		{"rates.csv", "base", "upto_g"},
	} {
		if err := load(c[0], c[1], c[2]); err == nil {
			t.Errorf("%s with %q for %q was accepted", c[0], c[2], c[1])
		} else if !strings.HasPrefix(err.Error(), strings.TrimSuffix(c[0], ".csv")) && c[2] != "5 EUR" {
			t.Errorf("%s with %q: the error does not name the file: %v", c[0], c[2], err)
		}
	}
}
