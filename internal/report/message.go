package report

import (
	"fmt"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
)

// Message says in words why an order is not simply shipped: what is wrong with an invalid one and where, how near
// an order came that no service takes, why one is held. It is "" for an order to ship.
func Message(row *orders.Row, d *engine.Decision) string {
	if len(row.Faults) > 0 {
		return faultText(row)
	}
	switch d.Status {
	case engine.Invalid:
		if d.Fault == nil {
			return row.Place("") + ": invalid"
		}
		return row.Place(d.Fault.Column) + ": " + d.Fault.Msg
	case engine.None:
		return "no service takes it: " + missText(row, d.Miss)
	case engine.Hold:
		text := "held"
		if d.HeldBy != nil {
			text += " by rule " + because(d.HeldBy)
		}
		if !d.Chosen {
			text += "; and no service takes it: " + missText(row, d.Miss)
		}
		return text
	}
	return ""
}

// faultText tells every fault of a row, the first with its place.
func faultText(row *orders.Row) string {
	first := row.Faults[0]
	text := row.Place(first.Column) + ": " + first.Msg
	for _, f := range row.Faults[1:] {
		text += "; also " + f.Error()
	}
	return text
}

func missText(row *orders.Row, m engine.Miss) string {
	if m.Service == nil {
		return "the rate book has none"
	}
	text := ReasonText(m.Reason, m.Rule)
	if m.Reason == engine.Overweight || m.Reason == engine.NoBand {
		text += fmt.Sprintf(" (%d g)", row.Order.WeightG)
	}
	return fmt.Sprintf("nearest is %s, which %s", m.Service.Code, text)
}

// ReasonText says a refusal in words that follow the service's name: "… does not serve this destination".
func ReasonText(r engine.Reason, rule *rates.Rule) string {
	switch r {
	case engine.NotServed:
		return "does not serve this destination"
	case engine.NotInForce:
		return "has no price in force on the ship date for these goods"
	case engine.NoFX:
		return "is priced in a currency without an exchange rate on the ship date"
	case engine.Attribute:
		return "does not carry goods with these attributes"
	case engine.Oversize:
		return "does not take a parcel of this size"
	case engine.ValueLimit:
		return "does not take a parcel of this value"
	case engine.RuledOut:
		if rule == nil {
			return "is ruled out"
		}
		return "is ruled out by " + because(rule)
	case engine.Overweight:
		return "does not take a parcel of this weight"
	case engine.NoBand:
		return "has no price for this weight"
	case engine.Overflow:
		return "would cost more than an amount can hold"
	}
	return "can take it"
}

// because is a rule's name and the reason it gives.
func because(r *rates.Rule) string {
	if r.Reason == "" {
		return r.Name
	}
	return r.Name + ": " + r.Reason
}
