package planning

import "github.com/lanewise/lanewise/engine/plan"

// credit is what one more unit of volume on a contract is worth beside the prices that orders have one by one, at the volumes
// to date: added to the choice of later orders, it makes them follow the plan. It is the solver's credit, which stands beside
// the plan's prices, with what those differ by: the tier that the plan reaches lowers prices, on the average of its
// parcels; and an incremental contract gives one by one what its tier to date gives, but in a plan nothing.
func (p *Plan) credit(g int, v *Contract) float64 {
	if p.reach[g] == 0 {
		return 0 // nothing depends on it
	}
	m := &v.model
	credit := p.multiplier(g, v) / float64(m.Per)
	if v.incremental {
		credit -= float64(m.Tiers[v.Before].Rate) / float64(m.Per)
	}
	lower, volume := int64(0), int64(0)
	var o plan.Option
	for i, j := range p.choice {
		if p.model.Get(i, int(j), &o); o.Contract == g {
			lower += costAt(&o, v.Before) - costAt(&o, v.Tier)
			volume += o.Volume
		}
	}
	if volume > 0 {
		credit += float64(lower) / float64(volume)
	}
	// Of 1e-4 of the currency and unit millionths of a measure.
	return credit / 1e4 * (1e6 / float64(v.unit))
}

// multiplier is the solver's credit, over Per. It cannot be less than what the contract's lines gain by one more unit,
// unless the contract is full: where the solver has less, or none, any value down to there gives the same bound.
func (p *Plan) multiplier(g int, v *Contract) float64 {
	gain := v.model.Tiers[v.Tier].Rate
	if v.Volume < v.model.Commit {
		gain += v.model.Shortfall
	}
	for _, c := range p.Result.Credits {
		if c.Contract == g && (c.PerUnit > float64(gain) || p.full(g, v)) {
			return c.PerUnit
		}
	}
	return float64(gain)
}

// full reports whether some parcel would not fit into a contract any more.
func (p *Plan) full(g int, v *Contract) bool {
	if v.model.Capacity == plan.None {
		return false
	}
	largest := int64(0)
	var o plan.Option
	for i := range p.choice {
		for j := range p.model.Choices(i) {
			if p.model.Get(i, j, &o); o.Contract == g {
				largest = max(largest, o.Volume)
			}
		}
	}
	return v.Volume+largest > v.model.Capacity
}
