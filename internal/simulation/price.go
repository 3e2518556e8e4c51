package simulation

import (
	"context"
	"fmt"
	"math"
	"sync"
	"sync/atomic"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/planning"
	"github.com/lanewise/lanewise/rates"
)

// fineQuantum is one unit of the costs here, 1e-4 of the settlement currency, in millionths.
const fineQuantum = 100

const million = 1_000_000

// option is a service that can take an order.
type option struct {
	contract  int32 // -1 = none
	service   int32 // number in the book
	volume    int64
	late, bad rates.Share
	decided   []int64 // total cost as decide has it, by the tier its contract stands at
}

// refused is the cost of a service that is out of range at a tier.
const refused = math.MaxInt64 >> 2

// market is what all months are drawn from: the orders, each with its options, and the contracts.
type market struct {
	base   *planning.Batch
	terms  []planning.Terms
	orders [][]option
}

// priced prices every planned order of a batch as decide would at every tier.
func priced(ctx context.Context, e *engine.Engine, b *planning.Batch, workers int) (*market, error) {
	m := &market{base: b, terms: b.Terms(), orders: make([][]option, b.Orders.Planned)}
	steps, err := m.steps(e)
	if err != nil {
		return nil, err
	}
	rows := make([]*orders.Row, len(m.orders))
	b.EachOrder(func(order int, row *orders.Row) { rows[order] = row })
	var next atomic.Int64
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			at := make([]engine.Decision, len(steps))
			for i := int(next.Add(1)) - 1; i < len(rows) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				for k, step := range steps {
					step.Compare(&rows[i].Order, &at[k])
				}
				m.orders[i] = m.options(i, at)
			}
		})
	}
	wait.Wait()
	return m, ctx.Err()
}

// steps are the engines at the first tier of every contract, at the second, and so on; a contract with fewer stays at its last.
func (m *market) steps(e *engine.Engine) ([]*engine.Engine, error) {
	most := 1
	for g := range m.terms {
		most = max(most, len(m.terms[g].Tiers))
	}
	set := &e.Book().Settings
	out := make([]*engine.Engine, most)
	for k := range out {
		volumes := make([]rates.Volume, len(m.terms))
		for g := range volumes {
			volumes[g] = m.terms[g].At(min(k, len(m.terms[g].Tiers)-1))
		}
		var err error
		if out[k], err = e.At(volumes, set.SellerOrders, set.SellerBadOrders); err != nil {
			return nil, fmt.Errorf("the book at its tiers %d: %w", k+1, err)
		}
	}
	return out, nil
}

func (m *market) options(order int, at []engine.Decision) []option {
	out := make([]option, m.base.Choices(order))
	var o plan.Option
	for j := range out {
		s := m.base.Option(order, j, &o)
		tiers := 1
		if o.Contract >= 0 {
			tiers = len(m.terms[o.Contract].Tiers)
		}
		decided := make([]int64, tiers)
		for k := range decided {
			decided[k] = refused
			if q := &at[k].Quotes[s]; q.Reason == engine.OK {
				decided[k] = int64(q.Total) / fineQuantum
			}
		}
		q := &at[0].Quotes[s]
		out[j] = option{int32(o.Contract), int32(s), o.Volume, q.PLate, q.PBad, decided}
	}
	return out
}

// earns is a credit (in millionths of the currency for one whole measure) times the option's volume, rounded as the engine
// rounds it.
func (m *market) earns(o *option, credit money.Amount) int64 {
	v, _ := money.MulRoundDiv(int64(credit), uint64(o.volume*m.terms[o.contract].Unit), million*fineQuantum)
	return v
}
