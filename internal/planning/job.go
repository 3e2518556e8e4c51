package planning

import (
	"fmt"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
)

// Source gives rows in blocks, as batch.BlockSource does. An *orders.Reader is one.
type Source interface {
	ReadBlock(*orders.Block)
	ParseBlock(*orders.Block)
	CheckIDs(*orders.Block)
}

// Job is a batch to plan, and what the plan must keep to.
type Job struct {
	Engine   *engine.Engine // prices orders one by one: at the volumes to date
	Volumes  []rates.Volume // to date
	Rows     Source
	Limits   Limits
	Forecast int            // further batches like this one that are to come in the period
	Workers  int            // that price; 0 = one a processor
	Done     func(rows int) // called now and then with the number of rows priced; may be nil
}

// Limits are what a plan must keep to besides the limits of contracts.
type Limits struct {
	MaxBad rates.Opt[rates.Share]        // expected bad-experience orders ÷ orders
	Shares map[rates.Channel]rates.Share // most of the orders that a channel may take
}

// MaxForecast bounds Job.Forecast: beyond it the sums of a large batch could leave 64 bits.
const MaxForecast = 1000

// Batch is a batch of orders with every option priced at every tier.
type Batch struct {
	job       Job
	times     int64 // batches that the period is planned for, this one included
	contracts []contract
	ladder    *ladder
	blocks    []block
	model     *plan.Model
	services  []uint16 // of the options, order by order, as numbers of the book
	options   []int    // where each order's options begin in services
	alone     []int32  // by planned order: the option that per-order choice takes
	channel   [channels][]int32
	reach     []int64 // by contract: the most volume that the batch could put on it
	most      []int64 // the same of one order, while it is added
	dearest   int64   // the sum of each order's greatest cost
	Orders    Counts
}

// The channels as the solver numbers them.
const (
	online = iota
	offline
	channels
)

func channelOf(s *rates.Service) int { return int(s.Channel - rates.Online) }

// Counts says what became of the orders: only those to ship take part in a plan.
type Counts struct {
	Read    int
	Planned int
	Status  [engine.Ship + 1]int
	Left    []Left // those that take no part, in the order of the input
}

// Left is an order that takes no part in the plan.
type Left struct {
	ID     string
	Status engine.Status
}

// block is a run of rows as they were read.
type block struct {
	rows  []orders.Row
	order []int32 // by row: its number among the planned orders, -1 = it takes no part
}

// none is the number of an order that takes no part, and of an option that an order does not have.
const none = -1

// RisingCost is an option that costs more at a higher tier, which no book should bring about: credit days or surcharges
// below zero that outweigh a discount. A plan cannot say what is best then.
type RisingCost struct{ Order, Service, Contract string }

func (e *RisingCost) Error() string {
	return fmt.Sprintf("order %s: %s costs more at a higher tier of %s than at a lower one; a plan needs discounts that lower the total cost", e.Order, e.Service, e.Contract)
}
