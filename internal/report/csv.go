package report

import (
	"strconv"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/orders"
)

// DecisionColumns are the columns of a decision row, in order.
var DecisionColumns = []string{
	"order_id", "status", "channel", "service", "billable_g", "currency", "freight", "discount", "surcharges", "fuel",
	"tax", "shipping_cost", "loss_cost", "late_cost", "score_cost", "finance_cost", "risk_cost", "policy_cost",
	"total_cost", "p_late", "p_bad", "days_p50", "online_service", "online_total", "offline_service", "offline_total",
	"runner_up", "runner_up_total", "flags", "message",
}

// decisionCSV writes one row an order.
type decisionCSV struct{ printer }

func (decisionCSV) Explained() bool { return false }

func (decisionCSV) Begin(dst []byte) []byte {
	return append(append(dst, strings.Join(DecisionColumns, ",")...), '\n')
}

func (e decisionCSV) Append(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	dst = appendField(dst, row.ID)
	dst = append(dst, ',')
	if len(row.Faults) > 0 {
		dst = append(dst, engine.Invalid.String()...)
		dst = appendEmpty(dst, len(DecisionColumns)-2)
		return appendMessageField(dst, row, d)
	}
	dst = append(dst, d.Status.String()...)
	if d.Chosen {
		dst = e.appendQuote(dst, &d.Choice)
		dst = e.appendRank(dst, d.Online)
		dst = e.appendRank(dst, d.Offline)
		dst = e.appendRank(dst, d.RunnerUp)
		dst = append(dst, ',')
	} else {
		dst = appendEmpty(dst, len(DecisionColumns)-3)
	}
	if d.Status != engine.Invalid {
		dst = appendFlags(dst, d)
	}
	return appendMessageField(append(dst, ','), row, d)
}

// appendMessageField ends a row with its message.
func appendMessageField(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	from := len(dst)
	dst = appendMessage(dst, row, d)
	return append(quote(dst, from), '\n')
}

// appendQuote appends channel to days_p50, each after its comma.
func (p printer) appendQuote(dst []byte, q *engine.Quote) []byte {
	dst = append(append(dst, ','), q.Service.Channel.String()...)
	dst = appendField(append(dst, ','), q.Service.Code)
	dst = appendFixed(append(dst, ','), q.BillableG, 0)
	dst = append(append(dst, ','), p.currency.String()...)
	return p.appendAmounts(dst, q)
}

// appendAmounts appends freight to days_p50, each after its comma.
func (p printer) appendAmounts(dst []byte, q *engine.Quote) []byte {
	for c := engine.Freight; c <= engine.Tax; c++ {
		dst = appendAmount(append(dst, ','), q.Amounts[c], p.minor)
	}
	dst = appendAmount(append(dst, ','), q.Shipping, p.minor)
	for c := engine.LossCost; c <= engine.FinanceCost; c++ {
		dst = appendAmount(append(dst, ','), q.Amounts[c], costDigits)
	}
	for _, a := range [...]money.Amount{q.RiskCost, q.Amounts[engine.PolicyCost], q.Total} {
		dst = appendAmount(append(dst, ','), a, costDigits)
	}
	dst = appendShare(append(dst, ','), q.PLate)
	dst = appendShare(append(dst, ','), q.PBad)
	return appendDays(append(dst, ','), q.DaysP50)
}

// appendRank appends a service and its total, each after its comma.
func (p printer) appendRank(dst []byte, r engine.Rank) []byte {
	if r.Service == nil {
		return append(dst, ',', ',')
	}
	dst = appendField(append(dst, ','), r.Service.Code)
	return appendAmount(append(dst, ','), r.Total, costDigits)
}

func appendFlags(dst []byte, d *engine.Decision) []byte {
	from := len(dst)
	for f := range flagWords(d) {
		if len(dst) > from {
			dst = append(dst, '|')
		}
		dst = append(dst, f...)
	}
	return dst
}

// appendEmpty appends n commas: the ends of n-1 empty fields and of the one before them.
func appendEmpty(dst []byte, n int) []byte {
	for range n {
		dst = append(dst, ',')
	}
	return dst
}

// appendField appends a field as RFC 4180 has it. Outer spaces are quoted too: some readers drop them otherwise.
func appendField(dst []byte, s string) []byte {
	from := len(dst)
	return quote(append(dst, s...), from)
}

// special are the bytes for which a field needs quotes, inner and outer spaces apart.
var special = [256]bool{',': true, '"': true, '\r': true, '\n': true}

// quote puts the field that stands in dst from there on in quotes where it needs them.
func quote(dst []byte, from int) []byte {
	field := dst[from:]
	if len(field) == 0 {
		return dst
	}
	need, quotes := outerSpace(field), 0
	for _, c := range field {
		if special[c] {
			need = true
			if c == '"' {
				quotes++
			}
		}
	}
	if !need {
		return dst
	}
	n := len(field)
	dst = append(dst, make([]byte, quotes+2)...)
	field = dst[from:]
	// From the end, so that no byte is written over before it was read.
	to := len(field) - 1
	field[to] = '"'
	for i := n - 1; i >= 0; i-- {
		to--
		field[to] = field[i]
		if field[i] == '"' {
			to--
			field[to] = '"'
		}
	}
	field[0] = '"'
	return dst
}

func outerSpace(s []byte) bool {
	first, last := s[0], s[len(s)-1]
	return first == ' ' || first == '\t' || last == ' ' || last == '\t'
}

// QuoteColumns are the columns of a quote row, in order.
var QuoteColumns = []string{
	"order_id", "rank", "service", "channel", "reason", "zone", "billable_g", "currency", "freight", "discount",
	"surcharges", "fuel", "tax", "shipping_cost", "loss_cost", "late_cost", "score_cost", "finance_cost", "risk_cost",
	"policy_cost", "total_cost", "p_late", "p_bad", "days_p50", "message",
}

// quoteCSV writes one row an order and service, the best first, the refused last; an invalid order has one row.
type quoteCSV struct{ printer }

func (quoteCSV) Explained() bool { return true }

func (quoteCSV) Begin(dst []byte) []byte {
	return append(append(dst, strings.Join(QuoteColumns, ",")...), '\n')
}

func (e quoteCSV) Append(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	if len(row.Faults) > 0 || d.Status == engine.Invalid {
		dst = append(appendField(dst, row.ID), ",,,,invalid"...)
		dst = appendEmpty(dst, len(QuoteColumns)-5)
		return append(appendField(dst, Message(row, d)), '\n')
	}
	for _, q := range ranked(d) {
		dst = append(appendField(dst, row.ID), ',')
		if q.Rank > 0 {
			dst = strconv.AppendInt(dst, int64(q.Rank), 10)
		}
		dst = appendField(append(dst, ','), q.Service.Code)
		dst = append(append(dst, ','), q.Service.Channel.String()...)
		dst = appendField(append(dst, ','), ReasonCode(q.Reason, q.Rule))
		if q.Reason != engine.OK {
			dst = appendEmpty(dst, len(QuoteColumns)-5)
			dst = appendField(dst, ReasonText(q.Reason, q.Rule))
		} else {
			dst = appendField(append(dst, ','), q.Zone)
			dst = strconv.AppendInt(append(dst, ','), q.BillableG, 10)
			dst = append(append(dst, ','), e.currency.String()...)
			dst = append(e.appendAmounts(dst, q), ',')
		}
		dst = append(dst, '\n')
	}
	return dst
}

// ranked lists an explained decision's quotes: the best first, the refused last in the book's order.
func ranked(d *engine.Decision) []*engine.Quote {
	out := make([]*engine.Quote, 0, len(d.Quotes))
	for rank := 1; rank <= len(d.Quotes); rank++ {
		for i := range d.Quotes {
			if d.Quotes[i].Rank == rank {
				out = append(out, &d.Quotes[i])
				break
			}
		}
	}
	for i := range d.Quotes {
		if d.Quotes[i].Rank == 0 {
			out = append(out, &d.Quotes[i])
		}
	}
	return out
}
