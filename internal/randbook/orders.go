package randbook

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Orders makes an order file with n rows for a book that Book made. Most rows
// can be read; about one in fourteen cannot. A third of the files give weights
// in kilograms.
func Orders(seed uint64, n int, book map[string][]byte) []byte {
	o := &orders{gen: newGen(seed, 2), facts: factsOf(book)}
	o.kilos = o.chance(30)
	weight := "weight_g"
	if o.kilos {
		weight = "weight_kg"
	}
	s := newSheet("!order_id,!country,!" + weight + ",postcode,length_cm,width_cm,height_cm,value,currency," +
		"attributes,promised_days,ship_date,buyer_service,hs6_count,sku")
	if o.chance(20) {
		// An order file without some of the optional columns.
		for _, gone := range some(o.gen, []string{"postcode", "attributes", "promised_days", "buyer_service", "hs6_count", "ship_date"}, 1, 3) {
			s.columns = slices.DeleteFunc(s.columns, func(c string) bool { return c == gone })
		}
	}
	for i := range n {
		s.rows = append(s.rows, o.row(i, weight))
	}
	return s.bytes(o.gen, "order_id")
}

type orders struct {
	*gen
	facts
	kilos bool
	ids   []string
}

func (o *orders) row(i int, weight string) row {
	r := row{cells: map[string]string{
		"order_id": o.id(i), "country": o.country(), "postcode": o.address(), weight: o.weight(),
		"attributes": o.goods(), "promised_days": o.promise(), "ship_date": o.day(),
		"buyer_service": pick(o.gen, "", "", "", buyerWords[0], buyerWords[1], buyerWords[2], buyerWords[3]),
		"hs6_count":     pick(o.gen, "", "", "1", "2", "5", "999999999"),
		"sku":           "SKU-" + strconv.Itoa(o.IntN(50)),
	}}
	if o.chance(92) && r.cells["hs6_count"] == "999999999" {
		r.cells["hs6_count"] = "3"
	}
	if o.box(&r); o.chance(20) {
		o.weighLikeBox(&r, weight)
	}
	o.declare(&r)
	if o.chance(7) {
		o.spoil(&r, weight)
	}
	o.ids = append(o.ids, r.cells["order_id"])
	return r
}

func (o *orders) id(i int) string {
	id := fmt.Sprintf("O-%05d", i)
	switch o.IntN(30) {
	case 0:
		return " " + id + "  "
	case 1:
		return "=1+" + id
	case 2:
		return "订单 " + id + `, "x"`
	case 3:
		return id + strings.Repeat("x", 64-len(id))
	}
	return id
}

func (o *orders) country() string {
	if o.chance(4) {
		return pick(o.gen, "CN", "AQ", "ss", "Xk")
	}
	known := []string{"DE", "US"}
	for _, c := range o.of("country") {
		if c != "*" && !strings.Contains(c, "|") {
			known = append(known, c)
		}
	}
	for _, z := range o.of("zone") {
		if len(z) == 2 && z[0] >= 'A' && z[0] <= 'X' && z[1] >= 'A' {
			known = append(known, z)
		}
	}
	return o.anyCase(pick(o.gen, known...))
}

// address draws a postcode: near a range of the book, or of an odd shape.
func (o *orders) address() string {
	text := ""
	switch o.IntN(10) {
	case 0:
		return pick(o.gen, "", "", "-", "A", "SW1A 1AA", "〒100-0001", "1234567890123456", "é1")
	case 1, 2, 3, 4, 5:
		text = pick(o.gen, append(o.of("postcode_from", "1"), o.of("postcode_to", "9")...)...)
		text += o.postcode(o.between(0, 3))
	case 6:
		text = pick(o.gen, o.of("postcode_from", "12")...)
		text = text[:len(text)/2]
	default:
		text = o.postcode(o.between(1, 6))
	}
	text = strings.Trim(o.spelt(text), " \t")
	return text[:min(len(text), 16)]
}

// weight draws grams around the bands, mostly below five kilograms.
func (o *orders) weight() string {
	grams := int64(o.between(1, 1500))
	switch o.IntN(10) {
	case 0:
		grams = int64(o.between(1, 60))
	case 1:
		grams = int64(o.between(1000, 30_000))
	case 2, 3, 4:
		column := pick(o.gen, "over_g", "upto_g", "upto_g", "first_g", "min_g")
		mark, err := strconv.ParseInt(pick(o.gen, o.of(column, "1000")...), 10, 64)
		if err == nil && (mark < 40_000 || o.chance(10)) {
			grams = mark + int64(o.between(-1, 1))
		}
	case 5:
		grams = pick(o.gen, int64(100), 300, 500, 501, 1000, 2000, 5000, 21_000)
	}
	return o.written(grams)
}

// written gives grams, or a fraction less that is rounded up to them, in the
// unit of the file.
func (o *orders) written(grams int64) string {
	micro := max(1, min(grams, 10_000_000)) * 1_000_000
	if o.chance(25) {
		micro -= pick(o.gen, int64(999_999), 500_000, 1, 250_000)
	}
	if o.kilos {
		return shorter(o.gen, scaled(micro, 9))
	}
	return shorter(o.gen, scaled(micro, 6))
}

// shorter mostly takes the zeros off the end of a decimal number.
func shorter(g *gen, text string) string {
	if g.chance(90) {
		text = strings.TrimRight(text, "0")
	}
	return strings.TrimSuffix(text, ".")
}

// box draws dimensions: ordinary, or at a limit of the book.
func (o *orders) box(r *row) {
	if !o.chance(55) {
		return
	}
	sides := []string{o.side(), o.side(), o.side()}
	if o.chance(15) {
		box, _, _ := strings.Cut(pick(o.gen, o.of("max_box_cm", "60x40x35")...), "|")
		if parts := strings.Split(box, "x"); len(parts) == 3 {
			sides = parts
		}
	}
	if o.chance(5) {
		sides = []string{"0.01", "1000", pick(o.gen, "300", "1000")}
	}
	if o.chance(20) {
		at := o.IntN(3)
		sides[at] = pick(o.gen, o.of("max_side_cm", "60")...)
		if sides[at] == "none" {
			sides[at] = "60"
		}
		if !strings.Contains(sides[at], ".") {
			sides[at] += pick(o.gen, "", ".0", ".01", ".1")
		}
	}
	o.Shuffle(3, func(i, j int) { sides[i], sides[j] = sides[j], sides[i] })
	r.cells["length_cm"], r.cells["width_cm"], r.cells["height_cm"] = sides[0], sides[1], sides[2]
}

// weighLikeBox gives the parcel the weight at which the dim weight of its box
// just reaches, or just misses, a trigger of the book.
func (o *orders) weighLikeBox(r *row, weight string) {
	volume := 1.0 // mm³
	for _, side := range []string{"length_cm", "width_cm", "height_cm"} {
		cm, err := strconv.ParseFloat(r.cells[side], 64)
		if err != nil {
			return
		}
		volume *= math.Ceil(cm * 10)
	}
	divisor, err := strconv.ParseFloat(pick(o.gen, o.of("dim_divisor", "5000")...), 64)
	if err != nil || divisor == 0 {
		divisor = 5000
	}
	trigger := 1.0
	for range 3 {
		// The trigger matters above 1 only.
		if t, err := strconv.ParseFloat(pick(o.gen, o.of("dim_trigger", "1")...), 64); err == nil {
			trigger = max(trigger, t)
		}
	}
	grams := math.Ceil(volume/divisor) / trigger
	if grams < 100_000 {
		r.cells[weight] = o.written(int64(grams) + int64(o.between(0, 1)))
	}
}

func (o *orders) side() string {
	if o.chance(10) {
		return pick(o.gen, lengthMarks...)
	}
	return shorter(o.gen, scaled(int64(o.between(10, 400)), 1))
}

// declare draws a value and its currency.
func (o *orders) declare(r *row) {
	currency := o.settlement
	if known := o.of("currency"); o.chance(60) && len(known) > 0 {
		currency = strings.ToUpper(pick(o.gen, known...))
	}
	if _, ok := worth[currency]; !ok {
		currency = o.settlement
	}
	digits := minor(currency)
	fen := int64(o.between(0, 40_000))
	switch o.IntN(20) {
	case 0:
		fen = 0
	case 1:
		fen = int64(o.between(0, 200_000))
	}
	units := fen * 1000 * pow10(digits) / worth[currency]
	value := scaled(units, digits)
	switch o.IntN(12) {
	case 0:
		value = pick(o.gen, valueMarks...)
	case 1:
		value, currency = o.limit(currency)
	}
	if o.chance(1) {
		value = pick(o.gen, "999999999", "500000000")
	}
	if _, after, _ := strings.Cut(value, "."); len(after) > minor(currency) {
		value, _, _ = strings.Cut(value, ".")
	}
	if o.chance(7) {
		value = ""
	}
	r.cells["value"] = value
	if currency != o.settlement || o.chance(50) {
		r.cells["currency"] = o.anyCase(currency)
	}
}

// limit aims at a value limit of the book, or one minor unit beside it.
func (o *orders) limit(currency string) (value, in string) {
	text, code, named := strings.Cut(pick(o.gen, o.of("max_value", "100")...), " ")
	if text == "none" {
		text = "200"
	}
	if code = strings.ToUpper(strings.TrimSpace(code)); named && worth[code] > 0 {
		currency = code
	}
	digits := minor(currency)
	front, back, _ := strings.Cut(text, ".")
	back = (back + "000000")[:digits]
	units, err := strconv.ParseInt(front+back, 10, 64)
	if err != nil {
		return "100", currency
	}
	return scaled(max(0, units+int64(o.between(-1, 1))), digits), currency
}

// goods draws attributes, mostly none.
func (o *orders) goods() string {
	if o.chance(72) {
		return ""
	}
	known := []string{}
	for _, cell := range append(o.of("accepts"), o.of("attribute")...) {
		for _, a := range strings.Split(cell, "|") {
			if a = strings.Trim(a, " \t"); a != "" && a != "*" {
				known = append(known, a)
			}
		}
	}
	if len(known) == 0 || o.chance(8) {
		known = append(known, "magnetic", "LIQUID")
	}
	return o.joined(some(o.gen, known, 1, 2))
}

func (o *orders) promise() string {
	switch o.IntN(8) {
	case 0, 1, 2:
		return ""
	case 3:
		return pick(o.gen, "0", "0.00", "12.5", "15", "400")
	case 4:
		return pick(o.gen, append(o.of("days_p50", "5"), append(o.of("days_p80", "9"), o.of("days_p95", "20")...)...)...)
	}
	return o.days(0, 50)
}

// day draws a ship date: any of the year, one of the book's days or beside it,
// or none at all.
func (o *orders) day() string {
	switch o.IntN(10) {
	case 0:
		return ""
	case 1, 2, 3, 4:
		return dayAfter(pick(o.gen, o.of("day", "2026-06-30")...), o.between(-1, 1))
	case 5:
		return pick(o.gen, "2028-02-29", "2020-02-29", "2099-12-31", "2025-12-31")
	}
	return o.randomDay()
}
