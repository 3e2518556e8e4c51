package cond

import (
	"cmp"
	"math/big"
	"slices"
)

// Uses tells what the condition asks about.
func (e *Expr) Uses() Uses {
	var u Uses
	walk(e.root, func(n node) {
		switch n := n.(type) {
		case fieldNode:
			u |= n.f.uses
		case valueNode, attributeNode:
			u |= UsesOrder
		}
	})
	return u
}

// Currencies are those that value_in names, upper-case, sorted, each once.
func (e *Expr) Currencies() []string {
	var list []string
	walk(e.root, func(n node) {
		if v, ok := n.(valueNode); ok {
			list = append(list, string(v))
		}
	})
	slices.Sort(list)
	return slices.Compact(list)
}

// Refs are the places where the source names a field or a currency, in its
// order, to say where a currency without a rate stands, or a field that the
// condition may not ask for. A bound condition has none.
func (e *Expr) Refs() []Ref { return slices.Clone(e.refs) }

// Const reports whether the condition has one value for all orders that can
// be seen without one: that of an empty condition, or of comparisons between
// literals. Bind first to make more of them.
func (e *Expr) Const() (value, ok bool) {
	v, ok := fold(e.root, Known{}).(truthNode)
	return bool(v), ok
}

// Bind puts in what is known and works out everything that follows from it.
// The result has the same value as e for all facts that agree with k.
func (e *Expr) Bind(k Known) *Expr { return &Expr{root: fold(e.root, k)} }

func fold(n node, k Known) node {
	switch n := n.(type) {
	case fieldNode:
		return foldField(n, k)
	case sumNode, productNode:
		return foldNumber(n)
	case notNode:
		x := fold(n.x, k)
		if v, ok := x.(truthNode); ok {
			return !v
		}
		return notNode{x}
	case logicNode:
		return foldLogic(n, k)
	case compareNode:
		return foldCompare(n, k)
	case oneOfTexts:
		n.x = fold(n.x, k)
		if s, ok := n.x.(textNode); ok {
			return truthNode(slices.Contains(n.list, string(s)))
		}
		return n
	case oneOfNumbers:
		return foldOneOf(n)
	case attributeNode:
		return attributeNode{fold(n.x, k)}
	}
	return n
}

func foldField(n fieldNode, k Known) node {
	switch {
	case n.f == countryField && k.Country != "":
		return textNode(k.Country)
	case n.f.service != nil && k.Service != nil:
		return textNode(n.f.service(k.Service))
	}
	return n
}

func foldLogic(n logicNode, k Known) node {
	list := make([]node, len(n.list))
	for i, x := range n.list {
		list[i] = fold(x, k)
	}
	return logicOf(n.and, list)
}

func foldCompare(n compareNode, k Known) node {
	if n.kind == isNumber {
		l, r := constant(n.l), constant(n.r)
		if l != nil && r != nil {
			return truthNode(holds(n.op, l.Cmp(r)))
		}
		n.l, n.r = foldNumber(n.l), foldNumber(n.r)
		return n
	}
	n.l, n.r = fold(n.l, k), fold(n.r, k)
	if l, ok := n.l.(textNode); ok {
		if r, ok := n.r.(textNode); ok {
			return truthNode(holds(n.op, cmp.Compare(l, r)))
		}
	}
	return n
}

func foldOneOf(n oneOfNumbers) node {
	x := constant(n.x)
	if x == nil {
		n.x = foldNumber(n.x)
		return n
	}
	return truthNode(slices.ContainsFunc(n.list, func(v int64) bool { return x.Cmp(micro(v)) == 0 }))
}

// foldNumber works out the parts of a number that hold literals only. What
// cannot be written as one literal stays as it is.
func foldNumber(n node) node {
	if v := constant(n); v != nil {
		if lit, ok := literalOf(v); ok {
			return lit
		}
	}
	switch n := n.(type) {
	case sumNode:
		terms := make([]term, len(n))
		for i, t := range n {
			terms[i] = term{minus: t.minus, x: foldNumber(t.x)}
		}
		return sumOf(terms)
	case productNode:
		factors := make([]node, len(n))
		for i, x := range n {
			factors[i] = foldNumber(x)
		}
		return productOf(factors)
	}
	return n
}

// constant is the value of a number that holds literals only, else nil.
func constant(n node) *big.Rat {
	switch n := n.(type) {
	case numberNode:
		return micro(int64(n))
	case sumNode:
		sum := new(big.Rat)
		for _, t := range n {
			v := constant(t.x)
			if v == nil {
				return nil
			}
			if t.minus {
				v.Neg(v)
			}
			sum.Add(sum, v)
		}
		return sum
	case productNode:
		product := big.NewRat(1, 1)
		for _, x := range n {
			v := constant(x)
			if v == nil {
				return nil
			}
			product.Mul(product, v)
		}
		return product
	}
	return nil
}

func micro(v int64) *big.Rat { return big.NewRat(v, 1e6) }

// literalOf turns v into a number of the language, where it is one.
func literalOf(v *big.Rat) (numberNode, bool) {
	scaled := new(big.Rat).Mul(v, big.NewRat(1e6, 1))
	if !scaled.IsInt() || !scaled.Num().IsInt64() {
		return 0, false
	}
	n := scaled.Num().Int64()
	return numberNode(n), n > -1e15 && n < 1e15
}

// holds tells whether an operator holds for a comparison's sign.
func holds(op string, sign int) bool {
	switch op {
	case "==":
		return sign == 0
	case "!=":
		return sign != 0
	case "<":
		return sign < 0
	case "<=":
		return sign <= 0
	case ">":
		return sign > 0
	}
	return sign >= 0
}
