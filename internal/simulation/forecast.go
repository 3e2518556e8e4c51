package simulation

import (
	"context"
	"math"
	"slices"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// Credit is what a plan of the forecast makes of a contract.
type Credit struct {
	Contract string
	From     money.Amount // where the tier begins that the plan reaches
	PerUnit  money.Amount // beside prices at the volume at which a month starts: what a file of credits holds
	Planned  money.Amount // beside prices at the tier of the plan
}

// forecast plans the orders that are expected, with thresholds moved up by the margin, and makes rules of the tiers that the plan
// reaches.
func (m *market) forecast(ctx context.Context, pick []int32, margin rates.Share, gap float64) (credits []Credit, now, planned *rule, err error) {
	raised := make([][]int64, len(m.terms))
	for g := range m.terms {
		raised[g] = m.terms[g].Raised(margin)
	}
	b, err := m.base.Sample(pick, raised)
	if err != nil {
		return nil, nil, nil, err
	}
	r, err := b.Cheapest(ctx, gap)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, nil, nil, err
	}
	cl := clearing{m: m, pick: pick, tiers: r.Tiers, credit: make([]money.Amount, len(m.terms)), least: make([]int64, len(m.terms))}
	for g, k := range r.Tiers {
		if k > m.terms[g].Before {
			cl.least[g] = raised[g][k]
		}
	}
	cl.settle()
	now, planned = &rule{}, &rule{at: r.Tiers}
	for g := range m.terms {
		t := &m.terms[g]
		first := cl.amounts(g)
		after := slices.Clone(first)
		for k := range after { // once the plan's tier and the commitment are reached, more volume is worth nothing
			after[k] -= max(cl.credit[g], 0)
		}
		enough := int64(math.MaxInt64)
		if cl.credit[g] > 0 {
			enough = max(cl.least[g], t.Commit)
		}
		for _, p := range []*rule{now, planned} {
			p.credit, p.reached, p.enough = append(p.credit, first), append(p.reached, after), append(p.enough, enough)
		}
		credits = append(credits, Credit{t.Name, money.Amount(t.Tiers[r.Tiers[g]].From * t.Unit), first[t.Before], cl.credit[g]})
	}
	return credits, now, planned, nil
}

// clearing finds the credits with which the forecast's orders, each deciding for itself at the tiers of the plan, put on every
// contract what it needs and no more than it may take. They are the plan's multipliers, found where they are used.
type clearing struct {
	m      *market
	pick   []int32
	tiers  []int
	least  []int64        // the final volume that each contract needs; 0 = none
	credit []money.Amount // by contract, in millionths of the currency for a whole measure
}

// rounds is how often all contracts are settled in turn: what one gains another may lose.
const rounds = 8

func (cl *clearing) settle() {
	for range rounds {
		changed := false
		for g := range cl.credit {
			before := cl.credit[g]
			cl.credit[g] = cl.commit(g, cl.find(g))
			changed = changed || cl.credit[g] != before
		}
		if !changed {
			return
		}
	}
}

// find gives a contract's credit nearest to 0 with the others as they are; 0 where no credit does it.
func (cl *clearing) find(g int) money.Amount {
	t := &cl.m.terms[g]
	fits := func(credit money.Amount) bool {
		cl.credit[g] = credit
		v := cl.volume(g)
		return v >= cl.least[g] && (t.Capacity < 0 || v <= t.Capacity)
	}
	if fits(0) {
		return 0
	}
	sign := money.Amount(1)
	if cl.volume(g) >= cl.least[g] {
		sign = -1 // it is too full
	}
	low, high := money.Amount(0), money.Amount(1000)
	for !fits(sign * high) {
		if low, high = high, high*2; high >= money.Limit {
			return 0
		}
	}
	return sign * nearest(low, high, func(credit money.Amount) bool { return fits(sign * credit) })
}

// nearest is the least amount above low that fits; high does.
func nearest(low, high money.Amount, fits func(money.Amount) bool) money.Amount {
	for high-low > 1 {
		if mid := low + (high-low)/2; fits(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return high
}

// commit raises a credit towards what each unit costs that is missing of the contract's commitment, as far as it takes to
// keep it.
func (cl *clearing) commit(g int, credit money.Amount) money.Amount {
	t := &cl.m.terms[g]
	kept := func(credit money.Amount) bool {
		cl.credit[g] = credit
		return cl.volume(g) >= t.Commit
	}
	if t.Commit <= t.Volume || t.Shortfall == 0 || kept(credit) {
		return credit
	}
	// Shortfall is in units of 1e-4 over Per, for Unit millionths of a measure.
	v, _ := money.Mul(t.Shortfall, million*fineQuantum).RoundDiv(uint64(t.Per * t.Unit))
	most := min(money.Amount(v), money.Limit-1)
	if most <= credit || !kept(most) {
		return max(most, credit)
	}
	return nearest(credit, most, kept)
}

// volume is a contract's at the end, if every order decides for itself.
func (cl *clearing) volume(g int) int64 {
	sum := cl.m.terms[g].Volume
	for _, order := range cl.pick {
		if o := cl.choose(order); int(o.contract) == g {
			sum += o.volume
		}
	}
	return sum
}

func (cl *clearing) choose(order int32) *option {
	options := cl.m.orders[order]
	return &options[cl.m.decide(options, cl.tiers, func(g int) money.Amount { return cl.credit[g] })]
}

// amounts are a contract's credits by the tier at which orders are priced: the credit found, and below the plan's tier how much
// dearer its orders are there, for a whole measure of what they put on it.
func (cl *clearing) amounts(g int) []money.Amount {
	t, tier := &cl.m.terms[g], cl.tiers[g]
	out := make([]money.Amount, len(t.Tiers))
	dearer, volume := make([]int64, len(out)), int64(0)
	for _, order := range cl.pick {
		o := cl.choose(order)
		if int(o.contract) != g {
			continue
		}
		volume += o.volume
		for k := range min(tier, len(out)) {
			if o.decided[k] != refused {
				dearer[k] += o.decided[k] - o.decided[tier]
			}
		}
	}
	for k := range out {
		out[k] = cl.credit[g]
		if k < tier && volume > 0 {
			// Units of 1e-4 of the currency over units of volume, which are Unit millionths of a measure.
			v, _ := money.Mul(dearer[k]*fineQuantum, million).RoundDiv(uint64(volume * t.Unit))
			out[k] += money.Amount(v)
		}
	}
	return out
}
