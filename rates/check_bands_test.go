package rates

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/lanewise/lanewise/engine/money"
)

// randomBands makes a few rows of one service in a small space of weights and days, so that all sorts of meetings occur.
func randomBands(t *rapid.T) *Book {
	b := goodBook()
	b.Rates = nil
	date := rapid.Custom(func(t *rapid.T) Date {
		if rapid.Bool().Draw(t, "open") {
			return NoDate
		}
		return Date(rapid.IntRange(0, 8).Draw(t, "day"))
	})
	// In a tidy book each band begins where the one before it ends, so that prices are compared; in the others overlaps
	// and gaps are frequent.
	tidy, last := rapid.Bool().Draw(t, "tidy"), int64(0)
	for i := range rapid.IntRange(1, 9).Draw(t, "rows") {
		over := rapid.Int64Range(0, 9).Draw(t, "over")
		upto := rapid.Int64Range(1, 10).Draw(t, "upto")
		if tidy {
			over, upto = last, last+1+upto/4
			last = upto
		}
		b.Rates = append(b.Rates, RateRow{
			Place:     Place{"rates", i + 2},
			Service:   "A",
			Zone:      rapid.SampledFrom([]string{"DE", "FR"}).Draw(t, "zone"),
			OverG:     over,
			UptoG:     upto,
			Base:      money.Amount(rapid.Int64Range(0, 3).Draw(t, "base")) * money.One / 100,
			PerKg:     money.Amount(rapid.Int64Range(0, 2).Draw(t, "per_kg")) * money.One,
			StepPrice: money.Amount(rapid.Int64Range(0, 1).Draw(t, "step_price")) * money.One / 100,
			StepG:     rapid.Int64Range(1, 3).Draw(t, "step_g"),
			FirstG:    rapid.Int64Range(0, 4).Draw(t, "first_g"),
			MinPrice:  money.Amount(rapid.Int64Range(0, 3).Draw(t, "min_price")) * money.One / 100,
			Window:    Window{date.Draw(t, "from"), date.Draw(t, "to")},
		})
	}
	return b
}

// inForceOn is every day's rows of a zone, found the slow way.
func inForceOn(b *Book, zone string, d Date) []*RateRow {
	var rows []*RateRow
	for i := range b.Rates {
		if r := &b.Rates[i]; r.Zone == zone && r.OverG < r.UptoG && r.Holds(d) {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b *RateRow) int { return int(a.OverG - b.OverG) })
	return rows
}

// slowFreight is the freight of SPEC section 2 in arbitrary precision.
func slowFreight(r *RateRow, w int64) decimal.Decimal {
	over := decimal.NewFromInt(max(0, w-r.FirstG))
	price := r.Base.Decimal().
		Add(r.PerKg.Decimal().Mul(decimal.NewFromInt(w)).Div(decimal.NewFromInt(1000))).
		Add(r.StepPrice.Decimal().Mul(over.Div(decimal.NewFromInt(r.StepG)).Ceil()))
	return decimal.Max(price, r.MinPrice.Decimal()).Round(2)
}

// The sweep finds what looking at every day and every pair of rows finds.
func TestBandsAgainstEveryDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := randomBands(t)
		overlaps, told := map[string]bool{}, map[string]bool{} // zones
		gaps, drops := []string{}, []string{}                  // upper rows, by line
		for _, zone := range []string{"DE", "FR"} {
			var g, d []string
			for day := Date(-1); day <= 9; day++ {
				rows := inForceOn(b, zone, day)
				for i, h := range rows {
					if i == 0 {
						continue
					}
					line, l := fmt.Sprint(h.Line), rows[i-1]
					switch {
					case l.UptoG > h.OverG:
						overlaps[zone] = true
					case l.UptoG < h.OverG:
						g = append(g, line)
					case slowFreight(h, l.UptoG+1).LessThan(slowFreight(l, l.UptoG)):
						d = append(d, line)
					}
				}
			}
			if !overlaps[zone] {
				gaps, drops = append(gaps, g...), append(drops, d...)
			}
		}
		got := map[string][]string{}
		for _, p := range b.Check() {
			got[p.Code] = append(got[p.Code], fmt.Sprint(p.Line))
			if p.Code == "E101" {
				blamed := b.Rates[p.Line-2]
				if !slices.ContainsFunc(b.Rates[:p.Line-2], func(r RateRow) bool { return meet(&r, &blamed) }) {
					t.Fatalf("line %d overlaps no earlier row", p.Line)
				}
				told[blamed.Zone] = true
			}
		}
		for _, zone := range []string{"DE", "FR"} {
			if overlaps[zone] != told[zone] {
				t.Fatalf("overlap in %s: %v, told %v", zone, overlaps[zone], told[zone])
			}
		}
		same(t, "gaps", got["W100"], gaps)
		same(t, "drops", got["W101"], drops)
	})
}

func meet(a, b *RateRow) bool {
	days := (a.From == NoDate || b.To == NoDate || a.From <= b.To) && (b.From == NoDate || a.To == NoDate || b.From <= a.To)
	return a.Zone == b.Zone && a.OverG < b.UptoG && b.OverG < a.UptoG && days && !a.empty() && !b.empty()
}

func same(t *rapid.T, what string, got, want []string) {
	slices.Sort(got)
	slices.Sort(want)
	want = slices.Compact(want)
	if !slices.Equal(got, want) {
		t.Fatalf("%s in lines %v, want %v", what, got, want)
	}
}

// Beside one wide row every narrow one is named, and a row that overlaps many is named once.
func TestOverlapsAreToldOnceARow(t *testing.T) {
	row := func(line int, over, upto int64) RateRow {
		return RateRow{Place: Place{"rates", line}, Service: "A", Zone: "DE", OverG: over, UptoG: upto, Base: money.One, Window: always}
	}
	b := goodBook()
	b.Rates = []RateRow{row(2, 0, 100), row(3, 0, 50), row(4, 50, 100)}
	if ps := expect(t, b, "E101 rates.csv over_g", "E101 rates.csv over_g"); ps[0].Line != 3 || ps[1].Line != 4 {
		t.Errorf("wide row first: %v", ps)
	}
	b.Rates = []RateRow{row(2, 0, 50), row(3, 50, 100), row(4, 0, 100)}
	if ps := expect(t, b, "E101 rates.csv over_g"); ps[0].Line != 4 {
		t.Errorf("wide row last: %v", ps)
	}
}

func TestFreightAtIsExact(t *testing.T) {
	cny := currency(t, "CNY")
	for _, c := range []struct {
		row  RateRow
		w    int64
		want string
	}{
		{RateRow{Base: 5_005_000}, 1, "5.01"}, // half away from zero
		{RateRow{PerKg: 123_456_789_123_457}, 7, "864197.52"},
		{RateRow{MinPrice: 7 * money.One, Base: money.One}, 1, "7.00"},
		{RateRow{StepPrice: money.One, StepG: 500, FirstG: 500}, 500, "0.00"},
		{RateRow{StepPrice: money.One, StepG: 500, FirstG: 500}, 501, "1.00"},
		{RateRow{StepPrice: money.One, StepG: 500, FirstG: 500}, 1001, "2.00"},
	} {
		got, ok := freightAt(&c.row, c.w, cny)
		if !ok || got.Text(2) != c.want {
			t.Errorf("%+v at %d g: %s %v, want %s", c.row, c.w, got, ok, c.want)
		}
	}
	for _, row := range []RateRow{
		{PerKg: money.Limit - 1},
		{StepPrice: money.Limit - 1, StepG: 1},
		{Base: money.Limit - 1},
	} {
		if got, ok := freightAt(&row, 1_000_000, cny); ok {
			t.Errorf("%+v: %s is in range", row, got)
		}
	}
}

func TestSlotSetAgainstSortedSlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9000).Draw(t, "n")
		var set slotSet
		set.reset(rapid.IntRange(1, 9000).Draw(t, "used before"))
		set.insert(0)
		set.reset(n)
		var sorted []int
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			i := rapid.IntRange(0, n-1).Draw(t, "slot")
			at, in := slices.BinarySearch(sorted, i)
			if set.has(i) != in {
				t.Fatalf("has %d: %v", i, !in)
			}
			before, after := -1, -1
			if at > 0 {
				before = sorted[at-1]
			}
			if next := at + map[bool]int{true: 1}[in]; next < len(sorted) {
				after = sorted[next]
			}
			if set.before(i) != before || set.after(i) != after {
				t.Fatalf("around %d: %d and %d, want %d and %d", i, set.before(i), set.after(i), before, after)
			}
			if in {
				set.remove(i)
				sorted = slices.Delete(sorted, at, at+1)
			} else {
				set.insert(i)
				sorted = slices.Insert(sorted, at, i)
			}
		}
	})
}

// Many rows, laid out so that anything that looks at all pairs of them would take minutes.
func TestCheckOfManyRows(t *testing.T) {
	const n = 300_000
	layouts := map[string]func(i int64) (over, upto int64, w Window){
		"one band a gram":       func(i int64) (int64, int64, Window) { return i, i + 1, always },
		"one edition a day":     func(i int64) (int64, int64, Window) { return 0, 1000, Window{Date(i), Date(i)} },
		"all the same":          func(i int64) (int64, int64, Window) { return 0, 1000, always },
		"wide rows over narrow": func(i int64) (int64, int64, Window) { return wideOverNarrow(i, n) },
	}
	for name, layout := range layouts {
		b := goodBook()
		b.Rates = make([]RateRow, n)
		for i := range b.Rates {
			over, upto, w := layout(int64(i))
			b.Rates[i] = RateRow{Place: Place{"rates", i + 2}, Service: "A", Zone: "DE", OverG: over, UptoG: upto, Base: money.One, Window: w}
		}
		start := time.Now()
		ps := b.Check()
		took := time.Since(start)
		if took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
		t.Logf("%s: %d problems in %v", name, len(ps), took)
	}
}

// wideOverNarrow begins with wide rows of later days, each of which meets every narrow row of the second half.
func wideOverNarrow(i, n int64) (over, upto int64, w Window) {
	if i < n/2 {
		return 0, n, Window{Date(i), NoDate}
	}
	return i - n/2, i - n/2 + 1, always
}
