package twin

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

var billion = decimal.New(1, 9)

// cells reads the text cells of one row and keeps the first complaint. An empty
// cell reads as zero, as no, or as an empty list.
type cells struct {
	file string
	line int
	err  error
}

func (c *cells) fail(column, text, why string) {
	if c.err == nil {
		c.err = fmt.Errorf("%s:%d %s: %q %s", c.file, c.line, column, text, why)
	}
}

// plainNumber reads -?[0-9]+(\.[0-9]+)? with at most so many digits after the
// point, counted as written; digits below 0 means any number of them.
func plainNumber(text string, digits int, signed bool) (decimal.Decimal, error) {
	body := text
	if signed {
		body = strings.TrimPrefix(body, "-")
	}
	front, back, dotted := strings.Cut(body, ".")
	if !allDigits(front) || dotted && !allDigits(back) {
		return decimal.Zero, fmt.Errorf("is not a plain decimal number; write one like 12.5")
	}
	if digits >= 0 && len(back) > digits {
		return decimal.Zero, fmt.Errorf("has more than %d digits after the point", digits)
	}
	return decimal.NewFromString(text)
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func (c *cells) number(column, text string, digits int, signed bool) decimal.Decimal {
	if text == "" {
		return decimal.Zero
	}
	d, err := plainNumber(text, digits, signed)
	if err != nil {
		c.fail(column, text, err.Error())
		return decimal.Zero
	}
	if d.Abs().Cmp(billion) >= 0 {
		c.fail(column, text, "is not below 1000000000")
	}
	return d
}

func (c *cells) decimal(column, text string) decimal.Decimal { return c.number(column, text, 6, false) }

func (c *cells) money(column, text string) decimal.Decimal { return c.number(column, text, 6, false) }

func (c *cells) percent(column, text string) decimal.Decimal { return c.number(column, text, 4, false) }

func (c *cells) days(column, text string) decimal.Decimal { return c.number(column, text, 2, false) }

func (c *cells) count(column, text string) decimal.Decimal { return c.number(column, text, 0, false) }

func (c *cells) grams(column, text string) decimal.Decimal { return c.number(column, text, 0, false) }

func (c *cells) share(column, text string) decimal.Decimal {
	d := c.number(column, text, 6, false)
	if d.Cmp(decimal.New(1, 0)) > 0 {
		c.fail(column, text, "is above 1; a share lies between 0 and 1")
	}
	return d
}

// optionalDays keeps the difference between an empty cell and 0.
func (c *cells) optionalDays(column, text string) *decimal.Decimal {
	if text == "" {
		return nil
	}
	d := c.days(column, text)
	return &d
}

// millimetres reads centimetres with at most one digit after the point.
func (c *cells) millimetres(column, text string) *big.Rat {
	return mul(c.number(column, text, 1, false).Rat(), whole(10))
}

// amount is money with the currency it is in; an empty currency is the
// service's own.
type amount struct {
	value    decimal.Decimal
	currency string
}

// amount reads `3` or `3 EUR`; nil for an empty cell.
func (c *cells) amount(column, text string, signed bool) *amount {
	if text == "" {
		return nil
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '\t' })
	if len(parts) > 2 {
		c.fail(column, text, "is not an amount; write one like 3 EUR")
		return nil
	}
	out := &amount{value: c.number(column, parts[0], 6, signed)}
	if len(parts) == 2 {
		out.currency = c.currency(column, parts[1])
	}
	return out
}

func (c *cells) currency(column, text string) string {
	up := asciiUpper(text)
	if _, ok := digitsOf(up); !ok {
		c.fail(column, text, "is not a currency of ISO 4217")
	}
	return up
}

func (c *cells) country(column, text string) string {
	up := asciiUpper(text)
	if !countryCodes[up] {
		c.fail(column, text, "is not a country of ISO 3166-1 alpha-2")
	}
	return up
}

// countryOrAny reads a country or `*`.
func (c *cells) countryOrAny(column, text string) string {
	if text == "*" {
		return text
	}
	return c.country(column, text)
}

// date reads YYYY-MM-DD; dates are kept as text, which orders as the days do.
func (c *cells) date(column, text string) string {
	if text != "" && !validDate(text) {
		c.fail(column, text, "is not a day; write one like 2026-05-31")
	}
	return text
}

func validDate(text string) bool {
	_, err := time.Parse("2006-01-02", text)
	return err == nil && len(text) == len("2006-01-02")
}

func (c *cells) yes(column, text string) bool {
	return c.oneOf(column, text, "no", "yes", "no") == "yes"
}

// oneOf reads a word of a fixed list; an empty cell is the given word, and an
// empty given word makes the cell required.
func (c *cells) oneOf(column, text, empty string, words ...string) string {
	if text == "" && empty != "" {
		return empty
	}
	for _, w := range words {
		if text == w {
			return text
		}
	}
	c.fail(column, text, "is not one of "+strings.Join(words, ", "))
	return text
}

func (c *cells) required(column, text string) string {
	if text == "" {
		c.fail(column, text, "is required")
	}
	return text
}

// list splits at `|`, trims the values and drops the empty ones.
func list(text string) []string {
	var out []string
	for _, v := range strings.Split(text, "|") {
		if v = trim(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// filter is a list column in which `*` and an empty cell mean any: nil.
func filter(text string) []string {
	values := list(text)
	if contains(values, "*") {
		return nil
	}
	return values
}

// passes tells whether a filter lets a value through.
func passes(filter []string, value string) bool { return filter == nil || contains(filter, value) }

func contains(values []string, value string) bool {
	for _, v := range values {
		if v == value {
			return true
		}
	}
	return false
}

func trim(s string) string { return strings.Trim(s, " \t") }
