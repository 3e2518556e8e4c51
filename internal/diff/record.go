package diff

import (
	"strings"

	"github.com/lanewise/lanewise/rates"
)

// separator stands between the cells of a record's text; no cell can hold it, control characters are refused there.
const separator = "\x1f"

// record is a row of a table as the text of its cells. Two rows that mean the same have the same text, however their
// numbers were written.
type record struct {
	place  rates.Place
	origin rates.Origin
	text   string // cells in the order of the table's columns
}

func newRecord(place rates.Place, origin rates.Origin, cells ...string) record {
	return record{place, origin, strings.Join(cells, separator)}
}

func (r record) cells() []string { return strings.Split(r.text, separator) }

// table says how to read one table of a book and by which columns a row is known again.
type table struct {
	name    string
	columns []string
	// keys are sets of columns that identify a row, the strictest first: what finds no partner by one set is looked
	// for by the next, so that a price band whose bound moved is one changed row, not one removed and one added.
	keys [][]string
	// ordered tables give their rows' order a meaning: ties, charges on charges, which rule comes first.
	ordered bool
	records func(b *rates.Book) []record
}

// recordsOf makes a table's records from its typed rows.
func recordsOf[T any](rows func(b *rates.Book) []T, convert func(r *T) record) func(b *rates.Book) []record {
	return func(b *rates.Book) []record {
		all := rows(b)
		out := make([]record, len(all))
		for i := range all {
			out[i] = convert(&all[i])
		}
		return out
	}
}

// key joins the cells of the named columns.
func (t *table) key(cells, names []string) string {
	var b strings.Builder
	for _, name := range names {
		b.WriteString(cells[t.column(name)] + separator)
	}
	return b.String()
}

func (t *table) column(name string) int {
	for i, c := range t.columns {
		if c == name {
			return i
		}
	}
	panic("diff: table " + t.name + " has no column " + name) // a mistake in tables.go, met by any test
}
