package randbook

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
)

// facts are the cells of a book by column name, over all tables, without
// repeats: what orders aim at.
type facts struct {
	cells      map[string][]string
	settlement string
}

func factsOf(book map[string][]byte) facts {
	f := facts{cells: map[string][]string{}, settlement: "CNY"}
	names := []string{}
	for name := range book {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(book[name], []byte("\ufeff"))))
		rows, err := r.ReadAll()
		if err != nil || len(rows) == 0 {
			continue
		}
		for i, column := range rows[0] {
			column = strings.Trim(column, " \t")
			for _, row := range rows[1:] {
				f.note(column, strings.Trim(row[i], " \t"))
			}
		}
		f.readSettings(name, rows)
	}
	for column := range f.cells {
		slices.Sort(f.cells[column])
		f.cells[column] = slices.Compact(f.cells[column])
	}
	return f
}

func (f *facts) note(column, cell string) {
	if cell == "" {
		return
	}
	if column == "valid_from" || column == "valid_to" {
		column = "day"
	}
	f.cells[column] = append(f.cells[column], cell)
}

func (f *facts) readSettings(name string, rows [][]string) {
	if name != "settings.csv" {
		return
	}
	at := func(column string) int {
		return slices.IndexFunc(rows[0], func(h string) bool { return strings.Trim(h, " \t") == column })
	}
	key, value := at("key"), at("value")
	for _, row := range rows[1:] {
		if strings.Trim(row[key], " \t") == "currency" {
			f.settlement = strings.ToUpper(strings.Trim(row[value], " \t"))
		}
	}
}

// of gives the cells of a column; the spare ones where the book has none.
func (f *facts) of(column string, spare ...string) []string {
	if len(f.cells[column]) == 0 {
		return spare
	}
	return f.cells[column]
}
