package rates

import (
	"strings"
	"testing"
)

func TestDidYouMean(t *testing.T) {
	known := []string{"per_kg", "step_price", "step_g", "service"}
	for word, want := range map[string]string{
		"perkg": "per_kg", "per kg": "per_kg", "Service": "service", "services": "service", "step-price": "step_price",
		"": "", "zone": "", "g": "", "price": "", strings.Repeat("service", 20): "",
	} {
		if want != "" {
			want = "did you mean " + want + "?"
		}
		if got := didYouMean(word, known); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "abc", 0}, {"abc", "", 3}, {"", "abc", 3}, {"abc", "axc", 1}, {"abc", "bc", 1}, {"kitten", "sitting", 3}, {"ab", "ba", 2}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("%q %q: got %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestQuoteIsCut(t *testing.T) {
	if got := quote(`a "b"`); got != `"a \"b\""` {
		t.Error(got)
	}
	got := quote(strings.Repeat("ä", 40))
	if want := `"` + strings.Repeat("ä", 30) + `…"`; got != want {
		t.Error(got)
	}
	if got := quote("x" + strings.Repeat("ä", 40)); strings.ContainsRune(got, '\ufffd') || !strings.HasSuffix(got, `ä…"`) {
		t.Error(got)
	}
}

func TestNormalPostcode(t *testing.T) {
	for in, want := range map[string]string{"sw1a 1aa": "SW1A1AA", "01-234": "01234", "": "", "ä1": "ä1", " - ": ""} {
		if got := normalPostcode(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// Money with a currency, in every way it may be written.
func TestMoneyCell(t *testing.T) {
	c := &cells{loader: newLoader("", nil), table: "services"}
	for in, want := range map[string]Money{
		"": {}, "0": {}, "3": {Amount: 3e6}, "3 EUR": {3e6, cur("EUR")}, "3\teur": {3e6, cur("EUR")}, "3   Eur": {3e6, cur("EUR")},
		"0.000001 KWD": {1, cur("KWD")},
	} {
		if got := c.money("max_value", in); got != want || c.bad {
			t.Errorf("%q: got %+v, %v", in, got, c.found)
		}
	}
	for _, in := range []string{"3 EUR USD", "EUR", "3 €", "€3", "-3 EUR", "3 EU", "3,5 EUR", "+3 EUR", "3 EUR.", "1e3 EUR", " 3"} {
		c.bad = false
		if got := c.money("max_value", in); !c.bad || got.Amount != 0 {
			t.Errorf("%q was taken for %+v", in, got)
		}
	}
}
