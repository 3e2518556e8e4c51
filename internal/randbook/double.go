package randbook

import "maps"

// addDouble sometimes copies a service under another code, with its zones and
// rates. Where lateness and bad scores cost nothing the two have equal totals,
// and the ties are decided by probabilities or by the order of the table.
func (g *gen) addDouble(services, zones, rates *sheet) {
	if !g.quiet && !g.chance(15) {
		return
	}
	at := g.IntN(len(g.services))
	like := g.services[at]
	g.original, g.double = like.code, "D-"+like.code
	like.code = g.double
	g.services = append(g.services, like)
	for _, s := range []*sheet{services, zones, rates} {
		for _, r := range s.rows {
			if r.cells["service"] == g.original {
				cells := maps.Clone(r.cells)
				cells["service"] = g.double
				s.rows = append(s.rows, row{cells: cells})
			}
		}
	}
	if g.chance(40) {
		services.shuffle(g)
	}
}

// doubleRisk repeats the last row for the double, sometimes with other odds of
// being late or badly scored.
func (g *gen) doubleRisk(s *sheet) {
	cells := maps.Clone(s.rows[len(s.rows)-1].cells)
	cells["service"] = g.double
	switch g.IntN(3) {
	case 0:
		cells["days_p80"] = ""
	case 1:
		cells["low_score_late"] = g.share(1_000_000)
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
