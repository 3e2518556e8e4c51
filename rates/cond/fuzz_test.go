package cond

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// bookConditions are as sellers write them.
var bookConditions = []string{
	`order.country == "US" and value_in("USD") >= 5`,
	`order.country == "US" and value_in("USD") >= 5 and service.tracking != "full"`,
	`service.channel == "offline"`,
	`not ("clothing" in order.attributes)`,
	`order.country == "MX" and order.has_value and value_in("USD") < 1`,
	`order.country in ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR"] and value_in("EUR") > 150`,
	`order.country == "AU" and order.postcode == ""`,
	`"liquid" in order.attributes and order.weight_g > 1000`,
	`service.kind == "forwarder" and billable_g > 2000`,
	`order.longest_cm >= 118 or order.middle_cm >= 76 or order.weight_g >= 25000`,
	`order.girth_cm >= 330`,
	`value_in("USD") >= 1 and value_in("USD") <= 300`,
	`order.ship_date >= "2026-07-01" and zone in ["1", "2"]`,
	`order.length_cm * order.width_cm * order.height_cm > 5 * billable_g`,
	`order.promised_days in [0, 7.5, -1]`,
	`value_in("USD") - value_in("EUR") * (order.value - 1.25) != -3`,
}

// FuzzParse looks for a source that panics, for an error that blames what does
// not stand there, and for a condition that changes on its way through text.
func FuzzParse(f *testing.F) {
	for _, src := range slices.Concat(bookConditions, holding) {
		f.Add(src)
	}
	for _, c := range parseErrors {
		f.Add(strings.NewReplacer("‹", "", "›", "").Replace(c.src))
	}
	for _, src := range []string{"\x00", "\"\x00\" == zone", strings.Repeat("(", 300), strings.Repeat("not ", 200) + "1 == 1", "-(-(-(1))) == 1"} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 4096 { // as the readers of files do
			return
		}
		e, err := Parse(src)
		if err != nil {
			checkError(t, src, err)
			return
		}
		s := e.String()
		again, err := Parse(s)
		if err != nil {
			t.Fatalf("%q prints as %q: %v", src, s, err)
		}
		if again.String() != s || again.Uses() != e.Uses() || !slices.Equal(again.Currencies(), e.Currencies()) {
			t.Fatalf("%q prints as %q and comes back as %q", src, s, again)
		}
		bound := e.Bind(Known{Country: "DE", Service: postService})
		back, err := Parse(bound.String())
		if err != nil || back.String() != bound.String() {
			t.Fatalf("%q binds to %q and comes back as %v, %v", src, bound, back, err)
		}
		index := func(c string) int { return slices.Index(e.Currencies(), c) }
		facts := sample()
		facts.Rates = make([]uint64, len(e.Currencies()))
		for i := range facts.Rates {
			facts.Rates[i] = uint64(i+1) * 7e9
		}
		want := e.Compile(index).Eval(facts)
		for _, same := range []*Expr{again, bound, back} {
			if same.Compile(index).Eval(facts) != want {
				t.Fatalf("%q is %v, but %q is not", src, want, same)
			}
		}
	})
}

func checkError(t *testing.T, src string, err error) {
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("%q: %T", src, err)
	}
	if e.Offset < 0 || e.Offset > len(src) || !strings.HasPrefix(src[e.Offset:], e.Word) {
		t.Fatalf("%q: blames %q at %d", src, e.Word, e.Offset)
	}
	if e.Msg == "" || !strings.Contains(e.Caret(src), "^") {
		t.Fatalf("%q: no message or no caret", src)
	}
}
