package benchmarks

import (
	"testing"

	"github.com/lanewise/lanewise/benchmarks/bench"
	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/rates"
)

// TestBookIsClean: a book with errors would not compile, and warnings by the thousand would be part of what loading
// costs.
func TestBookIsClean(t *testing.T) {
	for _, s := range sizes {
		_, problems := rates.Load(bench.Book(seed, s.size).FS())
		if n := problems.Errors(); n > 0 {
			t.Errorf("%s: %d errors: %v", s.name, n, problems.Err())
		}
		if n := len(problems); n > 600 {
			t.Errorf("%s: %d warnings, the first is %v", s.name, n, problems[0])
		}
	}
}

// TestEligibleServices: what a decision costs depends on how many services can take an order.
func TestEligibleServices(t *testing.T) {
	for _, s := range sizes {
		e, all := compiled(t, s.size), parsed(t, 4000)
		reasons := map[engine.Reason]int{}
		status := map[engine.Status]int{}
		channel := map[rates.Channel]int{}
		var d engine.Decision
		for i := range all {
			e.Explain(&all[i], &d)
			status[d.Status]++
			if d.Chosen {
				channel[d.Choice.Service.Channel]++
			}
			for j := range d.Quotes {
				reasons[d.Quotes[j].Reason]++
			}
		}
		mean := float64(reasons[engine.OK]) / float64(len(all))
		t.Logf("%s: %.2f eligible services an order; %v %v %v", s.name, mean, status, channel, reasons)
		if mean < 22 || mean > 28 {
			t.Errorf("%s: %.2f eligible services an order, want 22 to 28", s.name, mean)
		}
		for _, r := range []engine.Reason{
			engine.NotServed, engine.NotInForce, engine.Attribute, engine.Oversize, engine.ValueLimit,
			engine.RuledOut, engine.Overweight, engine.NoBand,
		} {
			if reasons[r] == 0 {
				t.Errorf("%s: no service is refused with %v", s.name, r)
			}
		}
		if status[engine.Invalid] > 0 || status[engine.Hold] == 0 || channel[rates.Online] == 0 || channel[rates.Offline]*5 < channel[rates.Online] {
			t.Errorf("%s: statuses %v, channels %v", s.name, status, channel)
		}
	}
}

// TestEveryLineIsPriced: each kind of line is among the lines of some order, else it would go unmeasured.
func TestEveryLineIsPriced(t *testing.T) {
	e, all := compiled(t, bench.Standard), parsed(t, 4000)
	columns := map[engine.Column]int{}
	codes := map[string]int{}
	var d engine.Decision
	for i := range all {
		e.Explain(&all[i], &d)
		for j := range d.Quotes {
			for _, l := range d.Quotes[j].Lines {
				if l.Amount != 0 {
					columns[l.Column]++
					codes[l.Code]++
				}
			}
		}
	}
	for c := range engine.NumColumns {
		if columns[c] == 0 {
			t.Errorf("no quote has a line of %v", c)
		}
	}
	for _, s := range book(t, bench.Standard).Surcharges {
		if codes[s.Name] == 0 {
			t.Errorf("no quote has the surcharge %s", s.Name)
		}
	}
}

// TestBookHasEveryFeature holds the book against the list of what a rate book can say.
func TestBookHasEveryFeature(t *testing.T) {
	b := book(t, bench.Standard)
	has := map[string]bool{}
	for i := range b.Services {
		s := &b.Services[i]
		has["currency "+s.Currency.String()], has["claims on "+s.ClaimBasis] = true, true
		has["dim weight"] = has["dim weight"] || s.Terms.DimDivisor.OK
		has["weight ladder"] = has["weight ladder"] || len(s.Terms.Steps) > 1
		has["box"] = has["box"] || s.Terms.MaxBoxes != nil
		has["value limit"] = has["value limit"] || s.Terms.MaxValue.OK
	}
	for i := range b.Zones {
		z := &b.Zones[i]
		has["postcode zone"] = has["postcode zone"] || z.Postcodes.From != ""
		has["override"] = has["override"] || z.MinG.Given || z.DimDivisor.Given || z.MaxValue.Given
	}
	for i := range b.Rates {
		r := &b.Rates[i]
		has["goods price"] = has["goods price"] || r.Attribute != ""
		has["minimum price"] = has["minimum price"] || r.MinPrice > 0
		has["minimum net"] = has["minimum net"] || r.MinNet > 0
		has["price by step"] = has["price by step"] || r.StepPrice > 0
		has["ended price"] = has["ended price"] || r.To != rates.NoDate
	}
	for i := range b.Surcharges {
		s := &b.Surcharges[i]
		has[s.Kind], has["type "+s.Type] = true, true
		has["group"] = has["group"] || s.GroupBlock > 0
		has["area"] = has["area"] || s.Areas != nil
		has["season"] = has["season"] || s.To != rates.NoDate
	}
	for i := range b.Tiers {
		has[b.Tiers[i].Mode+" by "+b.Tiers[i].Measure] = true
	}
	for i := range b.Rules {
		has[b.Rules[i].Do] = true
	}
	for _, feature := range []string{
		"currency CNY", "currency USD", "currency EUR", "currency HKD", "currency GBP", "currency JPY", "claims on value",
		"claims on freight", "claims on value_and_freight", "dim weight", "weight ladder", "box", "value limit", "postcode zone",
		"override", "goods price", "minimum price", "minimum net", "price by step", "ended price", "flat", "per_kg", "per_hs6",
		"percent_of_freight", "percent_of_charges", "percent_of_value", "percent_of_landed", "type surcharge", "type fuel",
		"type tax", "group", "area", "season", "all_units by parcels", "all_units by kg", "all_units by spend",
		"incremental by parcels", "incremental by kg", "incremental by spend", "forbid", "only", "add_cost", "hold",
	} {
		if !has[feature] {
			t.Errorf("the benchmark book has no %s", feature)
		}
	}
	if n := len(b.Contracts); n != 10 {
		t.Errorf("%d contracts, want 10", n)
	}
}
