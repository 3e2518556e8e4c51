package diff

import (
	"fmt"
	"io"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/internal/texttable"
	"github.com/lanewise/lanewise/rates"
)

// Style says how a difference is printed.
type Style struct {
	Width int // columns of the terminal
	Rows  int // changed rows shown of each table and moves shown, 0 = all
	// File names the file or sheet of a table in the old and the new book.
	OldFile, NewFile func(table string) string
}

// WriteTables prints what changed in the tables: counts first, then row by row.
func WriteTables(w io.Writer, all []Table, s Style) error {
	var b strings.Builder
	counts := texttable.New("  ", "table", ">changed", ">added", ">removed", "")
	var same []string
	for i := range all {
		t := &all[i]
		if t.same() {
			same = append(same, t.Name)
			continue
		}
		counts.Row(t.Name, count(t.Count(Changed)), count(t.Count(Added)), count(t.Count(Removed)), t.remark())
	}
	if counts.Len() == 0 {
		b.WriteString("The tables say the same.\n")
		_, err := io.WriteString(w, b.String())
		return err
	}
	b.WriteString("Tables\n")
	if _, err := counts.WriteTo(&b); err != nil {
		return err
	}
	if len(same) > 0 {
		b.WriteString(texttable.Paragraph("  unchanged: ", "             ", strings.Join(same, ", "), s.Width))
	}
	for i := range all {
		all[i].write(&b, s)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func count(n int) string {
	if n == 0 {
		return "–"
	}
	return fmt.Sprint(n)
}

func (t *Table) remark() string {
	var words []string
	if t.Reordered[0] != "" {
		words = append(words, "rows stand in another order")
	}
	if t.Provenance > 0 {
		words = append(words, fmt.Sprintf("%d with another source or note only", t.Provenance))
	}
	return strings.Join(words, "; ")
}

func (t *Table) write(b *strings.Builder, s Style) {
	if len(t.Changes) == 0 && t.Reordered[0] == "" {
		return
	}
	fmt.Fprintf(b, "\n%s\n", t.Name)
	if t.Reordered[0] != "" {
		b.WriteString(texttable.Paragraph("  order: ", "    ", t.Reordered[0]+" now stands below "+t.Reordered[1], s.Width))
	}
	shown := t.Changes
	if s.Rows > 0 && len(shown) > s.Rows {
		shown = shown[:s.Rows]
	}
	for _, c := range shown {
		c.write(b, t.Name, s)
	}
	if rest := len(t.Changes) - len(shown); rest > 0 {
		fmt.Fprintf(b, "  … and %d more; --all shows them\n", rest)
	}
}

func (c *Change) write(b *strings.Builder, table string, s Style) {
	sign := [...]string{Changed: "~", Added: "+", Removed: "-"}[c.Kind]
	place := c.place(table, s)
	head := "  " + sign + " " + texttable.Clean(c.Row)
	if place != "" {
		if texttable.Width(head)+texttable.Width(place)+3 > s.Width {
			head += "\n    "
		} else {
			head += "  "
		}
		head += "(" + place + ")"
	}
	b.WriteString(head + "\n")
	if c.Kind != Changed {
		if words := c.cellWords(); words != "" {
			b.WriteString(texttable.Paragraph("      ", "      ", words, s.Width))
		}
		return
	}
	cells := texttable.New("      ", "", ">", "", "")
	long := false
	for _, cell := range c.Cells {
		cells.Row(cell.Column, shownCell(cell.Old), "→", shownCell(cell.New))
		long = long || texttable.Width(cell.Old) > 24 || texttable.Width(cell.New) > 24
	}
	if !long {
		cells.WriteTo(b) // a strings.Builder does not fail
		return
	}
	for _, cell := range c.Cells {
		b.WriteString(texttable.Paragraph("      "+cell.Column+"  ", "        ", shownCell(cell.Old)+" → "+shownCell(cell.New), s.Width))
	}
}

// cellWords is what a lone row says, `base 12.5, per_kg 60`.
func (c *Change) cellWords() string {
	var words []string
	for _, cell := range c.Cells {
		words = append(words, cell.Column+" "+cell.Old+cell.New)
	}
	return strings.Join(words, ", ")
}

func shownCell(s string) string {
	if s == "" {
		return "(empty)"
	}
	return s
}

func (c *Change) place(table string, s Style) string {
	at := func(file func(string) string, p rates.Place) string {
		if p.Line == 0 {
			return ""
		}
		return fmt.Sprintf("%s:%d", file(table), p.Line)
	}
	before, after := at(s.OldFile, c.Old), at(s.NewFile, c.New)
	switch {
	case before == after, after == "":
		return before
	case before == "":
		return after
	}
	return before + " → " + after
}

// Write prints the effect on the orders.
func (e *Effect) Write(w io.Writer, s Style) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Orders: %d read", e.Orders)
	if e.Unreadable > 0 {
		fmt.Fprintf(&b, ", %d of them unreadable", e.Unreadable)
	}
	fmt.Fprintf(&b, "; %d decided by both books\n", e.Both)
	if e.Both > 0 {
		e.writeCosts(&b, s)
	}
	if len(e.Statuses) > 0 {
		b.WriteString("\nStatuses that change\n")
		t := texttable.New("  ", "", "", "", ">orders")
		for _, m := range e.Statuses {
			t.Row(m.Old.String(), "→", m.New.String(), fmt.Sprint(m.Orders))
		}
		t.WriteTo(&b)
	}
	e.writeMoves(&b, s)
	e.writeMovers(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

func (e *Effect) writeCosts(b *strings.Builder, s Style) {
	t := texttable.New("  ", "cost in "+e.Currency.String(), ">old book", ">new book", ">change", ">")
	row := func(name string, before, after report.Sum) {
		change := after.Sub(before)
		t.Row(name, before.Text(4), after.Text(4), signed(change.Decimal(), 4), percent(before, change))
	}
	row("shipping", e.Old.Shipping, e.New.Shipping)
	row("risk", e.Old.Risk, e.New.Risk)
	row("policy", e.Old.Policy, e.New.Policy)
	row("total", e.Old.Total, e.New.Total)
	t.WriteTo(b)
	words := fmt.Sprintf("%d keep their service at another cost; %d go by another service, %d of them by the other channel",
		e.Repriced, e.Moved, e.Crossed)
	b.WriteString(texttable.Paragraph("  ", "  ", words, s.Width))
}

func (e *Effect) writeMoves(b *strings.Builder, s Style) {
	if len(e.Moves) == 0 {
		return
	}
	b.WriteString("\nChoices that move\n")
	t := texttable.New("  ", "old service", "", "new service", ">orders", ">change of total")
	shown := e.Moves
	if s.Rows > 0 && len(shown) > s.Rows {
		shown = shown[:s.Rows]
	}
	for _, m := range shown {
		t.Row(m.Old, "→", m.New, fmt.Sprint(m.Orders), signed(m.Change.Decimal(), 4))
	}
	t.WriteTo(b)
	if rest := len(e.Moves) - len(shown); rest > 0 {
		fmt.Fprintf(b, "  … and %d more; --all shows them\n", rest)
	}
}

func (e *Effect) writeMovers(b *strings.Builder) {
	if len(e.Movers) == 0 {
		return
	}
	b.WriteString("\nLargest changes of one order's total cost\n")
	t := texttable.New("  ", "order", "old service", ">total", "new service", ">total", ">change")
	for _, m := range e.Movers {
		t.Row(m.ID, m.OldService, m.Old.Text(4), m.NewService, m.New.Text(4), signedAmount(m.Change()))
	}
	t.WriteTo(b)
}

func signedAmount(a money.Amount) string { return signed(a.Decimal(), 4) }

// signed prints a difference with its sign, rounded half away from zero.
func signed(d decimal.Decimal, digits int32) string {
	if d.Sign() > 0 {
		return "+" + d.StringFixed(digits)
	}
	return d.StringFixed(digits)
}

// percent is a change against the figure before, "" where that is nothing.
func percent(before, change report.Sum) string {
	if before.Sign() == 0 {
		return ""
	}
	return signed(change.Decimal().Mul(decimal.New(100, 0)).DivRound(before.Decimal().Abs(), 4), 2) + " %"
}
