package rates

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
)

// rateTable writes n rows of rates that differ as real ones do: some 40 services, 60 zones, 8 bands, notes that repeat.
func rateTable(n int) string {
	r := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	b.WriteString("service,zone,attribute,over_g,upto_g,base,per_kg,first_g,step_g,step_price,min_price,min_net,valid_from,valid_to,source,source_date,confidence,note\n")
	for i := range n {
		service, zone, band := i/480, i/8%60, i%8
		fmt.Fprintf(&b, "S%03d,Z%02d,,%d,%d,%d.%02d,%d.%d,,,,,,2026-01-%02d,,\"Price list %d, page %d\",2026,real,%s\n",
			service, zone, band*500, band*500+500, 5+20*band+r.IntN(10), r.IntN(100), 30+service, r.IntN(10),
			1+service%28, service%7, zone%5, []string{"", "upper tier"}[r.IntN(2)])
	}
	return b.String()
}

func benchBook(rows int) fstest.MapFS {
	services := "service,channel,kind,level,currency\n"
	for i := range rows/480 + 1 {
		services += fmt.Sprintf("S%03d,offline,forwarder,standard,CNY\n", i)
	}
	return fstest.MapFS{
		"settings.csv": {Data: []byte("key,value\ncurrency,CNY\n")},
		"services.csv": {Data: []byte(services)},
		"rates.csv":    {Data: []byte(rateTable(rows))},
	}
}

// BenchmarkLoad reads a book of 10,000 rate rows, checks included.
func BenchmarkLoad(b *testing.B) {
	fsys := benchBook(10_000)
	b.SetBytes(int64(len(fsys["rates.csv"].Data)))
	b.ReportAllocs()
	for b.Loop() {
		book, problems := Load(fsys)
		if problems.Errors() > 0 || len(book.Rates) != 10_000 {
			b.Fatal(problems.Err(), len(book.Rates))
		}
	}
}
