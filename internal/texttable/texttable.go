// Package texttable lays out text for a terminal: tables with aligned columns, and paragraphs. It knows that Chinese,
// Japanese and Korean characters take two columns, and lets no control character through to the terminal.
package texttable

import (
	"bufio"
	"io"
	"strings"
	"unicode"
)

// Table is a table under construction. The zero value has no columns; make one with New.
type Table struct {
	indent string
	heads  []string
	right  []bool
	rows   [][]string
}

// New makes a table whose every line starts with indent. A head that starts with `>` makes its column stand to the
// right, as numbers do; the sign is not shown.
func New(indent string, heads ...string) *Table {
	t := &Table{indent: indent, heads: make([]string, len(heads)), right: make([]bool, len(heads))}
	for i, h := range heads {
		t.heads[i] = strings.TrimPrefix(h, ">")
		t.right[i] = t.heads[i] != h
	}
	return t
}

// Row adds a row. Cells that are missing at the end are empty.
func (t *Table) Row(cells ...string) {
	row := make([]string, len(t.heads))
	for i := range min(len(cells), len(row)) {
		row[i] = Clean(cells[i])
	}
	t.rows = append(t.rows, row)
}

// Len is how many rows there are.
func (t *Table) Len() int { return len(t.rows) }

// WriteTo prints the heads, unless all are empty, and the rows, columns two spaces apart. The last column is never
// padded, and a column that is empty throughout is left out.
func (t *Table) WriteTo(w io.Writer) (int64, error) {
	widths := make([]int, len(t.heads))
	for _, row := range t.rows {
		for i, c := range row {
			widths[i] = max(widths[i], Width(c))
		}
	}
	headed := false
	for i, h := range t.heads {
		headed = headed || h != ""
		if widths[i] > 0 {
			widths[i] = max(widths[i], Width(h))
		}
	}
	out := bufio.NewWriter(w)
	n := 0
	write := func(row []string) {
		k, _ := out.WriteString(t.line(row, widths))
		n += k
	}
	if headed {
		write(t.heads)
	}
	for _, row := range t.rows {
		write(row)
	}
	return int64(n), out.Flush()
}

func (t *Table) line(row []string, widths []int) string {
	var b strings.Builder
	b.WriteString(t.indent)
	first := true
	for i, c := range row {
		if widths[i] == 0 {
			continue
		}
		if !first {
			b.WriteString("  ")
		}
		first = false
		pad := strings.Repeat(" ", widths[i]-Width(c))
		if t.right[i] {
			b.WriteString(pad + c)
		} else {
			b.WriteString(c + pad)
		}
	}
	return strings.TrimRight(b.String(), " ") + "\n"
}

// Width is how many columns a terminal gives to s.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += columns(r)
	}
	return n
}

func columns(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1faff,
		r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}

// Clean replaces what would move a terminal's cursor, change its colours or hide text: control and direction
// characters. The text comes from order files and rate books, which anybody may have written.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

// Wrap breaks text into lines of at most width columns, at spaces; a word longer than a line stands alone.
func Wrap(s string, width int) []string { return wrap(s, width, width) }

// wrap gives the first line a width of its own.
func wrap(s string, first, rest int) []string {
	var lines []string
	line, width := "", first
	for _, word := range strings.Fields(Clean(s)) {
		switch {
		case line == "":
			line = word
		case Width(line)+1+Width(word) <= width:
			line += " " + word
		default:
			lines, line, width = append(lines, line), word, rest
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// Paragraph wraps text to width columns in all, the first line after first and the others after rest.
func Paragraph(first, rest, s string, width int) string {
	const least = 20 // columns of text, however deep it is indented
	var b strings.Builder
	start := first
	for _, line := range wrap(s, max(least, width-Width(first)), max(least, width-Width(rest))) {
		b.WriteString(start + line + "\n")
		start = rest
	}
	return b.String()
}

// Clip cuts s to at most width columns and marks the cut with an ellipsis.
func Clip(s string, width int) string {
	s = Clean(s)
	if Width(s) <= width {
		return s
	}
	used, end := 0, 0
	for i, r := range s {
		if used+columns(r) > width-1 {
			break
		}
		used += columns(r)
		end = i + len(string(r))
	}
	return s[:end] + "…"
}
