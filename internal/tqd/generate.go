package tqd

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
)

// Shape says what a generated batch is like.
type Shape struct {
	Class                             string // one of Classes
	Orders, Options, Contracts, Tiers int
}

// Classes are the kinds of batches that New knows.
var Classes = []string{"parcels", "kg", "spend", "mixed", "incremental", "rebate", "retro", "capcommit", "shares", "all"}

// Generator makes a batch whose thresholds lie near the volumes, so that planning it together matters. It holds no orders:
// each is made again whenever it is asked for.
type Generator struct {
	Head
	seed     uint64
	options  int
	services []traits
}

// traits are what prices of a service come from.
type traits struct {
	base, perKg float64 // cents
	bad         float64 // millionths
	step        int32   // grams; billed weight is a multiple
}

// New makes a generator; the same shape and seed give the same instance.
func New(s Shape, seed uint64) (*Generator, error) {
	switch {
	case !slices.Contains(Classes, s.Class):
		return nil, fmt.Errorf("no class %q; the classes are %s", s.Class, strings.Join(Classes, ", "))
	case s.Orders < 1 || s.Options < 1 || s.Contracts < 1 || s.Tiers < 1:
		return nil, fmt.Errorf("orders, options, contracts and tiers are at least 1")
	}
	g := &Generator{seed: seed, options: s.Options}
	g.Name = fmt.Sprintf("%s_n%d_m%d_g%d_t%d_seed%d", s.Class, s.Orders, s.Options, s.Contracts, s.Tiers, seed)
	g.N, g.Rho = s.Orders, None
	for _, name := range []string{"online_retail", "postal", "express", "forwarder"} {
		g.Channels = append(g.Channels, Channel{Name: name, MaxShare: None})
	}
	d := dice{rand.New(rand.NewPCG(seed, 1))}
	g.makeServices(d, s.Contracts)
	for c := range s.Contracts {
		mode, measure := s.kind(d, c)
		g.Contracts = append(g.Contracts, Contract{Name: fmt.Sprintf("C%d", c), Mode: mode, Measure: measure, Capacity: None, Tiers: []Tier{{}}})
	}
	g.settle(d, s)
	return g, nil
}

// kind of a contract of this class.
func (s Shape) kind(d dice, c int) (Mode, Measure) {
	measures := []Measure{Spend, Parcels, Kg}
	switch s.Class {
	case "parcels", "kg", "spend":
		return AllUnits, Measure(s.Class)
	case "incremental", "rebate":
		return Mode(s.Class), measures[c%3]
	case "retro", "shares", "mixed":
		return AllUnits, measures[d.IntN(3)]
	}
	if c%4 == 3 {
		return []Mode{Incremental, Rebate}[c/4%2], measures[d.IntN(3)]
	}
	return AllUnits, measures[(c+1)%3]
}

// makeServices makes somewhat more services than an order has options. Cheap ones are bad ones, and every fifth has no contract.
func (g *Generator) makeServices(d dice, contracts int) {
	count := g.options + max(2, g.options/3) + contracts
	for s := range count {
		v := Service{Contract: None, Channel: 0}
		switch {
		case s%5 == 0:
		case s <= contracts+contracts/4:
			v.Contract = (s - 1 - s/5) % contracts
		default:
			v.Contract = d.IntN(contracts)
		}
		if v.Contract != None {
			v.Channel = 1 + v.Contract%3
		}
		g.Services = append(g.Services, v)
		dear := d.between(0.45, 1.6)
		g.services = append(g.services, traits{
			base: 350 * dear * d.between(0.8, 1.2), perKg: 480 * dear * d.between(0.85, 1.15),
			bad: 14_000 / (dear * dear) * d.between(0.5, 1.5), step: [...]int32{100, 100, 200, 500}[d.IntN(4)],
		})
	}
}

// order makes an order's options.
func (g *Generator) order(i int, row []Option) []Option {
	d := dice{rand.New(rand.NewPCG(g.seed, uint64(i)+1000))}
	grams := 100 * (1 + int32(8*math.Exp(0.8*d.NormFloat64())))
	grams = min(grams, 30_000)
	value := 20 * math.Exp(0.7*d.NormFloat64()) // what a bad order of these goods costs, cents for 1 % of probability
	start, step := d.IntN(len(g.services)), 1+d.IntN(len(g.services)-1)
	for !coprime(step, len(g.services)) {
		step++
	}
	for j := range min(g.options, len(g.services)) {
		s := (start + j*step) % len(g.services)
		t := g.services[s]
		billed := (grams + t.step - 1) / t.step * t.step
		freight := (t.base + t.perKg*float64(billed)/1000) * d.between(0.85, 1.15)
		bad := t.bad * d.between(0.6, 1.4)
		row = append(row, Option{
			Service: int32(s), Freight: int32(freight), Other: int32(3 + bad/10_000*value*d.between(0.7, 1.3)),
			Grams: billed, Bad: int32(bad),
		})
	}
	return row
}

func coprime(a, b int) bool {
	for b != 0 {
		a, b = b, a%b
	}
	return a == 1
}

// Each implements Source.
func (g *Generator) Each(order func([]Option) error) error {
	var row []Option
	for i := range g.N {
		row = g.order(i, row[:0])
		if err := order(row); err != nil {
			return err
		}
	}
	return nil
}

// Instance holds the batch in memory.
func (g *Generator) Instance() *Instance {
	in := &Instance{Head: g.Head}
	for i := range g.N {
		in.Add(g.order(i, nil))
	}
	return in
}
