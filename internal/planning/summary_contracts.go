package planning

import (
	"fmt"
	"strings"

	"github.com/lanewise/lanewise/internal/texttable"
)

// wide is the width from which the table of contracts shows all columns.
const wide = 120

// contracts writes the table of contracts and a line on each below it.
func (s *summary) contracts() {
	p := s.p
	if len(p.Contracts) == 0 {
		return
	}
	heads := []string{"CONTRACT", "MEASURE", ">BEFORE", ">AFTER", ">TIER", ">GIVES", ">LAST PARCEL"}
	if s.width >= wide {
		heads = []string{"CONTRACT", "MEASURE", ">PARCELS", ">BEFORE", ">AFTER", ">TIER", ">NEXT", ">TO GO", ">DISCOUNT", ">REBATE", ">RETRO", ">PENALTY", ">TIER WORTH", ">LAST PARCEL"}
	}
	t := texttable.New("", heads...)
	for i := range p.Contracts {
		t.Row(s.contractRow(&p.Contracts[i])...)
	}
	s.b.WriteString("\n")
	_, _ = t.WriteTo(&s.b) // a strings.Builder takes everything
	s.b.WriteString("\n")
	for i := range p.Contracts {
		c := &p.Contracts[i]
		s.b.WriteString(texttable.Paragraph(c.name+": ", "  ", s.sentence(c), s.width))
	}
}

func (s *summary) contractRow(c *Contract) []string {
	p, measure := s.p, c.measure
	if measure == "spend" {
		measure = p.currency().String()
	}
	tier := c.from(c.Tier)
	if c.Tier != c.Before {
		tier = c.from(c.Before) + " > " + tier
	}
	if s.width < wide {
		return []string{c.name, measure, c.text(c.model.Volume), c.text(c.Volume), tier, p.money(c.Discount + c.Rebate + c.Retro - c.Penalty), Text(c.Last)}
	}
	next, left := "", ""
	if c.Next.Verdict != Top {
		next, left = c.from(c.Next.Tier), c.text(c.Next.Distance)
	}
	return []string{
		c.name, measure, fmt.Sprint(c.Parcels * int(p.times)), c.text(c.model.Volume), c.text(c.Volume), tier, next, left,
		p.money(c.Discount), p.money(c.Rebate), p.money(c.Retro), p.money(c.Penalty), Text(c.TierWorth), Text(c.Last),
	}
}

// sentence says what a person should know of a contract: which tier was filled and what for, and what of the next.
func (s *summary) sentence(c *Contract) string {
	var parts []string
	code := s.p.currency()
	if c.Tier > c.Before {
		parts = append(parts, fmt.Sprintf("reaches the tier from %s, worth %s", c.measured(c.model.Tiers[c.Tier].From, code), Text(c.TierWorth)))
	}
	if m := c.Moved; m.Orders > 0 {
		parts = append(parts, fmt.Sprintf("%s moved here: %s now, %s at the tier", plural(m.Orders, "order"), Signed(m.Cost), Signed(-m.Earned)))
	}
	if c.Penalty > 0 {
		parts = append(parts, fmt.Sprintf("%s missing of the commitment, a penalty of %s", c.measured(c.model.Commit-c.Volume, code), s.p.money(c.Penalty)))
	}
	if s.p.times > 1 && c.Credit != 0 {
		parts = append(parts, fmt.Sprintf("volume credit %s %s a %s", Credit(c.Credit), code, unitName[c.measure]))
	}
	return strings.Join(append(parts, s.next(c)), "; ")
}

var unitName = map[string]string{"parcels": "parcel", "kg": "kg", "spend": "unit of spend"}

func (s *summary) next(c *Contract) string {
	n, code := &c.Next, s.p.currency()
	if n.Verdict == Top {
		return "has no further tier"
	}
	text := fmt.Sprintf("the next tier, from %s, is ", c.measured(c.model.Tiers[n.Tier].From, code))
	switch n.Verdict {
	case OutOfReach:
		return text + fmt.Sprintf("out of reach: %s to go, and with every order that could take it the volume is %s", c.text(n.Distance), c.text(n.Most))
	case OverLimit:
		return text + "not to be reached within the limits"
	default:
		return text + fmt.Sprintf("not worth it: %s to go, the cheapest way found costs %s more", c.text(n.Distance), Text(n.Extra))
	}
}
