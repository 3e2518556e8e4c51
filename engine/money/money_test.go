package money

import (
	"errors"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// roundRat is the slow twin of every rounding here: half away from zero, on arbitrary-precision rationals.
func roundRat(r *big.Rat) *big.Int {
	two := big.NewInt(2)
	n := new(big.Int).Mul(new(big.Int).Abs(r.Num()), two)
	n.Add(n, r.Denom())
	q := n.Quo(n, new(big.Int).Mul(r.Denom(), two))
	if r.Sign() < 0 {
		q.Neg(q)
	}
	return q
}

func TestLinearAgreesWithRationals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rat := func(name string) *big.Rat {
			limit := rapid.SampledFrom([]int64{10, 1e6, 1e15}).Draw(t, name+"limit")
			n := big.NewInt(rapid.Int64Range(-limit, limit).Draw(t, name))
			n.Mul(n, big.NewInt(rapid.Int64Range(1, limit).Draw(t, name+"more")))
			d := big.NewInt(rapid.Int64Range(1, min(limit, 1e8)).Draw(t, name+"d"))
			return new(big.Rat).SetFrac(n, d)
		}
		a, b, c := rat("a"), rat("b"), rat("c")
		unit := big.NewRat(rapid.Int64Range(1, 1e6).Draw(t, "unit"), 1)
		x := rapid.Int64Range(-1<<50, 1<<50).Draw(t, "x")
		y := rapid.Int64Range(-1<<50, 1<<50).Draw(t, "y")
		l := NewLinear(a, b, c, unit)
		exact := new(big.Rat).Mul(a, big.NewRat(x, 1))
		exact.Add(exact, new(big.Rat).Mul(b, big.NewRat(y, 1))).Add(exact, c).Quo(exact, unit)
		want := roundRat(exact)
		got, ok := l.Round(x, y)
		if ok != (want.BitLen() <= 62) {
			t.Fatalf("ok %v for %v", ok, want)
		}
		if ok && big.NewInt(got).Cmp(want) != 0 {
			t.Fatalf("got %d, want %v", got, want)
		}
		for _, sign := range []int{-1, 1} {
			part, partOK := l.RoundPart(x, y, sign)
			switch {
			case exact.Sign() != sign && (part != 0 || !partOK):
				t.Fatalf("part %d %v where the base is on the other side", part, partOK)
			case exact.Sign() == sign && (part != got || partOK != ok):
				t.Fatalf("part %d %v, want %d %v", part, partOK, got, ok)
			}
		}
	})
}

func TestMulRoundDiv(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Int64().Draw(t, "a")
		b := rapid.Uint64().Draw(t, "b")
		d := rapid.Uint64Min(1).Draw(t, "d")
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(a), new(big.Int).SetUint64(b)), new(big.Int).SetUint64(d))
		want := roundRat(exact)
		got, ok := MulRoundDiv(a, b, d)
		if ok != (want.BitLen() <= 62) || ok && big.NewInt(got).Cmp(want) != 0 {
			t.Fatalf("got %d %v, want %v", got, ok, want)
		}
	})
}

func TestInt128(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		c, e := rapid.Int64Range(-1<<60, 1<<60).Draw(t, "c"), rapid.Int64Range(-1<<60, 1<<60).Draw(t, "e")
		toBig := func(x Int128) *big.Int {
			v := new(big.Int).Lsh(big.NewInt(x.Hi), 64)
			return v.Add(v, new(big.Int).SetUint64(x.Lo))
		}
		ab := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
		if got := toBig(Mul(a, b)); got.Cmp(ab) != 0 {
			t.Fatalf("%d·%d = %v", a, b, got)
		}
		ce := new(big.Int).Mul(big.NewInt(c), big.NewInt(e))
		x, y := Mul(a/4, b/4), Mul(c, e)
		xy := new(big.Int).Mul(big.NewInt(a/4), big.NewInt(b/4))
		if toBig(x.Add(y)).Cmp(new(big.Int).Add(xy, ce)) != 0 || toBig(x.Sub(y)).Cmp(new(big.Int).Sub(xy, ce)) != 0 {
			t.Fatal("sum or difference")
		}
		if x.Sign() != xy.Sign() {
			t.Fatal("sign")
		}
		v, ok := x.Int64()
		if ok != xy.IsInt64() || ok && v != xy.Int64() {
			t.Fatalf("Int64 %d %v of %v", v, ok, xy)
		}
	})
}

func TestParseFixed(t *testing.T) {
	for _, c := range []struct {
		in     string
		digits int
		signed bool
		want   int64
		kind   error
	}{
		{"0", 6, false, 0, nil},
		{"12.5", 4, false, 125000, nil},
		{"007.10", 2, false, 710, nil},
		{"-0.5", 6, true, -500000, nil},
		{"999999999.999999", 6, false, 999999999999999, nil},
		{"0000000000001", 0, false, 1, nil},
		{"1000000000", 6, false, 0, ErrRange},
		{"1.2345", 3, false, 0, ErrDigits},
		{"1.10", 1, false, 0, ErrDigits},
		{"1.0", 0, false, 0, ErrDigits},
		{"-1", 6, false, 0, ErrNegative},
		{"", 6, false, 0, ErrEmpty},
		{"+1", 6, true, 0, ErrSyntax},
		{"--5", 6, true, 0, ErrSyntax},
		{"1.", 6, false, 0, ErrSyntax},
		{".5", 6, false, 0, ErrSyntax},
		{"1e3", 6, false, 0, ErrSyntax},
		{"0x10", 6, false, 0, ErrSyntax},
		{"1_000", 6, false, 0, ErrSyntax},
		{"1,200", 6, false, 0, ErrSyntax},
		{"12,5", 6, false, 0, ErrSyntax},
		{"1 000", 6, false, 0, ErrSyntax},
		{"NaN", 6, false, 0, ErrSyntax},
		{"５", 6, false, 0, ErrSyntax},
		{"5kg", 6, false, 0, ErrSyntax},
	} {
		got, err := ParseFixed(c.in, c.digits, c.signed)
		if got != c.want || !errors.Is(err, c.kind) || (err == nil) != (c.kind == nil) {
			t.Errorf("ParseFixed(%q, %d, %v) = %d, %v; want %d, %v", c.in, c.digits, c.signed, got, err, c.want, c.kind)
		}
	}
}

// A refusal names the mistake, and what it says to write can be read.
func TestRefusalsSayWhatToWrite(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"1.", "has no digit after the point; write 1"},
		{"-1.", "has no digit after the point; write -1"},
		{".5", "has no digit before the point; write 0.5"},
		{"-.5", "has no digit before the point; write -0.5"},
		{"1.5.5", "has more than one point; write one at most, before the decimals, such as 1200.50"},
		{"1..5", "has more than one point; write one at most, before the decimals, such as 1200.50"},
		{"'350", "has an apostrophe before the number; write 350"},
		{"-'3.5", "has an apostrophe before the number; write -3.5"},
		{"12,5", "has a decimal comma; write 12.5"},
		{"-12,5", "has a decimal comma; write -12.5"},
		{",5", "has a decimal comma; write 0.5"},
		{",125", "has a decimal comma; write 0.125"},
		{"5,", "has a decimal comma; write 5"},
		{"1,200", "has digit grouping or a decimal comma; write plain digits with a point, such as 1200.50"},
		{"1'200", "has digit grouping or a decimal comma; write plain digits with a point, such as 1200.50"},
		{"1e3", "has an exponent or a misplaced sign; write plain digits with a point"},
		{"--5", "has an exponent or a misplaced sign; write plain digits with a point"},
		{"+1", "has a plus sign; write the digits alone"},
		{"5kg", "has a unit or other text after the number; write the number alone"},
		{"'", "is not a number; write digits with an optional point, such as 350 or 12.5"},
		{".", "is not a number; write digits with an optional point, such as 350 or 12.5"},
	} {
		_, err := ParseFixed(c.in, 6, true)
		if want := strconv.Quote(c.in) + " " + c.want; err == nil || err.Error() != want {
			t.Errorf("%v\nwant %s", err, want)
			continue
		}
		if _, number, ok := strings.Cut(c.want, "; write "); ok && strings.Trim(number, "-.0123456789") == "" {
			if _, err := ParseFixed(number, 6, true); err != nil {
				t.Errorf("%s: the advice is refused: %v", c.in, err)
			}
		}
	}
	for digits, want := range map[int]string{
		0: `"1.2345" is not a whole number; write it without a point`,
		1: `"1.2345" has more than 1 digit after the point; round it`,
		3: `"1.2345" has more than 3 digits after the point; round it`,
	} {
		if _, err := ParseFixed("1.2345", digits, false); err == nil || err.Error() != want {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
}

func TestParseCeil(t *testing.T) {
	for _, c := range []struct {
		in    string
		shift int
		want  int64
		kind  error
	}{
		{"400", 0, 400, nil},
		{"400.000001", 0, 401, nil},
		{"400.000", 0, 400, nil},
		{"0.3", 0, 1, nil},
		{"0.0000000000000000001", 3, 1, nil},
		{"1.2345", 3, 1235, nil},
		{"60.01", 1, 601, nil},
		{"10000.0001", 3, 0, ErrRange},
		{"10000000000000", 0, 0, ErrRange},
		{"-1", 0, 0, ErrNegative},
		{"1kg", 0, 0, ErrSyntax},
	} {
		got, err := ParseCeil(c.in, c.shift, 10_000_000)
		if got != c.want || !errors.Is(err, c.kind) || (err == nil) != (c.kind == nil) {
			t.Errorf("ParseCeil(%q, %d) = %d, %v; want %d, %v", c.in, c.shift, got, err, c.want, c.kind)
		}
	}
}

func TestParseRate(t *testing.T) {
	for _, c := range []struct {
		in   string
		want uint64
		kind error
	}{
		{"7.0010212766", 70010212766, nil},
		{"0.0000000001", 1, nil},
		{"999999999.9999999999", 9999999999999999999, nil},
		{"0", 0, ErrRange},
		{"1000000000", 0, ErrRange},
		{"1.00000000001", 0, ErrDigits},
		{"-1", 0, ErrNegative},
	} {
		got, err := ParseRate(c.in)
		if got != c.want || !errors.Is(err, c.kind) || (err == nil) != (c.kind == nil) {
			t.Errorf("ParseRate(%q) = %d, %v; want %d, %v", c.in, got, err, c.want, c.kind)
		}
	}
}

func TestAmountText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Amount(rapid.Int64Range(-int64(Limit)+1, int64(Limit)-1).Draw(t, "a"))
		for _, s := range []string{a.String(), a.Text(6), a.Decimal().String()} {
			back, err := ParseAmount(s, true)
			if err != nil || back != a {
				t.Fatalf("%q reads back as %d, %v; want %d", s, back, err, a)
			}
		}
		if back, ok := FromDecimal(a.Decimal()); !ok || back != a {
			t.Fatalf("decimal reads back as %d, %v", back, ok)
		}
	})
	for _, c := range []struct {
		a      Amount
		digits int
		want   string
	}{{12_340_000, 2, "12.34"}, {-500_000, 4, "-0.5000"}, {109_000_000, 0, "109"}, {0, 2, "0.00"}} {
		if got := c.a.Text(c.digits); got != c.want {
			t.Errorf("%d with %d digits is %q, want %q", c.a, c.digits, got, c.want)
		}
	}
}

func TestCurrency(t *testing.T) {
	for _, c := range []struct {
		in, want string
		digits   int
	}{{"cny", "CNY", 2}, {"JPY", "JPY", 0}, {"KwD", "KWD", 3}, {"BGN", "BGN", 2}, {"XCG", "XCG", 2}} {
		got, ok := ParseCurrency(c.in)
		if !ok || got.String() != c.want || got.Digits() != c.digits {
			t.Errorf("%q is %q with %d digits, %v", c.in, got, got.Digits(), ok)
		}
	}
	for _, s := range []string{"", "US", "USDT", "XAU", "XDR", "CLF", "XXX", "QQQ", "US$", "HRK", "ＵＳＤ"} {
		if c, ok := ParseCurrency(s); ok {
			t.Errorf("%q is taken for %v", s, c)
		}
	}
	for i, s := range CurrencyCodes() {
		if c, ok := ParseCurrency(s); !ok || int(c) != i+1 || c.String() != s {
			t.Errorf("%s does not read back", s)
		}
	}
}
