package main

import (
	"strconv"
	"time"
)

// lane is a destination of the sample: what it buys in, where its parcels go and which goods can be sent there so
// that the book has a service for them.
type lane struct {
	country   string
	currency  string // what buyers pay in besides the US dollar
	rate      int    // minor units of that currency for one US dollar, a rough figure
	postcodes []string
	special   bool // a special-goods line and an express line run there
	battery   bool // batteries travel, if not by a line for special goods
	heavy     bool // parcels above 2 kg travel
}

var lanes = []share[lane]{
	{120, lane{"US", "", 0, []string{"100##", "331##", "606##", "752##", "900##", "981##", "303##", "021##", "802##", "995##"}, true, true, true}},
	{85, lane{"BR", "BRL", 540, []string{"01###-###", "20###-###", "30###-###", "80###-###", "40###-###"}, true, true, true}},
	{80, lane{"ES", "EUR", 86, []string{"280##", "080##", "460##", "410##", "350##"}, true, true, true}},
	{75, lane{"FR", "EUR", 86, []string{"750##", "690##", "130##", "330##", "590##"}, true, true, true}},
	{65, lane{"RU", "", 0, []string{"101###", "190###", "620###", "630###"}, true, true, true}},
	{55, lane{"PL", "PLN", 362, []string{"00-###", "30-###", "50-###", "80-###"}, true, true, true}},
	{55, lane{"DE", "EUR", 86, []string{"101##", "803##", "200##", "506##", "704##"}, true, true, true}},
	{50, lane{"GB", "GBP", 74, []string{"SW1A #AA", "M1 #AE", "LS1 #BA", "BT7 #NN", "EH1 #RE"}, true, true, true}},
	{45, lane{"IT", "EUR", 86, []string{"001##", "201##", "801##", "501##"}, true, true, true}},
	{40, lane{"KR", "KRW", 1450, []string{"04###", "06###", "48###"}, true, true, false}},
	{35, lane{"MX", "MXN", 1740, []string{"06###", "44###", "64###"}, true, true, true}},
	{30, lane{"NL", "EUR", 86, []string{"10## AB", "30## CD", "35## EK"}, true, true, true}},
	{28, lane{"CA", "CAD", 138, []string{"M5V #T6", "H2X #Y4", "V6B #A1", "T2P #J9", "X0A #H0"}, true, true, false}},
	{30, lane{"AU", "AUD", 142, []string{"20##", "30##", "41##", "50##", "60##", "08##", "70##"}, true, true, false}},
	{25, lane{"IL", "ILS", 310, []string{"61#####", "91#####"}, true, true, false}},
	{22, lane{"JP", "JPY", 154, []string{"100-00##", "530-00##", "810-00##"}, true, true, false}},
	{24, lane{"CL", "", 0, []string{"83#####", "25#####"}, false, true, true}},
	{18, lane{"CZ", "CZK", 2090, []string{"110 ##", "602 ##"}, false, true, true}},
	{15, lane{"PT", "EUR", 86, []string{"11##-###", "41##-###"}, false, true, true}},
	{14, lane{"BE", "EUR", 86, []string{"10##", "20##", "90##"}, false, true, true}},
	{14, lane{"SE", "SEK", 930, []string{"111 ##", "411 ##"}, false, true, true}},
	{14, lane{"CH", "CHF", 79, []string{"80##", "12##", "40##"}, false, true, true}},
	{12, lane{"UA", "", 0, []string{"010##", "790##"}, false, true, false}},
	{12, lane{"HU", "HUF", 33200, []string{"10##", "40##"}, false, true, true}},
	{10, lane{"TH", "THB", 3230, []string{"101##", "502##"}, false, false, false}},
	{10, lane{"KZ", "", 0, []string{"05####", "01####"}, false, true, false}},
	{9, lane{"TR", "TRY", 4450, []string{"34###", "06###"}, false, true, false}},
	{9, lane{"NZ", "NZD", 172, []string{"10##", "60##", "80##"}, false, false, false}},
}

// promises are delivery days a shop shows at checkout.
var promises = []share[int]{{8, 12}, {14, 15}, {18, 20}, {20, 25}, {18, 30}, {10, 40}, {8, 60}}

// sampleOrders draws the orders of one shop between 2026-06-01 and 2026-11-30, oldest first. The seed is one under
// which each of the book's four hold rules is met at least once.
func sampleOrders() []order {
	d := newDice(20260612)
	days := d.dates(300, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), 183)
	rows := make([]order, 0, len(days))
	id := 8_170_020_400_000_000
	for _, day := range days {
		id += d.between(1_000_000_000, 90_000_000_000)
		o := sampleOrder(d)
		o.id, o.shipDate = strconv.Itoa(id), day
		rows = append(rows, o)
	}
	return rows
}

func sampleOrder(d dice) order {
	l := pick(d, lanes)
	g := pick(d, shopGoods)
	for !l.takes(g) {
		g = pick(d, shopGoods)
	}
	n := pieces(d, g)
	o := order{country: l.country, attributes: g.attributes, hs6: pick(d, []share[int]{{86, 1}, {11, 2}, {3, 3}})}
	o.postcode = d.digits(l.postcodes[d.IntN(len(l.postcodes))])
	if l.country == "AU" && d.percent(12) {
		o.postcode = "" // the buyer left it out: the book holds such orders
	}
	o.decigrams = weigh(d, g, n)
	if d.percent(60) {
		o.box = parcel(d, g, n)
	}
	o.setValue(d, l, d.low(g.cheapest, g.priciest)*n)
	if d.percent(45) {
		o.promised = pick(d, promises)
	}
	o.service = buyerChoice(d, o, l, g)
	return o
}

// takes says whether the book has a service for such goods on this lane.
func (l lane) takes(g goods) bool {
	switch {
	case g.heavy && !l.heavy, g.risky && !l.special:
		return false
	case g.attributes == "battery":
		return l.battery
	}
	return true
}

// pieces draws how many pieces of the goods the parcel holds, mostly one.
func pieces(d dice, g goods) int {
	n := pick(d, []share[int]{{80, 1}, {14, 2}, {4, 3}, {2, 4}})
	return min(n, g.packs)
}

// weigh returns tenths of a gram: the pieces and their wrapping, now and then from a finer scale.
func weigh(d dice, g goods, n int) int {
	grams := d.low(g.lightest, g.heaviest)*n + d.between(6, 24)
	if d.percent(6) {
		return grams*10 + d.between(1, 9)
	}
	return grams * 10
}

// parcel stacks the pieces on their shortest side.
func parcel(d dice, g goods, n int) box {
	b := d.stretch(g.box)
	b.height = min(b.height*n, 400)
	return b
}

// setValue puts a price in US cents into the currency the buyer paid in; a few orders carry none.
func (o *order) setValue(d dice, l lane, cents int) {
	if d.percent(3) {
		return
	}
	cents -= cents%10 - 9 // shops like prices that end in nine
	o.currency, o.minor = "USD", cents
	if l.currency != "" && d.percent(45) {
		o.currency = l.currency
		o.minor = max(1, cents*l.rate/100)
	}
}

// buyerChoice is the delivery class the buyer paid for, if any. Special goods are sold with a choice only where a
// line for them runs, and express only for what an express line accepts.
func buyerChoice(d dice, o order, l lane, g goods) string {
	n := d.IntN(100)
	switch {
	case n < 4 && l.special && !g.risky && o.light():
		return "express"
	case n >= 4 && n < 16 && (l.special || !g.special()):
		return "standard"
	}
	return ""
}

// light says whether an express parcel of up to 2 kg can be made of the order: 1.5 kg, and 9 litres where the size is
// known.
func (o order) light() bool {
	return o.decigrams <= 15_000 && o.box.length*o.box.width*o.box.height <= 9_000_000
}
