package orders

import (
	"fmt"
	"strings"
)

// Refusal says why a file cannot be used as a whole.
type Refusal struct {
	File  string
	Line  int    // 0 = the file
	Field int    // number of the field from 1, 0 = the row
	Msg   string // what is wrong
	Hint  string // what to do about it
}

// Error is `orders.csv:1: what is wrong; what to do`.
func (e *Refusal) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ":%d", e.Line)
		if e.Field > 0 {
			fmt.Fprintf(&b, ":%d", e.Field)
		}
	}
	b.WriteString(": " + e.Msg)
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	return b.String()
}

// Unused names the columns of a file that are not read.
type Unused struct {
	File    string
	Columns []string // as written; where one is probably a column of ours, with what to write instead
}

// String is one sentence for a person.
func (u Unused) String() string {
	return fmt.Sprintf("%s: columns not used: %s", u.File, strings.Join(u.Columns, ", "))
}

// header is the first record of a file, bound to columns.
type header struct {
	file   string
	fields int
	at     [NumColumns]int // number of the field from 1, 0 = the file has no such column
	unused []string
}

// bind finds the columns of a header, which starts on line.
func bind(file string, line int, record []string) (*header, error) {
	h := &header{file: file, fields: len(record)}
	at := map[string]int{}
	likely := map[Column]string{}
	for i, cell := range record {
		name := trim(cell)
		// Columns without a name are what a spreadsheet leaves at the end of its rows; there may be several.
		if at[name] > 0 && name != "" {
			return nil, &Refusal{file, line, i + 1, fmt.Sprintf("the column %s stands in fields %d and %d", quoteOdd(name), at[name], i+1), "keep one of them, or give it another name"}
		}
		at[name] = i + 1
		if c, known := columnOf(name); known {
			h.at[c] = i + 1
			continue
		}
		h.unused = append(h.unused, unusedName(name, i))
		if m, ok := meant(name); ok {
			likely[m] = name
		}
	}
	return h, h.complete(line, likely)
}

// complete refuses a header without the required columns.
func (h *header) complete(line int, likely map[Column]string) error {
	missing := func(c Column, hint string) error {
		if name, ok := likely[c]; ok {
			hint = fmt.Sprintf("%q is not read: name it %s", name, c)
			if c == WeightG {
				hint += ", or weight_kg if it holds kilograms"
			}
		}
		return &Refusal{h.file, line, 0, fmt.Sprintf("the column %s is missing", c), hint}
	}
	switch {
	case h.at[OrderID] == 0:
		return missing(OrderID, "the first row names the columns; order_id, country and weight_g are required")
	case h.at[Country] == 0:
		return missing(Country, "it holds two-letter codes such as US")
	case h.at[WeightG] > 0 && h.at[WeightKg] > 0:
		return &Refusal{h.file, line, h.at[WeightKg], "the columns weight_g and weight_kg are both there", "keep one of them"}
	case h.at[WeightG] == 0 && h.at[WeightKg] == 0:
		return missing(WeightG, "give the weight in grams as weight_g, or in kilograms as weight_kg")
	}
	return nil
}

func unusedName(name string, i int) string {
	if name == "" {
		return fmt.Sprintf("field %d (no name)", i+1)
	}
	name = quoteOdd(name)
	if c, ok := meant(name); ok {
		return fmt.Sprintf("%s (name it %s to have it read)", name, c)
	}
	return name
}

// quoteOdd quotes a name that would garble a message: control characters, commas.
func quoteOdd(s string) string {
	if q := fmt.Sprintf("%q", s); len(q) != len(s)+2 || strings.Contains(s, ",") {
		return q
	}
	return s
}
