package orders

import (
	"fmt"
	"testing"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// FuzzQuick compares the short way of reading numbers with the parser that judges them: what it reads is the same, and
// plain short numbers are never left to the long way.
func FuzzQuick(f *testing.F) {
	for _, s := range []string{"", "0", "350", "0.35", "12.5", "12.", ".5", "-1", "999999999", "1000000000", "0.0000001", "1.10", "007", "1.2.3", "1,5", "٣", "10000", "9999999999", "1.x", "1.0x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for digits := range 7 {
			v, ok := quickFixed(s, digits)
			want, err := money.ParseFixed(s, digits, false)
			if ok && (err != nil || v != want) || !ok && err == nil && len(s) < 9 {
				t.Fatalf("%q with %d digits: got %d %v, want %d %v", s, digits, v, ok, want, err)
			}
			v, ok = quickCeil(s, digits, 10_000)
			want, err = money.ParseCeil(s, digits, 10_000)
			if ok && (err != nil || v != want) || !ok && err == nil && len(s) < 9 {
				t.Fatalf("%q rounded up after %d digits: got %d %v, want %d %v", s, digits, v, ok, want, err)
			}
		}
	})
}

// Every day that quickDate reads is the calendar's, and no day of this century in its usual form is left to others.
func TestQuickDate(t *testing.T) {
	for y := 1999; y <= 2101; y++ {
		for m := 0; m <= 13; m++ {
			for d := 0; d <= 32; d++ {
				s := fmt.Sprintf("%04d-%02d-%02d", y, m, d)
				want, is := rates.ParseDate(s)
				got, ok := quickDate(s)
				if ok && got != want || ok != (is && y/100 == 20) {
					t.Fatalf("%s: got %v %v, want %v %v", s, got, ok, want, is)
				}
			}
		}
	}
	const day = "2026-05-31"
	for i := range len(day) {
		for c := range 256 {
			s := day[:i] + string([]byte{byte(c)}) + day[i+1:]
			want, is := rates.ParseDate(s)
			if got, ok := quickDate(s); ok && (!is || got != want) {
				t.Errorf("%q: got %v, want %v %v", s, got, want, is)
			}
		}
	}
	for _, s := range []string{"", "2026-05-3", "2026-05-311", "2026/05/31"} {
		if _, ok := quickDate(s); ok {
			t.Errorf("%q is read", s)
		}
	}
}

func TestVisible(t *testing.T) {
	const text = "0123456789abcdefghi"
	for n := range len(text) + 1 {
		if !visible(text[:n]) {
			t.Errorf("%q is not", text[:n])
		}
		for i := range n {
			for c := range 256 {
				s := text[:i] + string([]byte{byte(c)}) + text[i+1:n]
				if got, want := visible(s), c > ' ' && c < 0x7f; got != want {
					t.Errorf("%q: got %v", s, got)
				}
			}
		}
	}
}

// All texts of few letters that numbers are made of.
func TestQuickNumberShort(t *testing.T) {
	const letters = "0159.-/: "
	var texts func(prefix string, n int)
	texts = func(prefix string, n int) {
		v, ok := quickFixed(prefix, 6)
		want, err := money.ParseFixed(prefix, 6, false)
		if ok && (err != nil || v != want) || !ok && err == nil {
			t.Fatalf("%q: got %d %v, want %d %v", prefix, v, ok, want, err)
		}
		for i := 0; n > 0 && i < len(letters); i++ {
			texts(prefix+letters[i:i+1], n-1)
		}
	}
	texts("", 6)
}
