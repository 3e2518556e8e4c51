package bench

import "slices"

// bands are the tops of weight bands, grams; a service's card uses those up to its heaviest.
var bands = map[style][]int{
	feePlusKg: {100, 200, 300, 450, 700, 1000, 2000, 3000, 5000, 10_000, 20_000, 30_000},
	perStep:   {100, 250, 500, 1000, 1500, 2000, 5000, 10_000, 20_000, 30_000},
	steps:     {500, 1000, 1500, 2000, 5000, 10_000, 21_000, 30_000, 70_000},
}

// mostBands is how many bands a zone's card has at most.
const mostBands = 8

// tops draws the bands of a service: between five and mostBands, the last its heaviest.
func (s *service) tops(d dice) []int {
	var all []int
	for _, top := range bands[s.style] {
		if top <= s.heaviest {
			all = append(all, top)
		}
	}
	if all[len(all)-1] < s.heaviest {
		all = append(all, s.heaviest)
	}
	want := min(len(all), d.between(6, mostBands))
	for len(all) > want {
		i := d.IntN(len(all) - 1)
		all = slices.Delete(all, i, i+1)
	}
	return all
}

// edition is a span of days with prices of its own.
type edition struct {
	from, to string
	dearer   int // percent
}

var (
	oneEdition  = []edition{{"2026-01-01", "", 0}}
	twoEditions = []edition{{"2025-10-01", "2026-03-31", 0}, {"2026-04-01", "", 6}}
	ended       = []edition{{"2026-01-01", "2026-05-31", 0}}
)

const (
	withdrawn = 34 // the service whose prices ended before the last orders
	notLight  = 5  // the service that takes no parcel below 20 g
)

const rateColumns = "service,zone,attribute,over_g,upto_g,base,per_kg,first_g,step_g,step_price,min_price,min_net,valid_from,valid_to," +
	"source,source_date,confidence,note"

func rateTable(d dice, all []*service) *table {
	t := newTable(rateColumns)
	for _, s := range all {
		editions := oneEdition
		switch {
		case s.number == withdrawn:
			editions = ended
		case s.number%5 == 2:
			editions = twoEditions
		}
		tops := s.tops(d)
		for _, z := range s.zones {
			fee, kg := d.around(s.fee, 10), d.around(s.perKg, 10)*(100+9*z.region+z.dearer)/100
			for _, e := range editions {
				s.card(t, z, "", tops, e, fee, kg)
				for _, goods := range s.ownPrices() {
					s.card(t, z, goods, tops[len(tops)-3:], e, fee+150, kg*118/100)
				}
			}
		}
	}
	return t
}

// ownPrices names the goods that a service has prices of their own for.
func (s *service) ownPrices() []string {
	if s.onePrice || s.style != feePlusKg || s.number%3 != 0 {
		return nil
	}
	var out []string
	for i, a := range []string{"battery", "cosmetic"} {
		if s.number%(3+3*i) == 0 && slices.Contains(s.accepts, a) {
			out = append(out, a)
		}
	}
	return out
}

// card writes the bands of one zone and edition. Heavier parcels pay less for a kilogram and more for the parcel; on
// some cards the price drops at an edge, as on real ones.
func (s *service) card(t *table, z zone, attribute string, tops []int, e edition, fee, kg int) {
	cur := currencyOf(s.currency)
	over, f, k := 0, fee*(100+e.dearer)/100, kg*(100+e.dearer)/100
	if s.number == notLight {
		over = 20
	}
	for i, top := range tops {
		if i > 0 && i%3 == 0 {
			less := k * 4 / 100
			k -= less
			if s.number%5 != 3 {
				f += less * over / 1000
			}
		}
		r := row{
			"service": s.code, "zone": z.name, "attribute": attribute, "over_g": num(over), "upto_g": num(top),
			"valid_from": e.from, "valid_to": e.to, "source": "price list of " + s.code, "source_date": "2026", "confidence": "made up",
		}
		switch {
		case s.style == feePlusKg:
			r["base"], r["per_kg"] = cur.price(f), cur.price(k)
		case s.style == perStep:
			r["base"], r["first_g"], r["step_g"], r["step_price"] = cur.price(f+k/20), "50", "50", cur.price(k/20)
		case top <= 2000:
			r["base"] = cur.price(f + k*top/1000)
		default:
			r["base"], r["first_g"], r["step_g"], r["step_price"] = cur.price(f+k*2), "2000", "500", cur.price(k/2)
		}
		if s.number%4 == 1 && i == 0 {
			r["min_price"] = cur.price(f + k/10)
		}
		if s.contract != "" && s.number%3 == 1 {
			r["min_net"] = cur.price(f)
		}
		t.add(r)
		over = top
	}
}
