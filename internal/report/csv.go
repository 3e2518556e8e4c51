package report

import (
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
)

// DecisionColumns are the columns of a decision row, in order.
var DecisionColumns = []string{
	"order_id", "status", "channel", "service", "billable_g", "currency", "freight", "discount", "surcharges", "fuel",
	"tax", "shipping_cost", "loss_cost", "late_cost", "score_cost", "finance_cost", "risk_cost", "policy_cost",
	"total_cost", "p_late", "p_bad", "days_p50", "online_service", "online_total", "offline_service", "offline_total",
	"runner_up", "runner_up_total", "flags", "message",
}

// decisionCSV writes one row an order.
type decisionCSV struct {
	printer
	status   [engine.Ship + 1]word
	currency word
	flags    [4]word // 1 = no_dims, 2 = no_risk, 3 = both
	names    byService[names]
	nobody   names
}

// names are the fields made of a service's name, as the chosen one and as another.
type names struct{ chosen, other word }

func newDecisionCSV(b *rates.Book) *decisionCSV {
	e := &decisionCSV{printer: printerOf(b)}
	for s := range e.status {
		e.status[s] = newWord(engine.Status(s).String())
	}
	for i := range e.flags {
		e.flags[i] = newWord(flagField(&engine.Decision{NoDims: i&1 != 0, NoRisk: i&2 != 0}))
	}
	e.currency, e.nobody.other = newWord(e.printer.currency.String()), newWord("")
	for i := range b.Services {
		s := &b.Services[i]
		*e.names.at(s) = newNames(s)
	}
	return e
}

func newNames(s *rates.Service) names {
	return names{newWord(s.Channel.String(), s.Code), newWord(s.Code)}
}

// of is how a service is written, also none and one of another book.
func (e *decisionCSV) of(s *rates.Service) *names {
	if s == nil {
		return &e.nobody
	}
	if n := e.names.find(s); n != nil {
		return n
	}
	n := newNames(s)
	return &n
}

func (*decisionCSV) Answer(e *engine.Engine) func(*engine.Order, *engine.Decision) { return e.Decide }

func (*decisionCSV) Begin(dst []byte) []byte {
	return append(append(dst, strings.Join(DecisionColumns, ",")...), '\n')
}

func (e *decisionCSV) Append(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	dst = append(appendField(dst, row.ID), ',')
	switch {
	case len(row.Faults) > 0:
		dst = append(dst, engine.Invalid.String()...)
		dst = appendEmpty(dst, len(DecisionColumns)-2)
	case d.Chosen:
		dst = e.appendChosen(dst, d)
	default:
		dst = append(dst, d.Status.String()...)
		dst = appendEmpty(dst, len(DecisionColumns)-3)
		if d.Status != engine.Invalid {
			dst = append(dst, flagField(d)...)
		}
		dst = append(dst, ',')
	}
	from := len(dst)
	dst = appendMessage(dst, row, d)
	return append(quote(dst, from), '\n')
}

// appendChosen appends status to flags of an order with a chosen service, each with its comma.
func (e *decisionCSV) appendChosen(dst []byte, d *engine.Decision) []byte {
	const words, numbers = 7, quoteNumbers + 4
	q := &d.Choice
	service, online, offline, second := e.of(q.Service), e.of(d.Online.Service), e.of(d.Offline.Service), e.of(d.RunnerUp.Service)
	long := len(service.chosen.more) + len(online.other.more) + len(offline.other.more) + len(second.other.more)
	dst = slices.Grow(dst, words*wordSize+numbers*numberRoom+long)
	b, n := dst[:cap(dst)], len(dst)
	n = e.status[d.Status].put(b, n)
	n = service.chosen.put(b, n)
	n = putWhole(b, n, q.BillableG)
	n = e.currency.put(b, n)
	n = e.putAmounts(b, n, q)
	n = putRank(b, n, online, d.Online)
	n = putRank(b, n, offline, d.Offline)
	n = putRank(b, n, second, d.RunnerUp)
	f := 0
	if d.NoDims {
		f = 1
	}
	if d.NoRisk {
		f += 2
	}
	return b[:e.flags[f].put(b, n)]
}

// putRank writes a service and its total, each with its comma.
func putRank(b []byte, n int, as *names, r engine.Rank) int {
	n = as.other.put(b, n)
	if r.Service == nil {
		b[n] = ','
		return n + 1
	}
	return putCost(b, n, r.Total)
}

// quoteNumbers is how many numbers putAmounts writes.
const quoteNumbers = 16

// putAmounts writes freight to days_p50, each with its comma.
func (p printer) putAmounts(b []byte, n int, q *engine.Quote) int {
	for c := engine.Freight; c <= engine.Tax; c++ {
		n = putAmount(b, n, q.Amounts[c], p.minor)
	}
	n = putAmount(b, n, q.Shipping, p.minor)
	for c := engine.LossCost; c <= engine.FinanceCost; c++ {
		n = putCost(b, n, q.Amounts[c])
	}
	n = putCost(b, n, q.RiskCost)
	n = putCost(b, n, q.Amounts[engine.PolicyCost])
	n = putCost(b, n, q.Total)
	n = putShare(b, n, q.PLate)
	n = putShare(b, n, q.PBad)
	return putDays(b, n, q.DaysP50)
}

func flagField(d *engine.Decision) string { return strings.Join(flags(d), "|") }

// appendEmpty appends n commas: the ends of the field before and of n-1 empty fields.
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
	if plain(field) {
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

// plain says of most fields that they need no quotes, and of none that does: no byte is a comma or below, as spaces, line
// ends and quotes are. Eight bytes are looked at together: where the top bit of one byte alone is set by the subtraction,
// that byte or one before it was too small.
func plain(s []byte) bool {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	for len(s) >= 8 {
		x := binary.LittleEndian.Uint64(s)
		if (x-ones*(','+1))&^x&tops != 0 {
			return false
		}
		s = s[8:]
	}
	for _, c := range s {
		if c <= ',' {
			return false
		}
	}
	return true
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
type quoteCSV struct {
	printer
	credits bool
}

func (quoteCSV) Answer(e *engine.Engine) func(*engine.Order, *engine.Decision) { return e.Compare }

func (e quoteCSV) columns() []string {
	if e.credits {
		return CreditedQuoteColumns
	}
	return QuoteColumns
}

func (e quoteCSV) Begin(dst []byte) []byte {
	return append(append(dst, strings.Join(e.columns(), ",")...), '\n')
}

func (e quoteCSV) Append(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	if len(row.Faults) > 0 || d.Status == engine.Invalid {
		dst = append(appendField(dst, row.ID), ",,,,invalid"...)
		dst = appendEmpty(dst, len(QuoteColumns)-5)
		dst = appendField(dst, Message(row, d))
		return append(appendEmpty(dst, len(e.columns())-len(QuoteColumns)), '\n')
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
			dst = append(append(append(dst, ','), e.currency.String()...), ',')
			b := slices.Grow(dst, quoteNumbers*numberRoom)
			dst = b[:e.putAmounts(b[:cap(b)], len(dst), q)]
		}
		if e.credits {
			if dst = append(dst, ','); q.Reason == engine.OK {
				dst = q.Credit.Append(dst, costDigits)
			}
		}
		dst = append(dst, '\n')
	}
	return dst
}

// ranked lists an explained decision's quotes: the best first, the refused last in the book's order.
func ranked(d *engine.Decision) []*engine.Quote {
	out := make([]*engine.Quote, len(d.Quotes))
	ok := 0
	for i := range d.Quotes {
		if q := &d.Quotes[i]; q.Rank > 0 {
			out[q.Rank-1] = q
			ok++
		}
	}
	for i := range d.Quotes {
		if q := &d.Quotes[i]; q.Rank == 0 {
			out[ok] = q
			ok++
		}
	}
	return out
}
