package orders

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Object reads single orders that are JSON objects, such as the bodies of requests, with the scanner and the parser of
// order files. It is stricter than a line of NDJSON: a number may stand where whole numbers are asked for and nowhere else,
// because most programs make binary floats of the others. An Object is used again and again, by one goroutine at a time.
type Object struct {
	Extra     map[string]*Member // members besides the columns
	ExtraOnly bool               // the object is no order: it has no columns

	scanner jsonScanner
	cells   Cells
	seen    [NumColumns]bool
	extra   []string
	faults  Faults
}

// Member is a member of an object that is no column of an order.
type Member struct {
	IsBool bool // true and false are asked for, else a text
	Given  bool // the object has it
	Text   string
	Bool   bool
}

// Read reads a body into row; the row's texts do not keep the body. What is wrong is in the row's Faults, all of it; the
// result says whether the form is at fault (the text is no such object) rather than what the order says.
func (j *Object) Read(body []byte, def Defaults, row *Row) (malformed bool) {
	*row = Row{Order: row.Order}
	j.cells, j.seen, j.extra, j.faults = Cells{}, [NumColumns]bool{}, j.extra[:0], nil
	switch {
	case len(bytes.Trim(body, " \t\r\n")) == 0:
		row.Faults = Faults{{Kind: kindJSON, Msg: "the body is empty; write an object such as {\"country\":\"US\",\"weight_g\":350}"}}
		return true
	case bytes.IndexByte(body, 0) >= 0:
		row.Faults = Faults{{Kind: kindJSON, Msg: "the body holds a NUL byte"}}
		return true
	case !utf8.Valid(body):
		row.Faults = Faults{{Kind: kindJSON, Msg: "the body is not UTF-8"}}
		return true
	}
	if err := j.scanner.object(body, j.member); err != nil {
		row.Faults = Faults{{Kind: kindJSON, Msg: strings.Replace(err.Error(), " of the line)", ")", 1)}}
		return true
	}
	malformed = len(j.faults) > 0
	if j.ExtraOnly || j.full() {
		row.Faults = j.faults
		return malformed
	}
	row.ID = j.cells[OrderID]
	if row.ID != "" {
		j.faults = j.faults.join(idFault(row.ID))
	}
	row.Faults = j.faults.join(Parse(&j.cells, def, &row.Order))
	return malformed
}

// Cells are the texts of the order last read, by column. Requests with equal cells ask the same.
func (j *Object) Cells() *Cells { return &j.cells }

// mostFaults is how many members are blamed. A small body may have thousands of unknown ones, and the answer would be
// many times its size.
const mostFaults = 100

func (j *Object) blame(name, kind, format string, args ...any) {
	j.faults = append(j.faults, Fault{name, kind, fmt.Sprintf(format, args...)})
	if len(j.faults) == mostFaults {
		j.faults = append(j.faults, Fault{"", kindJSON, fmt.Sprintf("more may be wrong; these are the first %d faults", mostFaults)})
	}
}

// full says that enough was found wrong, and the rest of the object was not looked at.
func (j *Object) full() bool { return len(j.faults) > mostFaults }

func (j *Object) member(key string, v jsonValue) {
	if j.full() {
		return
	}
	c, ok := columnOf(key)
	if !ok || c == SKU || c == Quantity || j.ExtraOnly {
		j.other(key, v)
		return
	}
	switch {
	case j.seen[c]:
		j.blame(key, kindKey, "stands twice in the object; keep one")
	case v.kind == jsonNumber && c != WeightG && c != HS6Count && c != PromisedDays:
		j.blame(key, kindCell, "is a number; write it as a text, %q, so that no digit is lost", v.text)
	case v.kind == jsonNumber && strings.ContainsAny(v.text, ".eE"):
		j.blame(key, kindCell, "is no whole number; write it as a text, %q, so that no digit is lost", v.text)
	case v.kind == jsonList && c != Attributes:
		j.blame(key, kindCell, "is a list; write one text")
	case v.kind == jsonOther:
		j.blame(key, kindCell, "is %s; write a text", v.text)
	default:
		j.cells[c] = v.text
	}
	j.seen[c] = true
}

// other takes a member that is no column.
func (j *Object) other(key string, v jsonValue) {
	to, ok := j.Extra[key]
	truth := v.kind == jsonOther && (v.text == "true" || v.text == "false")
	switch {
	case !ok && j.ExtraOnly:
		j.blame(key, kindKey, "is no member of this object; leave it out")
		return
	case !ok:
		j.blame(key, kindKey, "%s", unknownMember(key))
		return
	case slices.Contains(j.extra, key):
		j.blame(key, kindKey, "stands twice in the object; keep one")
	case to.IsBool && !truth:
		j.blame(key, kindCell, "is neither true nor false; write one of them without quotes")
	case !to.IsBool && v.kind != jsonText:
		j.blame(key, kindCell, "is no text; write a text in double quotes")
	default:
		to.Given, to.Text, to.Bool = true, v.text, v.text == "true"
	}
	j.extra = append(j.extra, key)
}

func unknownMember(key string) string {
	for c := range SKU {
		if strings.EqualFold(c.String(), key) {
			return "is no member of an order; write " + c.String()
		}
	}
	if c, _, ok := meant(key); ok && c != SKU && c != Quantity {
		return "is no member of an order; write " + c.String()
	}
	return "is no member of an order; leave it out"
}

// Code is a short word for the kind of a fault, for programs.
func (f Fault) Code() string {
	if code, ok := codes[f.Kind]; ok {
		return code
	}
	return "invalid"
}

var codes = map[string]string{
	kindEmpty: "required", kindSyntax: "not_a_number", kindNegative: "negative", kindZero: "zero", kindDigits: "too_many_digits",
	kindLarge: "too_large", kindUnknown: "unknown", kindDate: "not_a_date", kindPartial: "missing_side", kindBoth: "two_weights",
	kindLong: "too_long", kindControl: "control_character", kindDamaged: "damaged_text", kindPostcode: "not_a_postcode",
	kindShort: "cut_short", kindMany: "too_many", kindJSON: "malformed_json", kindKey: "unknown_or_repeated_member",
	kindCell: "wrong_type",
}
