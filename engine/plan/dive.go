package plan

import "math"

// dive looks for a good plan early: it solves the single tiers that the relaxed root comes to on average, and then goes on to
// neighbours, one contract one tier up or down, as long as that finds better plans.
func (se *search) dive(root *box) {
	tiers := se.lean(root)
	seen := map[string]bool{}
	se.probe(tiers, seen)
	for range mostDives {
		if !se.found || se.ctx.Err() != nil {
			return
		}
		before := se.objective
		at := se.tiersOf(se.choice)
		se.probe(at, seen)
		for g := range at {
			for _, by := range []int8{1, -1} {
				k := at[g] + by
				if k < root.lo[g] || k > root.hi[g] {
					continue
				}
				next := append([]int8(nil), at...)
				next[g] = k
				se.probe(next, seen)
			}
		}
		if se.objective == before {
			return
		}
	}
}

// mostDives is how often the neighbourhood moves.
const mostDives = 6

// probe solves a leaf for its plan; the bound is not used, for the tree will come to it.
func (se *search) probe(tiers []int8, seen map[string]bool) {
	key := string(asBytes(tiers))
	if seen[key] || se.ctx.Err() != nil {
		return
	}
	seen[key] = true
	b := &box{lo: tiers, hi: tiers, bound: math.MinInt64}
	r := se.relax(b)
	if r.empty || r.prices == nil || se.cut(b.bound) {
		return
	}
	newLeaf(se, b, r).mend(1)
}

func asBytes(tiers []int8) []byte {
	out := make([]byte, len(tiers))
	for i, k := range tiers {
		out[i] = byte(k)
	}
	return out
}

// tiersOf is the tiers that a plan ends in.
func (se *search) tiersOf(choice []int32) []int8 {
	t := se.s.tallyOf(choice)
	var out []int8
	for g := range se.ps {
		c := &se.s.m.Contracts[g]
		out = append(out, int8(c.tier(c.Volume+t.vol[g])))
	}
	return out
}

// lean is the tiers of the volumes that the relaxed solution of a box has on average.
func (se *search) lean(b *box) []int8 {
	var out []int8
	for g := range se.ps {
		vol, weight := 0.0, 0.0
		for k := b.lo[g]; k <= b.hi[g]; k++ {
			for i, j := range se.ms.corners[g][k] {
				if row := se.ms.lp.row[j]; row >= 0 && se.ms.lp.x[row] > 0 {
					vol += se.ms.lp.x[row] * float64(se.ps[g].corners[k][i].vol)
					weight += se.ms.lp.x[row]
				}
			}
		}
		c := &se.s.m.Contracts[g]
		k := int8(c.tier(c.Volume + int64(math.Round(vol/max(weight, 1e-9)))))
		out = append(out, min(max(k, b.lo[g]), b.hi[g]))
	}
	return out
}
