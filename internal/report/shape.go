package report

import (
	"slices"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
)

// Shape is what becomes of CSV rows on their way out.
type Shape struct {
	All     []string // the columns that the encoder writes
	Keep    []string // those wanted, in the order wanted; nil = all of them
	Guarded bool     // written for a spreadsheet: texts that it would run are made plain, and a mark says UTF-8
}

// Shaped gives the rows of a CSV encoder another shape. Without Keep and Guarded it is the encoder itself, so that
// nobody pays who asks for nothing. Names in Keep that are not in All do not occur: the caller has refused them.
func Shaped(e Encoder, s Shape) Encoder {
	if s.Keep == nil && !s.Guarded {
		return e
	}
	if s.Keep == nil {
		s.Keep = s.All
	}
	out := &shaped{Encoder: e, names: s.Keep, width: len(s.All), guarded: s.Guarded}
	for _, name := range s.Keep {
		_, number := numbers[name]
		out.pick = append(out.pick, pick{slices.Index(s.All, name), s.Guarded && !number})
	}
	return out
}

// numbers are the columns that hold numbers, with the kind of their digits. All other columns hold texts.
var numbers = map[string]digits{
	"rank": whole, "billable_g": whole, "days_p50": general,
	"freight": minorUnit, "discount": minorUnit, "surcharges": minorUnit, "fuel": minorUnit, "tax": minorUnit, "shipping_cost": minorUnit,
	"loss_cost": costDigits, "late_cost": costDigits, "score_cost": costDigits, "finance_cost": costDigits,
	"risk_cost": costDigits, "policy_cost": costDigits, "total_cost": costDigits,
	"online_total": costDigits, "offline_total": costDigits, "runner_up_total": costDigits, "credit": costDigits, "cheapest_total": costDigits,
	"p_late": shareDigits, "p_bad": shareDigits,
}

// digits is how many digits after the point the numbers of a column have, where it is 0 or more.
type digits int

const (
	whole     digits = 0
	general   digits = -1 // as many as each number needs
	minorUnit digits = -2 // those of the settlement currency
)

// shaped splits rows that another encoder wrote and puts the wanted fields together again.
type shaped struct {
	Encoder
	names   []string
	width   int // fields of the encoder's rows
	pick    []pick
	guarded bool
}

// pick is a field to write.
type pick struct {
	from  int
	guard bool
}

// mark is the byte order mark: without it spreadsheets in many countries take UTF-8 for the encoding of the place.
const mark = "\ufeff"

func (s *shaped) Begin(dst []byte) []byte {
	if s.guarded {
		dst = append(dst, mark...)
	}
	return append(append(dst, strings.Join(s.names, ",")...), '\n')
}

// Append writes the encoder's rows behind dst, their new form behind them, and moves that to where it belongs.
func (s *shaped) Append(dst []byte, row *orders.Row, d *engine.Decision) []byte {
	start := len(dst)
	dst = s.Encoder.Append(dst, row, d)
	end := len(dst)
	var room [32][]byte
	fields := room[:0]
	for at := start; at < end; {
		var n int
		fields, n = splitRow(fields[:0], dst[at:end])
		at += n
		for i, p := range s.pick {
			if i > 0 {
				dst = append(dst, ',')
			}
			if p.guard {
				dst = appendGuarded(dst, fields[p.from])
				continue
			}
			dst = append(dst, fields[p.from]...)
		}
		if len(s.pick) == 1 && len(fields[s.pick[0].from]) == 0 {
			dst = append(dst, `""`...) // a blank line would be no row
		}
		dst = append(dst, '\n')
	}
	return dst[:start+copy(dst[start:], dst[end:])]
}

// splitRow appends the fields of the first row of b, as they stand, and gives the row's length with its line end; 0
// where b holds no whole row. The row is one of ours: a quote inside a field stands doubled within quotes.
func splitRow(fields [][]byte, b []byte) ([][]byte, int) {
	from, quoted := 0, false
	for i, c := range b {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == ',':
			fields, from = append(fields, b[from:i]), i+1
		case c == '\n':
			return append(fields, b[from:i]), i + 1
		}
	}
	return fields, 0
}

// appendGuarded appends a field with an apostrophe before what a spreadsheet would take for a formula.
func appendGuarded(dst, field []byte) []byte {
	text := field
	if len(field) > 0 && field[0] == '"' {
		text = field[1:]
	}
	if !runs(text) {
		return append(dst, field...)
	}
	dst = append(dst, field[:len(field)-len(text)]...)
	return append(append(dst, '\''), text...)
}

// starters are what formulas begin with; the wide forms count where people type Chinese or Japanese.
var starters = []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}

// runs says whether a spreadsheet may run a text instead of showing it. Spaces before it do not always stop that.
func runs(text []byte) bool {
	for len(text) > 0 && text[0] == ' ' {
		text = text[1:]
	}
	for _, s := range starters {
		if len(text) >= len(s) && string(text[:len(s)]) == s {
			return true
		}
	}
	return false
}
