package report

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
)

// The functions below write what the types of json_types.go say, byte for byte as encoding/json would, without building
// them: a server answers every order this way. Orders with faults take the other way, which says more about them.

// byCode are the positions of a book's services, in the order of their codes, in which `rejected` lists them.
func byCode(b *rates.Book) []int {
	order := make([]int, len(b.Services))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return strings.Compare(b.Services[x].Code, b.Services[y].Code) })
	return order
}

// quick says whether the answer can be written by the functions below. services is how many have to be shown.
func quick(row *orders.Row, d *engine.Decision, services int) bool {
	return len(row.Faults) == 0 && d.Status != engine.Invalid && len(d.Quotes) >= services
}

func (e decisionJSON) quickly(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	dst = e.appendHead(dst, row, d)
	if !d.Chosen && d.Miss.Service != nil {
		dst = appendMember(append(dst, `,"nearest":{`...), "service", d.Miss.Service.Code)
		dst = append(appendMore(dst, "reason", ReasonCode(d.Miss.Reason, d.Miss.Rule)), '}')
	}
	dst = appendMore(dst, "currency", e.currency.String())
	if d.Chosen {
		dst = e.appendQuote(append(dst, `,"choice":`...), explained(d), true, credited(d))
		dst = e.appendRank(dst, `,"cheapest":`, d.Cheapest)
		dst = e.appendRank(dst, `,"online":`, d.Online)
		dst = e.appendRank(dst, `,"offline":`, d.Offline)
		dst = e.appendRank(dst, `,"runner_up":`, d.RunnerUp)
		if d.RunnerUp.Service != nil {
			dst = e.appendCost(dst, `,"margin":"`, d.RunnerUp.Total-d.Choice.Total)
		}
		dst = e.appendFlip(dst, &d.Flip)
	}
	if e.sorted != nil {
		dst = e.appendServices(dst, d)
	}
	return append(dst, "}\n"...)
}

// appendServices writes candidates and rejected.
func (e decisionJSON) appendServices(dst []byte, d *engine.Decision) []byte {
	first := true
	for _, q := range ranked(d) {
		if q.Reason != engine.OK {
			break // the refused stand last
		}
		dst = append(dst, open(first, `,"candidates":[`)...)
		dst, first = e.appendQuote(dst, q, false, credited(d)), false
	}
	if !first {
		dst = append(dst, ']')
	}
	first = true
	for _, i := range e.sorted {
		q := &d.Quotes[i]
		if q.Reason == engine.OK {
			continue
		}
		dst = append(dst, open(first, `,"rejected":{`)...)
		dst = append(appendString(dst, q.Service.Code), ':')
		dst, first = appendReason(dst, q), false
	}
	if !first {
		dst = append(dst, '}')
	}
	return dst
}

func (e quoteJSON) quickly(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	dst = e.appendHead(dst, row, d)
	dst = appendMore(dst, "currency", e.currency.String())
	first := true
	for _, q := range ranked(d) {
		dst = append(dst, open(first, `,"quotes":[`)...)
		dst, first = e.appendQuote(dst, q, true, credited(d)), false
	}
	if !first {
		dst = append(dst, ']')
	}
	return append(dst, "}\n"...)
}

// open is what stands before a member of a list or an object: its beginning, or a comma.
func open(first bool, beginning string) string {
	if first {
		return beginning
	}
	return ","
}

// appendHead writes order_id to held_by.
func (p printer) appendHead(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	dst = appendMember(append(dst, '{'), "order_id", row.ID)
	dst = appendMore(dst, "status", d.Status.String())
	dst = append(dst, `,"flags":[`...)
	switch {
	case d.NoDims && d.NoRisk:
		dst = append(dst, `"no_dims","no_risk"`...)
	case d.NoDims:
		dst = append(dst, `"no_dims"`...)
	case d.NoRisk:
		dst = append(dst, `"no_risk"`...)
	}
	dst = append(dst, ']')
	if d.Status != engine.Ship || byCredit(d) {
		dst = appendMore(dst, "message", Message(row, d))
	}
	if d.HeldBy != nil {
		dst = appendMember(append(dst, `,"held_by":{`...), "rule", d.HeldBy.Name)
		dst = append(appendMore(dst, "reason", d.HeldBy.Reason), '}')
	}
	return dst
}

func (p printer) appendRank(dst []byte, key string, r engine.Rank) []byte {
	if r.Service == nil {
		return dst
	}
	dst = appendMember(append(append(dst, key...), '{'), "service", r.Service.Code)
	return append(p.appendCost(dst, `,"total_cost":"`, r.Total), '}')
}

func (p printer) appendFlip(dst []byte, f *engine.Flip) []byte {
	if f.Other.Service == nil {
		return dst
	}
	dst = appendMember(append(dst, `,"flip":{`...), "channel", f.Other.Service.Channel.String())
	dst = appendMore(dst, "service", f.Other.Service.Code)
	dst = p.appendCost(dst, `,"margin":"`, f.Margin)
	if f.HasCost {
		dst = appendMillionths(dst, `,"bad_order_cost":"`, int64(f.Cost))
		if f.Winner != nil {
			dst = appendMore(dst, "bad_order_cost_winner", f.Winner.Code)
		}
	}
	return append(appendMillionths(dst, `,"bad_order_cost_now":"`, int64(f.Now)), '}')
}

// amountKeys are what stands before a quote's amounts, by column: the end of the one before, and the name.
var amountKeys = func() (keys [engine.NumColumns]string) {
	for c := range keys {
		keys[c] = `","` + engine.Column(c).String() + `":"`
	}
	return keys
}()

// appendAmounts writes freight to days_p50 as members of an object. Nobody looks for room amount by amount: see number.go.
func (p printer) appendAmounts(dst []byte, q *engine.Quote) []byte {
	const members, longestName = quoteNumbers + 1, 20
	dst = slices.Grow(dst, members*(longestName+numberRoom))
	b, n := dst[:cap(dst)], len(dst)
	n = putAmount(b, n+copy(b[n:], `,"freight":"`), q.Amounts[engine.Freight], p.minor)
	for c := engine.Discount; c <= engine.Tax; c++ {
		n = putAmount(b, putKey(b, n, amountKeys[c]), q.Amounts[c], p.minor)
	}
	n = putAmount(b, putKey(b, n, `","shipping_cost":"`), q.Shipping, p.minor)
	for c := engine.LossCost; c <= engine.FinanceCost; c++ {
		n = putCost(b, putKey(b, n, amountKeys[c]), q.Amounts[c])
	}
	n = putCost(b, putKey(b, n, `","risk_cost":"`), q.RiskCost)
	n = putCost(b, putKey(b, n, amountKeys[engine.PolicyCost]), q.Amounts[engine.PolicyCost])
	n = putCost(b, putKey(b, n, `","total_cost":"`), q.Total)
	n = putShare(b, putKey(b, n, `","p_lost":"`), q.PLost)
	n = putShare(b, putKey(b, n, `","p_late":"`), q.PLate)
	n = putShare(b, putKey(b, n, `","p_bad":"`), q.PBad)
	if q.DaysP50.OK {
		n = putDays(b, putKey(b, n, `","days_p50":"`), q.DaysP50)
	}
	b[n-1] = '"'
	return b[:n]
}

// putKey writes what stands before a number, over the comma behind the number before it.
func putKey(b []byte, n int, key string) int { return n - 1 + copy(b[n-1:], key) }

func (p printer) appendQuote(dst []byte, q *engine.Quote, lines, credit bool) []byte {
	dst = appendMember(append(dst, '{'), "service", q.Service.Code)
	dst = appendMore(dst, "channel", q.Service.Channel.String())
	dst = appendCount(dst, `,"rank":`, int64(q.Rank))
	if q.Reason != engine.OK {
		return append(appendReason(append(dst, `,"reason":`...), q), '}')
	}
	dst = appendMore(dst, "zone", q.Zone)
	dst = appendCount(dst, `,"billable_g":`, q.BillableG)
	dst = appendCount(dst, `,"dim_g":`, q.DimG)
	dst = p.appendAmounts(dst, q)
	if credit {
		dst = p.appendCost(dst, `,"credit":"`, q.Credit)
	}
	if lines && len(q.Lines) > 0 {
		for i := range q.Lines {
			dst = append(dst, open(i == 0, `,"lines":[`)...)
			dst = p.appendLine(dst, q.Service, &q.Lines[i])
		}
		dst = append(dst, ']')
	}
	return append(dst, '}')
}

func (p printer) appendLine(dst []byte, s *rates.Service, l *engine.Line) []byte {
	dst = append(append(dst, `{"column":"`...), l.Column.String()...)
	dst = appendMore(append(dst, '"'), "code", l.Code)
	dst = append(l.Amount.Append(append(dst, `,"amount":"`...), p.digits(l.Column)), '"')
	if l.Column <= engine.Tax && s.Currency != p.currency {
		dst = append(l.Own.Append(append(dst, `,"own_amount":"`...), s.Currency.Digits()), '"')
		dst = appendMore(dst, "own_currency", s.Currency.String())
	}
	if l.Unit != "" && (l.Unit != "percent" || l.Quantity != 0) {
		dst = appendMillionths(dst, `,"quantity":"`, l.Quantity)
	}
	dst = appendMore(dst, "unit", l.Unit)
	if l.Rate != 0 {
		dst = appendMillionths(dst, `,"rate":"`, l.Rate)
	}
	if l.Place.Line > 0 {
		dst = appendSource(dst, l.Place, l.Origin)
	}
	return append(dst, '}')
}

func appendSource(dst []byte, at rates.Place, o *rates.Origin) []byte {
	dst = appendMember(append(dst, `,"source":{`...), "table", at.Table)
	dst = strconv.AppendInt(append(dst, `,"line":`...), int64(at.Line), 10)
	if o != nil {
		dst = appendMore(dst, "source", o.Source)
		dst = appendMore(dst, "source_date", o.SourceDate)
		dst = appendMore(dst, "confidence", o.Confidence)
		dst = appendMore(dst, "note", o.Note)
	}
	return append(dst, '}')
}

func (p printer) appendCost(dst []byte, key string, a money.Amount) []byte {
	return append(a.Append(append(dst, key...), costDigits), '"')
}

func appendMillionths(dst []byte, key string, v int64) []byte {
	return append(money.AppendTrimmed(append(dst, key...), v, money.Scale), '"')
}

// appendCount writes a number, nothing where it is 0.
func appendCount(dst []byte, key string, n int64) []byte {
	if n == 0 {
		return dst
	}
	return strconv.AppendInt(append(dst, key...), n, 10)
}

func appendReason(dst []byte, q *engine.Quote) []byte {
	if q.Reason == engine.RuledOut && q.Rule != nil {
		return appendString(dst, "rule:"+q.Rule.Name)
	}
	return append(append(append(dst, '"'), q.Reason.String()...), '"')
}

// appendMember writes the first member of an object.
func appendMember(dst []byte, key, text string) []byte {
	return appendString(append(append(append(dst, '"'), key...), `":`...), text)
}

// appendMore writes a further member, nothing where the text is empty.
func appendMore(dst []byte, key, text string) []byte {
	if text == "" {
		return dst
	}
	return appendMember(append(dst, ','), key, text)
}

const hexDigits = "0123456789abcdef"

// appendString writes a JSON text. Line separators are escaped, as in encoding/json, and what is no UTF-8 is replaced.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		n, escaped := 1, ""
		var u [6]byte
		switch c {
		case '"':
			escaped = `\"`
		case '\\':
			escaped = `\\`
		case '\b':
			escaped = `\b`
		case '\f':
			escaped = `\f`
		case '\n':
			escaped = `\n`
		case '\r':
			escaped = `\r`
		case '\t':
			escaped = `\t`
		default:
			r := rune(c)
			if c >= utf8.RuneSelf {
				r, n = utf8.DecodeRuneInString(s[i:])
				if r != '\u2028' && r != '\u2029' && (r != utf8.RuneError || n > 1) {
					i += n
					continue
				}
			}
			u = [6]byte{'\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15]}
			escaped = string(u[:])
		}
		dst = append(append(dst, s[from:i]...), escaped...)
		i += n
		from = i
	}
	return append(append(dst, s[from:]...), '"')
}
