package cond

import (
	"errors"
	"strings"
	"testing"
)

// parseErrors have the offending word between ‹ and ›, and what the message
// must say.
var parseErrors = []struct{ src, want string }{
	// names
	{`‹order.wieght_g› > 5`, "is not a field; did you mean order.weight_g?"},
	{`‹Order.Country› == "DE"`, "did you mean order.country?"},
	{`‹country› == "DE"`, "did you mean order.country?"},
	{`‹weight› > 5`, "did you mean order.weight_g?"},
	{`‹order.zone› == "1"`, "did you mean zone?"},
	{`‹order.billable› > 1`, "did you mean billable_g?"},
	{`‹order.kind› == "post"`, "did you mean service.kind?"},
	{`‹order.foo› > 1`, "is not a field; there are order.country, order.postcode,"},
	{`‹service› == "A"`, "is not a field; there are service.code, service.channel,"},
	{`order.country == ‹DE›`, `a text is written in double quotes: "DE"`},
	{`order.country == ‹страна›`, "is not a field"},
	{`‹.country› == "DE"`, "write order.country"},
	{`‹value_im›("USD") > 5`, `did you mean value_in("USD")?`},
	{`‹max›(1, 2) > 1`, `is no function; the only one is value_in("USD")`},
	{`‹order.country›("x")`, `is no function`},

	// operators and words of other languages
	{`order.country ‹=› "DE"`, "write =="},
	{`order.country ‹===› "DE"`, "write =="},
	{`order.country ‹<>› "DE"`, "!="},
	{`order.weight_g ‹=>› 5`, ">="},
	{`order.weight_g ‹=<› 5`, "<="},
	{`order.weight_g ‹<<› 5`, "is no operator"},
	{`order.weight_g == ‹==› 5`, "follows another comparison"},
	{`order.has_value ‹&&› order.has_dims`, "is written and here"},
	{`order.has_value ‹||› order.has_dims`, "is written or here"},
	{`‹!›order.has_value`, "is written not here"},
	{`‹!›(order.has_value)`, "is written not here"},
	{`order.has_value ‹AND› order.has_dims`, "lower case: and"},
	{`‹Not› order.has_value`, "lower case: not"},
	{`order.has_value == ‹True›`, "a yes/no field stands alone"},
	{`order.has_value == ‹false›`, "not order.has_value"},
	{`order.postcode == ‹null›`, "the empty text"},
	{`order.country ‹is› "DE"`, "write == or !="},
	{`order.weight_g ‹/› 2 > 5`, "multiply the other side"},
	{`order.weight_g * ‹*› 2 > 5`, "there are no powers"},
	{`order.weight_g > 5 ‹%›`, "is not part of the language"},
	{`order.weight_g > ‹+›5`, "leave it out"},
	{`order.country ‹not in› ["DE"]`, "put not in front: not (order.country in ...)"},
	{`order.country ‹not› == "DE"`, "stands where and, or, an operator or the end is expected"},

	// texts
	{`order.country == ‹'DE'›`, `write "DE" in straight double quotes`},
	{`order.country == ‹“DE”›`, `write "DE" in straight double quotes`},
	{`order.country == ‹'›`, "is in the wrong quotes"},
	{`order.country == ‹"DE›`, "has no closing quote"},
	{"order.country == ‹\"DE›\n  and zone", "has no closing quote"},
	{`order.country == ""‹DE›""`, "single pairs of double quotes"},
	{`order.weight_g ‹＞› 5`, "is a full-width character; write >"},
	{`order.weight_g > ‹５›`, "is a full-width character; write 5"},
	{`order.country in ["DE"‹、›"FR"]`, "is a full-width character; write ,"},
	{"order.weight_g‹\u00a0›> 5", "is not a plain space"},
	{"order.weight_g > ‹\xff›5", "is not UTF-8 text"},

	// numbers
	{`order.weight_g > ‹12,5›`, "has a decimal comma; write 12.5"},
	{`order.weight_g > ‹1,000›`, "write 1000, or 1.000"},
	{`order.weight_g > ‹1e9›`, "is not a number"},
	{`order.weight_g > ‹5kg›`, "is not a number"},
	{`order.weight_g > ‹1_000›`, "is not a number"},
	{`order.weight_g > ‹1.2.3›`, "is not a number"},
	{`order.weight_g > ‹.5›`, "write 0.5"},
	{`order.weight_g > ‹5.›`, "has a point without digits; write 5"},
	{`order.weight_g > ‹0.1234567›`, "at most 6"},
	{`order.weight_g > ‹1.0000000›`, "at most 6"},
	{`order.weight_g > ‹1000000000›`, "below 1000000000"},
	{`-‹1000000000› < 5`, "below 1000000000"},
	{`order.value > 5 ‹USD›`, `value_in("USD") > 5`},
	{`1 - -‹-›1 == 1`, "follows another minus"},
	{`-‹-›order.weight_g > 1`, "follows another minus"},
	{`-‹"5"› < 1`, "is a text, but - takes numbers; write 5 without quotes"},
	{`-‹order.has_value›`, "is a yes/no value, but - takes numbers"},
	{`-‹(order.has_value)›`, "is a yes/no value, but - takes numbers"},

	// types
	{`‹order.weight_g›`, "is a number, but a condition must be yes or no"},
	{`‹order.country›`, "is a text, but a condition must be yes or no"},
	{`‹value_in("USD")›`, "is a number, but a condition must be yes or no"},
	{`‹(1 + 2)›`, "is a number, but a condition must be yes or no"},
	{`order.weight_g == ‹"5"›`, "is a text, but order.weight_g is a number; == takes two numbers or two texts; write 5 without quotes"},
	{`‹"5"› < order.weight_g`, "is a text, but order.weight_g is a number"},
	{`order.country != ‹5›`, `is a number, but order.country is a text; != takes two numbers or two texts; a text is written in double quotes: "5"`},
	{`order.ship_date >= ‹2026-07-01›`, `a text is written in double quotes: "2026-07-01"`},
	{`order.weight_g <= ‹order.country›`, "is a text, but order.weight_g is a number"},
	{`order.weight_g > ‹zone›`, "is a text"},
	{`‹order.has_value› == order.has_dims`, "is a yes/no value; == takes two numbers or two texts"},
	{`1 < ‹(1 < 2)›`, "is a yes/no value; < takes"},
	{`1 + ‹"a"› == 1`, "is a text, but + takes numbers"},
	{`‹"a"› + "b" == "ab"`, "is a text, but + takes numbers"},
	{`1 - ‹order.has_dims› == 1`, "is a yes/no value, but - takes numbers"},
	{`2 * ‹zone› == 1`, "is a text, but * takes numbers"},
	{`‹zone› * 2 == 1`, "is a text, but * takes numbers"},
	{`not ‹order.weight_g›`, "is a number, but not takes yes/no values"},
	{`‹order.weight_g› and order.has_value`, "is a number, but and takes yes/no values"},
	{`order.has_value and ‹zone›`, "is a text, but and takes yes/no values"},
	{`order.country == "DE" or ‹"FR"›`, `write order.country in ["DE", "FR"]`},
	{`order.has_value or ‹1 + 1›`, "is a number, but or takes yes/no values"},
	{`1 < ‹not› order.has_value`, "in parentheses"},

	// chains
	{`1 < order.weight_g ‹<› 5`, "comparisons do not chain; join two with and: 1 < order.weight_g and ..."},
	{`1 == 1 ‹==› 1`, "comparisons do not chain"},
	{`1 in [1] ‹in› [1]`, "comparisons do not chain"},
	{`1 < 2 ‹in› [1]`, "comparisons do not chain"},
	{`zone in ["A"] ‹==› "A"`, "comparisons do not chain"},

	// in
	{`order.country in ["DE", ‹5›]`, `is a number, but order.country is a text; a list holds values of the kind on the left of in`},
	{`order.weight_g in [1, ‹"5"›]`, "write 5 without quotes"},
	{`order.weight_g in [‹"-5"›]`, "write -5 without quotes"},
	{`order.country in ‹[]›`, "is an empty list"},
	{`order.country in ["DE"‹,›]`, "is followed by no value; remove it"},
	{`order.country in [‹,› "DE"]`, "stands in a list"},
	{`order.country in ["DE" ‹"FR"›]`, "stands where a comma or ] is expected"},
	{`order.country in ‹[›"DE"`, "is never closed; add ]"},
	{`order.country in ‹[›"DE",`, "is never closed; add ]"},
	{`order.country in ‹[›`, "is never closed; add ]"},
	{`order.country in [‹DE›]`, `such as "DE"`},
	{`order.weight_g in [‹order.value›]`, "only numbers and texts"},
	{`order.weight_g in [‹-›order.value]`, "only numbers and texts"},
	{`order.weight_g in [‹(›1)]`, "only numbers and texts"},
	{`order.country in ‹"DE"›`, `a list stands in brackets: ["DE"]`},
	{`order.country in ‹(›"DE")`, "a list stands in brackets"},
	{`order.country in ‹order.postcode›`, "is expected"},
	{`‹order.has_value› in [1]`, "in takes a number or a text on its left"},
	{`‹5› in order.attributes`, "attributes are texts"},
	{`‹order.attributes› == "battery"`, `write "battery" in order.attributes`},
	{`‹order.attributes› in ["battery"]`, `write "battery" in order.attributes`},
	{`"battery" in ‹(›order.attributes)`, "a list stands in brackets"},
	{`‹[›1] == 1`, "stands only on the right of in"},

	// value_in
	{`value_in(‹USD›) > 5`, `write the currency in double quotes`},
	{`value_in(‹5›) > 5`, `stands where a currency in double quotes is expected`},
	{`value_in(‹)› > 5`, `stands where a currency in double quotes is expected`},
	{`value_in(‹(›"USD")) > 5`, `stands where a currency in double quotes is expected`},
	{`‹value_in› > 5`, `needs a currency; write value_in("USD")`},
	{`value_in("USD"‹,› "EUR") > 5`, `value_in takes one currency: value_in("USD")`},
	{`value_in("USD" ‹>› 5`, `stands where ) is expected`},
	{`value_in("USD"‹›`, `stands where ) is expected`},

	// shape
	{`1 +‹›`, "stands where a field, a number or a text is expected"},
	{`1 ==‹›`, "stands where a field"},
	{`not‹›`, "stands where a field"},
	{`order.has_value and‹›`, "stands where a field"},
	{`‹and› order.has_value`, "stands where a field"},
	{`(‹)›`, "stands where a field"},
	{`‹(›order.has_value`, "is never closed; add )"},
	{`order.has_value‹)›`, "has no ( before it"},
	{`(order.has_value ‹order.has_dims›)`, "stands where and, or, an operator or the end is expected"},
	{`order.weight_g > 1 ‹order.value› > 2`, "stands where and, or"},
	{`order.weight_g ‹[›1]`, "stands where and, or"},
}

func TestParseErrors(t *testing.T) {
	for _, c := range parseErrors {
		before, rest, _ := strings.Cut(c.src, "‹")
		word, after, _ := strings.Cut(rest, "›")
		_, err := Parse(before + word + after)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: got %v, want an *Error", c.src, err)
			continue
		}
		if e.Offset != len(before) || e.Word != word {
			t.Errorf("%s: blames %q at %d", c.src, e.Word, e.Offset)
		}
		if !strings.Contains(e.Error(), c.want) {
			t.Errorf("%s: message %q\nlacks %q", c.src, e.Error(), c.want)
		}
	}
}

func TestErrorSentence(t *testing.T) {
	for src, want := range map[string]string{
		`order.weihgt_g > 5`:      `order.weihgt_g is not a field; did you mean order.weight_g?`,
		`order.weight_g == "5"`:   `"5" is a text, but order.weight_g is a number; == takes two numbers or two texts; write 5 without quotes`,
		`order.weight_g >`:        `the end of the condition stands where a field, a number or a text is expected`,
		`order.country = "DE"`:    `"=" is written with two equal signs here; write ==`,
		"order.country == \"D\tE": `"D E has no closing quote; add " at the end of the text`,
	} {
		_, err := Parse(src)
		if err == nil || err.Error() != want {
			t.Errorf("%s\n got %v\nwant %s", src, err, want)
		}
	}
	long := &Error{Word: strings.Repeat("長", 100), Msg: "is long"}
	if got, want := long.Error(), `"`+strings.Repeat("長", 60)+`…" is long`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestDepth(t *testing.T) {
	for _, c := range []struct{ open, inner, shut string }{
		{"(", "1 == 1", ")"},
		{"not ", "1 == 1", ""},
		{"-(", "1", ")"},
		{"1 + 2 * (", "1", ")"},
	} {
		build := func(n int) string {
			s := strings.Repeat(c.open, n) + c.inner + strings.Repeat(c.shut, n)
			if c.inner == "1" {
				s += " == 1"
			}
			return s
		}
		e, err := Parse(build(maxDepth))
		if err != nil {
			t.Errorf("%q at the limit: %v", c.open, err)
			continue
		}
		if again, err := Parse(e.String()); err != nil || again.String() != e.String() {
			t.Errorf("%q at the limit does not come back: %v", c.open, err)
		}
		e.Bind(Known{}).Compile(nil).Eval(&Facts{})
		for _, n := range []int{maxDepth + 1, 1_000_000} {
			_, err = Parse(build(n))
			if err == nil || !strings.Contains(err.Error(), "nested more than 200 levels deep") {
				t.Errorf("%q %d deep: %v", c.open, n, err)
			}
		}
	}
}

// A long condition without nesting is no deeper than a short one.
func TestLongChains(t *testing.T) {
	for _, s := range []string{" or ", " and "} {
		e := mustParse(t, strings.Repeat("order.weight_g > 5"+s, 20000)+"1 == 1")
		if got, want := e.Compile(nil).Eval(&Facts{}), s == " or "; got != want {
			t.Errorf("long chain of%s is %v", s, got)
		}
	}
	mustParse(t, strings.Repeat("(1 == 1) and not (-(1) == 1) and ", 2*maxDepth)+"1 == 1")
	sum := strings.Repeat("order.weight_g + ", 20000) + "1 == 20001"
	if !mustParse(t, sum).Compile(nil).Eval(&Facts{WeightG: 1}) {
		t.Error("a long sum is wrong")
	}
}

func TestCaret(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`zone == 1`, "zone == 1\n        ^"},
		{`zone = "x"`, "zone = \"x\"\n     ^"},
		{`"广东é" == ordr.country`, "\"广东é\" == ordr.country\n           ^^^^^^^^^^^^"},
		{`"广" == "广` + "\r\n", "\"广\" == \"广\n        ^^^"},
		{"zone ==\n\torder.contry\nand x", "\torder.contry\n\t^^^^^^^^^^^^"},
		{"\"e\u0301\" == x", "\"e\u0301\" == x\n       ^"},
		{"\"a\x00b\" == x", "\"a\ufffdb\" == x\n         ^"},
		{`zone ==`, "zone ==\n       ^"},
		{"1\u05b8", "1\u05b8\n ^"},
		{"zone ==\n", "\n^"},
		{"zone == ＂A＂", "zone == ＂A＂\n        ^^^^^"},
	} {
		_, err := Parse(c.src)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%q: %v", c.src, err)
			continue
		}
		if got := e.Caret(c.src); got != c.want {
			t.Errorf("%q:\n%s\nwant\n%s", c.src, got, c.want)
		}
	}
	for _, e := range []*Error{{Offset: -1}, {Offset: 100, Word: "far"}} {
		if got := e.Caret("zone"); !strings.HasPrefix(got, "zone\n") {
			t.Errorf("a place outside the source: %q", got)
		}
	}
}

func mustParse(t testing.TB, src string) *Expr {
	t.Helper()
	e, err := Parse(src)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return e
}
