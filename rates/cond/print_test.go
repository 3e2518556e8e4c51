package cond

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestString(t *testing.T) {
	for src, want := range map[string]string{
		"":                           "",
		" \t\r\n ":                   "",
		`order.has_value`:            `order.has_value`,
		`((order.has_value))`:        `order.has_value`,
		"order.weight_g\n>\t007.500": `order.weight_g > 7.5`,
		`order.weight_g > 10.000`:    `order.weight_g > 10`,
		`order.value < 0.000001`:     `order.value < 0.000001`,
		`value_in ( "usd" ) >= 5`:    `value_in("USD") >= 5`,

		`order.has_value and (order.has_dims and order.has_promise)`: `order.has_value and order.has_dims and order.has_promise`,
		`(order.has_value and order.has_dims) or order.has_promise`:  `order.has_value and order.has_dims or order.has_promise`,
		`order.has_value and (order.has_dims or order.has_promise)`:  `order.has_value and (order.has_dims or order.has_promise)`,
		`not (order.weight_g > 5)`:                                   `not order.weight_g > 5`,
		`(not order.has_value) and order.has_dims`:                   `not order.has_value and order.has_dims`,
		`not (order.has_value and order.has_dims)`:                   `not (order.has_value and order.has_dims)`,
		`not not order.has_value`:                                    `not not order.has_value`,

		`zone in ["b","a", "b"]`:            `zone in ["a", "b"]`,
		`order.weight_g in [10, -2, 010.0]`: `order.weight_g in [-2, 10]`,
		`zone in [""]`:                      `zone in [""]`,
		`("battery") in order.attributes`:   `"battery" in order.attributes`,

		`1 - (2 - 3) == 1`:               `1 - (2 - 3) == 1`,
		`(1 - 2) - 3 == 1`:               `1 - 2 - 3 == 1`,
		`1 + (2 - 3) == 1`:               `1 + 2 - 3 == 1`,
		`1 - -3 == 1`:                    `1 + 3 == 1`,
		`-(-3) == 1`:                     `3 == 1`,
		`-0 == -0.0`:                     `0 == 0`,
		`0 * -order.value == -(0 * 1)`:   `0 * order.value == 0 * 1`,
		`1 - 0 == -(0 * 1) - 2 * 0`:      `1 + 0 == 0 * 1 - 2 * 0`,
		`(1 + 2) * 3 == 1`:               `(1 + 2) * 3 == 1`,
		`1 + (2 * 3) == 1`:               `1 + 2 * 3 == 1`,
		`-order.value * -2 == 1`:         `order.value * 2 == 1`,
		`order.value * -(2 + 3) == 1`:    `-order.value * (2 + 3) == 1`,
		`-(order.value + 1) * 2 == 1`:    `-(order.value + 1) * 2 == 1`,
		`-(order.value * 2) == 1`:        `-order.value * 2 == 1`,
		`order.value - (-(1 + 2)) == -1`: `order.value + 1 + 2 == -1`,
		`-value_in("EUR") < -5`:          `-value_in("EUR") < -5`,
	} {
		e := mustParse(t, src)
		if got := e.String(); got != want {
			t.Errorf("%s\n got %s\nwant %s", src, got, want)
		}
		if got := mustParse(t, want).String(); got != want {
			t.Errorf("%s comes back as %s", want, got)
		}
	}
}

func TestUses(t *testing.T) {
	for src, want := range map[string]Uses{
		``:                               0,
		`1 == 1`:                         0,
		`order.has_dims`:                 UsesOrder,
		`value_in("EUR") * 2 > -1`:       UsesOrder,
		`"x" in order.attributes`:        UsesOrder,
		`service.code in ["A"]`:          UsesService,
		`not zone == "1"`:                UsesZone,
		`1 + billable_g in [1]`:          UsesBillable,
		`order.ship_date > "2026"`:       UsesOrder | UsesShipDate,
		`order.postcode == service.code`: UsesOrder | UsesPostcode | UsesService,
		`1 == 1 or zone == "1"`:          UsesZone, // as written, though it never matters
	} {
		if got := mustParse(t, src).Uses(); got != want {
			t.Errorf("%s uses %b, want %b", src, got, want)
		}
	}
}

func TestRefs(t *testing.T) {
	src := `zone == "1" and value_in("usd") > value_in("EUR") + value_in("USD") and "a" in order.attributes`
	e := mustParse(t, src)
	if got := e.Currencies(); !slices.Equal(got, []string{"EUR", "USD"}) {
		t.Errorf("currencies %v", got)
	}
	want := []Ref{
		{0, `zone`, UsesZone, ""},
		{25, `"usd"`, UsesOrder, "USD"},
		{43, `"EUR"`, UsesOrder, "EUR"},
		{61, `"USD"`, UsesOrder, "USD"},
		{79, `order.attributes`, UsesOrder, ""},
	}
	if got := e.Refs(); !slices.Equal(got, want) {
		t.Errorf("refs %v, want %v", got, want)
	}
	for _, r := range e.Refs() {
		if src[r.Offset:][:len(r.Word)] != r.Word {
			t.Errorf("%v does not stand there", r)
		}
	}
	// ſ is a letter whose capital is S, but no S.
	if got := mustParse(t, `value_in("uſd") > 1`).Currencies(); !slices.Equal(got, []string{"UſD"}) {
		t.Errorf("currencies %q", got)
	}
}

// The package page names every field of the language.
func TestDocNamesFields(t *testing.T) {
	page, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	words := strings.FieldsFunc(string(page), func(r rune) bool { return strings.ContainsRune(" ,\n", r) })
	for _, f := range fields {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.TrimSuffix(w, ".") == f.name }) {
			t.Errorf("doc.go does not name %s", f.name)
		}
	}
}
