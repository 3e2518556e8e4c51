package report

import (
	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// Digits after the point of what is not a charge.
const (
	costDigits  = 4 // expected costs, totals
	shareDigits = 6 // probabilities
)

// printer knows how a book's numbers are written.
type printer struct {
	currency money.Currency // settlement
	minor    int            // digits of its minor unit
}

func printerOf(b *rates.Book) printer {
	return printer{b.Settings.Currency, b.Settings.Currency.Digits()}
}

// digits is how many digits a column's amounts are written with.
func (p printer) digits(c engine.Column) int {
	if c <= engine.Tax {
		return p.minor
	}
	return costDigits
}

func (p printer) charge(a money.Amount) string { return a.Text(p.minor) }

func (p printer) cost(a money.Amount) string { return a.Text(costDigits) }

func share(s rates.Share) string { return string(money.AppendFixed(nil, int64(s), shareDigits)) }

// days is written without trailing zeros, "" where there is none.
func days(d rates.Opt[rates.Days]) string {
	if !d.OK {
		return ""
	}
	return string(money.AppendTrimmed(nil, int64(d.V), 2))
}

// millionths writes a quantity or rate without trailing zeros.
func millionths(v int64) string { return string(money.AppendTrimmed(nil, v, money.Scale)) }

// flags are the words of the flags column.
func flags(d *engine.Decision) (words []string) {
	if d.NoDims {
		words = append(words, "no_dims")
	}
	if d.NoRisk {
		words = append(words, "no_risk")
	}
	return words
}

// ReasonCode is a refusal's code as files write it: `overweight`, `rule:NAME`.
func ReasonCode(r engine.Reason, rule *rates.Rule) string {
	if r == engine.RuledOut && rule != nil {
		return "rule:" + rule.Name
	}
	return r.String()
}
