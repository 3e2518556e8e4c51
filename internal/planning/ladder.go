package planning

import (
	"fmt"
	"slices"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/rates"
)

// ladder gives the engine at any tiers of the contracts, as a plan prices: parcels on incremental contracts carry no
// discount, since what such a contract gives is a line of the contract.
type ladder struct {
	base      *engine.Engine
	contracts []contract
	known     map[string]*engine.Engine // by tiers
}

func newLadder(e *engine.Engine, contracts []contract) (*ladder, error) {
	b := *e.Book()
	b.Tiers = slices.Clone(b.Tiers)
	for i := range b.Tiers {
		if b.Tiers[i].Mode == "incremental" {
			b.Tiers[i].Percent, b.Tiers[i].PerUnit = 0, 0
		}
	}
	base, err := engine.Compile(&b)
	return &ladder{base: base, contracts: contracts, known: map[string]*engine.Engine{}}, err
}

// at gives the engine at a tier of each contract.
func (l *ladder) at(tiers []int) (*engine.Engine, error) {
	key := fmt.Sprint(tiers)
	if e := l.known[key]; e != nil {
		return e, nil
	}
	volumes := make([]rates.Volume, len(tiers))
	for g, k := range tiers {
		volumes[g] = l.contracts[g].at(k)
	}
	s := &l.base.Book().Settings
	e, err := l.base.At(volumes, s.SellerOrders, s.SellerBadOrders)
	l.known[key] = e
	return e, err
}

// steps are the engines at the first tier of every contract, at the second, and so on; a contract with fewer tiers stays
// at its last.
func (l *ladder) steps() ([]*engine.Engine, error) {
	most := 1
	for i := range l.contracts {
		most = max(most, len(l.contracts[i].tiers))
	}
	out := make([]*engine.Engine, most)
	for k := range out {
		tiers := make([]int, len(l.contracts))
		for g := range tiers {
			tiers[g] = min(k, len(l.contracts[g].tiers)-1)
		}
		var err error
		if out[k], err = l.at(tiers); err != nil {
			return nil, err
		}
	}
	return out, nil
}
