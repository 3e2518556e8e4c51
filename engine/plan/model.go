package plan

// Model is a batch as the solver sees it: orders, the options of each, and contracts whose tiers depend on what all orders
// together put on them. All amounts are whole numbers of one unit of money that the caller chooses, volumes whole numbers
// of a unit that each contract's measure has, probabilities millionths. Build it with New, set the fields, then call Order and Option, in order. It may be solved any number of
// times, but not from several goroutines at once.
type Model struct {
	Contracts []Contract
	Channels  []Channel
	MaxBad    int64 // most that the chosen options' Bad may add up to, in millionths; below 0 = no limit

	options // by columns
}

// None is no contract, and no limit.
const None = -1

// Contract is a volume contract. The benefit of its tiers comes in two ways: options cost less at a higher tier (Option), and
// the contract pays by its final volume (Gain).
type Contract struct {
	Name     string
	Volume   int64  // to date, before the batch
	Tiers    []Tier // From rises, the first is 0 or below Volume; at least one
	Capacity int64  // most that the final volume may be; None = no limit
	Commit   int64  // what the final volume should be at least; each unit that is missing costs Shortfall
	// Shortfall and the tiers' Rate are in units of money over Per, for one unit of volume.
	Shortfall int64
	Per       int64 // at least 1
	// Round is the multiple to which each line of the contract is rounded, half away from zero; at least 1.
	Round int64
}

// Tier is one step of a contract.
type Tier struct {
	From  int64 // the tier is in force at final volumes from here to the next tier's From
	Fixed int64 // what the contract pays when this tier is in force at the end, against the tier at Volume: not falling
	Rate  int64 // what each unit of the batch's volume inside this tier earns, over Per: not below 0
}

// Channel limits how many orders may take options of a channel.
type Channel struct {
	Name string
	Most int64 // None = no limit
}

// Option is a way to ship an order.
type Option struct {
	Contract int     // None = none
	Channel  int     // of Model.Channels; None = none
	Bad      int64   // probability of a bad order, in millionths
	Volume   int64   // what it puts on its contract
	Costs    []int64 // by tier of the contract, never rising; one without contract. The last one holds for all further tiers.
}

// Options of Solve.
type Options struct {
	Gap     float64 // stop when (objective - bound) / |objective| is not above this; 0 = only a proven optimum
	Workers int     // goroutines; 0 = as many as there are processors. The result is the same for every number.
}

// Result is the best plan found and what is known of it.
type Result struct {
	Choice    []int32 // by order: the number of its option, from 0
	Objective int64   // the plan's cost: options at the final tiers, less gains, plus what is missing of commitments
	Bound     int64   // no plan that keeps the limits costs less
	Proven    bool    // nothing is cheaper: Bound = Objective
	Stop      Stop
	Tiers     []int   // by contract: the tier in force at the end
	Volumes   []int64 // by contract: the final volume
	Credits   []Credit
	// Broken is the limits that the plan does not keep. With Stop Infeasible no plan keeps all, and this one misses them by least;
	// otherwise none has been found that does. Objective is then what this plan costs; with Infeasible, Bound says nothing more.
	Broken []Broken
	Nodes  int
	Passes int // over all options
}

// Stop is why a search ended.
type Stop string

// The reasons.
const (
	Optimal    Stop = "optimal"    // proven
	WithinGap  Stop = "gap"        // the gap asked for is reached
	Interrupt  Stop = "time"       // the context ended; the plan and the bound are what was known then
	Infeasible Stop = "infeasible" // no plan keeps all limits
	Exhausted  Stop = "search"     // the search may not grow further; deterministic
)

// Credit is what one unit more of a contract's volume is worth to the batch at the plan, in units of money over Per of the
// contract: the multiplier of the best bound. Added to the choice of later orders, it makes them follow the plan.
type Credit struct {
	Contract int
	PerUnit  float64
}

// Broken is a limit that no plan keeps.
type Broken struct {
	What    Limit
	Index   int   // of the contract or channel
	Allowed int64 // in the unit of the limit
	Least   int64 // the least that any plan comes to, the other limits put aside
	Plan    int64 // what this plan comes to
}

// Limit is a kind of limit.
type Limit string

// The limits.
const (
	CapacityLimit Limit = "capacity"
	ShareLimit    Limit = "share"
	BadLimit      Limit = "bad"
)
