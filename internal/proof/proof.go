// Package proof asks a compiled rate book for every published price that the book says it must reproduce, its `quotes`
// table, and tells where it gives another.
package proof

import (
	"fmt"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
)

// Failure is a quote that the book does not reproduce.
type Failure struct {
	Quote  *rates.Quote
	Column string // the cell that is not met; "" where there is no price at all
	Want   money.Amount
	Got    money.Amount
	Digits int    // of the column's amounts
	Msg    string // why there is no price
}

// String is what is wrong, without its place: `AE_STD freight: the book gives 37.70, the quote says 37.71`.
func (f Failure) String() string {
	if f.Column == "" {
		return f.Quote.Service + ": " + f.Msg
	}
	return fmt.Sprintf("%s %s: the book gives %s, the quote says %s", f.Quote.Service, f.Column, f.Got.Text(f.Digits), f.Want)
}

// Quotes checks every quote of the book, in file order. day is the ship date of quotes without one. Rules are not
// applied, everything else is; an empty cell is not checked.
func Quotes(e *engine.Engine, day rates.Date) []Failure {
	book := e.Book()
	var failures []Failure
	for i := range book.Quotes {
		failures = append(failures, check(e, &book.Quotes[i], orders.Defaults{Currency: book.Settings.Currency, ShipDate: day})...)
	}
	return failures
}

func check(e *engine.Engine, q *rates.Quote, def orders.Defaults) []Failure {
	order, faults := orders.ParseMap(q.Order, def)
	if len(faults) > 0 {
		return []Failure{{Quote: q, Msg: "the order cannot be read: " + faults.Error()}}
	}
	var got engine.Quote
	fault, err := e.Price(&order, q.Service, &got)
	switch {
	case err != nil:
		return []Failure{{Quote: q, Msg: err.Error()}}
	case fault != nil:
		return []Failure{{Quote: q, Msg: "the order is invalid: " + fault.Column + ": " + fault.Msg}}
	case got.Reason != engine.OK:
		return []Failure{{Quote: q, Msg: "the book gives no price: " + got.Reason.String()}}
	}
	minor := e.Book().Settings.Currency.Digits()
	var failures []Failure
	for _, c := range []struct {
		column string
		want   rates.Opt[money.Amount]
		got    money.Amount
		digits int
	}{
		{"freight", q.Freight, got.Amounts[engine.Freight], minor},
		{"shipping_cost", q.ShippingCost, got.Shipping, minor},
		{"total_cost", q.TotalCost, got.Total, 4},
	} {
		if c.want.OK && c.want.V != c.got {
			failures = append(failures, Failure{Quote: q, Column: c.column, Want: c.want.V, Got: c.got, Digits: c.digits})
		}
	}
	return failures
}
