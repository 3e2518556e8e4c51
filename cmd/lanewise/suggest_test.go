package main

import "testing"

func TestNearest(t *testing.T) {
	names := []string{"decide", "quote", "explain", "check", "diff", "version"}
	for word, want := range map[string]string{
		"decide": "decide", "decdie": "decide", "quot": "quote", "explian": "explain", "chekc": "check", "dif": "diff",
		"simulate": "", "": "", "x": "", "verison": "version",
	} {
		if got := nearest(word, names); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"abc", "abd", 1}, {"abc", "acb", 1}, {"abc", "bc", 1}, {"ca", "abc", 3}} {
		if got := editDistance(c.a, c.b); got != c.want {
			t.Errorf("editDistance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
