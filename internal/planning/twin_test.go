package planning

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// twin values choices straight from the statement of the problem: every order priced by a book compiled at the final volumes
// themselves, contract lines as rationals. It shares nothing with the package but the engine.
type twin struct {
	t      *testing.T
	book   *rates.Book
	orders []engine.Order
	times  int64
	base   [][]engine.Quote
	known  map[string][][]engine.Quote
}

func newTwin(t *testing.T, b *rates.Book, orders []engine.Order, times int64) *twin {
	w := &twin{t: t, book: b, orders: orders, times: times, known: map[string][][]engine.Quote{}}
	w.base = w.quotes(b.Volumes)
	return w
}

// quotes are all quotes at some volumes, incremental contracts giving nothing.
func (w *twin) quotes(volumes []rates.Volume) [][]engine.Quote {
	key := ""
	for _, c := range w.contracts() {
		key += fmt.Sprint(w.tierAt(c, amountIn(volumes, c, w.measure(c)))) + " "
	}
	if q := w.known[key]; q != nil {
		return q
	}
	b := *w.book
	b.Volumes = volumes
	b.Tiers = slices.Clone(b.Tiers)
	for i := range b.Tiers {
		if b.Tiers[i].Mode == "incremental" {
			b.Tiers[i].Percent, b.Tiers[i].PerUnit = 0, 0
		}
	}
	e, err := engine.Compile(&b)
	if err != nil {
		w.t.Fatal(err)
	}
	var out [][]engine.Quote
	for i := range w.orders {
		var d engine.Decision
		e.Compare(&w.orders[i], &d)
		out = append(out, d.Quotes)
	}
	w.known[key] = out
	return out
}

func (w *twin) contracts() (names []string) {
	for _, t := range w.book.Tiers {
		if !slices.Contains(names, t.Contract) {
			names = append(names, t.Contract)
		}
	}
	return names
}

func (w *twin) tiers(contract string) (out []rates.Tier) {
	for _, t := range w.book.Tiers {
		if t.Contract == contract {
			out = append(out, t)
		}
	}
	return out
}

func (w *twin) measure(contract string) string { return w.tiers(contract)[0].Measure }

func (w *twin) tierAt(contract string, volume money.Amount) int {
	at := 0
	for k, t := range w.tiers(contract) {
		if t.From <= volume {
			at = k
		}
	}
	return at
}

func amountIn(volumes []rates.Volume, contract, measure string) money.Amount {
	for _, v := range volumes {
		if v.Contract == contract {
			return map[string]money.Amount{"parcels": v.Parcels, "kg": v.Kg, "spend": v.Spend}[measure]
		}
	}
	return 0
}

// value is the objective of a choice of services in 1e-4 of the currency, and whether it keeps the contracts' capacities.
func (w *twin) value(choice []int) (cost int64, keeps bool) {
	volumes := make([]rates.Volume, 0, len(w.book.Tiers))
	for _, c := range w.contracts() {
		v := rates.Volume{Contract: c}
		for _, old := range w.book.Volumes {
			if old.Contract == c {
				v = old
			}
		}
		for i, s := range choice {
			if q := &w.base[i][s]; q.Service.Contract == c {
				v.Parcels += money.Amount(w.times) * money.One
				v.Kg += money.Amount(w.times * q.BillableG * 1000)
				v.Spend += money.Amount(w.times) * q.Amounts[engine.Freight]
			}
		}
		volumes = append(volumes, v)
	}
	sum, keeps := new(big.Rat), true
	for i, q := range w.quotes(volumes) {
		sum.Add(sum, rat(int64(q[choice[i]].Total)*w.times, 1))
	}
	for _, c := range w.contracts() {
		line, ok := w.lines(c, volumes)
		sum.Add(sum, line)
		keeps = keeps && ok
	}
	sum.Quo(sum, rat(100, 1))
	if !sum.IsInt() {
		w.t.Fatalf("%s is no whole number", sum)
	}
	return sum.Num().Int64(), keeps
}

// lines are what a contract charges less what it gives, in millionths.
func (w *twin) lines(c string, volumes []rates.Volume) (sum *big.Rat, keeps bool) {
	sum, keeps = new(big.Rat), true
	tiers, measure := w.tiers(c), w.measure(c)
	before, after := amountIn(w.book.Volumes, c, measure), amountIn(volumes, c, measure)
	k0, k := w.tierAt(c, before), w.tierAt(c, after)
	rebate, worth := new(big.Rat), new(big.Rat)
	for i, t := range tiers {
		if i > k0 && i <= k {
			rebate.Add(rebate, rat(int64(t.Rebate), 1))
		}
		from, to := max(before, t.From), after
		if i+1 < len(tiers) {
			to = min(to, tiers[i+1].From)
		}
		if t.Mode == "incremental" && to > from {
			each := rat(int64(t.PerUnit), 1_000_000)
			if measure == "spend" {
				each = rat(int64(t.Percent), 1_000_000)
			}
			worth.Add(worth, each.Mul(each, rat(int64(to-from), 1)))
		}
	}
	retro := new(big.Rat)
	for _, v := range w.book.Volumes {
		if v.Contract == c && tiers[0].Mode == "all_units" {
			retro = rat(int64(v.RetroFreight)*int64(tiers[k].Percent-tiers[k0].Percent), 1_000_000)
		}
	}
	for _, gain := range []*big.Rat{rebate, worth, retro} {
		sum.Sub(sum, w.round(gain))
	}
	for _, l := range w.book.Limits {
		if l.Contract != c {
			continue
		}
		keeps = keeps && (!l.MaxVolume.OK || after <= l.MaxVolume.V)
		if missing := int64(l.Commit - after); missing > 0 {
			miss := rat(missing, 1_000_000)
			sum.Add(sum, w.round(miss.Mul(miss, rat(int64(l.ShortfallRate), 1))))
		}
	}
	return sum, keeps
}

// round is half away from zero to the minor unit; v is not negative.
func (w *twin) round(v *big.Rat) *big.Rat {
	quantum := rat(int64(w.book.Settings.Currency.Quantum()), 1)
	n := new(big.Rat).Quo(v, quantum)
	n.Add(n, rat(1, 2))
	whole := new(big.Int).Quo(n.Num(), n.Denom())
	return quantum.Mul(quantum, new(big.Rat).SetInt(whole))
}

func rat(a, b int64) *big.Rat { return big.NewRat(a, b) }

// best tries every choice.
func (w *twin) best(allowed func(choice []int) bool) (least int64, found bool) {
	choice := make([]int, len(w.orders))
	var try func(i int)
	try = func(i int) {
		if i == len(choice) {
			if cost, keeps := w.value(choice); keeps && allowed(choice) && (!found || cost < least) {
				least, found = cost, true
			}
			return
		}
		for s := range w.base[i] {
			if w.base[i][s].Reason == engine.OK {
				choice[i] = s
				try(i + 1)
			}
		}
	}
	try(0)
	return least, found
}
