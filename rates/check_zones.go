package rates

import (
	"cmp"
	"slices"
	"strings"
)

// zoneOverlaps finds rows of one service, country and length of postcode beginning that share a beginning: neither
// would be the longer match.
func (c *checker) zoneOverlaps() {
	zones := c.b.Zones
	order := make([]int, 0, len(zones))
	for i := range zones {
		if p := zones[i].Postcodes; p.From <= p.To {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := &zones[i], &zones[j]
		return cmp.Or(compareScope(a, b), strings.Compare(a.Postcodes.From, b.Postcodes.From), cmp.Compare(i, j))
	})
	told := make([]bool, len(zones))
	for n, i := range order {
		// The widest-reaching row so far is the one that the next may run into.
		if n == 0 {
			continue
		}
		wide := order[n-1]
		if compareScope(&zones[wide], &zones[i]) != 0 {
			continue
		}
		if zones[i].Postcodes.From <= zones[wide].Postcodes.To {
			c.zoneOverlap(min(wide, i), max(wide, i), told)
		}
		if zones[wide].Postcodes.To > zones[i].Postcodes.To {
			order[n] = wide
		}
	}
}

func compareScope(a, b *Zone) int {
	return cmp.Or(strings.Compare(a.Service, b.Service), cmp.Compare(a.Country, b.Country), cmp.Compare(len(a.Postcodes.From), len(b.Postcodes.From)))
}

func (c *checker) zoneOverlap(earlier, later int, told []bool) {
	if told[later] {
		return
	}
	told[later] = true
	a, b := &c.b.Zones[later], &c.b.Zones[earlier]
	column := "postcode_from"
	if a.Postcodes.From == "" {
		column = "country"
	}
	c.report("E102", at{a.Place, "zones", column}, "%s %s%s is also covered by %s", a.Service, a.Country, postcodes(a.Postcodes), rowText(b.Place, earlier))
}

func postcodes(p Postcodes) string {
	switch p.From {
	case "":
		return ""
	case p.To:
		return " " + p.From
	default:
		return " " + p.From + " to " + p.To
	}
}

// zonesAndRates finds services without rates, zones without rates, and rates and surcharges whose zone no row leads to.
func (c *checker) zonesAndRates() {
	priced := map[string]bool{} // services
	rated := map[rateKey]bool{} // services and zones
	for _, g := range c.groups {
		r := g.first(c.b)
		priced[r.Service] = true
		rated[rateKey{service: r.Service, zone: r.Zone}] = true
	}
	leads := map[rateKey]bool{}
	zoned := map[string]bool{}
	for i := range c.b.Zones {
		z := &c.b.Zones[i]
		zoned[z.Service] = true
		leads[rateKey{service: z.Service, zone: z.Zone}] = true
	}
	if c.complete("rates", "services") {
		c.unpriced(priced, rated)
	}
	if c.complete("zones", "services") {
		c.unreachedRates(zoned, leads)
		c.surchargeZones(zoned)
	}
}

func (c *checker) unpriced(priced map[string]bool, rated map[rateKey]bool) {
	for i := range c.b.Services {
		if s := &c.b.Services[i]; !priced[s.Code] {
			c.report("W111", at{s.Place, "services", "service"}, "service %s has no row in rates", s.Code)
		}
	}
	told := map[rateKey]bool{}
	for i := range c.b.Zones {
		z := &c.b.Zones[i]
		key := rateKey{service: z.Service, zone: z.Zone}
		if rated[key] || told[key] || !priced[z.Service] || c.services[z.Service] == nil {
			continue
		}
		told[key] = true
		c.report("W107", at{z.Place, "zones", "zone"}, "zone %s of %s has no row in rates", z.Zone, z.Service)
	}
}

func (c *checker) unreachedRates(zoned map[string]bool, leads map[rateKey]bool) {
	told := map[rateKey]bool{}
	for _, g := range c.groups {
		r := g.first(c.b)
		key := rateKey{service: r.Service, zone: r.Zone}
		if leads[key] || told[key] || c.services[r.Service] == nil || !zoned[r.Service] && isCountryCode(r.Zone) {
			continue
		}
		told[key] = true
		where := at{r.Place, "rates", "zone"}
		if zoned[r.Service] {
			c.report("W108", where, "no row of zones leads to zone %s of %s", r.Zone, r.Service)
		} else {
			c.report("W108", where, "%s has no rows in zones, so its zones are country codes, which %q is not", r.Service, r.Zone)
		}
	}
}

// surchargeZones finds surcharges for a zone that no row of zones names and no service has as a country.
func (c *checker) surchargeZones(zoned map[string]bool) {
	names := map[string]bool{}
	for i := range c.b.Zones {
		names[c.b.Zones[i].Zone] = true
	}
	countries := false
	for i := range c.b.Services {
		countries = countries || !zoned[c.b.Services[i].Code]
	}
	ask := func(where at, zones []string) {
		for _, z := range zones {
			if !names[z] && !(countries && isCountryCode(z)) {
				c.report("W112", where, "no service has zone %q", z)
			}
		}
	}
	for i := range c.b.Surcharges {
		ask(at{c.b.Surcharges[i].Place, "surcharges", "zone"}, c.b.Surcharges[i].Zones)
	}
	for _, n := range c.b.beside {
		if n.column == "zone" {
			ask(n.at, n.names)
		}
	}
}

// isCountryCode reports whether a zone is a country as the engine names it: upper-case.
func isCountryCode(zone string) bool {
	country, ok := ParseCountry(zone)
	return ok && country.String() == zone
}

// attributes finds rates for special goods that their service does not accept: an order of such goods is refused
// before they are asked.
func (c *checker) attributes() {
	if !c.complete("services") {
		return
	}
	type pair struct{ service, attribute string }
	told := map[pair]bool{}
	for _, g := range c.groups {
		r := g.first(c.b)
		s := c.services[r.Service]
		key := pair{r.Service, r.Attribute}
		if r.Attribute == "" || s == nil || s.AcceptsAll || slices.Contains(s.Accepts, r.Attribute) || told[key] {
			continue
		}
		told[key] = true
		c.report("W113", at{r.Place, "rates", "attribute"}, "%s does not accept %s", r.Service, r.Attribute)
	}
}
