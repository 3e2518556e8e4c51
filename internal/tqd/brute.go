package tqd

// Optimum is what trying every choice finds.
type Optimum struct {
	Feasible  bool
	Objective int64   // the least of the choices that keep all limits
	Choice    []int32 // the first that has it
	Least     []Limit // every limit with the least Value that any choice comes to, the other limits put aside
}

// Brute tries every choice of a small instance.
func Brute(in *Instance) Optimum {
	b := &brute{in: in, sums: in.NewSums(), choice: make([]int32, in.N)}
	b.order(0)
	return b.best
}

type brute struct {
	in     *Instance
	sums   *Sums
	choice []int32
	best   Optimum
}

func (b *brute) order(i int) {
	if i == b.in.N {
		b.leaf()
		return
	}
	for j, o := range b.in.Order(i) {
		b.choice[i] = int32(j)
		b.sums.Add(&b.in.Head, o, 1)
		b.order(i + 1)
		b.sums.Add(&b.in.Head, o, -1)
	}
}

func (b *brute) leaf() {
	limits := b.in.Limits(b.sums)
	kept := true
	for i, l := range limits {
		kept = kept && l.Kept()
		if i == len(b.best.Least) {
			b.best.Least = append(b.best.Least, l)
		} else if l.Value < b.best.Least[i].Value {
			b.best.Least[i] = l
		}
	}
	if !kept {
		return
	}
	if cost := b.in.Objective(b.sums); !b.best.Feasible || cost < b.best.Objective {
		b.best.Feasible, b.best.Objective = true, cost
		b.best.Choice = append(b.best.Choice[:0], b.choice...)
	}
}
