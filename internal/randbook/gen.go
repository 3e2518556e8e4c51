package randbook

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// gen is the state of one generated book: what has been decided so far and may
// be referred to by later tables.
type gen struct {
	*rand.Rand
	home       string   // settlement currency
	foreign    []string // currencies with at least one fx row
	named      []string // currencies that conditions and amounts may name
	countries  []string
	edges      []string // days on which something begins or ends
	attributes []string
	areas      []string
	contracts  []string
	services   []service
	huge       bool // some amounts near the limit of money
	quiet      bool // lateness and bad scores cost nothing, so that totals tie
	// doubles holds, by the code of a service, the code of another that is like
	// it in all but its risk.
	doubles map[string]string
}

// service is what other tables need to know of a services row.
type service struct {
	code, currency string
	accepts        []string
	zones          []string
}

// worth is the rough value of one unit in 1/100,000 CNY: it keeps prices and
// rates of different currencies comparable, so that no service always wins.
var worth = map[string]int64{
	"CNY": 100_000, "USD": 710_000, "EUR": 820_000, "GBP": 940_000, "JPY": 4_700, "KRW": 510,
	"KWD": 2_310_000, "BHD": 1_880_000, "VND": 28, "CHF": 890_000, "BRL": 129_000, "CLP": 750,
}

// minorDigits are the digits of the minor units of these currencies.
var minorDigits = map[string]int{"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "KWD": 3, "BHD": 3}

func minor(currency string) int {
	if d, ok := minorDigits[currency]; ok {
		return d
	}
	return 2
}

func newGen(seed, stream uint64) *gen { return &gen{Rand: rand.New(rand.NewPCG(seed, stream))} }

func (g *gen) chance(percent int) bool { return g.IntN(100) < percent }

// between includes both ends.
func (g *gen) between(lo, hi int) int { return lo + g.IntN(hi-lo+1) }

func pick[T any](g *gen, values ...T) T { return values[g.IntN(len(values))] }

// some picks between lo and hi different values, in random order.
func some[T any](g *gen, values []T, lo, hi int) []T {
	hi = min(hi, len(values))
	lo = min(lo, hi)
	out := make([]T, 0, hi)
	for _, i := range g.Perm(len(values))[:g.between(lo, hi)] {
		out = append(out, values[i])
	}
	return out
}

// maybe gives the text with a chance, else an empty cell.
func (g *gen) maybe(percent int, text string) string {
	if g.chance(percent) {
		return text
	}
	return ""
}

// scaled writes units of 10^-digits as a decimal number.
func scaled(units int64, digits int) string {
	sign := ""
	if units < 0 {
		sign, units = "-", -units
	}
	text := strconv.FormatInt(units, 10)
	if len(text) <= digits {
		text = strings.Repeat("0", digits+1-len(text)) + text
	}
	if digits == 0 {
		return sign + text
	}
	return sign + text[:len(text)-digits] + "." + text[len(text)-digits:]
}

// number draws from [lo, hi] with at most so many digits after the point.
func (g *gen) number(lo, hi int64, most int) string {
	digits := g.between(0, most)
	factor := pow10(digits)
	return scaled(lo*factor+g.Int64N((hi-lo)*factor+1), digits)
}

func pow10(n int) int64 {
	out := int64(1)
	for range n {
		out *= 10
	}
	return out
}

// price draws an amount of a currency worth between lo and hi fen. A third of
// the amounts end on a half of the minor unit, where rounding is decided.
func (g *gen) price(currency string, lo, hi int64) string {
	amount := g.micro(currency, lo, hi)
	digits := minor(currency)
	switch g.IntN(6) {
	case 0, 1:
		return scaled(amount/pow10(5-digits)/10*10+5, digits+1)
	case 2:
		return scaled(amount, 6)
	case 3:
		more := g.between(0, 6)
		return scaled(amount/pow10(6-more), more)
	}
	return scaled(amount/pow10(6-digits), digits)
}

// exact is a price with all six digits, so that one drawn from a lower range is lower.
func (g *gen) exact(currency string, lo, hi int64) string {
	return scaled(g.micro(currency, lo, hi), 6)
}

func (g *gen) micro(currency string, lo, hi int64) int64 {
	micro := func(fen int64) int64 { return fen * 10_000 * 100_000 / worth[currency] }
	from, to := micro(lo), micro(hi)
	return from + g.Int64N(to-from+1)
}

// amount is a price that may name its currency; plain amounts are meant in own.
func (g *gen) amount(own string, lo, hi int64) string {
	if g.chance(55) {
		return g.price(own, lo, hi)
	}
	currency := pick(g, g.named...)
	text := g.price(currency, lo, hi) + pick(g, " ", " ", "  ") + currency
	if g.chance(15) {
		text = strings.ToLower(text)
	}
	return text
}

func (g *gen) share(most int) string { return scaled(g.Int64N(int64(most)+1), 6) }

func (g *gen) percent(most int) string { return g.number(0, int64(most), 4) }

// days draws a number of days with at most two digits after the point.
func (g *gen) days(lo, hi int) string { return g.number(int64(lo), int64(hi), g.IntN(3)) }

// edge gives one of the book's days, or the day beside it.
func (g *gen) edge(shift int) string { return dayAfter(pick(g, g.edges...), shift) }

func dayAfter(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

func (g *gen) randomDay() string { return dayAfter("2026-01-01", g.IntN(365)) }

// joined writes a list cell, sometimes with spaces and empty values in it.
func (g *gen) joined(values []string) string {
	sep := "|"
	if g.chance(10) {
		sep = pick(g, " | ", "| ", "||")
	}
	return strings.Join(values, sep)
}
