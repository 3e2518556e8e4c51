package cond

import "testing"

var speedConditions = []struct{ name, src string }{
	{"weight", `order.weight_g > 1000`},
	{"value_in", `value_in("USD") >= 5`},
	{"country", `order.country == "DE"`},
	{"countries", `order.country in ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR"]`},
	{"attribute", `"liquid" in order.attributes`},
	{"rule", `order.country == "DE" and value_in("USD") >= 5 and service.tracking != "full"`},
	{"sizes", `order.longest_cm >= 118 or order.middle_cm >= 76 or order.weight_g >= 25000`},
	{"volume64", `order.length_cm * order.width_cm * order.height_cm > 5 * order.weight_g`},
	{"value128", `value_in("USD") + 0.5 > order.value`},
	{"zones", `zone in ["DE-1", "DE-2", "DE-3"]`},
	{"numbers", `order.weight_g in [500, 1000, 2000]`},
	{"long", longSource},
}

// answers keeps the compiler from dropping what is measured.
var answers int

// variedFacts keep the branch predictor from learning the answer by heart.
func variedFacts() []*Facts {
	list := make([]*Facts, 256)
	seed := uint32(1)
	for i := range list {
		seed = seed*1664525 + 1013904223
		f := sample()
		f.Country = []string{"DE", "US", "FR", "BR"}[seed>>30]
		f.WeightG = int64(seed>>8) % 2000
		f.Value = int64(seed>>4) % 10_000_000
		f.LengthMM = int64(seed>>12) % 1000
		list[i] = f
	}
	return list
}

func BenchmarkEval(b *testing.B) {
	facts := variedFacts()
	for _, c := range speedConditions {
		p := mustParse(b, c.src).Compile(rateIndex)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			yes := 0
			for i := 0; b.Loop(); i++ {
				yes += digit(p.Eval(facts[i&255]))
			}
			answers = yes
		})
	}
}

// mixedConditions are what is left of a book's conditions when the service
// and the country are known.
var mixedConditions = []string{
	`value_in("USD") >= 5`,
	`order.weight_g <= 2000`,
	`"battery" in order.attributes`,
	`value_in("USD") >= 1 and value_in("USD") <= 300`,
	`order.buyer_service == "express"`,
	`order.longest_cm >= 100 or order.middle_cm >= 76 or order.weight_g >= 25000`,
	`"liquid" in order.attributes and order.weight_g > 1000`,
	`value_in("EUR") > 150`,
}

// mixedFacts are orders that differ in all that mixedConditions ask about.
func mixedFacts(n int) []Facts {
	list := make([]Facts, n)
	seed := uint64(1)
	draw := func(n uint64) int64 {
		seed = seed*6364136223846793005 + 1442695040888963407
		return int64(seed >> 33 % n)
	}
	for i := range list {
		f := sample()
		f.WeightG = 20 + draw(1<<(5+draw(10)))
		f.Value = draw(1 << (10 + draw(20)))
		f.Attributes = [][]string{nil, nil, nil, {"battery"}, {"liquid"}, {"battery", "liquid"}}[draw(6)]
		f.BuyerService = []string{"", "", "express", "standard", "economy"}[draw(5)]
		f.HasDims = draw(3) > 0
		f.LongestMM, f.MiddleMM = draw(1200), draw(900)
		list[i] = *f
	}
	return list
}

// BenchmarkMix asks several conditions about each of many orders, as an engine
// does, in another order of the orders each time: what comes again and again
// is learnt by the branch predictor. The answers are counted without a jump.
func BenchmarkMix(b *testing.B) {
	facts := mixedFacts(1000)
	var progs []*Prog
	for _, src := range mixedConditions {
		progs = append(progs, mustParse(b, src).Compile(rateIndex))
	}
	b.ReportAllocs()
	yes, seed := 0, uint32(1)
	for b.Loop() {
		seed = seed*1664525 + 1013904223
		f := &facts[uint64(seed)*uint64(len(facts))>>32]
		for _, p := range progs {
			yes += digit(p.Eval(f))
		}
	}
	answers = yes
	b.ReportMetric(float64(b.Elapsed())/float64(b.N*len(progs)), "ns/condition")
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		mustParse(b, bookConditions[i%len(bookConditions)])
	}
}

func BenchmarkBindCompile(b *testing.B) {
	var list []*Expr
	for _, src := range bookConditions {
		list = append(list, mustParse(b, src))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		k := Known{Service: postService, Country: []string{"US", "DE", "MX"}[i%3]}
		list[i%len(list)].Bind(k).Compile(rateIndex)
	}
}
