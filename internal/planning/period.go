package planning

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/lanewise/lanewise/rates"
)

// Period tells of contracts whose period the batch does not fit into: the plan counts all orders as of one period.
type Period struct {
	Contracts []string
	Kind      string // month, quarter, year or rolling:DAYS
	Name      string // the period that most orders ship in: 2026-11, 2026-Q4, 2026; of a rolling one its first and last day
	Inside    int
	Outside   int // planned orders that ship in other periods
}

// periods compares the ship dates with the periods of the `contracts` table.
func (b *Batch) periods() []Period {
	days := map[rates.Date]int{}
	for n := range b.blocks {
		for i, order := range b.blocks[n].order {
			if order != none {
				days[b.blocks[n].rows[i].Order.ShipDate]++
			}
		}
	}
	var out []Period
	for _, c := range b.job.Engine.Book().Contracts {
		if !slices.ContainsFunc(b.contracts, func(k contract) bool { return k.name == c.Contract }) {
			continue
		}
		p := fullest(&c, days)
		if p.Outside == 0 {
			continue
		}
		if at := slices.IndexFunc(out, func(o Period) bool { return o.Kind == p.Kind }); at >= 0 {
			out[at].Contracts = append(out[at].Contracts, c.Contract)
			continue
		}
		p.Contracts = []string{c.Contract}
		out = append(out, p)
	}
	return out
}

// fullest finds the period that most orders fall in, the earliest of equals.
func fullest(c *rates.Contract, days map[rates.Date]int) Period {
	all, byName := 0, map[string]int{}
	for d, n := range days {
		all += n
		if c.Period != "rolling" {
			byName[periodName(c.Period, d)] += n
		}
	}
	if c.Period == "rolling" {
		return fullestWindow(c.RollingDays, days, all)
	}
	p := Period{Kind: c.Period}
	for name, n := range byName {
		if n > p.Inside || n == p.Inside && name < p.Name {
			p.Name, p.Inside = name, n
		}
	}
	p.Outside = all - p.Inside
	return p
}

// fullestWindow is fullest of a number of days in a row.
func fullestWindow(length int64, days map[rates.Date]int, all int) Period {
	p := Period{Kind: "rolling:" + strconv.FormatInt(length, 10)}
	sorted := make([]rates.Date, 0, len(days))
	for d := range days {
		sorted = append(sorted, d)
	}
	slices.SortFunc(sorted, cmp.Compare[rates.Date])
	first, inside := 0, 0
	for _, d := range sorted {
		for inside += days[d]; int64(d-sorted[first]) >= length; first++ {
			inside -= days[sorted[first]]
		}
		if inside > p.Inside {
			p.Inside, p.Name = inside, sorted[first].String()+" to "+d.String()
		}
	}
	p.Outside = all - p.Inside
	return p
}

// periodName is the calendar period of a day: 2026-11, 2026-Q4 or 2026.
func periodName(kind string, d rates.Date) string {
	day := d.String()
	switch kind {
	case "year":
		return day[:4]
	case "quarter":
		month, _ := strconv.Atoi(day[5:7])
		return fmt.Sprintf("%s-Q%d", day[:4], (month+2)/3)
	default:
		return day[:7]
	}
}
