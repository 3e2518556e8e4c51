package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/texttable"
)

// services prints the services that can take the order, the best first.
func (c *Case) services(b *strings.Builder) {
	var able []*engine.Quote
	for i := range c.Decision.Quotes {
		if q := &c.Decision.Quotes[i]; q.Reason == engine.OK {
			able = append(able, q)
		}
	}
	if len(able) == 0 {
		return
	}
	slices.SortStableFunc(able, func(x, y *engine.Quote) int { return x.Rank - y.Rank })
	fmt.Fprintf(b, "\nServices that can take it, in %s\n", c.Book.Settings.Currency)
	// Columns give way, the least needed first, until the table fits the terminal.
	dispensable := []string{"zone", "name", "billable", "days", "late"}
	for n := 0; ; n++ {
		text := c.table(able, dispensable[:n])
		if n == len(dispensable) || widest(text) <= c.Width {
			b.WriteString(text)
			return
		}
	}
}

// table lays out the services without some columns.
func (c *Case) table(able []*engine.Quote, without []string) string {
	heads := []string{">", "service", "channel", ">billable", ">shipping", ">risk", ">policy", ">total", ">credit", ">more", ">late", ">days", "zone", "name"}
	left := func(i int) bool { return slices.Contains(without, strings.TrimPrefix(heads[i], ">")) }
	t := texttable.New("  ", heads...)
	for _, q := range able {
		row := []string{
			fmt.Sprint(q.Rank), q.Service.Code, q.Service.Channel.String(), fmt.Sprintf("%d g", q.BillableG), c.charge(q.Shipping),
			c.cost(q.RiskCost), someCost(q.Amounts[engine.PolicyCost]), c.cost(q.Total), c.creditOf(q), c.more(able[0], q), lateShare(q), days(q), q.Zone,
			texttable.Clip(q.Service.Name, longestName),
		}
		for i := range row {
			if left(i) {
				row[i] = "" // a column without a cell is not shown
			}
		}
		t.Row(row...)
	}
	var b strings.Builder
	t.WriteTo(&b) // a strings.Builder does not fail
	return b.String()
}

// longestName is how many columns of a service's name the table shows.
const longestName = 24

func widest(text string) int {
	most := 0
	for line := range strings.Lines(text) {
		most = max(most, texttable.Width(strings.TrimSuffix(line, "\n")))
	}
	return most
}

// more is how much a service costs above the best one.
func (c *Case) more(best, q *engine.Quote) string {
	if q == best {
		return ""
	}
	if q.Total < best.Total { // a credit chose
		return c.cost(q.Total - best.Total)
	}
	return "+" + c.cost(q.Total-best.Total)
}

// creditOf is what a service's total counts less; without credits the column is not shown.
func (c *Case) creditOf(q *engine.Quote) string {
	if c.Decision.Cheapest.Service == nil {
		return ""
	}
	return c.cost(q.Credit)
}

func someCost(a money.Amount) string {
	if a == 0 {
		return ""
	}
	return a.Text(4)
}

// lateShare is the probability of a late delivery in whole percents, "?" where the book knows no risk.
func lateShare(q *engine.Quote) string {
	if q.Risk == nil {
		return "?"
	}
	return fmt.Sprintf("%d %%", (int64(q.PLate)+5000)/10000)
}

func days(q *engine.Quote) string {
	if !q.DaysP50.OK {
		return "?"
	}
	return q.DaysP50.V.String()
}

// refused prints why each other service cannot take the order, services with the same words together.
func (c *Case) refused(b *strings.Builder) {
	type group struct {
		reason engine.Reason
		code   string
		text   string
		names  []string
	}
	var groups []group
	for i := range c.Decision.Quotes {
		q := &c.Decision.Quotes[i]
		if q.Reason == engine.OK {
			continue
		}
		code, text := code(q), c.Refusal(q)
		at := slices.IndexFunc(groups, func(g group) bool { return g.code == code && g.text == text })
		if at < 0 {
			at, groups = len(groups), append(groups, group{q.Reason, code, text, nil})
		}
		groups[at].names = append(groups[at].names, q.Service.Code)
	}
	if len(groups) == 0 {
		return
	}
	// What came nearest to taking the order says most, so it stands first.
	slices.SortStableFunc(groups, func(x, y group) int { return int(y.reason) - int(x.reason) })
	b.WriteString("\nServices that cannot\n")
	for _, g := range groups {
		b.WriteString(texttable.Paragraph("  ", "    ", strings.Join(g.names, ", ")+": "+g.text+" ["+g.code+"]", c.Width))
	}
}

func code(q *engine.Quote) string {
	if q.Reason == engine.RuledOut && q.Rule != nil {
		return "rule:" + q.Rule.Name
	}
	return q.Reason.String()
}
