package xlsx

import (
	"fmt"
	"strconv"
	"strings"
)

// cell is one cell as stored.
type cell struct {
	*Rows
	col         int
	kind, style string
	value       string
	hasValue    bool
	hasFormula  bool
}

// read reads the element of the cell, which has just begun.
func (c *cell) read() error {
	return c.part.children(func(e element) error {
		c.Rows.text.Reset()
		switch e.name {
		case "f":
			c.hasFormula = true
		case "v":
			if err := c.part.text(&c.Rows.text); err != nil {
				return err
			}
			c.value, c.hasValue = c.Rows.text.String(), true
			return nil
		case "is":
			if err := c.part.richText(&c.Rows.text); err != nil {
				return err
			}
			c.value, c.hasValue = c.Rows.text.String(), true
			return nil
		}
		return c.part.skip()
	})
}

// text is the cell as text; an error is an *Error.
func (c *cell) text() (string, error) {
	style, err := c.format()
	if err != nil {
		return "", err
	}
	switch empty := c.value == ""; {
	case c.hasFormula && (!c.hasValue || empty && c.kind != "str"):
		return "", badCell("the cell holds a formula without a value", "open the workbook in a spreadsheet program and save it, or write the value itself")
	case !c.hasValue || empty && c.kind != "s":
		return "", nil
	}
	switch c.kind {
	case "s":
		i, err := strconv.Atoi(c.value)
		if err != nil || !digits(c.value) || i >= len(c.w.texts.ends) {
			return "", damaged("the cell shows text number %q, of %d", clip(c.value), len(c.w.texts.ends))
		}
		return c.checked(c.w.texts.get(i))
	case "inlineStr", "str":
		return c.checked(c.value)
	case "b":
		switch c.value {
		case "1", "true":
			return "TRUE", nil
		case "0", "false":
			return "FALSE", nil
		}
		return "", damaged("the cell holds the yes/no value %q", clip(c.value))
	case "e":
		return "", badCell("the cell holds the error "+clip(c.value), "correct its formula, or write the value itself")
	case "d":
		return isoDateText(c.value), nil
	case "", "n":
		return c.number(style)
	default:
		return "", damaged("the cell is of the unknown kind %q", clip(c.kind))
	}
}

// isNumber says whether the cell is stored as a number.
func (c *cell) isNumber() bool { return c.kind == "" || c.kind == "n" }

func (c *cell) number(style format) (string, error) {
	number, ok := numberText(c.value)
	switch {
	case !ok:
		return "", damaged("the cell holds the number %q", clip(c.value))
	case style == date:
		return dateText(number, c.w.date1904), nil
	case style == percent:
		return percentText(number), nil
	case style > zeros && digits(number):
		return strings.Repeat("0", max(0, int(style-zeros)-len(number))) + number, nil
	default:
		return number, nil
	}
}

// format is what the cell's style makes of a number.
func (c *cell) format() (format, error) {
	if c.style == "" {
		return plain, nil
	}
	n, err := strconv.Atoi(c.style)
	if err != nil || n < 0 || n >= max(len(c.w.formats), 1) {
		return 0, damaged("the cell has style number %q, of %d", clip(c.style), len(c.w.formats))
	}
	if len(c.w.formats) == 0 {
		return plain, nil
	}
	return c.w.formats[n], nil
}

// checked is a text that may stand in a table.
func (c *cell) checked(s string) (string, error) {
	s = unescape(s)
	if len(s) > c.w.limits.FieldBytes {
		return "", badCell(fmt.Sprintf("the text has more than %d bytes", c.w.limits.FieldBytes), "shorten it")
	}
	if i := strings.IndexFunc(s, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' }); i >= 0 {
		return "", badCell(fmt.Sprintf("the text holds the control character %U", s[i]), "remove it")
	}
	return s, nil
}

func badCell(msg, hint string) *Error { return &Error{Kind: BadCell, Msg: msg, Hint: hint} }
