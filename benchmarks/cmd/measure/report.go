package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"time"
)

// report collects figures as rows of Markdown.
type report struct {
	figures []string // against the goals
	runs    []string // what each program took
	notes   []string
}

// figure adds a row of the table of goals. A goal that there is none of is "".
func (r *report) figure(what, measured, least, aim string) {
	r.figures = append(r.figures, fmt.Sprintf("| %s | **%s** | %s | %s |", what, measured, least, aim))
}

// ran adds what a program took for n orders.
func (r *report) ran(p *program, n int) {
	r.runs = append(r.runs, fmt.Sprintf("| %s | %s | %.3f s | %s | %.3f s | %s |",
		p.name, grouped(n), p.cpu().Seconds(), each(p.cpu(), n), p.wall().Seconds(), mib(p.rss())))
}

func (r *report) note(format string, a ...any) { r.notes = append(r.notes, fmt.Sprintf(format, a...)) }

// markdown is the whole report.
func (r *report) markdown(where string) string {
	var b strings.Builder
	if len(r.figures) > 0 {
		b.WriteString("| what | measured | at least | aim |\n|---|---|---|---|\n" + strings.Join(r.figures, "\n") + "\n\n")
	}
	if len(r.runs) > 0 {
		b.WriteString("| program, whole process | orders | CPU | CPU an order | wall | memory |\n|---|---|---|---|---|---|\n" +
			strings.Join(r.runs, "\n") + "\n\n")
	}
	for _, n := range r.notes {
		b.WriteString("- " + n + "\n")
	}
	b.WriteString("- " + where + "\n")
	return b.String()
}

// The marks between which the report stands in a file.
const (
	beginMark = "<!-- measured: begin -->\n"
	endMark   = "<!-- measured: end -->\n"
)

// putInto replaces what stands between the marks of a file.
func putInto(file, text string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, rest, ok := bytes.Cut(data, []byte(beginMark))
	_, tail, closed := bytes.Cut(rest, []byte(endMark))
	if !ok || !closed {
		return fmt.Errorf("%s has no lines %q and %q to write between", file, strings.TrimSpace(beginMark), strings.TrimSpace(endMark))
	}
	whole := string(head) + beginMark + "\n" + text + "\n" + endMark + string(tail)
	return os.WriteFile(file, []byte(whole), 0o644)
}

func times(a, b time.Duration) string {
	if b <= 0 {
		return "unknown"
	}
	q := float64(a) / float64(b)
	if q >= 20 {
		return fmt.Sprintf("%.0f ×", q)
	}
	return fmt.Sprintf("%.2f ×", q)
}

// each is the processor time an order.
func each(d time.Duration, n int) string {
	us := float64(d.Microseconds()) / float64(n)
	switch {
	case us >= 1000:
		return fmt.Sprintf("%.2f ms", us/1000)
	case us >= 20:
		return fmt.Sprintf("%.0f µs", us)
	}
	return fmt.Sprintf("%.2f µs", us)
}

func mib(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20))
}

// grouped writes a count with commas.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
