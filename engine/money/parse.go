package money

import (
	"errors"
	"fmt"
	"strings"
)

// The ways a number can be refused; test with errors.Is. The messages are sentences a user can act on.
var (
	ErrEmpty    = errors.New("the cell is empty")
	ErrSyntax   = errors.New("not a number")
	ErrNegative = errors.New("negative")
	ErrDigits   = errors.New("too many digits after the point")
	ErrRange    = errors.New("too large")
)

// NumberError says what is wrong with a number and what to write instead.
type NumberError struct {
	Text string // as written
	Kind error  // one of the Err values
	Hint string // what is wrong and what to write
}

func (e *NumberError) Error() string { return fmt.Sprintf("%q %s", clip(e.Text), e.Hint) }

// Unwrap gives the kind.
func (e *NumberError) Unwrap() error { return e.Kind }

// ParseFixed reads `-?[0-9]+(\.[0-9]+)?` with at most digits after the point (counted as written) and an
// absolute value below 1e9, as a count of 10^-digits. A minus is refused unless signed. digits is 0 to 9.
func ParseFixed(s string, digits int, signed bool) (int64, error) {
	n, err := split(s)
	if err != nil {
		return 0, err
	}
	if n.neg && !signed {
		return 0, &NumberError{s, ErrNegative, "is negative; write a number without a minus"}
	}
	if len(n.frac) > digits {
		return 0, tooManyDigits(s, digits)
	}
	if len(n.whole) > 9 {
		return 0, &NumberError{s, ErrRange, "is too large; the value must be below 1000000000"}
	}
	v := int64(0)
	for i := range len(n.whole) {
		v = v*10 + int64(n.whole[i]-'0')
	}
	for i := range digits {
		v *= 10
		if i < len(n.frac) {
			v += int64(n.frac[i] - '0')
		}
	}
	if n.neg {
		v = -v
	}
	return v, nil
}

// ParseAmount reads an amount of at most 6 digits after the point.
func ParseAmount(s string, signed bool) (Amount, error) {
	v, err := ParseFixed(s, Scale, signed)
	return Amount(v), err
}

// ParseRate reads an exchange rate: at most 10 digits after the point, above 0 and below 1e9, in units of 1e-10.
func ParseRate(s string) (uint64, error) {
	n, err := split(s)
	if err != nil {
		return 0, err
	}
	if n.neg {
		return 0, &NumberError{s, ErrNegative, "is negative; an exchange rate is above 0"}
	}
	if len(n.frac) > RateScale {
		return 0, tooManyDigits(s, RateScale)
	}
	if len(n.whole) > 9 {
		return 0, &NumberError{s, ErrRange, "is too large; the value must be below 1000000000"}
	}
	v := uint64(0)
	for i := range len(n.whole) {
		v = v*10 + uint64(n.whole[i]-'0')
	}
	for i := range RateScale {
		v *= 10
		if i < len(n.frac) {
			v += uint64(n.frac[i] - '0')
		}
	}
	if v == 0 {
		return 0, &NumberError{s, ErrRange, "is zero; an exchange rate is above 0"}
	}
	return v, nil
}

// RateScale is the number of digits after the point of an exchange rate.
const RateScale = 10

// ParseCeil reads an unsigned decimal with any number of digits after the point, multiplies it by 10^shift
// (0 to 6) and rounds up to a whole number: orders' weights (kg to g: shift 3) and lengths (cm to mm: shift 1). A
// result above max (at most 1e12) is ErrRange.
func ParseCeil(s string, shift int, max int64) (int64, error) {
	n, err := split(s)
	if err != nil {
		return 0, err
	}
	if n.neg {
		return 0, &NumberError{s, ErrNegative, "is negative; write a number without a minus"}
	}
	tooLarge := &NumberError{s, ErrRange, "is too large"}
	if len(n.whole) > 12 {
		return 0, tooLarge
	}
	v := int64(0)
	for i := range len(n.whole) {
		v = v*10 + int64(n.whole[i]-'0')
	}
	for i := range shift {
		v *= 10
		if i < len(n.frac) {
			v += int64(n.frac[i] - '0')
		}
	}
	for i := shift; i < len(n.frac); i++ {
		if n.frac[i] != '0' {
			v++
			break
		}
	}
	if v > max {
		return 0, tooLarge
	}
	return v, nil
}

func tooManyDigits(s string, digits int) error {
	if digits == 0 {
		return &NumberError{s, ErrDigits, "is not a whole number; write it without a point"}
	}
	if digits == 1 {
		return &NumberError{s, ErrDigits, "has more than 1 digit after the point; round it"}
	}
	return &NumberError{s, ErrDigits, fmt.Sprintf("has more than %d digits after the point; round it", digits)}
}

type parts struct {
	neg         bool
	whole, frac string // digits only; whole without leading zeros
}

func split(s string) (parts, error) {
	var p parts
	if s == "" {
		return p, &NumberError{s, ErrEmpty, "is empty; write a number"}
	}
	t := s
	if t[0] == '-' {
		p.neg, t = true, t[1:]
	}
	i := 0
	for i < len(t) && t[i]-'0' <= 9 {
		i++
	}
	p.whole = t[:i]
	ok := i > 0
	if ok && i < len(t) {
		p.frac = t[i+1:]
		ok = t[i] == '.' && p.frac != ""
		for j := 0; ok && j < len(p.frac); j++ {
			ok = p.frac[j]-'0' <= 9
		}
	}
	if !ok {
		return p, &NumberError{s, ErrSyntax, explain(s)}
	}
	for len(p.whole) > 0 && p.whole[0] == '0' {
		p.whole = p.whole[1:]
	}
	return p, nil
}

// explain names the usual mistakes, so that the message says what to write instead.
func explain(s string) string {
	unsigned := strings.TrimPrefix(s, "-")
	made := func(set string) bool {
		return strings.Trim(unsigned, "0123456789"+set) == "" && strings.ContainsAny(unsigned, "0123456789")
	}
	switch {
	case strings.HasPrefix(s, "+"):
		return "has a plus sign; write the digits alone"
	case made(".") && strings.Count(s, ".") > 1:
		return "has more than one point; write one at most, before the decimals, such as 1200.50"
	case made(".") && unsigned[0] == '.':
		return "has no digit before the point; write " + repaired(s)
	case made("."):
		return "has no digit after the point; write " + repaired(s)
	case made("'.") && strings.LastIndexByte(s, '\'') == len(s)-len(unsigned) && repaired(s) != "":
		return "has an apostrophe before the number; write " + repaired(s)
	case made(",") && strings.Count(s, ",") == 1 && (unsigned[0] == ',' || len(s)-strings.Index(s, ",") != 4):
		return "has a decimal comma; write " + repaired(s)
	case made(",. '_\u00a0"):
		return "has digit grouping or a decimal comma; write plain digits with a point, such as 1200.50"
	case strings.Trim(s, "0123456789eE+-.") == "" && strings.ContainsAny(s, "0123456789"):
		return "has an exponent or a misplaced sign; write plain digits with a point"
	case strings.IndexFunc(unsigned, func(r rune) bool { return r >= '0' && r <= '9' }) == 0:
		return "has a unit or other text after the number; write the number alone"
	default:
		return "is not a number; write digits with an optional point, such as 350 or 12.5"
	}
}

// repaired is the number that s was meant to be: without an apostrophe before it, with a point for a comma and digits on
// both sides of it. It is "" where that is no number either.
func repaired(s string) string {
	sign := s[:len(s)-len(strings.TrimPrefix(s, "-"))]
	s = strings.TrimPrefix(s[len(sign):], "'")
	whole, frac, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	if whole == "" {
		whole = "0"
	}
	text := sign + whole
	if frac != "" {
		text += "." + frac
	}
	if _, err := split(text); err != nil {
		return ""
	}
	return text
}

func clip(s string) string {
	const most = 40
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
