package twin

import (
	"math/big"
	"strings"
)

// question is what a condition is asked about. A hold rule has no service.
type question struct {
	book     *Book
	order    *order
	service  *service
	zone     string
	billable *big.Rat
}

// holds answers a condition; a missing one always holds.
func (q *question) holds(n *node) bool {
	if n == nil {
		return true
	}
	switch n.op {
	case "or":
		return q.holds(n.args[0]) || q.holds(n.args[1])
	case "and":
		return q.holds(n.args[0]) && q.holds(n.args[1])
	case "not":
		return !q.holds(n.args[0])
	case "in":
		return q.isIn(n.args[0], n.args[1])
	case "field":
		return q.flag(n.name)
	}
	c := 0
	if n.args[0].kind == text {
		c = strings.Compare(q.text(n.args[0]), q.text(n.args[1]))
	} else {
		c = q.number(n.args[0]).Cmp(q.number(n.args[1]))
	}
	switch n.op {
	case "==":
		return c == 0
	case "!=":
		return c != 0
	case "<":
		return c < 0
	case "<=":
		return c <= 0
	case ">":
		return c > 0
	}
	return c >= 0
}

func (q *question) isIn(item, many *node) bool {
	if many.op == "field" {
		return contains(q.order.attributes, q.text(item))
	}
	for _, one := range many.args {
		if item.kind == text && q.text(item) == q.text(one) {
			return true
		}
		if item.kind == number && q.number(item).Cmp(q.number(one)) == 0 {
			return true
		}
	}
	return false
}

func (q *question) flag(name string) bool {
	switch name {
	case "order.has_value":
		return q.order.hasValue
	case "order.has_dims":
		return q.order.hasDims
	}
	return q.order.promised != nil
}

func (q *question) number(n *node) *big.Rat {
	switch n.op {
	case "literal":
		return n.num
	case "neg":
		return new(big.Rat).Neg(q.number(n.args[0]))
	case "+":
		return add(q.number(n.args[0]), q.number(n.args[1]))
	case "-":
		return sub(q.number(n.args[0]), q.number(n.args[1]))
	case "*":
		return mul(q.number(n.args[0]), q.number(n.args[1]))
	case "value_in":
		return q.book.convert(q.order.value.Rat(), q.order.currency, n.name, q.order.shipDate)
	}
	return q.field(n.name)
}

func (q *question) field(name string) *big.Rat {
	o, cm := q.order, func(mm *big.Rat) *big.Rat { return quo(mm, whole(10)) }
	sorted := longestFirst(o.sides)
	switch name {
	case "billable_g":
		return q.billable
	case "order.weight_g":
		return o.weight
	case "order.value":
		return o.value.Rat()
	case "order.promised_days":
		if o.promised == nil {
			return whole(0)
		}
		return o.promised.Rat()
	case "order.hs6_count":
		return o.hs6.Rat()
	case "order.length_cm":
		return cm(o.sides[0])
	case "order.width_cm":
		return cm(o.sides[1])
	case "order.height_cm":
		return cm(o.sides[2])
	case "order.longest_cm":
		return cm(sorted[0])
	case "order.middle_cm":
		return cm(sorted[1])
	case "order.shortest_cm":
		return cm(sorted[2])
	case "order.sum_cm":
		return cm(sum(sorted))
	}
	return cm(girth(sorted))
}

func (q *question) text(n *node) string {
	if n.op == "literal" {
		return n.text
	}
	switch n.name {
	case "order.country":
		return q.order.country
	case "order.postcode":
		return q.order.postcode
	case "order.currency":
		return q.order.currency
	case "order.ship_date":
		return q.order.shipDate
	case "order.buyer_service":
		return q.order.buyerService
	case "zone":
		return q.zone
	case "service.code":
		return q.service.code
	case "service.channel":
		return q.service.channel
	case "service.kind":
		return q.service.kind
	case "service.level":
		return q.service.level
	case "service.tracking":
		return q.service.tracking
	case "service.contract":
		return q.service.contract
	}
	return q.service.currency
}
