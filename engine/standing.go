package engine

import (
	"slices"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// At gives the engine for another standing of the shop: its contracts' volumes in the period to date, and its orders and
// bad-experience orders in the platform's scoring window. These stand in for the book's own. Prices depend on them only
// through the tier each contract stands at and the cost of a bad order, so the engine is the same one as long as neither
// changes, and is compiled anew where one does, with the credits it had. Its Book has the new figures then. The error is rates.Problems.
func (e *Engine) At(volumes []rates.Volume, orders, bad int64) (*Engine, error) {
	b := *e.book
	b.Volumes = slices.Clone(volumes)
	b.Settings.SellerOrders, b.Settings.SellerBadOrders = orders, bad
	if badOrderCost(&b) == e.badCost && !slices.ContainsFunc(e.services, func(s service) bool { return discountOf(&b, s.row).tier != s.discount.tier }) {
		return e, nil
	}
	n, err := Compile(&b)
	if err == nil && e.credited {
		n.setCredits(e.credits)
	}
	return n, err
}

// BadOrderCost is what one more bad-experience order costs the shop at this standing, in settlement currency.
func (e *Engine) BadOrderCost() money.Amount { return e.badCost }
