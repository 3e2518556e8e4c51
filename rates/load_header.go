package rates

import (
	"io"
	"slices"
)

// readHeader reads the first row and judges it. It returns the names that gocsv goes by: those of unknown
// columns are blank, so that they reach no cell. ok is false where the table cannot be read by this header.
func (l *loader) readHeader(t *table, columns []column) (names []string, ok bool) {
	row, err := t.rows.Read()
	if err == io.EOF {
		l.refuse(t.name, "E010", "the table has no header")
		return nil, false
	}
	if err != nil {
		l.refuseFile(t, err)
		return nil, false
	}
	line := t.rows.Line()
	known := columnNames(columns)
	at := map[string]int{}
	l.book.headers[t.name] = at
	ok = true
	add := func(code string, col int, column, msg, hint string) {
		p := l.book.at(code, t.name, line, column, msg)
		p.Col = col
		if hint != "" {
			p.Hint = hint
		}
		l.found = append(l.found, p)
		ok = ok && p.Severity == Warning
	}
	names = make([]string, len(row))
	for i, cell := range row {
		name := l.text(trim(cell))
		_, again := at[name]
		switch {
		case name == "":
			add("W004", i+1, "", "the column has no name", "")
		case again:
			add("E021", i+1, name, "the column occurs twice", "")
		case !slices.Contains(known, name):
			add("W002", i+1, name, "the table has no such column", didYouMean(name, known))
			at[name] = i + 1
		default:
			names[i] = name
			at[name] = i + 1
		}
	}
	for _, c := range columns {
		if c.required && at[c.name] == 0 {
			add("E022", 0, "", "the column "+c.name+" is missing", "")
		}
	}
	if !ok {
		l.book.damaged[t.name] = true
	}
	return names, ok
}
