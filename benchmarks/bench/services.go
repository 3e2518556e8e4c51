package bench

import (
	"fmt"
	"slices"
)

// family is a kind of service; its members differ in price, reach, goods and limits.
type family struct {
	code                               string
	members                            int
	channel, kind, level, tracking     string
	currencies                         []string // taken in turn
	accepts                            [][]string
	heaviest                           []int // grams, top of the highest band
	reach                              []int // countries served, the first of the list
	ownCountries                       bool  // every third member has a price for every country, else for zones of several
	postcodes                          bool  // zones within large countries
	surplus                            bool  // surcharges of a courier
	divisors, triggers, minSides       []string
	maxSide, maxSum, girth, box, value string
	minG, step                         []string
	fee, perKg                         int // fen, of the nearest region
	style                              style
	days, lost                         int // median transit days; millionths lost
}

// style is how a family writes its prices.
type style uint8

const (
	feePlusKg style = iota
	perStep         // first weight and continued weight
	steps           // one price a band, then a price per 500 g
)

var (
	goods    = []string{"battery", "clothing", "cosmetic"}
	allGoods = []string{"battery", "liquid", "cosmetic", "clothing", "magnet", "powder"}
	textiles = []string{"clothing"}
)

var families = [...]family{
	{
		code: "AE_ECO", members: 4, channel: "online", kind: "platform", level: "economy", tracking: "partial",
		currencies: []string{"CNY", "USD", "CNY", "CNY"}, accepts: [][]string{goods, textiles, {"battery", "clothing"}, goods},
		heaviest: []int{2000}, reach: []int{52, 44, 36, 24}, ownCountries: true, maxSide: "60", maxSum: "90",
		minG: []string{"", "1", "", "10"}, fee: 650, perKg: 6200, days: 2600, lost: 18_000,
	},
	{
		code: "AE_SIM", members: 3, channel: "online", kind: "platform", level: "simple", tracking: "partial",
		currencies: []string{"USD", "CNY"}, accepts: [][]string{textiles, goods, {"battery", "clothing"}},
		heaviest: []int{2000}, reach: []int{46, 38, 30}, maxSide: "60", maxSum: "90", value: "120 USD",
		fee: 1150, perKg: 6900, days: 2050, lost: 12_000,
	},
	{
		code: "AE_STD", members: 6, channel: "online", kind: "platform", level: "standard", tracking: "full",
		currencies: []string{"CNY", "CNY", "USD"}, accepts: [][]string{textiles, allGoods, goods},
		heaviest: []int{30_000, 2000, 20_000}, reach: []int{58, 54, 50, 42, 34, 22}, ownCountries: true,
		divisors: []string{"", "8000", "8000"}, triggers: []string{"", "2", "1.5"}, minSides: []string{"", "60", ""},
		maxSide: "120", maxSum: "240", fee: 1750, perKg: 7600, days: 1400, lost: 6_000,
	},
	{
		code: "AE_EXP", members: 3, channel: "online", kind: "platform", level: "express", tracking: "full",
		currencies: []string{"CNY", "USD", "EUR"}, accepts: [][]string{nil, {"battery", "magnet"}, textiles},
		heaviest: []int{30_000}, reach: []int{56, 48, 36}, divisors: []string{"5000"}, step: []string{"500|21000:1000"},
		maxSide: "120", girth: "300", value: "1500 USD", fee: 6800, perKg: 8200, style: steps, days: 700, lost: 2_000,
	},
	{
		code: "POST_ECO", members: 3, channel: "offline", kind: "post", level: "economy", tracking: "none",
		currencies: []string{"CNY", "CNY", "HKD"}, accepts: [][]string{textiles, nil, goods}, heaviest: []int{2000},
		reach: []int{60, 56, 48}, maxSide: "60", maxSum: "90", minG: []string{"", "50"}, fee: 480, perKg: 7900,
		style: perStep, days: 3300, lost: 24_000,
	},
	{
		code: "POST_REG", members: 4, channel: "offline", kind: "post", level: "standard", tracking: "full",
		currencies: []string{"CNY", "HKD", "CNY", "EUR"}, accepts: [][]string{textiles, goods, {"battery"}, textiles},
		heaviest: []int{2000, 2000, 30_000}, reach: []int{60, 58, 54, 40}, postcodes: true,
		divisors: []string{"", "", "6000", ""}, box: "60x60x60|104x10x10", fee: 2100, perKg: 8600, style: perStep,
		days: 1700, lost: 8_000,
	},
	{
		code: "FWD_STD", members: 10, channel: "offline", kind: "forwarder", level: "standard", tracking: "full",
		currencies: []string{"CNY", "CNY", "CNY", "USD", "CNY", "GBP", "CNY", "JPY"},
		accepts:    [][]string{goods, textiles, allGoods, {"battery"}, goods, textiles},
		heaviest:   []int{20_000, 30_000, 5000, 30_000, 2000}, reach: []int{50, 44, 38, 34, 30, 28, 26, 40, 22, 46}, postcodes: true,
		divisors: []string{"6000", "8000", "5000", "8000", "6000"}, triggers: []string{"", "1.5", "", "2"},
		minSides: []string{"", "", "40"}, maxSide: "120", maxSum: "220", minG: []string{"50", "", "30", "100"},
		step: []string{"", "10", "", "", "1|1000:100"}, value: "800 USD", fee: 1650, perKg: 7100, days: 1050, lost: 5_000,
	},
	{
		code: "FWD_ECO", members: 2, channel: "offline", kind: "forwarder", level: "economy", tracking: "partial",
		currencies: []string{"CNY"}, accepts: [][]string{goods, textiles}, heaviest: []int{3000, 2000}, reach: []int{42, 30},
		divisors: []string{"8000"}, triggers: []string{"2"}, maxSide: "60", maxSum: "100", minG: []string{"50"},
		fee: 900, perKg: 6400, days: 2100, lost: 14_000,
	},
	{
		code: "COURIER", members: 5, channel: "offline", kind: "courier", level: "express", tracking: "full",
		currencies: []string{"HKD", "CNY", "USD", "EUR", "CNY"}, accepts: [][]string{nil, {"battery", "magnet"}, {"battery"}, textiles, allGoods},
		heaviest: []int{70_000, 30_000}, reach: []int{60, 58, 52, 46, 56}, postcodes: true, surplus: true,
		divisors: []string{"5000"}, step: []string{"500|21000:1000"}, maxSide: "270", girth: "400",
		fee: 7900, perKg: 6600, style: steps, days: 480, lost: 1_000,
	},
}

// service is a member of a family.
type service struct {
	*family
	code, currency, contract string
	member, number           int
	accepts                  []string
	heaviest                 int
	countries                []country
	zones                    []zone
	listed                   bool // zones are not all countries: they stand in `zones`
	fee, perKg               int
	onePrice                 bool // no prices of their own for special goods
}

// nth takes values in turn; no values are "".
func nth[T any](values []T, i int) (v T) {
	if len(values) > 0 {
		v = values[i%len(values)]
	}
	return v
}

// services lists the members of all families. The first `own` of those with zones have a price for every country
// instead.
func services(d dice, own int) []*service {
	var out []*service
	for f := range families {
		fam := &families[f]
		for m := range fam.members {
			s := &service{
				family: fam, member: m, number: len(out), code: fmt.Sprintf("%s_%d", fam.code, m+1), currency: nth(fam.currencies, m),
				accepts: nth(fam.accepts, m), heaviest: nth(fam.heaviest, m), countries: served(nth(fam.reach, m), len(out)),
				fee: d.around(fam.fee, 20), perKg: d.around(fam.perKg, 15),
			}
			if s.channel == "offline" || m == 0 && s.kind == "platform" {
				s.contract = contracts[s.number%len(contracts)].name
			}
			byCountry := fam.ownCountries && m%3 == 0
			if !byCountry && own > 0 {
				byCountry = true
				own--
			}
			s.cutZones(d, byCountry)
			out = append(out, s)
		}
	}
	return out
}

// served is the first n countries but for a sixth of them, another sixth for each service.
func served(n, number int) []country {
	var out []country
	for i, c := range countries[:n] {
		if i%6 != number%6 {
			out = append(out, c)
		}
	}
	return out
}

const serviceColumns = "service,name,channel,kind,level,currency,tracking,contract,accepts,min_g,step_g,dim_divisor,dim_trigger," +
	"dim_min_side_cm,max_side_cm,max_sum_cm,max_girth_cm,max_box_cm,max_value,exempt_low_score,exempt_not_received,late_borne_by," +
	"claim_basis,claim_multiple,claim_cap,claim_pay_rate,claim_days,credit_days,source,source_date,confidence,note"

func serviceTable(d dice, all []*service) *table {
	t := newTable(serviceColumns)
	for _, s := range all {
		r := row{
			"service": s.code, "name": fmt.Sprintf("%s %s %d", s.kind, s.level, s.member+1), "channel": s.channel, "kind": s.kind,
			"level": s.level, "currency": s.currency, "tracking": s.tracking, "contract": s.contract, "accepts": list(s.accepts),
			"min_g": nth(s.minG, s.member), "step_g": nth(s.step, s.member), "dim_divisor": nth(s.divisors, s.member),
			"dim_trigger": nth(s.triggers, s.member), "dim_min_side_cm": nth(s.minSides, s.member), "max_side_cm": s.maxSide,
			"max_sum_cm": s.maxSum, "max_girth_cm": s.girth, "max_box_cm": s.box, "max_value": s.value,
			"source": "made up for measuring", "confidence": "made up",
		}
		s.claims(d, r)
		t.add(r)
	}
	return t
}

// claims fills what becomes of late and lost parcels: platforms take more upon themselves than anybody else.
func (s *service) claims(d dice, r row) {
	r["claim_pay_rate"] = dec(d.between(50, 95), 2)
	r["claim_days"] = num(d.between(14, 60))
	switch s.kind {
	case "platform":
		r["exempt_low_score"], r["late_borne_by"] = "yes", "platform"
		if s.level != "economy" {
			r["exempt_not_received"] = "yes"
		}
		r["claim_cap"] = fmt.Sprintf("%d CNY", 300+100*d.IntN(6))
	case "post":
		r["claim_basis"], r["claim_multiple"] = "freight", "2"
	case "forwarder":
		r["claim_cap"], r["credit_days"] = fmt.Sprintf("%d USD", 30+10*d.IntN(6)), num(15*d.IntN(3))
	case "courier":
		r["claim_basis"], r["credit_days"] = "value_and_freight", "30"
		r["claim_cap"] = fmt.Sprintf("%d USD", 100*d.between(1, 5))
	}
	if slices.Contains(s.accepts, "liquid") && s.kind != "courier" {
		r["claim_multiple"] = "1"
	}
}
