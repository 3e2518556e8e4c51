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
				if p.Eval(facts[i&255]) {
					yes++
				}
			}
			answers = yes
		})
	}
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
