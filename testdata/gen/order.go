package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// order is one row of an order file. Lengths are millimetres, weight is tenths of a gram, value is in the minor unit
// of its currency; a zero length, value or promise leaves its cells empty.
type order struct {
	id         string
	country    string
	postcode   string
	decigrams  int
	box        box
	minor      int
	currency   string
	attributes string
	promised   int
	shipDate   time.Time
	service    string
	hs6        int
}

// box is the outside of a parcel in millimetres.
type box struct{ length, width, height int }

// header names the columns of every file, in the order cells writes them.
var header = []string{
	"order_id", "country", "postcode", "weight_g", "length_cm", "width_cm", "height_cm", "value",
	"currency", "attributes", "promised_days", "ship_date", "buyer_service", "hs6_count",
}

// writeOrders writes the header and one CSV row an order, lines ending in LF.
func writeOrders(w io.Writer, rows []order) error {
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return err
	}
	for _, o := range rows {
		if err := out.Write(o.cells()); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func (o order) cells() []string {
	value, currency := "", ""
	if o.minor > 0 {
		value, currency = fixed(o.minor, minorDigits(o.currency)), o.currency
	}
	return []string{
		o.id, o.country, o.postcode, short(o.decigrams), cm(o.box.length), cm(o.box.width), cm(o.box.height),
		value, currency, o.attributes, number(o.promised), o.shipDate.Format(time.DateOnly), o.service, number(o.hs6),
	}
}

// minorDigits is how many digits stand after the point in the currencies these files use.
func minorDigits(currency string) int {
	switch currency {
	case "JPY", "KRW", "ISK":
		return 0
	}
	return 2
}

// fixed prints n units of 10^-digits with all its digits.
func fixed(n, digits int) string {
	s := strconv.Itoa(n)
	if digits == 0 {
		return s
	}
	s = strings.Repeat("0", max(0, digits+1-len(s))) + s
	return s[:len(s)-digits] + "." + s[len(s)-digits:]
}

// short prints tenths without a trailing zero.
func short(tenths int) string {
	if tenths%10 == 0 {
		return strconv.Itoa(tenths / 10)
	}
	return fmt.Sprintf("%d.%d", tenths/10, tenths%10)
}

func cm(mm int) string {
	if mm == 0 {
		return ""
	}
	return short(mm)
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
