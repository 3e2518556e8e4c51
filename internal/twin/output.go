package twin

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/shopspring/decimal"
)

var decisionColumns = strings.Split("order_id,status,channel,service,billable_g,currency,freight,discount,"+
	"surcharges,fuel,tax,shipping_cost,loss_cost,late_cost,score_cost,finance_cost,risk_cost,policy_cost,"+
	"total_cost,p_late,p_bad,days_p50,online_service,online_total,offline_service,offline_total,"+
	"runner_up,runner_up_total,flags,message", ",")

var quoteColumns = strings.Split("order_id,service,reason,billable_g,freight,discount,surcharges,fuel,tax,"+
	"shipping_cost,loss_cost,late_cost,score_cost,finance_cost,risk_cost,policy_cost,total_cost,"+
	"p_lost,p_late,p_bad,days_p50", ",")

// Decide reads an order CSV and writes one decision row for every order row, in
// order, with the columns of the decision CSV; message stays empty. today, as
// YYYY-MM-DD, is the ship date of orders that name none. The error is about the
// file as a whole or about writing: a bad row is a row with status invalid.
func (b *Book) Decide(orders io.Reader, today string, out io.Writer) error {
	rows, err := b.readOrders(orders, today)
	if err != nil {
		return err
	}
	w := csv.NewWriter(out)
	columns := decisionColumns
	if b.credited {
		columns = append(append([]string(nil), columns...), creditColumns...)
	}
	w.Write(columns)
	for _, row := range rows {
		cells := b.decision(row)
		w.Write(append(cells, make([]string, len(columns)-len(cells))...))
	}
	w.Flush()
	return w.Error()
}

// Quote writes one row for every readable order and every service, in order:
// the reason why the service cannot take it and nothing else, or what it costs
// in settlement currency, with the digits of the decision CSV and p_lost with 6
// digits. Rules apply; invalid orders are left out.
func (b *Book) Quote(orders io.Reader, today string, out io.Writer) error {
	rows, err := b.readOrders(orders, today)
	if err != nil {
		return err
	}
	w := csv.NewWriter(out)
	w.Write(quoteColumns)
	for _, row := range rows {
		if row.err != nil {
			continue
		}
		for i := range b.services {
			w.Write(b.quote(row.id, b.ask(row.order, i, true)))
		}
	}
	w.Flush()
	return w.Error()
}

// costs writes the amounts from freight to total_cost.
func (b *Book) costs(c *candidate) []string {
	var out []string
	for _, d := range []decimal.Decimal{
		c.columns.freight, c.columns.discount, c.columns.surcharges, c.columns.fuel, c.columns.tax, c.columns.shipping,
	} {
		out = append(out, d.StringFixed(b.settings.digits))
	}
	for _, d := range []decimal.Decimal{
		c.risk.loss, c.risk.late, c.risk.score, c.risk.finance, c.risk.sum, c.risk.policy, c.total,
	} {
		out = append(out, d.StringFixed(4))
	}
	return out
}

func (b *Book) quote(id string, c candidate) []string {
	out := []string{id, c.service.code, c.reason}
	if c.reason == "" {
		out = append(out, c.billable.RatString())
		out = append(out, b.costs(&c)...)
		out = append(out, c.risk.pLost.StringFixed(6), c.risk.pLate.StringFixed(6), c.risk.pBad.StringFixed(6), days(&c))
	}
	return append(out, make([]string, len(quoteColumns)-len(out))...)
}

func days(c *candidate) string {
	if c.risk.days == nil {
		return ""
	}
	return c.risk.days.String()
}

// codeAndTotal names a candidate and its total; both empty for none.
func codeAndTotal(c *candidate) []string {
	if c == nil {
		return []string{"", ""}
	}
	return []string{c.service.code, c.total.StringFixed(4)}
}

func (b *Book) decision(row orderRow) []string {
	if row.err != nil {
		return bare(row.id, "invalid", "")
	}
	var all []candidate
	for i := range b.services {
		all = append(all, b.ask(row.order, i, true))
	}
	chosen := best(all, "", nil)
	status := "ship"
	if chosen == nil {
		status = "none"
	}
	if b.held(row.order) {
		status = "hold"
	}
	var flags []string
	if !row.order.hasDims {
		flags = append(flags, "no_dims")
	}
	if chosen == nil {
		return bare(row.id, status, strings.Join(flags, "|"))
	}
	if !chosen.risk.known {
		flags = append(flags, "no_risk")
	}
	out := []string{
		row.id, status, chosen.service.channel, chosen.service.code,
		chosen.billable.RatString(), b.settings.currency,
	}
	out = append(out, b.costs(chosen)...)
	out = append(out, chosen.risk.pLate.StringFixed(6), chosen.risk.pBad.StringFixed(6), days(chosen))
	out = append(out, codeAndTotal(best(all, "online", nil))...)
	out = append(out, codeAndTotal(best(all, "offline", nil))...)
	out = append(out, codeAndTotal(best(all, "", chosen))...)
	out = append(out, strings.Join(flags, "|"), "")
	if b.credited {
		out = append(out, b.creditCells(chosen, all)...)
	}
	return out
}

// bare is a row without a chosen service.
func bare(id, status, flags string) []string {
	out := make([]string, len(decisionColumns))
	out[0], out[1], out[len(out)-2] = id, status, flags
	return out
}

// CheckQuotes prices the rows of quotes.csv without rules and tells, one
// sentence a row, which published figures the book does not reproduce.
func (b *Book) CheckQuotes(today string) []string {
	var out []string
	for i, r := range b.quotes {
		c := &cells{file: "quotes.csv", line: b.quoteLines[i]}
		c.id(r.ID)
		o := b.order(c, r.OrderCells, today)
		place := -1
		for k, s := range b.services {
			if s.code == r.Service {
				place = k
			}
		}
		if place < 0 {
			c.fail("service", r.Service, "is not a service")
		}
		if c.err == nil {
			c.compare(r, b.ask(o, place, false))
		}
		if c.err != nil {
			out = append(out, c.err.Error())
		}
	}
	return out
}

func (c *cells) compare(r quoteCells, got candidate) {
	if got.reason != "" {
		c.fail("service", r.Service, "cannot take the order: "+got.reason)
	}
	for _, f := range []struct {
		column, want string
		got          decimal.Decimal
	}{
		{"freight", r.Freight, got.columns.freight},
		{"shipping_cost", r.ShippingCost, got.columns.shipping},
		{"total_cost", r.TotalCost, got.total},
	} {
		if f.want != "" && c.number(f.column, f.want, 6, true).Cmp(f.got) != 0 {
			c.fail(f.column, f.want, fmt.Sprintf("is %s here", f.got))
		}
	}
}
