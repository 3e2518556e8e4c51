package report

import (
	"bytes"
	"encoding/json"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
)

// NewDecision gives an answered row as JSON holds it. The decision must come from Explain.
func NewDecision(b *rates.Book, row *orders.Row, d *engine.Decision) Decision {
	return printerOf(b).decision(row, d)
}

// NewQuoteList gives the quotes of an answered row as JSON holds them. The decision must come from Explain.
func NewQuoteList(b *rates.Book, row *orders.Row, d *engine.Decision) QuoteList {
	return printerOf(b).quotes(row, d)
}

func (p printer) decision(row *orders.Row, d *engine.Decision) Decision {
	out := Decision{OrderID: row.ID, Status: engine.Invalid.String(), Flags: []string{}, Message: Message(row, d)}
	if out.Faults = faults(row, d); out.Faults != nil {
		return out
	}
	out.Status, out.HeldBy = d.Status.String(), ruleJSON(d.HeldBy)
	out.Flags = append(out.Flags, flags(d)...)
	out.Currency = p.currency.String()
	out.Candidates, out.Rejected = p.candidates(d)
	if !d.Chosen {
		if m := d.Miss; m.Service != nil {
			out.Nearest = &Miss{m.Service.Code, ReasonCode(m.Reason, m.Rule)}
		}
		return out
	}
	choice := p.quote(explained(d), true, credited(d))
	out.Choice = &choice
	out.Cheapest = p.rank(d.Cheapest)
	out.Online, out.Offline, out.RunnerUp = p.rank(d.Online), p.rank(d.Offline), p.rank(d.RunnerUp)
	if d.RunnerUp.Service != nil {
		out.Margin = p.cost(d.RunnerUp.Total - d.Choice.Total)
	}
	out.Flip = p.flip(&d.Flip)
	return out
}

// candidates parts the services into those that can take the order, best first, and the others with their reasons.
func (p printer) candidates(d *engine.Decision) (takers []Quote, rejected map[string]string) {
	for _, q := range ranked(d) {
		if q.Reason == engine.OK {
			takers = append(takers, p.quote(q, false, credited(d)))
			continue
		}
		if rejected == nil {
			rejected = map[string]string{}
		}
		rejected[q.Service.Code] = ReasonCode(q.Reason, q.Rule)
	}
	return takers, rejected
}

// explained finds the chosen service among the quotes: there it has its lines and rank.
func explained(d *engine.Decision) *engine.Quote {
	for i := range d.Quotes {
		if d.Quotes[i].Service == d.Choice.Service {
			return &d.Quotes[i]
		}
	}
	return &d.Choice
}

func (p printer) quotes(row *orders.Row, d *engine.Decision) QuoteList {
	out := QuoteList{OrderID: row.ID, Status: engine.Invalid.String(), Flags: []string{}, Message: Message(row, d)}
	if out.Faults = faults(row, d); out.Faults != nil {
		return out
	}
	out.Status, out.HeldBy = d.Status.String(), ruleJSON(d.HeldBy)
	out.Flags = append(out.Flags, flags(d)...)
	out.Currency = p.currency.String()
	for _, q := range ranked(d) {
		out.Quotes = append(out.Quotes, p.quote(q, true, credited(d)))
	}
	return out
}

// faults lists what makes the order invalid, nil where it is not.
func faults(row *orders.Row, d *engine.Decision) []Fault {
	var out []Fault
	for _, f := range row.Faults {
		out = append(out, Fault{f.Column, f.Msg})
	}
	if out == nil && d.Status == engine.Invalid {
		out = append(out, Fault{})
		if d.Fault != nil {
			out[0] = Fault{d.Fault.Column, d.Fault.Msg}
		}
	}
	return out
}

func ruleJSON(r *rates.Rule) *Rule {
	if r == nil {
		return nil
	}
	return &Rule{r.Name, r.Reason}
}

func (p printer) rank(r engine.Rank) *Rank {
	if r.Service == nil {
		return nil
	}
	return &Rank{r.Service.Code, p.cost(r.Total)}
}

func (p printer) flip(f *engine.Flip) *Flip {
	if f.Other.Service == nil {
		return nil
	}
	out := &Flip{Channel: f.Other.Service.Channel.String(), Service: f.Other.Service.Code, Margin: p.cost(f.Margin), Now: f.Now.String()}
	if f.HasCost {
		out.BadOrderCost = f.Cost.String()
		if f.Winner != nil {
			out.Winner = f.Winner.Code
		}
	}
	return out
}

func (p printer) quote(q *engine.Quote, lines, credit bool) Quote {
	out := Quote{Service: q.Service.Code, Channel: q.Service.Channel.String(), Rank: q.Rank}
	if q.Reason != engine.OK {
		out.Reason = ReasonCode(q.Reason, q.Rule)
		return out
	}
	out.Zone, out.BillableG, out.DimG = q.Zone, q.BillableG, q.DimG
	text := func(c engine.Column) string { return q.Amounts[c].Text(p.digits(c)) }
	out.Freight, out.Discount = text(engine.Freight), text(engine.Discount)
	out.Surcharges, out.Fuel, out.Tax = text(engine.Surcharges), text(engine.Fuel), text(engine.Tax)
	out.LossCost, out.LateCost = text(engine.LossCost), text(engine.LateCost)
	out.ScoreCost, out.FinanceCost, out.PolicyCost = text(engine.ScoreCost), text(engine.FinanceCost), text(engine.PolicyCost)
	out.ShippingCost, out.RiskCost, out.TotalCost = p.charge(q.Shipping), p.cost(q.RiskCost), p.cost(q.Total)
	out.PLost, out.PLate, out.PBad, out.DaysP50 = share(q.PLost), share(q.PLate), share(q.PBad), days(q.DaysP50)
	if credit {
		out.Credit = p.cost(q.Credit)
	}
	if lines {
		for i := range q.Lines {
			out.Lines = append(out.Lines, p.line(q.Service, &q.Lines[i]))
		}
	}
	return out
}

func (p printer) line(s *rates.Service, l *engine.Line) Line {
	out := Line{Column: l.Column.String(), Code: l.Code, Amount: l.Amount.Text(p.digits(l.Column)), Unit: l.Unit}
	if l.Column <= engine.Tax && s.Currency != p.currency {
		out.OwnAmount, out.OwnCurrency = l.Own.Text(s.Currency.Digits()), s.Currency.String()
	}
	// A percentage of several lines has no quantity: what it is taken of is the sum of the lines above.
	if l.Unit != "" && (l.Unit != "percent" || l.Quantity != 0) {
		out.Quantity = millionths(l.Quantity)
	}
	if l.Rate != 0 {
		out.Rate = millionths(l.Rate)
	}
	if l.Place.Line > 0 {
		out.Source = sourceJSON(l.Place, l.Origin)
	}
	return out
}

func sourceJSON(at rates.Place, o *rates.Origin) *Source {
	if o == nil {
		o = &rates.Origin{}
	}
	return &Source{at.Table, at.Line, o.Source, o.SourceDate, o.Confidence, o.Note}
}

// decisionJSON writes one object a line.
type decisionJSON struct {
	printer
	sorted []int // the services by code; nil = they are not shown
}

func (e decisionJSON) Answer(eng *engine.Engine) func(*engine.Order, *engine.Decision) {
	if e.sorted == nil {
		return eng.Trace
	}
	return eng.Compare
}

func (decisionJSON) Begin(dst []byte) []byte { return dst }

func (e decisionJSON) Append(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	if quick(row, d, len(e.sorted)) {
		return e.quickly(dst, row, d)
	}
	return appendJSON(dst, e.decision(row, d))
}

// quoteJSON writes one object a line.
type quoteJSON struct {
	printer
	services int
}

func (quoteJSON) Answer(e *engine.Engine) func(*engine.Order, *engine.Decision) { return e.Explain }

func (quoteJSON) Begin(dst []byte) []byte { return dst }

func (e quoteJSON) Append(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	if quick(row, d, e.services) {
		return e.quickly(dst, row, d)
	}
	return appendJSON(dst, e.quotes(row, d))
}

// appendJSON appends v and a line end. & < > stay as they are: the output is data, not part of a page.
func appendJSON(dst []byte, v any) []byte {
	b := bytes.NewBuffer(dst)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		// Strings, numbers, slices and maps of strings always encode.
		panic("report: " + err.Error())
	}
	return b.Bytes()
}
