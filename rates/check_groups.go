package rates

// rateGroup is the rate rows of one service, zone and attribute: those whose bands must not overlap.
type rateGroup struct {
	rows []int32 // indexes into Book.Rates, in file order
}

// first is the group's first row.
func (g rateGroup) first(b *Book) *RateRow { return &b.Rates[g.rows[0]] }

type rateKey struct{ service, zone, attribute string }

// groupRates groups the rows in the order of their first appearance. All groups share one backing array, so that
// a book of a million zones does not cost a million allocations.
func groupRates(rows []RateRow) []rateGroup {
	number := map[rateKey]int32{}
	of := make([]int32, len(rows))
	var sizes []int32
	var last rateKey
	var g int32
	for i := range rows {
		r := &rows[i]
		// Rows of one group mostly stand together, so the map is asked once a run.
		if k := (rateKey{r.Service, r.Zone, r.Attribute}); i == 0 || k != last {
			last = k
			n, seen := number[k]
			if !seen {
				n = int32(len(sizes))
				number[k] = n
				sizes = append(sizes, 0)
			}
			g = n
		}
		of[i] = g
		sizes[g]++
	}
	groups := make([]rateGroup, len(sizes))
	all := make([]int32, len(rows))
	for i, n := range sizes {
		groups[i].rows, all = all[:0:n], all[n:]
	}
	for i, g := range of {
		groups[g].rows = append(groups[g].rows, int32(i))
	}
	return groups
}
