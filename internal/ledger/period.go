package ledger

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/lanewise/lanewise/rates"
)

// span is a contract's period to date on some day.
type span struct {
	name        string // 2026-11, 2026-Q4, 2026 or rolling:30
	first, last rates.Date
	rolling     bool
}

// periodOf is the period of a contract that holds day. A contract that the `contracts` table does not name is counted by
// the month.
func periodOf(b *rates.Book, contract string, day rates.Date) span {
	for i := range b.Contracts {
		c := &b.Contracts[i]
		if c.Contract != contract {
			continue
		}
		if c.Period == "rolling" {
			return rollingSpan(c.RollingDays, day)
		}
		return calendarSpan(c.Period, day)
	}
	return calendarSpan("month", day)
}

func rollingSpan(days int64, day rates.Date) span {
	const most = 1 << 20 // days; beyond any history
	return span{fmt.Sprintf("rolling:%d", days), day - rates.Date(min(days, most)) + 1, day, true}
}

func calendarSpan(kind string, day rates.Date) span {
	t := dayTime(day)
	y, m := t.Year(), t.Month()
	from := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
	name, months := from.Format("2006-01"), 1
	switch kind {
	case "quarter":
		q := (int(m) - 1) / 3
		from = time.Date(y, time.Month(3*q+1), 1, 0, 0, 0, 0, time.UTC)
		name, months = fmt.Sprintf("%04d-Q%d", y, q+1), 3
	case "year":
		from = time.Date(y, time.January, 1, 0, 0, 0, 0, time.UTC)
		name, months = fmt.Sprintf("%04d", y), 12
	}
	return span{name: name, first: dayOf(from), last: dayOf(from.AddDate(0, months, 0)) - 1}
}

// named gives the period with the name that a shipment of day was booked in.
func named(period string, day rates.Date) span {
	if days, ok := strings.CutPrefix(period, "rolling:"); ok {
		n, err := strconv.ParseInt(days, 10, 32)
		if err != nil {
			n = 0
		}
		return rollingSpan(n, day)
	}
	switch {
	case strings.Contains(period, "Q"):
		return calendarSpan("quarter", day)
	case len(period) == 4:
		return calendarSpan("year", day)
	}
	return calendarSpan("month", day)
}

// closed reports whether the period is over on a day: the calendar's has ended, or the day of booking has left the
// rolling window.
func (s span) closed(today rates.Date) bool {
	if s.rolling {
		return today-s.last >= s.last-s.first+1
	}
	return today > s.last
}

func dayTime(d rates.Date) time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func dayOf(t time.Time) rates.Date {
	y, m, d := t.Date()
	return rates.Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// today is the day of an instant in the book's timezone.
func today(b *rates.Book, now time.Time) (rates.Date, error) {
	zone, err := time.LoadLocation(b.Settings.Timezone)
	if err != nil {
		return 0, fmt.Errorf("the book's timezone: %w", err)
	}
	if y := now.In(zone).Year(); y < 1970 || y > 9999 {
		return 0, fmt.Errorf("the clock says the year %d", y)
	}
	return dayOf(now.In(zone)), nil
}

// contractsOf lists the book's contracts: those of the `contracts` table, then the rest as services, tiers and volumes
// name them.
func contractsOf(b *rates.Book) []string {
	var names []string
	seen := map[string]bool{"": true}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	for i := range b.Contracts {
		add(b.Contracts[i].Contract)
	}
	for i := range b.Services {
		add(b.Services[i].Contract)
	}
	for i := range b.Tiers {
		add(b.Tiers[i].Contract)
	}
	for i := range b.Volumes {
		add(b.Volumes[i].Contract)
	}
	return names
}

// stamp is a time as the ledger keeps it.
func stamp(t time.Time) string { return t.UTC().Format(stampLayout) }

const stampLayout = "2006-01-02T15:04:05.000000Z"

func parseStamp(s string) (time.Time, error) { return time.Parse(stampLayout, s) }
