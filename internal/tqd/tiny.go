package tqd

import "math/rand/v2"

// Tiny makes an instance small enough for Brute, of any modes, measures and side constraints together. Numbers are few and
// small, so that ties, thresholds met exactly, volumes beyond the last tier, unused contracts and limits that nothing keeps
// all occur.
func Tiny(seed uint64) *Instance {
	d := dice{rand.New(rand.NewPCG(seed, 0x7a11))}
	in := &Instance{Head: Head{Name: "tiny", N: 1 + d.IntN(7), Rho: None}}
	large := d.chance(30) // amounts of real parcels
	for range 1 + d.IntN(3) {
		in.Channels = append(in.Channels, Channel{Name: "H", MaxShare: None})
	}
	contracts := min(1+d.IntN(4), 3)
	if d.chance(5) {
		contracts = 0
	}
	if d.chance(3) {
		contracts = 15
	}
	for range contracts {
		in.Contracts = append(in.Contracts, d.tinyContract(in.N, large))
	}
	for range 1 + d.IntN(contracts+3) {
		in.Services = append(in.Services, Service{Contract: d.IntN(contracts+1) - 1, Channel: d.IntN(len(in.Channels))})
	}
	for range in.N {
		var row []Option
		for range 1 + d.IntN(4) {
			row = append(row, d.tinyOption(len(in.Services), large))
		}
		in.Add(row)
	}
	d.tinyLimits(&in.Head)
	return in
}

// dice are the chances that random instances need.
type dice struct{ *rand.Rand }

func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

// from gives a whole number from a to b.
func (d dice) from(a, b int64) int64 { return a + d.Int64N(b-a+1) }

// between gives a number from a to below b.
func (d dice) between(a, b float64) float64 { return a + d.Float64()*(b-a) }

func (d dice) tinyOption(services int, large bool) Option {
	o := Option{Service: int32(d.IntN(services)), Freight: int32(d.IntN(20)), Other: int32(d.IntN(6)), Grams: int32(d.IntN(5)), Bad: int32(d.IntN(4)) * 100_000}
	if large {
		o.Freight, o.Other, o.Grams, o.Bad = int32(d.from(300, 2000)), int32(d.from(-20, 300)), int32(d.from(1, 40)*100), int32(d.from(0, 90_000))
	}
	return o
}

func (d dice) tinyContract(n int, large bool) Contract {
	c := Contract{
		Measure: [...]Measure{Parcels, Kg, Spend}[d.IntN(3)], Mode: [...]Mode{AllUnits, Incremental, Rebate}[d.IntN(3)],
		Capacity: None, Tiers: []Tier{{}},
	}
	batch := d.batch(c.Measure, n, large)
	c.Volume = d.from(0, 2*batch)
	if d.chance(20) {
		c.Volume = 0
	}
	if c.Mode == AllUnits && d.chance(40) {
		c.Retro = d.from(0, 20*int64(n))
	}
	if d.chance(25) {
		c.Tiers[0].Value = d.value(c, batch)
	}
	for range min(d.IntN(5), 3) {
		last := c.Tiers[len(c.Tiers)-1]
		from := max(c.Volume, last.From)
		if d.chance(15) {
			from = last.From // a tier that the volume to date may have passed
		}
		c.Tiers = append(c.Tiers, Tier{From: from + 1 + d.from(0, batch/2), Value: last.Value + d.value(c, batch)})
	}
	if d.chance(25) {
		c.Capacity = c.Volume + d.from(-1, batch)
		c.Capacity = max(c.Capacity, 0)
	}
	if d.chance(25) {
		c.Commit, c.Shortfall = c.Volume+d.from(0, batch), d.value(c, batch)
	}
	return c
}

// batch is about what all orders together can put on a contract.
func (d dice) batch(m Measure, n int, large bool) int64 {
	each := map[Measure]int64{Parcels: 1, Kg: 3, Spend: 12}[m]
	if large {
		each = map[Measure]int64{Parcels: 1, Kg: 2000, Spend: 1200}[m]
	}
	return each * int64(n)
}

// value is a step of a contract's benefit, sometimes none, and of a size that it may decide.
func (d dice) value(c Contract, batch int64) int64 {
	if d.chance(10) {
		return 0
	}
	switch c.Mode {
	case AllUnits:
		return d.from(0, 2500)
	case Rebate:
		return d.from(0, 40)
	}
	unit := map[Measure]int64{Parcels: 40_000, Kg: 10_000, Spend: 1500}[c.Measure]
	if batch >= 1000 {
		unit = map[Measure]int64{Parcels: 400_000, Kg: 300, Spend: 1000}[c.Measure]
	}
	return d.from(0, unit)
}

func (d dice) tinyLimits(h *Head) {
	for i := range h.Channels {
		if d.chance(12) {
			h.Channels[i].MaxShare = d.from(0, million)
		}
	}
	if d.chance(18) {
		h.Rho = d.from(0, 250_000)
	}
}
