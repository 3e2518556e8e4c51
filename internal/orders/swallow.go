package orders

import (
	"fmt"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/countries"
	"github.com/lanewise/lanewise/internal/csvio"
	"github.com/lanewise/lanewise/rates"
)

// swallowed finds orders inside a cell: a line that has as many fields as the header, a country and a weight among them, is a
// row that a stray quote took in. The refusal names the line on which the quote was opened.
func (f *file) swallowed(fields []string, line int) error {
	field, from, row, found := csvio.Swallowed(fields, f.comma, f.readsAsOrder)
	if !found {
		return nil
	}
	return &Refusal{
		f.name, line + from, field + 1, fmt.Sprintf("the quote opened on this line holds a row of its own (line %d)", line+from+row),
		`close the quote before it; a quote inside a quoted field is written twice: ""`,
	}
}

// readsAsOrder says whether texts are the cells of a row.
func (f *file) readsAsOrder(row []string) bool {
	h := f.lines
	if len(row) != h.fields {
		return false
	}
	cell := func(c Column) string {
		if h.at[c] == 0 {
			return ""
		}
		return strings.Trim(row[h.at[c]-1], `"`) // and no spaces: they stand behind the commas of prose
	}
	_, ok := rates.ParseCountry(cell(Country))
	if !ok && f.names {
		_, ok = countries.Named(cell(Country))
	}
	if !ok || cell(OrderID) == "" {
		return false
	}
	if h.at[WeightG] == 0 && h.at[WeightKg] == 0 {
		return cell(SKU) != "" // a file of articles
	}
	_, err := money.ParseCeil(cell(WeightG)+cell(WeightKg), 3, engine.MaxWeightG*1000)
	return err == nil
}

// copied gives the fields of a record memory of their own.
func copied(fields [][]byte) []string {
	out := make([]string, len(fields))
	for i, f := range fields {
		out[i] = string(f)
	}
	return out
}
