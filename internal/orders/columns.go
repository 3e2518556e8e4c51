package orders

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
	SKU      // read with a SKU master alone, and so is
	Quantity // of the article
	NumColumns
)

var names = [NumColumns]string{
	"order_id", "country", "postcode", "weight_g", "weight_kg", "length_cm", "width_cm", "height_cm", "value",
	"currency", "attributes", "promised_days", "ship_date", "buyer_service", "hs6_count", "sku", "quantity",
}

// String is the column's header.
func (c Column) String() string { return names[c] }

// isText says that a column holds words, ids or codes: what looks like a number in it is none.
func (c Column) isText() bool {
	return c == OrderID || c == Postcode || c == SKU || c == BuyerService || c == Attributes
}

// isNumber says that a column holds a number.
func (c Column) isNumber() bool {
	switch c {
	case WeightG, WeightKg, LengthCM, WidthCM, HeightCM, Value, PromisedDays, HS6Count, Quantity:
		return true
	}
	return false
}

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

// trim removes the spaces and tabs around a cell; no other character counts as space.
func trim(s string) string {
	if len(s) == 0 || s[0] > ' ' && s[len(s)-1] > ' ' { // as most are
		return s
	}
	return trimmed(s)
}

func trimmed(s string) string {
	for len(s) > 0 && (s[0] == ' ' || s[0] == '\t') {
		s = s[1:]
	}
	for len(s) > 0 && (s[len(s)-1] == ' ' || s[len(s)-1] == '\t') {
		s = s[:len(s)-1]
	}
	return s
}
