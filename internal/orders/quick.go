package orders

import (
	"github.com/lanewise/lanewise/engine/money"
)

// quickFixed reads what money.ParseFixed would read from an unsigned number in its usual length. Where it says no, the
// number may still be right, and money's parser is to judge.
func quickFixed(s string, digits int) (int64, bool) {
	v, after, rest, ok := quickNumber(s, digits)
	if !ok || rest != "" {
		return 0, false
	}
	return v * money.Pow10(digits-after), true
}

// quickCeil is quickFixed for money.ParseCeil: digits beyond shift are rounded up, and the result is at most most.
func quickCeil(s string, shift int, most int64) (int64, bool) {
	v, after, rest, ok := quickNumber(s, shift)
	if !ok {
		return 0, false
	}
	v *= money.Pow10(shift - after)
	up := int64(0)
	for i := range len(rest) {
		d := rest[i] - '0'
		if d > 9 {
			return 0, false
		}
		if d > 0 {
			up = 1
		}
	}
	v += up
	return v, v <= most
}

// quickNumber reads up to 9 digits, a point and at most digits more into v; rest is what follows those, after says how many
// they were.
func quickNumber(s string, digits int) (v int64, after int, rest string, ok bool) {
	i := 0
	for ; i < len(s) && s[i]-'0' <= 9; i++ {
		v = v*10 + int64(s[i]-'0')
		if i == 9 {
			return 0, 0, "", false
		}
	}
	if i == 0 || i == len(s) {
		return v, 0, "", i > 0
	}
	if s[i] != '.' || i+1 == len(s) {
		return 0, 0, "", false
	}
	for i++; i < len(s) && after < digits; i++ {
		d := s[i] - '0'
		if d > 9 {
			return 0, 0, "", false
		}
		v = v*10 + int64(d)
		after++
	}
	return v, after, s[i:], true
}
