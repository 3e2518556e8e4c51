package main

import (
	"fmt"
	"time"
)

// islandGoods is an invented assortment of a shop that sends by the made-up post of the book northpost. Prices are
// whole Icelandic crowns.
var islandGoods = []share[goods]{
	{20, goods{name: "postcards", lightest: 18, heaviest: 80, cheapest: 590, priciest: 2490, box: box{190, 130, 4}, packs: 1}},
	{16, goods{name: "print", lightest: 90, heaviest: 460, cheapest: 1990, priciest: 9900, box: box{280, 200, 17}, packs: 1}},
	{18, goods{name: "book", lightest: 260, heaviest: 900, cheapest: 2490, priciest: 8900, box: box{230, 160, 32}, packs: 3}},
	{20, goods{name: "wool sweater", lightest: 420, heaviest: 980, cheapest: 14900, priciest: 32900, box: box{320, 250, 80}, packs: 2}},
	{12, goods{name: "jam and salt", attributes: "food", lightest: 380, heaviest: 1900, cheapest: 1890, priciest: 8900, box: box{210, 160, 120}, packs: 1}},
	{8, goods{name: "glass lamp", attributes: "fragile", lightest: 900, heaviest: 3200, cheapest: 12900, priciest: 49900, box: box{300, 280, 260}, packs: 1}},
	{10, goods{name: "headphones", attributes: "battery", lightest: 190, heaviest: 420, cheapest: 7900, priciest: 45900, box: box{200, 180, 90}, packs: 1}},
	{6, goods{name: "sleeping bag", lightest: 1400, heaviest: 3400, cheapest: 19900, priciest: 89900, box: box{420, 260, 240}, packs: 1}},
	{5, goods{name: "riding saddle", lightest: 6200, heaviest: 12500, cheapest: 89000, priciest: 289000, box: box{600, 480, 330}, packs: 1}},
}

// posts are the destinations of northpost; rate is minor units of currency for 1000 crowns, a rough figure.
var posts = []share[lane]{
	{46, lane{country: "IS", postcodes: []string{"10#", "11#", "20#", "22#", "19#", "600", "603", "611", "900", "4##", "7##"}}},
	{12, lane{country: "NO", currency: "NOK", rate: 8100, postcodes: []string{"01##", "50##", "91##"}}},
	{11, lane{country: "DK", currency: "DKK", rate: 5150, postcodes: []string{"1###", "80##"}}},
	{12, lane{country: "GB", currency: "GBP", rate: 600, postcodes: []string{"EH1 #YZ", "M1 #AE", "BT7 #NN", "ZE1 #AA"}}},
	{11, lane{country: "DE", currency: "EUR", rate: 695, postcodes: []string{"101##", "200##", "803##"}}},
	{11, lane{country: "US", currency: "USD", rate: 795, postcodes: []string{"100##", "981##", "995##", "606##"}}},
}

// northpostOrders draws the orders of one shop between 2026-05-15 and 2026-11-14, over both editions of the book.
func northpostOrders() []order {
	d := newDice(20260515)
	days := d.dates(60, time.Date(2026, 5, 15, 0, 0, 0, 0, time.UTC), 184)
	rows := make([]order, 0, len(days))
	for i, day := range days {
		o := northpostOrder(d)
		o.id, o.shipDate = fmt.Sprintf("NP-%05d", 40210+3*i+d.IntN(3)), day
		rows = append(rows, o)
	}
	return rows
}

func northpostOrder(d dice) order {
	l := pick(d, posts)
	g := pick(d, islandGoods)
	n := pieces(d, g)
	o := order{country: l.country, attributes: g.attributes, decigrams: weigh(d, g, n), hs6: pick(d, []share[int]{{88, 1}, {12, 2}})}
	o.postcode = d.digits(l.postcodes[d.IntN(len(l.postcodes))])
	if d.percent(70) {
		o.box = parcel(d, g, n)
	}
	if !d.percent(6) {
		o.currency, o.minor = "ISK", d.low(g.cheapest, g.priciest)*n
		if l.currency != "" && d.percent(70) {
			o.currency, o.minor = l.currency, o.minor*l.rate/1000
		}
	}
	if d.percent(30) {
		o.promised = pick(d, []share[int]{{3, 5}, {3, 8}, {2, 14}, {1, 20}})
	}
	o.service = pick(d, []share[string]{{93, ""}, {7, "express"}})
	return o
}
