package cond_test

import (
	"errors"
	"fmt"

	"github.com/lanewise/lanewise/rates/cond"
)

func Example() {
	e, err := cond.Parse(`order.country == "US" and value_in("usd") >= 5 and service.tracking != "full"`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e.Currencies())

	// What a lane knows beforehand leaves little to ask for each order.
	registered := &cond.Service{Code: "CP_RAM", Tracking: "partial"}
	toUS := e.Bind(cond.Known{Country: "US", Service: registered})
	toDE := e.Bind(cond.Known{Country: "DE", Service: registered})
	fmt.Println(toUS)
	fmt.Println(toDE.Const())

	// An order of 4.50 EUR; settlement is in CNY, 1 EUR = 8 CNY, 1 USD = 7.2 CNY.
	p := toUS.Compile(func(currency string) int { return 0 })
	fmt.Println(p.Eval(&cond.Facts{
		HasValue: true, Value: 4_500_000, Currency: "EUR",
		OrderRate: 80_000_000_000, Rates: []uint64{72_000_000_000},
	}))
	// Output:
	// [USD]
	// value_in("USD") >= 5
	// false true
	// true
}

func ExampleParse_error() {
	src := `order.country = "US"`
	_, err := cond.Parse(src)
	fmt.Println(err)
	var e *cond.Error
	if errors.As(err, &e) {
		fmt.Println(e.Caret(src))
	}
	// Output:
	// "=" is written with two equal signs here; write ==
	// order.country = "US"
	//               ^
}

func ExampleExpr_Refs() {
	e, err := cond.Parse(`zone == "1" and value_in("XYZ") > 5`)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range e.Refs() {
		if r.Currency == "XYZ" {
			fmt.Println(&cond.Error{Offset: r.Offset, Word: r.Word, Msg: "is not a currency"})
		}
	}
	// Output:
	// "XYZ" is not a currency
}

func ExampleExpr_String() {
	for _, src := range []string{
		`(order.weight_g>=0500.0)`,
		`order.country in [ "FR","DE" ]`,
		`not ( (zone == "1") or zone == "2" )`,
	} {
		e, err := cond.Parse(src)
		fmt.Println(e, err)
	}
	// Output:
	// order.weight_g >= 500 <nil>
	// order.country in ["DE", "FR"] <nil>
	// not (zone == "1" or zone == "2") <nil>
}
