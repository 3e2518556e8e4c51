package engine

import (
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// Status is what became of an order.
type Status uint8

// The statuses. A held order is priced and waits for a person.
const (
	Invalid Status = iota
	None
	Hold
	Ship
)

// String is the status as files write it.
func (s Status) String() string { return [...]string{"invalid", "none", "hold", "ship"}[s] }

// Reason says why a service cannot take an order; the zero value is that it can.
type Reason uint8

// The reasons, in the order in which they are asked: the first that applies is given.
const (
	OK Reason = iota
	NotServed
	NotInForce
	NoFX
	Attribute
	Oversize
	ValueLimit
	RuledOut // written `rule:NAME`
	Overweight
	NoBand
	Overflow
	outpriced // could take the order at a total that cannot matter; never shown
)

// String is the reason's code; RuledOut is "rule" and the quote names the rule.
func (r Reason) String() string {
	return [...]string{
		"", "not_served", "not_in_force", "no_fx", "attribute", "oversize", "value_limit", "rule",
		"overweight", "no_band", "overflow",
	}[r]
}

// Column is where a line is counted in a quote.
type Column uint8

// The columns of a quote, in the order in which they stand in a decision row.
const (
	Freight Column = iota
	Discount
	Surcharges
	Fuel
	Tax
	LossCost
	LateCost
	ScoreCost
	FinanceCost
	PolicyCost
	NumColumns
)

// String is the column's name in files.
func (c Column) String() string {
	return [...]string{
		"freight", "discount", "surcharges", "fuel", "tax", "loss_cost", "late_cost", "score_cost",
		"finance_cost", "policy_cost",
	}[c]
}

// Line is one explained amount. Total cost is defined as the sum of a quote's lines, a discount line counting
// against it.
type Line struct {
	Column   Column
	Code     string       // the kind of line (rates, contract, surcharge or rule name)
	Own      money.Amount // in the service's currency, rounded to its minor unit; charge lines only
	Amount   money.Amount // in settlement currency
	Quantity int64        // in millionths of Unit
	Unit     string       // kg, step, parcel, code, probability, or percent: then Quantity is the amount it is taken of, where that is in the service's currency
	Rate     int64        // price of one unit or percentage, in millionths
	Place    rates.Place  // the table row the figure came from
	Origin   *rates.Origin
}

// Quote is one service's answer to an order. All amounts are in settlement currency.
type Quote struct {
	Service   *rates.Service // row of the book; never changed
	Reason    Reason         // OK, or why the service cannot take the order: then no amounts
	Rule      *rates.Rule    // of RuledOut
	Zone      string
	DimG      int64 // dim weight in grams where it counts, else 0
	BillableG int64
	Amounts   [NumColumns]money.Amount // sums of the lines
	Shipping  money.Amount             // freight − discount + surcharges + fuel + tax
	RiskCost  money.Amount             // loss + late + score + finance
	Total     money.Amount             // shipping + risk + policy
	Credit    money.Amount             // what services are compared less, see WithCredits; no part of Total
	PLost     rates.Share
	PLate     rates.Share
	PBad      rates.Share
	DaysP50   rates.Opt[rates.Days]
	Risk      *rates.Risk // the row the risk came from; nil = no known risk
	Lines     []Line      // filled by Explain, for the choice by Trace and Compare too
	Rank      int         // 1 = best; 0 = refused or not ranked (Decide ranks nothing)
}

// Rank is a service and its total cost; a nil Service means there is none.
type Rank struct {
	Service *rates.Service
	Total   money.Amount
}

// Fault is what makes an order invalid for this book.
type Fault struct {
	Column string // the order's column to blame
	Msg    string
}

// Decision is the answer to one order. The zero value is ready for use; a caller that decides many orders keeps
// one and passes it again, which spares all allocation.
type Decision struct {
	Status   Status
	HeldBy   *rates.Rule // of Hold
	Fault    *Fault      // of Invalid
	NoDims   bool        // flag no_dims
	NoRisk   bool        // flag no_risk: the chosen service has no known risk
	Chosen   bool        // Choice is set: always for Ship, often for Hold
	Choice   Quote
	Online   Rank // best online service
	Offline  Rank // best offline service
	RunnerUp Rank // second best of all
	Cheapest Rank // the choice without credits; set by an engine WithCredits alone
	Miss     Miss
	Quotes   []Quote // every service in book order; filled by Compare and Explain
	Flip     Flip    // filled by Trace, Compare and Explain
	scratch
}

// Miss is the nearest miss of an order that no service takes: the service that got furthest through the checks.
type Miss struct {
	Service *rates.Service
	Reason  Reason
	Rule    *rates.Rule
}

// Flip says what would turn the choice to the other channel.
type Flip struct {
	Other   Rank         // the best service of the other channel at today's costs
	Margin  money.Amount // Other.Total − Choice.Total, each less its credit: what the other channel would have to save
	HasCost bool         // Cost is set: some cost of a bad order makes the other channel win
	Cost    money.Amount // the bad_order_cost, nearest to today's, at which the other channel wins
	Now     money.Amount // today's bad_order_cost
	Winner  *rates.Service
}
