// Package diff compares two rate books: what changed in their tables, row by row and cell by cell, and what the change
// does to the cost and the choices of the same orders.
//
// Books gives the first, Effect the second; both render themselves as text for a person. Nothing here judges a book:
// both have been loaded without errors before.
package diff

import (
	"slices"
	"strings"

	"github.com/lanewise/lanewise/rates"
)

// Kind says what happened to a row.
type Kind uint8

// The kinds of change, in the order in which a table's changes are listed.
const (
	Changed Kind = iota
	Added
	Removed
)

// Change is one row that is not the same in both books.
type Change struct {
	Kind  Kind
	Row   string      // what the row is about, for a person: service, zone, band …
	Old   rates.Place // zero for Added and for settings
	New   rates.Place // zero for Removed and for settings
	Cells []Cell      // Changed: the cells that differ; otherwise every cell that says something
}

// Cell is a column's text in the old and the new book; one of them is empty for rows added or removed.
type Cell struct{ Column, Old, New string }

// Table is everything that changed in one table.
type Table struct {
	Name    string
	Changes []Change // changed rows in the new book's order, then added ones, then removed ones in the old book's order
	// Reordered names two rows of which the first now stands below the second, in a table where order has a meaning.
	Reordered [2]string
	// Provenance counts rows whose figures are the same and whose source, confidence or note is not.
	Provenance int
}

// Count is how many changes are of kind k.
func (t *Table) Count(k Kind) int {
	n := 0
	for _, c := range t.Changes {
		if c.Kind == k {
			n++
		}
	}
	return n
}

func (t *Table) same() bool {
	return len(t.Changes) == 0 && t.Provenance == 0 && t.Reordered[0] == ""
}

// Books compares all tables of two books. Every table is in the result, in a fixed order.
func Books(a, b *rates.Book) []Table {
	out := make([]Table, len(tables))
	for i := range tables {
		out[i] = tables[i].compare(tables[i].records(a), tables[i].records(b))
	}
	return out
}

// pair joins a row of the old book with its partner in the new one, by their indexes.
type pair struct{ old, new int }

func (t *table) compare(a, b []record) Table {
	out := Table{Name: t.name}
	same, restA, restB := pairExact(a, b)
	for _, p := range same {
		if a[p.old].origin != b[p.new].origin {
			out.Provenance++
		}
	}
	changed, restA, restB := t.pairByKeys(a, b, restA, restB)
	slices.SortFunc(changed, func(x, y pair) int { return x.new - y.new })
	for _, p := range changed {
		cellsA, cellsB := a[p.old].cells(), b[p.new].cells()
		c := Change{Kind: Changed, Row: t.label(cellsB), Old: a[p.old].place, New: b[p.new].place}
		for i, name := range t.columns {
			if cellsA[i] != cellsB[i] {
				c.Cells = append(c.Cells, Cell{name, cellsA[i], cellsB[i]})
			}
		}
		out.Changes = append(out.Changes, c)
	}
	for _, i := range restB {
		out.Changes = append(out.Changes, t.lone(Added, b[i]))
	}
	for _, i := range restA {
		out.Changes = append(out.Changes, t.lone(Removed, a[i]))
	}
	if t.ordered {
		out.Reordered = t.reordered(a, b, append(same, changed...))
	}
	return out
}

// pairExact joins rows that mean the same and gives what is left, in order.
func pairExact(a, b []record) (same []pair, restA, restB []int) {
	waiting := make(map[string][]int, len(b))
	for j := range b {
		waiting[b[j].text] = append(waiting[b[j].text], j)
	}
	taken := make([]bool, len(b))
	for i := range a {
		if w := waiting[a[i].text]; len(w) > 0 {
			same, taken[w[0]], waiting[a[i].text] = append(same, pair{i, w[0]}), true, w[1:]
		} else {
			restA = append(restA, i)
		}
	}
	for j := range b {
		if !taken[j] {
			restB = append(restB, j)
		}
	}
	return same, restA, restB
}

// pairByKeys joins rows that agree in one of the table's keys, the strictest key first.
func (t *table) pairByKeys(a, b []record, restA, restB []int) (pairs []pair, leftA, leftB []int) {
	for _, names := range t.keys {
		waiting := make(map[string][]int, len(restB))
		for _, j := range restB {
			k := t.key(b[j].cells(), names)
			waiting[k] = append(waiting[k], j)
		}
		taken := make(map[int]bool)
		var still []int
		for _, i := range restA {
			k := t.key(a[i].cells(), names)
			if w := waiting[k]; len(w) > 0 {
				pairs, taken[w[0]], waiting[k] = append(pairs, pair{i, w[0]}), true, w[1:]
			} else {
				still = append(still, i)
			}
		}
		restA = still
		restB = slices.DeleteFunc(restB, func(j int) bool { return taken[j] })
	}
	return pairs, restA, restB
}

func (t *table) lone(kind Kind, r record) Change {
	cells := r.cells()
	c := Change{Kind: kind, Row: t.label(cells)}
	for i, name := range t.columns {
		switch {
		case cells[i] == "" || cells[i] == "0" || slices.Contains(t.keys[0], name):
		case kind == Added:
			c.Cells = append(c.Cells, Cell{Column: name, New: cells[i]})
		default:
			c.Cells = append(c.Cells, Cell{Column: name, Old: cells[i]})
		}
	}
	if kind == Added {
		c.New = r.place
	} else {
		c.Old = r.place
	}
	return c
}

// reordered finds two rows that have changed places.
func (t *table) reordered(a, b []record, pairs []pair) [2]string {
	slices.SortFunc(pairs, func(x, y pair) int { return x.old - y.old })
	for i := 1; i < len(pairs); i++ {
		if pairs[i].new < pairs[i-1].new {
			return [2]string{t.label(a[pairs[i-1].old].cells()), t.label(b[pairs[i].new].cells())}
		}
	}
	return [2]string{}
}

// label names a row by the cells of its strictest key.
func (t *table) label(cells []string) string {
	if t.name == prices.name {
		return priceLabel(t, cells)
	}
	var words []string
	for _, name := range t.keys[0] {
		if c := cells[t.column(name)]; c != "" {
			words = append(words, c)
		}
	}
	return strings.Join(words, " ")
}

// priceLabel is `YT_THPHR GB battery 0–500 g from 2026-01-01`.
func priceLabel(t *table, cells []string) string {
	at := func(name string) string { return cells[t.column(name)] }
	words := []string{at("service"), at("zone")}
	if at("attribute") != "" {
		words = append(words, at("attribute"))
	}
	words = append(words, at("over_g")+"–"+at("upto_g")+" g")
	if at("valid_from") != "" {
		words = append(words, "from "+at("valid_from"))
	}
	if at("valid_to") != "" {
		words = append(words, "to "+at("valid_to"))
	}
	return strings.Join(words, " ")
}
