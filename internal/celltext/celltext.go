// Package celltext writes the typed values of a rate book as the text of a table cell, the way a person would have
// written it: no trailing zeros, yes and no, lists with `|`, nothing where there is nothing.
package celltext

import (
	"fmt"
	"strings"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

func fixed(units int64, digits int) string { return string(money.AppendTrimmed(nil, units, digits)) }

// Factor is a plain decimal.
func Factor(f rates.Factor) string { return fixed(int64(f), 6) }

// Rate is an exchange rate.
func Rate(r rates.Rate) string {
	// A rate may pass the signed range, so whole and fraction are written apart.
	unit := uint64(money.Pow10(money.RateScale))
	whole, fraction := uint64(r)/unit, fixed(int64(uint64(r)%unit), money.RateScale)
	return fmt.Sprintf("%d%s", whole, strings.TrimPrefix(fraction, "0"))
}

// CM is a length of millimetres in centimetres.
func CM(mm int64) string { return fixed(mm, 1) }

// Money is an amount with its currency, or without one where it is the row's own.
func Money(m rates.Money) string {
	if m.Currency == 0 {
		return m.Amount.String()
	}
	return m.Amount.String() + " " + m.Currency.String()
}

// Opt is a value that may be absent, written by text; "" where it is.
func Opt[T any](o rates.Opt[T], text func(T) string) string {
	if !o.OK {
		return ""
	}
	return text(o.V)
}

// Override is a zone's own value: "" where the service's holds, `none` for without.
func Override[T any](o rates.Override[T], text func(T) string) string {
	switch {
	case !o.Given:
		return ""
	case !o.OK:
		return "none"
	}
	return text(o.V)
}

// YesNo is `yes` or nothing.
func YesNo(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// List joins the values of a list; any is what an absent list means ("*" or "").
func List[T any](values []T, any string, text func(T) string) string {
	if values == nil {
		return any
	}
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = text(v)
	}
	return strings.Join(words, "|")
}

// Steps is a ladder of weight steps: `500|21000:1000`; "" for whole grams.
func Steps(steps []rates.Step) string {
	return List(steps, "", func(s rates.Step) string {
		if s.Over == 0 {
			return fmt.Sprint(s.Step)
		}
		return fmt.Sprintf("%d:%d", s.Over, s.Step)
	})
}

// Boxes is a list of parcel formats in centimetres: `35.3x25x2.5|60x20x20`.
func Boxes(boxes []rates.Box) string {
	return List(boxes, "", func(b rates.Box) string { return CM(b[0]) + "x" + CM(b[1]) + "x" + CM(b[2]) })
}

// Text is the value itself, for lists of texts.
func Text(s string) string { return s }
