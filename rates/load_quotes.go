package rates

// quoteCells are the columns of an order and what it must cost.
type quoteCells struct {
	Origin
	OrderID      string `csv:"order_id" need:"yes"`
	Country      string `csv:"country" need:"yes"`
	Postcode     string `csv:"postcode"`
	WeightG      string `csv:"weight_g"`
	WeightKg     string `csv:"weight_kg"`
	LengthCm     string `csv:"length_cm"`
	WidthCm      string `csv:"width_cm"`
	HeightCm     string `csv:"height_cm"`
	Value        string `csv:"value"`
	Currency     string `csv:"currency"`
	Attributes   string `csv:"attributes"`
	PromisedDays string `csv:"promised_days"`
	ShipDate     string `csv:"ship_date"`
	BuyerService string `csv:"buyer_service"`
	HS6Count     string `csv:"hs6_count"`
	Service      string `csv:"service" need:"yes"`
	Freight      string `csv:"freight"`
	ShippingCost string `csv:"shipping_cost"`
	TotalCost    string `csv:"total_cost"`
}

func readQuote(c *cells, in *quoteCells) {
	q := Quote{
		Place:        c.place(),
		Origin:       c.origin(&in.Origin),
		Order:        c.orderCells(in),
		Service:      c.required("service", in.Service),
		Freight:      optional("freight", in.Freight, c.amount),
		ShippingCost: optional("shipping_cost", in.ShippingCost, c.amount),
		TotalCost:    optional("total_cost", in.TotalCost, c.amount),
	}
	c.need("order_id", in.OrderID)
	c.need("country", in.Country)
	if in.WeightKg == "" {
		c.need("weight_g", in.WeightG)
	}
	if c.ok() {
		c.book.Quotes = append(c.book.Quotes, q)
	}
}

// orderCells keeps the order's cells as text, for the columns that the table has.
func (c *cells) orderCells(in *quoteCells) map[string]string {
	order := map[string]string{}
	header := c.book.headers[c.table]
	for _, cell := range []struct{ column, text string }{
		{"order_id", in.OrderID},
		{"country", in.Country},
		{"postcode", in.Postcode},
		{"weight_g", in.WeightG},
		{"weight_kg", in.WeightKg},
		{"length_cm", in.LengthCm},
		{"width_cm", in.WidthCm},
		{"height_cm", in.HeightCm},
		{"value", in.Value},
		{"currency", in.Currency},
		{"attributes", in.Attributes},
		{"promised_days", in.PromisedDays},
		{"ship_date", in.ShipDate},
		{"buyer_service", in.BuyerService},
		{"hs6_count", in.HS6Count},
	} {
		if header[cell.column] > 0 {
			order[cell.column] = c.text(cell.text)
		}
	}
	return order
}
