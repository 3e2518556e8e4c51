package coverage

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/rates"
)

// find compiles a book from its tables by name and asks for its coverage.
func find(t *testing.T, tables map[string]string) *Report {
	t.Helper()
	files := fstest.MapFS{"settings.csv": &fstest.MapFile{Data: []byte("key,value\ncurrency,CNY\n")}}
	for name, text := range tables {
		files[name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	book, problems := rates.Load(files)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	e, err := engine.Compile(book)
	if err != nil {
		t.Fatal(err)
	}
	day, _ := rates.ParseDate("2026-05-15")
	r, err := Find(context.Background(), e, day)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// gaps writes a report's gaps as `attribute: from-to from-to CC CC`.
func gaps(r *Report) string {
	var lines []string
	for _, g := range r.Gaps {
		line := g.Attribute + ":"
		for _, s := range g.Ranges {
			line += fmt.Sprintf(" %d-%d", s.From, s.To)
		}
		for _, c := range g.Countries {
			line += " " + c.String()
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

const service = "service,channel,kind,level,currency,accepts\nA,online,platform,standard,CNY,battery\nB,offline,post,standard,CNY,\n"

func TestGaps(t *testing.T) {
	for name, c := range map[string]struct {
		tables map[string]string
		want   string
	}{
		"nothing open": {map[string]string{"services": service, "rates": "service,zone,over_g,upto_g,base\nA,US,0,2000,5\nB,US,0,2000,5\n"}, ""},
		"one service fills the other's gap": {map[string]string{
			"services": service,
			"rates":    "service,zone,over_g,upto_g,base\nA,US,0,200,5\nA,US,500,2000,5\nB,US,150,600,5\n",
		}, "battery: 201-500 US"},
		"gap, top and bottom": {
			map[string]string{
				"services": service,
				"rates":    "service,zone,over_g,upto_g,base\nA,US,50,200,5\nA,US,500,900,5\nB,DE,0,2000,5\n",
			},
			": 1-50 201-500 901-2000 US\nbattery: 1-2000 DE",
		},
		"steps move the border": {map[string]string{
			"services": "service,channel,kind,level,currency,step_g\nA,online,platform,standard,CNY,300\n",
			"rates":    "service,zone,over_g,upto_g,base\nA,US,0,1000,5\n",
		}, ": 901-1000 US"},
		"a rule on the weight moves it": {
			map[string]string{
				"services": service,
				"rates":    "service,zone,over_g,upto_g,base\nB,US,0,1000,5\n",
				"rules":    "rule,when,do,services,amount,reason\nr,order.weight_g > 700 and order.weight_g < 5000,forbid,,,\n",
			},
			": 701-1000 US\nbattery: 1-1000 US",
		},
		"a country that is promised and not served": {map[string]string{
			"services":  service,
			"rates":     "service,zone,over_g,upto_g,base\nA,US,0,1000,5\n",
			"countries": "country,promised_days\nFR,10\nUS,10\n",
		}, ": 1-1000 FR"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := gaps(find(t, c.tables)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestByPostcode(t *testing.T) {
	r := find(t, map[string]string{
		"services": service,
		"zones":    "service,country,postcode_from,postcode_to,zone\nA,AU,2000,2999,east\nA,NZ,,,nz\n",
		"rates":    "service,zone,over_g,upto_g,base\nA,east,0,1000,5\nA,nz,0,1000,5\nB,NZ,0,1000,5\n",
	})
	if got := gaps(r); got != "" {
		t.Errorf("gaps: %s", got)
	}
	if len(r.ByPostcode) != 1 || r.ByPostcode[0].String() != "AU" {
		t.Errorf("by postcode: %v, want AU", r.ByPostcode)
	}
	if want := rates.NumCountries - 2; r.Elsewhere != want {
		t.Errorf("%d other countries unserved, want %d", r.Elsewhere, want)
	}
}

func TestServedEverywhere(t *testing.T) {
	r := find(t, map[string]string{
		"services": service, "zones": "service,country,zone\nA,*,world\n",
		"rates": "service,zone,over_g,upto_g,base\nA,world,0,1000,5\nB,US,0,1000,5\n",
	})
	if r.Elsewhere != 0 || len(r.Gaps) != 0 {
		t.Errorf("unserved: %d countries, %s", r.Elsewhere, gaps(r))
	}
}

func TestInvalidDay(t *testing.T) {
	r := find(t, map[string]string{
		"services": service, "rates": "service,zone,over_g,upto_g,base\nA,US,0,1000,5\n",
		"fx":    "currency,rate,valid_from\nUSD,7,2026-06-01\n",
		"rules": "rule,when,do,services,amount,reason\nr,\"value_in(\"\"USD\"\") > 5\",forbid,,,\n",
	})
	if r.Fault == nil || r.Gaps != nil {
		t.Fatalf("fault %v, gaps %v", r.Fault, r.Gaps)
	}
	var b strings.Builder
	if err := r.Write(&b, 80); err != nil || !strings.Contains(b.String(), "every order of that day is invalid") {
		t.Errorf("%v: %s", err, b.String())
	}
}

func TestManyEdgesAreThinned(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("service,zone,over_g,upto_g,base\n")
	for i := range 1000 {
		fmt.Fprintf(&rows, "A,US,%d,%d,5\n", i*10, i*10+10)
	}
	r := find(t, map[string]string{"services": service, "rates": rows.String()})
	if !r.Thinned || r.HeaviestG != 10000 || len(r.Gaps) != 0 {
		t.Errorf("thinned %v up to %d g, gaps %s", r.Thinned, r.HeaviestG, gaps(r))
	}
}

func TestWords(t *testing.T) {
	r := &Report{HeaviestG: 2000}
	for want, ranges := range map[string][]Range{
		"at any weight":                 {{1, 2000}},
		"above 500 g":                   {{501, 2000}},
		"7 g":                           {{7, 7}},
		"1–50 g and above 900 g":        {{1, 50}, {901, 2000}},
		"1–50 g, 60 g and above 1999 g": {{1, 50}, {60, 60}, {2000, 2000}},
	} {
		if got := r.words(&Gap{Ranges: ranges}); got != want {
			t.Errorf("%v: %q, want %q", ranges, got, want)
		}
	}
}

func TestCanceled(t *testing.T) {
	book, problems := rates.Load(fstest.MapFS{
		"settings.csv": &fstest.MapFile{Data: []byte("key,value\ncurrency,CNY\n")},
		"services.csv": &fstest.MapFile{Data: []byte(service)},
		"rates.csv":    &fstest.MapFile{Data: []byte("service,zone,over_g,upto_g,base\nA,US,0,1000,5\n")},
	})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	e, err := engine.Compile(book)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Find(ctx, e, 0); err != context.Canceled {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}
