package main

// goods is a class of things a shop sends: weights in grams and prices in US cents, both for one piece.
type goods struct {
	name               string // for the reader only; no file carries it
	attributes         string
	lightest, heaviest int
	cheapest, priciest int
	box                box // of one piece
	packs              int // most pieces in one parcel
	heavy, risky       bool
}

// special goods travel on fewer services than general ones.
func (g goods) special() bool { return g.attributes != "" && g.attributes != "clothing" }

// shopGoods is an invented assortment of a shop for small goods. heavy goods go only where a service takes more than
// 2 kg, risky ones (cosmetics and liquids) only where a service for special goods runs.
var shopGoods = []share[goods]{
	{130, goods{name: "phone case", lightest: 22, heaviest: 95, cheapest: 199, priciest: 1299, box: box{180, 100, 20}, packs: 4}},
	{55, goods{name: "screen protector", lightest: 30, heaviest: 120, cheapest: 149, priciest: 899, box: box{190, 110, 18}, packs: 3}},
	{70, goods{name: "cable or adapter", lightest: 35, heaviest: 160, cheapest: 189, priciest: 1599, box: box{150, 110, 30}, packs: 3}},
	{60, goods{name: "jewellery", lightest: 15, heaviest: 70, cheapest: 159, priciest: 2499, box: box{110, 90, 35}, packs: 3}},
	{90, goods{name: "T-shirt", attributes: "clothing", lightest: 140, heaviest: 290, cheapest: 499, priciest: 2199, box: box{280, 220, 30}, packs: 3}},
	{60, goods{name: "dress", attributes: "clothing", lightest: 190, heaviest: 520, cheapest: 999, priciest: 4599, box: box{300, 240, 45}, packs: 2}},
	{35, goods{name: "jacket", attributes: "clothing", lightest: 520, heaviest: 1400, cheapest: 1899, priciest: 7999, box: box{380, 280, 90}, packs: 1}},
	{30, goods{name: "shoes", lightest: 480, heaviest: 1150, cheapest: 1499, priciest: 5999, box: box{320, 200, 115}, packs: 1}},
	{70, goods{name: "earphones", attributes: "battery", lightest: 60, heaviest: 180, cheapest: 599, priciest: 3999, box: box{130, 100, 50}, packs: 2}},
	{35, goods{name: "smart watch", attributes: "battery", lightest: 110, heaviest: 260, cheapest: 1299, priciest: 8999, box: box{140, 110, 70}, packs: 1}},
	{30, goods{name: "power bank", attributes: "battery", lightest: 180, heaviest: 480, cheapest: 899, priciest: 3599, box: box{170, 100, 40}, packs: 1}},
	{15, goods{name: "toy drone", attributes: "battery", lightest: 420, heaviest: 1300, cheapest: 2499, priciest: 17999, box: box{280, 210, 95}, packs: 1}},
	{35, goods{name: "make-up", attributes: "cosmetic", lightest: 25, heaviest: 220, cheapest: 199, priciest: 1899, box: box{150, 100, 40}, packs: 3, risky: true}},
	{15, goods{name: "nail polish", attributes: "cosmetic|liquid", lightest: 40, heaviest: 260, cheapest: 249, priciest: 1599, box: box{120, 90, 60}, packs: 3, risky: true}},
	{18, goods{name: "liquid soap", attributes: "liquid", lightest: 240, heaviest: 980, cheapest: 399, priciest: 1899, box: box{200, 90, 90}, packs: 2, risky: true}},
	{70, goods{name: "kitchen gadget", lightest: 90, heaviest: 620, cheapest: 299, priciest: 2299, box: box{240, 160, 80}, packs: 2}},
	{50, goods{name: "toy", lightest: 120, heaviest: 780, cheapest: 399, priciest: 3299, box: box{260, 190, 90}, packs: 2}},
	{45, goods{name: "car accessory", lightest: 110, heaviest: 900, cheapest: 399, priciest: 3999, box: box{270, 180, 80}, packs: 2}},
	{35, goods{name: "pet supplies", lightest: 100, heaviest: 700, cheapest: 299, priciest: 2499, box: box{250, 180, 90}, packs: 2}},
	{20, goods{name: "bag", lightest: 380, heaviest: 950, cheapest: 1299, priciest: 5999, box: box{360, 250, 110}, packs: 1}},
	{16, goods{name: "tool set", lightest: 1900, heaviest: 4600, cheapest: 2999, priciest: 9999, box: box{380, 270, 95}, packs: 1, heavy: true}},
	{12, goods{name: "tent", lightest: 2100, heaviest: 3900, cheapest: 3999, priciest: 12999, box: box{470, 160, 160}, packs: 1, heavy: true}},
	{18, goods{name: "tablet computer", attributes: "battery", lightest: 560, heaviest: 980, cheapest: 8999, priciest: 26999, box: box{290, 210, 60}, packs: 1}},
	{10, goods{name: "camera drone", attributes: "battery", lightest: 680, heaviest: 1500, cheapest: 32999, priciest: 94999, box: box{310, 240, 120}, packs: 1}},
}
