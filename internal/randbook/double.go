package randbook

import "maps"

// addDoubles sometimes copies services under other codes, with their zones and
// rates. Where lateness and bad scores cost nothing the two have equal totals,
// and the ties are decided by probabilities or by the order of the table.
func (g *gen) addDoubles(services, zones, rates *sheet) {
	g.doubles = map[string]string{}
	most := 3
	if !g.quiet {
		most = g.IntN(6) / 5
	}
	for _, like := range some(g, g.services, most, most) {
		code := "D-" + like.code
		g.doubles[like.code] = code
		for _, s := range []*sheet{services, zones, rates} {
			for _, r := range s.rows {
				if r.cells["service"] == like.code {
					cells := maps.Clone(r.cells)
					cells["service"] = code
					s.rows = append(s.rows, row{cells: cells})
				}
			}
		}
	}
	if g.chance(40) {
		services.shuffle(g)
	}
}

// doubleRisk repeats the last row for a double, sometimes with other odds of
// being late or badly scored.
func (g *gen) doubleRisk(s *sheet, code string) {
	cells := maps.Clone(s.rows[len(s.rows)-1].cells)
	cells["service"] = code
	switch g.IntN(4) {
	case 0:
		cells["days_p80"], cells["days_p95"] = "", ""
	case 1:
		cells["days_p80"] = cells["days_p95"]
	case 2:
		cells["low_score_on_time"] = g.share(100_000)
	}
	s.rows = append(s.rows, row{cells: cells})
}

// unlessQuiet gives the text, or 0 in a book where this shall cost nothing.
func (g *gen) unlessQuiet(text string) string {
	if g.quiet {
		return "0"
	}
	return text
}
