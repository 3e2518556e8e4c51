package main

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/internal/server"
)

// limitFlags declares the flags of a server's limits.
func limitFlags(fs *pflag.FlagSet) *server.Limits {
	l := server.DefaultLimits()
	bytes := func(to *int64, name, what string) {
		fs.Var(&sizeFlag{to}, name, fmt.Sprintf("%s (default %s)", what, sizeText(*to)))
	}
	count := func(to *int, name, what string) {
		fs.Var(&countFlag{to}, name, fmt.Sprintf("%s (default %d)", what, *to))
	}
	span := func(to *time.Duration, name, what string) {
		fs.Var(&spanFlag{to}, name, fmt.Sprintf("%s (default %v)", what, *to))
	}
	fs.Var(&intSizeFlag{&l.Headers}, "max-headers", "what the head of a request may have (default 16KiB)")
	bytes(&l.Body, "max-body", "what the body of a request about one order may have")
	bytes(&l.Batch, "max-batch", "what the body of a batch may have")
	span(&l.ReadHeader, "read-header-timeout", "within which the head of a request must come")
	span(&l.Read, "read-timeout", "within which a request must come")
	span(&l.Write, "write-timeout", "within which an answer must be taken")
	span(&l.Idle, "idle-timeout", "how long a connection may wait for its next request")
	span(&l.BatchTime, "batch-timeout", "within which a batch must be sent and its answer taken")
	span(&l.BatchStall, "batch-stall", "how long a batch may stand still")
	bytes(&l.BatchRate, "batch-rate", "what must come of a batch in a second, over time, after the first --batch-stall")
	count(&l.Connections, "max-connections", "connections open at once; more are answered 503")
	count(&l.InFlight, "max-in-flight", "orders priced at once, and as many bookings besides; the default is 8 for each core")
	count(&l.Batches, "max-batches", "batches worked on at once; more are answered 503")
	count(&l.Queue, "queue", "orders that may wait for their turn, and as many bookings; more are answered 503")
	span(&l.QueueWait, "queue-wait", "how long one may wait before it is answered 503")
	count(&l.Plans, "max-plans", "plans made at once; more wait")
	count(&l.PlanQueue, "plan-queue", "plans that may wait for their turn; more are answered 503")
	count(&l.PlanOrders, "plan-orders", "orders that a plan may have")
	span(&l.PlanTime, "plan-time", "how long the search of a plan may be asked to take")
	span(&l.PlanKeep, "plan-keep", "how long a plan is kept after its end")
	count(&l.PlansKept, "plans-kept", "plans kept after their end; of more the oldest are forgotten")
	bytes(&l.PlanBytes, "plan-bytes", "what is kept of plans after their end; of more the oldest are forgotten")
	count(&l.KeyRate, "key-rate", "requests a second of one key; more are answered 429")
	count(&l.KeyBurst, "key-burst", "requests of one key at once")
	count(&l.AuthFailures, "auth-failures", "wrong keys from one address in a minute; then it is answered 429")
	span(&l.Linger, "stop-linger", "how long new requests are still taken after the order to stop, so that a load balancer notices")
	span(&l.Drain, "stop-drain", "how long requests in flight may take after the order to stop")
	span(&l.Stop, "stop-hard", "when connections are cut after the order to stop")
	return &l
}

// sizeText writes a number of bytes in the largest unit that divides it.
func sizeText(n int64) string {
	switch {
	case n%(1<<20) == 0:
		return fmt.Sprintf("%dMiB", n>>20)
	case n%(1<<10) == 0:
		return fmt.Sprintf("%dKiB", n>>10)
	}
	return fmt.Sprint(n)
}

// sizeFlag is a number of bytes.
type sizeFlag struct{ n *int64 }

// String implements pflag.Value.
func (f *sizeFlag) String() string {
	if f.n == nil {
		return ""
	}
	return sizeText(*f.n)
}

// Type implements pflag.Value.
func (f *sizeFlag) Type() string { return "SIZE" }

// Set implements pflag.Value.
func (f *sizeFlag) Set(s string) error {
	n, err := parseSize(s)
	if err != nil || n > mostInMemory {
		return errors.New("write a whole number above 0 and up to 1GiB, alone or with KiB, MiB or GiB, such as 64KiB")
	}
	*f.n = n
	return nil
}

// intSizeFlag is a number of bytes that net/http takes as an int.
type intSizeFlag struct{ n *int }

// String implements pflag.Value.
func (f *intSizeFlag) String() string {
	if f.n == nil {
		return ""
	}
	return sizeText(int64(*f.n))
}

// Type implements pflag.Value.
func (f *intSizeFlag) Type() string { return "SIZE" }

// Set implements pflag.Value.
func (f *intSizeFlag) Set(s string) error {
	var n int64
	if err := (&sizeFlag{&n}).Set(s); err != nil {
		return err
	}
	*f.n = int(n)
	return nil
}

// countFlag is a whole number above 0. Zero is refused, because it could be read as none and as no limit.
type countFlag struct{ n *int }

// String implements pflag.Value.
func (f *countFlag) String() string {
	if f.n == nil {
		return ""
	}
	return fmt.Sprint(*f.n)
}

// Type implements pflag.Value.
func (f *countFlag) Type() string { return "N" }

// Set implements pflag.Value.
func (f *countFlag) Set(s string) error {
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil || n == 0 || n > 1e6 {
		return errors.New("write a whole number from 1 to 1000000")
	}
	*f.n = int(n)
	return nil
}

// spanFlag is a length of time above 0.
type spanFlag struct{ d *time.Duration }

// String implements pflag.Value.
func (f *spanFlag) String() string {
	if f.d == nil {
		return ""
	}
	return f.d.String()
}

// Type implements pflag.Value.
func (f *spanFlag) Type() string { return "TIME" }

// Set implements pflag.Value.
func (f *spanFlag) Set(s string) error {
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 || d > 24*time.Hour {
		return errors.New("write a time above 0 and up to 24h, such as 500ms, 30s or 10m")
	}
	*f.d = d
	return nil
}
