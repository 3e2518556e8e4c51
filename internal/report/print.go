package report

import (
	"iter"
	"slices"

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

func share(s rates.Share) string { return string(appendShare(nil, s)) }

func appendShare(dst []byte, s rates.Share) []byte {
	return appendFixed(dst, int64(s), shareDigits)
}

// days is written without trailing zeros, "" where there is none.
func days(d rates.Opt[rates.Days]) string { return string(appendDays(nil, d)) }

func appendDays(dst []byte, d rates.Opt[rates.Days]) []byte {
	if !d.OK {
		return dst
	}
	return money.AppendTrimmed(dst, int64(d.V), 2)
}

// millionths writes a quantity or rate without trailing zeros.
func millionths(v int64) string { return string(money.AppendTrimmed(nil, v, money.Scale)) }

// flags are the words of the flags column.
func flags(d *engine.Decision) []string { return slices.Collect(flagWords(d)) }

func flagWords(d *engine.Decision) iter.Seq[string] {
	return func(yield func(string) bool) {
		if d.NoDims && !yield("no_dims") {
			return
		}
		if d.NoRisk {
			yield("no_risk")
		}
	}
}

// ReasonCode is a refusal's code as files write it: `overweight`, `rule:NAME`.
func ReasonCode(r engine.Reason, rule *rates.Rule) string {
	if r == engine.RuledOut && rule != nil {
		return "rule:" + rule.Name
	}
	return r.String()
}
