package planning

import (
	"fmt"
	"math"

	"github.com/lanewise/lanewise/engine/money"
)

// TooLarge is a batch whose sums could leave the range of 62 bits.
type TooLarge struct{ What string }

func (e *TooLarge) Error() string {
	return fmt.Sprintf("the batch is too large to be planned: %s could pass what 62 bits hold; split it, or plan without a forecast", e.What)
}

// fits refuses a batch whose sums could leave the range of the solver's integers. Only absurd
// batches are.
func (b *Batch) fits() error {
	const most = math.MaxInt64 >> 1
	if cost, ok := money.Mul(b.dearest, b.times).Int64(); !ok || cost > most {
		return &TooLarge{"the cost"}
	}
	for g := range b.contracts {
		m := &b.contracts[g].model
		volume := max(m.Volume+b.reach[g], m.Commit)
		rate := m.Shortfall
		for _, t := range m.Tiers {
			rate = max(rate, t.Rate)
		}
		if v, ok := money.Mul(volume, rate).Int64(); !ok || v > most {
			return &TooLarge{"what " + m.Name + " gives"}
		}
	}
	return nil
}

func abs(v int64) int64 { return max(v, -v) }
