package cond

// narrowOf computes n in 64 bits. n.max must have at most 63, and the leaves
// must be admissible.
func narrowOf(n *integer) func(*Facts) int64 {
	switch n.op {
	case opConst:
		c := n.c.Int64()
		return func(*Facts) int64 { return c }
	case opLeaf:
		return n.leaf.field.number // a rate has more than 63 bits
	}
	list := make([]func(*Facts) int64, len(n.list))
	for i, x := range n.list {
		list[i] = narrowOf(x)
	}
	if len(list) == 2 {
		x, y := list[0], list[1]
		if n.op == opSum {
			return func(f *Facts) int64 { return x(f) + y(f) }
		}
		return func(f *Facts) int64 { return x(f) * y(f) }
	}
	if n.op == opSum {
		return func(f *Facts) int64 {
			var sum int64
			for _, x := range list {
				sum += x(f)
			}
			return sum
		}
	}
	return func(f *Facts) int64 {
		product := int64(1)
		for _, x := range list {
			product *= x(f)
		}
		return product
	}
}
