package engine_test

import (
	"fmt"
	"log"
	"testing/fstest"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// shop is a rate book of two services. A real one is a folder: rates.Open("my-book").
func shop() *rates.Book {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	book, problems := rates.Load(fstest.MapFS{
		"settings.csv": file("key,value\ncurrency,CNY\nlate_refund_rate,0.15\n"),
		"services.csv": file("service,channel,kind,level,currency,tracking,exempt_low_score,late_borne_by\n" +
			"AE_STD,online,platform,standard,CNY,full,yes,platform\n" +
			"YT_PH,offline,forwarder,standard,CNY,full,no,seller\n"),
		"rates.csv": file("service,zone,upto_g,base,per_kg\nAE_STD,US,2000,30.45,72.45\nYT_PH,US,2000,18,80\n"),
		"risk.csv": file("service,country,days_p50,days_p80,days_p95,lost_rate,low_score_on_time,low_score_late\n" +
			"AE_STD,*,14,16.4,18,0.006,0.087,0.591\nYT_PH,*,11,14,20,0.01,0.087,0.591\n"),
		"fx.csv": file("currency,rate,valid_from\nUSD,7.0010212766,\n"),
	})
	if err := problems.Err(); err != nil {
		log.Fatal(err)
	}
	return book
}

func order() engine.Order {
	usd, _ := money.ParseCurrency("USD")
	us, _ := rates.ParseCountry("US")
	day, _ := rates.ParseDate("2026-09-01")
	return engine.Order{
		ID: "8017", Country: us, WeightG: 350, Value: 12 * money.One, HasValue: true, Currency: usd,
		PromisedDays: rates.Opt[rates.Days]{V: 15_00, OK: true}, ShipDate: day,
	}
}

func ExampleEngine_Decide() {
	eng, err := engine.Compile(shop())
	if err != nil {
		log.Fatal(err)
	}
	var d engine.Decision // keep it and pass it again for the next order
	o := order()
	eng.Decide(&o, &d)
	fmt.Println(d.Status, d.Choice.Service.Code, d.Choice.Shipping.Text(2), d.Choice.Total.Text(4))
	fmt.Println("runner-up:", d.RunnerUp.Service.Code, d.RunnerUp.Total.Text(4))
	// Output:
	// ship YT_PH 46.00 49.0233
	// runner-up: AE_STD 56.3141
}

func ExampleEngine_Explain() {
	eng, err := engine.Compile(shop())
	if err != nil {
		log.Fatal(err)
	}
	var d engine.Decision
	o := order()
	eng.Explain(&o, &d)
	for _, l := range d.Choice.Lines {
		fmt.Printf("%-12s %-12s %8s  %s:%d\n", l.Column, l.Code, l.Amount.Text(4), l.Place.Table, l.Place.Line)
	}
	fmt.Println("the other channel would have to save", d.Flip.Margin.Text(4))
	// Output:
	// freight      freight       46.0000  rates:3
	// loss_cost    loss_cost      0.8401  risk:3
	// late_cost    late_cost      2.1832  risk:3
	// score_cost   score_cost     0.0000  risk:3
	// finance_cost finance_cost   0.0000  risk:3
	// the other channel would have to save 7.2908
}

func ExampleEngine_Price() {
	eng, err := engine.Compile(shop())
	if err != nil {
		log.Fatal(err)
	}
	var q engine.Quote
	o := order()
	if fault, err := eng.Price(&o, "AE_STD", &q); fault != nil || err != nil {
		log.Fatal(fault, err)
	}
	fmt.Println(q.Amounts[engine.Freight].Text(2))
	// Output: 55.81
}
