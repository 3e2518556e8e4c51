package twin

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// Exact arithmetic on values that are never changed in place.

func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }
func whole(n int64) *big.Rat     { return big.NewRat(n, 1) }

func smaller(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}

func larger(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) > 0 {
		return b
	}
	return a
}

// ceil rounds upward to a whole number.
func ceil(r *big.Rat) *big.Rat {
	q, m := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int))
	if m.Sign() != 0 {
		q.Add(q, big.NewInt(1))
	}
	return new(big.Rat).SetInt(q)
}

// round is the one rounding of the project: half away from zero.
func round(r *big.Rat, digits int32) decimal.Decimal {
	shift := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	num := new(big.Int).Mul(new(big.Int).Abs(r.Num()), shift)
	num.Mul(num, big.NewInt(2)).Add(num, r.Denom())
	num.Quo(num, new(big.Int).Mul(big.NewInt(2), r.Denom()))
	if r.Sign() < 0 {
		num.Neg(num)
	}
	return decimal.NewFromBigInt(num, -digits)
}

// percentOf gives the percentage of a base.
func percentOf(percent decimal.Decimal, base *big.Rat) *big.Rat {
	return quo(mul(percent.Rat(), base), whole(100))
}
