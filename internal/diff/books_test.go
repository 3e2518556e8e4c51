package diff

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lanewise/lanewise/rates"
)

// tablesOf is the smallest book: what every test starts from.
func tablesOf() map[string]string {
	return map[string]string{
		"settings": "key,value\nname,shop\ncurrency,CNY\n",
		"services": "service,channel,kind,level,currency\nA,online,platform,standard,CNY\nB,offline,post,standard,CNY\n",
		"rates":    "service,zone,over_g,upto_g,base,source\nA,US,0,500,5,x\nA,US,500,1000,8,x\nB,US,0,500,6,x\n",
	}
}

func load(t *testing.T, tables map[string]string) *rates.Book {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range tables {
		files[name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	book, problems := rates.Load(files)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return book
}

// told writes the differences of all tables, a change a line.
func told(all []Table) string {
	var b strings.Builder
	for _, t := range all {
		for _, c := range t.Changes {
			fmt.Fprintf(&b, "%s %c %s:%d:%d", t.Name, "~+-"[c.Kind], c.Row, c.Old.Line, c.New.Line)
			for _, cell := range c.Cells {
				fmt.Fprintf(&b, " %s=%s>%s", cell.Column, cell.Old, cell.New)
			}
			b.WriteByte('\n')
		}
		if t.Reordered[0] != "" {
			fmt.Fprintf(&b, "%s order %s/%s\n", t.Name, t.Reordered[0], t.Reordered[1])
		}
		if t.Provenance > 0 {
			fmt.Fprintf(&b, "%s provenance %d\n", t.Name, t.Provenance)
		}
	}
	return b.String()
}

func TestBooks(t *testing.T) {
	const head = "service,zone,over_g,upto_g,base,valid_from,valid_to,source\n"
	for name, c := range map[string]struct{ table, before, after, want string }{
		"numbers written otherwise are the same": {
			"rates", "service,zone,over_g,upto_g,base\nA,US,0,500,5\n",
			"zone,service,base,over_g,upto_g\nUS,A,5.00,0,500\n", "",
		},
		"rows of rates may stand anywhere": {"rates", head + "A,US,0,500,5,,,\nB,US,0,500,6,,,\n", head + "B,US,0,500,6,,,\nA,US,0,500,5,,,\n", ""},
		"a price":                          {"rates", head + "A,US,0,500,5,,,\n", head + "A,US,0,500,5.5,,,\n", "rates ~ A US 0–500 g:2:2 base=5>5.5\n"},
		"a bound that moves is a changed row": {
			"rates", head + "A,US,0,500,5,,,\nA,US,500,900,8,,,\n", head + "A,US,0,600,5,,,\nA,US,600,900,8,,,\n",
			"rates ~ A US 0–600 g:2:2 upto_g=500>600\nrates ~ A US 600–900 g:3:3 over_g=500>600\n",
		},
		"an edition beside the old one is added": {
			"rates", head + "A,US,0,500,5,2026-01-01,2026-05-31,\n",
			head + "A,US,0,500,6,2026-06-01,,\nA,US,0,500,5,2026-01-01,2026-05-31,\n", "rates + A US 0–500 g from 2026-06-01:0:2 base=>6\n",
		},
		"an edition in place of the old one is changed": {
			"rates", head + "A,US,0,500,5,2026-01-01,,\n", head + "A,US,0,500,6,2026-06-01,,\n",
			"rates ~ A US 0–500 g from 2026-06-01:2:2 base=5>6 valid_from=2026-01-01>2026-06-01\n",
		},
		"an edition that ends": {
			"rates", head + "A,US,0,500,5,2026-01-01,,\n", head + "A,US,0,500,5,2026-01-01,2026-12-31,\n",
			"rates ~ A US 0–500 g from 2026-01-01 to 2026-12-31:2:2 valid_to=>2026-12-31\n",
		},
		"removed":             {"rates", head + "A,US,0,500,5,,,\nB,US,0,500,6,,,\n", head + "A,US,0,500,5,,,\n", "rates - B US 0–500 g:3:0 base=6>\n"},
		"another source only": {"rates", head + "A,US,0,500,5,,,sheet of May\n", head + "A,US,0,500,5,,,sheet of June\n", "rates provenance 1\n"},
		"services in another order break ties otherwise": {
			"services", "service,channel,kind,level,currency\nA,online,platform,standard,CNY\nB,offline,post,standard,CNY\n",
			"service,channel,kind,level,currency\nB,offline,post,standard,CNY\nA,online,platform,standard,CNY\n", "services order A/B\n",
		},
		"a condition spelled otherwise is the same": {
			"rules", "rule,when,do,services,amount,reason\nr,order.weight_g>500,forbid,A,,\n",
			"rule,when,do,services,amount,reason\nr,( order.weight_g > 500 ),forbid,A,,\n", "",
		},
		"settings": {
			"settings", "key,value\nname,shop\ncurrency,CNY\n", "key,value\nname,shop\ncurrency,CNY\ncapital_rate,6\n",
			"settings ~ capital_rate:0:0 value=0>6\n",
		},
		"a new exchange rate": {
			"fx", "currency,rate,valid_from\nUSD,7,2026-01-01\n", "currency,rate,valid_from\nUSD,7,2026-01-01\nUSD,7.1234567891,2026-02-01\n",
			"fx + USD 2026-02-01:0:3 rate=>7.1234567891\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			before, after := tablesOf(), tablesOf()
			before[c.table], after[c.table] = c.before, c.after
			if got := told(Books(load(t, before), load(t, after))); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

// Every table is compared: a cell changed in any of them is told. The rows here use every column that a table has.
func TestEveryTableIsCompared(t *testing.T) {
	full := tablesOf()
	full["services"] = "service,channel,kind,level,currency,contract,accepts,max_side_cm\nA,online,platform,standard,CNY,C,battery,60\n"
	full["rates"] = "service,zone,over_g,upto_g,base\nA,US,0,500,5\n"
	full["zones"] = "service,country,zone,max_side_cm,max_box_cm\nA,US,US,50,35.3x25x2.5|60x20x20\n"
	full["areas"] = "area,country,postcode_from\nfar,US,99\n"
	full["surcharges"] = "service,surcharge,type,kind,amount\nA,fee,surcharge,flat,3\n"
	full["tiers"] = "contract,measure,mode,from,percent\nC,parcels,all_units,0,0\n"
	full["volumes"] = "contract,parcels\nC,5\n"
	full["limits"] = "contract,max_volume\nC,500\n"
	full["contracts"] = "contract,name,period\nC,ladder,rolling:30\n"
	full["risk"] = "service,country,days_p50\nA,*,12\n"
	full["weights"] = "bad_rate_from,bad_order_cost\n0,3\n"
	full["countries"] = "country,promised_days\nUS,20\n"
	full["fx"] = "currency,rate\nUSD,7\n"
	full["rules"] = "rule,when,do,services,amount,reason\nr,,add_cost,A,1,\n"
	full["quotes"] = "order_id,country,weight_g,service,freight\nQ,US,100,A,5\n"
	changes := map[string][2]string{
		"settings": {"shop", "store"}, "services": {"battery", "liquid"}, "zones": {"60x20x20", "60x20x21"}, "areas": {",99", ",98"},
		"rates": {"500,5", "500,6"}, "surcharges": {"flat,3", "flat,4"}, "tiers": {"parcels", "kg"}, "volumes": {"C,5", "C,6"},
		"limits": {"500", "600"}, "contracts": {"rolling:30", "rolling:31"}, "risk": {"12", "13"}, "weights": {"0,3", "0,4"},
		"countries": {"20", "21"}, "fx": {"USD,7", "USD,8"}, "rules": {"A,1", "A,2"}, "quotes": {"A,5", "A,6"},
	}
	before := load(t, full)
	for _, table := range tables {
		change, ok := changes[table.name]
		if !ok {
			t.Fatalf("no change of %s to try", table.name)
		}
		t.Run(table.name, func(t *testing.T) {
			text := full[table.name]
			full[table.name] = strings.Replace(text, change[0], change[1], 1)
			after := load(t, full)
			full[table.name] = text
			got := told(Books(before, after))
			if !strings.HasPrefix(got, table.name+" ~ ") && !strings.HasPrefix(got, table.name+" + ") || strings.Count(got, "\n") > 2 {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestSameBookSaysNothing(t *testing.T) {
	book := load(t, tablesOf())
	if got := told(Books(book, book)); got != "" {
		t.Errorf("got %s", got)
	}
}
