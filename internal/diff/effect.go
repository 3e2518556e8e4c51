package diff

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
)

// Orders is where orders are read from, row by row until io.EOF.
type Orders interface {
	Read(row *orders.Row) error
}

// Effect is what the second book does to the cost and the choices of the orders decided by the first. Money is in the
// settlement currency that both books share.
type Effect struct {
	Currency   money.Currency
	Orders     int // rows read
	Unreadable int // rows that no book can decide
	Both       int // orders for which both books choose a service; costs are compared over these
	Old, New   Cost
	Repriced   int // orders that keep their service at another total cost
	Moved      int // orders that change their service
	Crossed    int // those of them that change between online and offline
	Statuses   []StatusMove
	Moves      []Move
	Movers     []Mover
}

// Cost adds up the costs of the chosen services.
type Cost struct{ Shipping, Risk, Policy, Total report.Sum }

func (c *Cost) add(q *engine.Quote) {
	c.Shipping.Add(q.Shipping)
	c.Risk.Add(q.RiskCost)
	c.Policy.Add(q.Amounts[engine.PolicyCost])
	c.Total.Add(q.Total)
}

// StatusMove counts orders whose status is not the same under both books.
type StatusMove struct {
	Old, New engine.Status
	Orders   int
}

// Move counts orders that go by another service, and what that changes of their total cost.
type Move struct {
	Old, New string
	Orders   int
	Change   report.Sum
}

// Mover is one order whose total cost changes.
type Mover struct {
	ID                     string
	OldService, NewService string
	Old, New               money.Amount // total cost
}

// Change is the difference of the totals.
func (m Mover) Change() money.Amount { return m.New - m.Old }

// ErrCurrencies says that costs cannot be compared.
var ErrCurrencies = errors.New("the two books settle in different currencies, so their costs cannot be compared; leave the orders out to compare the tables alone")

// Compare decides every order by both books. most is how many of the largest movers to keep. An error is the one that
// reading ended with, or ctx's.
func Compare(ctx context.Context, a, b *engine.Engine, in Orders, most int) (*Effect, error) {
	c := comparison{most: most, statuses: map[[2]engine.Status]int{}, moves: map[[2]string]Move{}}
	c.Currency = a.Book().Settings.Currency
	if b.Book().Settings.Currency != c.Currency {
		return nil, ErrCurrencies
	}
	var row orders.Row
	var before, after engine.Decision
	for {
		err := in.Read(&row)
		if err == io.EOF {
			return c.finish(), nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		c.Orders++
		if len(row.Faults) > 0 {
			c.Unreadable++
			continue
		}
		a.Decide(&row.Order, &before)
		b.Decide(&row.Order, &after)
		c.add(row.ID, &before, &after)
	}
}

// comparison is an Effect in the making.
type comparison struct {
	Effect
	most     int
	statuses map[[2]engine.Status]int
	moves    map[[2]string]Move
}

func (c *comparison) add(id string, before, after *engine.Decision) {
	if before.Status != after.Status {
		c.statuses[[2]engine.Status{before.Status, after.Status}]++
	}
	if !before.Chosen || !after.Chosen {
		return
	}
	c.Both++
	c.Old.add(&before.Choice)
	c.New.add(&after.Choice)
	from, to := before.Choice.Service, after.Choice.Service
	m := Mover{id, from.Code, to.Code, before.Choice.Total, after.Choice.Total}
	switch {
	case from.Code != to.Code:
		c.Moved++
		if from.Channel != to.Channel {
			c.Crossed++
		}
		move := c.moves[[2]string{from.Code, to.Code}]
		move.Old, move.New, move.Orders = from.Code, to.Code, move.Orders+1
		move.Change.Add(m.Change())
		c.moves[[2]string{from.Code, to.Code}] = move
	case m.Change() != 0:
		c.Repriced++
	}
	c.keep(m)
}

// keep puts m among the largest movers if it is one; of equals the first in the file stays before.
func (c *comparison) keep(m Mover) {
	size := max(m.Change(), -m.Change())
	if size == 0 {
		return
	}
	at := len(c.Movers)
	for at > 0 && size > max(c.Movers[at-1].Change(), -c.Movers[at-1].Change()) {
		at--
	}
	if at >= c.most {
		return
	}
	// The id is part of the row's memory, which the next row takes over.
	m.ID = strings.Clone(m.ID)
	c.Movers = slices.Insert(c.Movers, at, m)
	c.Movers = c.Movers[:min(len(c.Movers), c.most)]
}

func (c *comparison) finish() *Effect {
	for k, n := range c.statuses {
		c.Statuses = append(c.Statuses, StatusMove{k[0], k[1], n})
	}
	slices.SortFunc(c.Statuses, func(x, y StatusMove) int {
		return firstOf(y.Orders-x.Orders, int(y.Old)-int(x.Old), int(y.New)-int(x.New))
	})
	for _, m := range c.moves {
		c.Moves = append(c.Moves, m)
	}
	slices.SortFunc(c.Moves, func(x, y Move) int {
		return firstOf(y.Orders-x.Orders, strings.Compare(x.Old, y.Old), strings.Compare(x.New, y.New))
	})
	return &c.Effect
}

// firstOf is the first difference that is one.
func firstOf(differences ...int) int {
	for _, d := range differences {
		if d != 0 {
			return d
		}
	}
	return 0
}
