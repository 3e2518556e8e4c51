package report

import (
	"math/big"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/shopspring/decimal"
)

// Sum adds amounts without a bound: the totals of a long file may leave the range of an Amount.
type Sum struct{ v money.Int128 }

// Add adds an amount.
func (s *Sum) Add(a money.Amount) { s.v = s.v.Add(money.Wide(int64(a))) }

// AddSum adds another sum.
func (s *Sum) AddSum(o Sum) { s.v = s.v.Add(o.v) }

// Sub is the sum less another.
func (s Sum) Sub(o Sum) Sum { return Sum{s.v.Sub(o.v)} }

// Sign is -1, 0 or 1.
func (s Sum) Sign() int { return s.v.Sign() }

// Decimal is the sum as a decimal.
func (s Sum) Decimal() decimal.Decimal {
	b := new(big.Int).Lsh(big.NewInt(s.v.Hi), 64)
	b.Add(b, new(big.Int).SetUint64(s.v.Lo))
	return decimal.NewFromBigInt(b, -money.Scale)
}

// Text writes the sum with exactly digits after the point; more digits are cut, as in Amount.Text.
func (s Sum) Text(digits int) string {
	return s.Decimal().Truncate(int32(digits)).StringFixed(int32(digits))
}
