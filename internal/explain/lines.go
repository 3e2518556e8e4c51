package explain

import (
	"fmt"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/celltext"
	"github.com/lanewise/lanewise/internal/texttable"
	"github.com/lanewise/lanewise/rates"
)

// lines prints how the chosen service's cost comes about. Each line has its amount, what it is made of, and the row of
// the book that says so; sums stand below what they add up.
func (c *Case) lines(b *strings.Builder) {
	q := c.chosen()
	if q == nil {
		return
	}
	fmt.Fprintf(b, "\nHow the cost of %s comes about, in %s\n", q.Service.Code, c.Book.Settings.Currency)
	c.weight(b, q)
	for i := range q.Lines {
		l := &q.Lines[i]
		if l.Column == engine.LossCost {
			c.sum(b, "shipping", c.charge(q.Shipping))
		}
		amount := c.cost(l.Amount)
		if l.Column <= engine.Tax {
			amount = c.charge(l.Amount)
		}
		if l.Column == engine.Discount && l.Amount != 0 {
			amount = "-" + amount
		}
		c.line(b, lineName(l), amount, c.words(q, l))
		// The four expected costs come from one row, which is named below the last of them.
		if i+1 == len(q.Lines) || q.Lines[i+1].Place != l.Place || q.Lines[i+1].Origin != l.Origin {
			c.source(b, l.Place, l.Origin)
		}
		if l.Column == engine.FinanceCost {
			c.sum(b, "risk", c.cost(q.RiskCost))
		}
	}
	c.sum(b, "total", c.cost(q.Total))
}

// chosen is the chosen service's quote with its lines.
func (c *Case) chosen() *engine.Quote {
	if !c.Decision.Chosen {
		return nil
	}
	return &c.Decision.Choice
}

const (
	nameWidth   = 15
	amountWidth = 12
	detailStart = 2 + nameWidth + 1 + amountWidth + 2
)

func (c *Case) line(b *strings.Builder, name, amount, words string) {
	name = texttable.Clip(name, nameWidth)
	head := "  " + name + strings.Repeat(" ", nameWidth-texttable.Width(name)) + fmt.Sprintf(" %*s  ", amountWidth, amount)
	if words == "" {
		b.WriteString(strings.TrimRight(head, " ") + "\n")
		return
	}
	b.WriteString(texttable.Paragraph(head, strings.Repeat(" ", detailStart), words, c.Width))
}

func (c *Case) sum(b *strings.Builder, name, amount string) {
	b.WriteString("  " + strings.Repeat(" ", nameWidth+1) + strings.Repeat("─", amountWidth) + "\n")
	c.line(b, "= "+name, amount, "")
}

// source tells which row a figure stands in and what the row says about itself.
func (c *Case) source(b *strings.Builder, p rates.Place, o *rates.Origin) {
	if p.Line == 0 {
		return
	}
	words := c.place(p)
	if o != nil {
		about := []string{words}
		for _, s := range []string{o.Confidence, o.Source, o.SourceDate, o.Note} {
			if s != "" {
				about = append(about, s)
			}
		}
		words = strings.Join(about, " · ")
	}
	indent := strings.Repeat(" ", detailStart)
	b.WriteString(texttable.Paragraph(indent, indent+"  ", words, c.Width))
}

// weight tells how the billable weight comes about.
func (c *Case) weight(b *strings.Builder, q *engine.Quote) {
	words := fmt.Sprintf("%d g actual", c.Row.Order.WeightG)
	if q.DimG > 0 {
		words += fmt.Sprintf(", %d g dim weight", q.DimG)
	}
	if q.Zone != "" {
		words += ", zone " + q.Zone
	}
	c.line(b, "billable weight", fmt.Sprintf("%d g", q.BillableG), words)
	if fx := c.exchange(q.Service.Currency); fx != nil {
		c.line(b, "exchange rate", celltext.Rate(fx.Rate), fmt.Sprintf("%s for 1 %s (%s)", c.Book.Settings.Currency, fx.Currency, c.place(fx.Place)))
	}
}

// lineName is the column, and the name of the charge or rule where the column holds several.
func lineName(l *engine.Line) string {
	switch l.Column {
	case engine.Surcharges, engine.Fuel, engine.Tax, engine.PolicyCost:
		return l.Code
	}
	return l.Column.String()
}
