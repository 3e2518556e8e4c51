package orders

import (
	"strings"
	"unicode"
)

// Column is a column of an order file.
type Column uint8

// The columns, in the order in which a row's faults are told.
const (
	OrderID Column = iota
	Country
	Postcode
	WeightG
	WeightKg // may stand for WeightG
	LengthCM
	WidthCM
	HeightCM
	Value
	Currency
	Attributes
	PromisedDays
	ShipDate
	BuyerService
	HS6Count
	NumColumns
)

var names = [NumColumns]string{
	"order_id", "country", "postcode", "weight_g", "weight_kg", "length_cm", "width_cm", "height_cm", "value",
	"currency", "attributes", "promised_days", "ship_date", "buyer_service", "hs6_count",
}

// String is the column's header.
func (c Column) String() string { return names[c] }

// Columns lists every header an order file may have, in the documented order.
func Columns() []string { return append([]string(nil), names[:]...) }

func columnOf(name string) (Column, bool) {
	for i, n := range names {
		if n == name {
			return Column(i), true
		}
	}
	return 0, false
}

// aliases are headers that other systems give to our columns, in the form that plain makes of them. They are only
// ever suggested: a unit guessed from a header would be a price made up.
var aliases = map[string]Column{
	"id": OrderID, "order": OrderID, "ordernumber": OrderID, "orderno": OrderID, "orderref": OrderID, "reference": OrderID, "订单号": OrderID,
	"countrycode": Country, "destination": Country, "destinationcountry": Country, "shiptocountry": Country, "to": Country, "国家": Country,
	"zip": Postcode, "zipcode": Postcode, "postalcode": Postcode, "postcodeto": Postcode, "邮编": Postcode,
	"weight": WeightG, "weightgrams": WeightG, "grams": WeightG, "weightgram": WeightG, "重量": WeightG,
	"kg": WeightKg, "weightkgs": WeightKg,
	"length": LengthCM, "width": WidthCM, "height": HeightCM, "长": LengthCM, "宽": WidthCM, "高": HeightCM,
	"declaredvalue": Value, "price": Value, "amount": Value, "ordervalue": Value, "currencycode": Currency, "valuecurrency": Currency,
	"attribute": Attributes, "attr": Attributes, "goods": Attributes, "promised": PromisedDays, "promiseddeliverydays": PromisedDays,
	"date": ShipDate, "shippingdate": ShipDate, "shipdate": ShipDate, "service": BuyerService, "hscount": HS6Count, "hs6": HS6Count,
}

// meant finds the column that an unknown header probably stands for.
func meant(header string) (Column, bool) {
	p := plain(header)
	for i, n := range names {
		if plain(n) == p {
			return Column(i), true
		}
	}
	c, ok := aliases[p]
	return c, ok
}

// plain reduces a header to its lower-case letters and digits.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// trim removes the spaces and tabs around a cell; no other character counts as space.
func trim(s string) string { return strings.Trim(s, " \t") }
