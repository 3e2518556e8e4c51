package orders

import (
	"testing"

	"github.com/lanewise/lanewise/engine/money"
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
