// Package explain tells a person why an order goes by the service it goes by: the answer, a table of the services that
// could take the order, why the others could not, how the chosen cost comes about line by line with the table row each
// figure stands in, and what would turn the choice.
//
// It renders an engine.Decision that Explain has filled, and computes no amount of its own.
package explain

import (
	"fmt"
	"io"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/celltext"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/texttable"
	"github.com/lanewise/lanewise/rates"
)

// Case is one order and what was decided about it.
type Case struct {
	Book     *rates.Book
	Row      *orders.Row
	Decision *engine.Decision          // from Engine.Explain; not looked at where the row has faults
	File     func(table string) string // name of the file or sheet that holds a table
	Width    int                       // columns of the terminal
}

// Write prints the explanation.
func (c *Case) Write(w io.Writer) error {
	var b strings.Builder
	if len(c.Row.Faults) > 0 {
		c.unreadable(&b)
	} else {
		c.order(&b)
		c.answer(&b)
		if c.Decision.Status != engine.Invalid {
			c.services(&b)
			c.refused(&b)
			c.lines(&b)
			c.flip(&b)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// unreadable tells what is wrong with a row that could not be read.
func (c *Case) unreadable(b *strings.Builder) {
	b.WriteString(texttable.Paragraph("", "", fmt.Sprintf("Order %s cannot be read (status invalid):", c.Row.ID), c.Width))
	for _, f := range c.Row.Faults {
		b.WriteString(texttable.Paragraph("  ", "    ", strings.TrimSpace(c.Row.Place(f.Column))+": "+f.Msg, c.Width))
	}
}

// order tells what is to be shipped.
func (c *Case) order(b *strings.Builder) {
	o := &c.Row.Order
	to := o.Country.String()
	if o.Postcode != "" {
		to += ", postcode " + o.Postcode
	}
	head := "Order to " + to
	if c.Row.ID != "" {
		head = "Order " + c.Row.ID + " to " + to
	}
	if c.Row.File != "" {
		head += fmt.Sprintf(" (%s:%d)", c.Row.File, c.Row.Line)
	}
	b.WriteString(texttable.Clean(head) + "\n")
	b.WriteString(texttable.Paragraph("  ", "  ", strings.Join(c.facts(), " · "), c.Width))
}

func (c *Case) facts() []string {
	o := &c.Row.Order
	facts := []string{fmt.Sprintf("%d g", o.WeightG), sides(o), c.value(), goods(o), "ships " + o.ShipDate.String(), c.promise()}
	if o.BuyerService != "" {
		facts = append(facts, "buyer asked for "+o.BuyerService)
	}
	if o.HS6Count > 1 {
		facts = append(facts, fmt.Sprintf("%d customs codes", o.HS6Count))
	}
	return facts
}

func (c *Case) value() string {
	o := &c.Row.Order
	if !o.HasValue {
		return "no value given"
	}
	currency := o.Currency
	if currency == 0 {
		currency = c.Book.Settings.Currency
	}
	text := "value " + o.Value.Text(currency.Digits()) + " " + currency.String()
	if fx := c.exchange(currency); fx != nil {
		text += fmt.Sprintf(" at %s (%s)", celltext.Rate(fx.Rate), c.place(fx.Place))
	}
	return text
}

// exchange is the rate of a currency that holds on the ship date; nil for the settlement currency.
func (c *Case) exchange(currency money.Currency) *rates.FX {
	var held *rates.FX
	for i := range c.Book.FX {
		fx := &c.Book.FX[i]
		if fx.Currency == currency && fx.ValidFrom <= c.Row.Order.ShipDate && (held == nil || fx.ValidFrom > held.ValidFrom) {
			held = fx
		}
	}
	return held
}

func goods(o *engine.Order) string {
	if len(o.Attributes) == 0 {
		return "plain goods"
	}
	return strings.Join(o.Attributes, ", ")
}

// promise tells the days the buyer was promised and, where the order has none, that they are its country's.
func (c *Case) promise() string {
	o := &c.Row.Order
	if o.PromisedDays.OK {
		return "promised in " + o.PromisedDays.V.String() + " days"
	}
	for i := range c.Book.Countries {
		if row := &c.Book.Countries[i]; row.Country == o.Country && row.PromisedDays.OK {
			return fmt.Sprintf("promised in %s days (%s)", row.PromisedDays.V, c.place(row.Place))
		}
	}
	return "no delivery promise"
}

// answer is the decision in a few lines.
func (c *Case) answer(b *strings.Builder) {
	d := c.Decision
	b.WriteByte('\n')
	if d.HeldBy != nil {
		text := fmt.Sprintf("Held for a person by rule %s (%s)", d.HeldBy.Name, c.place(d.HeldBy.Place))
		b.WriteString(texttable.Paragraph("", "  ", text+because(d.HeldBy.Reason)+".", c.Width))
	}
	switch {
	case d.Status == engine.Invalid:
		b.WriteString(texttable.Paragraph("", "  ", fmt.Sprintf("The order is invalid with this book: %s: %s.", d.Fault.Column, d.Fault.Msg), c.Width))
	case !d.Chosen:
		b.WriteString("No service takes this order.\n")
	default:
		c.choice(b)
	}
}

func (c *Case) choice(b *strings.Builder) {
	d, q := c.Decision, &c.Decision.Choice
	verb := "Ship"
	if d.Status == engine.Hold {
		verb = "It would go"
	}
	name := q.Service.Code
	if q.Service.Name != "" && q.Service.Name != q.Service.Code {
		name += " (" + q.Service.Name + ")"
	}
	b.WriteString(texttable.Paragraph("", "  ", fmt.Sprintf("%s %s by %s.", verb, q.Service.Channel, name), c.Width))
	cost := fmt.Sprintf("%s %s: %s to pay, %s expected for late, lost and bad orders", c.cost(q.Total), c.Book.Settings.Currency,
		c.charge(q.Shipping), c.cost(q.RiskCost))
	if p := q.Amounts[engine.PolicyCost]; p != 0 {
		cost += ", " + c.cost(p) + " by rules"
	}
	if next := d.RunnerUp; next.Service != nil {
		less, more := next.Total-q.Total, "less"
		if less < 0 { // a credit chose
			less, more = -less, "more"
		}
		cost += fmt.Sprintf("; %s %s than %s, the next best", c.cost(less), more, next.Service.Code)
	}
	b.WriteString(texttable.Paragraph("  ", "  ", cost+".", c.Width))
	if d.Cheapest.Service != nil {
		b.WriteString(texttable.Paragraph("  ", "  ", c.credit(), c.Width))
	}
	if d.NoDims {
		b.WriteString(texttable.Paragraph("  ", "  ", "The size is not known: size limits and dim weight were not asked (no_dims).", c.Width))
	}
	if d.NoRisk {
		b.WriteString(texttable.Paragraph("  ", "  ", "The book knows no risk of this service: its expected costs are too low (no_risk).", c.Width))
	}
}

// credit tells what the credits did.
func (c *Case) credit() string {
	d := c.Decision
	text := fmt.Sprintf("Services are compared less their volume credits, here %s", c.cost(d.Choice.Credit))
	if d.Cheapest.Service == d.Choice.Service {
		return text + "; without credits the choice is the same."
	}
	return fmt.Sprintf("%s; without credits it would be %s at %s.", text, d.Cheapest.Service.Code, c.cost(d.Cheapest.Total))
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return ": " + strings.TrimSuffix(reason, ".")
}

// cost prints an expected cost or a total, charge what is paid.
func (c *Case) cost(a money.Amount) string   { return a.Text(4) }
func (c *Case) charge(a money.Amount) string { return a.Text(c.Book.Settings.Currency.Digits()) }

// place is `rates.csv:12`, "" for a row made in code.
func (c *Case) place(p rates.Place) string {
	if p.Line == 0 {
		return "a row made in code"
	}
	return fmt.Sprintf("%s:%d", c.File(p.Table), p.Line)
}
