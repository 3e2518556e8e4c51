package engine

import (
	"testing"

	"github.com/lanewise/lanewise/rates"
)

func days(v int64) rates.Opt[rates.Days] {
	return rates.Opt[rates.Days]{V: rates.Days(v * 100), OK: true}
}

// The share delivered within T days runs through (0,0), (p50,.5), (p80,.8), (p95,.95) and goes on along its last
// segment; what is not delivered by then is late.
func TestLateShare(t *testing.T) {
	none := rates.Opt[rates.Days]{}
	for _, c := range []struct {
		name          string
		p50, p80, p95 rates.Opt[rates.Days]
		lost          rates.Share
		within        int64 // hundredths of a day
		late          int64 // millionths
	}{
		{"half way to p50", days(10), days(20), days(30), 0, 500, 750_000},
		{"at p50", days(10), days(20), days(30), 0, 1000, 500_000},
		{"between p80 and p95", days(10), days(20), days(30), 0, 2500, 125_000},
		{"along the last segment", days(10), days(20), days(30), 0, 3200, 20_000},
		{"all there", days(10), days(20), days(30), 0, 3400, 0},
		{"of those not lost", days(10), days(20), days(30), 100_000, 1000, 450_000},
		{"no day at all", days(10), days(20), days(30), 0, 0, 1_000_000},
		{"a missing point is left out", days(10), none, days(30), 0, 2000, 275_000},
		{"only the middle is known", days(10), none, none, 0, 1500, 250_000},
		{"p50 of 0, no day", days(0), days(10), none, 0, 0, 500_000},
		{"p50 of 0 alone, beyond it", days(0), none, none, 0, 1, 0},
		{"points that coincide: the larger share", days(10), days(10), days(20), 0, 1000, 200_000},
		{"a vertical end, on it", days(10), days(20), days(20), 0, 2000, 50_000},
		{"a vertical end, beyond it", days(10), days(20), days(20), 0, 2001, 0},
		{"a third, rounded", days(3), days(9), days(9), 0, 100, 833_333},
	} {
		r := risk{lost: int64(c.lost), points: points(&rates.Risk{P50: c.p50, P80: c.p80, P95: c.p95})}
		if got := r.lateShare(c.within); got != c.late {
			t.Errorf("%s: %d millionths late, want %d", c.name, got, c.late)
		}
	}
}

func TestRoundUp(t *testing.T) {
	ladder := []rates.Step{{Over: 0, Step: 500}, {Over: 21000, Step: 1000}}
	for _, c := range []struct {
		w, want int64
		steps   []rates.Step
	}{
		{1, 1, nil},
		{1, 500, ladder},
		{500, 500, ladder},
		{501, 1000, ladder},
		{21000, 21000, ladder}, // the threshold itself is below the next step
		{21001, 22000, ladder},
		{22500, 23000, ladder},
		{333, 333, []rates.Step{{Over: 0, Step: 1}}},
	} {
		if got := roundUp(c.w, c.steps); got != c.want {
			t.Errorf("%d g by %v is %d, want %d", c.w, c.steps, got, c.want)
		}
	}
}

func TestPostcodes(t *testing.T) {
	var table postcodeTable[string]
	for _, r := range []struct{ from, to, zone string }{
		{"", "", "all"},
		{"9", "9", "nine"},
		{"90", "94", "low"},
		{"901", "901", "one"},
		{"SW", "SW", "sw"},
		{"ABCDEFGHIJ", "ABCDEFGHIK", "long"},
		{"ABCDEFGH", "ABCDEFGH", "eight"},
	} {
		table.add(rates.Postcodes{From: r.from, To: r.to}, r.zone)
	}
	table.sort()
	for code, want := range map[string]string{
		"": "all", "1": "all", "9": "nine", "99999": "nine", "92000": "low", "90": "low", "9011": "one", "9-01": "one",
		"sw1a 1aa": "sw", "s w": "sw", "SX": "all",
		"ABCDEFGHIJ": "long", "abc-defghik 9": "long", "ABCDEFGHIL": "eight", "ABCDEFG": "all",
	} {
		var p postcode
		p.set(code)
		if got := table.find(&p); got != want {
			t.Errorf("postcode %q is in %s, want %s", code, got, want)
		}
	}
}

func TestWeightClasses(t *testing.T) {
	for w := int64(1); w < 200_000; w++ {
		c := classOf(w)
		if lightest(c) > w || c+1 < classes && lightest(c+1) <= w {
			t.Fatalf("%d g is in class %d, which begins at %d g; the next at %d g", w, c, lightest(c), lightest(c+1))
		}
	}
}

func TestFind(t *testing.T) {
	bs := bands{}
	for _, b := range []band{{over: 0, upto: 100}, {over: 100, upto: 500}, {over: 700, upto: 2000}} {
		bs.rows, bs.upto = append(bs.rows, b), append(bs.upto, b.upto)
	}
	for _, c := range []struct {
		w    int64
		upto int32
		why  Reason
	}{{1, 100, OK}, {100, 100, OK}, {101, 500, OK}, {500, 500, OK}, {501, 0, NoBand}, {700, 0, NoBand}, {701, 2000, OK}, {2000, 2000, OK}, {2001, 0, Overweight}} {
		b, why := bs.find(c.w)
		if why != c.why || why == OK && b.upto != c.upto {
			t.Errorf("%d g: band up to %v, %v; want %d, %v", c.w, b, why, c.upto, c.why)
		}
	}
}
