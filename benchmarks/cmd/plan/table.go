package main

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// table prints rows as they come, aligned or in Markdown.
type table struct {
	options
	out  io.Writer
	text strings.Builder // in Markdown, whatever is printed
}

func newTable(o options, out io.Writer) *table { return &table{options: o, out: out} }

// column of the table; wide is its width where text is aligned, below 0 to the left.
type column struct {
	title string
	wide  int
	cell  func(a *answer) string
}

var columns = []column{
	{"name", -36, func(a *answer) string { return a.head.Name }},
	{"objective", 16, func(a *answer) string { return a.unless(fmt.Sprint(a.result.Objective)) }},
	{"lower bound", 16, func(a *answer) string { return a.unless(a.bounded(fmt.Sprint(a.result.Bound))) }},
	// Upwards, so that nothing unproven looks proven.
	{"gap %", 9, func(a *answer) string { return a.unless(a.bounded(fmt.Sprintf("%.5f", math.Ceil(a.gap()*1e5)/1e5))) }},
	{"proven", 6, func(a *answer) string { return a.unless(yes(a.result.Proven)) }},
	{"seconds", 8, func(a *answer) string { return fmt.Sprintf("%.3f", a.took.Seconds()) }},
	{"load", 7, func(a *answer) string { return fmt.Sprintf("%.3f", a.load.Seconds()) }},
	{"alone %", 7, func(a *answer) string { return a.unless(a.dearer()) }},
	{"stop", -10, func(a *answer) string { return string(a.result.Stop) }},
}

var memoryColumn = column{"MiB", 6, func(a *answer) string {
	if a.peak == 0 {
		return "unknown"
	}
	return fmt.Sprint(a.peak >> 20)
}}

var highsColumns = []column{
	{"HiGHS", 16, func(a *answer) string {
		if !a.highs.found {
			return "no plan"
		}
		return fmt.Sprint(a.highs.objective)
	}},
	{"its end", -10, func(a *answer) string { return a.highs.Status }},
	{"seconds", 8, func(a *answer) string { return fmt.Sprintf("%.3f", a.highs.Seconds) }},
	{"times ours", 10, func(a *answer) string { return a.ratio() }},
}

func (t *table) columns() []column {
	all := columns
	if t.memory {
		all = append(all[:len(all):len(all)], memoryColumn)
	}
	if t.highs > 0 {
		all = append(all[:len(all):len(all)], highsColumns...)
	}
	return all
}

// unless an instance has no plan that keeps the limits.
func (a *answer) unless(text string) string {
	if len(a.broken) > 0 {
		return "-"
	}
	return text
}

// bounded unless the time ended before there was any bound.
func (a *answer) bounded(text string) string {
	if a.result.Bound < math.MinInt64/2 {
		return "none"
	}
	return text
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// ratio is how much longer HiGHS took; with a plus where it was cut off, or had not proved what we had.
func (a *answer) ratio() string {
	if a.highs.Seconds == 0 {
		return "-"
	}
	more := ""
	if a.highs.Status != "optimal" && a.highs.Status != "infeasible" {
		more = "+"
	}
	return fmt.Sprintf("%.0f%s", a.highs.Seconds/max(1e-6, a.took.Seconds()), more)
}

func (t *table) begin(title string) {
	if title != "" {
		t.both("\n**%s**\n", title)
	}
	var names, rules []string
	for _, c := range t.columns() {
		names = append(names, c.title)
		rule := "---:"
		if c.wide < 0 {
			rule = "---"
		}
		rules = append(rules, rule)
	}
	t.line(names)
	fmt.Fprintf(&t.text, "|%s|\n", strings.Join(rules, "|"))
	if t.markdown {
		fmt.Fprintf(t.out, "|%s|\n", strings.Join(rules, "|"))
	}
}

func (t *table) both(format string, args ...any) {
	fmt.Fprintf(t.out, format, args...)
	fmt.Fprintf(&t.text, format+"\n", args...)
}

func (t *table) line(cells []string) {
	fmt.Fprintf(&t.text, "| %s |\n", strings.Join(cells, " | "))
	if t.markdown {
		fmt.Fprintf(t.out, "| %s |\n", strings.Join(cells, " | "))
		return
	}
	var text []string
	for i, c := range t.columns() {
		text = append(text, fmt.Sprintf("%*s", c.wide, cells[i]))
	}
	fmt.Fprintln(t.out, strings.TrimRight(strings.Join(text, " "), " "))
}

func (t *table) row(a *answer) {
	if t.highs > 0 && a.highs == nil {
		a.highs = &rival{Status: "not run"}
	}
	var cells []string
	for _, c := range t.columns() {
		cells = append(cells, c.cell(a))
	}
	t.line(cells)
}

// end gives the table in Markdown.
func (t *table) end() string { return t.text.String() }
