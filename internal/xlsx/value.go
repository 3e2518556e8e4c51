package xlsx

import (
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// sureDigits is how many digits of a number a spreadsheet keeps.
const sureDigits = 15

// numberText is the decimal that a stored number stands for: the double with 15 significant digits, which is what a
// spreadsheet program keeps of a number somebody types. ok is false for anything but a plain or scientific decimal
// in the range of a double.
func numberText(s string) (text string, ok bool) {
	if s != "" && s[0] != '0' && len(s) <= sureDigits && digits(s) {
		return s, true
	}
	if !isNumber(s) {
		return "", false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return "", false
	}
	// Every decimal of 15 digits is the shortest one of its double, so the second step prints just these digits.
	f, err = strconv.ParseFloat(strconv.FormatFloat(f, 'e', 14, 64), 64)
	if err != nil {
		return "", false
	}
	if f == 0 {
		return "0", true // and not -0
	}
	return strconv.FormatFloat(f, 'f', -1, 64), true
}

// isNumber keeps out what ParseFloat takes beyond decimals: inf, nan, hexadecimal digits, a plus sign, underscores.
func isNumber(s string) bool {
	mantissa, exponent, scientific := strings.Cut(strings.Replace(s, "E", "e", 1), "e")
	mantissa = strings.TrimPrefix(mantissa, "-")
	whole, frac, point := strings.Cut(mantissa, ".")
	if whole+frac == "" || !digits(whole+frac) || point && frac == "" {
		return false
	}
	exponent = strings.TrimPrefix(strings.TrimPrefix(exponent, "-"), "+")
	return !scientific || exponent != "" && digits(exponent)
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i]-'0' > 9 {
			return false
		}
	}
	return true
}

// percentText is how a number looks in a percent format: 12.5% for 0.125.
func percentText(number string) string {
	d, err := decimal.NewFromString(number)
	if err != nil {
		return number
	}
	return d.Shift(2).String() + "%"
}

// Serial day numbers: 1 is 1900-01-01 in the usual calendar, where 60 is a 29 February 1900 that never was; 0 is
// 1904-01-01 in the other one. The last day that a spreadsheet knows is 9999-12-31.
const (
	leapBug1900 = 60
	lastDay1900 = 2958465
	days1904    = 1462 // what the calendars differ by
)

// dateText is the day of a serial number, with the time of day where it is not midnight. What is no day of the calendar
// keeps its number, which no date cell accepts.
func dateText(number string, date1904 bool) string {
	d, err := decimal.NewFromString(number)
	if err != nil || d.IsNegative() || d.GreaterThan(decimal.NewFromInt(lastDay1900+1)) {
		return number
	}
	const perDay = 24 * 60 * 60
	seconds := d.Mul(decimal.NewFromInt(perDay)).Round(0).IntPart()
	day, second := seconds/perDay, seconds%perDay
	if date1904 {
		day += days1904
	}
	if day == 0 || day == leapBug1900 || day > lastDay1900 {
		return number
	}
	if day < leapBug1900 {
		day++
	}
	t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(day)).Add(time.Duration(second) * time.Second)
	if second == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.DateTime)
}

// isoDateText is the day of a cell stored as an ISO 8601 date; with a time other than midnight it stays as it is.
func isoDateText(s string) string {
	day, clock, ok := strings.Cut(s, "T")
	if ok && strings.Trim(clock, "0:.Z") == "" {
		return day
	}
	return s
}

// unescape turns _x000D_ back into the character that it stands for in the texts of a workbook. Halves of surrogate pairs
// stay as they are.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if c, ok := escaped(s[i:]); ok {
			b.WriteRune(c)
			i += 7
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// escaped reads an escape of the form _xHHHH_ at the beginning of s.
func escaped(s string) (c rune, ok bool) {
	if len(s) < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_' {
		return 0, false
	}
	v, err := strconv.ParseUint(s[2:6], 16, 16)
	if err != nil || v >= 0xD800 && v <= 0xDFFF {
		return 0, false
	}
	return rune(v), true
}
