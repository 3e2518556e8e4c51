package rates

import "github.com/lanewise/lanewise/engine/money"

type riskCells struct {
	Origin
	Service        string `csv:"service" need:"yes"`
	Country        string `csv:"country"`
	P50            string `csv:"days_p50"`
	P80            string `csv:"days_p80"`
	P95            string `csv:"days_p95"`
	LostRate       string `csv:"lost_rate"`
	LowScoreOnTime string `csv:"low_score_on_time"`
	LowScoreLate   string `csv:"low_score_late"`
	Sample         string `csv:"sample"`
}

func readRisk(c *cells, in *riskCells) {
	country := in.Country
	if country == "" {
		country = "*"
	}
	r := Risk{
		Place:          c.place(),
		Origin:         c.origin(&in.Origin),
		Service:        c.required("service", in.Service),
		Country:        c.countryOrAny("country", country),
		P50:            optional("days_p50", in.P50, c.days),
		P80:            optional("days_p80", in.P80, c.days),
		P95:            optional("days_p95", in.P95, c.days),
		LostRate:       c.share("lost_rate", in.LostRate),
		LowScoreOnTime: c.share("low_score_on_time", in.LowScoreOnTime),
		LowScoreLate:   c.share("low_score_late", in.LowScoreLate),
		Sample:         c.whole("sample", in.Sample),
	}
	if c.ok() {
		c.book.Risk = append(c.book.Risk, r)
	}
}

type weightCells struct {
	Origin
	BadRateFrom  string `csv:"bad_rate_from" need:"yes"`
	BadOrderCost string `csv:"bad_order_cost" need:"yes"`
}

func readWeight(c *cells, in *weightCells) {
	w := Weight{
		Place:        c.place(),
		Origin:       c.origin(&in.Origin),
		BadRateFrom:  c.share("bad_rate_from", c.need("bad_rate_from", in.BadRateFrom)),
		BadOrderCost: c.amount("bad_order_cost", c.need("bad_order_cost", in.BadOrderCost)),
	}
	if c.ok() {
		c.book.Weights = append(c.book.Weights, w)
	}
}

type countryCells struct {
	Origin
	Country      string `csv:"country" need:"yes"`
	PromisedDays string `csv:"promised_days"`
}

func readCountry(c *cells, in *countryCells) {
	v := CountryRow{
		Place:        c.place(),
		Origin:       c.origin(&in.Origin),
		Country:      c.country("country", in.Country),
		PromisedDays: optional("promised_days", in.PromisedDays, c.days),
	}
	if c.ok() {
		c.book.Countries = append(c.book.Countries, v)
	}
}

type fxCells struct {
	Origin
	Currency  string `csv:"currency" need:"yes"`
	Rate      string `csv:"rate" need:"yes"`
	ValidFrom string `csv:"valid_from"`
}

func readFX(c *cells, in *fxCells) {
	f := FX{
		Place:     c.place(),
		Origin:    c.origin(&in.Origin),
		Currency:  c.currency("currency", in.Currency),
		Rate:      c.rate("rate", in.Rate),
		ValidFrom: c.date("valid_from", in.ValidFrom),
	}
	if c.ok() {
		c.book.FX = append(c.book.FX, f)
	}
}

func (c *cells) rate(column, s string) Rate {
	if s == "" {
		c.fail(column, "E030", "the cell is empty")
		return 0
	}
	v, err := money.ParseRate(s)
	if err != nil {
		c.failNumber(column, err)
	}
	return Rate(v)
}

type ruleCells struct {
	Origin
	Rule     string `csv:"rule" need:"yes"`
	When     string `csv:"when"`
	Do       string `csv:"do" need:"yes"`
	Services string `csv:"services"`
	Amount   string `csv:"amount"`
	Reason   string `csv:"reason"`
}

func readRule(c *cells, in *ruleCells) {
	r := Rule{
		Place:    c.place(),
		Origin:   c.origin(&in.Origin),
		Name:     c.required("rule", in.Rule),
		When:     c.condition("when", in.When),
		Do:       c.word("do", in.Do, "", "forbid", "only", "add_cost", "hold"),
		Services: Selector(c.filter(in.Services)),
		Reason:   c.text(in.Reason),
	}
	if r.Do != "hold" { // which names no services
		c.besideAny("services", in.Services)
	}
	if r.Do == "add_cost" {
		c.need("amount", in.Amount)
	}
	// Four digits: the amount goes into a total of four.
	r.Amount = money.Amount(c.number("amount", in.Amount, 4, true)) * 100
	if c.ok() {
		c.book.Rules = append(c.book.Rules, r)
	}
}
