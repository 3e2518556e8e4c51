package cond

import (
	"strings"
	"testing"
)

var postService = &Service{
	Code: "CP_RAM", Channel: "offline", Kind: "post", Level: "simple",
	Tracking: "partial", Contract: "cp", Currency: "CNY",
}

func TestBind(t *testing.T) {
	de := Known{Country: "DE", Service: postService}
	for _, c := range []struct {
		src  string
		k    Known
		want string
	}{
		{`order.country == "US" and value_in("USD") >= 5 and service.tracking != "full"`, de, never},
		{`order.country == "DE" and value_in("USD") >= 5 and service.tracking != "full"`, de, `value_in("USD") >= 5`},
		{
			`order.country == "DE" and value_in("USD") >= 5 and service.tracking != "full"`,
			Known{Country: "DE"},
			`value_in("USD") >= 5 and service.tracking != "full"`,
		},
		{`order.country == "DE" and service.tracking == "full"`, Known{Service: postService}, never},
		{`order.country == "DE"`, Known{}, `order.country == "DE"`},
		{`order.country == "DE" or zone == "1"`, de, ``},
		{`order.country == "FR" or zone == "1"`, de, `zone == "1"`},
		{`not (order.country == "FR") and not order.has_dims`, de, `not order.has_dims`},
		{`not not order.country == "DE"`, de, ``},
		{`order.country in ["AT", "DE"]`, de, ``},
		{`order.country in ["AT", "FR"]`, de, never},
		{`order.country in order.attributes`, de, `"DE" in order.attributes`},
		{`order.country < service.currency`, de, never},
		{`order.currency == service.currency`, de, `order.currency == "CNY"`},
		{`service.code == "CP_RAM" and service.channel == "offline" and service.kind == "post" and
			service.level == "simple" and service.contract == "cp" and service.tracking == "partial" and zone == "1"`, de, `zone == "1"`},
		{`(order.country == "FR" or zone == "1") and (order.country == "DE" and order.has_dims)`, de, `zone == "1" and order.has_dims`},
		{`(order.country == "FR" or order.has_value or order.has_promise) or order.has_dims`, de, `order.has_value or order.has_promise or order.has_dims`},
		{`0.1 + 0.2 == 0.3`, Known{}, ``},
		{`0.1 * 0.1 * 0.1 * 0.1 != 0.0001`, Known{}, never},
		{`999999999 * 999999999 + 1 > 999999999 * 999999999`, Known{}, ``},
		{`0.000001 * 0.000001 > 0`, Known{}, ``},
		{`1 + 1 in [1, 2]`, Known{}, ``},
		{`0.1 * 0.1 in [0.01]`, Known{}, ``},
		{`0 - 1 in [1]`, Known{}, never},
		{`order.weight_g > 2 * 500 + 1`, Known{}, `order.weight_g > 1001`},
		{`order.weight_g * (1 - 3) > 1`, Known{}, `-order.weight_g * 2 > 1`},
		{`order.weight_g + (1 - 3) > 1`, Known{}, `order.weight_g + 1 - 3 > 1`},
		{`order.weight_g > 0.001 * 0.001 * 0.001`, Known{}, `order.weight_g > 0.001 * 0.001 * 0.001`},
		{`order.weight_g > 999999999.5 + 0.5`, Known{}, `order.weight_g > 999999999.5 + 0.5`},
		{`order.weight_g > 999999999.5 + 0.499999`, Known{}, `order.weight_g > 999999999.999999`},
		{`order.weight_g in [1, 2] or 1 == 2`, Known{}, `order.weight_g in [1, 2]`},
		{`order.weight_g * (2 * 3) in [1, 2]`, Known{}, `order.weight_g * 2 * 3 in [1, 2]`},
		{``, de, ``},
	} {
		e := mustParse(t, c.src)
		before := e.String()
		got := e.Bind(c.k)
		if got.String() != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.src, got, c.want)
		}
		if e.String() != before {
			t.Errorf("Bind changed %s to %s", before, e)
		}
		if v, ok := got.Const(); ok != (c.want == "" || c.want == never) || v != (c.want == "") {
			t.Errorf("%s: constant %v, %v", c.src, v, ok)
		}
		if _, err := Parse(got.String()); err != nil {
			t.Errorf("%s: %v", got, err)
		}
	}
}

func TestConst(t *testing.T) {
	for src, want := range map[string][2]bool{
		``:                             {true, true},
		`1 == 1`:                       {true, true},
		`1 == 0`:                       {false, true},
		`"a" < "b" or order.has_dims`:  {true, true},
		`"a" > "b" and order.has_dims`: {false, true},
		`order.has_dims`:               {false, false},
	} {
		if v, ok := mustParse(t, src).Const(); v != want[0] || ok != want[1] {
			t.Errorf("%s: constant %v, %v", src, v, ok)
		}
	}
}

// What Bind drops is no longer asked for.
func TestBindForgets(t *testing.T) {
	e := mustParse(t, `order.country == "US" and value_in("USD") > 5 or service.code == "A" or zone == "1"`)
	b := e.Bind(Known{Country: "DE", Service: postService})
	if b.Uses() != UsesZone || len(b.Currencies()) != 0 || len(b.Refs()) != 0 {
		t.Errorf("%s still uses %b, %v, %v", b, b.Uses(), b.Currencies(), b.Refs())
	}
}

// A text that only a rate book can hold does not make two conditions one.
func TestBindQuotes(t *testing.T) {
	e := mustParse(t, `order.buyer_service == service.code`)
	quoted := e.Bind(Known{Service: &Service{Code: `a" or zone == "b`}})
	if _, err := Parse(quoted.String()); err == nil || !strings.Contains(quoted.String(), `""`) {
		t.Errorf("%s reads as a condition of its own", quoted)
	}
	p := quoted.Compile(nil)
	if !p.Eval(&Facts{BuyerService: `a" or zone == "b`}) || p.Eval(&Facts{Zone: "b"}) {
		t.Error("a bound text with quotes is compared wrongly")
	}
}
