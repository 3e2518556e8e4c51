package server

import (
	"bytes"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// PricedAt is what a price depends on besides the order: with it a decision can be made again.
type PricedAt struct {
	BookHash string   `json:"book_hash"`
	ShipDate string   `json:"ship_date"`
	Volumes  []Volume `json:"volumes"`
	Shop     Shop     `json:"shop"`
}

// Volume is what a contract has booked in its period to date.
type Volume struct {
	Contract string `json:"contract"`
	Parcels  string `json:"parcels"`
	Kg       string `json:"kg"`
	Spend    string `json:"spend"` // in settlement currency
}

// Shop is the shop's score and what one more bad order costs at it, in settlement currency.
type Shop struct {
	Orders       int64  `json:"orders"`
	BadOrders    int64  `json:"bad_orders"`
	BadOrderCost string `json:"bad_order_cost"`
}

func volumeJSON(v rates.Volume) Volume {
	return Volume{v.Contract, v.Parcels.String(), v.Kg.String(), v.Spend.String()}
}

// pricedOn is what orders are priced at that ship on a day.
func pricedOn(day string, b *rates.Book, volumes []rates.Volume, orders, bad int64, cost money.Amount) PricedAt {
	p := PricedAt{BookHash: b.Hash, ShipDate: day, Volumes: []Volume{}, Shop: Shop{orders, bad, cost.String()}}
	for _, v := range volumes {
		p.Volumes = append(p.Volumes, volumeJSON(v))
	}
	return p
}

// pricedAt writes down what is the same for all orders, as the two parts around the ship date.
func pricedAt(b *rates.Book, volumes []rates.Volume, orders, bad int64, cost money.Amount) (before, after []byte) {
	const day = "0000-00-00"
	p := pricedOn(day, b, volumes, orders, bad, cost)
	before, after, _ = bytes.Cut(bytes.TrimSuffix(marshal(p), []byte("\n")), []byte(`"ship_date":"`+day+`"`))
	return append([]byte(`,"priced_at":`), append(before, `"ship_date":"`...)...), append([]byte{'"'}, after...)
}

// withPricedAt adds priced_at to an object that stands alone in dst[from:], with its line end.
func (l *live) withPricedAt(dst []byte, day rates.Date) []byte {
	dst = bytes.TrimSuffix(dst, []byte("}\n"))
	dst = append(append(dst, l.before...), day.String()...)
	return append(append(dst, l.after...), "}\n"...)
}
