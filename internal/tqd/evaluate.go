package tqd

import (
	"errors"
	"fmt"
)

// Sums are what chosen options add up to: all that the objective and the limits depend on.
type Sums struct {
	Cost    int64 // cents, freight before discount and the rest
	Bad     int64
	Count   []int   // by channel
	Freight []int64 // by contract, cents before discount
	Volume  []int64 // by contract, of the orders alone
}

// NewSums gives the sums of nothing.
func (h *Head) NewSums() *Sums {
	return &Sums{Count: make([]int, len(h.Channels)), Freight: make([]int64, len(h.Contracts)), Volume: make([]int64, len(h.Contracts))}
}

// Add puts one chosen option to the sums, or takes it away: times is 1 or -1.
func (s *Sums) Add(h *Head, o Option, times int64) {
	v := h.Services[o.Service]
	s.Cost += times * (int64(o.Freight) + int64(o.Other))
	s.Bad += times * int64(o.Bad)
	s.Count[v.Channel] += int(times)
	if v.Contract != None {
		s.Freight[v.Contract] += times * int64(o.Freight)
		s.Volume[v.Contract] += times * h.Contracts[v.Contract].Measure.volume(o)
	}
}

// Objective is what a choice costs, in 1/10000 cent.
func (h *Head) Objective(s *Sums) int64 {
	total := Unit * s.Cost
	for g := range h.Contracts {
		c := &h.Contracts[g]
		total += c.penalty(s.Volume[g]) - c.discount(s.Volume[g], s.Freight[g])
	}
	return total
}

// discount is what the contract pays for a batch of so much volume and freight.
func (c *Contract) discount(volume, freight int64) int64 {
	now := c.Tiers[c.tier(c.Volume)].Value
	end := c.Tiers[c.tier(c.Volume+volume)].Value
	switch c.Mode {
	case AllUnits:
		return end*(freight+c.Retro) - now*c.Retro
	case Rebate:
		return (end - now) * Unit
	}
	var sum int64
	for k, t := range c.Tiers {
		from, to := max(t.From, c.Volume), c.Volume+volume
		if k+1 < len(c.Tiers) {
			to = min(to, c.Tiers[k+1].From)
		}
		sum += t.Value * max(0, to-from)
	}
	return sum
}

func (c *Contract) penalty(volume int64) int64 {
	return max(0, c.Commit-c.Volume-volume) * c.Shortfall
}

// Limit is one side constraint: what the sums come to, and what they may.
type Limit struct {
	Kind       string // capacity, share, bad
	Index      int    // of the contract or channel
	Value, Max int64
}

// Kept says whether the limit is.
func (l Limit) Kept() bool { return l.Value <= l.Max }

func (l Limit) String() string {
	return fmt.Sprintf("%s %d: %d of %d", l.Kind, l.Index, l.Value, l.Max)
}

// Limits are the side constraints that an instance has, in order: capacities, shares, bad orders. A share is counted in orders:
// count × 10⁶ ≤ share × n exactly when count ≤ the whole part of share × n / 10⁶.
func (h *Head) Limits(s *Sums) []Limit {
	var all []Limit
	for g, c := range h.Contracts {
		if c.Capacity != None {
			all = append(all, Limit{"capacity", g, c.Volume + s.Volume[g], c.Capacity})
		}
	}
	for i, c := range h.Channels {
		if c.MaxShare != None {
			all = append(all, Limit{"share", i, int64(s.Count[i]), c.MaxShare * int64(h.N) / million})
		}
	}
	if h.Rho != None {
		all = append(all, Limit{"bad", 0, s.Bad, h.Rho * int64(h.N)})
	}
	return all
}

// Broken are the limits that are not kept.
func (h *Head) Broken(s *Sums) []Limit {
	var out []Limit
	for _, l := range h.Limits(s) {
		if !l.Kept() {
			out = append(out, l)
		}
	}
	return out
}

// Judge adds up a choice: the number of an option for each order.
func Judge(h *Head, orders Source, choice []int32) (*Sums, error) {
	if len(choice) != h.N {
		return nil, fmt.Errorf("the choice has %d orders, the instance %d", len(choice), h.N)
	}
	s, i := h.NewSums(), 0
	err := orders.Each(func(options []Option) error {
		if i >= len(choice) || choice[i] < 0 || int(choice[i]) >= len(options) {
			return errors.New("a choice is none of the order's options")
		}
		s.Add(h, options[choice[i]], 1)
		i++
		return nil
	})
	return s, err
}

// Tier gives the tier of a contract that is in force at the end.
func (h *Head) Tier(g int, s *Sums) int {
	return h.Contracts[g].tier(h.Contracts[g].Volume + s.Volume[g])
}

// Greedy is the option that costs least at the tiers reached before the batch: what a shop without a plan takes. An incremental
// contract counts with the benefit of its present tier for each unit; among equals the first is taken.
func (h *Head) Greedy(options []Option) int32 {
	best, at := int64(0), int32(-1)
	for j, o := range options {
		if cost := h.alone(o); at < 0 || cost < best {
			best, at = cost, int32(j)
		}
	}
	return at
}

// alone is what an option costs with no other order in the world.
func (h *Head) alone(o Option) int64 {
	cost := Unit * (int64(o.Freight) + int64(o.Other))
	g := h.Services[o.Service].Contract
	if g == None {
		return cost
	}
	c := &h.Contracts[g]
	value := c.Tiers[c.tier(c.Volume)].Value
	switch c.Mode {
	case AllUnits:
		cost -= value * int64(o.Freight)
	case Incremental:
		cost -= value * c.Measure.volume(o)
	}
	return cost
}
