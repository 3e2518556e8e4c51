package report

import (
	"strconv"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/xlsxout"
	"github.com/lanewise/lanewise/rates"
)

// summaryColumns are the columns of a workbook's summary sheet: what is counted, of which kind, how many orders, and
// what they come to.
var summaryColumns = []xlsxout.Column{
	{Name: "figure", Width: 16, Digits: xlsxout.Text},
	{Name: "name", Width: 60, Digits: xlsxout.Text},
	{Name: "orders", Width: 12, Digits: 0},
	{Name: "amount", Width: 18, Digits: costDigits},
	{Name: "currency", Width: 10, Digits: xlsxout.Text},
}

// summary writes what Text says as rows, with every service and reason instead of the commonest.
func (k *Workbook) summary(s *Summary) error {
	t := summarySheet{out: k.out, currency: k.p.currency.String()}
	t.err = k.out.Sheet("summary", summaryColumns)
	t.count("orders", "all", s.Orders)
	for _, status := range [...]engine.Status{engine.Ship, engine.Hold, engine.None, engine.Invalid} {
		t.count("status", status.String(), s.Status[status])
	}
	t.count("channel", "online", s.Channel[rates.Online])
	t.count("channel", "offline", s.Channel[rates.Offline])
	t.counts("service", s.Services())
	t.amount("cost", "shipping_cost", s.Chosen, s.Shipping)
	t.amount("cost", "risk_cost", s.Chosen, s.Risk)
	t.amount("cost", "policy_cost", s.Chosen, s.Policy)
	t.amount("cost", "total_cost", s.Chosen, s.Total)
	if s.Credited > 0 {
		t.amount("credits", "more than the cheapest", s.ByCredit, s.Extra)
	}
	t.oneChannel("all online", s.Online)
	t.oneChannel("all offline", s.Offline)
	t.counts("nearest miss", s.None())
	t.counts("invalid", s.Invalid())
	return t.err
}

type summarySheet struct {
	out      *xlsxout.Writer
	currency string
	err      error
}

func (t *summarySheet) row(figure, name string, orders int, amount, currency string) {
	if t.err == nil {
		t.err = t.out.Row([][]byte{[]byte(figure), []byte(name), strconv.AppendInt(nil, int64(orders), 10), []byte(amount), []byte(currency)})
	}
}

func (t *summarySheet) count(figure, name string, n int) { t.row(figure, name, n, "", "") }

func (t *summarySheet) counts(figure string, counts []Count) {
	for _, c := range counts {
		t.count(figure, c.Name, c.N)
	}
}

func (t *summarySheet) amount(figure, name string, orders int, sum Sum) {
	t.row(figure, name, orders, sum.Text(costDigits), t.currency)
}

// oneChannel tells what the orders that the channel could take would cost there, and what deciding saves on them.
func (t *summarySheet) oneChannel(figure string, o OneChannel) {
	t.amount(figure, "total_cost", o.Orders, o.Total)
	t.amount(figure, "saved by deciding", o.Orders, o.Saved())
}
