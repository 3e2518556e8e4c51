package rates

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates/cond"
)

// money reads an amount that may name its currency: `3` or `3 EUR`; empty is 0.
func (c *cells) money(column, s string) Money { return c.moneyOf(column, s, false) }

func (c *cells) signedMoney(column, s string) Money { return c.moneyOf(column, s, true) }

func (c *cells) moneyOf(column, s string, signed bool) Money {
	number, code := s, ""
	if i := strings.IndexAny(s, " \t"); i >= 0 {
		number, code = s[:i], trim(s[i:])
	}
	if code == "" {
		if fixed := withSpace(s); fixed != "" {
			c.failHint(column, "E039", quote(s)+" is not an amount of money", "write "+fixed)
			return Money{}
		}
		return Money{Amount: money.Amount(c.number(column, number, money.Scale, signed))}
	}
	currency, ok := money.ParseCurrency(code)
	if !ok {
		switch fixed := turned(number, code); {
		case fixed != "":
			c.failHint(column, "E039", quote(s)+" has the currency first", "write "+fixed)
		case len(code) == 3 && strings.Trim(strings.ToLower(code), "abcdefghijklmnopqrstuvwxyz") == "":
			c.failText(column, "E036", code, "is not a currency")
		default:
			c.failText(column, "E039", s, "is not an amount of money")
		}
		return Money{}
	}
	return Money{money.Amount(c.number(column, number, money.Scale, signed)), currency}
}

// withSpace gives `3 EUR` for `3EUR` and `EUR3`, else "".
func withSpace(s string) string {
	if len(s) < 4 {
		return ""
	}
	if fixed := turned(s[:3], s[3:]); fixed != "" {
		return fixed
	}
	return turned(s[len(s)-3:], s[:len(s)-3])
}

// turned gives `3 EUR` for EUR and 3, else "".
func turned(code, number string) string {
	cur, ok := money.ParseCurrency(code)
	if _, err := money.ParseAmount(number, true); !ok || err != nil {
		return ""
	}
	return number + " " + cur.String()
}

// steps reads a weight ladder: `500`, or `500|21000:1000`; empty is nil.
func (c *cells) steps(column, s string) []Step {
	var out []Step
	for i, v := range c.list(s) {
		before := c.errors
		over, size, two := strings.Cut(v, ":")
		if !two {
			over, size = "0", v
		}
		step := Step{c.grams(column, c.need(column, trim(over))), c.grams(column, c.need(column, trim(size)))}
		switch {
		case c.errors > before:
			return nil
		case step.Step == 0:
			c.failHint(column, "E034", quote(v)+" has a step of 0", "a step is at least 1 g")
			return nil
		case i == 0 && two:
			c.failHint(column, "E041", quote(s)+" does not say the step from 0 g on", "begin with it: 1|"+s)
			return nil
		case i > 0 && step.Over <= out[i-1].Over:
			c.failText(column, "E041", s, "does not rise")
			return nil
		}
		out = append(out, step)
	}
	return out
}

// boxes reads parcel formats such as `35.3x25x2.5|60x20x20`; the sides are turned longest first.
func (c *cells) boxes(column, s string) []Box {
	var out []Box
	for _, v := range c.list(s) {
		before := c.errors
		sides := strings.Split(v, "x")
		if len(sides) != 3 {
			c.failText(column, "E042", v, "is not a box")
			return nil
		}
		var b Box
		for i, side := range sides {
			b[i] = c.millimetres(column, c.need(column, trim(side)))
		}
		slices.SortFunc(b[:], func(x, y int64) int { return cmp.Compare(y, x) })
		if c.errors == before && b[2] == 0 {
			c.failText(column, "E042", v, "has a side of 0")
		}
		out = append(out, b)
	}
	return out
}

// normalPostcode is how postcodes are compared: ASCII letters upper-case, spaces and hyphens removed.
func normalPostcode(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-':
			return -1
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, s)
}

// postcodes reads a range of postcode beginnings; without `to` it is the one beginning, without both every postcode.
func (c *cells) postcodes(from, to string) Postcodes {
	p := Postcodes{c.postcode("postcode_from", from), c.postcode("postcode_to", to)}
	switch {
	case to == "":
		p.To = p.From
	case from == "":
		c.failHint("postcode_to", "E043", quote(to)+" has no postcode_from", "write both, or postcode_from alone")
	case len(p.From) != len(p.To):
		c.failText("postcode_to", "E043", to, "is not as long as postcode_from "+quote(from))
	case p.From > p.To:
		c.failText("postcode_to", "E043", to, "lies before postcode_from "+quote(from))
	}
	return p
}

func (c *cells) postcode(column, s string) string {
	p := normalPostcode(s)
	if p == "" && s != "" {
		c.failHint(column, "E043", quote(s)+" has no letter and no digit", "leave the cell empty for the whole country")
	}
	return c.text(p)
}

// divisor reads dim_divisor: 0 is without, like `none`.
func (c *cells) divisor(column, s string) Opt[Factor] {
	if s == "none" {
		return Opt[Factor]{}
	}
	f := c.factor(column, s, 0)
	return Opt[Factor]{f, f != 0}
}

// condition reads a `when` cell; empty is always true.
func (c *cells) condition(column, s string) *cond.Expr {
	e, err := cond.Parse(s)
	var bad *cond.Error
	if errors.As(err, &bad) {
		c.failWord(column, "E040", s, bad)
		return nil
	}
	for _, ref := range e.Refs() {
		if ref.Currency == "" {
			continue
		}
		if _, ok := money.ParseCurrency(ref.Currency); !ok {
			c.failWord(column, "E036", s, &cond.Error{Offset: ref.Offset, Word: ref.Word, Msg: "is not a currency; " + codeByName["E036"].Hint})
		}
	}
	return e
}

// failWord reports a word of a condition; the hint ends with the condition and a mark under the word.
func (c *cells) failWord(column, code, s string, bad *cond.Error) {
	msg, hint, ok := strings.Cut(bad.Error(), "; ")
	if !ok {
		hint = "here:"
	}
	c.failHint(column, code, msg, hint+"\n    "+strings.ReplaceAll(bad.Caret(s), "\n", "\n    "))
}
