package orders

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/countries"
	"github.com/lanewise/lanewise/internal/textfile"
	"github.com/lanewise/lanewise/rates"
)

// Defaults are what an order does not say itself.
type Defaults struct {
	Currency money.Currency // the settlement currency: of a value without one
	ShipDate rates.Date     // of an order without one

	CountryNames bool // a country may be given by its name in English or Chinese
}

// Limits of an order's text; numbers have theirs in package engine.
const (
	MaxIDChars       = 64
	MaxPostcodeChars = 16
	MaxAttributes    = 32
	maxValueHint     = "the value must be below 1000000000"
)

// Cells are the texts of one order by column; "" where it has none.
type Cells [NumColumns]string

// ParseMap reads one order from texts by column name: a row of a rate book's `quotes`, or flags. Names that are
// no column of an order are passed over. The order_id may be absent and is taken as it is.
func ParseMap(texts map[string]string, def Defaults) (engine.Order, Faults) {
	var c Cells
	for name, text := range texts {
		if col, ok := columnOf(name); ok {
			c[col] = text
		}
	}
	var o engine.Order
	faults := Parse(&c, def, &o)
	return o, faults
}

// Parse reads the cells of one order into o, replacing what it holds (its Attributes slice is used again), and
// returns what is wrong with them. With faults, o is not to be priced. The order_id is copied unchecked: whether
// it is needed and what it repeats is for the caller to say.
func Parse(c *Cells, def Defaults, o *engine.Order) Faults {
	p := parser{c: c, def: def, o: o}
	*o = engine.Order{ID: c[OrderID], Attributes: o.Attributes[:0]}
	p.country()
	p.postcode()
	p.weight()
	p.size()
	p.value()
	p.attributes()
	p.promised()
	p.shipDate()
	p.buyerService()
	p.hs6()
	return p.faults
}

type parser struct {
	c      *Cells
	def    Defaults
	o      *engine.Order
	faults Faults
}

func (p *parser) cell(c Column) string { return trim(p.c[c]) }

func (p *parser) fault(c Column, kind, format string, args ...any) {
	p.faults = append(p.faults, Fault{c.String(), kind, fmt.Sprintf(format, args...)})
}

func (p *parser) country() {
	s := p.cell(Country)
	c, ok := rates.ParseCountry(s)
	switch {
	case ok:
		p.o.Country = c
	case s == "":
		p.fault(Country, kindEmpty, "is empty; write a two-letter code such as US")
	default:
		p.countryName(s)
	}
}

// countryName reads what is no code: a name where names are allowed.
func (p *parser) countryName(s string) {
	c, ok := countries.Named(s)
	switch {
	case ok && p.def.CountryNames:
		p.o.Country = c
	case ok && len(s) > 3:
		p.fault(Country, kindUnknown, "%s is a country's name; write %s, or give --country-names", show(s), c)
	default:
		p.fault(Country, kindUnknown, "%s is not a country of ISO 3166-1; write %s", show(s), countryHint(s))
	}
}

func countryHint(s string) string {
	switch strings.ToUpper(s) {
	case "UK":
		return "GB"
	case "EL":
		return "GR"
	case "USA":
		return "US"
	}
	return "its two-letter code, such as US"
}

func (p *parser) postcode() {
	p.o.Postcode = p.cell(Postcode)
	// Bytes are counted first: they are never fewer than characters, and counting those takes longer.
	switch s := p.o.Postcode; {
	case len(s) > MaxPostcodeChars && utf8.RuneCountInString(s) > MaxPostcodeChars:
		p.fault(Postcode, kindLong, "%s has %d characters; at most %d are allowed", show(s), utf8.RuneCountInString(s), MaxPostcodeChars)
	case textfile.CutShort(s):
		p.fault(Postcode, kindShort, "%s", shortenedNumber(s))
	default:
		p.sound(Postcode, s)
	}
}

// sound gives a text that is damaged a fault.
func (p *parser) sound(c Column, s string) {
	if soundText(s) {
		return
	}
	if kind, msg := badText(c, s); kind != "" {
		p.fault(c, kind, "%s", msg)
	}
}

func (p *parser) buyerService() {
	p.o.BuyerService = p.cell(BuyerService)
	p.sound(BuyerService, p.o.BuyerService)
}

func (p *parser) weight() {
	g, kg := p.cell(WeightG), p.cell(WeightKg)
	col, s, shift := WeightG, g, 0
	if kg != "" {
		if g != "" {
			p.fault(WeightKg, kindBoth, "%s stands beside weight_g %s; give one of them", show(kg), show(g))
			return
		}
		col, s, shift = WeightKg, kg, 3
	}
	var err error
	w, ok := quickCeil(s, shift, engine.MaxWeightG)
	if !ok {
		w, err = money.ParseCeil(s, shift, engine.MaxWeightG)
	}
	switch {
	case s == "":
		p.fault(col, kindEmpty, "is empty; write the parcel's weight in grams, such as 350")
	case err != nil:
		p.faults = append(p.faults, numberFault(col, err, "a parcel weighs at most 10 t (10000000 g)"))
	case w == 0:
		p.fault(col, kindZero, "%s is zero; a parcel weighs more than 0 g", show(s))
	}
	p.o.WeightG = w
}

func (p *parser) size() {
	sides := [3]*int64{&p.o.LengthMM, &p.o.WidthMM, &p.o.HeightMM}
	given := 0
	for i := range sides {
		if p.cell(LengthCM+Column(i)) != "" {
			given++
		}
	}
	if given == 0 {
		return
	}
	for i, side := range sides {
		col := LengthCM + Column(i)
		s := p.cell(col)
		if s == "" {
			p.fault(col, kindPartial, "is missing; give all three sides or none")
			continue
		}
		var err error
		mm, ok := quickCeil(s, 1, engine.MaxSideMM)
		if !ok {
			mm, err = money.ParseCeil(s, 1, engine.MaxSideMM)
		}
		switch {
		case err != nil:
			p.faults = append(p.faults, numberFault(col, err, "a side is at most 1000 cm"))
		case mm == 0:
			p.fault(col, kindZero, "%s is zero; a side is longer than 0 cm, or leave all three empty", show(s))
		}
		*side = mm
	}
}

func (p *parser) value() {
	cur, digits := p.currency()
	s := p.cell(Value)
	if s == "" {
		return
	}
	v, err := fixed(s, digits)
	if err != nil {
		f := numberFault(Value, err, maxValueHint)
		if f.Kind == kindDigits && cur != 0 {
			f.Msg = fmt.Sprintf("%s has more digits after the point than %s, which has %d; round it", show(s), cur, digits)
		}
		// Faults of value and currency are found the other way round than they are told.
		p.insert(Value, f)
		return
	}
	p.o.Value, p.o.HasValue = money.Amount(v*money.Pow10(money.Scale-digits)), true
}

// currency sets the order's currency and gives the digits its value may have: all that an amount may have where
// the currency is unknown, since nothing finer can be said then.
func (p *parser) currency() (money.Currency, int) {
	s := p.cell(Currency)
	if s == "" {
		p.o.Currency = p.def.Currency
		return p.def.Currency, p.def.Currency.Digits()
	}
	c, ok := money.ParseCurrency(s)
	if !ok {
		p.fault(Currency, kindUnknown, "%s is not a currency of ISO 4217; write %s", show(s), currencyHint(s))
		return 0, money.Scale
	}
	p.o.Currency = c
	return c, c.Digits()
}

func currencyHint(s string) string {
	switch strings.ToUpper(s) {
	case "RMB", "CNH", "¥", "元":
		return "CNY"
	case "$", "US$":
		return "USD"
	case "€":
		return "EUR"
	case "£":
		return "GBP"
	case "RUR":
		return "RUB"
	}
	return "its three-letter code, such as USD"
}

// insert puts f before the fault of the following column, where there is one.
func (p *parser) insert(c Column, f Fault) {
	if n := len(p.faults); n > 0 && p.faults[n-1].Column == (c+1).String() {
		p.faults = append(p.faults[:n-1], f, p.faults[n-1])
		return
	}
	p.faults = append(p.faults, f)
}

func (p *parser) attributes() {
	s := p.cell(Attributes)
	if s == "" {
		return
	}
	p.sound(Attributes, s)
	for more := true; more; {
		var a string
		a, s, more = strings.Cut(s, "|")
		if a = trim(a); a != "" {
			p.o.Attributes = append(p.o.Attributes, a)
		}
	}
	if n := len(p.o.Attributes); n > MaxAttributes {
		p.fault(Attributes, kindMany, "has %d attributes; at most %d are allowed", n, MaxAttributes)
	}
}

// fixed reads an unsigned number with at most digits after the point, as a count of 10^-digits.
func fixed(s string, digits int) (int64, error) {
	if v, ok := quickFixed(s, digits); ok {
		return v, nil
	}
	return money.ParseFixed(s, digits, false)
}

func (p *parser) promised() {
	s := p.cell(PromisedDays)
	if s == "" {
		return
	}
	d, err := fixed(s, 2)
	if err != nil {
		p.faults = append(p.faults, numberFault(PromisedDays, err, ""))
		return
	}
	p.o.PromisedDays = rates.Opt[rates.Days]{V: rates.Days(d), OK: true}
}

func (p *parser) shipDate() {
	s := p.cell(ShipDate)
	p.o.ShipDate = p.def.ShipDate
	if s == "" {
		return
	}
	d, ok := quickDate(s)
	if !ok {
		d, ok = rates.ParseDate(s)
	}
	if !ok {
		p.fault(ShipDate, kindDate, "%s %s", show(s), dateHint(s))
		return
	}
	p.o.ShipDate = d
}

func (p *parser) hs6() {
	s := p.cell(HS6Count)
	p.o.HS6Count = 1
	if s == "" {
		return
	}
	n, err := fixed(s, 0)
	switch {
	case err != nil:
		p.faults = append(p.faults, numberFault(HS6Count, err, ""))
	case n == 0:
		p.fault(HS6Count, kindZero, "%s is zero; a parcel has at least 1 customs code (leave the cell empty for 1)", show(s))
	default:
		p.o.HS6Count = n
	}
}
