package orders

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/engine/money"
)

// Fault is one thing wrong with a row.
type Fault struct {
	Column string // the column to blame; "" = the row as a whole
	Kind   string // a short phrase for counting: the same for every row with this mistake
	Msg    string // the cell, what is wrong with it and what to write instead
}

// Error is `weight_g: "abc" is not a number; write …`.
func (f Fault) Error() string {
	if f.Column == "" {
		return f.Msg
	}
	return f.Column + ": " + f.Msg
}

// Faults are all the faults of a row, the column to blame first.
type Faults []Fault

// Error joins the faults.
func (fs Faults) Error() string {
	var b strings.Builder
	for i, f := range fs {
		if i > 0 {
			b.WriteString("; also ")
		}
		b.WriteString(f.Error())
	}
	return b.String()
}

// Err is the faults as an error, nil where there are none.
func (fs Faults) Err() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}

// whole says whether the faults spoil the row as a whole, so that its cells are not to be read.
func (fs Faults) whole() bool {
	return slices.ContainsFunc(fs, func(f Fault) bool { return f.Column == "" })
}

// join adds the faults of columns that are not to blame yet: a cell that cannot be read is not also empty.
func (fs Faults) join(more Faults) Faults {
	known := fs
	for _, f := range more {
		if !slices.ContainsFunc(known, func(k Fault) bool { return k.Column == f.Column }) {
			fs = append(fs, f)
		}
	}
	return fs
}

// The kinds of faults.
const (
	kindEmpty    = "is empty"
	kindSyntax   = "is not a plain number"
	kindNegative = "is negative"
	kindZero     = "is zero"
	kindDigits   = "has too many digits after the point"
	kindLarge    = "is too large"
	kindUnknown  = "is unknown"
	kindDate     = "is not a date as YYYY-MM-DD"
	kindPartial  = "is missing beside the other sides"
	kindBoth     = "stands beside weight_g"
	kindLong     = "is too long"
	kindControl  = "has a control character"
	kindDamaged  = "has a character that was lost"
	kindPostcode = "has a character that no postcode has"
	kindShort    = "is a number cut short"
	kindRepeated = "is repeated"
	kindMany     = "has too many values"
	kindFields   = "wrong number of fields"
	kindQuote    = "has a misplaced quote"
	kindCell     = "is a cell that cannot be read"
	kindJSON     = "is no JSON object"
	kindKey      = "has a key that is unknown or repeated"
)

// numberFault turns what the number parser says into a fault. tooLarge completes the sentence where the bound is the
// column's own.
func numberFault(c Column, err error, tooLarge string) Fault {
	f := Fault{c.String(), kindSyntax, err.Error()}
	var n *money.NumberError
	switch {
	case errors.Is(err, money.ErrEmpty):
		f.Kind = kindEmpty
	case errors.Is(err, money.ErrNegative):
		f.Kind = kindNegative
	case errors.Is(err, money.ErrDigits):
		f.Kind = kindDigits
	case errors.Is(err, money.ErrRange):
		f.Kind = kindLarge
		if tooLarge != "" && errors.As(err, &n) {
			f.Msg = fmt.Sprintf("%s is too large; %s", show(n.Text), tooLarge)
		}
	}
	return f
}

// show quotes a cell for a message, clipped.
func show(s string) string {
	const most = 40
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return fmt.Sprintf("%q", s)
}
