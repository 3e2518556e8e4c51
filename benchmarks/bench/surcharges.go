package bench

const surchargeColumns = "service,surcharge,type,kind,amount,allowance,min,max,zone,area,country,when,group,valid_from,valid_to,source"

// surchargeTable gives services their surcharges; an order meets three to six of a service, some of which do not apply
// to it. Taxes come last because they are taken of what stands above them.
func surchargeTable(d dice, all []*service) *table {
	t := newTable(surchargeColumns)
	for _, s := range all {
		cur := currencyOf(s.currency)
		own := func(name, kind, amount string, more row) {
			r := row{"service": s.code, "surcharge": name, "type": "surcharge", "kind": kind, "amount": amount}
			for k, v := range more {
				r[k] = v
			}
			t.add(r)
		}
		own("handling", "flat", cur.price(d.between(30, 220)), nil)
		switch s.kind {
		case "courier":
			s.courierCharges(d, own)
		case "forwarder":
			s.forwarderCharges(d, own)
		case "post":
			own("remote_area", "flat", cur.price(d.between(300, 900)), row{"area": "remote_post"})
			own("registered", "flat", cur.price(d.between(100, 300)), row{"when": `service.tracking == "full" and order.weight_g <= 2000`})
		case "platform":
			s.platformCharges(d, own)
		}
	}
	taxes(t)
	return t
}

type charge func(name, kind, amount string, more row)

// courierCharges are a courier's: peak demand by day and country, remote areas, one of the oversize charges, and fuel
// on everything above it, which changes by the quarter.
func (s *service) courierCharges(d dice, own charge) {
	cur := currencyOf(s.currency)
	own("peak_demand", "per_kg", cur.price(d.between(600, 1800)), row{"country": "US|BR|CA|MX", "valid_from": "2025-09-16", "valid_to": "2026-01-31"})
	own("remote_area", "per_kg", cur.price(360), row{"area": "remote_courier", "min": "180 CNY"})
	own("oversize", "flat", "125 CNY", row{"when": "order.longest_cm >= 100 or order.middle_cm >= 76 or order.weight_g >= 25000", "group": "oversize"})
	own("large_package", "flat", "530 CNY", row{"when": "order.girth_cm >= 180", "group": "oversize"})
	own("non_stackable", "percent_of_freight", "12", row{"when": "order.has_dims and order.shortest_cm * 6 < order.longest_cm", "group": "oversize", "max": "60 CNY"})
	fuel := d.between(900, 1400)
	for i, q := range []edition{{"2025-10-01", "2025-12-31", 0}, {"2026-01-01", "2026-03-31", 0}, {"2026-04-01", "", 0}} {
		own("fuel", "percent_of_charges", dec(fuel+75*i, 2), row{"type": "fuel", "valid_from": q.from, "valid_to": q.to})
	}
}

// forwarderCharges are a forwarder's: fuel on the discounted freight, a season, battery goods, remote areas.
func (s *service) forwarderCharges(d dice, own charge) {
	cur := currencyOf(s.currency)
	if d.percent(70) {
		own("peak", "per_kg", cur.price(d.between(200, 600)), row{"valid_from": "2026-03-15", "valid_to": "2026-05-15"})
	}
	if d.percent(60) {
		own("battery_goods", "percent_of_freight", dec(d.between(60, 180), 1), row{"when": `"battery" in order.attributes`, "max": "40 CNY"})
	}
	own("remote_area", "flat", cur.price(d.between(900, 2500)), row{"area": "remote_courier"})
	own("fuel", "percent_of_freight", dec(d.between(30, 95), 1), row{"type": "fuel"})
}

// platformCharges are a platform's: a label, insurance by value, a country's season.
func (s *service) platformCharges(d dice, own charge) {
	cur := currencyOf(s.currency)
	if s.level != "economy" {
		own("insurance", "percent_of_value", dec(d.between(3, 9), 1), row{"allowance": "50 CNY", "max": "30 CNY"})
	}
	if d.percent(50) {
		own("peak", "per_kg", cur.price(d.between(100, 400)), row{"country": "US|BR|ES|FR", "valid_from": "2026-03-15", "valid_to": "2026-04-30"})
	}
	own("sorting", "flat", cur.price(d.between(20, 60)), row{"when": "billable_g > 500", "country": "FR|GB|DE|IT|PL|CZ"})
	if s.level == "express" {
		own("fuel", "percent_of_freight", dec(d.between(60, 120), 1), row{"type": "fuel"})
	}
}

// taxes are duties and value-added tax where a service pays them for the buyer.
func taxes(t *table) {
	prepaid := "channel:online|kind:forwarder"
	t.add(row{
		"service": prepaid, "surcharge": "us_duty", "type": "tax", "kind": "percent_of_value", "amount": "10", "country": "US",
		"valid_from": "2026-02-24", "valid_to": "2026-07-24",
	})
	t.add(row{
		"service": prepaid, "surcharge": "eu_duty", "type": "tax", "kind": "per_hs6", "amount": "3 EUR", "country": list(european),
		"when": `value_in("EUR") <= 150`, "valid_from": "2026-05-01",
	})
	t.add(row{
		"service": "kind:forwarder", "surcharge": "mx_ddp", "type": "tax", "kind": "percent_of_value", "amount": "33.5", "country": "MX",
		"when": `value_in("USD") >= 1 and value_in("USD") <= 300`,
	})
	t.add(row{"service": "level:standard", "surcharge": "ca_gst", "type": "tax", "kind": "percent_of_value", "amount": "5", "allowance": "20 CAD", "country": "CA"})
	t.add(row{
		"service": "kind:courier", "surcharge": "gb_vat", "type": "tax", "kind": "percent_of_landed", "amount": "20", "country": "GB",
		"when": `value_in("GBP") <= 135`,
	})
}
