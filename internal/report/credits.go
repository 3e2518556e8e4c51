package report

import (
	"slices"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
)

// The columns of rows that an engine WithCredits answers: the usual ones, then what the credits did.
var (
	CreditedDecisionColumns = append(slices.Clip(DecisionColumns), "credit", "cheapest_service", "cheapest_total")
	CreditedQuoteColumns    = append(slices.Clip(QuoteColumns), "credit")
)

// CreditedDecisions is Decisions for an engine WithCredits.
func CreditedDecisions(f Format, b *rates.Book, width int) Encoder {
	if f == NDJSON || f == Table {
		return Decisions(f, b, width)
	}
	return creditedCSV{newDecisionCSV(b)}
}

// CreditedQuotes is Quotes for an engine WithCredits.
func CreditedQuotes(f Format, b *rates.Book, width int) Encoder {
	switch f {
	case NDJSON:
		return Quotes(f, b, width)
	case Table:
		return quoteTable{printerOf(b), width >= wideQuotes, true}
	default:
		return quoteCSV{printerOf(b), true}
	}
}

// creditedCSV writes the credit columns behind each row.
type creditedCSV struct{ *decisionCSV }

func (creditedCSV) Begin(dst []byte) []byte {
	return append(append(dst, strings.Join(CreditedDecisionColumns, ",")...), '\n')
}

func (e creditedCSV) Append(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	dst = e.decisionCSV.Append(dst, row, d)
	dst = dst[:len(dst)-1] // the line end
	if len(row.Faults) > 0 || !d.Chosen {
		return append(appendEmpty(dst, 3), '\n')
	}
	dst = d.Choice.Credit.Append(append(dst, ','), costDigits)
	dst = appendField(append(dst, ','), d.Cheapest.Service.Code)
	return append(d.Cheapest.Total.Append(append(dst, ','), costDigits), '\n')
}

// credited says whether credits were given.
func credited(d *engine.Decision) bool { return d.Cheapest.Service != nil }

// byCredit says whether credits chose another service than the order alone would.
func byCredit(d *engine.Decision) bool {
	return credited(d) && d.Cheapest.Service != d.Choice.Service
}

// appendByCredit says which service the order alone would have chosen.
func appendByCredit(dst []byte, d *engine.Decision) []byte {
	dst = d.Choice.Credit.Append(append(dst, "volume credits decided ("...), costDigits)
	dst = append(append(append(dst, " here); "...), d.Cheapest.Service.Code...), " costs "...)
	less := d.Choice.Total - d.Cheapest.Total
	if less == 0 {
		return append(dst, "as much"...)
	}
	return append(less.Append(dst, costDigits), " less"...)
}
