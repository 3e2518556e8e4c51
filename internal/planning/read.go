package planning

import (
	"context"
	"io"
	"runtime"
	"slices"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/turn"
	"github.com/lanewise/lanewise/rates"
)

// ReadError is an error of the Source.
type ReadError struct{ Err error }

func (e *ReadError) Error() string { return e.Err.Error() }

// Unwrap gives the Source's error.
func (e *ReadError) Unwrap() error { return e.Err }

// Price reads a batch to its end and prices it. All rows are kept, since their decisions are written once the tiers are
// known: about half a kilobyte an order, and what engine/plan takes for their options. The error is a *ReadError, a
// *RisingCost, *TooLarge, rates.Problems, or ctx's.
func Price(ctx context.Context, job Job) (*Batch, error) {
	b := &Batch{job: job, times: int64(job.Forecast) + 1, contracts: contractsOf(job.Engine.Book(), job.Volumes), model: plan.New(0, 0)}
	var err error
	if b.ladder, err = newLadder(job.Engine, b.contracts); err != nil {
		return nil, err
	}
	steps, err := b.ladder.steps()
	if err != nil {
		return nil, err
	}
	for g := range b.contracts {
		b.model.Contracts = append(b.model.Contracts, b.contracts[g].model)
	}
	for c := range channels {
		b.model.Channels = append(b.model.Channels, plan.Channel{Name: (rates.Online + rates.Channel(c)).String(), Most: plan.None})
	}
	b.reach, b.most = make([]int64, len(b.contracts)), make([]int64, len(b.contracts))
	if err := b.read(ctx, steps); err != nil {
		return nil, err
	}
	b.limit()
	return b, b.fits()
}

// limit tells the solver what the plan must keep to, now that the number of orders is known.
func (b *Batch) limit() {
	n := int64(b.Orders.Planned)
	if most := b.job.Limits.MaxBad; most.OK {
		b.model.MaxBad = int64(most.V) * n
	}
	for name, share := range b.job.Limits.Shares {
		b.model.Channels[name-rates.Online].Most = int64(share) * n / million
	}
}

const million = 1_000_000

// service is a service of the book by its number.
func (b *Batch) service(n uint16) *rates.Service { return &b.job.Engine.Book().Services[n] }

// piece is a block of rows on its way: read, parsed, its ids checked, priced.
type piece struct {
	orders.Block
	number int
	out    priced
	done   chan struct{}
}

// read lets workers price blocks and takes what they made in the order of the input.
func (b *Batch) read(ctx context.Context, steps []*engine.Engine) error {
	workers := b.job.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ordered, waiting := make(chan *piece, 2*workers), make(chan *piece, 2*workers)
	t := turn.New()
	go b.cut(ctx, ordered, waiting)
	for range workers {
		go b.work(waiting, t, newPricer(b, steps))
	}
	for p := range ordered {
		select {
		case <-p.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if p.out.err != nil {
			return p.out.err
		}
		b.add(&p.out)
		if b.job.Done != nil {
			b.job.Done(b.Orders.Read)
		}
		if p.Err == io.EOF {
			return nil
		}
		if p.Err != nil {
			return &ReadError{p.Err}
		}
	}
	return ctx.Err()
}

// cut reads blocks and hands them out until the source ends. Each block is new, since its texts are kept.
func (b *Batch) cut(ctx context.Context, ordered, waiting chan<- *piece) {
	defer close(ordered)
	defer close(waiting)
	for number := 0; ; number++ {
		p := &piece{number: number, done: make(chan struct{})}
		b.job.Rows.ReadBlock(&p.Block)
		last := p.Err != nil
		for _, to := range []chan<- *piece{ordered, waiting} {
			select {
			case to <- p:
			case <-ctx.Done():
				return
			}
		}
		if last {
			return
		}
	}
}

// work parses and prices blocks.
func (b *Batch) work(waiting <-chan *piece, t *turn.Turn, pr *pricer) {
	for p := range waiting {
		b.job.Rows.ParseBlock(&p.Block)
		t.Take(p.number, func() { b.job.Rows.CheckIDs(&p.Block) })
		for i := range p.Rows {
			pr.row(&p.Rows[i], &p.out)
		}
		p.out.rows = slices.Clone(p.Rows) // grown in steps, and kept
		close(p.done)
	}
}

// add puts priced rows into the batch and the orders to ship into the solver's model.
func (b *Batch) add(in *priced) {
	kept := block{rows: in.rows, order: make([]int32, len(in.rows))}
	at, cost := 0, 0
	for i := range in.rows {
		b.Orders.Read++
		b.Orders.Status[in.status[i]]++
		if in.status[i] != engine.Ship {
			kept.order[i] = none
			b.Orders.Left = append(b.Orders.Left, Left{in.rows[i].ID, in.status[i]})
			continue
		}
		kept.order[i] = int32(b.Orders.Planned)
		b.Orders.Planned++
		b.alone = append(b.alone, in.alone[i])
		for c := range channels {
			b.channel[c] = append(b.channel[c], in.channel[c][i])
		}
		n := int(in.count[i])
		cost += b.addOrder(in.options[at:at+n], in.costs[cost:])
		at += n
	}
	b.blocks = append(b.blocks, kept)
}

// addOrder adds an order's options and says how many costs they took.
func (b *Batch) addOrder(options []option, costs []int64) (used int) {
	b.model.Order()
	b.options = append(b.options, len(b.services))
	most, dearest := b.most, int64(0)
	clear(most)
	for _, o := range options {
		tiers := 1
		if o.contract >= 0 {
			tiers = len(b.contracts[o.contract].tiers)
			most[o.contract] = max(most[o.contract], o.volume*b.times)
		}
		own := costs[used : used+tiers]
		used += tiers
		for k := range own {
			dearest = max(dearest, abs(own[k]))
			own[k] *= b.times
		}
		b.model.Option(plan.Option{Contract: int(o.contract), Channel: int(o.channel), Bad: o.bad, Volume: o.volume * b.times, Costs: own})
		b.services = append(b.services, o.service)
	}
	for g := range most {
		b.reach[g] += most[g]
	}
	b.dearest += dearest
	return used
}
