package engine

import (
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// Limits of a single order. A reader refuses what is outside; Decide relies on it.
const (
	MaxWeightG = 10_000_000 // 10 t
	MaxSideMM  = 10_000     // 1000 cm
)

// Order is one parcel to be shipped. Text is as given, without outer spaces. The engine keeps no reference to an
// Order or its text after a call returns.
type Order struct {
	ID           string
	Country      rates.Country
	Postcode     string
	WeightG      int64 // 1 to MaxWeightG
	LengthMM     int64 // all three sides 1 to MaxSideMM, or all 0 where unknown
	WidthMM      int64
	HeightMM     int64
	Value        money.Amount // declared, in Currency, not negative, no more digits than its minor unit
	HasValue     bool
	Currency     money.Currency // 0 = the settlement currency
	Attributes   []string
	PromisedDays rates.Opt[rates.Days]
	ShipDate     rates.Date
	BuyerService string
	HS6Count     int64 // at least 1; 0 counts as 1
}

// HasDims reports whether the parcel's size is known.
func (o *Order) HasDims() bool { return o.LengthMM > 0 }
