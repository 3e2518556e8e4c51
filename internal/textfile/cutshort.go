package textfile

import "strings"

// CutShort finds what a spreadsheet shows of a long number, and saves as CSV: 8.17008E+15. The digits behind it are lost, and
// different ids look the same.
func CutShort(s string) bool {
	n := len(s)
	return n > 4 && s[n-3] == '+' && cutShort(s[:n-3], s[n-2:])
}

func cutShort(mantissa, exponent string) bool {
	number := mantissa[:len(mantissa)-1]
	if e := mantissa[len(number)]; e != 'E' && e != 'e' || !digits(exponent) {
		return false
	}
	first, rest, point := strings.Cut(number, ".")
	return len(first) == 1 && digits(first) && digits(rest) && point == (rest != "")
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }
