package rates

import (
	"strings"

	"github.com/lanewise/lanewise/engine/money"
)

type tierCells struct {
	Origin
	Contract string `csv:"contract" need:"yes"`
	Measure  string `csv:"measure" need:"yes"`
	Mode     string `csv:"mode" need:"yes"`
	From     string `csv:"from" need:"yes"`
	Percent  string `csv:"percent"`
	PerUnit  string `csv:"per_unit"`
	On       string `csv:"on"`
	Rebate   string `csv:"rebate"`
}

func readTier(c *cells, in *tierCells) {
	t := Tier{
		Place:    c.place(),
		Origin:   c.origin(&in.Origin),
		Contract: c.required("contract", in.Contract),
		Measure:  c.word("measure", in.Measure, "", "parcels", "kg", "spend"),
		Mode:     c.word("mode", in.Mode, "", "all_units", "incremental"),
		From:     c.amount("from", c.need("from", in.From)),
		Percent:  c.percent("percent", in.Percent),
		PerUnit:  c.amount("per_unit", in.PerUnit),
		On:       c.word("on", in.On, "freight", "freight", "weight"),
		Rebate:   c.amount("rebate", in.Rebate),
	}
	if c.ok() {
		c.book.Tiers = append(c.book.Tiers, t)
	}
}

type volumeCells struct {
	Origin
	Contract     string `csv:"contract" need:"yes"`
	Parcels      string `csv:"parcels"`
	Kg           string `csv:"kg"`
	Spend        string `csv:"spend"`
	RetroFreight string `csv:"retro_freight"`
}

func readVolume(c *cells, in *volumeCells) {
	v := Volume{
		Place:        c.place(),
		Origin:       c.origin(&in.Origin),
		Contract:     c.required("contract", in.Contract),
		Parcels:      money.Amount(c.whole("parcels", in.Parcels)) * money.One,
		Kg:           c.amount("kg", in.Kg),
		Spend:        c.amount("spend", in.Spend),
		RetroFreight: c.amount("retro_freight", in.RetroFreight),
	}
	if c.ok() {
		c.book.Volumes = append(c.book.Volumes, v)
	}
}

type limitCells struct {
	Origin
	Contract      string `csv:"contract" need:"yes"`
	MaxVolume     string `csv:"max_volume"`
	Commit        string `csv:"commit"`
	ShortfallRate string `csv:"shortfall_rate"`
}

func readLimit(c *cells, in *limitCells) {
	v := Limit{
		Place:         c.place(),
		Origin:        c.origin(&in.Origin),
		Contract:      c.required("contract", in.Contract),
		MaxVolume:     optional("max_volume", in.MaxVolume, c.amount),
		Commit:        c.amount("commit", in.Commit),
		ShortfallRate: c.amount("shortfall_rate", in.ShortfallRate),
	}
	if c.ok() {
		c.book.Limits = append(c.book.Limits, v)
	}
}

type contractCells struct {
	Origin
	Contract string `csv:"contract" need:"yes"`
	Name     string `csv:"name"`
	Period   string `csv:"period" need:"yes"`
}

func readContract(c *cells, in *contractCells) {
	v := Contract{
		Place:    c.place(),
		Origin:   c.origin(&in.Origin),
		Contract: c.required("contract", in.Contract),
		Name:     c.text(in.Name),
	}
	v.Period, v.RollingDays = c.period("period", in.Period)
	if c.ok() {
		c.book.Contracts = append(c.book.Contracts, v)
	}
}

// period reads month, quarter, year or rolling:DAYS.
func (c *cells) period(column, s string) (period string, days int64) {
	const allowed = "write month, quarter, year, or rolling:30 with the number of days"
	switch {
	case s == "month", s == "quarter", s == "year":
		return c.text(s), 0
	case s == "":
		c.failHint(column, "E030", "the cell is empty", allowed)
	case s == "rolling" || s == "rolling:":
		c.failHint(column, "E038", quote(s)+" does not say how many days", allowed)
	case strings.HasPrefix(s, "rolling:"):
		before := c.errors
		days = c.whole(column, trim(s[len("rolling:"):]))
		if c.errors == before && days == 0 {
			c.failHint(column, "E034", quote(s)+" has no days", "write at least rolling:1")
		}
		return "rolling", days
	default:
		c.failHint(column, "E038", quote(s)+" is not a period", allowed)
	}
	return "", 0
}
