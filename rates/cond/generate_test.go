package cond

import (
	"math"
	"math/big"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// The slow twin: random conditions that carry their own meaning in big.Rat,
// written without any of the code under test.

// world is everything a condition may ask about.
type world struct {
	facts   Facts
	service Service
	rates   map[string]uint64
}

// ref is a part of a condition: its text, how strongly it binds (1 or, 2 and,
// 3 not, 4 comparison, 5 sum, 6 product, 7 minus, 8 the rest), and its value.
type ref[T any] struct {
	src   string
	binds int
	value func(*world) T
}

type (
	refNumber = ref[*big.Rat]
	refText   = ref[string]
	refTruth  = ref[bool]
)

// in is the text of x where something that binds as strongly as least must
// stand, with some blanks and needless parentheses.
func in[T any](t *rapid.T, x ref[T], least int) string {
	s := x.src
	if x.binds < least || rapid.IntRange(0, 9).Draw(t, "needless") == 0 {
		s = "(" + s + ")"
	}
	return s + rapid.SampledFrom([]string{"", "", "", " ", "\n", "\t "}).Draw(t, "blank")
}

func gated(on bool, v int64, unit int64) *big.Rat {
	if !on {
		return new(big.Rat)
	}
	return big.NewRat(v, unit)
}

var refNumbers = map[string]func(*world) *big.Rat{
	"order.weight_g":      func(w *world) *big.Rat { return big.NewRat(w.facts.WeightG, 1) },
	"order.value":         func(w *world) *big.Rat { return gated(w.facts.HasValue, w.facts.Value, 1e6) },
	"order.promised_days": func(w *world) *big.Rat { return gated(w.facts.HasPromise, w.facts.PromisedDays, 100) },
	"order.hs6_count":     func(w *world) *big.Rat { return big.NewRat(w.facts.HS6, 1) },
	"order.length_cm":     func(w *world) *big.Rat { return gated(w.facts.HasDims, w.facts.LengthMM, 10) },
	"order.width_cm":      func(w *world) *big.Rat { return gated(w.facts.HasDims, w.facts.WidthMM, 10) },
	"order.height_cm":     func(w *world) *big.Rat { return gated(w.facts.HasDims, w.facts.HeightMM, 10) },
	"order.longest_cm":    func(w *world) *big.Rat { return gated(w.facts.HasDims, w.facts.LongestMM, 10) },
	"order.middle_cm":     func(w *world) *big.Rat { return gated(w.facts.HasDims, w.facts.MiddleMM, 10) },
	"order.shortest_cm":   func(w *world) *big.Rat { return gated(w.facts.HasDims, w.facts.ShortestMM, 10) },
	"order.sum_cm":        func(w *world) *big.Rat { return gated(w.facts.HasDims, w.facts.SumMM, 10) },
	"order.girth_cm":      func(w *world) *big.Rat { return gated(w.facts.HasDims, w.facts.GirthMM, 10) },
	"billable_g":          func(w *world) *big.Rat { return big.NewRat(w.facts.BillableG, 1) },
}

var refTexts = map[string]func(*world) string{
	"order.country":       func(w *world) string { return w.facts.Country },
	"order.postcode":      func(w *world) string { return w.facts.Postcode },
	"order.currency":      func(w *world) string { return w.facts.Currency },
	"order.ship_date":     func(w *world) string { return w.facts.ShipDate },
	"order.buyer_service": func(w *world) string { return w.facts.BuyerService },
	"service.code":        func(w *world) string { return w.service.Code },
	"service.channel":     func(w *world) string { return w.service.Channel },
	"service.kind":        func(w *world) string { return w.service.Kind },
	"service.level":       func(w *world) string { return w.service.Level },
	"service.tracking":    func(w *world) string { return w.service.Tracking },
	"service.contract":    func(w *world) string { return w.service.Contract },
	"service.currency":    func(w *world) string { return w.service.Currency },
	"zone":                func(w *world) string { return w.facts.Zone },
}

var refTruths = map[string]func(*world) bool{
	"order.has_value":   func(w *world) bool { return w.facts.HasValue },
	"order.has_dims":    func(w *world) bool { return w.facts.HasDims },
	"order.has_promise": func(w *world) bool { return w.facts.HasPromise },
}

// someTexts are few, so that texts are often equal.
var someTexts = []string{"", "DE", "DE1", "EUR", "Ä b", "2026-07-01"}

var someCurrencies = []string{"USD", "EUR", "JPY", "KWD"}

func pick[T any](t *rapid.T, m map[string]T) (string, T) {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	name := rapid.SampledFrom(names).Draw(t, "name")
	return name, m[name]
}

func literalNumber(t *rapid.T) refNumber {
	s := rapid.OneOf(
		rapid.SampledFrom([]string{"0", "1", "2", "10", "0.1", "0.5", "5.25", "1000", "00.10", "0.000001", "999999999", "999999999.999999"}),
		rapid.StringMatching(`[0-9]{1,9}(\.[0-9]{1,6})?`),
	).Draw(t, "literal")
	v, _ := new(big.Rat).SetString(s)
	return refNumber{s, 8, func(*world) *big.Rat { return v }}
}

func drawNumber(t *rapid.T, depth int) refNumber {
	if depth == 0 {
		switch rapid.IntRange(0, 3).Draw(t, "leaf") {
		case 0:
			return literalNumber(t)
		case 1:
			c := rapid.SampledFrom(someCurrencies).Draw(t, "currency")
			written := rapid.SampledFrom([]string{c, strings.ToLower(c)}).Draw(t, "case")
			return refNumber{`value_in("` + written + `")`, 8, func(w *world) *big.Rat {
				v := refNumbers["order.value"](w)
				v.Mul(v, new(big.Rat).SetInt(new(big.Int).SetUint64(w.facts.OrderRate)))
				return v.Quo(v, new(big.Rat).SetInt(new(big.Int).SetUint64(w.rates[c])))
			}}
		}
		name, value := pick(t, refNumbers)
		return refNumber{name, 8, value}
	}
	x := drawNumber(t, rapid.IntRange(0, depth-1).Draw(t, "left"))
	switch rapid.IntRange(0, 4).Draw(t, "arithmetic") {
	case 0:
		return x
	case 1:
		return refNumber{"-" + in(t, x, 8), 7, func(w *world) *big.Rat { return new(big.Rat).Neg(x.value(w)) }}
	case 2:
		y := drawNumber(t, rapid.IntRange(0, depth-1).Draw(t, "right"))
		return refNumber{in(t, x, 6) + "*" + in(t, y, 7), 6, func(w *world) *big.Rat { return new(big.Rat).Mul(x.value(w), y.value(w)) }}
	case 3:
		y := drawNumber(t, rapid.IntRange(0, depth-1).Draw(t, "right"))
		return refNumber{in(t, x, 5) + "-" + in(t, y, 6), 5, func(w *world) *big.Rat { return new(big.Rat).Sub(x.value(w), y.value(w)) }}
	}
	y := drawNumber(t, rapid.IntRange(0, depth-1).Draw(t, "right"))
	return refNumber{in(t, x, 5) + "+" + in(t, y, 6), 5, func(w *world) *big.Rat { return new(big.Rat).Add(x.value(w), y.value(w)) }}
}

func drawText(t *rapid.T) refText {
	if rapid.Bool().Draw(t, "field") {
		name, value := pick(t, refTexts)
		return refText{name, 8, value}
	}
	s := rapid.SampledFrom(someTexts).Draw(t, "text")
	return refText{`"` + s + `"`, 8, func(*world) string { return s }}
}

var refOps = map[string]func(int) bool{
	"==": func(c int) bool { return c == 0 },
	"!=": func(c int) bool { return c != 0 },
	"<":  func(c int) bool { return c < 0 },
	"<=": func(c int) bool { return c <= 0 },
	">":  func(c int) bool { return c > 0 },
	">=": func(c int) bool { return c >= 0 },
}

// drawComparison makes the two sides equal or nearly so more often than chance.
func drawComparison(t *rapid.T, depth int) refTruth {
	x, y := drawNumber(t, depth), drawNumber(t, rapid.IntRange(0, depth).Draw(t, "right"))
	switch rapid.IntRange(0, 3).Draw(t, "near") {
	case 0:
		y = x
	case 1:
		near := x
		y = refNumber{in(t, near, 5) + "+ 0.000001", 5, func(w *world) *big.Rat { return new(big.Rat).Add(near.value(w), big.NewRat(1, 1e6)) }}
	}
	op, holds := pick(t, refOps)
	return refTruth{in(t, x, 5) + op + in(t, y, 5), 4, func(w *world) bool { return holds(x.value(w).Cmp(y.value(w))) }}
}

func drawMember(t *rapid.T, depth int) refTruth {
	if rapid.Bool().Draw(t, "texts") {
		x := drawText(t)
		list := rapid.SliceOfN(rapid.SampledFrom(someTexts), 1, 6).Draw(t, "list")
		return refTruth{
			in(t, x, 5) + ` in ["` + strings.Join(list, `", "`) + `"]`, 4,
			func(w *world) bool { return slices.Contains(list, x.value(w)) },
		}
	}
	x := drawNumber(t, depth)
	var words []string
	var values []*big.Rat
	for range rapid.IntRange(1, 4).Draw(t, "numbers") {
		s := rapid.SampledFrom([]string{"", "-"}).Draw(t, "sign") + literalNumber(t).src
		v, _ := new(big.Rat).SetString(s)
		words, values = append(words, s), append(values, v)
	}
	return refTruth{in(t, x, 5) + " in [" + strings.Join(words, ",") + "]", 4, func(w *world) bool {
		return slices.ContainsFunc(values, func(v *big.Rat) bool { return v.Cmp(x.value(w)) == 0 })
	}}
}

func drawTruth(t *rapid.T, depth int) refTruth {
	kind := rapid.IntRange(0, 9).Draw(t, "truth")
	if depth == 0 || kind > 2 {
		switch {
		case kind == 3:
			name, value := pick(t, refTruths)
			return refTruth{name, 8, value}
		case kind == 4:
			x := drawText(t)
			return refTruth{in(t, x, 5) + " in order.attributes", 4, func(w *world) bool { return slices.Contains(w.facts.Attributes, x.value(w)) }}
		case kind == 5:
			return drawMember(t, depth)
		case kind == 6:
			x, y := drawText(t), drawText(t)
			op, holds := pick(t, refOps)
			return refTruth{in(t, x, 5) + op + in(t, y, 5), 4, func(w *world) bool { return holds(strings.Compare(x.value(w), y.value(w))) }}
		}
		return drawComparison(t, depth)
	}
	x := drawTruth(t, depth-1)
	if kind == 0 {
		return refTruth{"not " + in(t, x, 3), 3, func(w *world) bool { return !x.value(w) }}
	}
	y := drawTruth(t, depth-1)
	if kind == 1 {
		return refTruth{in(t, x, 2) + " and " + in(t, y, 3), 2, func(w *world) bool { return x.value(w) && y.value(w) }}
	}
	return refTruth{in(t, x, 1) + " or " + in(t, y, 2), 1, func(w *world) bool { return x.value(w) || y.value(w) }}
}

// drawWorld gives an order within the bounds of the contract or, if wild, any
// integers at all.
func drawWorld(t *rapid.T, wild bool) *world {
	number := func(most int64) int64 {
		list := []*rapid.Generator[int64]{rapid.Int64Range(0, 10), rapid.Int64Range(0, most), rapid.Just(most)}
		if wild {
			list = append(list, rapid.Int64(), rapid.SampledFrom([]int64{math.MaxInt64, math.MinInt64, math.MinInt64 + 1}))
		}
		return rapid.OneOf(list...).Draw(t, "fact")
	}
	rate := func() uint64 {
		most := uint64(1e19 - 1)
		if wild {
			most = math.MaxUint64
		}
		return rapid.OneOf(rapid.Uint64Range(1, 4), rapid.SampledFrom([]uint64{1e10, 7.8e10, most}), rapid.Uint64Range(1, most)).Draw(t, "rate")
	}
	text := func() string { return rapid.SampledFrom(someTexts).Draw(t, "fact") }
	yes := func() bool { return rapid.IntRange(0, 5).Draw(t, "has") > 0 }
	w := &world{rates: map[string]uint64{}, facts: Facts{
		Country: text(), Postcode: text(), Currency: text(), ShipDate: text(), BuyerService: text(), Zone: text(),
		Attributes: rapid.SliceOfN(rapid.SampledFrom(someTexts), 0, 3).Draw(t, "attributes"),
		WeightG:    number(1e7), Value: number(1e15 - 1), PromisedDays: number(1e11 - 1), HS6: number(1e9 - 1),
		LengthMM: number(1e4), WidthMM: number(1e4), HeightMM: number(1e4), LongestMM: number(1e4), MiddleMM: number(1e4),
		ShortestMM: number(1e4), SumMM: number(3e4), GirthMM: number(5e4), BillableG: number(1e18),
		HasValue: yes(), HasDims: yes(), HasPromise: yes(), OrderRate: rate(),
	}}
	w.service = Service{text(), text(), text(), text(), text(), text(), text()}
	w.facts.Service = &w.service
	for _, c := range someCurrencies {
		w.rates[c] = rate()
	}
	return w
}
