package explain

import (
	"fmt"
	"slices"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/rates"
)

// noPrice tells between which weights the service has a price, around the order's.
func (c *Case) noPrice(q *engine.Quote) string {
	weight := q.BillableG
	if weight == 0 {
		weight = c.Row.Order.WeightG
	}
	below, above := int64(0), int64(0) // ends of the bands next to the weight
	bands := c.bands(q)
	for _, r := range bands {
		if r.UptoG < weight {
			below = max(below, r.UptoG)
		}
		if r.OverG >= weight && (above == 0 || r.OverG < above) {
			above = r.OverG
		}
	}
	goods := ""
	if len(bands) > 0 && bands[0].Attribute != "" {
		goods = " for " + bands[0].Attribute
	}
	zone := goods + " in zone " + q.Zone
	switch {
	case above == 0:
		return fmt.Sprintf("its heaviest price%s ends at %d g%s", zone, below, c.counted(q))
	case below == 0:
		return fmt.Sprintf("its lightest price%s is above %d g%s", zone, above, c.counted(q))
	}
	return fmt.Sprintf("no price%s from %d to %d g%s", zone, below+1, above, c.counted(q))
}

// counted adds the billable weight where it is not the parcel's own.
func (c *Case) counted(q *engine.Quote) string {
	if q.BillableG == 0 || q.BillableG == c.Row.Order.WeightG {
		return ""
	}
	return fmt.Sprintf("; billable are %d g", q.BillableG)
}

// bands lists the prices of the quote's zone that are looked at for this order: those in force on the ship date, of the
// first of the order's attributes that has prices of its own, else of plain goods.
func (c *Case) bands(q *engine.Quote) []*rates.RateRow {
	o := &c.Row.Order
	var inForce []*rates.RateRow
	attribute := ""
	for i := range c.Book.Rates {
		r := &c.Book.Rates[i]
		if r.Service != q.Service.Code || r.Zone != q.Zone || !r.Holds(o.ShipDate) {
			continue
		}
		inForce = append(inForce, r)
		if attribute == "" && r.Attribute != "" && slices.Contains(o.Attributes, r.Attribute) {
			attribute = r.Attribute
		}
	}
	return slices.DeleteFunc(inForce, func(r *rates.RateRow) bool { return r.Attribute != attribute })
}
