package celltext

import (
	"testing"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

func TestCells(t *testing.T) {
	eur, _ := money.ParseCurrency("EUR")
	us, _ := rates.ParseCountry("US")
	de, _ := rates.ParseCountry("DE")
	for _, c := range []struct{ got, want string }{
		{rates.Percent(125000).String(), "12.5"},
		{rates.Share(6000).String(), "0.006"},
		{Factor(5000_000000), "5000"},
		{rates.Days(1640).String(), "16.4"},
		{Rate(70010212766), "7.0010212766"},
		{Rate(9_999_999_990_000_000_001), "999999999.0000000001"},
		{Rate(10_000_000_000), "1"},
		{CM(601), "60.1"},
		{Money(rates.Money{Amount: 3 * money.One, Currency: eur}), "3 EUR"},
		{Money(rates.Money{Amount: -250_000}), "-0.25"},
		{Opt(rates.Opt[rates.Days]{}, rates.Days.String), ""},
		{Opt(rates.Opt[rates.Days]{V: 0, OK: true}, rates.Days.String), "0"},
		{Override(rates.Override[int64]{}, CM), ""},
		{Override(rates.Override[int64]{Given: true}, CM), "none"},
		{Override(rates.Override[int64]{Given: true, Opt: rates.Opt[int64]{V: 600, OK: true}}, CM), "60"},
		{YesNo(true), "yes"},
		{YesNo(false), ""},
		{List[string](nil, "*", Text), "*"},
		{List([]rates.Country{us, de}, "*", rates.Country.String), "US|DE"},
		{Steps(nil), ""},
		{Steps([]rates.Step{{Over: 0, Step: 500}, {Over: 21000, Step: 1000}}), "500|21000:1000"},
		{Boxes([]rates.Box{{353, 250, 25}, {600, 200, 200}}), "35.3x25x2.5|60x20x20"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
