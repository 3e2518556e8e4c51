package cond

// A condition is a tree of the node types below. Trees are never changed once
// built, so that bound conditions may share parts.
//
// sumOf and productOf keep numbers in one normal form: sums and products are
// flat, signs stand in sums only, a number is negative only where it stands
// alone, and what starts with 0 has no sign. Text printed from a tree therefore parses into the same tree.
type node any

type (
	truthNode   bool               // yes or no, known
	fieldNode   struct{ f *field } // a field of any kind
	textNode    string             // a text
	numberNode  int64              // a number in millionths
	valueNode   string             // value_in(currency)
	sumNode     []term             // at least one term; one only if it is negative
	productNode []node             // at least two factors
	notNode     struct{ x node }   // not x
	logicNode   struct {           // x and y and z, x or y or z; at least two
		and  bool
		list []node
	}
	compareNode struct { // two numbers or two texts
		op   string
		kind kind
		l, r node
	}
	oneOfTexts struct { // x in ["a", "b"], sorted, each once
		x    node
		list []string
	}
	oneOfNumbers struct { // x in [1, 2], in millionths, sorted, each once
		x    node
		list []int64
	}
	attributeNode struct{ x node } // x in order.attributes
)

type term struct {
	minus bool
	x     node
}

// negative reports whether n is a number below zero or minus something, and
// gives it without the minus.
func negative(n node) (node, bool) {
	switch n := n.(type) {
	case numberNode:
		if n < 0 {
			return -n, true
		}
	case sumNode:
		if len(n) == 1 {
			return n[0].x, true
		}
	}
	return n, false
}

func minus(n node) node { return sumOf([]term{{minus: true, x: n}}) }

func sumOf(terms []term) node {
	var flat sumNode
	for _, t := range terms {
		if x, neg := negative(t.x); neg {
			t = term{minus: !t.minus, x: x}
		}
		t.minus = t.minus && !startsWithZero(t.x)
		if inner, ok := t.x.(sumNode); ok && !t.minus {
			flat = append(flat, inner...)
			continue
		}
		flat = append(flat, t)
	}
	if len(flat) > 1 {
		return flat
	}
	if n, ok := flat[0].x.(numberNode); ok && flat[0].minus {
		return -n
	}
	if flat[0].minus {
		return flat
	}
	return flat[0].x
}

// startsWithZero is true of 0 and 0 * x. They are never negative: -0 would be
// read back as 0, without its sign.
func startsWithZero(n node) bool {
	if p, ok := n.(productNode); ok {
		n = p[0]
	}
	return n == numberNode(0)
}

func productOf(factors []node) node {
	var flat productNode
	sign := false
	for _, x := range factors {
		if inner, neg := negative(x); neg {
			x, sign = inner, !sign
		}
		if inner, ok := x.(productNode); ok {
			flat = append(flat, inner...)
			continue
		}
		flat = append(flat, x)
	}
	var n node = flat
	if len(flat) == 1 {
		n = flat[0]
	}
	if sign {
		return minus(n)
	}
	return n
}

// logicOf joins yes/no values. Joins of the same kind become one, a known
// value is dropped or decides.
func logicOf(and bool, list []node) node {
	flat := logicNode{and: and}
	for _, x := range list {
		switch x := x.(type) {
		case truthNode:
			if bool(x) != and {
				return x
			}
			continue
		case logicNode:
			if x.and == and {
				flat.list = append(flat.list, x.list...)
				continue
			}
		}
		flat.list = append(flat.list, x)
	}
	switch len(flat.list) {
	case 0:
		return truthNode(and)
	case 1:
		return flat.list[0]
	}
	return flat
}

// walk calls visit for n and everything below it, from left to right.
func walk(n node, visit func(node)) {
	visit(n)
	switch n := n.(type) {
	case sumNode:
		for _, t := range n {
			walk(t.x, visit)
		}
	case productNode:
		for _, x := range n {
			walk(x, visit)
		}
	case notNode:
		walk(n.x, visit)
	case logicNode:
		for _, x := range n.list {
			walk(x, visit)
		}
	case compareNode:
		walk(n.l, visit)
		walk(n.r, visit)
	case oneOfTexts:
		walk(n.x, visit)
	case oneOfNumbers:
		walk(n.x, visit)
	case attributeNode:
		walk(n.x, visit)
	}
}
