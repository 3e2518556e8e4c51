package rates

import "fmt"

// Date is a calendar day, counted from 1970-01-01 as day 0; days before are negative.
type Date int32

// NoDate is an absent day: an open end of a Window.
const NoDate Date = -1 << 31

// ParseDate reads YYYY-MM-DD, years 0001 to 9999; ok is false for any other form and for a day that does not exist.
func ParseDate(s string) (d Date, ok bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	number := func(from, to int) (n int, ok bool) {
		for i := from; i < to; i++ {
			if s[i] < '0' || s[i] > '9' {
				return 0, false
			}
			n = n*10 + int(s[i]-'0')
		}
		return n, true
	}
	y, ok1 := number(0, 4)
	m, ok2 := number(5, 7)
	day, ok3 := number(8, 10)
	if !ok1 || !ok2 || !ok3 || y == 0 || m < 1 || m > 12 || day < 1 || day > daysIn(y, m) {
		return 0, false
	}
	return fromCivil(y, m, day), true
}

// String is YYYY-MM-DD, or "" for NoDate.
func (d Date) String() string {
	if d == NoDate {
		return ""
	}
	y, m, day := d.civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// Holds reports whether the window holds on day d.
func (w Window) Holds(d Date) bool {
	return (w.From == NoDate || d >= w.From) && (w.To == NoDate || d <= w.To)
}

func daysIn(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}

// fromCivil counts days of the proleptic Gregorian calendar; March is taken as the first month so that the leap
// day is the last of its year.
func fromCivil(y, m, d int) Date {
	if m <= 2 {
		y--
		m += 12
	}
	era := y / 400
	yoe := y - era*400
	doy := (153*(m-3)+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return Date(era*146097 + doe - 719468)
}

func (d Date) civil() (y, m, day int) {
	z := int(d) + 719468
	era := z / 146097
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	m = mp + 3
	y = yoe + era*400
	if m > 12 {
		m -= 12
		y++
	}
	return y, m, day
}
