package twin

import (
	"io/fs"
	"math/big"
	"sort"
	"strings"

	"github.com/shopspring/decimal"
)

func (b *Book) loadServices(fsys fs.FS) error {
	return eachRow(fsys, "services.csv", true, func(c *cells, r serviceCells) {
		s := &service{
			code:     c.required("service", r.Code),
			channel:  c.oneOf("channel", r.Channel, "", "online", "offline"),
			kind:     c.oneOf("kind", r.Kind, "", "platform", "post", "courier", "forwarder"),
			level:    c.oneOf("level", r.Level, "", "economy", "simple", "standard", "express"),
			currency: c.currency("currency", r.Currency),
			tracking: c.oneOf("tracking", r.Tracking, "none", "none", "partial", "full"),
			contract: r.Contract,
			accepts:  list(r.Accepts), acceptsAll: contains(list(r.Accepts), "*"),
			dimMinSide:        c.millimetres("dim_min_side_cm", r.DimMinSide),
			exemptLowScore:    c.yes("exempt_low_score", r.ExemptLowScore),
			exemptNotReceived: c.yes("exempt_not_received", r.ExemptNotReceived),
			latePlatform:      c.oneOf("late_borne_by", r.LateBorneBy, "seller", "seller", "platform") == "platform",
			claimBasis:        c.oneOf("claim_basis", r.ClaimBasis, "value", "value", "value_and_freight", "freight"),
			claimMultiple:     decimal.New(1, 0),
			claimPayRate:      c.share("claim_pay_rate", r.ClaimPayRate),
			claimDays:         c.days("claim_days", r.ClaimDays),
			creditDays:        c.days("credit_days", r.CreditDays),
		}
		s.digits, _ = digitsOf(s.currency)
		if r.ClaimMultiple != "" {
			s.claimMultiple = c.decimal("claim_multiple", r.ClaimMultiple)
		}
		bare := terms{steps: []step{{size: decimal.New(1, 0)}}, trigger: decimal.New(1, 0)}
		s.terms = b.terms(c, r.TermCells, bare, false)
		b.services = append(b.services, s)
	})
}

func (b *Book) loadZones(fsys fs.FS) error {
	return eachRow(fsys, "zones.csv", false, func(c *cells, r zoneCells) {
		base := terms{}
		for _, s := range b.services {
			if s.code == r.Service {
				base = s.terms
			}
		}
		b.zones = append(b.zones, zoneRow{
			service: r.Service,
			place:   c.place(r.PlaceCells),
			zone:    c.required("zone", r.Zone),
			terms:   b.terms(c, r.TermCells, base, true),
		})
	})
}

// terms reads the overridable columns over a base: an empty cell keeps the
// base. In zones `none` stands for the value that has no effect; in services it
// is a word of dim_divisor only.
func (b *Book) terms(c *cells, r TermCells, base terms, zone bool) terms {
	out := base
	gone := func(text string) bool { return zone && text == "none" }
	if t := r.MinG; gone(t) {
		out.minG = decimal.Zero
	} else if t != "" {
		out.minG = c.grams("min_g", t)
	}
	if t := r.StepG; gone(t) {
		out.steps = []step{{size: decimal.New(1, 0)}}
	} else if t != "" {
		out.steps = c.ladder("step_g", t)
	}
	if t := r.DimDivisor; t == "none" {
		out.divisor = decimal.Zero
	} else if t != "" {
		out.divisor = c.decimal("dim_divisor", t)
	}
	if t := r.DimTrigger; gone(t) {
		out.trigger = decimal.Zero
	} else if t != "" {
		out.trigger = c.decimal("dim_trigger", t)
	}
	limit := func(column, text string, to **big.Rat) {
		if gone(text) {
			*to = nil
		} else if text != "" {
			*to = c.millimetres(column, text)
		}
	}
	limit("max_side_cm", r.MaxSide, &out.maxSide)
	limit("max_sum_cm", r.MaxSum, &out.maxSum)
	limit("max_girth_cm", r.MaxGirth, &out.maxGirth)
	if t := r.MaxBox; gone(t) {
		out.boxes = nil
	} else if t != "" {
		out.boxes = c.boxes("max_box_cm", t)
	}
	money := func(column, text string, to **amount) {
		if gone(text) {
			*to = nil
		} else if text != "" {
			*to = b.nameOf(c.amount(column, text, false))
		}
	}
	money("max_value", r.MaxValue, &out.maxValue)
	money("claim_cap", r.ClaimCap, &out.claimCap)
	return out
}

// ladder reads `500` or `500|21000:1000`.
func (c *cells) ladder(column, text string) []step {
	var out []step
	for i, part := range list(text) {
		above, size, has := strings.Cut(part, ":")
		if has != (i > 0) {
			c.fail(column, text, "is not a ladder; write one like 500|21000:1000")
			return nil
		}
		if !has {
			above, size = "0", part
		}
		s := step{above: c.grams(column, trim(above)), size: c.grams(column, trim(size))}
		if s.size.Sign() == 0 {
			c.fail(column, text, "has a step that is not above 0")
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		c.fail(column, text, "holds no step")
	}
	return out
}

// boxes reads `35.3x25x2.5|60x20x20`; each box has its longest side first.
func (c *cells) boxes(column, text string) [][3]*big.Rat {
	var out [][3]*big.Rat
	for _, part := range list(text) {
		sides := strings.Split(part, "x")
		if len(sides) != 3 {
			c.fail(column, text, "is not a list of boxes; write one like 60x20x20")
			return nil
		}
		var box [3]*big.Rat
		for i, s := range sides {
			box[i] = c.millimetres(column, c.required(column, trim(s)))
		}
		out = append(out, longestFirst(box))
	}
	return out
}

func longestFirst(sides [3]*big.Rat) [3]*big.Rat {
	sort.Slice(sides[:], func(i, j int) bool { return sides[i].Cmp(sides[j]) > 0 })
	return sides
}
