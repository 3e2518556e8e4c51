package report

import (
	"bytes"
	"io"
	"strings"

	"github.com/lanewise/lanewise/internal/texttable"
)

// Between encoder and layout a table is a sequence of lines, each a sign and fields that end in fieldEnd: cells of a
// row (the first row holds the column names), a free text over the whole width, or a note that hangs under the first
// column. Encoders can so work in parallel while widths are measured in one place.
const (
	rowLine   = 'r'
	titleLine = 't'
	noteLine  = 'n'
	fieldEnd  = '\x1f'
)

// measured is how many lines are looked at before the widths of the columns are settled: enough for most runs, and
// little to keep.
const measured = 1000

// The terminal widths from which the tables of decisions and of quotes show their further columns.
const (
	wide       = 110
	wideQuotes = 140
)

// layout aligns table lines for a terminal. The columns are as wide as the first lines need; a longer cell further
// down pushes its row out of line, rather than lose text.
type layout struct {
	w      io.Writer
	width  int
	rest   []byte   // an unfinished line
	kept   []string // lines while widths are being measured
	widths []int
	right  []bool // the column holds numbers
	ready  bool
	out    bytes.Buffer
}

// Write takes whole or partial lines.
func (l *layout) Write(p []byte) (int, error) {
	l.rest = append(l.rest, p...)
	for {
		i := bytes.IndexByte(l.rest, '\n')
		if i < 0 {
			break
		}
		l.line(string(l.rest[:i]))
		l.rest = l.rest[i+1:]
	}
	return len(p), l.flush()
}

// Close writes what is kept.
func (l *layout) Close() error {
	l.settle()
	return l.flush()
}

func (l *layout) flush() error {
	_, err := l.w.Write(l.out.Bytes())
	l.out.Reset()
	return err
}

func (l *layout) line(s string) {
	if l.ready {
		l.show(s)
		return
	}
	l.measure(s)
	if l.kept = append(l.kept, s); len(l.kept) == measured {
		l.settle()
	}
}

func (l *layout) measure(s string) {
	sign, fields := splitLine(s)
	switch sign {
	case titleLine:
		return
	case noteLine:
		fields = fields[:len(fields)-1]
	}
	for i, f := range fields {
		if i == len(l.widths) {
			l.widths, l.right = append(l.widths, 0), append(l.right, strings.HasPrefix(f, ">"))
		}
		l.widths[i] = max(l.widths[i], texttable.Width(strings.TrimPrefix(f, ">")))
	}
}

func (l *layout) settle() {
	if l.ready {
		return
	}
	l.ready = true
	for _, s := range l.kept {
		l.show(s)
	}
	l.kept = nil
}

func (l *layout) show(s string) {
	sign, fields := splitLine(s)
	switch sign {
	case rowLine:
		l.showRow(fields)
	case titleLine:
		l.out.WriteString(strings.Join(fields, " ") + "\n")
	case noteLine:
		l.showNote(fields)
	}
}

func (l *layout) showRow(fields []string) {
	var b strings.Builder
	for i, f := range fields {
		if i > 0 {
			b.WriteString("  ")
		}
		b.WriteString(pad(strings.TrimPrefix(f, ">"), l.widths[i], l.right[i]))
	}
	l.out.WriteString(strings.TrimRight(b.String(), " ") + "\n")
}

// showNote writes the cells before the last as those of a row and wraps the last in the space that is left.
func (l *layout) showNote(fields []string) {
	var b strings.Builder
	for i, f := range fields[:len(fields)-1] {
		w := 0
		if i < len(l.widths) {
			w = l.widths[i]
		}
		b.WriteString(pad(f, w, false) + "  ")
	}
	indent := texttable.Width(b.String())
	for i, text := range texttable.Wrap(fields[len(fields)-1], max(30, l.width-indent)) {
		if i > 0 {
			b.WriteString(strings.Repeat(" ", indent))
		}
		b.WriteString(text + "\n")
	}
	l.out.WriteString(b.String())
}

func splitLine(s string) (sign byte, fields []string) {
	if s == "" {
		return titleLine, []string{""}
	}
	return s[0], strings.Split(strings.TrimSuffix(s[1:], string(fieldEnd)), string(fieldEnd))
}

// pad fills a text with spaces to n columns.
func pad(s string, n int, right bool) string {
	fill := strings.Repeat(" ", max(0, n-texttable.Width(s)))
	if right {
		return fill + s
	}
	return s + fill
}

// appendLine appends a line of a table. Nothing in the fields can break it: control characters do not pass.
func appendLine(dst []byte, sign byte, fields ...string) []byte {
	dst = append(dst, sign)
	for _, f := range fields {
		dst = append(append(dst, texttable.Clean(f)...), fieldEnd)
	}
	return append(dst, '\n')
}
