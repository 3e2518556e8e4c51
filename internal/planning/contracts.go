package planning

import (
	"math"
	"slices"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/engine/plan"
)

// Contract says of one contract what the plan makes of it. Volumes are in the contract's units, amounts of the whole
// period that is planned.
type Contract struct {
	*contract
	Standing
	Title     string  // its name in the `contracts` table
	Before    int     // tier at the volume to date
	Discount  int64   // money off: on the parcels by their quotes, or Worth of an incremental contract
	TierWorth int64   // what the tier at the end gives more than the tier before
	Last      int64   // what the contract gives less if its smallest parcel of the batch goes elsewhere
	Credit    float64 // what one more whole measure (parcel, kg, unit of money) is worth beside prices at the volumes to date, in settlement currency
	Moved     Moved
	Next      Next
}

// Next is the tier above the one reached.
type Next struct {
	Tier     int
	Distance int64 // in the contract's units
	Verdict  Verdict
	Most     int64 // the most that the final volume could be with this batch
	Extra    int64 // of NotWorth: what the cheapest way found to reach it costs more than the plan
}

// Verdict says why a plan does not go for the next tier.
type Verdict string

// The verdicts.
const (
	Top        Verdict = "top"          // there is no further tier
	OutOfReach Verdict = "out_of_reach" // not even all orders that could take the contract reach it
	OverLimit  Verdict = "over_limit"   // the contract's max_volume lies below it, or the way found breaks a limit
	NotWorth   Verdict = "not_worth"    // it can be reached, and costs more than it gives
)

// value fills in what is said of contracts and moves. Looking for ways to the next tiers may find a cheaper plan, where the
// search ended early: then it is taken, and all is to be valued again.
func (p *Plan) value() (again bool, err error) {
	moved := p.moves()
	p.Moved = Moved{}
	for _, m := range moved {
		p.Moved.add(m)
	}
	p.Contracts = make([]Contract, len(p.contracts))
	for g := range p.Contracts {
		c := &p.contracts[g]
		v := Contract{contract: c, Standing: p.Outcome.Contracts[g], Before: c.before, Moved: moved[g]}
		for _, row := range p.job.Engine.Book().Contracts {
			if row.Contract == c.name {
				v.Title = row.Name
			}
		}
		p.worth(g, &v)
		v.Credit = p.credit(g, &v)
		next, way := p.next(g, &v)
		if way != nil && way.Keeps && way.Objective < p.Outcome.Objective && p.Outcome.Keeps {
			return true, p.take("a way to the next tier of "+c.name, p.wayTo(g, next.Tier), way)
		}
		v.Next = next
		p.Contracts[g] = v
	}
	return false, nil
}

// worth fills in what the tier, and the last parcel, are worth.
func (p *Plan) worth(g int, v *Contract) {
	c := v.contract
	least := int64(math.MaxInt64)
	var o, small plan.Option
	for i, j := range p.choice {
		if p.model.Get(i, int(j), &o); o.Contract != g {
			continue
		}
		v.TierWorth += costAt(&o, v.Before) - costAt(&o, v.Tier)
		if o.Volume < least {
			least = o.Volume
			small.Volume, small.Costs = o.Volume, append(small.Costs[:0], o.Costs...)
		}
	}
	v.TierWorth += v.Retro + v.Rebate
	if c.incremental {
		v.Discount = v.Worth
		first := c.model.Tiers[v.Before].Rate
		v.TierWorth += v.Worth - c.line(money.Mul(first, v.Volume-c.model.Volume))
	}
	if v.Parcels == 0 {
		return
	}
	without := Standing{Volume: v.Volume - least}
	c.close(&without)
	v.Last = v.gives() - without.gives()
	if without.Tier < v.Tier {
		for i, j := range p.choice {
			if p.model.Get(i, int(j), &o); o.Contract == g {
				v.Last += costAt(&o, without.Tier) - costAt(&o, v.Tier)
			}
		}
		v.Last -= costAt(&small, without.Tier) - costAt(&small, v.Tier)
	}
}

// next says what stands between the plan and a contract's next tier, and what the way to it comes to, where there is one.
func (p *Plan) next(g int, v *Contract) (n Next, way *Outcome) {
	c := v.contract
	n = Next{Tier: v.Tier + 1, Most: c.model.Volume + p.reach[g]}
	if n.Tier == len(c.tiers) {
		n.Verdict = Top
		return n, nil
	}
	from := c.model.Tiers[n.Tier].From
	n.Distance = from - v.Volume
	switch {
	case n.Most < from:
		n.Verdict = OutOfReach
		return n, nil
	case c.model.Capacity != plan.None && c.model.Capacity < from:
		n.Verdict = OverLimit
		return n, nil
	}
	way = p.outcome(p.wayTo(g, n.Tier))
	n.Extra, n.Verdict = way.Objective-p.Outcome.Objective, NotWorth
	if !way.Keeps {
		n.Verdict = OverLimit
	}
	return n, way
}

// shift is an order's cheapest way onto a contract at a tier.
type shift struct {
	order  int
	option int32
	cost   int64 // more than as planned
	volume int64 // more than as planned
}

// wayTo changes the plan so that a contract reaches a tier: first what costs nothing, then what is cheapest for its volume.
// It is a way, not always the cheapest.
func (p *Plan) wayTo(g, tier int) []int32 {
	choice := slices.Clone(p.choice)
	volume := p.Outcome.Contracts[g].Volume
	var shifts []shift
	var now, o plan.Option
	for i, j := range p.choice {
		p.model.Get(i, int(j), &now)
		cost, on := costAt(&now, p.Outcome.tier(now.Contract)), int64(0)
		if now.Contract == g {
			cost, on = costAt(&now, tier), now.Volume
		}
		best := shift{order: i, option: none}
		for j := range p.model.Choices(i) {
			p.model.Get(i, j, &o)
			s := shift{i, int32(j), costAt(&o, tier) - cost, o.Volume - on}
			if o.Contract == g && s.volume > 0 && (best.option == none || s.before(&best)) {
				best = s
			}
		}
		if best.option != none {
			shifts = append(shifts, best)
		}
	}
	slices.SortStableFunc(shifts, cheaper)
	for _, s := range shifts {
		if volume >= p.contracts[g].model.Tiers[tier].From {
			break
		}
		choice[s.order] = s.option
		volume += s.volume
	}
	return choice
}

// before reports whether a shift costs less for its volume.
func (s *shift) before(o *shift) bool {
	return float64(s.cost)*float64(o.volume) < float64(o.cost)*float64(s.volume)
}

// cheaper orders shifts by what they cost for their volume.
func cheaper(a, b shift) int {
	switch {
	case a.before(&b):
		return -1
	case b.before(&a):
		return 1
	}
	return 0
}
