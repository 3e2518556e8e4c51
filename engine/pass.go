package engine

import (
	"math"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
	"github.com/lanewise/lanewise/rates/cond"
)

// fineQuantum is one unit of an expected cost, 1e-4 of the settlement currency, in millionths.
const fineQuantum = 100

// fineLimit is the first count of such units that is out of range.
const fineLimit = int64(money.Limit) / fineQuantum

// scratch is what a Decision keeps between calls, so that deciding allocates nothing.
type scratch struct{ pass pass }

// pass is one order on its way through the services: what is known of the order, worked out once, and the service
// being asked.
type pass struct {
	e   *Engine
	o   *Order
	day *day
	c   *country

	postcode   postcode
	attributes []int32 // numbers, -1 = unknown to the book
	dims       bool
	sides      [3]int64 // mm, longest first
	sum, girth int64
	volume     uint64 // mm³
	hs6        int64
	currency   money.Currency
	value      int64 // declared, millionths of currency
	worth      wide  // value × rate: millionths × 1e-10 of settlement
	v          int64 // V, millionths of settlement, a whole number of minor units
	vOver      bool  // V is out of range
	promise    rates.Opt[rates.Days]

	asked []answer // by predicate
	facts cond.Facts
	ready bool                  // facts are filled
	dates map[rates.Date]string // ship dates as text, where conditions read them

	limit    int64    // the greatest total that still matters, units of 1e-4
	racing   bool     // services that an order's rules bar are left out already
	barred   []uint64 // set of slots
	prospect []prospect
	chance   *chances   // nil = not looked up: then each service's are worked out
	weighed  []weighing // by the country's ways of counting dim weight
	field    []entry    // by slot: gone once it was asked
	asking   bool       // those asked in a race are kept
	rivals   []rival    // who may win at another cost of a bad order
	minorV   uint64     // V in minor units
	view     []prospect // where the engine does not keep them
	luck     chances
	pool     [6]cand // of a race
	spare    cand
	cands    []cand  // by slot, of everyone
	order    []*cand // of those that can take the order, the best first
	slot     *slot
	svc      *service
	fares    *fares
	lane     *lane
	cand     *cand
}

type answer uint8

const (
	unasked answer = iota
	yes
	no
)

// cand is one service's answer while the order is being decided. Charges are in minor units, of the service's
// currency (own) and of settlement; costs are in units of 1e-4 settlement.
type cand struct {
	slot                *slot
	lane                *lane
	band                *band
	rule                *rates.Rule
	reason              Reason
	dimG, billable      int64
	net, charges, taxes int64 // own
	own                 [Tax + 1]int64
	settled             [Tax + 1]int64
	shipping            int64 // settlement minor units
	costs               [NumColumns]int64
	risk, total         int64
	credit, bid         int64 // bid is what services are compared by: total less credit
	odds                odds
}

// begin works out what depends on the order alone. A fault makes the order invalid.
func (x *pass) begin(e *Engine, o *Order) *Fault {
	if x.e != e || !x.day.holds(o.ShipDate) {
		x.e, x.day = e, e.on(o.ShipDate)
	}
	x.o = o
	if f := x.money(); f != nil {
		return f
	}
	x.c = e.in(o.Country)
	x.postcode.set(o.Postcode)
	x.attributes = x.attributes[:0]
	for _, a := range o.Attributes {
		id, ok := e.attributes[a]
		if !ok {
			id = -1
		}
		x.attributes = append(x.attributes, id)
	}
	x.size()
	x.hs6 = max(o.HS6Count, 1)
	x.promise = o.PromisedDays
	if !x.promise.OK {
		x.promise = x.c.promised
	}
	if n := len(x.c.preds); cap(x.asked) < n {
		x.asked = make([]answer, n)
	} else {
		x.asked = x.asked[:n]
		clear(x.asked)
	}
	x.ready, x.limit, x.chance = false, math.MaxInt64, nil
	return nil
}

// everyone makes room for a candidate of every service.
func (x *pass) everyone() {
	if n := len(x.c.slots); cap(x.cands) < n {
		x.cands = make([]cand, n)
	} else {
		x.cands = x.cands[:n]
	}
}

// money settles the declared value.
func (x *pass) money() *Fault {
	x.currency = x.o.Currency
	if x.currency == 0 {
		x.currency = x.e.settle.currency
	}
	if x.day.fault != nil {
		return x.day.fault
	}
	rate := x.day.fx[x.currency]
	if rate == 0 {
		return &x.e.noRate[x.currency]
	}
	x.value = 0
	if x.o.HasValue {
		x.value = int64(x.o.Value)
	}
	x.worth = mul(uint64(x.value), rate)
	var minor int64
	ok := true
	if x.currency == x.e.settle.currency {
		minor = int64(halfUp(uint64(x.value), uint64(x.e.settle.quantum)))
	} else {
		minor, ok = money.MulRoundDiv(x.value, rate, uint64(fxOne*x.e.settle.quantum))
	}
	x.vOver = !ok || !x.e.settle.in(minor)
	x.v = minor * x.e.settle.quantum
	return nil
}

func (x *pass) size() {
	o := x.o
	x.dims = o.HasDims()
	if !x.dims {
		return
	}
	a, b, c := o.LengthMM, o.WidthMM, o.HeightMM
	if a < b {
		a, b = b, a
	}
	if b < c {
		b, c = c, b
	}
	if a < b {
		a, b = b, a
	}
	x.sides = [3]int64{a, b, c}
	x.sum, x.girth = a+b+c, a+2*(b+c)
	x.volume = uint64(a * b * c)
}

// holds asks a predicate.
func (x *pass) holds(id int32) bool {
	if id < 0 {
		return id == always
	}
	if a := x.asked[id]; a != unasked {
		return a == yes
	}
	p := &x.c.preds[id]
	var v bool
	switch {
	case p.area != nil:
		v = p.area.find(&x.postcode)
	default:
		x.fill()
		if p.perLane {
			x.facts.Zone, x.facts.BillableG = x.lane.zone, x.cand.billable
			return p.prog.Eval(&x.facts)
		}
		v = p.prog.Eval(&x.facts)
	}
	x.asked[id] = no
	if v {
		x.asked[id] = yes
	}
	return v
}

// fill makes the order readable for conditions.
func (x *pass) fill() {
	if x.ready {
		return
	}
	x.ready = true
	o, f := x.o, &x.facts
	date := ""
	if x.e.usesDate {
		date = x.dateText(o.ShipDate)
	}
	*f = cond.Facts{
		Country: x.c.code.String(), Postcode: o.Postcode, Currency: x.currency.String(), ShipDate: date,
		BuyerService: o.BuyerService, Attributes: o.Attributes, WeightG: o.WeightG, Value: x.value,
		PromisedDays: int64(x.promise.V), HS6: x.hs6, HasValue: o.HasValue, HasDims: x.dims, HasPromise: x.promise.OK,
		OrderRate: x.day.fx[x.currency], Rates: x.day.rates,
	}
	if x.dims {
		f.LengthMM, f.WidthMM, f.HeightMM = o.LengthMM, o.WidthMM, o.HeightMM
		f.LongestMM, f.MiddleMM, f.ShortestMM = x.sides[0], x.sides[1], x.sides[2]
		f.SumMM, f.GirthMM = x.sum, x.girth
	}
}

// dateText keeps the texts of some years' days, so that none is written twice.
func (x *pass) dateText(d rates.Date) string {
	s, ok := x.dates[d]
	if !ok {
		if x.dates == nil || len(x.dates) > 4000 {
			x.dates = map[rates.Date]string{}
		}
		s = d.String()
		x.dates[d] = s
	}
	return s
}
