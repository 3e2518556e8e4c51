package twin

import (
	"fmt"
	"io"
	"math/big"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// order is one readable order. Sides are whole millimetres as given, all 0
// without dimensions; weight is whole grams.
type order struct {
	id           string
	country      string
	postcode     string
	weight       *big.Rat
	sides        [3]*big.Rat
	hasDims      bool
	value        decimal.Decimal
	hasValue     bool
	currency     string
	attributes   []string
	promised     *decimal.Decimal // the order's, else its country's
	shipDate     string
	buyerService string
	hs6          decimal.Decimal
}

// orderRow is one row of the file: its id and either an order or why it is
// invalid.
type orderRow struct {
	id    string
	order *order
	err   error
}

// Limits of RELIABILITY that refuse a whole file or make a row invalid.
const (
	maxColumns    = 100
	maxFieldBytes = 4 << 10
	maxRowBytes   = 64 << 10
	maxID         = 64
	maxPostcode   = 16
	maxAttributes = 32
)

// readOrders reads a whole order file. An error means that the file as such
// cannot be used.
func (b *Book) readOrders(in io.Reader, today string) ([]orderRow, error) {
	if !validDate(today) {
		return nil, fmt.Errorf("today: %q is not a day; write one like 2026-05-31", today)
	}
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, err
	}
	raw, err := rawCSV("orders", data)
	if err != nil {
		return nil, err
	}
	if err := checkOrderFile(raw); err != nil {
		return nil, err
	}
	rows, err := bind[OrderCells](raw.header, raw.rows)
	if err != nil {
		return nil, err
	}
	out := make([]orderRow, len(rows))
	first := map[string]int{}
	for i, cell := range rows {
		c := &cells{file: "orders", line: raw.lines[i]}
		if n := len(raw.rows[i]); n != len(raw.header) {
			c.err = fmt.Errorf("orders:%d: has %d fields, the header has %d", c.line, n, len(raw.header))
		}
		c.id(cell.ID)
		if line, again := first[cell.ID]; again {
			c.fail("order_id", cell.ID, fmt.Sprintf("stands in line %d already", line))
		} else {
			first[cell.ID] = c.line
		}
		o := b.order(c, cell, today)
		out[i] = orderRow{id: cell.ID, order: o, err: c.err}
	}
	return out, nil
}

func checkOrderFile(raw *rawTable) error {
	if len(raw.header) > maxColumns {
		return fmt.Errorf("orders: has more than %d columns", maxColumns)
	}
	if !raw.has("order_id") || !raw.has("country") || !raw.has("weight_g") && !raw.has("weight_kg") {
		return fmt.Errorf("orders: needs order_id, country and weight_g or weight_kg")
	}
	for i, row := range raw.rows {
		bytes := 0
		for _, cell := range row {
			bytes += len(cell) + 1
			if len(cell) > maxFieldBytes {
				return fmt.Errorf("orders:%d: a field is longer than %d bytes", raw.lines[i], maxFieldBytes)
			}
		}
		if bytes > maxRowBytes {
			return fmt.Errorf("orders:%d: is longer than %d bytes", raw.lines[i], maxRowBytes)
		}
	}
	return nil
}

// id checks an order_id, which is never trimmed.
func (c *cells) id(id string) {
	if trim(id) == "" {
		c.fail("order_id", id, "is blank")
	}
	if utf8.RuneCountInString(id) > maxID {
		c.fail("order_id", id, fmt.Sprintf("is longer than %d characters", maxID))
	}
	for _, r := range id {
		if unicode.IsControl(r) {
			c.fail("order_id", id, "holds a control character")
		}
	}
}

// order reads the cells of one order; what is wrong with them ends up in c.
func (b *Book) order(c *cells, r OrderCells, today string) *order {
	r.trim()
	o := &order{
		id: r.ID, country: c.country("country", r.Country), postcode: r.Postcode,
		attributes: list(r.Attributes), shipDate: today, buyerService: r.BuyerService,
	}
	if utf8.RuneCountInString(r.Postcode) > maxPostcode {
		c.fail("postcode", r.Postcode, fmt.Sprintf("is longer than %d characters", maxPostcode))
	}
	if len(o.attributes) > maxAttributes {
		c.fail("attributes", r.Attributes, fmt.Sprintf("holds more than %d attributes", maxAttributes))
	}
	if r.ShipDate != "" {
		o.shipDate = c.date("ship_date", r.ShipDate)
	}
	o.hs6 = decimal.New(1, 0)
	if r.HS6Count != "" {
		o.hs6 = c.count("hs6_count", r.HS6Count)
		if o.hs6.Sign() == 0 {
			c.fail("hs6_count", r.HS6Count, "is not at least 1")
		}
	}
	c.weigh(o, r)
	c.measure(o, r)
	b.declare(c, o, r)
	o.promised = c.optionalDays("promised_days", r.PromisedDays)
	for _, row := range b.countries {
		if o.promised == nil && row.country == o.country {
			o.promised = row.promised
		}
	}
	return o
}

// trim cleans every cell but the id.
func (r *OrderCells) trim() {
	for _, cell := range []*string{
		&r.Country, &r.Postcode, &r.WeightG, &r.WeightKg, &r.Length, &r.Width, &r.Height, &r.Value,
		&r.Currency, &r.Attributes, &r.PromisedDays, &r.ShipDate, &r.BuyerService, &r.HS6Count,
	} {
		*cell = trim(*cell)
	}
}

// weigh reads the weight; input may have any number of digits after the point,
// and a fraction of a gram is rounded up.
func (c *cells) weigh(o *order, r OrderCells) {
	column, text, factor := "weight_g", r.WeightG, whole(1)
	if r.WeightG != "" && r.WeightKg != "" {
		c.fail("weight_kg", r.WeightKg, "stands beside weight_g")
	}
	if r.WeightKg != "" {
		column, text, factor = "weight_kg", r.WeightKg, whole(1000)
	}
	grams := mul(c.number(column, c.required(column, text), -1, false).Rat(), factor)
	if grams.Sign() <= 0 || grams.Cmp(whole(10_000_000)) > 0 {
		c.fail(column, text, "is not above 0 and at most 10 t")
	}
	o.weight = ceil(grams)
}

// measure reads the dimensions: all three or none.
func (c *cells) measure(o *order, r OrderCells) {
	texts := [3]string{r.Length, r.Width, r.Height}
	names := [3]string{"length_cm", "width_cm", "height_cm"}
	o.hasDims = r.Length != "" || r.Width != "" || r.Height != ""
	for i, text := range texts {
		cm := c.number(names[i], text, -1, false).Rat()
		if o.hasDims && (cm.Sign() <= 0 || cm.Cmp(whole(1000)) > 0) {
			c.fail(names[i], text, "is not above 0 and at most 1000 cm; give all three sides or none")
		}
		o.sides[i] = ceil(mul(cm, whole(10)))
	}
}

// declare reads value and currency, and looks whether every rate the order
// needs is known on its ship date.
func (b *Book) declare(c *cells, o *order, r OrderCells) {
	o.currency = b.settings.currency
	if r.Currency != "" {
		o.currency = c.currency("currency", r.Currency)
	}
	digits, _ := digitsOf(o.currency)
	o.hasValue = r.Value != ""
	o.value = c.number("value", r.Value, int(digits), false)
	if c.err != nil {
		return
	}
	for _, currency := range append([]string{o.currency}, b.named...) {
		if b.rate(currency, o.shipDate) == nil {
			c.fail("currency", currency, "has no exchange rate on "+o.shipDate)
		}
	}
}

// rate gives the settlement units for one unit of a currency on a day, nil
// where there is none.
func (b *Book) rate(currency, day string) *big.Rat {
	if currency == b.settings.currency {
		return whole(1)
	}
	var best *fxRow
	for i, row := range b.fx {
		if row.currency != currency || row.from > day {
			continue
		}
		if best == nil || row.from >= best.from {
			best = &b.fx[i]
		}
	}
	if best == nil {
		return nil
	}
	return best.rate.Rat()
}

// convert changes money exactly; both rates must exist on the day.
func (b *Book) convert(money *big.Rat, from, to, day string) *big.Rat {
	return quo(mul(money, b.rate(from, day)), b.rate(to, day))
}
