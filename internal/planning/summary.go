package planning

import (
	"fmt"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/internal/texttable"
)

// summary is a plan as text for a person.
type summary struct {
	p     *Plan
	width int
	b     strings.Builder
}

// Text writes the plan for a person, in lines of at most width columns: what became of the orders, cost and bound, the
// alternatives, the moves and the contracts. Discounts are known once Rows has priced the orders.
func (p *Plan) Text(width int) string {
	s := &summary{p: p, width: max(width, 60)}
	s.orders()
	s.cost()
	s.alternatives()
	s.moves()
	s.limits()
	s.periods()
	s.contracts()
	return s.b.String()
}

// put writes a labelled text, wrapped under itself.
func (s *summary) put(label, format string, args ...any) {
	const indent = 13
	for _, line := range texttable.Wrap(fmt.Sprintf(format, args...), s.width-indent) {
		fmt.Fprintf(&s.b, "%-*s%s\n", indent, label, line)
		label = ""
	}
}

func (s *summary) orders() {
	c := &s.p.Orders
	s.put("orders", "%d: planned %d, hold %d, none %d, invalid %d", c.Read, c.Planned, c.Status[engine.Hold], c.Status[engine.None]+c.Status[engine.Ship]-c.Planned, c.Status[engine.Invalid])
	const most = 4
	var names []string
	for i, l := range c.Left {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(c.Left)-most))
			break
		}
		names = append(names, fmt.Sprintf("%s (%s)", l.ID, l.Status))
	}
	if len(names) > 0 {
		s.put("not planned", "%s", strings.Join(names, ", "))
	}
	if t := s.p.times; t > 1 {
		s.put("forecast", "%d batches: this one and %d like it, shipped in the same way; all amounts below are of the %d together", t, t-1, t)
	}
}

func (s *summary) cost() {
	p, code := s.p, s.p.currency()
	text := fmt.Sprintf("%s %s", Text(p.Outcome.Objective), code)
	if gives := p.Outcome.Orders - p.Outcome.Objective; gives != 0 {
		word := "that the contracts give"
		if gives < 0 {
			word, gives = "that the contracts charge", -gives
			text += fmt.Sprintf(" = %s for the orders + %s %s", Text(p.Outcome.Orders), p.money(gives), word)
		} else {
			text += fmt.Sprintf(" = %s for the orders - %s %s", Text(p.Outcome.Orders), p.money(gives), word)
		}
	}
	s.put("cost", "%s", text)
	switch {
	case p.Result.Stop == plan.Infeasible:
		s.put("proof", "no plan keeps all limits; this one misses them by least")
	case !p.Outcome.Keeps:
		s.put("proof", "no plan that keeps all limits was found (%s); this one misses them", stopText[p.Result.Stop])
	case p.Result.Proven:
		s.put("proof", "optimal: no choice of services for this batch costs less")
	default:
		s.put("proof", "no choice of services costs less than %s %s: the plan is at most %s %% above the best (%s)", Text(p.Result.Bound), code, p.GapPercent(), stopText[p.Result.Stop])
	}
}

// stopText says why the search ended.
var stopText = map[plan.Stop]string{
	plan.Optimal:   "proven",
	plan.WithinGap: "within --gap",
	plan.Interrupt: "the search was ended early",
	plan.Exhausted: "the search may not grow further",
}

var alternativeNames = map[string]string{PerOrder: "per order", TwoPass: "two passes", AllOnline: "all online", AllOffline: "all offline"}

func (s *summary) alternatives() {
	p := s.p
	for _, a := range p.Alternatives {
		more := a.Outcome.Objective - p.Outcome.Objective
		text := fmt.Sprintf("%s %s: ", Text(a.Outcome.Objective), p.currency())
		switch {
		case more == 0:
			text += "the plan saves nothing"
		case more > 0:
			text += fmt.Sprintf("the plan saves %s%s", Text(more), percentOf(more, a.Outcome.Objective))
		default:
			text += fmt.Sprintf("%s less than the plan", Text(-more))
		}
		if !a.Outcome.Keeps {
			text += ", and it breaks a limit"
		}
		if a.Without > 0 {
			text += fmt.Sprintf("; %s without such a service counted as per order", plural(a.Without, "order"))
		}
		s.put(alternativeNames[a.Name], "%s", text)
	}
}

// percentOf says how much of a whole a part is, with two digits: only for reading.
func percentOf(part, whole int64) string {
	if part > whole {
		return ""
	}
	return fmt.Sprintf(" (%.2f %%)", 100*float64(part)/float64(whole))
}

func (s *summary) moves() {
	m := s.p.Moved
	switch {
	case m.Orders == 0 && m.Net() == 0:
		s.put("moved", "no order: choosing each alone is as good here")
	default:
		s.put("moved", "%s away from per-order choice: %s now, %s at the tiers", plural(m.Orders, "order"), Signed(m.Cost), Signed(-m.Earned))
	}
}

// Signed writes an amount with its sign.
func Signed(v int64) string {
	if v < 0 {
		return Text(v)
	}
	return "+" + Text(v)
}

func (s *summary) limits() {
	p := s.p
	aside := ""
	if len(p.Result.Broken) > 1 {
		aside = " with the other limits put aside"
	}
	for _, b := range p.Result.Broken {
		s.put("limit missed", "%s: at most %s allowed, no plan comes to less than %s%s, this one to %s", limitName(p, b), p.limitText(b, b.Allowed), p.limitText(b, b.Least), aside, p.limitText(b, b.Plan))
	}
	if p.model.MaxBad != plan.None {
		s.put("bad orders", "%s of the orders expected, at most %s allowed", p.rate(p.Outcome.Bad), p.rate(p.model.MaxBad))
	}
	for c, ch := range p.model.Channels {
		if ch.Most != plan.None {
			s.put(ch.Name, "%d of %d orders, at most %d allowed", p.Outcome.Channel[c], p.Orders.Planned, ch.Most)
		}
	}
}

func limitName(p *Plan, b plan.Broken) string {
	switch b.What {
	case plan.CapacityLimit:
		c := &p.contracts[b.Index]
		return fmt.Sprintf("max_volume of %s (%s)", c.name, c.measure)
	case plan.ShareLimit:
		return "share of " + p.model.Channels[b.Index].Name
	default:
		return "rate of bad orders"
	}
}

func (s *summary) periods() {
	for _, q := range s.p.Periods {
		s.put("period", "%d of %d planned orders ship outside %s, the %s that most ship in; the plan counts them all into one period of %s", q.Outside, q.Inside+q.Outside, q.Name, periodWord(q.Kind), strings.Join(q.Contracts, ", "))
	}
}

func periodWord(kind string) string {
	if days, ok := strings.CutPrefix(kind, "rolling:"); ok {
		return days + " days"
	}
	return kind
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
