package simulation

import (
	"slices"

	"github.com/lanewise/lanewise/engine/money"
)

// Policy is a way to decide the orders of a month as they come.
type Policy string

// The policies, and the plan of the month as if all its orders had been known beforehand, which no policy can have.
const (
	Myopic      Policy = "myopic"      // as decide does: at the volume to date
	LastTiers   Policy = "last_tiers"  // at the tiers that the month before ended with
	Credits     Policy = "credits"     // at the volume to date, less the credits of a plan of the forecast
	PlanTiers   Policy = "plan_tiers"  // at the tiers of that plan, less its credits
	Clairvoyant Policy = "clairvoyant" // the plan of the month itself
	policies           = 4             // that decide
	simulated          = policies + 1  // with the reference
)

// Policies in the order in which results have them.
var Policies = [simulated]Policy{Myopic, LastTiers, Credits, PlanTiers, Clairvoyant}

// rule is what a policy decides by.
type rule struct {
	at      []int            // tiers at which orders are priced; nil = those in force at the volume to date
	credit  [][]money.Amount // by contract and tier at which orders are priced; nil = none
	reached [][]money.Amount // the same from enough on
	enough  []int64          // volume from which a contract's credit has done its work
}

// follow decides orders one after the other and gives the option of each, and the tiers in force at the end.
func (m *market) follow(pick []int32, r *rule) (choice []int32, tiers []int) {
	volume := make([]int64, len(m.terms))
	tiers = make([]int, len(m.terms))
	for g := range m.terms {
		volume[g], tiers[g] = m.terms[g].Volume, m.terms[g].Before
	}
	choice = make([]int32, len(pick))
	for i, order := range pick {
		at := tiers
		if r.at != nil {
			at = r.at
		}
		j := m.decide(m.orders[order], at, func(g int) money.Amount { return r.creditOf(g, at[g], volume[g]) })
		choice[i] = int32(j)
		if o := &m.orders[order][j]; o.contract >= 0 {
			g := int(o.contract)
			volume[g] += o.volume
			tiers[g] = m.terms[g].Tier(volume[g])
		}
	}
	return choice, slices.Clone(tiers)
}

// creditOf is a contract's credit beside prices at a tier, once it has a volume.
func (r *rule) creditOf(g, tier int, volume int64) money.Amount {
	switch {
	case r.credit == nil:
		return 0
	case volume >= r.enough[g]:
		return r.reached[g][tier]
	}
	return r.credit[g][tier]
}

// decide chooses as the engine does: least total less credit, then less late, then less bad, then the order of services.
func (m *market) decide(options []option, at []int, credit func(g int) money.Amount) int {
	best, least := 0, int64(0)
	for j := range options {
		o := &options[j]
		bid := o.decided[0]
		if g := int(o.contract); g >= 0 {
			bid = o.decided[at[g]] - m.earns(o, credit(g))
		}
		if j == 0 || bid < least || bid == least && o.precedes(&options[best]) {
			best, least = j, bid
		}
	}
	return best
}

func (o *option) precedes(p *option) bool {
	switch {
	case o.late != p.late:
		return o.late < p.late
	case o.bad != p.bad:
		return o.bad < p.bad
	default:
		return o.service < p.service
	}
}
