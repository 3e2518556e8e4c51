package rates

import (
	"reflect"
	"slices"
)

// rowSource gives a table as text, row by row: first the header, then each row, then io.EOF. The slice may be
// used again by the next Read. Line is the line (in a sheet, the row) on which the row last read starts, from 1.
type rowSource interface {
	Read() ([]string, error)
	Line() int
}

// table is one table of a book before its cells are understood, whatever kind of file it comes from.
type table struct {
	name string // as in tableNames: rates
	rows rowSource
	// problem says what an error of rows other than io.EOF means: the whole table is refused. The loader adds
	// the name of the file.
	problem func(error) Problem
	// rowProblems gives the problems behind an error of rows that condemns its row only, the rows going on after it;
	// none for any other error. A table without such errors leaves it nil. The loader adds file and column name.
	rowProblems func(error) Problems
	about       int // about how many rows, 0 = not known
}

// A tableKind knows how to read one table.
type tableKind struct {
	name     string
	required bool
	columns  []column
	read     func(*loader, *table, []column)
}

// tableKinds lists the tables in the order in which they are read and documented.
var tableKinds = []tableKind{
	kindOf("settings", true, readSetting),
	kindOf("services", true, readService),
	kindOf("zones", false, readZone),
	kindOf("areas", false, readArea),
	kindOf("rates", true, readRate),
	kindOf("surcharges", false, readSurcharge),
	kindOf("tiers", false, readTier),
	kindOf("volumes", false, readVolume),
	kindOf("limits", false, readLimit),
	kindOf("contracts", false, readContract),
	kindOf("risk", false, readRisk),
	kindOf("weights", false, readWeight),
	kindOf("countries", false, readCountry),
	kindOf("fx", false, readFX),
	kindOf("rules", false, readRule),
	kindOf("quotes", false, readQuote),
}

// tableNames are the names of all tables.
func tableNames() []string {
	names := make([]string, len(tableKinds))
	for i, k := range tableKinds {
		names[i] = k.name
	}
	return names
}

// kindOf ties a table to the struct of text cells that gocsv fills and to the function that understands them.
func kindOf[C any](name string, required bool, row func(*cells, *C)) tableKind {
	return tableKind{name, required, columnsOf(reflect.TypeFor[C]()), func(l *loader, t *table, columns []column) {
		readRows(l, t, columns, row)
	}}
}

// column is a column that a table may have.
type column struct {
	name     string
	required bool // the header must name it
}

// columnsOf lists the columns of a struct of text cells, from its csv tags; `need:"yes"` marks the required ones.
func columnsOf(t reflect.Type) []column {
	var out []column
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			out = append(out, columnsOf(f.Type)...)
			continue
		}
		out = append(out, column{name: f.Tag.Get("csv"), required: f.Tag.Get("need") == "yes"})
	}
	return out
}

func columnNames(columns []column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return names
}

// at makes the problem of a row (line 0 = of the table) with the file and column number of the table as it was
// read; severity and hint are those of the code.
func (b *Book) at(code, table string, line int, column, msg string) Problem {
	info := codeByName[code]
	return Problem{Code: code, Severity: info.Severity, File: b.fileOf(table), Line: line, Col: b.headers[table][column], Column: column, Msg: msg, Hint: info.Hint}
}

// build reads the tables into a Book, checks it, and returns every problem with those found before, sorted.
// workbook is the file name of the workbook the tables are sheets of, "" for a folder.
func build(workbook string, tables []table, found Problems) (*Book, Problems) {
	l := newLoader(workbook, found)
	for _, k := range tableKinds {
		i := slices.IndexFunc(tables, func(t table) bool { return t.name == k.name })
		if i < 0 {
			if k.required {
				l.refuse(k.name, "E004", "the table is missing")
			}
			continue
		}
		before := l.rows
		k.read(l, &tables[i], k.columns)
		if k.required && l.rows == before && !l.book.damaged[k.name] {
			l.refuse(k.name, "E004", "the table has no rows")
		}
	}
	l.requireCurrency()
	l.found = append(l.found, l.book.Check()...)
	return l.book, l.found.Sort()
}
