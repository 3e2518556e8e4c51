package tqd

// Format is what a file says it is.
const Format = "tqd-batch/1"

// None is no contract, and no limit.
const None = -1

// Unit is how much of the objective's unit (1/10000 cent) a cent has.
const Unit = 10_000

// Head is all of an instance but its orders.
type Head struct {
	Name      string
	N         int // orders
	Channels  []Channel
	Contracts []Contract
	Services  []Service
	Rho       int64 // limit of the mean of the chosen options' Bad, in millionths; None = no limit

	Unknown []string // names in a file that the format does not have; they are read over
}

// Channel limits how many of the orders may use its services.
type Channel struct {
	Name     string
	MaxShare int64 // of all orders, in millionths; None = no limit
}

// Service is of one channel, and of a contract or None.
type Service struct{ Contract, Channel int }

// Contract pays by the volume that the orders of its services come to.
type Contract struct {
	Name      string
	Measure   Measure
	Mode      Mode
	Volume    int64 // to date, in units of Measure
	Retro     int64 // earlier freight in cents that an all-units discount also applies to
	Tiers     []Tier
	Capacity  int64 // most that the final volume may be; None = no limit
	Commit    int64 // the final volume below which each unit costs Shortfall, in 1/10000 cent
	Shortfall int64
}

// Tier is in force from a final volume on. Value is basis points of freight (all units), 1/10000 cent for one unit
// (incremental), or cents, not counting from tier to tier but in all (rebate).
type Tier struct{ From, Value int64 }

// Measure is what a contract's volume counts.
type Measure string

// The measures: parcels, grams as billed, cents of freight before any discount.
const (
	Parcels Measure = "parcels"
	Kg      Measure = "kg"
	Spend   Measure = "spend"
)

// Mode is how a contract pays.
type Mode string

// The modes.
const (
	AllUnits    Mode = "all_units"
	Incremental Mode = "incremental"
	Rebate      Mode = "rebate"
)

// Option is one way to ship an order.
type Option struct {
	Service int32
	Freight int32 // cents, before discount
	Other   int32 // cents, never discounted
	Grams   int32 // as billed
	Bad     int32 // probability of a bad order, in millionths
}

// volume is what an option puts on a contract with this measure.
func (m Measure) volume(o Option) int64 {
	switch m {
	case Kg:
		return int64(o.Grams)
	case Spend:
		return int64(o.Freight)
	}
	return 1
}

// tier is the one in force at a volume.
func (c *Contract) tier(volume int64) int {
	k := 0
	for k+1 < len(c.Tiers) && c.Tiers[k+1].From <= volume {
		k++
	}
	return k
}

// Source gives an instance's orders, in order, as often as it is asked. Options are valid until the next order.
type Source interface {
	Each(order func(options []Option) error) error
}

// Instance is an instance in memory.
type Instance struct {
	Head
	first   []int // by order: its first option; one more at the end
	options []Option
}

// Add adds an order.
func (in *Instance) Add(options []Option) {
	if len(in.first) == 0 {
		in.first = append(in.first, 0)
	}
	in.options = append(in.options, options...)
	in.first = append(in.first, len(in.options))
}

// Order gives the options of one order.
func (in *Instance) Order(i int) []Option { return in.options[in.first[i]:in.first[i+1]] }

// Each implements Source.
func (in *Instance) Each(order func([]Option) error) error {
	for i := range in.N {
		if err := order(in.Order(i)); err != nil {
			return err
		}
	}
	return nil
}
