package cond

import (
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"pgregory.net/rapid"
)

// Every field is read from where its kind of value stands: the only thing that
// the compiler does not check for slots.
func TestSlots(t *testing.T) {
	kinds := map[uintptr]reflect.Kind{}
	facts := reflect.TypeFor[Facts]()
	for i := range facts.NumField() {
		kinds[facts.Field(i).Offset] = facts.Field(i).Type.Kind()
	}
	want := map[kind]reflect.Kind{isNumber: reflect.Int64, isText: reflect.String}
	for _, f := range fields {
		if f.service != nil || f.kind == isList {
			continue
		}
		if at := uintptr(f.slot.at); f.kind != isTruth && kinds[at] != want[f.kind] {
			t.Errorf("%s is read from a %v", f.name, kinds[at])
		}
		if gate := uintptr(f.slot.gate); kinds[gate] != reflect.Bool {
			t.Errorf("%s depends on a %v", f.name, kinds[gate])
		}
	}
	if size := unsafe.Sizeof(instruction{}); size > 64 {
		t.Errorf("an instruction takes %d bytes, more than a line of the cache", size)
	}
}

// The usual tests are instructions of their own, and nothing takes more of
// them than there are tests.
func TestProgram(t *testing.T) {
	for _, c := range []struct {
		src  string
		want []test // as asked
	}{
		{``, nil},
		{`order.weight_g > 999999999 * 999999999 * 999999999`, nil},
		{`order.weight_g != 0.5 and order.has_dims`, []test{testTruth}},
		{`order.weight_g == 5 or not order.girth_cm <= 12`, []test{testNumber, testNumber}},
		{`order.weight_g * 3 - 5 > 2 * (order.weight_g - 1)`, []test{testNumber}},
		{`value_in("USD") >= 1 and 300 > value_in("USD")`, []test{testValue, testValue}},
		{`not ("battery" in order.attributes and order.has_value)`, []test{testAttribute, testTruth}},
		{`"express" != order.buyer_service and zone == "1"`, []test{testText, testText}},
		{`zone in ["1", "2"] or order.weight_g in [1, 2.5, 3]`, []test{testText, testText, testNumber, testNumber}},
		{`order.country in ["A", "B", "C", "D", "E"] or order.hs6_count in [1, 2, 3, 4, 5]`, []test{testOther, testOther}},
		{`value_in("USD") == 1 or order.ship_date < "2026" or service.code == "A"`, []test{testOther, testOther, testOther}},
	} {
		var got []test
		for _, i := range slices.Backward(mustParse(t, c.src).Compile(rateIndex).code) {
			got = append(got, i.test)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s becomes %v, want %v", c.src, got, c.want)
		}
	}
}

// Where the value is the number to the digit, or the least bit beside it, and
// for all numbers a rate and a value can be.
func TestValueAtTheNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		wide := rapid.OneOf(rapid.Uint64Range(0, 9), rapid.Uint64Range(0, 1<<32), rapid.Uint64())
		number := rapid.Uint64Range(0, 1e15-1).Draw(t, "millionths")
		rate := 1 + wide.Draw(t, "rate")%(1<<64-1)
		f := &Facts{HasValue: true, Value: int64(number), OrderRate: rate, Rates: []uint64{rate}}
		switch rapid.IntRange(0, 4).Draw(t, "near") {
		case 0:
			f.OrderRate += uint64(rapid.IntRange(-1, 1).Draw(t, "more"))
		case 1:
			f.Value += int64(rapid.IntRange(-1, 1).Draw(t, "more"))
		case 2: // as much, in other numbers
			f.Value, f.OrderRate, f.Rates[0] = int64(number)*7, 3e9, 21e9
		case 3:
			f.Value, f.OrderRate = int64(wide.Draw(t, "value")), wide.Draw(t, "order rate")
		}
		l := new(big.Int).Mul(big.NewInt(f.Value), new(big.Int).SetUint64(f.OrderRate))
		r := new(big.Int).Mul(new(big.Int).SetUint64(number), new(big.Int).SetUint64(f.Rates[0]))
		literal := formatMicro(int64(number))
		for op, holds := range refOps {
			for src, want := range map[string]bool{
				`value_in("EUR") ` + op + literal: holds(l.Cmp(r)),
				literal + op + ` value_in("EUR")`: holds(r.Cmp(l)),
			} {
				if got := parsed(src).Compile(rateIndex).Eval(f); got != want {
					t.Fatalf("%s is %v with %+v", src, got, f)
				}
			}
		}
	})
}

func parsed(src string) *Expr {
	e, err := Parse(src)
	if err != nil {
		panic(err)
	}
	return e
}

// A test that would not be asked has no say, whatever stands around it: each
// join of up to five tests gives what its parts give, for all their answers.
func TestJoins(t *testing.T) {
	tests := []struct {
		src string
		set func(*Facts)
	}{
		{`order.weight_g > 9`, func(f *Facts) { f.WeightG = 10 }},
		{`value_in("EUR") >= 2`, func(f *Facts) { f.HasValue = true }},
		{`order.has_promise`, func(f *Facts) { f.HasPromise = true }},
		{`zone == "a"`, func(f *Facts) { f.Zone = "a" }},
		{`"b" in order.attributes`, func(f *Facts) { f.Attributes = []string{"a", "b"} }},
		{`order.ship_date > "c"`, func(f *Facts) { f.ShipDate = "d" }},
	}
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation([]int{0, 1, 2, 3, 4, 5}).Draw(t, "order")
		var join func(list []int) (string, func(answers int) bool)
		join = func(list []int) (string, func(int) bool) {
			if len(list) == 1 {
				k := list[0]
				if rapid.Bool().Draw(t, "not") {
					return "not " + tests[k].src, func(answers int) bool { return answers>>k&1 == 0 }
				}
				return tests[k].src, func(answers int) bool { return answers>>k&1 == 1 }
			}
			cut := rapid.IntRange(1, len(list)-1).Draw(t, "cut")
			l, x := join(list[:cut])
			r, y := join(list[cut:])
			form := rapid.SampledFrom([]string{"(%s) and (%s)", "(%s) or (%s)", "not ((%s) and (%s))"}).Draw(t, "form")
			return fmt.Sprintf(form, l, r), func(answers int) bool {
				if strings.Contains(form, "and") {
					return (x(answers) && y(answers)) != strings.HasPrefix(form, "not")
				}
				return x(answers) || y(answers)
			}
		}
		src, want := join(order)
		p := parsed(src).Compile(rateIndex)
		for answers := range 1 << len(tests) {
			f := &Facts{Value: 2e6, OrderRate: 7, Rates: []uint64{7}, Attributes: []string{"a"}}
			for k, c := range tests {
				if answers>>k&1 == 1 {
					c.set(f)
				}
			}
			if got := p.Eval(f); got != want(answers) {
				t.Fatalf("%s is %v for the answers %06b", src, got, answers)
			}
		}
	})
}
