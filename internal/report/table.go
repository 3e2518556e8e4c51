package report

import (
	"strconv"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
)

// decisionTable writes one line an order, and a note under it where a person has to know more.
type decisionTable struct {
	printer
	wide bool // with the cost's parts, the runner-up and the flags
}

func (decisionTable) Answer(e *engine.Engine) func(*engine.Order, *engine.Decision) { return e.Decide }

// A `>` before a name says that the column holds numbers.
func (t decisionTable) Begin(dst []byte) []byte {
	names := []string{"ORDER", "STATUS", "CHANNEL", "SERVICE", ">GRAMS", ">SHIPPING"}
	if t.wide {
		names = append(names, ">RISK", ">POLICY", ">TOTAL "+t.currency.String(), "RUNNER-UP", ">MORE", "FLAGS")
	} else {
		names = append(names, ">TOTAL "+t.currency.String(), ">NEXT")
	}
	return appendLine(dst, rowLine, names...)
}

func (t decisionTable) Append(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	if len(row.Faults) > 0 {
		return appendLine(dst, noteLine, row.ID, engine.Invalid.String(), Message(row, d))
	}
	if !d.Chosen {
		return appendLine(dst, noteLine, row.ID, d.Status.String(), Message(row, d))
	}
	q := &d.Choice
	fields := []string{row.ID, d.Status.String(), q.Service.Channel.String(), q.Service.Code, strconv.FormatInt(q.BillableG, 10), t.charge(q.Shipping)}
	runner, more := "", ""
	if d.RunnerUp.Service != nil {
		runner, more = d.RunnerUp.Service.Code, t.cost(d.RunnerUp.Total-q.Total)
		if d.RunnerUp.Total >= q.Total { // with credits the next may be cheaper
			more = "+" + more
		}
	}
	if t.wide {
		fields = append(fields, t.cost(q.RiskCost), t.cost(q.Amounts[engine.PolicyCost]), t.cost(q.Total), runner, more, strings.Join(flags(d), " "))
	} else {
		fields = append(fields, t.cost(q.Total), more)
	}
	dst = appendLine(dst, rowLine, fields...)
	if m := Message(row, d); m != "" {
		dst = appendLine(dst, noteLine, "", m)
	}
	return dst
}

// quoteTable writes a title for every order and a line for every service.
type quoteTable struct {
	printer
	wide    bool // with every column of the cost
	credits bool
}

func (quoteTable) Answer(e *engine.Engine) func(*engine.Order, *engine.Decision) { return e.Compare }

func (t quoteTable) Begin(dst []byte) []byte {
	names := []string{">#", "SERVICE", "CHANNEL", ">GRAMS"}
	if t.wide {
		names = append(names, ">FREIGHT", ">DISCOUNT", ">SURCH.", ">FUEL", ">TAX", ">SHIPPING", ">LOSS", ">LATE", ">SCORE", ">FINANCE", ">POLICY")
	} else {
		names = append(names, ">SHIPPING", ">RISK", ">POLICY")
	}
	names = append(names, ">TOTAL "+t.currency.String(), ">DAYS")
	if t.credits {
		names = append(names, ">CREDIT")
	}
	return appendLine(dst, rowLine, names...)
}

func (t quoteTable) Append(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	dst = appendLine(dst, titleLine, "")
	if len(row.Faults) > 0 || d.Status == engine.Invalid {
		dst = appendLine(dst, titleLine, row.ID)
		return appendLine(dst, noteLine, "", "invalid: "+Message(row, d))
	}
	dst = appendLine(dst, titleLine, row.ID+":", OrderText(&row.Order))
	if m := Message(row, d); m != "" {
		dst = appendLine(dst, noteLine, "", m)
	}
	for _, q := range ranked(d) {
		if q.Reason == engine.OK {
			dst = appendLine(dst, rowLine, t.fields(q)...)
		}
	}
	return appendRefusals(dst, d)
}

// appendRefusals appends a line for each reason with the services it keeps out: a large book would drown the few
// that can take the order in lines of those that cannot.
func appendRefusals(dst []byte, d *engine.Decision) []byte {
	var reasons []string
	services := map[string][]string{}
	for i := range d.Quotes {
		q := &d.Quotes[i]
		if q.Reason == engine.OK {
			continue
		}
		reason := ReasonCode(q.Reason, q.Rule)
		if q.Rule != nil && q.Rule.Reason != "" {
			reason += " (" + q.Rule.Reason + ")"
		}
		if services[reason] == nil {
			reasons = append(reasons, reason)
		}
		services[reason] = append(services[reason], q.Service.Code)
	}
	for _, reason := range reasons {
		dst = appendLine(dst, noteLine, "-", reason+": "+strings.Join(services[reason], ", "))
	}
	return dst
}

func (t quoteTable) fields(q *engine.Quote) []string {
	out := []string{strconv.Itoa(q.Rank), q.Service.Code, q.Service.Channel.String(), strconv.FormatInt(q.BillableG, 10)}
	if t.wide {
		for c := engine.Freight; c <= engine.Tax; c++ {
			out = append(out, t.charge(q.Amounts[c]))
		}
		out = append(out, t.charge(q.Shipping))
		for c := engine.LossCost; c <= engine.PolicyCost; c++ {
			out = append(out, t.cost(q.Amounts[c]))
		}
	} else {
		out = append(out, t.charge(q.Shipping), t.cost(q.RiskCost), t.cost(q.Amounts[engine.PolicyCost]))
	}
	out = append(out, t.cost(q.Total), days(q.DaysP50))
	if t.credits {
		out = append(out, t.cost(q.Credit))
	}
	return out
}

// OrderText describes an order on one line: `to DE 10115, 401 g, 20x15x5 cm, 20 EUR, battery, ships 2026-05-15`.
func OrderText(o *engine.Order) string {
	parts := []string{strings.TrimSpace("to " + o.Country.String() + " " + o.Postcode), strconv.FormatInt(o.WeightG, 10) + " g"}
	if o.HasDims() {
		parts = append(parts, cm(o.LengthMM)+"x"+cm(o.WidthMM)+"x"+cm(o.HeightMM)+" cm")
	}
	if o.HasValue {
		parts = append(parts, strings.TrimSpace(o.Value.Text(o.Currency.Digits())+" "+o.Currency.String()))
	}
	if len(o.Attributes) > 0 {
		parts = append(parts, strings.Join(o.Attributes, "|"))
	}
	if o.PromisedDays.OK {
		parts = append(parts, "promised in "+days(o.PromisedDays)+" days")
	}
	return strings.Join(append(parts, "ships "+o.ShipDate.String()), ", ")
}

// cm writes millimetres as centimetres.
func cm(mm int64) string {
	s := strconv.FormatInt(mm/10, 10)
	if mm%10 != 0 {
		s += "." + strconv.FormatInt(mm%10, 10)
	}
	return s
}
