package engine

import (
	"math"
	"math/big"
	"math/bits"
	"slices"
	"sort"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// day is what holds on every day of one epoch: a span in which no exchange rate and no surcharge begins or ends.
type day struct {
	index  int                          // of the epoch
	from   rates.Date                   // first day
	to     rates.Date                   // the day after the last
	fx     [money.Currencies + 1]uint64 // settlement units per unit in 1e-10, 0 = no rate
	fault  *Fault                       // the book needs a currency that has no rate: every order of these days is invalid
	rates  []uint64                     // for conditions, by their rate index
	fares  []fares                      // by service
	limits []limits                     // by terms number
}

// fares is a service's money on such a day.
type fares struct {
	ok       bool   // its currency has a rate
	same     bool   // its currency is the settlement currency
	n, d     uint64 // minor units × n/d = settlement minor units
	maxValue wide   // first declared value, in millionths × 1e-10, that is out of range in the service's currency
	perUnit  money.Linear
	charges  []*charge // by the service's surcharges, nil where not in force
	small    bool      // the quick way may convert a small amount
}

// limits are money limits of a service's terms.
type limits struct {
	maxValue    wide // declared value in millionths of settlement × 1e-10
	hasMaxValue bool
	cap         int64 // claim cap in millionths of settlement
	hasCap      bool
}

// holds reports whether a date lies in the epoch.
func (d *day) holds(date rates.Date) bool { return date >= d.from && date < d.to }

// wide is an unsigned 128-bit product.
type wide struct{ hi, lo uint64 }

func mul(a, b uint64) (w wide) {
	w.hi, w.lo = bits.Mul64(a, b)
	return w
}

func (w wide) less(v wide) bool { return w.hi < v.hi || w.hi == v.hi && w.lo < v.lo }

// fxOne is a rate of 1.
const fxOne = 10_000_000_000

// compileEpochs lists the days on which an exchange rate or a surcharge begins or ends.
func (e *Engine) compileEpochs() {
	starts := []rates.Date{rates.NoDate}
	for i := range e.book.FX {
		starts = append(starts, e.book.FX[i].ValidFrom)
	}
	for i := range e.book.Surcharges {
		w := e.book.Surcharges[i].Window
		starts = append(starts, w.From)
		if w.To != rates.NoDate {
			starts = append(starts, w.To+1)
		}
	}
	slices.Sort(starts)
	e.epochs = slices.Compact(starts)
	e.days = newPointers[day](len(e.epochs))
}

// on returns the day's epoch, working it out on first use. Two goroutines may do so at once: both get the same.
func (e *Engine) on(date rates.Date) *day {
	i := sort.Search(len(e.epochs), func(i int) bool { return e.epochs[i] > date }) - 1
	if d := e.days[i].Load(); d != nil {
		return d
	}
	d := e.newDay(i)
	e.days[i].Store(d)
	return d
}

func (e *Engine) newDay(i int) *day {
	from := e.epochs[i]
	d := &day{index: i, from: from, to: math.MaxInt32}
	if i+1 < len(e.epochs) {
		d.to = e.epochs[i+1]
	}
	d.fx[e.settle.currency] = fxOne
	for c, rows := range e.fx {
		for _, r := range rows { // rising: the last on or before the day stays
			if r.ValidFrom <= from {
				d.fx[c] = uint64(r.Rate)
			}
		}
	}
	for i := range e.needs {
		if n := e.needs[i]; d.fx[n.currency] == 0 {
			d.fault = &Fault{"ship_date", "no exchange rate for " + n.currency.String() + " (which the book's " + n.by + " names) on this day"}
			return d
		}
	}
	d.rates = make([]uint64, len(e.rateIndex))
	for code, i := range e.rateIndex {
		c, _ := money.ParseCurrency(code)
		d.rates[i] = d.fx[c]
	}
	d.limits = make([]limits, len(e.terms))
	for i, t := range e.terms {
		d.limits[i] = e.newLimits(d, t)
	}
	d.fares = make([]fares, len(e.services))
	for i := range e.services {
		d.fares[i] = e.newFares(d, &e.services[i])
	}
	return d
}

func (e *Engine) newFares(d *day, s *service) fares {
	rate := d.fx[s.unit.currency]
	if rate == 0 {
		return fares{}
	}
	// A minor unit of the service's is own/settle quanta of the settlement's, times the rate.
	f := fares{ok: true, same: s.unit.currency == e.settle.currency, n: rate, d: fxOne}
	if s.unit.quantum >= e.settle.quantum {
		f.d /= uint64(s.unit.quantum / e.settle.quantum)
	} else {
		f.d *= uint64(e.settle.quantum / s.unit.quantum)
	}
	f.small = f.n>>24 < f.d && f.d>>62 == 0 // a small amount is below 2^56 in settlement
	f.maxValue = mul(uint64(money.Limit), rate)
	if s.discount.kind == perParcel || s.discount.kind == perKg {
		benefit := new(big.Rat).Quo(ratio(int64(s.discount.perUnit), 1), d.rate(s.unit.currency))
		if s.discount.kind == perKg {
			benefit.Quo(benefit, ratio(1000, 1))
		}
		f.perUnit = money.NewLinear(benefit, nil, nil, ratio(s.unit.quantum, 1))
	}
	f.charges = make([]*charge, len(s.surcharges))
	for i := range s.surcharges {
		sc := &s.surcharges[i]
		switch {
		case !sc.row.Holds(d.from):
		case sc.timeless != nil:
			f.charges[i] = sc.timeless
		default:
			f.charges[i] = d.newCharge(s, sc)
		}
	}
	return f
}

// newLimits settles max_value and claim_cap. The cap is rounded to its own minor unit, converted, and rounded to
// the settlement's.
func (e *Engine) newLimits(d *day, t *terms) limits {
	var l limits
	if m := t.maxValue.V; t.maxValue.OK {
		l.maxValue, l.hasMaxValue = mul(uint64(m.Amount), d.fx[m.Currency]), d.fx[m.Currency] != 0
	}
	if m := t.claimCap.V; t.claimCap.OK && d.fx[m.Currency] != 0 {
		own := unitOf(m.Currency)
		minor, _ := money.MulRoundDiv(int64(m.Amount), 1, uint64(own.quantum))
		c := money.NewLinear(new(big.Rat).Mul(ratio(own.quantum, 1), d.rate(m.Currency)), nil, nil, ratio(e.settle.quantum, 1))
		settled, ok := c.Round(minor, 0)
		l.hasCap = ok && settled < math.MaxInt64/e.settle.quantum/2 // beyond that no claim reaches it
		l.cap = settled * e.settle.quantum
	}
	return l
}

// rate is a currency's exchange rate as an exact rational.
func (d *day) rate(c money.Currency) *big.Rat {
	return new(big.Rat).SetFrac(new(big.Int).SetUint64(d.fx[c]), big.NewInt(fxOne))
}

// own converts money to a service's currency, exactly, in millionths.
func (d *day) own(s *service, m rates.Money) *big.Rat {
	v := ratio(int64(m.Amount), 1)
	if m.Currency == 0 || m.Currency == s.unit.currency {
		return v
	}
	return v.Mul(v, new(big.Rat).Quo(d.rate(m.Currency), d.rate(s.unit.currency)))
}

// allowed is the constant of a percentage: minus its share of the allowance.
func (d *day) allowed(s *service, row *rates.Surcharge) *big.Rat {
	v := d.own(s, row.Allowance)
	return v.Neg(v.Mul(v, percentRatio(row.Percent)))
}

// bound rounds an amount to the service's minor unit.
func (d *day) bound(s *service, m rates.Money) int64 {
	l := money.NewLinear(nil, nil, d.own(s, m), ratio(s.unit.quantum, 1))
	v, _ := l.Round(0, 0)
	return v
}
