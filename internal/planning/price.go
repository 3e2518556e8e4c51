package planning

import (
	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
)

// pricer prices orders for one worker.
type pricer struct {
	batch    *Batch
	steps    []*engine.Engine
	contract []int // by service: its contract, -1 = none
	alone    engine.Decision
	at       []engine.Decision // by step
}

func newPricer(b *Batch, steps []*engine.Engine) *pricer {
	p := &pricer{batch: b, steps: steps, at: make([]engine.Decision, len(steps))}
	services := b.job.Engine.Book().Services
	p.contract = make([]int, len(services))
	for i := range services {
		p.contract[i] = none
		for g := range b.contracts {
			if b.contracts[g].name == services[i].Contract {
				p.contract[i] = g
			}
		}
	}
	return p
}

// priced are the options of a run of rows.
type priced struct {
	rows    []orders.Row
	status  []engine.Status
	count   []int32           // options by row
	alone   []int32           // by row: number of the option that per-order choice takes
	channel [channels][]int32 // by row: the option that the channel's best is, -1 = none
	options []option
	costs   []int64 // of the options one after the other, as many as the contract has tiers
	err     error
}

type option struct {
	volume   int64
	bad      int64
	contract int32
	service  uint16
	channel  uint8
}

// row prices one row.
func (p *pricer) row(row *orders.Row, out *priced) {
	n, status := len(out.options), engine.Invalid
	pick, best := int32(none), [channels]int32{none, none}
	if len(row.Faults) == 0 {
		p.batch.job.Engine.Decide(&row.Order, &p.alone)
		if status = p.alone.Status; status == engine.Ship {
			for k, e := range p.steps {
				e.Compare(&row.Order, &p.at[k])
			}
			for s := range p.at[0].Quotes {
				p.option(s, row, out)
			}
			if len(out.options) == n { // in range at the volumes to date, beyond it at some tier
				status = engine.None
			}
			pick = p.find(p.alone.Choice.Service.Code, out.options[n:])
			pick = max(pick, 0)
			if r := p.alone.Online.Service; r != nil {
				best[online] = p.find(r.Code, out.options[n:])
			}
			if r := p.alone.Offline.Service; r != nil {
				best[offline] = p.find(r.Code, out.options[n:])
			}
		}
	}
	out.status = append(out.status, status)
	out.count = append(out.count, int32(len(out.options)-n))
	out.alone = append(out.alone, pick)
	for c := range best {
		out.channel[c] = append(out.channel[c], best[c])
	}
}

// find gives the number of the option by a service.
func (p *pricer) find(code string, options []option) int32 {
	for j := range options {
		if p.batch.service(options[j].service).Code == code {
			return int32(j)
		}
	}
	return none
}

// option adds a service that can take the order at every tier.
func (p *pricer) option(s int, row *orders.Row, out *priced) {
	g, tiers := p.contract[s], 1
	if g >= 0 {
		tiers = len(p.batch.contracts[g].tiers)
	}
	for k := range tiers {
		if p.at[k].Quotes[s].Reason != engine.OK {
			return
		}
	}
	q := &p.at[0].Quotes[s]
	o := option{bad: int64(q.PBad), contract: int32(g), service: uint16(s), channel: uint8(channelOf(q.Service))}
	if g >= 0 {
		o.volume = p.batch.contracts[g].of(q)
	}
	out.options = append(out.options, o)
	last := int64(0)
	for k := range tiers {
		cost := int64(p.at[k].Quotes[s].Total) / fineQuantum
		if k > 0 && cost > last && out.err == nil {
			out.err = &RisingCost{row.ID, q.Service.Code, p.batch.contracts[g].name}
		}
		out.costs = append(out.costs, cost)
		last = cost
	}
}
