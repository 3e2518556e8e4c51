package planning

import "github.com/lanewise/lanewise/engine/money"

// Name is the contract's name in the book.
func (c *Contract) Name() string { return c.name }

// Unit is what the contract counts: parcels, kg, or the settlement currency.
func (c *Contract) Unit() string {
	if c.measure == "spend" {
		return "spend before discount"
	}
	return c.measure
}

// Measured is a volume in whole measures, for pictures.
func (c *Contract) Measured(volume int64) float64 { return float64(volume) * float64(c.unit) / 1e6 }

// Tiers is how many tiers there are.
func (c *Contract) Tiers() int { return len(c.tiers) }

// Begin is the volume from which a tier holds.
func (c *Contract) Begin(tier int) int64 { return c.model.Tiers[tier].From }

// From is Begin in whole measures, as text.
func (c *Contract) From(tier int) string { return c.from(tier) }

// TierAt is the tier in force at a volume.
func (c *Contract) TierAt(volume int64) int { return c.tierAt(volume) }

// Currency is the settlement currency.
func (p *Plan) Currency() money.Currency { return p.currency() }
