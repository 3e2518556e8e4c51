package simulation

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/planning"
	"github.com/lanewise/lanewise/internal/texttable"
)

// Text is the result for a person, width columns wide.
func (r *Result) Text(c *Config, width int) string {
	var b strings.Builder
	currency := c.Engine.Book().Settings.Currency.String()
	say := func(label, format string, args ...any) {
		b.WriteString(texttable.Paragraph(label, strings.Repeat(" ", len(label)), fmt.Sprintf(format, args...), width))
	}
	orders := c.Orders
	if orders == 0 {
		orders = r.From.Planned
	}
	say("months       ", "%d of %d orders each, up to %s %% more or less, drawn from the %d orders of the files that can be shipped; seed %d",
		len(r.Months), orders, percent(int64(c.Noise)), r.From.Planned, c.Seed)
	start := "without volumes"
	if len(c.Volumes) > 0 {
		start = "at the volumes of the book"
	}
	say("start        ", "every month %s, and as the period of every contract", start)
	say("forecast     ", "%s; a plan of it, with thresholds %s %% of the way further off, gives the credits", forecast(c.Forecast), percent(int64(c.Margin)))
	t := texttable.New("", "POLICY", ">MEAN COST "+currency, ">TO MYOPIC", ">FROM", ">TO", ">CHEAPER IN", ">OVER LIMIT")
	for p, name := range Policies {
		row := []string{string(name), planning.Text(r.mean(p))}
		if p > 0 {
			d := &r.Compare[p-1]
			row = append(row, planning.Text(d.Average), rounded(d.From), rounded(d.To), fmt.Sprintf("%d of %d", d.Better, len(r.Months)))
		} else {
			row = append(row, "", "", "", "")
		}
		if p < policies && r.over(p) > 0 { // a column without a cell is not shown
			row = append(row, fmt.Sprintf("%d of %d", r.over(p), len(r.Months)))
		}
		t.Row(row...)
	}
	b.WriteByte('\n')
	t.WriteTo(&b) // a strings.Builder does not fail
	b.WriteByte('\n')
	if len(r.Credits) > 0 {
		t = texttable.New("", "CONTRACT", ">PLANNED FROM", ">CREDIT", ">AT THAT TIER")
		for _, k := range r.Credits {
			t.Row(k.Contract, k.From.String(), k.PerUnit.String(), k.Planned.String())
		}
		t.WriteTo(&b)
		b.WriteByte('\n')
	}
	say("verdict      ", "%s", r.words(currency))
	return b.String()
}

// mean is a policy's cost of a month, rounded.
func (r *Result) mean(policy int) int64 {
	sum := money.Wide(0)
	for i := range r.Months {
		sum = sum.Add(money.Wide(r.Months[i].Cost[policy]))
	}
	v, _ := sum.RoundDiv(uint64(len(r.Months)))
	return v
}

func rounded(v float64) string { return planning.Text(int64(math.Round(v))) }

// percent writes millionths as a percentage.
func percent(v int64) string { return string(money.AppendTrimmed(nil, v*100, money.Scale)) }

func forecast(high int64) string {
	switch {
	case high > 0:
		return percent(high) + " % too high"
	case high < 0:
		return percent(-high) + " % too low"
	}
	return "as many orders as come on average"
}

func (r *Result) words(currency string) string {
	saves := func(c *Comparison) string {
		return fmt.Sprintf("%s to %s %s a month", rounded(-c.To), rounded(-c.From), currency)
	}
	switch r.Verdict.Why {
	case CreditsPay:
		p := r.Verdict.Policy
		c := &r.Compare[0]
		for i := range r.Compare {
			if r.Compare[i].Policy == p {
				c = &r.Compare[i]
			}
		}
		how := "decide with these credits"
		if p == PlanTiers {
			how += ", at the tiers of the plan"
		}
		return fmt.Sprintf("%s: that saves %s against deciding at the volume to date, and %s against last month's tiers.", how, saves(c), saves(&r.Rival))
	case TiersEnough:
		return fmt.Sprintf("decide at the tiers that last month ended with: that saves %s. Credits are not shown to save more (%s against it: %s a month, from %s to %s).",
			saves(&r.Compare[0]), r.Rival.Policy, planning.Text(r.Rival.Average), rounded(r.Rival.From), rounded(r.Rival.To))
	}
	return "decide at the volume to date, as ever: no policy is shown to cost less."
}

// WriteCSV writes a row for every month and policy.
func (r *Result) WriteCSV(w io.Writer) error {
	b := []byte("month,orders,policy,cost,to_myopic\n")
	for i := range r.Months {
		m := &r.Months[i]
		for p, name := range Policies {
			b = strconv.AppendInt(b, int64(i+1), 10)
			b = strconv.AppendInt(append(b, ','), int64(m.Orders), 10)
			b = append(append(append(b, ','), name...), ',')
			b = append(append(b, planning.Text(m.Cost[p])...), ',')
			b = append(append(b, planning.Text(m.Cost[p]-m.Cost[0])...), '\n')
		}
	}
	_, err := w.Write(b)
	return err
}
