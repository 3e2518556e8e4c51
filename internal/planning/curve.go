package planning

import (
	"slices"

	"github.com/lanewise/lanewise/engine/plan"
)

// Curve is what the batch costs in all by the volume on one contract, the other contracts at the plan's tiers: for each
// volume the orders to whom the contract costs least for their volume are on it. It falls at the thresholds. For pictures: limits do not
// count in it.
type Curve struct {
	Contract *Contract
	Points   []Point
	Alone    Point // per-order choice
	Plan     Point
}

// Point is a volume in the contract's units and a cost.
type Point struct{ Volume, Cost int64 }

// mostPoints is how many points a curve has in each tier: as many as a picture can show.
const mostPoints = 200

// Curves gives the curve of every contract that the batch could be on.
func (p *Plan) Curves() []Curve {
	var out []Curve
	alone := p.alternative(PerOrder).Outcome
	for g := range p.Contracts {
		if p.reach[g] == 0 {
			continue
		}
		c := Curve{
			Contract: &p.Contracts[g], Alone: Point{alone.Contracts[g].Volume, alone.Objective},
			Plan: Point{p.Outcome.Contracts[g].Volume, p.Outcome.Objective},
		}
		for k := range p.contracts[g].tiers {
			c.Points = append(c.Points, p.section(g, k)...)
		}
		out = append(out, c)
	}
	return out
}

// section is the part of a contract's curve inside a tier.
func (p *Plan) section(g, tier int) []Point {
	shifts, volume, cost := p.fill(g, tier)
	for h := range p.contracts {
		if h != g {
			cost -= p.Outcome.Contracts[h].gives()
		}
	}
	m := &p.contracts[g].model
	var out []Point
	add := func(s shift) {
		volume, cost = volume+s.volume, cost+s.cost
		if volume < m.Tiers[tier].From || tier+1 < len(m.Tiers) && volume >= m.Tiers[tier+1].From {
			return
		}
		at := Standing{Volume: volume}
		p.contracts[g].close(&at)
		out = append(out, Point{volume, cost - at.gives()})
	}
	add(shift{})
	for _, s := range shifts {
		add(s)
	}
	return thin(out)
}

// fill sorts the orders that may be on a contract or not by what being on it at a tier costs for its volume, and gives the
// volume and cost with none of them there.
func (p *Plan) fill(g, tier int) (shifts []shift, volume, cost int64) {
	volume = p.contracts[g].model.Volume
	var o plan.Option
	for i := range p.choice {
		off, on := shift{option: none}, shift{option: none}
		for j := range p.model.Choices(i) {
			p.model.Get(i, j, &o)
			best, at := &off, p.Outcome.tier(o.Contract)
			if o.Contract == g {
				best, at = &on, tier
			}
			if c := costAt(&o, at); best.option == none || c < best.cost {
				*best = shift{i, int32(j), c, o.Volume}
			}
		}
		switch {
		case off.option == none:
			volume, cost = volume+on.volume, cost+on.cost
		case on.option == none:
			cost += off.cost
		default:
			cost += off.cost
			shifts = append(shifts, shift{i, on.option, on.cost - off.cost, on.volume})
		}
	}
	slices.SortStableFunc(shifts, cheaper)
	return shifts, volume, cost
}

// thin leaves out points where there are more than a picture shows, never the first or last.
func thin(points []Point) []Point {
	if len(points) <= mostPoints {
		return points
	}
	out := make([]Point, 0, mostPoints)
	for i := range mostPoints {
		out = append(out, points[i*(len(points)-1)/(mostPoints-1)])
	}
	return out
}
