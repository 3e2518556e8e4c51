package report

import (
	"fmt"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/texttable"
	"github.com/lanewise/lanewise/rates"
)

// commonest is how many reasons a summary names.
const commonest = 5

// Text writes the summary for a person, in lines of at most width columns.
func (s *Summary) Text(b *rates.Book, width int) string {
	t := summaryText{s: s, p: printerOf(b), width: max(width, 50)}
	t.put("orders", fmt.Sprintf("%d: %s", s.Orders, join(
		Count{"ship", s.Status[engine.Ship]}, Count{"hold", s.Status[engine.Hold]},
		Count{"none", s.Status[engine.None]}, Count{"invalid", s.Status[engine.Invalid]})))
	if s.Chosen > 0 {
		t.costs()
	}
	if r := s.None(); len(r) > 0 {
		t.put("none", "nearest miss: "+joinReasons(r))
	}
	if r := s.Invalid(); len(r) > 0 {
		t.put("invalid", joinReasons(r))
	}
	return t.b.String()
}

type summaryText struct {
	s     *Summary
	p     printer
	width int
	b     strings.Builder
}

func (t *summaryText) costs() {
	s := t.s
	t.put("channel", join(Count{"online", s.Channel[rates.Online]}, Count{"offline", s.Channel[rates.Offline]}))
	t.put("service", join(s.Services()...))
	policy := ""
	if s.Policy.Sign() != 0 {
		policy = fmt.Sprintf(" + policy %s", s.Policy.Text(costDigits))
	}
	t.put("cost", fmt.Sprintf("%s %s for %s (shipping %s + risk %s%s)", s.Total.Text(costDigits), t.p.currency, orderCount(s.Chosen),
		s.Shipping.Text(t.p.minor), s.Risk.Text(costDigits), policy))
	if s.Credited > 0 {
		t.put("credits", fmt.Sprintf("chose another service for %s, which cost %s %s more than the cheapest", orderCount(s.ByCredit), s.Extra.Text(costDigits), t.p.currency))
	}
	t.oneChannel("all online", "online", s.Online)
	t.oneChannel("all offline", "offline", s.Offline)
}

func (t *summaryText) oneChannel(label, channel string, o OneChannel) {
	left := t.s.Chosen - o.Orders
	if o.Orders == 0 {
		t.put(label, fmt.Sprintf("no order has an %s service", channel))
		return
	}
	text := fmt.Sprintf("%s %s for %s; deciding saves %s", o.Total.Text(costDigits), t.p.currency, orderCount(o.Orders), o.Saved().Text(costDigits))
	if left > 0 {
		text += fmt.Sprintf(" (%s without an %s service left out)", orderCount(left), channel)
	}
	t.put(label, text)
}

// put writes a labelled text, wrapped under itself.
func (t *summaryText) put(label, text string) {
	const indent = 13
	for i, line := range texttable.Wrap(text, t.width-indent) {
		if i > 0 {
			label = ""
		}
		t.b.WriteString(pad(label, indent, false) + line + "\n")
	}
}

// join lists counts of names: `AE_STD 12, YW_481 3`.
func join(counts ...Count) string {
	var parts []string
	for _, c := range counts {
		parts = append(parts, fmt.Sprintf("%s %d", c.Name, c.N))
	}
	return strings.Join(parts, ", ")
}

// joinReasons lists the commonest reasons, which may be sentences: `weight_g is empty (13), and 4 others (7)`.
func joinReasons(counts []Count) string {
	var parts []string
	others, n := 0, 0
	for i, c := range counts {
		if i < commonest {
			parts = append(parts, fmt.Sprintf("%s (%d)", c.Name, c.N))
			continue
		}
		others++
		n += c.N
	}
	switch others {
	case 0:
	case 1:
		parts = append(parts, fmt.Sprintf("and 1 other (%d)", n))
	default:
		parts = append(parts, fmt.Sprintf("and %d others (%d)", others, n))
	}
	return strings.Join(parts, ", ")
}

func orderCount(n int) string {
	if n == 1 {
		return "1 order"
	}
	return fmt.Sprintf("%d orders", n)
}
