package bench

import "fmt"

// zone is what a service prices: a country, some countries of a region, or a part of a large country.
type zone struct {
	name   string
	region int
	dearer int // percent above the region's price
}

// part is a piece of a large country: postcodes that begin with from to upto.
type part struct{ country, from, upto, name string }

// parts are the postcode zones of forwarders, posts and couriers. A longer beginning stands inside a shorter one.
var parts = [...]part{
	{"US", "0", "3", "US1"},
	{"US", "4", "6", "US2"},
	{"US", "7", "9", "US3"},
	{"US", "995", "999", "US4"},
	{"US", "967", "968", "US4"},
	{"AU", "2", "3", "AU1"},
	{"AU", "4", "4", "AU2"},
	{"AU", "5", "7", "AU3"},
	{"AU", "08", "09", "AU4"},
	{"AU", "4875", "", "AU4"},
	{"CA", "G", "P", "CA1"},
	{"CA", "R", "V", "CA2"},
	{"CA", "X", "Y", "CA3"},
	{"BR", "0", "1", "BR1"},
	{"BR", "2", "5", "BR2"},
	{"BR", "6", "9", "BR3"},
	{"BR", "69", "", "BR4"},
	{"RU", "1", "", "RU1"},
	{"RU", "2", "4", "RU2"},
	{"RU", "6", "", "RU3"},
	{"ES", "35", "", "ES2"},
	{"ES", "38", "", "ES2"},
	{"GB", "BT", "", "GB2"},
	{"GB", "ZE", "", "GB2"},
	{"GB", "HS", "", "GB2"},
}

// split says how often (percent of the services with postcodes) a country is cut into parts.
const split = 40

// cutZones decides which zones a service has. A service priced by country without postcodes needs no rows in
// `zones`: each country is a zone named by its code.
func (s *service) cutZones(d dice, byCountry bool) {
	s.listed = !byCountry
	seen := map[string]bool{}
	add := func(z zone) string {
		if !seen[z.name] {
			seen[z.name] = true
			s.zones = append(s.zones, z)
		}
		return z.name
	}
	for _, c := range s.countries {
		z := zone{name: c.code, region: c.region}
		if !byCountry {
			z.name = fmt.Sprintf("Z%d", c.region+1)
			if c.orders >= 500 { // worth a price of its own
				z.name = c.code
			}
		}
		add(z)
	}
	if !s.postcodes {
		return
	}
	cut := map[string]bool{}
	for _, p := range parts {
		if _, asked := cut[p.country]; !asked {
			cut[p.country] = d.percent(split)
		}
		if c, ok := s.serves(p.country); ok && cut[p.country] {
			s.listed = true
			add(zone{name: p.name, region: c.region, dearer: 8 * int(p.name[2]-'1')})
		}
	}
}

func (s *service) serves(code string) (country, bool) {
	for _, c := range s.countries {
		if c.code == code {
			return c, true
		}
	}
	return country{}, false
}

func (s *service) hasZone(name string) bool {
	for _, z := range s.zones {
		if z.name == name {
			return true
		}
	}
	return false
}

const zoneColumns = "service,country,postcode_from,postcode_to,zone,min_g,step_g,dim_divisor,dim_trigger,max_side_cm,max_sum_cm," +
	"max_girth_cm,max_box_cm,max_value,claim_cap,source,note"

func zoneTable(d dice, all []*service) *table {
	t := newTable(zoneColumns)
	for _, s := range all {
		if !s.listed {
			continue
		}
		for _, c := range s.countries {
			name := c.code
			if !s.hasZone(name) {
				name = fmt.Sprintf("Z%d", c.region+1)
			}
			t.add(s.override(d, row{"service": s.code, "country": c.code, "zone": name}))
			for _, p := range parts {
				if p.country == c.code && s.hasZone(p.name) {
					t.add(row{"service": s.code, "country": c.code, "postcode_from": p.from, "postcode_to": p.upto, "zone": p.name})
				}
			}
		}
	}
	return t
}

// override gives some countries terms of their own, as price lists do for a lane or two.
func (s *service) override(d dice, r row) row {
	switch d.IntN(40) {
	case 0:
		r["min_g"] = "100"
	case 1:
		r["dim_divisor"] = "none"
	case 2:
		r["max_value"] = "150 EUR"
	case 3:
		r["claim_cap"] = "40 USD"
	case 4:
		r["max_side_cm"] = "100"
	case 5:
		if nth(s.divisors, s.member) != "" {
			r["dim_divisor"], r["dim_trigger"] = "8000", "1.5"
		}
	}
	return r
}

// areaTable lists remote places: a few beginnings in many countries and a long list in the largest, as couriers do.
func areaTable(d dice) *table {
	t := newTable("area,country,postcode_from,postcode_to,source")
	for _, c := range countries[:45] {
		for n, area := range []string{"remote_courier", "remote_post"} {
			if c.postcode == "" || c.postcode[0] != '#' {
				continue
			}
			ranges := 24 / (1 + 5*n)
			for i := range ranges {
				low := i*100/ranges + d.IntN(max(1, 80/ranges))
				t.add(row{
					"area": area, "country": c.code, "postcode_from": fmt.Sprintf("%02d%d", low, d.IntN(4)),
					"postcode_to": fmt.Sprintf("%02d%d", low, d.between(4, 5)),
				})
			}
		}
	}
	for _, p := range []part{{"CA", "X0", "Y1", ""}, {"GB", "ZE", "", ""}, {"GB", "HS", "", ""}, {"GB", "BT", "", ""}} {
		t.add(row{"area": "remote_courier", "country": p.country, "postcode_from": p.from, "postcode_to": p.upto})
	}
	return t
}
