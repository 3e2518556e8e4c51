package rates

// duplicateKeys finds names and keys that may occur once and occur again. The later row is the one to blame.
func (c *checker) duplicateKeys() {
	b := c.b
	onceOnly(c, "services", "service", b.Services, func(r *Service) (string, Place) { return r.Code, r.Place })
	onceOnly(c, "rules", "rule", b.Rules, func(r *Rule) (string, Place) { return r.Name, r.Place })
	onceOnly(c, "volumes", "contract", b.Volumes, func(r *Volume) (string, Place) { return r.Contract, r.Place })
	onceOnly(c, "limits", "contract", b.Limits, func(r *Limit) (string, Place) { return r.Contract, r.Place })
	onceOnly(c, "contracts", "contract", b.Contracts, func(r *Contract) (string, Place) { return r.Contract, r.Place })
	onceOnly(c, "countries", "country", b.Countries, func(r *CountryRow) (string, Place) { return r.Country.String(), r.Place })
	onceOnly(c, "risk", "service", b.Risk, func(r *Risk) (string, Place) {
		if r.Country == AnyCountry {
			return r.Service + " (default)", r.Place
		}
		return r.Service + " to " + r.Country.String(), r.Place
	})
	onceOnly(c, "fx", "currency", b.FX, func(r *FX) (string, Place) {
		if r.ValidFrom == NoDate {
			return r.Currency.String() + " since ever", r.Place
		}
		return r.Currency.String() + " from " + r.ValidFrom.String(), r.Place
	})
	onceOnly(c, "weights", "bad_rate_from", b.Weights, func(r *Weight) (string, Place) { return r.BadRateFrom.String(), r.Place })
}

// onceOnly reports each row whose key an earlier row of the table has.
func onceOnly[T any](c *checker, table, column string, rows []T, key func(*T) (string, Place)) {
	first := make(map[string]int, len(rows))
	for i := range rows {
		k, place := key(&rows[i])
		j, seen := first[k]
		if !seen {
			first[k] = i
			continue
		}
		_, other := key(&rows[j])
		c.report("E100", at{place, table, column}, "%s stands here again, first in %s", k, rowText(other, j))
	}
}
