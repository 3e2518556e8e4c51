package report

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/internal/texttable"
)

// lay lays out lines, written in pieces of n bytes.
func lay(t *testing.T, width, n int, lines ...[]byte) string {
	t.Helper()
	var b bytes.Buffer
	l := &layout{w: &b, width: width}
	for all := bytes.Join(lines, nil); len(all) > 0; {
		k := min(n, len(all))
		if _, err := l.Write(all[:k]); err != nil {
			t.Fatal(err)
		}
		all = all[k:]
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestLayout(t *testing.T) {
	lines := [][]byte{
		appendLine(nil, rowLine, "ORDER", ">GRAMS", "NOTE"),
		appendLine(nil, rowLine, "订单一", "7", ""),
		appendLine(nil, rowLine, "b", "1200", "x"),
		appendLine(nil, noteLine, "a long id", "one two three four five six seven eight nine"),
		appendLine(nil, titleLine, "a", "title"),
	}
	want := strings.Join([]string{
		"ORDER      GRAMS  NOTE",
		"订单一         7",
		"b           1200  x",
		"a long id  one two three four five six",
		"           seven eight nine",
		"a title", "",
	}, "\n")
	for _, n := range []int{1, 3, 1000} {
		if got := lay(t, 41, n, lines...); got != want {
			t.Errorf("in pieces of %d:\n%s\nwant\n%s", n, got, want)
		}
	}
}

// Beyond the measured lines the widths stand, and a longer cell loses no text.
func TestLayoutStopsMeasuring(t *testing.T) {
	lines := [][]byte{appendLine(nil, rowLine, "ORDER", "X")}
	for i := range measured + 10 {
		lines = append(lines, appendLine(nil, rowLine, fmt.Sprint(i), "x"))
	}
	lines = append(lines, appendLine(nil, rowLine, "a very long order id", "x"))
	got := lay(t, 80, 100, lines...)
	if !strings.HasSuffix(got, "\na very long order id  x\n") || !strings.Contains(got, "\n1009   x\n") {
		t.Errorf("ends in %q", got[len(got)-60:])
	}
	if n := strings.Count(got, "\n"); n != len(lines) {
		t.Errorf("%d lines, want %d", n, len(lines))
	}
}

func TestLayoutTellsWriteErrors(t *testing.T) {
	full := errors.New("disk full")
	l := &layout{w: failing{full}, width: 80}
	l.Write(appendLine(nil, rowLine, "a"))
	if err := l.Close(); err != full {
		t.Errorf("Close gives %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestSummaryFitsItsWidth(t *testing.T) {
	s := &Summary{Orders: 1}
	for i := range 50 {
		count(&s.invalid, fmt.Sprintf("reason %d", i))
	}
	text := summaryText{s: s, width: 60}
	text.put("invalid", joinReasons(s.Invalid()))
	for line := range strings.Lines(text.b.String()) {
		if texttable.Width(strings.TrimSuffix(line, "\n")) > 60 {
			t.Errorf("too wide: %q", line)
		}
	}
	if got := joinReasons(s.Invalid()); !strings.HasSuffix(got, ", and 45 others (45)") {
		t.Errorf("got %q", got)
	}
}
