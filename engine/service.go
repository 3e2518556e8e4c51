package engine

import (
	"fmt"
	"math"
	"math/big"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// service is a compiled row of `services` with everything the other tables say of it.
type service struct {
	unit       unit
	nano       uint64 // of the unit
	discount   discount
	credit     credit
	acceptsAll bool
	surcharges []surcharge
	row        *rates.Service
	terms      *terms
	accepts    []bool                          // by attribute number
	zones      map[rates.Country][]*rates.Zone // nil = one zone per country, named by its code
	tariffs    map[string][]edition            // by zone, rising
	rules      []ruleUse
	risks      map[rates.Country]*risk // AnyCountry = the default, always there
	cheapest   uint64                  // least exchange rate of its currency, in 1e-10
	cut        money.Linear            // of grams (perKg) or parcels (perParcel): the contract's benefit at that rate
}

// terms are the limits of a service in a zone, absent limits as the largest number.
type terms struct {
	dim                       dimRule
	minG                      int64
	steps                     []rates.Step
	id                        int   // index into a day's money limits, -1 where none is set
	sized                     bool  // some size limit is set
	maxSide, maxSum, maxGirth int64 // mm
	boxes                     []rates.Box
	maxValue, claimCap        rates.Opt[rates.Money]
}

// compileServices joins the tables to the services they name. Rows of unknown services were reported by Check.
func (e *Engine) compileServices() {
	b := e.book
	e.services = make([]service, len(b.Services))
	byCode := make(map[string]*service, len(b.Services))
	for i := range b.Services {
		s := &e.services[i]
		s.row, s.unit = &b.Services[i], unitOf(b.Services[i].Currency)
		s.nano = s.unit.nano()
		s.risks = map[rates.Country]*risk{rates.AnyCountry: e.newRisk(s, nil)}
		s.discount = discountOf(b, s.row)
		s.terms = e.newTerms(s.row, s.row.Terms)
		byCode[s.row.Code] = s
		for _, a := range s.row.Accepts {
			e.attribute(a)
		}
	}
	seen := map[string]*terms{}
	for i := range b.Zones {
		z := &b.Zones[i]
		e.needMoney(z.MaxValue.V.Currency, z.Place) // also of a service that the book does not have
		e.needMoney(z.ClaimCap.V.Currency, z.Place)
		if byCode[z.Service] != nil {
			s := byCode[z.Service]
			if s.zones == nil {
				s.zones = map[rates.Country][]*rates.Zone{}
			}
			s.zones[z.Country] = append(s.zones[z.Country], z)
			e.zoneTerms[z] = e.termsIn(s, z, seen)
		}
	}
	for i := range b.Risk {
		if s := byCode[b.Risk[i].Service]; s != nil {
			s.risks[b.Risk[i].Country] = e.newRisk(s, &b.Risk[i])
		}
	}
	e.compileTariffs(byCode)
	e.compileSurcharges()
	for i := range e.services {
		e.services[i].compileAccepts(e.attributes)
	}
}

// attribute numbers a special attribute that the book knows.
func (e *Engine) attribute(name string) int32 {
	id, ok := e.attributes[name]
	if !ok {
		id = int32(len(e.attributes))
		e.attributes[name] = id
	}
	return id
}

func (s *service) compileAccepts(ids map[string]int32) {
	s.acceptsAll = s.row.AcceptsAll
	s.accepts = make([]bool, len(ids))
	for _, a := range s.row.Accepts {
		s.accepts[ids[a]] = true
	}
}

func (e *Engine) newTerms(row *rates.Service, t rates.Terms) *terms {
	limit := func(o rates.Opt[int64]) int64 {
		if o.OK {
			return o.V
		}
		return math.MaxInt64
	}
	c := &terms{
		minG: t.MinG, steps: t.Steps,
		maxSide: limit(t.MaxSideMM), maxSum: limit(t.MaxSumMM), maxGirth: limit(t.MaxGirthMM), boxes: t.MaxBoxes,
		sized:    t.MaxSideMM.OK || t.MaxSumMM.OK || t.MaxGirthMM.OK || t.MaxBoxes != nil,
		maxValue: t.MaxValue, claimCap: t.ClaimCap, id: -1,
	}
	if t.DimDivisor.OK {
		c.dim = dimRule{uint64(t.DimDivisor.V), uint64(t.DimTrigger), row.DimMinSideMM}
	}
	for _, m := range []*rates.Opt[rates.Money]{&c.maxValue, &c.claimCap} {
		if !m.OK {
			continue
		}
		e.needMoney(m.V.Currency, row.Place)
		if m.V.Currency == 0 {
			m.V.Currency = row.Currency
		}
		c.id = len(e.terms)
	}
	if c.id >= 0 {
		e.terms = append(e.terms, c)
	}
	return c
}

// termsIn returns the service's terms in a zone; zones without own terms share the service's, equal ones one copy.
func (e *Engine) termsIn(s *service, z *rates.Zone, seen map[string]*terms) *terms {
	t := s.row.Terms
	given := override(&t.MinG, z.MinG)
	given = override(&t.Steps, z.Steps) || given
	given = overrideOpt(&t.DimDivisor, z.DimDivisor) || given
	given = override(&t.DimTrigger, z.DimTrigger) || given
	given = overrideOpt(&t.MaxSideMM, z.MaxSideMM) || given
	given = overrideOpt(&t.MaxSumMM, z.MaxSumMM) || given
	given = overrideOpt(&t.MaxGirthMM, z.MaxGirthMM) || given
	given = override(&t.MaxBoxes, z.MaxBoxes) || given
	given = overrideOpt(&t.MaxValue, z.MaxValue) || given
	given = overrideOpt(&t.ClaimCap, z.ClaimCap) || given
	if !given {
		return s.terms
	}
	key := fmt.Sprint(s.row.Code, "\x00", t)
	c := seen[key]
	if c == nil {
		c = e.newTerms(s.row, t)
		seen[key] = c
	}
	return c
}

// override puts a zone's value over the service's; `none` is the zero value: no minimum, no step, no trigger, no box.
func override[T any](v *T, o rates.Override[T]) bool {
	if o.Given {
		*v = o.V
	}
	return o.Given
}

func overrideOpt[T any](v *rates.Opt[T], o rates.Override[T]) bool {
	if o.Given {
		*v = o.Opt
	}
	return o.Given
}

// discount is what a service's contract gives at the period to date.
type discount struct {
	kind    discountKind
	tier    *rates.Tier
	percent int64        // units of 0.0001
	perUnit money.Amount // settlement currency
}

type discountKind uint8

const (
	noDiscount discountKind = iota
	percentOfFreight
	percentOfWeightPart
	perParcel
	perKg
)

// discountOf finds the tier in force: the last whose `from` the period's volume has reached.
func discountOf(b *rates.Book, row *rates.Service) (d discount) {
	if row.Contract == "" {
		return d
	}
	var volume rates.Volume
	for _, v := range b.Volumes {
		if v.Contract == row.Contract {
			volume = v
		}
	}
	for i := range b.Tiers {
		t := &b.Tiers[i]
		if t.Contract != row.Contract || t.From > volumeIn(volume, t.Measure) {
			continue
		}
		d = discount{percentOfFreight, t, int64(t.Percent), t.PerUnit}
		switch {
		case t.Mode == "incremental" && t.Measure == "parcels":
			d.kind = perParcel
		case t.Mode == "incremental" && t.Measure == "kg":
			d.kind = perKg
		case t.Mode == "all_units" && t.On == "weight":
			d.kind = percentOfWeightPart
		}
	}
	if d.percent == 0 && d.perUnit == 0 {
		d.kind = noDiscount
	}
	return d
}

func volumeIn(v rates.Volume, measure string) money.Amount {
	switch measure {
	case "parcels":
		return v.Parcels
	case "kg":
		return v.Kg
	default:
		return v.Spend
	}
}

// ratio is n/d as an exact rational.
func ratio(n, d int64) *big.Rat { return big.NewRat(n, d) }
