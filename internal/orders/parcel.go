package orders

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/skus"
)

// parcel gathers the neighbouring lines of one order_id into the cells of one order.
//
// What the lines say of the order itself wins and must not differ from line to line; an empty cell says nothing. What
// they leave open comes from the SKU master: weights and values add up, each line as often as its quantity, attributes
// unite, customs codes are counted, and the sides hold where the parcel is a single piece.
type parcel struct {
	master *skus.Master
	file   string
	line   int // the first
	cells  Cells
	at     [NumColumns]int // the line that said so
	faults Faults
	opaque bool // it is not known what some line holds, so nothing can be said of the sums

	pieces     int64
	weight     int64  // of all pieces, in millionths of a gram
	noWeight   *Fault // why weight is not that of the parcel
	value      money.Amount
	currency   money.Currency // of value; 0 = no piece has one yet
	noValue    *Fault         // why value is not that of the parcel
	unvalued   string         // a line without a value, for the message
	sides      [3]string
	attributes []string
	codes      map[string]bool
}

// maxLineFaults bounds what is told of one parcel; an order_id of a million bad lines is one row.
const maxLineFaults = 16

// begin empties the parcel for the order whose first line is given.
func (p *parcel) begin(file string, line int) {
	clear(p.codes)
	*p = parcel{master: p.master, file: file, line: line, attributes: p.attributes[:0], codes: p.codes}
	if p.codes == nil {
		p.codes = map[string]bool{}
	}
}

// add takes one more line. Its cells may change afterwards.
func (p *parcel) add(c *Cells, file string, line int, faults Faults) {
	for _, f := range faults {
		p.fault(file, line, f)
	}
	p.opaque = p.opaque || len(faults) > 0
	if faults.whole() {
		return // it has no cells to trust
	}
	for col := range NumColumns {
		if col != OrderID && col != Attributes && col != SKU && col != Quantity {
			p.own(c, col, file, line)
		}
	}
	n, ok := p.quantity(c, file, line)
	item := p.item(c, file, line)
	p.unite(trim(c[Attributes]), item)
	if !ok {
		return
	}
	p.pieces += n
	p.weigh(item, n, trim(c[SKU]))
	p.price(item, n, trim(c[SKU]))
	if item != nil {
		p.sides = item.Sides
		if item.HS6 != "" {
			p.codes[item.HS6] = true
		}
	}
}

// fault notes what is wrong with a line; the row as a whole is placed at the first one.
func (p *parcel) fault(file string, line int, f Fault) {
	if len(p.faults) == maxLineFaults {
		return
	}
	switch {
	case file != p.file:
		f.Msg += fmt.Sprintf(" (in %s:%d)", file, line)
	case line != p.line:
		f.Msg += fmt.Sprintf(" (in line %d)", line)
	}
	p.faults = append(p.faults, f)
}

// own keeps a cell of the order itself.
func (p *parcel) own(c *Cells, col Column, file string, line int) {
	s := trim(c[col])
	switch had := p.cells[col]; {
	case s == "" || s == had:
	case had == "":
		p.cells[col], p.at[col] = strings.Clone(s), line
	case (col == Country || col == Currency) && strings.EqualFold(s, had):
	case col.isNumber() && plainNumber(s) && plainNumber(had) && leastDigits(s) == leastDigits(had): // 50 and 50.0
	default:
		p.fault(file, line, Fault{Column: col.String(), Kind: kindDiffers, Msg: fmt.Sprintf("%s differs from %s in line %d; the lines of one parcel say the same, or nothing", show(s), show(had), p.at[col])})
	}
}

// plainNumber finds digits with an optional point between them.
func plainNumber(s string) bool {
	whole, frac, point := strings.Cut(s, ".")
	return whole != "" && (frac != "" || !point) && strings.Trim(whole+frac, "0123456789") == ""
}

// leastDigits is a plain number without the zeros that do not count.
func leastDigits(s string) string {
	whole, frac, _ := strings.Cut(s, ".")
	return strings.TrimLeft(whole, "0") + "." + strings.TrimRight(frac, "0")
}

// quantity reads how many pieces a line stands for; an empty cell is one.
func (p *parcel) quantity(c *Cells, file string, line int) (n int64, ok bool) {
	s := trim(c[Quantity])
	if s == "" {
		return 1, true
	}
	n, err := money.ParseFixed(s, 0, false)
	if err != nil || n == 0 {
		p.opaque, p.cells[Quantity] = true, strings.Clone(s)
	}
	switch {
	case err != nil:
		p.fault(file, line, numberFault(Quantity, err, ""))
	case n == 0:
		p.fault(file, line, Fault{Column: Quantity.String(), Kind: kindZero, Msg: fmt.Sprintf("%s is zero; leave out a line that is not sent", show(s))})
	}
	return n, err == nil && n > 0
}

// item finds the article of a line; nil where it names none, or one that the master does not have.
func (p *parcel) item(c *Cells, file string, line int) *skus.Item {
	s := trim(c[SKU])
	if s == "" {
		return nil
	}
	item, ok := p.master.Find(s)
	if !ok {
		p.opaque, p.cells[SKU] = true, strings.Clone(s)
		p.fault(file, line, Fault{Column: SKU.String(), Kind: kindUnknown, Msg: fmt.Sprintf("%s is not in %s; add it there, byte for byte as in the order", show(s), p.master.File)})
		return nil
	}
	return item
}

// unite adds the attributes of a line: its own, else its article's.
func (p *parcel) unite(own string, item *skus.Item) {
	if own != "" {
		for a := range strings.SplitSeq(own, "|") {
			p.attribute(strings.Clone(trim(a)))
		}
	} else if item != nil {
		for _, a := range item.Attributes {
			p.attribute(a)
		}
	}
}

func (p *parcel) attribute(a string) {
	// One too many is enough to refuse the parcel; more need not be kept.
	if a != "" && len(p.attributes) <= MaxAttributes && !slices.Contains(p.attributes, a) {
		p.attributes = append(p.attributes, a)
	}
}

// weigh adds n pieces to the weight.
func (p *parcel) weigh(item *skus.Item, n int64, name string) {
	switch {
	case p.noWeight != nil:
	case item == nil:
		p.noWeight = &Fault{Column: SKU.String(), Kind: kindEmpty, Msg: "is empty; name the article of every line, or give the parcel's weight"}
	case item.Weight == 0:
		p.noWeight = &Fault{Column: WeightG.String(), Kind: kindEmpty, Msg: fmt.Sprintf("is empty, and so is the weight of %s in %s:%d; write one of them", show(name), p.master.File, item.Line)}
	case n > (engine.MaxWeightG*skus.Gram-p.weight)/item.Weight:
		p.noWeight = &Fault{Column: WeightG.String(), Kind: kindLarge, Msg: "the articles are too heavy together; a parcel weighs at most 10 t (10000000 g)"}
	default:
		p.weight += n * item.Weight
	}
}

// price adds n pieces to the value. A value of only some of the pieces would be too low without anybody noticing.
func (p *parcel) price(item *skus.Item, n int64, name string) {
	if item == nil || !item.HasValue {
		p.unvalued = "a line without sku"
		if name != "" {
			p.unvalued = show(strings.Clone(name))
		}
		return
	}
	switch {
	case p.noValue != nil:
	case p.currency != 0 && p.currency != item.Currency:
		p.noValue = &Fault{Column: Currency.String(), Kind: kindDiffers, Msg: fmt.Sprintf("the articles' values in %s are in %s and %s, which do not add up; give the parcel's value and currency", p.master.File, p.currency, item.Currency)}
	case item.Value > 0 && n > int64((money.Limit-1-p.value)/item.Value):
		p.currency = item.Currency
		p.noValue = &Fault{Column: Value.String(), Kind: kindLarge, Msg: "the articles' values are too large together; " + maxValueHint}
	default:
		p.value += money.Amount(n) * item.Value
		p.currency = item.Currency
	}
}

// finish completes the order's own cells with what the articles give, and returns what is wrong with the parcel.
func (p *parcel) finish() (*Cells, Faults) {
	c := &p.cells
	if c[WeightG] == "" && c[WeightKg] == "" {
		p.weighed()
	}
	if !p.opaque && c[Value] == "" && p.currency != 0 {
		p.worth()
	}
	if c[LengthCM]+c[WidthCM]+c[HeightCM] == "" && p.pieces == 1 {
		copy(c[LengthCM:HeightCM+1], p.sides[:])
	}
	if c[HS6Count] == "" && len(p.codes) > 0 {
		c[HS6Count] = fmt.Sprint(len(p.codes))
	}
	c[Attributes] = strings.Join(p.attributes, "|")
	return c, p.faults
}

// weighed gives the order the articles' weight. Where that is not to be had for a reason that is told already, a stand-in,
// never priced, keeps the reader of cells from asking for a weight beside the reason.
func (p *parcel) weighed() {
	c := &p.cells
	switch {
	case p.opaque:
		c[WeightG] = "1"
	case p.noWeight == nil:
		c[WeightG] = string(money.AppendTrimmed(nil, p.weight, money.Scale))
	default:
		p.faults = append(p.faults, *p.noWeight)
		if p.noWeight.Column == SKU.String() {
			p.opaque, c[WeightG] = true, "1"
		}
	}
}

// worth gives the order the articles' value, which comes with its currency.
func (p *parcel) worth() {
	c := &p.cells
	own := c[Currency]
	switch {
	case p.noValue != nil:
		p.faults = append(p.faults, *p.noValue)
	case p.unvalued != "":
		p.faults = append(p.faults, Fault{Column: Value.String(), Kind: kindEmpty, Msg: fmt.Sprintf("is empty, and %s has none in %s while other articles of the parcel do; give the parcel's value, or that of every article", p.unvalued, p.master.File)})
	case own != "" && !strings.EqualFold(own, p.currency.String()):
		p.faults = append(p.faults, Fault{Column: Currency.String(), Kind: kindDiffers, Msg: fmt.Sprintf("%s has no value beside it, and the articles' value of %s is in %s; give the parcel's value, or the articles' in that currency", show(own), p.value, p.currency)})
	default:
		c[Value], c[Currency] = p.value.Text(p.currency.Digits()), p.currency.String()
	}
}

// kindDiffers is the fault of lines of one parcel that contradict each other.
const kindDiffers = "differs within the parcel"
