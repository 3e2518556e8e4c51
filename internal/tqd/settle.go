package tqd

// settle sets tiers, volumes and limits by what the orders come to when each takes what is cheapest without any contract.
func (g *Generator) settle(d dice, s Shape) {
	sums := g.NewSums()
	var volume, freight, least int64      // of the whole batch, for contracts that nobody chooses yet
	_ = g.Each(func(row []Option) error { // which never fails
		sums.Add(&g.Head, row[g.Greedy(row)], 1)
		lowest := row[0].Bad
		for _, o := range row {
			lowest = min(lowest, o.Bad)
		}
		volume, freight, least = volume+int64(row[0].Grams), freight+int64(row[0].Freight), least+int64(lowest)
		return nil
	})
	whole := map[Measure]int64{Parcels: int64(g.N), Kg: volume, Spend: freight}
	for c := range g.Contracts {
		k := &g.Contracts[c]
		q := max(sums.Volume[c], whole[k.Measure]/int64(6*len(g.Contracts)), 2)
		g.settleContract(d, s, k, q, float64(freight)/float64(whole[k.Measure]))
	}
	if s.Class == "shares" || s.Class == "all" {
		used := 1
		for i := range g.Channels {
			if i > 0 && sums.Count[i] > sums.Count[used] {
				used = i
			}
		}
		g.Channels[used].MaxShare = int64(float64(sums.Count[used]) * d.between(0.75, 0.98) * million / float64(g.N))
		g.Rho = (least + int64(d.between(0.4, 0.8)*float64(sums.Bad-least))) / int64(g.N)
	}
}

// settleContract puts the tiers of a contract around the volume q that the batch brings without a plan. cents is the freight of
// one unit of volume.
func (g *Generator) settleContract(d dice, s Shape, c *Contract, q int64, cents float64) {
	c.Volume = int64(float64(q) * d.between(0.6, 2.5))
	at, worth := d.between(0.75, 1.3), 0.0
	for range s.Tiers - 1 {
		last := c.Tiers[len(c.Tiers)-1]
		from := max(c.Volume+int64(float64(q)*at), last.From+1)
		worth += d.between(0.01, 0.035)
		at += d.between(0.12, 0.45)
		c.Tiers = append(c.Tiers, Tier{From: from, Value: max(c.value(worth, cents, from), last.Value)})
	}
	if s.Class == "retro" {
		c.Retro = int64(float64(c.Volume) * cents * d.between(0.05, 0.2))
	}
	if s.Class != "capcommit" && s.Class != "all" {
		return
	}
	if d.chance(50) {
		c.Capacity = c.Volume + int64(float64(q)*d.between(1.1, 1.5))
	}
	if d.chance(50) {
		c.Commit = c.Volume + int64(float64(q)*d.between(0.95, 1.25))
		c.Shortfall = max(1, int64(0.06*cents*Unit))
	}
}

// value is the number in a tier that gives away such a share of the freight.
func (c *Contract) value(share, cents float64, from int64) int64 {
	switch c.Mode {
	case AllUnits:
		return int64(share * 10_000)
	case Incremental:
		return int64(share * cents * Unit)
	}
	return int64(share * cents * float64(from-c.Volume))
}
