package planning

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates"
)

// tables are the files of a book.
type tables map[string]string

// book loads a book of these tables over the usual ones: a cheap service without contract, two with one, fuel on the
// discounted freight, a tax on all charges, capital that makes shipping cost count in the risk.
func book(t *testing.T, more tables) *rates.Book {
	t.Helper()
	files := tables{
		"settings.csv": "key,value\ncurrency,CNY\ncapital_rate,12\n",
		"services.csv": "service,channel,kind,level,currency,contract,credit_days\n" +
			"FREE,online,platform,standard,CNY,,\nA1,offline,post,standard,CNY,A,30\nA2,offline,post,economy,CNY,A,\nB1,offline,forwarder,standard,CNY,B,\n",
		"rates.csv": "service,zone,upto_g,base,per_kg\nFREE,DE,9000,10,40\nA1,DE,9000,11,41.37\nA2,DE,9000,14,35.11\nB1,DE,9000,9.5,47.3\n",
		"surcharges.csv": "service,surcharge,type,kind,amount\n*,fuel,fuel,percent_of_freight,7.3\n" +
			"A1|A2|B1,vat,tax,percent_of_charges,6\n",
		"tiers.csv": "contract,measure,mode,from,percent,per_unit,on,rebate\nA,parcels,all_units,0,0,,freight,\nB,parcels,all_units,0,0,,freight,\n",
		"risk.csv": "service,country,days_p50,lost_rate,low_score_on_time,low_score_late\n" +
			"FREE,*,10,0.01,0.05,0.5\nA1,*,12,0.02,0.09,0.5\nA2,*,14,0.03,0.12,0.5\nB1,*,9,0.01,0.02,0.5\n",
	}
	for name, text := range more {
		files[name] = text
	}
	fs := fstest.MapFS{}
	for name, text := range files {
		fs[name] = &fstest.MapFile{Data: []byte(text)}
	}
	b, problems := rates.Load(fs)
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	return b
}

// file is an order file of these weights in grams.
func file(weights ...int) string {
	text := "order_id,country,weight_g,ship_date\n"
	for i, g := range weights {
		text += fmt.Sprintf("O%d,DE,%d,2026-11-%02d\n", i+1, g, i%28+1)
	}
	return text
}

func reader(t *testing.T, text string, defaults ...orders.Defaults) *orders.Reader {
	t.Helper()
	var o orders.Options
	for _, d := range defaults {
		o.Defaults = d
	}
	r, err := orders.NewReader(o, orders.Source{Name: "orders.csv", R: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// parsed are the orders of a file.
func parsed(t *testing.T, text string) (out []engine.Order) {
	t.Helper()
	r := reader(t, text)
	for {
		var row orders.Row
		if r.Read(&row) != nil {
			return out
		}
		out = append(out, row.Order)
	}
}

// solve plans a file by a book, to the proven optimum, and writes the rows.
func solve(t *testing.T, b *rates.Book, text string, change func(*Job)) (*Plan, string) {
	t.Helper()
	e, err := engine.Compile(b)
	if err != nil {
		t.Fatal(err)
	}
	job := Job{Engine: e, Volumes: b.Volumes, Rows: reader(t, text), Workers: 2}
	if change != nil {
		change(&job)
	}
	batch, err := Price(context.Background(), job)
	if err != nil {
		t.Fatal(err)
	}
	p, err := batch.Solve(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := p.Rows(context.Background(), &out, report.Plans(report.CSV, b, 80), false); err != nil {
		t.Fatal(err)
	}
	return p, out.String()
}

// randomTerms are the tiers, volumes and limits of two contracts of any kind, with thresholds that a few parcels reach.
func randomTerms(r *rand.Rand) tables {
	tiers := "contract,measure,mode,from,percent,per_unit,on,rebate\n"
	volumes := "contract,parcels,kg,spend,retro_freight\n"
	limits := "contract,max_volume,commit,shortfall_rate\n"
	for _, c := range []string{"A", "B"} {
		measure := []string{"parcels", "kg", "spend"}[r.IntN(3)]
		scale := map[string]float64{"parcels": 1, "kg": 0.8, "spend": 45}[measure] // of a parcel
		mode, on := []string{"all_units", "incremental"}[r.IntN(2)], "freight"
		if mode == "incremental" {
			on = ""
		} else if r.IntN(3) == 0 {
			on = "weight"
		}
		start := float64(r.IntN(4)) * scale
		from, benefit := 0.0, 0.0
		for k := range 1 + r.IntN(4) {
			if k > 0 {
				from += (0.7 + 2.5*r.Float64()) * scale
				benefit += 6 * r.Float64()
			}
			cells := fmt.Sprintf("%.1f,", benefit)
			if mode == "incremental" && measure != "spend" {
				cells = fmt.Sprintf(",%.2f", benefit)
			}
			rebate := ""
			if k > 0 && r.IntN(3) == 0 {
				rebate = fmt.Sprintf("%.3f", 12*r.Float64())
			}
			tiers += fmt.Sprintf("%s,%s,%s,%s,%s,%s,%s\n", c, measure, mode, digits(measure, from), cells, on, rebate)
		}
		volumes += fmt.Sprintf("%s,%.0f,%.3f,%.2f,%.2f\n", c, start/scale, start, start, 80*r.Float64())
		most, commit := "", ""
		if r.IntN(3) == 0 {
			most = digits(measure, start+3*scale)
		}
		if r.IntN(3) == 0 {
			commit = digits(measure, start+2.5*scale)
		}
		limits += fmt.Sprintf("%s,%s,%s,%.3f\n", c, most, commit, 8/scale*r.Float64())
	}
	return tables{"tiers.csv": tiers, "volumes.csv": volumes, "limits.csv": limits}
}

// digits writes a volume as its measure has it; parcels may have a fraction as a threshold.
func digits(measure string, v float64) string {
	if measure == "parcels" {
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.3f", v)
}
