package engine

import (
	"math"
	"math/big"
	"slices"
	"sync/atomic"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// surcharge is a row of `surcharges` as one service meets it.
type surcharge struct {
	row    *rates.Surcharge
	column Column
	kind   surchargeKind
	cond   int32 // residual number
	// timeless is its line where no exchange rate moves it: one copy for all days.
	timeless *charge
}

type surchargeKind uint8

const (
	flat surchargeKind = iota
	perKgBillable
	perHS6
	percentOfNet
	percentOfCharges
	percentOfValue
	percentOfLanded
)

var surchargeKinds = map[string]surchargeKind{
	"flat": flat, "per_kg": perKgBillable, "per_hs6": perHS6, "percent_of_freight": percentOfNet,
	"percent_of_charges": percentOfCharges, "percent_of_value": percentOfValue, "percent_of_landed": percentOfLanded,
}

var surchargeColumns = map[string]Column{"surcharge": Surcharges, "fuel": Fuel, "tax": Tax}

func (e *Engine) compileSurcharges() {
	for i := range e.book.Surcharges {
		row := &e.book.Surcharges[i]
		e.need(row.When, row.Place)
		for _, m := range []money.Currency{row.Amount.Currency, row.Allowance.Currency, row.Min.V.Currency, row.Max.V.Currency} {
			e.needMoney(m, row.Place)
		}
		for j := range e.services {
			s := &e.services[j]
			if !row.Services.Matches(s.row) {
				continue
			}
			if id := e.residual(s.bind(row.When)); id != never {
				sc := surcharge{row: row, column: surchargeColumns[row.Type], kind: surchargeKinds[row.Kind], cond: id}
				if sc.isTimeless(s) {
					var anyDay day
					sc.timeless = anyDay.newCharge(s, &sc)
				}
				s.surcharges = append(s.surcharges, sc)
			}
		}
	}
}

// isTimeless reports whether all its money is in the service's own currency.
func (sc *surcharge) isTimeless(s *service) bool {
	for _, m := range []rates.Money{sc.row.Amount, sc.row.Allowance, sc.row.Min.V, sc.row.Max.V} {
		if m.Currency != 0 && m.Currency != s.unit.currency {
			return false
		}
	}
	return sc.kind < percentOfValue
}

// inPlace reports whether the row's zone and country filters let a lane pass.
func (s *surcharge) inPlace(c rates.Country, zone string) bool {
	return (s.row.Countries == nil || slices.Contains(s.row.Countries, c)) && (s.row.Zones == nil || slices.Contains(s.row.Zones, zone))
}

// charge is a surcharge on the days of one epoch, where exchange rates are known: a line of minor units of the
// service's currency.
type charge struct {
	a, c      int64 // numerator of the line: a·x + c, over d; of a flat one c alone
	d         uint64
	wide      *money.Linear // instead, where those do not fit
	min, max  int64
	byValue   *valueForms // of percentages of the declared value
	allowance int64       // rounded up; for bounds alone
	small     bool        // the quick way may compute it
	sign      int8        // of a percentage; its base cannot be below zero
	kind      surchargeKind
	column    Column
}

// valueForms are such a percentage's lines by the order's currency, each made on first use.
type valueForms [money.Currencies + 1]atomic.Pointer[money.Linear]

// newCharge works out a row's line for a day. Clamping and rounding commute, since rounding never reverses an
// order, so the bounds are rounded once here.
func (d *day) newCharge(s *service, sc *surcharge) *charge {
	row := sc.row
	c := &charge{sign: sign(row.Percent), kind: sc.kind, column: sc.column, min: math.MinInt64, max: math.MaxInt64}
	if row.Min.OK {
		c.min = d.bound(s, row.Min.V)
	}
	if row.Max.OK {
		c.max = d.bound(s, row.Max.V)
	}
	if row.Allowance.Amount > 0 {
		c.allowance = d.bound(s, row.Allowance) + 1
	}
	q := ratio(s.unit.quantum, 1)
	switch sc.kind {
	case flat:
		c.c, c.d = d.bound(s, row.Amount), 1
	case perKgBillable:
		c.put(money.NewLinear(new(big.Rat).Quo(d.own(s, row.Amount), ratio(1000, 1)), nil, nil, q))
	case perHS6:
		c.put(money.NewLinear(d.own(s, row.Amount), nil, nil, q))
	case percentOfNet, percentOfCharges:
		p := percentRatio(row.Percent)
		c.put(money.NewLinear(new(big.Rat).Mul(p, q), nil, d.allowed(s, row), q))
	case percentOfValue, percentOfLanded:
		c.byValue = new(valueForms)
	}
	c.small = c.wide == nil && c.byValue == nil && c.sign >= 0 && c.max >= 0 && c.a >= 0 && isSmall(uint64(c.a)) &&
		c.c>>60 == c.c>>63 && c.d>>61 == 0 && (c.kind >= percentOfNet || c.c >= 0)
	if c.small {
		c.min = max(c.min, 0)
	}
	return c
}

// valueForm is the form of a percentage of the declared value (x, millionths of the order's currency) and, for the
// landed value, of the charges and taxes (y, minor units).
func (d *day) valueForm(s *service, sc *surcharge, c *charge, order money.Currency) *money.Linear {
	if f := c.byValue[order].Load(); f != nil {
		return f
	}
	p, q := percentRatio(sc.row.Percent), ratio(s.unit.quantum, 1)
	a := new(big.Rat).Mul(p, new(big.Rat).Quo(d.rate(order), d.rate(s.unit.currency)))
	var b *big.Rat
	if sc.kind == percentOfLanded {
		b = new(big.Rat).Mul(p, q)
	}
	f := money.NewLinear(a, b, d.allowed(s, sc.row), q)
	c.byValue[order].Store(&f)
	return &f
}

// put takes a linear form of one variable over.
func (c *charge) put(f money.Linear) {
	c.a, c.c, c.d = f.A, f.C, f.D
	if f.IsWide() {
		c.wide = &f
	}
}

// at is the line for a quantity: rounded, and, for a percentage, 0 where its base is below zero.
func (c *charge) at(x int64) (v int64) {
	if c.wide != nil {
		if c.kind >= percentOfNet {
			v, _ = c.wide.RoundPart(x, 0, int(c.sign))
		} else {
			v, _ = c.wide.Round(x, 0)
		}
		return v
	}
	n := money.Mul(c.a, x).Add(money.Wide(c.c))
	if c.kind >= percentOfNet && n.Sign() != int(c.sign) {
		return 0
	}
	v, _ = n.RoundDiv(c.d)
	return v
}

// line computes one charge from what stands above it, in minor units of the service's currency.
func (x *pass) line(c *charge, index int32) (v int64) {
	switch c.kind {
	case flat:
		v = c.c
	case perKgBillable:
		v = c.at(x.cand.billable)
	case perHS6:
		v = c.at(x.hs6)
	case percentOfNet:
		v = c.at(x.cand.net)
	case percentOfCharges:
		v = c.at(x.cand.charges)
	default:
		f := x.day.valueForm(x.svc, &x.svc.surcharges[index], c, x.currency)
		v, _ = f.RoundPart(x.value, x.cand.charges+x.cand.taxes, int(c.sign))
	}
	return c.clamp(v) // a line beyond every amount may still have a max
}

// clamp applies min, then max.
func (c *charge) clamp(v int64) int64 {
	return min(max(v, c.min), c.max)
}

// surchargeLines adds the surcharges of a lane in file order. Of neighbouring rows of one group each is computed on
// what stands above the group and the largest is kept, the first of equals; one that is out of range is so for all.
func (x *pass) surchargeLines(t *trace) bool {
	list := x.lane.surcharges
	for i := 0; i < len(list); {
		kept, own, settled := int32(-1), int64(0), int64(0)
		for group := list[i].group; ; {
			u := &list[i]
			if c := x.fares.charges[u.index]; c != nil && x.holds(u.area) && x.holds(u.cond) {
				v := x.line(c, u.index)
				w, ok := x.fares.settle(v)
				if !ok || !x.svc.unit.in(v) || !x.e.settle.in(w) {
					return false
				}
				if kept < 0 || v > own {
					kept, own, settled = u.index, v, w
				}
			}
			if i++; group == 0 || i == len(list) || list[i].group != group {
				break
			}
		}
		if kept < 0 {
			continue
		}
		x.put(x.fares.charges[kept].column, own, settled)
		if t != nil {
			t.surcharge(x, &x.svc.surcharges[kept], own)
		}
	}
	return true
}

func sign(v rates.Percent) int8 {
	switch {
	case v < 0:
		return -1
	case v > 0:
		return 1
	default:
		return 0
	}
}

func percentRatio(p rates.Percent) *big.Rat { return ratio(int64(p), 1_000_000) }
