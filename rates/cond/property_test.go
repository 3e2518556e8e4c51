package cond

import (
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// A condition gives what its slow twin gives: as parsed, read back from its
// text, and bound to what is known; also for facts no order can have.
func TestEvalIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawTruth(t, 3)
		e, err := Parse(want.src)
		if err != nil {
			t.Fatalf("%s: %v", want.src, err)
		}
		again, err := Parse(e.String())
		if err != nil || again.String() != e.String() || again.Uses() != e.Uses() || !slices.Equal(again.Currencies(), e.Currencies()) {
			t.Fatalf("%s\nprints as %s\nwhich comes back as %v, %v", want.src, e, again, err)
		}
		places := rapid.Permutation([]int{0, 1, 2, 3}).Draw(t, "places")
		rateIndex := func(c string) int { return places[slices.Index(someCurrencies, c)] }
		p, q := e.Compile(rateIndex), again.Compile(rateIndex)
		for range 3 {
			w := drawWorld(t, rapid.Bool().Draw(t, "wild"))
			w.facts.Rates = make([]uint64, len(someCurrencies))
			for _, c := range someCurrencies {
				w.facts.Rates[rateIndex(c)] = w.rates[c]
			}
			value := want.value(w)
			if got := p.Eval(&w.facts); got != value {
				t.Fatalf("%s\nis %v, want %v, with %+v", want.src, got, value, w.facts)
			}
			if got := q.Eval(&w.facts); got != value {
				t.Fatalf("%s\nis %v, want %v, with %+v", e, got, value, w.facts)
			}
			checkBound(t, e, w, rateIndex, value)
		}
	})
}

// checkBound binds e to a part of w and takes that part away from the facts.
func checkBound(t *rapid.T, e *Expr, w *world, rateIndex func(string) int, want bool) {
	f := w.facts
	k := Known{}
	if rapid.Bool().Draw(t, "know the service") {
		k.Service, f.Service = &w.service, nil
	}
	if rapid.Bool().Draw(t, "know the country") && f.Country != "" {
		k.Country, f.Country = f.Country, "elsewhere"
	}
	b := e.Bind(k)
	if got := b.Compile(rateIndex).Eval(&f); got != want {
		t.Fatalf("%s\nbound to %s\nis %v, want %v, with %+v", e, b, got, want, f)
	}
	if v, ok := b.Const(); ok && v != want {
		t.Fatalf("%s\nbound to %s\nis constant %v, want %v", e, b, v, want)
	}
	if k.Service != nil && b.Uses()&UsesService != 0 {
		t.Fatalf("%s still uses the service", b)
	}
	back, err := Parse(b.String())
	if err != nil || back.String() != b.String() || back.Compile(rateIndex).Eval(&f) != want {
		t.Fatalf("%s\nbound to %s\ncomes back as %v, %v", e, b, back, err)
	}
}

// Integers of 128 bits behave like long ones cut to 128 bits.
func TestWide(t *testing.T) {
	modulus := new(big.Int).Lsh(one, 128)
	long := func(w wide) *big.Int {
		v := new(big.Int).SetUint64(w.hi)
		return v.Add(v.Lsh(v, 64), new(big.Int).SetUint64(w.lo))
	}
	mod := func(v *big.Int) *big.Int { return v.Mod(v, modulus) }
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.Uint64(), rapid.SampledFrom([]uint64{0, 1, 1 << 63, 1<<63 - 1, 1<<64 - 1}))
		x := wide{word.Draw(t, "xhi"), word.Draw(t, "xlo")}
		y := wide{word.Draw(t, "yhi"), word.Draw(t, "ylo")}
		if got, want := long(x.plus(y)), mod(new(big.Int).Add(long(x), long(y))); got.Cmp(want) != 0 {
			t.Fatalf("%v + %v = %v, want %v", x, y, got, want)
		}
		if got, want := long(x.times(y)), mod(new(big.Int).Mul(long(x), long(y))); got.Cmp(want) != 0 {
			t.Fatalf("%v · %v = %v, want %v", x, y, got, want)
		}
		if got, want := x.compare(y), long(x).Cmp(long(y)); got != want {
			t.Fatalf("%v against %v: %d, want %d", x, y, got, want)
		}
		signed := long(x)
		if x.hi>>63 == 1 {
			signed.Sub(signed, modulus)
		}
		if got := x.sign(); got != signed.Sign() {
			t.Fatalf("sign of %v is %d", x, got)
		}
		if signed.BitLen() < 128 && wideConst(signed) != x {
			t.Fatalf("%v becomes %v, want %v", signed, wideConst(signed), x)
		}
		if got := widen(int64(x.lo)); long(got).Cmp(mod(big.NewInt(int64(x.lo)))) != 0 {
			t.Fatalf("%d becomes %v", int64(x.lo), got)
		}
	})
}

// The width of each comparison is the one its bounds call for, and at the
// bounds themselves it gives what integers of any length give.
func TestWidths(t *testing.T) {
	most := &Facts{
		WeightG: 1e7, Value: 1e15 - 1, PromisedDays: 1e11 - 1, HS6: 1e9 - 1, BillableG: 1e18,
		LengthMM: 10000, WidthMM: 10000, HeightMM: 10000, LongestMM: 10000, MiddleMM: 10000, ShortestMM: 10000,
		SumMM: 30000, GirthMM: 50000, HasValue: true, HasDims: true, HasPromise: true,
		OrderRate: 1e19 - 1, Rates: []uint64{1e19 - 1, 1e19 - 2, 1},
	}
	for _, c := range []struct {
		l, r string
		bits int // that hold the difference of l and r
	}{
		{`order.length_cm + order.width_cm`, `60`, 64},
		{`order.sum_cm + order.girth_cm`, `order.hs6_count * order.promised_days`, 128},
		{`order.sum_cm + order.girth_cm`, `order.hs6_count + order.promised_days`, 64},
		{`order.length_cm * order.width_cm * order.height_cm`, `order.weight_g * 5`, 64},
		{`billable_g * 8`, `order.weight_g`, 64},
		{`billable_g * 9`, `order.weight_g * 300000000`, 64},
		{`billable_g * 10`, `order.weight_g`, 128},
		{`billable_g`, `order.value`, 128},
		{`billable_g * billable_g`, `order.value * order.value`, 256},
		{`billable_g * billable_g * 100`, `order.hs6_count`, 128},
		{`value_in("USD")`, `order.value`, 128},
		{`value_in("USD") + 0.01`, `order.value * 1000`, 128},
		{`value_in("USD") + value_in("USD")`, `1`, 128},
		{`value_in("USD") * 10000`, `order.hs6_count`, 128},
		{`value_in("USD") * 20000`, `order.hs6_count`, 256},
		{`value_in("USD")`, `value_in("EUR")`, 256},
		{`value_in("USD") * value_in("USD")`, `1`, 256},
		{`value_in("USD") * order.weight_g`, `order.hs6_count`, 256},
	} {
		e := mustParse(t, c.l+" > "+c.r)
		n := e.root.(compareNode)
		comp := compiler{slots: map[string]int{"EUR": 0, "USD": 1}, rates: []int{0, 1}}
		d := comp.scaled(sumOf([]term{{x: n.l}, {minus: true, x: n.r}})).n
		bits := 64
		for d.max.BitLen() >= bits {
			bits *= 2
		}
		if bits != c.bits {
			t.Errorf("%s > %s takes %d bits, %d in numbers", c.l, c.r, d.max.BitLen(), bits)
		}
		if !admissible(leavesOf(d, nil), most) {
			t.Errorf("%s > %s: the largest admissible order is taken for another", c.l, c.r)
		}
		less := *most
		less.WeightG, less.Value, less.OrderRate, less.BillableG = 1, 1, 1, 1
		for op := range relations {
			for _, f := range []*Facts{most, &less, {Rates: []uint64{1, 1, 1}}} {
				if bySign(op, d)(f) != byLong(op, d)(f) {
					t.Errorf("%s %s %s differs from long arithmetic with %+v", c.l, op, c.r, f)
				}
			}
		}
	}
}
