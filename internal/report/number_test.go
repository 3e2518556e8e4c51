package report

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/lanewise/lanewise/engine/money"
)

func TestAppendFixed(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	values := []int64{0, 1, 9, 10, 99, 100, 999, 1000, 9999, 10_000, 99_999_999, 100_000_000, math.MaxInt64, math.MinInt64}
	for range 10_000 {
		values = append(values, rng.Int64()>>rng.IntN(64))
	}
	for _, v := range values {
		for digits := range 7 {
			for _, v := range []int64{v, -v} {
				want := string(money.AppendFixed([]byte("x,"), v, digits))
				if got := string(appendFixed([]byte("x,"), v, digits)); got != want {
					t.Fatalf("%d with %d digits: %q, want %q", v, digits, got, want)
				}
				if got, want := string(appendAmount(nil, money.Amount(v), digits)), money.Amount(v).Text(digits); got != want {
					t.Fatalf("amount %d with %d digits: %q, want %q", v, digits, got, want)
				}
			}
		}
	}
}

func TestAppendField(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "a": "a", "a b": "a b", " a": `" a"`, "a\t": "\"a\t\"", "a,b": `"a,b"`, `a"b`: `"a""b"`, `""`: `""""""`,
		"a\nb": "\"a\nb\"", "a\rb": "\"a\rb\"", "重量": "重量",
	} {
		if got := string(appendField([]byte("x,"), in)); got != "x,"+want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
