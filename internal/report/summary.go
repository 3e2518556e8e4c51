package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
)

// Summary counts what became of the orders of a run. The zero value is empty and ready for use. Adding the same rows
// in any grouping gives the same summary.
type Summary struct {
	Orders   int
	Status   [engine.Ship + 1]int // by engine.Status
	Chosen   int                  // orders with a chosen service: to ship, and held
	Channel  [rates.Offline + 1]int
	Shipping Sum // of the chosen services
	Risk     Sum
	Policy   Sum
	Total    Sum
	Credited int // decided with credits
	ByCredit int // of these, those that would go otherwise without
	Extra    Sum // what these cost more than otherwise
	Online   OneChannel
	Offline  OneChannel
	services byService[int]
	none     map[miss]int
	invalid  map[string]int
}

// miss is why no service takes an order.
type miss struct {
	reason engine.Reason
	rule   *rates.Rule
}

// OneChannel compares with buying everything in one channel. Orders that no service of the channel can take are left
// out of both sums.
type OneChannel struct {
	Orders int // chosen orders that the channel could take
	Total  Sum // what they would cost there
	Chosen Sum // what the same orders cost as decided
}

// Saved is what deciding saves over the channel, for the orders that it could take.
func (o OneChannel) Saved() Sum { return o.Total.Sub(o.Chosen) }

func (o *OneChannel) add(r engine.Rank, chosen *engine.Quote) {
	if r.Service == nil {
		return
	}
	o.Orders++
	o.Total.Add(r.Total)
	o.Chosen.Add(chosen.Total)
}

func (o *OneChannel) merge(p OneChannel) {
	o.Orders += p.Orders
	o.Total.AddSum(p.Total)
	o.Chosen.AddSum(p.Chosen)
}

// Count is how often something occurred.
type Count struct {
	Name string
	N    int
}

// Add counts one answered row. Where the row has faults, d is not looked at.
func (s *Summary) Add(row *orders.Row, d *engine.Decision) {
	s.Orders++
	switch {
	case len(row.Faults) > 0:
		s.Status[engine.Invalid]++
		count(&s.invalid, faultName(row.Faults[0].Column, row.Faults[0].Kind))
		return
	case d.Status == engine.Invalid:
		count(&s.invalid, bookFault(d.Fault))
	case d.Status == engine.None:
		count(&s.none, miss{d.Miss.Reason, d.Miss.Rule})
	}
	s.Status[d.Status]++
	if d.Chosen {
		s.addChoice(d)
	}
}

func (s *Summary) addChoice(d *engine.Decision) {
	q := &d.Choice
	s.Chosen++
	s.Channel[q.Service.Channel]++
	*s.services.at(q.Service)++
	s.Shipping.Add(q.Shipping)
	s.Risk.Add(q.RiskCost)
	s.Policy.Add(q.Amounts[engine.PolicyCost])
	s.Total.Add(q.Total)
	s.addCredit(d)
	s.Online.add(d.Online, q)
	s.Offline.add(d.Offline, q)
}

func (s *Summary) addCredit(d *engine.Decision) {
	if !credited(d) {
		return
	}
	s.Credited++
	if byCredit(d) {
		s.ByCredit++
		s.Extra.Add(d.Choice.Total - d.Cheapest.Total)
	}
}

// Merge adds what another summary counted.
func (s *Summary) Merge(o *Summary) {
	s.Orders += o.Orders
	s.Chosen += o.Chosen
	for i := range s.Status {
		s.Status[i] += o.Status[i]
	}
	for i := range s.Channel {
		s.Channel[i] += o.Channel[i]
	}
	s.Shipping.AddSum(o.Shipping)
	s.Risk.AddSum(o.Risk)
	s.Policy.AddSum(o.Policy)
	s.Total.AddSum(o.Total)
	s.Credited += o.Credited
	s.ByCredit += o.ByCredit
	s.Extra.AddSum(o.Extra)
	s.Online.merge(o.Online)
	s.Offline.merge(o.Offline)
	for _, from := range o.services.slots {
		if from.service != nil {
			*s.services.at(from.service) += from.value
		}
	}
	mergeCounts(&s.none, o.none)
	mergeCounts(&s.invalid, o.invalid)
}

// Reset empties the summary, keeping its memory.
func (s *Summary) Reset() {
	services, none, invalid := s.services, s.none, s.invalid
	for i := range services.slots {
		services.slots[i].value = 0
	}
	clear(none)
	clear(invalid)
	*s = Summary{services: services, none: none, invalid: invalid}
}

// Failed is how many orders are none or invalid.
func (s *Summary) Failed() int { return s.Status[engine.None] + s.Status[engine.Invalid] }

// Services counts the chosen services, the most frequent first, equals by code.
func (s *Summary) Services() []Count {
	byCode := map[string]int{}
	for _, v := range s.services.slots {
		if v.value > 0 {
			byCode[v.service.Code] += v.value
		}
	}
	return sorted(byCode)
}

// None counts the nearest misses of the orders that no service takes, the most frequent first.
func (s *Summary) None() []Count {
	byCode := make(map[string]int, len(s.none))
	for m, n := range s.none {
		byCode[ReasonCode(m.reason, m.rule)] += n
	}
	return sorted(byCode)
}

// Invalid counts the first faults of the invalid orders, the most frequent first.
func (s *Summary) Invalid() []Count { return sorted(s.invalid) }

// bookFault names what a rate book refuses in an order: the engine's sentence without its advice.
func bookFault(f *engine.Fault) string {
	if f == nil {
		return "refused by the rate book"
	}
	what, _, _ := strings.Cut(f.Msg, ";")
	return f.Column + ": " + what
}

func faultName(column, kind string) string {
	if column == "" {
		return kind
	}
	return column + " " + kind
}

func count[K comparable](m *map[K]int, k K) {
	if *m == nil {
		*m = map[K]int{}
	}
	(*m)[k]++
}

func mergeCounts[K comparable](m *map[K]int, from map[K]int) {
	if *m == nil && len(from) > 0 {
		*m = make(map[K]int, len(from))
	}
	for k, n := range from {
		(*m)[k] += n
	}
}

func sorted(m map[string]int) []Count {
	out := make([]Count, 0, len(m))
	for k, n := range m {
		out = append(out, Count{k, n})
	}
	slices.SortFunc(out, func(a, b Count) int {
		return cmp.Or(b.N-a.N, cmp.Compare(a.Name, b.Name))
	})
	return out
}
