package server

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"time"
)

// Limits are what a server takes at most. A zero field stands for its default.
type Limits struct {
	Headers int   // bytes of a request's head, at least 8 KiB
	Body    int64 // bytes of one order
	Batch   int64 // bytes of a batch

	ReadHeader time.Duration // from the first byte of a request to the end of its head
	Read       time.Duration // from the first byte of a request to the end of its body
	Write      time.Duration // from the end of the head to the end of the answer
	Idle       time.Duration // between two requests on a connection
	BatchTime  time.Duration // a batch from its head to the end of its answer
	BatchStall time.Duration // a batch without a byte taken or given
	BatchRate  int64         // bytes a second that come of a batch at least, over time, after the first BatchStall

	Connections int           // open at once
	InFlight    int           // orders priced at once; as many bookings besides
	Batches     int           // batches worked on at once
	Queue       int           // orders that wait for their turn; as many bookings besides
	QueueWait   time.Duration // how long one waits before it is refused

	Plans      int           // planned at once
	PlanQueue  int           // plans that wait for their turn
	PlanOrders int           // rows of one plan
	PlanTime   time.Duration // the most that a search may be asked to take
	PlanKeep   time.Duration // how long a plan is kept after its end
	PlansKept  int           // plans kept after their end
	PlanBytes  int64         // what the results of those may have together

	KeyRate      int // requests of one key in a second, over time
	KeyBurst     int // requests of one key at once
	AuthFailures int // wrong keys from one address in a minute

	Linger time.Duration // how long new requests are still taken after the order to stop, so that a load balancer sees it
	Drain  time.Duration // how long requests in flight may take after the order to stop
	Stop   time.Duration // when connections are cut after the order to stop
}

// DefaultLimits are those of a server that nobody told otherwise.
func DefaultLimits() Limits {
	return Limits{
		Headers: 16 << 10, Body: 64 << 10, Batch: 64 << 20,
		ReadHeader: 5 * time.Second, Read: 15 * time.Second, Write: 30 * time.Second, Idle: time.Minute,
		BatchTime: 10 * time.Minute, BatchStall: 30 * time.Second, BatchRate: 8 << 10,
		Connections: 2048, InFlight: 8 * runtime.GOMAXPROCS(0), Batches: 4, Queue: 256, QueueWait: 100 * time.Millisecond,
		Plans: 1, PlanQueue: 8, PlanOrders: 200_000, PlanTime: time.Minute, PlanKeep: time.Hour, PlansKept: 64, PlanBytes: 512 << 20,
		KeyRate: 100, KeyBurst: 200, AuthFailures: 10,
		Linger: 500 * time.Millisecond, Drain: 20 * time.Second, Stop: 25 * time.Second,
	}
}

func (l Limits) withDefaults() Limits {
	d := DefaultLimits()
	for _, f := range [][2]*int{
		{&l.Headers, &d.Headers},
		{&l.Connections, &d.Connections},
		{&l.InFlight, &d.InFlight},
		{&l.Batches, &d.Batches},
		{&l.Queue, &d.Queue},
		{&l.Plans, &d.Plans},
		{&l.PlanQueue, &d.PlanQueue},
		{&l.PlanOrders, &d.PlanOrders},
		{&l.PlansKept, &d.PlansKept},
		{&l.KeyRate, &d.KeyRate},
		{&l.KeyBurst, &d.KeyBurst},
		{&l.AuthFailures, &d.AuthFailures},
	} {
		orDefault(f)
	}
	for _, f := range [][2]*time.Duration{
		{&l.ReadHeader, &d.ReadHeader},
		{&l.Read, &d.Read},
		{&l.Write, &d.Write},
		{&l.Idle, &d.Idle},
		{&l.BatchTime, &d.BatchTime},
		{&l.BatchStall, &d.BatchStall},
		{&l.QueueWait, &d.QueueWait},
		{&l.PlanTime, &d.PlanTime},
		{&l.PlanKeep, &d.PlanKeep},
		{&l.Linger, &d.Linger},
		{&l.Drain, &d.Drain},
		{&l.Stop, &d.Stop},
	} {
		orDefault(f)
	}
	orDefault([2]*int64{&l.Body, &d.Body})
	orDefault([2]*int64{&l.Batch, &d.Batch})
	orDefault([2]*int64{&l.BatchRate, &d.BatchRate})
	orDefault([2]*int64{&l.PlanBytes, &d.PlanBytes})
	return l
}

func orDefault[T comparable](f [2]*T) {
	var zero T
	if *f[0] == zero {
		*f[0] = *f[1]
	}
}

// headersSlack is what net/http reads of a head beyond the limit it is given.
const headersSlack = 4096

// Check says which limit makes no sense.
func (l Limits) Check() error {
	l = l.withDefaults()
	switch {
	case l.Headers < 2*headersSlack || l.Headers > 1<<20:
		return fmt.Errorf("a request's head may have 8KiB to 1MiB, not %d bytes", l.Headers)
	case l.Drain > l.Stop:
		return fmt.Errorf("connections cannot be cut after %v while requests may take %v to end", l.Stop, l.Drain)
	case l.Linger > l.Drain:
		return fmt.Errorf("new requests cannot be taken for %v where all must end after %v", l.Linger, l.Drain)
	case l.BatchRate > 1<<30:
		return fmt.Errorf("a batch may be asked to come with at most 1GiB a second")
	case l.KeyRate > 1e6 || l.KeyBurst > 1e6:
		return fmt.Errorf("a key may make at most 1000000 requests a second")
	case l.AuthFailures > 1e6:
		return fmt.Errorf("an address may try at most 1000000 wrong keys a minute")
	case l.Read < l.ReadHeader:
		return fmt.Errorf("a request cannot end within %v where its head may take %v", l.Read, l.ReadHeader)
	}
	for _, n := range []int64{
		int64(l.Body), l.Batch, int64(l.ReadHeader), int64(l.Read), int64(l.Write), int64(l.Idle), int64(l.BatchTime), int64(l.BatchStall), l.BatchRate,
		int64(l.Connections), int64(l.InFlight), int64(l.Batches), int64(l.Queue), int64(l.QueueWait), int64(l.KeyRate), int64(l.KeyBurst),
		int64(l.Plans), int64(l.PlanQueue), int64(l.PlanOrders), int64(l.PlanTime), int64(l.PlanKeep), int64(l.PlansKept), l.PlanBytes,
		int64(l.AuthFailures), int64(l.Linger), int64(l.Drain), int64(l.Stop),
	} {
		if n < 0 {
			return fmt.Errorf("a limit cannot be below 0, such as %d", n)
		}
	}
	return nil
}

// setup prepares what limits and metrics need.
func (s *Server) setup() {
	s.cfg.Limits = s.cfg.Limits.withDefaults()
	l := s.cfg.Limits
	s.quick = newGate(l.InFlight, l.Queue, l.QueueWait)
	s.ledgers = newGate(l.InFlight, l.Queue, l.QueueWait)
	s.bulk = newGate(l.Batches, 0, 0)
	s.rates = newKeyRates(l.KeyRate, l.KeyBurst)
	s.failures = newFailures(l.AuthFailures, s.now)
	s.flying.Store(new(atomic.Int64))
	s.metrics = newMetrics(s)
	s.plans = newPlans(s)
}
