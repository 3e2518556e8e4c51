package planning

import (
	"encoding/json"
	"io"
	"math/big"
	"strconv"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/rates"
)

// ContractJSON is a contract as JSON and CSV hold it. Decimals are strings; volumes in the measure, money in settlement currency.
type ContractJSON struct {
	Type         string `json:"type"` // contract
	Contract     string `json:"contract"`
	Name         string `json:"name,omitempty"`
	Measure      string `json:"measure"`
	Mode         string `json:"mode"`
	VolumeBefore string `json:"volume_before"`
	VolumeAfter  string `json:"volume_after"`
	TierBefore   string `json:"tier_before"` // from
	TierAfter    string `json:"tier_after"`
	NextTier     string `json:"next_tier,omitempty"`
	ToNext       string `json:"to_next,omitempty"`
	MostVolume   string `json:"most_volume"`
	Parcels      int    `json:"parcels"`
	Discount     string `json:"discount"`
	Retro        string `json:"retro"`
	Rebate       string `json:"rebate"`
	Penalty      string `json:"penalty"`
	TierWorth    string `json:"tier_worth"`
	LastParcel   string `json:"last_parcel"`
	MovedIn      int    `json:"moved_in"`
	MovedCost    string `json:"moved_cost"`
	MovedEarned  string `json:"moved_earned"`
	Verdict      string `json:"next_verdict"`
	NextExtra    string `json:"next_extra,omitempty"`
	Credit       string `json:"credit"`
}

// CertificateJSON is what is known of a plan as JSON.
type CertificateJSON struct {
	Type         string            `json:"type"` // certificate
	Currency     string            `json:"currency"`
	Orders       int               `json:"orders"`
	Planned      int               `json:"planned"`
	LeftOut      []LeftJSON        `json:"left_out"`
	Batches      int64             `json:"batches"`
	Objective    string            `json:"objective"`
	LowerBound   string            `json:"lower_bound"`
	GapPercent   string            `json:"gap_percent"`
	Proven       bool              `json:"proven"`
	Stopped      string            `json:"stopped"`
	OrdersCost   string            `json:"orders_cost"`
	ContractsGet string            `json:"contracts_give"`
	Moved        MovedJSON         `json:"moved"`
	BadRate      string            `json:"bad_rate"`
	Shares       map[string]string `json:"shares"`
	Alternatives []AlternativeJSON `json:"alternatives"`
	Broken       []BrokenJSON      `json:"broken_limits"`
	Periods      []PeriodJSON      `json:"periods"`
}

// LeftJSON is an order that takes no part.
type LeftJSON struct {
	OrderID string `json:"order_id"`
	Status  string `json:"status"`
}

// MovedJSON sums up moved orders.
type MovedJSON struct {
	Orders int    `json:"orders"`
	Cost   string `json:"cost"`
	Earned string `json:"earned"`
}

// AlternativeJSON is another choice for the same batch.
type AlternativeJSON struct {
	Name      string `json:"name"`
	Objective string `json:"objective"`
	More      string `json:"more"` // than the plan
	Without   int    `json:"orders_without"`
	Keeps     bool   `json:"keeps_limits"`
}

// BrokenJSON is a limit that no plan keeps.
type BrokenJSON struct {
	Limit   string `json:"limit"` // capacity, share or bad
	Of      string `json:"of,omitempty"`
	Allowed string `json:"allowed"`
	Least   string `json:"least"`
	Plan    string `json:"plan"`
}

// PeriodJSON is a period that the batch does not fit into.
type PeriodJSON struct {
	Contracts []string `json:"contracts"`
	Period    string   `json:"period"`
	Name      string   `json:"name"`
	Inside    int      `json:"orders_inside"`
	Outside   int      `json:"orders_outside"`
}

// money writes a contract's line in the settlement currency's digits.
func (p *Plan) money(v int64) string {
	return money.Amount(v * fineQuantum).Text(p.currency().Digits())
}

func (p *Plan) currency() money.Currency { return p.job.Engine.Book().Settings.Currency }

// ContractJSON gives a contract as JSON holds it. Discounts are known once Rows has priced the orders.
func (p *Plan) contractJSON(c *Contract) ContractJSON {
	out := ContractJSON{
		Type: "contract", Contract: c.name, Name: c.Title, Measure: c.measure, Mode: c.tiers[0].Mode,
		VolumeBefore: c.text(c.model.Volume), VolumeAfter: c.text(c.Volume),
		TierBefore: c.from(c.Before), TierAfter: c.from(c.Tier), MostVolume: c.text(c.Next.Most), Parcels: c.Parcels * int(p.times),
		Discount: p.money(c.Discount), Retro: p.money(c.Retro), Rebate: p.money(c.Rebate), Penalty: p.money(c.Penalty),
		TierWorth: Text(c.TierWorth), LastParcel: Text(c.Last),
		MovedIn: c.Moved.Orders * int(p.times), MovedCost: Text(c.Moved.Cost), MovedEarned: Text(c.Moved.Earned),
		Verdict: string(c.Next.Verdict), Credit: Credit(c.Credit),
	}
	if c.Next.Verdict != Top {
		out.NextTier, out.ToNext = c.from(c.Next.Tier), c.text(c.Next.Distance)
	}
	if c.Next.Verdict == NotWorth {
		out.NextExtra = Text(c.Next.Extra)
	}
	return out
}

// from is where a tier begins.
func (c *contract) from(tier int) string { return c.tiers[tier].From.String() }

// Credit writes a volume credit, at most six digits after the point.
func Credit(v float64) string {
	s := strings.TrimRight(strings.TrimRight(strconv.FormatFloat(v, 'f', 6, 64), "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

// Certificate gives what is known of the plan as JSON holds it.
func (p *Plan) Certificate() CertificateJSON {
	out := CertificateJSON{
		Type: "certificate", Currency: p.currency().String(), Orders: p.Orders.Read, Planned: p.Orders.Planned, LeftOut: []LeftJSON{},
		Batches: p.times, Objective: Text(p.Outcome.Objective), LowerBound: Text(p.Result.Bound), GapPercent: p.GapPercent(),
		Proven: p.Result.Proven, Stopped: string(p.Result.Stop), OrdersCost: Text(p.Outcome.Orders),
		ContractsGet: p.money(p.Outcome.Orders - p.Outcome.Objective), Moved: MovedJSON{p.Moved.Orders, Text(p.Moved.Cost), Text(p.Moved.Earned)},
		BadRate: p.rate(p.Outcome.Bad), Shares: map[string]string{}, Broken: []BrokenJSON{}, Periods: []PeriodJSON{},
	}
	for _, l := range p.Orders.Left {
		out.LeftOut = append(out.LeftOut, LeftJSON{l.ID, l.Status.String()})
	}
	for c, n := range p.Outcome.Channel {
		out.Shares[(rates.Online + rates.Channel(c)).String()] = p.rate(int64(n) * million)
	}
	for _, a := range p.Alternatives {
		out.Alternatives = append(out.Alternatives, AlternativeJSON{a.Name, Text(a.Outcome.Objective), Text(a.Outcome.Objective - p.Outcome.Objective), a.Without, a.Outcome.Keeps})
	}
	for _, b := range p.Result.Broken {
		out.Broken = append(out.Broken, BrokenJSON{string(b.What), p.limited(b), p.limitText(b, b.Allowed), p.limitText(b, b.Least), p.limitText(b, b.Plan)})
	}
	for _, q := range p.Periods {
		out.Periods = append(out.Periods, PeriodJSON{q.Contracts, q.Kind, q.Name, q.Inside, q.Outside})
	}
	return out
}

// rate is a sum of millionths over the planned orders, as a share with six digits.
func (p *Plan) rate(millionths int64) string {
	v, _ := money.MulRoundDiv(millionths, 1, uint64(max(p.Orders.Planned, 1)))
	return string(money.AppendTrimmed(nil, v, 6))
}

// limited names what a limit is of: a contract or a channel.
func (p *Plan) limited(b plan.Broken) string {
	switch b.What {
	case plan.CapacityLimit:
		return p.contracts[b.Index].name
	case plan.ShareLimit:
		return p.model.Channels[b.Index].Name
	default:
		return ""
	}
}

// limitText writes a value of a limit: a volume, or a share of the orders.
func (p *Plan) limitText(b plan.Broken, v int64) string {
	switch b.What {
	case plan.CapacityLimit:
		return p.contracts[b.Index].text(v)
	case plan.ShareLimit:
		return p.rate(v * million)
	default:
		return p.rate(v)
	}
}

// GapPercent is the gap in percent with four digits after the point, rounded up: never less than it is.
func (p *Plan) GapPercent() string {
	over, whole := big.NewInt(p.Result.Objective-p.Result.Bound), big.NewInt(abs(p.Result.Objective))
	if over.Sign() <= 0 || whole.Sign() == 0 {
		return "0.0000"
	}
	over.Mul(over, big.NewInt(million))
	over.Add(over, whole).Sub(over, big.NewInt(1)).Quo(over, whole)
	return string(money.AppendFixed(nil, over.Int64(), 4))
}

// WriteJSON writes an object a line: the contracts, then the certificate.
func (p *Plan) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for i := range p.Contracts {
		if err := enc.Encode(p.contractJSON(&p.Contracts[i])); err != nil {
			return err
		}
	}
	return enc.Encode(p.Certificate())
}

// WriteCertificate writes the certificate with the contracts in it, indented for people.
func (p *Plan) WriteCertificate(w io.Writer) error {
	var all struct {
		CertificateJSON
		Contracts []ContractJSON `json:"contracts"`
	}
	all.CertificateJSON = p.Certificate()
	for i := range p.Contracts {
		all.Contracts = append(all.Contracts, p.contractJSON(&p.Contracts[i]))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(all)
}

// Failed is how many rows are none or invalid.
func (c *Counts) Failed() int { return c.Status[engine.None] + c.Status[engine.Invalid] }
