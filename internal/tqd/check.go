package tqd

import (
	"fmt"
	"math"
)

// check says what is wrong with a contract, "" where nothing is.
func (c *Contract) check() string {
	switch {
	case c.Measure == "" || c.Mode == "":
		return "the contract lacks its measure or its mode"
	case len(c.Tiers) == 0:
		return "the contract has no tiers; one from 0 with value 0 says that it pays nothing"
	case c.Tiers[0].From != 0:
		return "the first tier begins at 0"
	}
	for k, t := range c.Tiers {
		if c.Mode == AllUnits && t.Value > 10_000 {
			return fmt.Sprintf("tier %d: %d basis points are more than the freight", k, t.Value)
		}
		if k > 0 && (t.From <= c.Tiers[k-1].From || t.Value < c.Tiers[k-1].Value) {
			return fmt.Sprintf("tier %d: from rises from tier to tier, and values do not fall", k)
		}
	}
	return ""
}

// check looks at the parts of a head together.
func (h *Head) check() error {
	for s, v := range h.Services {
		if v.Contract >= len(h.Contracts) {
			return fmt.Errorf("services[%d].contract: %d is not from -1 to %d", s, v.Contract, len(h.Contracts)-1)
		}
		if v.Channel >= len(h.Channels) {
			return fmt.Errorf("services[%d].channel: %d is not from 0 to %d", s, v.Channel, len(h.Channels)-1)
		}
	}
	return nil
}

// extent is how large the sums of an instance can become. Floating point is good enough, since sums are refused long before
// they leave 64 bits.
type extent struct {
	cost   float64
	volume map[Measure]float64
}

func (x *extent) add(h *Head, options []Option) {
	if x.volume == nil {
		x.volume = map[Measure]float64{}
	}
	var cost float64
	var grams, freight int32
	for _, o := range options {
		cost = max(cost, float64(o.Freight)+math.Abs(float64(o.Other)))
		grams, freight = max(grams, o.Grams), max(freight, o.Freight)
	}
	x.cost += cost * Unit
	x.volume[Parcels]++
	x.volume[Kg] += float64(grams)
	x.volume[Spend] += float64(freight)
}

func (x *extent) check(h *Head) error {
	const most = 1 << 61
	sum := x.cost
	for g, c := range h.Contracts {
		last := float64(c.Tiers[len(c.Tiers)-1].Value)
		volume := float64(c.Volume) + x.volume[c.Measure]
		switch c.Mode {
		case AllUnits:
			sum += last * (x.volume[Spend] + float64(c.Retro))
		case Incremental:
			sum += last * x.volume[c.Measure]
		case Rebate:
			sum += last * Unit
		}
		sum += float64(c.Commit) * float64(c.Shortfall)
		if volume > most || float64(c.Tiers[len(c.Tiers)-1].From) > most || float64(max(c.Capacity, c.Commit)) > most {
			return fmt.Errorf("contracts[%d]: %w", g, errTooLarge)
		}
	}
	for _, c := range h.Channels {
		if float64(c.MaxShare)*float64(h.N) > most {
			return errTooLarge
		}
	}
	if sum > most {
		return errTooLarge
	}
	return nil
}
