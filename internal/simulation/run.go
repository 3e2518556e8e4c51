package simulation

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/planning"
	"github.com/lanewise/lanewise/rates"
)

// MinMonths is the least number of months by which a policy may be judged.
const MinMonths = 20

// MaxMonths and MaxOrders bound a simulation.
const (
	MaxMonths = 1000
	MaxOrders = 1_000_000 // of a month
)

// Config is what to simulate.
type Config struct {
	Engine   *engine.Engine // at the volumes at which a month starts
	Volumes  []rates.Volume // the same
	Rows     planning.Source
	Months   int
	Orders   int         // of a month on average; 0 = as many as Rows has
	Seed     uint64      // of the months
	Noise    rates.Share // the number of orders of a month differs by at most this share
	Forecast int64       // how much too high the forecast is, in millionths of the orders; below 0 = too low
	Margin   rates.Share // of the way to a threshold by which a plan of the forecast moves it up
	Gap      float64     // of plans; 0 = proven optima
	Workers  int         // 0 = one a processor
}

// Month is what the policies made of one month.
type Month struct {
	Orders int
	Cost   [simulated]int64 // by policy, in 1e-4 of the settlement currency
	Tiers  [policies][]int  // that the policies ended with
	Over   [policies]bool   // a contract got more than its max_volume
	Bound  int64            // no choice that keeps the limits costs less
	pick   []int32
	choice [policies][]int32
}

// Result is what came of a simulation.
type Result struct {
	From    planning.Counts // of the file
	Months  []Month
	Credits []Credit
	Compare []Comparison // of the policies after the first, with it
	Rival   Comparison   // of the better credit policy with last month's tiers
	Verdict Verdict
}

// NoOrders is a file without an order that could be shipped.
type NoOrders struct{}

func (NoOrders) Error() string {
	return "no order of the files can be shipped; there is nothing to simulate"
}

// Run simulates. The error is one of planning.Price, NoOrders, or ctx's.
func Run(ctx context.Context, c Config) (*Result, error) {
	base, err := planning.Price(ctx, planning.Job{Engine: c.Engine, Volumes: c.Volumes, Rows: c.Rows, Workers: c.Workers})
	if err != nil {
		return nil, err
	}
	if base.Orders.Planned == 0 {
		return nil, NoOrders{}
	}
	if err := base.Ready(); err != nil {
		return nil, fmt.Errorf("the orders: %w", err)
	}
	if c.Workers <= 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	m, err := priced(ctx, c.Engine, base, c.Workers)
	if err != nil {
		return nil, err
	}
	if c.Orders == 0 {
		c.Orders = len(m.orders)
	}
	out := &Result{From: base.Orders, Months: make([]Month, c.Months)}
	credits, now, planned, err := m.forecast(ctx, c.expected(len(m.orders)), c.Margin, c.Gap)
	if err != nil {
		return nil, err
	}
	out.Credits = credits
	_, before := m.follow(c.draw(-1, len(m.orders)), &rule{}) // the month before the first
	for i := range out.Months {
		month := &out.Months[i]
		month.pick = c.draw(i, len(m.orders))
		month.Orders = len(month.pick)
		for p, r := range [policies]*rule{{}, {at: before}, now, planned} {
			month.choice[p], month.Tiers[p] = m.follow(month.pick, r)
		}
		before = month.Tiers[1]
	}
	if err := m.settle(ctx, out.Months, c); err != nil {
		return nil, err
	}
	out.judge()
	return out, nil
}

// draw takes the orders of a month out of n, each as often as chance has it.
func (c *Config) draw(month, n int) []int32 {
	rng := rand.New(rand.NewPCG(c.Seed, uint64(month+1)))
	count := int64(c.Orders)
	if most := count * int64(c.Noise) / million; most > 0 {
		count += rng.Int64N(2*most+1) - most
	}
	pick := make([]int32, max(count, 1))
	for i := range pick {
		pick[i] = rng.Int32N(int32(n))
	}
	return pick
}

// expected are the orders of the forecast: the file's own, in turn, as many as are forecast.
func (c *Config) expected(n int) []int32 {
	count := max(int64(c.Orders)*(million+c.Forecast)/million, 1)
	pick := make([]int32, count)
	for i := range pick {
		pick[i] = int32(int64(i) * int64(n) / count % int64(n))
	}
	if count > int64(n) {
		for i := range pick {
			pick[i] = int32(i % n)
		}
	}
	return pick
}

// settle values what the policies chose and plans every month as if it had been known.
func (m *market) settle(ctx context.Context, months []Month, c Config) error {
	next := make(chan int)
	errs := make([]error, len(months))
	var wait sync.WaitGroup
	for range min(c.Workers, len(months)) {
		wait.Go(func() {
			for i := range next {
				errs[i] = m.value(ctx, &months[i], c.Gap)
			}
		})
	}
	for i := range months {
		next <- i
	}
	close(next)
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// value fills in what a month cost.
func (m *market) value(ctx context.Context, month *Month, gap float64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b, err := m.base.Sample(month.pick, nil)
	if err != nil {
		return err
	}
	r, err := b.Cheapest(ctx, gap)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	least := b.Value(r.Choice).Objective
	for p := range month.choice {
		v := b.Value(month.choice[p])
		month.Cost[p], month.Over[p] = v.Objective, !v.Keeps
		if v.Keeps {
			least = min(least, v.Objective)
		}
	}
	month.Cost[policies], month.Bound = least, r.Bound
	month.pick, month.choice = nil, [policies][]int32{}
	return nil
}
