package engine_test

import (
	"testing"
	"testing/fstest"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// A currency that any money cell names needs a rate on the ship date, whichever row would be asked: also in the zones
// of a service that the book does not have.
func TestNamedCurrencies(t *testing.T) {
	zones := map[string]bool{
		"service,country,zone,max_value\nS,DE,Z,5 EUR\n":             false,
		"service,country,zone,max_value\nS,DE,Z,\nGONE,DE,Z,5 EUR\n": false,
		"service,country,zone,claim_cap\nS,DE,Z,\nGONE,DE,Z,5 EUR\n": false,
		"service,country,zone,max_value\nS,DE,Z,5 CNY\n":             true,
	}
	for table, ships := range zones {
		book := fstest.MapFS{}
		for name, text := range map[string]string{
			"settings.csv": "key,value\ncurrency,CNY\n",
			"services.csv": "service,channel,kind,level,currency\nS,offline,post,standard,CNY\n",
			"rates.csv":    "service,zone,upto_g,base\nS,Z,1000,5\n",
			"fx.csv":       "currency,rate,valid_from\nEUR,8,2026-06-01\n",
			"zones.csv":    table,
		} {
			book[name] = &fstest.MapFile{Data: []byte(text)}
		}
		b, problems := rates.Load(book)
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		e, err := engine.Compile(b)
		if err != nil {
			t.Fatal(err)
		}
		de, _ := rates.ParseCountry("DE")
		for day, rated := range map[string]bool{"2026-05-31": false, "2026-06-01": true} {
			o := engine.Order{Country: de, WeightG: 500, Value: money.One / 2, HasValue: true}
			o.ShipDate, _ = rates.ParseDate(day)
			var d engine.Decision
			e.Decide(&o, &d)
			if got := d.Status == engine.Ship; got != (ships || rated) {
				t.Errorf("%q on %s: %v, fault %v", table, day, d.Status, d.Fault)
			}
		}
	}
}
