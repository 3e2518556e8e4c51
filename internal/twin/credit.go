package twin

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// WithCredits gives the book that steers the choice by credits: for each
// contract, money for a unit of its measure, as text.
func (b *Book) WithCredits(credits map[string]string) (*Book, error) {
	out := *b
	out.credits, out.credited = nil, true
	for contract, text := range credits {
		unit, err := decimal.NewFromString(text)
		if err != nil {
			return nil, err
		}
		out.credits = append(out.credits, creditRow{contract, unit})
	}
	return &out, nil
}

// credit is what the volume that the order would put on the service's contract
// is worth, rounded to 4 digits.
func (p *pricing) credit(c *candidate) decimal.Decimal {
	for _, row := range p.book.credits {
		if p.service.contract == "" || row.contract != p.service.contract {
			continue
		}
		for _, t := range p.book.tiers {
			if t.contract == row.contract {
				return round(mul(row.perUnit.Rat(), p.volume(t.measure, c)), 4)
			}
		}
	}
	return decimal.Zero
}

// volume is what the order adds to its contract, in the contract's measure.
func (p *pricing) volume(measure string, c *candidate) *big.Rat {
	switch measure {
	case "parcels":
		return whole(1)
	case "kg":
		return quo(p.billable, whole(1000))
	}
	return c.columns.freight.Rat()
}

// cheapest is the best candidate when credits are left out of account.
func cheapest(all []candidate) *candidate {
	plain := append([]candidate(nil), all...)
	for i := range plain {
		plain[i].credit = decimal.Zero
	}
	return best(plain, "", nil)
}

// creditColumns are written after the others where credits are given.
var creditColumns = []string{"credit", "cheapest_service", "cheapest_total"}

// creditCells fills the credit columns.
func (b *Book) creditCells(chosen *candidate, all []candidate) []string {
	return append([]string{chosen.credit.StringFixed(4)}, codeAndTotal(cheapest(all))...)
}
