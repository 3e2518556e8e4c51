package xlsx

import "strings"

// format is what a number format makes of a number, as far as it matters for its meaning.
type format uint8

const (
	plain format = iota
	date
	percent
	clock // a time of day or a duration
	zeros // and above: zeros in front up to (format − zeros) digits, as postcodes have them
)

const mostZeros = 20

// builtIn is the meaning of the formats that need no code: those of ECMA-376 part 1, 18.8.30, where 27 to 36 and 50
// to 58 are dates and times of the East Asian editions.
func builtIn(id int) format {
	switch {
	case id == 9 || id == 10:
		return percent
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47, id == 55, id == 56:
		return clock
	case id >= 14 && id <= 17, id == 22, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return date
	default:
		return plain
	}
}

// formatOf reads a format code such as `yyyy"年"m"月"` or `0.0%`: a date where it shows a year, a month or a day, a time
// where it shows hours or seconds, a percent where it shows a percent sign, and so many digits with zeros in front where it is zeros alone. Only the first section counts, that of positive numbers.
func formatOf(code string) format {
	var shown strings.Builder // what is neither quoted, escaped nor in brackets
	for i := 0; i < len(code) && code[i] != ';'; i++ {
		switch c := code[i]; c {
		case '"', '[':
			end := byte('"')
			if c == '[' {
				end = ']'
			}
			n := strings.IndexByte(code[i+1:], end)
			if n < 0 {
				n = len(code) - i - 2
			}
			i += n + 1
		case '\\', '_', '*': // the next character is text, or the width or filling of a blank
			i++
		default:
			shown.WriteByte(c)
		}
	}
	s := strings.ToLower(shown.String())
	switch {
	case s == "general":
		return plain
	case len(s) > 1 && len(s) <= mostZeros && strings.Trim(s, "0") == "":
		return zeros + format(len(s))
	case strings.Contains(s, "%"):
		return percent
	case strings.ContainsAny(s, "yd"), strings.Contains(s, "m") && !strings.ContainsAny(s, "hs"):
		return date
	case strings.ContainsAny(s, "hs"):
		return clock
	default:
		return plain
	}
}
