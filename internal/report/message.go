package report

import (
	"strconv"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
)

// Message says in words why an order is not simply shipped: what is wrong with an invalid one and where, how near
// an order came that no service takes, why one is held, that a credit chose. It is "" for any other order to ship.
func Message(row *orders.Row, d *engine.Decision) string { return string(appendMessage(nil, row, d)) }

func appendMessage(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	if len(row.Faults) > 0 {
		return append(dst, faultText(row)...)
	}
	switch d.Status {
	case engine.Invalid:
		if d.Fault == nil {
			return append(append(dst, row.Place("")...), ": invalid"...)
		}
		return append(append(append(dst, row.Place(d.Fault.Column)...), ": "...), d.Fault.Msg...)
	case engine.None:
		return appendMiss(append(dst, "no service takes it: "...), row, d.Miss)
	case engine.Hold:
		dst = append(dst, "held"...)
		if d.HeldBy != nil {
			dst = appendBecause(append(dst, " by rule "...), d.HeldBy)
		}
		if !d.Chosen {
			dst = appendMiss(append(dst, "; and no service takes it: "...), row, d.Miss)
		} else if byCredit(d) {
			dst = appendByCredit(append(dst, "; "...), d)
		}
	case engine.Ship:
		if byCredit(d) {
			dst = appendByCredit(dst, d)
		}
	}
	return dst
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

func appendMiss(dst []byte, row *orders.Row, m engine.Miss) []byte {
	if m.Service == nil {
		return append(dst, "the rate book has none"...)
	}
	dst = append(append(append(dst, "nearest is "...), m.Service.Code...), ", which "...)
	if m.Reason == engine.RuledOut && m.Rule != nil {
		return appendBecause(append(dst, "is ruled out by "...), m.Rule)
	}
	dst = append(dst, ReasonText(m.Reason, m.Rule)...)
	if m.Reason == engine.Overweight || m.Reason == engine.NoBand {
		dst = append(strconv.AppendInt(append(dst, " ("...), row.Order.WeightG, 10), " g)"...)
	}
	return dst
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
func because(r *rates.Rule) string { return string(appendBecause(nil, r)) }

func appendBecause(dst []byte, r *rates.Rule) []byte {
	dst = append(dst, r.Name...)
	if r.Reason != "" {
		dst = append(append(dst, ": "...), r.Reason...)
	}
	return dst
}
