package randbook

import (
	"strconv"
	"strings"
)

// badNumbers are no numbers of the contract, whatever column they stand in.
var badNumbers = []string{"-1", "+1", "1e3", "1,5", "1 000", "0x10", "1_000", ".5", "5.", "abc", "NaN", "12kg", "１２", "1.2.3", "-"}

// spoil makes one row invalid in one of the many ways, or lets it repeat the
// id of an earlier row.
func (o *orders) spoil(r *row, weight string) {
	set := func(column string, bad ...string) { r.cells[column] = pick(o.gen, bad...) }
	switch o.IntN(20) {
	case 0, 1:
		if len(o.ids) > 0 {
			set("order_id", o.ids...)
		}
	case 2:
		set("order_id", "", "   ", "\t", "a\tb", "two\nlines", "del\x7f", strings.Repeat("x", 65))
	case 3, 4:
		set(weight, append(badNumbers, "", "0", "0.000", "10000000.1")...)
	case 5:
		set("country", "", "XX", "DEU", "Germany", "UK", "D", "ſE")
	case 6:
		set("currency", "XXX", "XAU", "EURO", "KZT", "€", "ANG")
	case 7, 8:
		set("value", append(badNumbers, "1000000000", "1.1234567", "1.0000")...)
	case 9:
		set("ship_date", "2026-02-30", "15/05/2026", "2026-5-1", "20260501", "2027-02-29", "today", "2026-05-01T00:00:00Z")
	case 10:
		set("hs6_count", append(badNumbers, "0", "1.5", "1.0")...)
	case 11:
		set("promised_days", append(badNumbers, "12.345", "soon")...)
	case 12:
		set(pick(o.gen, "length_cm", "width_cm", "height_cm"), append(badNumbers, "0", "1000.01", "0.0")...)
	case 13:
		for _, side := range []string{"length_cm", "width_cm", "height_cm"} {
			r.cells[side] = pick(o.gen, "", "10")
		}
	case 14:
		set("postcode", "12345678901234567")
	case 15:
		r.cells["attributes"] = manyAttributes(o.between(32, 33))
	case 16:
		r.extra = pick(o.gen, 1, 2)
	case 17:
		r.extra = -1
	case 18:
		r.raw = pick(o.gen, " ", "   ", "\t")
	case 19:
		set("currency", "CHF", "CLP", "BHD", "VND") // mostly without a rate
	}
}

func manyAttributes(n int) string {
	var out []string
	for i := range n {
		out = append(out, "a"+strconv.Itoa(i))
	}
	return strings.Join(out, "|")
}
