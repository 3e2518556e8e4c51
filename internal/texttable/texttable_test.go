package texttable

import (
	"slices"
	"strings"
	"testing"
)

func TestTableAlignsAndLeavesEmptyColumnsOut(t *testing.T) {
	tab := New("  ", "service", ">total", "note", "name")
	tab.Row("A", "1.50", "", "线上")
	tab.Row("LONGER", "12.00", "", "x")
	tab.Row("线", "3")
	var b strings.Builder
	n, err := tab.WriteTo(&b)
	want := "  service  total  name\n" +
		"  A         1.50  线上\n" +
		"  LONGER   12.00  x\n" +
		"  线           3\n"
	if b.String() != want || err != nil || n != int64(len(want)) || tab.Len() != 3 {
		t.Errorf("got %d bytes, %v:\n%s\nwant:\n%s", n, err, b.String(), want)
	}
}

func TestTableWithoutHeads(t *testing.T) {
	tab := New("", "", ">")
	tab.Row("freight", "3.10")
	tab.Row("tax", "12.00")
	var b strings.Builder
	tab.WriteTo(&b)
	if want := "freight   3.10\ntax      12.00\n"; b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestCleanStopsTerminalTricks(t *testing.T) {
	for in, want := range map[string]string{
		"plain 线":       "plain 线",
		"a\x1b[31mred":  "a\uFFFD[31mred",
		"two\nlines\tx": "two\uFFFDlines\uFFFDx",
		"rtl\u202Etxt":  "rtl\uFFFDtxt",
		"\u009b2J":      "\uFFFD2J",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWidth(t *testing.T) {
	for in, want := range map[string]int{"": 0, "abc": 3, "线上": 4, "é": 1, "e\u0301": 1, "한국": 4} {
		if got := Width(in); got != want {
			t.Errorf("Width(%q) = %d, want %d", in, got, want)
		}
	}
}

func TestWrapParagraphClip(t *testing.T) {
	if got, want := Wrap("one two three  four", 9), []string{"one two", "three", "four"}; !slices.Equal(got, want) {
		t.Errorf("Wrap: %q, want %q", got, want)
	}
	if got, want := Paragraph("- ", "  ", "aaaaaaaaaa bbbbbbbbbb cccccccccc", 22), "- aaaaaaaaaa\n  bbbbbbbbbb\n  cccccccccc\n"; got != want {
		t.Errorf("Paragraph: %q, want %q", got, want)
	}
	for _, c := range []struct {
		in    string
		width int
		want  string
	}{{"abcdef", 6, "abcdef"}, {"abcdefg", 6, "abcde…"}, {"线上发货", 6, "线上…"}, {"线上发货", 5, "线上…"}} {
		if got := Clip(c.in, c.width); got != c.want {
			t.Errorf("Clip(%q, %d) = %q, want %q", c.in, c.width, got, c.want)
		}
	}
}
