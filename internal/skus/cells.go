package skus

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/textfile"
)

// column is a column of a master.
type column uint8

const (
	sku column = iota
	weightG
	weightKg
	lengthCM
	widthCM
	heightCM
	attributes
	hsCode
	value
	currency
	numColumns
)

var names = [numColumns]string{
	"sku", "weight_g", "weight_kg", "length_cm", "width_cm", "height_cm", "attributes", "hs_code", "value", "currency",
}

// Columns lists every column that a master may have, in the documented order.
func Columns() []string { return append([]string(nil), names[:]...) }

const (
	maxSKUChars   = 64
	maxAttributes = 32 // as many as an order may have
)

// row reads the cells of one article and collects what is wrong with them.
type row struct {
	cells   [numColumns]string
	item    Item
	settle  money.Currency
	problem func(c column, format string, args ...any)
}

func (r *row) read() {
	for c, s := range r.cells {
		if strings.ContainsRune(s, unicode.ReplacementChar) {
			r.problem(column(c), "%s has the mark of a character that was lost (U+FFFD); save the articles again as UTF-8", show(s))
			return
		}
	}
	r.name()
	r.weight()
	r.size()
	r.attributes()
	r.customs()
	r.value()
}

func (r *row) name() {
	s := r.cells[sku]
	switch {
	case s == "":
		r.problem(sku, "is empty; every article has a name")
	case utf8.RuneCountInString(s) > maxSKUChars:
		r.problem(sku, "%s has %d characters; at most %d are allowed", show(s), utf8.RuneCountInString(s), maxSKUChars)
	case strings.ContainsFunc(s, unicode.IsControl):
		r.problem(sku, "%s has a control character; write letters, digits and signs alone", show(s))
	case textfile.CutShort(s):
		r.problem(sku, "%s is what a spreadsheet leaves of a long number, whose other digits are lost; format the column as text and write the name again", show(s))
	}
}

func (r *row) weight() {
	g, kg := r.cells[weightG], r.cells[weightKg]
	col, s, unit := weightG, g, int64(1)
	if kg != "" {
		col, s, unit = weightKg, kg, 1000
	}
	switch w, err := money.ParseFixed(s, money.Scale, false); {
	case s == "":
	case g != "" && kg != "":
		r.problem(weightKg, "%s stands beside weight_g %s; give one of them", show(kg), show(g))
	case err != nil:
		r.problem(col, "%v", err)
	case w == 0:
		r.problem(col, "%s is zero; a piece weighs more than 0 g, or leave the cell empty", show(s))
	case w > engine.MaxWeightG*Gram/unit:
		r.problem(col, "%s is too large; a piece weighs at most 10 t", show(s))
	default:
		r.item.Weight = w * unit
	}
}

func (r *row) size() {
	sides := r.cells[lengthCM : heightCM+1]
	if strings.Join(sides, "") == "" {
		return
	}
	for i, s := range sides {
		col := lengthCM + column(i)
		switch mm, err := money.ParseCeil(s, 1, engine.MaxSideMM); {
		case s == "":
			r.problem(col, "is missing; give all three sides or none")
		case err != nil:
			r.problem(col, "%v; a side is a number of centimetres up to 1000", err)
		case mm == 0:
			r.problem(col, "%s is zero; a side is longer than 0 cm, or leave all three empty", show(s))
		}
		r.item.Sides[i] = s
	}
}

func (r *row) attributes() {
	for a := range strings.SplitSeq(r.cells[attributes], "|") {
		if a = trim(a); a != "" {
			r.item.Attributes = append(r.item.Attributes, a)
		}
	}
	if n := len(r.item.Attributes); n > maxAttributes {
		r.problem(attributes, "has %d attributes; at most %d are allowed", n, maxAttributes)
	}
}

// customs keeps the six digits that all countries share; what follows them is each country's own.
func (r *row) customs() {
	s := r.cells[hsCode]
	if s == "" {
		return
	}
	digits := strings.NewReplacer(".", "", " ", "").Replace(s)
	if len(digits) < 6 || len(digits) > 13 || strings.Trim(digits, "0123456789") != "" {
		r.problem(hsCode, "%s is not a customs code; write its 6 to 13 digits, such as 851830", show(s))
		return
	}
	r.item.HS6 = digits[:6]
}

func (r *row) value() {
	r.item.Currency = r.settle
	if s := r.cells[currency]; s != "" {
		c, ok := money.ParseCurrency(s)
		if !ok {
			r.problem(currency, "%s is not a currency of ISO 4217; write its three-letter code, such as USD", show(s))
			return
		}
		r.item.Currency = c
	}
	s := r.cells[value]
	if s == "" {
		return
	}
	digits := r.item.Currency.Digits()
	v, err := money.ParseFixed(s, digits, false)
	if errors.Is(err, money.ErrDigits) {
		r.problem(value, "%s has more digits after the point than %s, which has %d; round it", show(s), r.item.Currency, digits)
		return
	}
	if err != nil {
		r.problem(value, "%v", err)
		return
	}
	r.item.Value, r.item.HasValue = money.Amount(v*money.Pow10(money.Scale-digits)), true
}

// trim removes the spaces and tabs around a cell; no other character counts as space.
func trim(s string) string { return strings.Trim(s, " \t") }

// show quotes a cell for a message, clipped.
func show(s string) string {
	const most = 40
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return fmt.Sprintf("%q", s)
}
