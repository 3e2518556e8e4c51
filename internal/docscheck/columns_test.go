package docscheck

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates/cond"
)

func TestOrderColumns(t *testing.T) {
	p := readPage(t, "orders.md")
	rows := p.table(t, p.section(t, "The columns"), "column")
	sameList(t, p.name, p.codes(t, rows, 0), orders.Columns())
}

func TestDecisionColumns(t *testing.T) {
	p := readPage(t, "decisions.md")
	for _, c := range []struct {
		title string
		want  []string
	}{
		{"Columns of a decision row", report.DecisionColumns},
		{"Columns of a quote row", report.QuoteColumns},
		{"Volume credits", report.CreditedDecisionColumns[len(report.DecisionColumns):]},
		{"Rejects", report.RejectColumns},
	} {
		t.Run(c.title, func(t *testing.T) {
			sameList(t, p.name, p.codes(t, p.table(t, p.section(t, c.title), "column"), 0), c.want)
		})
	}
}

// The objects of NDJSON, each under a heading of its own.
func TestJSONFields(t *testing.T) {
	p := readPage(t, "decisions.md")
	for _, c := range []struct {
		title string
		of    any
	}{
		{"A decision as JSON", report.Decision{}},
		{"A quote list as JSON", report.QuoteList{}},
		{"A quote as JSON", report.Quote{}},
		{"A line as JSON", report.Line{}},
		{"A source as JSON", report.Source{}},
		{"A flip as JSON", report.Flip{}},
		{"A fault as JSON", report.Fault{}},
		{"A rule as JSON", report.Rule{}},
		{"A miss as JSON", report.Miss{}},
		{"A rank as JSON", report.Rank{}},
	} {
		t.Run(c.title, func(t *testing.T) {
			sameList(t, p.name, p.codes(t, p.table(t, p.section(t, c.title), "field"), 0), jsonFields(c.of))
		})
	}
}

func jsonFields(v any) []string {
	var out []string
	for _, f := range reflect.VisibleFields(reflect.TypeOf(v)) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		out = append(out, name)
	}
	return out
}

func TestStatuses(t *testing.T) {
	p := readPage(t, "decisions.md")
	rows := p.table(t, p.section(t, "Statuses"), "status")
	sameSet(t, p.name, p.codes(t, rows, 0), words(func(i int) string { return engine.Status(i).String() }, 0))
}

// words lists what a counted type prints, from the given value up to the last that it has: beyond it, printing panics.
func words(text func(int) string, from int) (out []string) {
	const most = 100
	defer func() { _ = recover() }()
	for i := from; i < most; i++ {
		out = append(out, text(i))
	}
	return out
}

// The fields of conditions are what the parser offers in place of a name that it does not know.
func TestConditionFields(t *testing.T) {
	p := readPage(t, "conditions.md")
	var want []string
	for _, group := range []string{"order", "service"} {
		_, err := cond.Parse(group + ".a_name_like_no_other_field == 1")
		var bad *cond.Error
		if !errors.As(err, &bad) {
			t.Fatalf("%s: %v", group, err)
		}
		want = append(want, regexp.MustCompile(group+`\.[a-z0-9_]+`).FindAllString(bad.Msg, -1)...)
	}
	want = append(want, "zone", "billable_g")
	rows := p.table(t, p.section(t, "Fields"), "field")
	sameSet(t, p.name, p.codes(t, rows, 0), want)
	types := map[string]string{"number": "%s == 1", "text": `%s == "x"`, "yes/no": "%s", "list of texts": `"x" in %s`}
	for _, r := range rows {
		form, known := types[r.cells[1]]
		if _, err := cond.Parse(fmt.Sprintf(form, r.code(0))); !known || err != nil {
			t.Errorf("%s:%d: %s is not %q: %v", p.name, r.line, r.code(0), r.cells[1], err)
		}
	}
}

// Examples of conditions in tables are right, those that show an error are wrong in the way that they say.
func TestConditionExamples(t *testing.T) {
	p := readPage(t, "conditions.md")
	for _, r := range p.table(t, p.section(t, "Examples"), "condition") {
		if _, err := cond.Parse(r.code(0)); err != nil || r.code(0) == "" {
			t.Errorf("%s:%d: %q: %v", p.name, r.line, r.cells[0], err)
		}
	}
	for _, r := range p.table(t, p.section(t, "Errors"), "condition") {
		_, err := cond.Parse(r.code(0))
		if err == nil {
			t.Errorf("%s:%d: %q has no error", p.name, r.line, r.cells[0])
			continue
		}
		if got := r.cells[1]; got != err.Error() {
			t.Errorf("%s:%d: the page says\n%s\nthe program\n%s", p.name, r.line, got, err)
		}
	}
}
