package orders

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/countries"
	"github.com/lanewise/lanewise/rates"
)

// swallowed finds orders inside a cell. A quote that was never meant to open (5" box) takes the rows after it into its cell,
// up to the next quote, and by the rules of CSV that is a sound cell of several lines: the orders would be gone without a
// word. A line of such a cell that has as many fields as the header, a country and a weight among them, is a row that was
// lost in this way. The refusal names the line on which the quote was opened.
func (f *file) swallowed(fields []string, line int) error {
	for i, field := range fields {
		inside := strings.Split(field, "\n")
		for n, text := range inside {
			if !f.readsAsOrder(f.pieced(fields, i, n, len(inside)-1, text)) {
				continue
			}
			return &Refusal{
				f.name, line, i + 1, fmt.Sprintf("the quote opened on this line holds a row of its own (line %d)", line+max(n, 1)),
				`close the quote before it; a quote inside a quoted field is written twice: ""`,
			}
		}
		line += len(inside) - 1
	}
	return nil
}

// pieced is the row that a line of field i would be without its quotes: the first line goes on from the fields before, the
// last one goes on into those behind. A line without a comma in it is none.
func (f *file) pieced(fields []string, i, n, last int, text string) []string {
	row := strings.Split(strings.TrimSuffix(text, "\r"), string(f.comma))
	if last == 0 || len(row) == 1 {
		return nil
	}
	if n == 0 {
		row = append(slices.Clone(fields[:i]), row...)
	}
	if n == last {
		row = append(row, fields[i+1:]...)
	}
	return row
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
