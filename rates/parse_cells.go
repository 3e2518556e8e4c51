package rates

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/engine/money"
)

// cells understands the text cells of one row after the other. Every bad cell becomes a problem; the value is then
// zero, and the row must be left out (see ok).
type cells struct {
	*loader
	table  string
	about  int // rows of the table, roughly
	line   int
	prefix string // put before the message of every problem of this row
	bad    bool   // this row has an error
	errors int    // of the table so far

	group  string // of the row before, see groupBlock
	blocks int    // groups so far
}

// start begins the row on a line.
func (c *cells) start(line int) { c.line, c.bad, c.prefix = line, false, "" }

// end leaves the row.
func (c *cells) end() {
	if c.bad {
		c.book.damaged[c.table] = true
	}
}

// ok reports whether every cell of the row so far could be read.
func (c *cells) ok() bool { return !c.bad }

// place is where the row stands.
func (c *cells) place() Place { return Place{Table: c.table, Line: c.line} }

// origin keeps what the row says about its figures.
func (c *cells) origin(o *Origin) Origin {
	return Origin{c.text(o.Source), c.text(o.SourceDate), c.text(o.Confidence), c.text(o.Note)}
}

// fail reports a bad cell with the usual hint of the code.
func (c *cells) fail(column, code, msg string) { c.failHint(column, code, msg, "") }

// failHint reports a bad cell; an empty hint stands for the usual one of the code.
func (c *cells) failHint(column, code, msg, hint string) {
	p := c.book.at(code, c.table, c.line, column, c.prefix+msg)
	if hint != "" {
		p.Hint = hint
	}
	c.found = append(c.found, p)
	if p.Severity == Error {
		c.bad = true
		c.errors++
	}
}

// failText reports a bad cell that the message quotes: `"12,5" is not …`.
func (c *cells) failText(column, code, s, msg string) { c.fail(column, code, quote(s)+" "+msg) }

// quote shows a cell in a message, cut where it would drown it.
func quote(s string) string {
	const most = 60
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return fmt.Sprintf("%q", s)
}

// required is a text that must not be empty.
func (c *cells) required(column, s string) string {
	if s == "" {
		c.fail(column, "E030", "the cell is empty")
	}
	return c.text(s)
}

// word is one of the allowed words; an empty cell is the given default, and with no default the cell is required.
func (c *cells) word(column, s, empty string, allowed ...string) string {
	if s == "" {
		if empty == "" {
			c.failHint(column, "E030", "the cell is empty", "write one of "+strings.Join(allowed, ", "))
		}
		return empty
	}
	if i := slices.Index(allowed, s); i >= 0 {
		return allowed[i]
	}
	c.failHint(column, "E038", quote(s)+" is not an allowed word", "write one of "+strings.Join(allowed, ", "))
	return ""
}

// yes reads yes or no; empty is no.
func (c *cells) yes(column, s string) bool { return c.word(column, s, "no", "yes", "no") == "yes" }

// list splits at `|`; values are trimmed and empty ones dropped.
func (c *cells) list(s string) []string {
	if s == "" {
		return nil
	}
	var out []string
	for v := range strings.SplitSeq(s, "|") {
		if v = trim(v); v != "" {
			out = append(out, c.text(v))
		}
	}
	return out
}

// filter is a list in which `*`, like an empty cell, means any: nil.
func (c *cells) filter(s string) []string {
	values := c.list(s)
	if slices.Contains(values, "*") {
		return nil
	}
	return values
}

// besideAny keeps the names that stand in a filter with `*`. They change nothing, but they must exist like others.
func (c *cells) besideAny(column, s string) {
	if !strings.Contains(s, "*") {
		return
	}
	values := c.list(s)
	names := slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "*" })
	if len(names) > 0 && len(names) < len(values) {
		c.book.beside = append(c.book.beside, namesBeside{at{c.place(), c.table, column}, names})
	}
}

// country reads a country that must be given.
func (c *cells) country(column, s string) Country {
	if s == "" {
		c.fail(column, "E030", "the cell is empty")
		return 0
	}
	v, ok := ParseCountry(s)
	if !ok {
		c.failText(column, "E035", s, "is not a country")
	}
	return v
}

// countryOrAny reads a country or `*`.
func (c *cells) countryOrAny(column, s string) Country {
	if s == "*" {
		return AnyCountry
	}
	return c.country(column, s)
}

// countries reads a filter of countries.
func (c *cells) countries(column, s string) []Country {
	var out []Country
	all := false
	for _, v := range c.list(s) {
		if v == "*" {
			all = true
			continue
		}
		out = append(out, c.country(column, v))
	}
	if all {
		return nil
	}
	return out
}

// currency reads a currency that must be given.
func (c *cells) currency(column, s string) money.Currency {
	if s == "" {
		c.fail(column, "E030", "the cell is empty")
		return 0
	}
	v, ok := money.ParseCurrency(s)
	if !ok {
		c.failText(column, "E036", s, "is not a currency")
	}
	return v
}

// date reads a day; empty is NoDate.
func (c *cells) date(column, s string) Date {
	if s == "" {
		return NoDate
	}
	d, ok := ParseDate(s)
	if ok {
		return d
	}
	if len(s) == 10 && s[4] == '-' && s[7] == '-' && strings.Trim(s, "-0123456789") == "" {
		c.failText(column, "E037", s, "is not a day of the calendar")
	} else {
		c.failText(column, "E037", s, "is not a date")
	}
	return NoDate
}

func (c *cells) window(from, to string) Window {
	return Window{c.date("valid_from", from), c.date("valid_to", to)}
}

// number reads a decimal in units of 10^-digits; empty is 0.
func (c *cells) number(column, s string, digits int, signed bool) int64 {
	if s == "" {
		return 0
	}
	v, err := money.ParseFixed(s, digits, signed)
	if err != nil {
		c.failNumber(column, err)
		return 0
	}
	return v
}

// failNumber reports what money says about a number, with its hint.
func (c *cells) failNumber(column string, err error) {
	code := "E031"
	switch {
	case errors.Is(err, money.ErrNegative):
		code = "E032"
	case errors.Is(err, money.ErrDigits):
		code = "E033"
	case errors.Is(err, money.ErrRange):
		code = "E034"
	}
	msg, hint, _ := strings.Cut(err.Error(), "; ")
	c.failHint(column, code, msg, hint)
}

func (c *cells) whole(column, s string) int64     { return c.number(column, s, 0, false) }
func (c *cells) grams(column, s string) int64     { return c.number(column, s, 0, false) }
func (c *cells) percent(column, s string) Percent { return Percent(c.number(column, s, 4, false)) }
func (c *cells) days(column, s string) Days       { return Days(c.number(column, s, 2, false)) }

// millimetres reads centimetres with at most one digit after the point.
func (c *cells) millimetres(column, s string) int64 { return c.number(column, s, 1, false) }

func (c *cells) amount(column, s string) money.Amount {
	return money.Amount(c.number(column, s, money.Scale, false))
}

// share reads a decimal from 0 to 1.
func (c *cells) share(column, s string) Share {
	v := c.number(column, s, 6, false)
	if v > 1_000_000 {
		c.failHint(column, "E034", quote(s)+" is above 1", "a share lies between 0 and 1: 0.05 is 5 %")
		return 0
	}
	return Share(v)
}

// factor reads a decimal; empty is the given default in millionths.
func (c *cells) factor(column, s string, empty Factor) Factor {
	if s == "" {
		return empty
	}
	return Factor(c.number(column, s, 6, false))
}

// optional is the value of a cell, or none where the cell is empty.
func optional[T any](column, s string, read func(column, s string) T) Opt[T] {
	if s == "" {
		return Opt[T]{}
	}
	return Opt[T]{read(column, s), true}
}

// override is a zone's own value: an empty cell leaves the service's, `none` means without.
func override[T any](column, s string, read func(column, s string) T) Override[T] {
	if s == "none" {
		return Override[T]{Given: true}
	}
	v := optional(column, s, read)
	return Override[T]{v, v.OK}
}

// listed is a cell that holds a list; "" where the list has no values, which is an empty cell then.
func listed(s string) string {
	if strings.Trim(s, "| \t") == "" {
		return ""
	}
	return s
}

// need reports an empty cell that must be filled in, and gives it back for reading.
func (c *cells) need(column, s string) string {
	if s == "" {
		c.fail(column, "E030", "the cell is empty")
	}
	return s
}
