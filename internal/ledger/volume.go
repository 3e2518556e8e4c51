package ledger

import "github.com/lanewise/lanewise/engine/money"

// volume is what entries add up to.
type volume struct{ Parcels, Kg, Spend money.Amount }

// String is the volume for a person.
func (v volume) String() string {
	return v.Parcels.String() + " parcels, " + v.Kg.String() + " kg, spend " + v.Spend.String()
}
