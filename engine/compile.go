package engine

import (
	"slices"
	"sync/atomic"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
	"github.com/lanewise/lanewise/rates/cond"
)

// Engine is a compiled rate book. It is immutable and safe for any number of goroutines. What depends on a ship
// date alone, or on a destination alone, is worked out on first use and kept.
type Engine struct {
	book       *rates.Book
	settle     unit
	toFine     int64 // settlement minor units to the 1e-4 units of expected costs
	services   []service
	attributes map[string]int32
	residuals  []*cond.Expr // conditions with the service settled; services share equal ones
	residualID map[string]int32
	holds      []ruleUse // conditions as residual numbers
	zoneTerms  map[*rates.Zone]*terms
	terms      []*terms // those whose limits are money, by number
	needs      []need   // currencies that every order's ship date must have a rate for
	rateIndex  map[string]int
	badCost    money.Amount // what one more bad-experience order costs
	areas      map[string][]*rates.Area
	promised   map[rates.Country]rates.Opt[rates.Days]
	noRate     [money.Currencies + 1]Fault // of an order in a currency without a rate
	usesDate   bool                        // some condition reads the ship date as text
	fx         map[money.Currency][]*rates.FX
	epochs     []rates.Date // first days on which rates or surcharges change, rising
	days       []atomic.Pointer[day]
	rateBits   uint8        // binary digits after the point of a prospect's rate
	kept       atomic.Int64 // prospects and chances that are kept
	credited   bool         // services are compared less credits
	credits    []Credit
	countries  [rates.NumCountries + 1]atomic.Pointer[country]
}

// unit is how a currency's amounts are counted: in minor units.
type unit struct {
	currency money.Currency
	quantum  int64 // millionths in one minor unit
	limit    int64 // first count out of range
}

func unitOf(c money.Currency) unit {
	q := int64(c.Quantum())
	return unit{c, q, int64(money.Limit) / q}
}

// nano is a minor unit in 1e-9 of the currency.
func (u unit) nano() uint64 { return uint64(u.quantum) * 1000 }

// in reports whether a count of minor units is in range.
func (u unit) in(n int64) bool { return n > -u.limit && n < u.limit }

// need is a currency named in a condition or a money cell.
type need struct {
	currency money.Currency
	by       string // what names it, for the fault
}

// Compile checks the book and turns it into an engine. The error is the book's rates.Problems. The book must
// not be changed afterwards.
func Compile(b *rates.Book) (*Engine, error) {
	if err := b.Check().Err(); err != nil {
		return nil, err
	}
	e := &Engine{
		book:       b,
		settle:     unitOf(b.Settings.Currency),
		attributes: map[string]int32{},
		residualID: map[string]int32{},
		rateIndex:  map[string]int{},
		zoneTerms:  map[*rates.Zone]*terms{},
		areas:      map[string][]*rates.Area{},
		promised:   map[rates.Country]rates.Opt[rates.Days]{},
		fx:         map[money.Currency][]*rates.FX{},
		badCost:    badOrderCost(b),
	}
	e.toFine = e.settle.quantum / fineQuantum
	e.indexTables()
	e.compileServices()
	e.compileRules()
	e.compileEpochs()
	e.cheapest()
	e.setRateBits()
	for c := range e.noRate {
		e.noRate[c] = Fault{"currency", "no exchange rate for " + money.Currency(c).String() + " on the ship date; add it to the book's fx table"}
	}
	return e, nil
}

// Book returns the book the engine was compiled from.
func (e *Engine) Book() *rates.Book { return e.book }

// indexTables collects the rows that are looked up by a name.
func (e *Engine) indexTables() {
	b := e.book
	for i := range b.Areas {
		e.areas[b.Areas[i].Area] = append(e.areas[b.Areas[i].Area], &b.Areas[i])
	}
	for i := range b.Countries {
		e.promised[b.Countries[i].Country] = b.Countries[i].PromisedDays
	}
	for i := range b.FX {
		c := b.FX[i].Currency
		e.fx[c] = append(e.fx[c], &b.FX[i])
	}
	for _, rows := range e.fx {
		slices.SortFunc(rows, func(x, y *rates.FX) int { return int(int64(x.ValidFrom) - int64(y.ValidFrom)) })
	}
}

// badOrderCost finds what the shop's present rate of bad orders makes one more of them cost. The comparison
// seller_bad_orders / seller_orders ≥ bad_rate_from is made without dividing.
func badOrderCost(b *rates.Book) money.Amount {
	orders, bad := b.Settings.SellerOrders, b.Settings.SellerBadOrders
	if orders == 0 {
		orders, bad = 1, 0
	}
	cost, from := money.Amount(0), rates.Share(-1)
	for _, w := range b.Weights {
		if w.BadRateFrom > from && bad*1_000_000 >= int64(w.BadRateFrom)*orders {
			cost, from = w.BadOrderCost, w.BadRateFrom
		}
	}
	return cost
}

// residual numbers a condition whose service is settled; equal conditions share a number. Constants are -1 (true)
// and -2 (false).
func (e *Engine) residual(x *cond.Expr) int32 {
	if v, ok := x.Const(); ok {
		if v {
			return always
		}
		return never
	}
	key := x.String()
	id, ok := e.residualID[key]
	if !ok {
		id = int32(len(e.residuals))
		e.residuals = append(e.residuals, x)
		e.residualID[key] = id
		e.usesDate = e.usesDate || x.Uses()&cond.UsesShipDate != 0
	}
	return id
}

const (
	always int32 = -1
	never  int32 = -2
)

// bind settles a condition for one service.
func (s *service) bind(x *cond.Expr) *cond.Expr {
	if x.Uses()&cond.UsesService == 0 {
		return x
	}
	r := s.row
	return x.Bind(cond.Known{Service: &cond.Service{
		Code: r.Code, Channel: r.Channel.String(), Kind: r.Kind, Level: r.Level,
		Tracking: r.Tracking, Contract: r.Contract, Currency: r.Currency.String(),
	}})
}

// ruleUse is a rule as one service, or the order, meets it.
type ruleUse struct {
	row    *rates.Rule
	cond   int32 // residual number, later predicate number of a country
	remove bool  // takes the service out, else adds its amount
}

// compileRules settles every rule for every service: what is left of it depends on the order (and the zone).
func (e *Engine) compileRules() {
	for i := range e.book.Rules {
		row := &e.book.Rules[i]
		e.need(row.When, row.Place)
		if row.Do == "hold" {
			if id := e.residual(row.When); id != never {
				e.holds = append(e.holds, ruleUse{row: row, cond: id})
			}
			continue
		}
		for j := range e.services {
			s := &e.services[j]
			named := row.Services.Matches(s.row)
			if named == (row.Do == "only") { // forbid and add_cost meet the named services, only the others
				continue
			}
			if id := e.residual(s.bind(row.When)); id != never {
				s.rules = append(s.rules, ruleUse{row: row, cond: id, remove: row.Do != "add_cost"})
			}
		}
	}
}

// need notes the currencies that a condition names.
func (e *Engine) need(x *cond.Expr, at rates.Place) {
	for _, code := range x.Currencies() {
		if c, ok := money.ParseCurrency(code); ok {
			if _, known := e.rateIndex[code]; !known {
				e.rateIndex[code] = len(e.rateIndex)
			}
			e.needMoney(c, at)
		}
	}
}

func (e *Engine) needMoney(c money.Currency, at rates.Place) {
	if c == 0 || c == e.settle.currency || slices.ContainsFunc(e.needs, func(n need) bool { return n.currency == c }) {
		return
	}
	e.needs = append(e.needs, need{c, at.Table})
}
