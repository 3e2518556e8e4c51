package planning

import (
	"fmt"
	"slices"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/rates"
)

// fineQuantum is one unit of the amounts here, 1e-4 of the settlement currency, in millionths.
const fineQuantum = 100

// Whole measures in millionths, as volumes are counted.
const (
	parcel = int64(money.One)
	gram   = int64(money.One) / 1000
)

// contract is a volume contract of the book, and how the solver counts it.
type contract struct {
	name        string
	measure     string
	incremental bool
	tiers       []rates.Tier
	volume      rates.Volume // to date
	limit       rates.Limit
	unit        int64 // millionths of the measure in one unit of volume
	model       plan.Contract
	before      int     // tier in force at the volume to date
	retro       []int64 // by tier: what earlier freight gets back, against the tier at the volume to date
	rebate      []int64 // by tier: the rebates that are newly reached
}

// contractsOf lists the book's contracts in the order of their tiers, as they stand at the volumes to date.
func contractsOf(b *rates.Book, volumes []rates.Volume) []contract {
	var all []contract
	for i := range b.Tiers {
		t := &b.Tiers[i]
		g := slices.IndexFunc(all, func(c contract) bool { return c.name == t.Contract })
		if g < 0 {
			g = len(all)
			all = append(all, contract{name: t.Contract, measure: t.Measure, incremental: t.Mode == "incremental"})
		}
		all[g].tiers = append(all[g].tiers, *t)
	}
	for g := range all {
		c := &all[g]
		for _, v := range volumes {
			if v.Contract == c.name {
				c.volume = v
			}
		}
		for _, l := range b.Limits {
			if l.Contract == c.name {
				c.limit = l
			}
		}
		c.settle(int64(b.Settings.Currency.Quantum()))
	}
	return all
}

// toDate is the volume before the batch, in millionths of the measure.
func (c *contract) toDate() int64 {
	switch c.measure {
	case "parcels":
		return int64(c.volume.Parcels)
	case "kg":
		return int64(c.volume.Kg)
	default:
		return int64(c.volume.Spend)
	}
}

// settle makes the solver's contract. Its unit of volume is the largest in which the volumes of orders, to date, of
// tiers and of limits are all whole, so that nothing is rounded.
func (c *contract) settle(quantum int64) {
	c.unit = map[string]int64{"parcels": parcel, "kg": gram, "spend": quantum}[c.measure]
	for _, v := range append(c.thresholds(), c.toDate(), int64(c.limit.MaxVolume.V), int64(c.limit.Commit)) {
		c.unit = gcd(c.unit, v)
	}
	m := &c.model
	m.Name, m.Volume, m.Capacity, m.Commit = c.name, c.toDate()/c.unit, plan.None, int64(c.limit.Commit)/c.unit
	if c.limit.MaxVolume.OK {
		m.Capacity = int64(c.limit.MaxVolume.V) / c.unit
	}
	m.Round = quantum / fineQuantum
	// A unit of volume at a millionth a whole measure, or at 1e-4 %, comes to unit/1e6 millionths, unit/1e8 of our
	// amounts. The unit divides 1e6, and so 1e8.
	m.Per = int64(money.One) * fineQuantum / c.unit
	m.Shortfall = int64(c.limit.ShortfallRate)
	c.before = c.tierAt(m.Volume)
	var rebate money.Amount
	for k := range c.tiers {
		t := &c.tiers[k]
		if k > c.before {
			rebate += t.Rebate
		}
		c.rebate = append(c.rebate, rounded(int64(rebate), 1, 1, quantum))
		c.retro = append(c.retro, c.rerated(k, quantum))
		tier := plan.Tier{From: int64(t.From) / c.unit, Fixed: c.rebate[k] + c.retro[k]}
		if c.incremental {
			tier.Rate = int64(t.Percent) + int64(t.PerUnit) // the book has one of the two
		}
		m.Tiers = append(m.Tiers, tier)
	}
	c.reduce()
}

func (c *contract) thresholds() []int64 {
	var out []int64
	for i := range c.tiers {
		out = append(out, int64(c.tiers[i].From))
	}
	return out
}

// reduce takes the common factor out of rates and what they are per, which keeps products small.
func (c *contract) reduce() {
	m := &c.model
	by := gcd(m.Per, m.Shortfall)
	for _, t := range m.Tiers {
		by = gcd(by, t.Rate)
	}
	m.Per, m.Shortfall = m.Per/by, m.Shortfall/by
	for k := range m.Tiers {
		m.Tiers[k].Rate /= by
	}
}

// rerated is what the earlier freight of the period gets back at a tier, against the tier at the volume to date.
func (c *contract) rerated(k int, quantum int64) int64 {
	if c.incremental || k <= c.before {
		return 0
	}
	const whole = 1_000_000 // 100 % in units of 0.0001
	more := c.tiers[k].Percent - c.tiers[c.before].Percent
	return rounded(int64(c.volume.RetroFreight), int64(more), whole, quantum)
}

// rounded is a·b/d millionths rounded to a whole number of quanta, in our amounts.
func rounded(a, b, d, quantum int64) int64 {
	v, _ := money.MulRoundDiv(a, uint64(b), uint64(d*quantum))
	return v * quantum / fineQuantum
}

// tierAt is the number of the tier in force at a volume in units.
func (c *contract) tierAt(volume int64) int {
	k := 0
	for i := range c.tiers {
		if int64(c.tiers[i].From) <= volume*c.unit {
			k = i
		}
	}
	return k
}

// at is the contract's volume to date if it stood at the beginning of a tier: what the engine finds the tier by.
func (c *contract) at(tier int) rates.Volume {
	v := c.tiers[tier].From
	return rates.Volume{Contract: c.name, Parcels: v, Kg: v, Spend: v}
}

// of is what a quote puts on the contract.
func (c *contract) of(q *engine.Quote) int64 {
	switch c.measure {
	case "parcels":
		return parcel / c.unit
	case "kg":
		return q.BillableG * gram / c.unit
	default:
		return int64(q.Amounts[engine.Freight]) / c.unit
	}
}

// text writes a volume in units of the measure.
func (c *contract) text(volume int64) string { return money.Amount(volume * c.unit).String() }

// measured is text with the measure: `120 parcels`, `3.5 kg`, `120.50 CNY`.
func (c *contract) measured(volume int64, currency money.Currency) string {
	if c.measure == "spend" {
		return fmt.Sprintf("%s %s", c.text(volume), currency)
	}
	return c.text(volume) + " " + c.measure
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
