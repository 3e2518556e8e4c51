package planning

import (
	"context"
	"fmt"
	"io"
	"runtime"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
)

// Encoder writes a plan's rows; a *report.Planned is one. It is safe for concurrent use.
type Encoder interface {
	Begin(dst []byte) []byte
	Append(dst []byte, row *orders.Row, d *engine.Decision, m report.Move) []byte
}

// Rows writes a decision for every row that was read, in the order of the input, priced by the engine at the final tiers. It
// also adds up what the contracts take off the parcels. What was priced must be the plan's cost to the digit; a *Mismatch
// says that it is not. lines asks for the price lines of the chosen service.
func (p *Plan) Rows(ctx context.Context, w io.Writer, enc Encoder, lines bool) error {
	if _, err := w.Write(enc.Begin(nil)); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := p.job.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ordered, waiting := make(chan *written, 2*workers), make(chan *written, 2*workers)
	go p.hand(ctx, ordered, waiting)
	for range workers {
		go p.write(waiting, enc, lines)
	}
	sum, off := int64(0), make([]int64, len(p.contracts))
	for out := range ordered {
		<-out.done
		if _, err := w.Write(out.bytes); err != nil {
			return err
		}
		sum += out.total
		for g := range off {
			off[g] += out.off[g]
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if sum*p.times != p.Outcome.Orders {
		return &Mismatch{fmt.Sprintf("its orders cost %s when planned and %s when priced again", Text(p.Outcome.Orders), Text(sum*p.times))}
	}
	for g := range p.Contracts {
		if c := &p.Contracts[g]; !c.incremental {
			c.Discount = off[g] * p.times
		}
	}
	return nil
}

// written is a block of rows on its way out.
type written struct {
	block *block
	bytes []byte
	total int64   // of the planned orders
	off   []int64 // by contract: discounts of the planned orders
	done  chan struct{}
}

func (p *Plan) hand(ctx context.Context, ordered, waiting chan<- *written) {
	defer close(ordered)
	defer close(waiting)
	for i := range p.blocks {
		out := &written{block: &p.blocks[i], off: make([]int64, len(p.contracts)), done: make(chan struct{})}
		select {
		case ordered <- out:
		case <-ctx.Done():
			return
		}
		waiting <- out // as much room as in ordered, and every worker takes from it until it is closed
	}
}

// write prices and formats blocks.
func (p *Plan) write(waiting <-chan *written, enc Encoder, lines bool) {
	var d engine.Decision
	var o, old plan.Option
	for out := range waiting {
		for i := range out.block.rows {
			row, order := &out.block.rows[i], out.block.order[i]
			var m report.Move
			if len(row.Faults) == 0 {
				p.answer(&row.Order, &d, order, lines)
			}
			if order != none {
				move := p.move(int(order), &o, &old)
				m = report.Move{From: move.From, Cost: money.Amount(move.Cost * fineQuantum)}
				out.total += int64(d.Choice.Total) / fineQuantum
				p.model.Get(int(order), int(p.choice[order]), &o)
				if o.Contract >= 0 {
					out.off[o.Contract] += int64(d.Choice.Amounts[engine.Discount]) / fineQuantum
				}
			}
			out.bytes = enc.Append(out.bytes, row, &d, m)
		}
		close(out.done)
	}
}

// answer is the engine's decision at the final tiers, with the planned service in the place of the cheapest. The
// runner-up is then the best of the others, which may cost less; what would flip the choice is left out.
func (p *Plan) answer(o *engine.Order, d *engine.Decision, order int32, lines bool) {
	p.engine.Compare(o, d)
	if order == none {
		return
	}
	n := p.services[p.options[order]+int(p.choice[order])]
	if d.Choice.Service == d.Quotes[n].Service {
		return
	}
	if lines {
		p.engine.Explain(o, d)
	}
	d.Choice = d.Quotes[n]
	d.NoRisk, d.Flip, d.RunnerUp = d.Choice.Risk == nil, engine.Flip{}, engine.Rank{}
	for i := range d.Quotes {
		if q := &d.Quotes[i]; q.Rank == 1 {
			d.RunnerUp = engine.Rank{Service: q.Service, Total: q.Total}
		}
	}
}
