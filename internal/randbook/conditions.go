package randbook

import "strings"

// Conditions are written from the grammar downwards: every text that comes out
// belongs to the language and is yes or no.

// Numbers that conditions compare with and that orders like to have.
var (
	weightMarks = []string{"100", "500", "501", "1000", "2000.5", "5000"}
	valueMarks  = []string{"0", "5", "22", "50.01", "135", "150", "300"}
	lengthMarks = []string{"10.5", "30", "45.5", "60", "118.1"}
	buyerWords  = []string{"express", "standard", "Express", "post & go"}
)

// condition draws a whole condition. With orderOnly it asks of the order alone,
// as a hold rule must.
func (g *gen) condition(orderOnly bool) string {
	c := conditions{g, orderOnly}
	return c.or(g.between(0, 2))
}

// seldom draws a condition that few orders meet.
func (g *gen) seldom(orderOnly bool) string {
	c := conditions{g, orderOnly}
	rare := pick(g,
		c.compare("order.country", "==", c.quoted(g.countries)),
		c.quoted(g.attributes)+" in order.attributes",
		c.compare("order.buyer_service", "==", c.quoted(buyerWords)),
		c.compare("order.weight_g", ">", "5000"),
		c.compare("order.hs6_count", ">=", "3"),
		`value_in("`+pick(g, g.named...)+`") > 100`,
	)
	if g.chance(50) {
		return rare
	}
	return rare + " and " + pick(g, c.not(1), "("+c.or(1)+")")
}

type conditions struct {
	*gen
	orderOnly bool
}

func (c conditions) or(depth int) string {
	out := c.and(depth)
	for c.chance(25) {
		out += " or " + c.and(depth)
	}
	return out
}

func (c conditions) and(depth int) string {
	out := c.not(depth)
	for c.chance(25) {
		out += pick(c.gen, " and ", " and ", "\tand  ") + c.not(depth)
	}
	return out
}

func (c conditions) not(depth int) string {
	if c.chance(15) {
		return "not " + c.not(depth)
	}
	if depth > 0 && c.chance(35) {
		return "(" + c.or(depth-1) + ")"
	}
	switch n := c.IntN(100); {
	case n < 45:
		return c.numbers(depth)
	case n < 70:
		return c.texts()
	case n < 85:
		return c.membership()
	}
	return pick(c.gen, "order.has_value", "order.has_dims", "order.has_promise")
}

func (c conditions) operator() string { return pick(c.gen, "==", "!=", "<", "<=", ">", ">=") }

func (c conditions) compare(left, op, right string) string {
	space := pick(c.gen, " ", " ", "")
	return left + space + op + space + right
}

// field draws a number field and a number it may well be compared with.
func (c conditions) field() (name, mark string) {
	fields := [][2]string{
		{"order.weight_g", pick(c.gen, weightMarks...)},
		{"order.value", pick(c.gen, valueMarks...)},
		{"order.promised_days", pick(c.gen, "0", "15", "12.5")},
		{"order.hs6_count", pick(c.gen, "1", "2")},
		{"order.length_cm", pick(c.gen, lengthMarks...)},
		{"order.width_cm", pick(c.gen, lengthMarks...)},
		{"order.height_cm", pick(c.gen, lengthMarks...)},
		{"order.longest_cm", pick(c.gen, lengthMarks...)},
		{"order.middle_cm", pick(c.gen, lengthMarks...)},
		{"order.shortest_cm", pick(c.gen, lengthMarks...)},
		{"order.sum_cm", pick(c.gen, "90", "60.1")},
		{"order.girth_cm", pick(c.gen, "180", "99.9")},
		{c.value(), pick(c.gen, valueMarks...)},
		{c.value(), pick(c.gen, valueMarks...)},
	}
	if !c.orderOnly {
		fields = append(fields, [2]string{"billable_g", pick(c.gen, weightMarks...)})
	}
	f := pick(c.gen, fields...)
	return f[0], f[1]
}

func (c conditions) value() string {
	currency := pick(c.gen, c.named...)
	if c.chance(10) {
		currency = strings.ToLower(currency)
	}
	return `value_in("` + currency + `")`
}

func (c conditions) numbers(depth int) string {
	name, mark := c.field()
	switch n := c.IntN(100); {
	case n < 55:
		return c.compare(name, c.operator(), mark)
	case n < 68:
		return name + " in [" + mark + pick(c.gen, "", ", 1", ",-3.5 , 0") + "]"
	}
	return c.compare(c.sum(depth), c.operator(), c.sum(depth))
}

func (c conditions) sum(depth int) string {
	out := c.product(depth)
	for c.chance(35) {
		space := pick(c.gen, " ", "")
		out += space + pick(c.gen, "+", "-") + space + c.product(depth)
	}
	return out
}

func (c conditions) product(depth int) string {
	out := c.factor(depth)
	for c.chance(30) {
		out += pick(c.gen, " * ", "*") + c.factor(depth)
	}
	return out
}

// factor draws a number with at most one minus before it.
func (c conditions) factor(depth int) string {
	name, mark := c.field()
	out := pick(c.gen, name, name, mark, "0.000001", "999999999.999999", "7", "12.345678")
	if depth > 0 && c.chance(25) {
		out = "(" + c.sum(depth-1) + ")"
	}
	if c.chance(15) {
		out = pick(c.gen, "-", "- ") + out
	}
	return out
}

func (c conditions) texts() string {
	field, word := c.text()
	if c.chance(10) {
		other, _ := c.text()
		word = other
	}
	if c.chance(10) {
		field, word = word, field
	}
	return c.compare(field, c.operator(), word)
}

// text draws a text field and a text it may well be compared with.
func (c conditions) text() (field, word string) {
	fields := [][2]string{
		{"order.country", c.quoted(c.countries)},
		{"order.country", c.quoted(c.countries)},
		{"order.postcode", c.quoted([]string{"", "5", "10", "A", c.postcode(3)})},
		{"order.currency", c.quoted(c.named)},
		{"order.ship_date", c.quoted(c.edges)},
		{"order.buyer_service", c.quoted(append([]string{""}, buyerWords...))},
	}
	if !c.orderOnly {
		fields = append(fields, [2]string{"service.code", c.quoted([]string{"S1", "S2", "S3"})},
			[2]string{"service.channel", c.quoted([]string{"online", "offline"})},
			[2]string{"service.kind", c.quoted([]string{"post", "courier"})},
			[2]string{"service.level", c.quoted([]string{"economy", "standard"})},
			[2]string{"service.tracking", c.quoted([]string{"none", "full"})},
			[2]string{"service.contract", c.quoted(append([]string{""}, c.contracts...))},
			[2]string{"service.currency", c.quoted(c.named)},
			[2]string{"zone", c.quoted(append([]string{"Z1", "Zone B"}, c.countries...))})
	}
	f := pick(c.gen, fields...)
	return f[0], f[1]
}

func (c conditions) quoted(words []string) string { return `"` + pick(c.gen, words...) + `"` }

func (c conditions) membership() string {
	if c.chance(50) {
		return c.quoted(c.attributes) + " in order.attributes"
	}
	field, word := c.text()
	return field + " in [" + word + pick(c.gen, "", `, "?"`, `,"","DE"`) + "]"
}

func (g *gen) ruleSheet() *sheet {
	s := newSheet("!rule,when,!do,services,amount,reason")
	for i := range g.between(0, 7) {
		do := pick(g, "forbid", "forbid", "only", "add_cost", "add_cost", "hold")
		pairs := []string{
			"rule", pick(g, "r", "rule no. ", "R-") + string(rune('a'+i)), "do", do,
			"reason", g.maybe(50, "because, as agreed"),
		}
		switch do {
		case "hold":
			pairs = append(pairs, "when", g.seldom(true))
		case "only":
			pairs = append(pairs, "when", g.seldom(false), "services", g.selectors(10))
		case "forbid":
			pairs = append(pairs, "when", pick(g, g.seldom(false), g.seldom(false), g.seldom(false), g.condition(false)), "services", g.selectors(8))
		case "add_cost":
			amount := g.number(0, 9, 4)
			if g.huge && g.chance(30) {
				amount = pick(g, "999999999.9999", "600000000")
			}
			pairs = append(pairs, "when", g.maybe(80, g.condition(false)), "services", g.selectors(40), "amount", g.maybeMinus(40, amount))
		}
		s.add(pairs...)
	}
	return s
}
