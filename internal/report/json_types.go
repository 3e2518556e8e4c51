package report

// Decision is one decision as JSON. Keys always stand in this order; decimals are strings.
type Decision struct {
	OrderID    string            `json:"order_id"`
	Status     string            `json:"status"` // ship, hold, none or invalid
	Flags      []string          `json:"flags"`
	Message    string            `json:"message,omitempty"`    // for people
	Faults     []Fault           `json:"faults,omitempty"`     // of invalid: what is wrong, the column to blame first
	HeldBy     *Rule             `json:"held_by,omitempty"`    // of hold
	Nearest    *Miss             `json:"nearest,omitempty"`    // of an order that no service takes
	Currency   string            `json:"currency,omitempty"`   // of all amounts but own_amount
	Choice     *Quote            `json:"choice,omitempty"`     // with its lines
	Cheapest   *Rank             `json:"cheapest,omitempty"`   // the choice without credits, where credits are given
	Online     *Rank             `json:"online,omitempty"`     // best online service
	Offline    *Rank             `json:"offline,omitempty"`    // best offline service
	RunnerUp   *Rank             `json:"runner_up,omitempty"`  // second best of all
	Margin     string            `json:"margin,omitempty"`     // runner_up's total − total_cost
	Flip       *Flip             `json:"flip,omitempty"`       // what would make the other channel win
	Candidates []Quote           `json:"candidates,omitempty"` // every service that can take the order, the best first
	Rejected   map[string]string `json:"rejected,omitempty"`   // every other service and its reason
}

// QuoteList is the quotes of one order as JSON: every service, the best first, the refused last.
type QuoteList struct {
	OrderID  string   `json:"order_id"`
	Status   string   `json:"status"`
	Flags    []string `json:"flags"`
	Message  string   `json:"message,omitempty"`
	Faults   []Fault  `json:"faults,omitempty"`
	HeldBy   *Rule    `json:"held_by,omitempty"`
	Currency string   `json:"currency,omitempty"`
	Quotes   []Quote  `json:"quotes,omitempty"`
}

// Fault is what is wrong with an order, and in which column.
type Fault struct {
	Column  string `json:"column,omitempty"` // absent where the row as a whole is at fault
	Message string `json:"message"`
}

// Rule is a rule of the book and the reason it gives.
type Rule struct {
	Rule   string `json:"rule"`
	Reason string `json:"reason,omitempty"`
}

// Miss is the service that came nearest to taking an order.
type Miss struct {
	Service string `json:"service"`
	Reason  string `json:"reason"`
}

// Rank is a service and its total cost.
type Rank struct {
	Service   string `json:"service"`
	TotalCost string `json:"total_cost"`
}

// Flip says what would turn the choice to the other channel.
type Flip struct {
	Channel      string `json:"channel"`                         // the other channel
	Service      string `json:"service"`                         // its best service at today's costs
	Margin       string `json:"margin"`                          // what it would have to save
	BadOrderCost string `json:"bad_order_cost,omitempty"`        // the cost of a bad order at which the channel wins
	Winner       string `json:"bad_order_cost_winner,omitempty"` // the service that wins then
	Now          string `json:"bad_order_cost_now"`
}

// Quote is one service's answer as JSON. A refused one has service, channel and reason alone.
type Quote struct {
	Service      string `json:"service"`
	Channel      string `json:"channel"`
	Rank         int    `json:"rank,omitempty"`   // 1 = best
	Reason       string `json:"reason,omitempty"` // why the service cannot take the order
	Zone         string `json:"zone,omitempty"`
	BillableG    int64  `json:"billable_g,omitempty"`
	DimG         int64  `json:"dim_g,omitempty"` // dim weight where it counts
	Freight      string `json:"freight,omitempty"`
	Discount     string `json:"discount,omitempty"` // counts against the freight
	Surcharges   string `json:"surcharges,omitempty"`
	Fuel         string `json:"fuel,omitempty"`
	Tax          string `json:"tax,omitempty"`
	ShippingCost string `json:"shipping_cost,omitempty"`
	LossCost     string `json:"loss_cost,omitempty"`
	LateCost     string `json:"late_cost,omitempty"`
	ScoreCost    string `json:"score_cost,omitempty"`
	FinanceCost  string `json:"finance_cost,omitempty"`
	RiskCost     string `json:"risk_cost,omitempty"`
	PolicyCost   string `json:"policy_cost,omitempty"`
	TotalCost    string `json:"total_cost,omitempty"`
	PLost        string `json:"p_lost,omitempty"`
	PLate        string `json:"p_late,omitempty"`
	PBad         string `json:"p_bad,omitempty"`
	DaysP50      string `json:"days_p50,omitempty"`
	Credit       string `json:"credit,omitempty"` // what services are compared less, where credits are given; no part of total_cost
	Lines        []Line `json:"lines,omitempty"`
}

// Line is one explained amount: total_cost is the sum of a quote's lines, discount lines counting against it.
type Line struct {
	Column      string  `json:"column"`
	Code        string  `json:"code,omitempty"`
	Amount      string  `json:"amount"`
	OwnAmount   string  `json:"own_amount,omitempty"` // in the service's currency
	OwnCurrency string  `json:"own_currency,omitempty"`
	Quantity    string  `json:"quantity,omitempty"`
	Unit        string  `json:"unit,omitempty"`
	Rate        string  `json:"rate,omitempty"`
	Source      *Source `json:"source,omitempty"`
}

// Source is the row of the book that a figure came from and what the row says about itself.
type Source struct {
	Table      string `json:"table"`
	Line       int    `json:"line"`
	Source     string `json:"source,omitempty"`
	SourceDate string `json:"source_date,omitempty"`
	Confidence string `json:"confidence,omitempty"`
	Note       string `json:"note,omitempty"`
}
