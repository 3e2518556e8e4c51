package orders

import (
	"fmt"
	"strings"

	"github.com/lanewise/lanewise/rates"
)

// dateHint says what is wrong with a date, without its text. Where the day is beyond doubt it is written out.
func dateHint(s string) string {
	if len(s) == 10 && s[4] == '-' && s[7] == '-' && strings.Trim(s, "0123456789-") == "" {
		return "is a day that does not exist; write one of the calendar as YYYY-MM-DD"
	}
	if d, ok := yearFirst(s); ok {
		return "is not written as YYYY-MM-DD; write " + d.String()
	}
	return "is not a date as YYYY-MM-DD; write one such as 2026-05-31"
}

// yearFirst reads the forms that put the year first: 2026/5/31, 2026.05.31, 20260531. A form that begins with day
// or month is not guessed at.
func yearFirst(s string) (rates.Date, bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("-/.年月日", r) })
	if len(parts) == 1 && len(s) == 8 {
		parts = []string{s[:4], s[4:6], s[6:]}
	}
	if len(parts) != 3 || len(parts[0]) != 4 || len(parts[1]) > 2 || len(parts[2]) > 2 {
		return 0, false
	}
	return rates.ParseDate(fmt.Sprintf("%s-%02s-%02s", parts[0], parts[1], parts[2]))
}
