package orders

import (
	"fmt"
	"slices"
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

// Renamed names the columns of a file that are read under another name than ours.
type Renamed struct {
	File    string
	Columns []string // such as `重量(g) as weight_g`
}

// String is one sentence for a person.
func (r Renamed) String() string {
	return fmt.Sprintf("%s: read %s", r.File, strings.Join(r.Columns, ", "))
}

// Renamed names the columns that are read by an alias or a mapping, file by file.
func (r *Reader) Renamed() []Renamed {
	var out []Renamed
	for _, f := range r.files {
		if len(f.header.renamed) > 0 {
			out = append(out, Renamed{f.name, f.header.renamed})
		}
	}
	return out
}

// header is the first record of a file, bound to columns.
type header struct {
	file    string
	line    int
	fields  int
	names   []string        // as written, trimmed
	keyed   bool            // the cells have names in every record and no numbers: NDJSON
	at      [NumColumns]int // number of the field from 1, 0 = the file has no such column
	how     [NumColumns]binding
	unused  []string
	renamed []string
}

// binding is why a field is read as a column; a stronger reason goes before a weaker.
type binding uint8

const (
	unbound binding = iota
	byAlias
	byName
	byMapping
)

// has says whether the file has, or may have, a column that it calls so.
func (h *header) has(name string) bool { return h.keyed || slices.Contains(h.names, name) }

// bind finds the columns of a header, which starts on line.
func (o *Options) bind(file string, line int, record []string) (*header, error) {
	h := &header{file: file, line: line, fields: len(record)}
	first := map[string]int{}
	for i, cell := range record {
		name := trim(cell)
		// Columns without a name are what a spreadsheet leaves at the end of its rows; there may be several.
		if first[name] > 0 && name != "" {
			return nil, &Refusal{file, line, i + 1, fmt.Sprintf("the column %s stands in fields %d and %d", quoteOdd(name), first[name], i+1), "keep one of them, or give it another name"}
		}
		first[name] = i + 1
		h.names = append(h.names, name)
		if c, how := o.columnOf(name); how != unbound {
			if err := h.put(c, i+1, how); err != nil {
				return nil, err
			}
		}
	}
	h.remark()
	return h, h.complete(o)
}

// columnOf says which column a header is read as, and why. Articles are passed over where no master says what they are.
func (o *Options) columnOf(name string) (Column, binding) {
	c, how := o.nameOf(name)
	if o.SKUs == nil && (c == SKU || c == Quantity) {
		return 0, unbound
	}
	return c, how
}

func (o *Options) nameOf(name string) (Column, binding) {
	if e := o.Mapping.find(name); e != nil {
		if e.skip {
			return 0, unbound
		}
		return e.ours, byMapping
	}
	if c, ok := columnOf(name); ok {
		return c, byName
	}
	if c, certain, _ := meant(name); certain {
		return c, byAlias
	}
	return 0, unbound
}

// put binds a field. Our own name goes before an alias; between equals, and between a mapping and our name, a person must
// choose.
func (h *header) put(c Column, field int, how binding) error {
	switch old := h.how[c]; {
	case old == unbound, old == byAlias && how > byAlias:
		h.at[c], h.how[c] = field, how
	case old > byAlias && how == byAlias:
	default:
		a, b := h.names[h.at[c]-1], h.names[field-1]
		return &Refusal{
			h.file, h.line, field, fmt.Sprintf("the columns %s and %s are both read as %s", quoteOdd(a), quoteOdd(b), c),
			fmt.Sprintf("leave one out with --map %s", shellWord(b+"="+skipWord)),
		}
	}
	return nil
}

// remark lists what is read under another name, and what is not read.
func (h *header) remark() {
	for i, name := range h.names {
		switch c := slices.Index(h.at[:], i+1); {
		case c < 0:
			h.unused = append(h.unused, h.unusedName(name, i))
		case h.how[c] != byName && name != names[c]:
			h.renamed = append(h.renamed, quoteOdd(name)+" as "+names[c])
		}
	}
}

// complete refuses a header without the required columns. With a SKU master the weight may come from there.
func (h *header) complete(o *Options) error {
	articles := o.SKUs != nil
	missing := func(c Column, hint string) error {
		for _, name := range h.names {
			if m, certain, ok := meant(name); ok && !certain && m == c {
				hint = fmt.Sprintf("%q is not read: have it read with --map %s", name, shellWord(name+"="+c.String()))
				if c == WeightG {
					hint += ", or =weight_kg if it holds kilograms"
				}
			}
		}
		if name := o.Mapping.absent(h); name != "" {
			hint = fmt.Sprintf("--map names %q, which the file does not have; it has %s", name, strings.Join(h.names, ", "))
		}
		return &Refusal{h.file, h.line, 0, fmt.Sprintf("the column %s is missing", c), hint}
	}
	switch {
	case h.at[OrderID] == 0:
		return missing(OrderID, "the first row names the columns; order_id, country and weight_g are required")
	case h.at[Country] == 0:
		return missing(Country, "it holds two-letter codes such as US")
	case articles && h.at[SKU] == 0:
		return missing(SKU, "it names the article of each line; leave out --skus where orders have no articles")
	case !articles && h.at[WeightG] == 0 && h.at[WeightKg] == 0:
		return missing(WeightG, "give the weight in grams as weight_g, or in kilograms as weight_kg")
	}
	return nil
}

// unusedName says of a column that is not read how it can be, where nothing else is read in its place.
func (h *header) unusedName(name string, i int) string {
	if name == "" {
		return fmt.Sprintf("field %d (no name)", i+1)
	}
	if c, certain, ok := meant(name); ok && !certain && h.at[c] == 0 && (c != WeightG || h.at[WeightKg] == 0) {
		return fmt.Sprintf("%s (--map %s has it read)", quoteOdd(name), shellWord(name+"="+c.String()))
	}
	if c, _, ok := meant(name); ok && c == SKU && h.at[SKU] == 0 {
		return quoteOdd(name) + " (--skus FILE has it read)"
	}
	return quoteOdd(name)
}

// quoteOdd quotes a name that would garble a message: control characters, commas.
func quoteOdd(s string) string {
	if q := fmt.Sprintf("%q", s); len(q) != len(s)+2 || strings.Contains(s, ",") {
		return q
	}
	return s
}

// shellWord quotes what a shell would take apart.
func shellWord(s string) string {
	if strings.ContainsAny(s, " \t()[]{}*?$&;|<>#!\"`\\'~") {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}
