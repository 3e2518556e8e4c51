package benchmarks

import (
	"encoding/csv"
	"errors"
	"io"
	"testing"

	"github.com/gocarina/gocsv"

	"github.com/lanewise/lanewise/benchmarks/bench"
	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/rates"
)

// BenchmarkLoad reads and checks a book of 10,000 rows of rates (and 3,000 other rows) from memory.
func BenchmarkLoad(b *testing.B) {
	fsys := bench.Book(seed, bench.Large).FS()
	b.ReportAllocs()
	before := cpuTime()
	for b.Loop() {
		loaded, problems := rates.Load(fsys)
		if problems.Errors() > 0 || len(loaded.Rates) < 9900 {
			b.Fatal(len(loaded.Rates), problems.Err())
		}
	}
	perOp(b, before)
}

// rateText is a row of rates as gocsv fills it: texts by header name.
type rateText struct {
	Service    string `csv:"service"`
	Zone       string `csv:"zone"`
	Attribute  string `csv:"attribute"`
	OverG      string `csv:"over_g"`
	UptoG      string `csv:"upto_g"`
	Base       string `csv:"base"`
	PerKg      string `csv:"per_kg"`
	FirstG     string `csv:"first_g"`
	StepG      string `csv:"step_g"`
	StepPrice  string `csv:"step_price"`
	MinPrice   string `csv:"min_price"`
	MinNet     string `csv:"min_net"`
	ValidFrom  string `csv:"valid_from"`
	ValidTo    string `csv:"valid_to"`
	Source     string `csv:"source"`
	SourceDate string `csv:"source_date"`
	Confidence string `csv:"confidence"`
	Note       string `csv:"note"`
}

// cut is a table that is cut into cells already: what gocsv takes from it is gocsv's own work.
type cut struct{ rows [][]string }

func (c cut) ReadAll() ([][]string, error) { return c.rows, nil }
func (c cut) Read() ([]string, error)      { return nil, io.EOF }

// BenchmarkLoadGocsv does the part of BenchmarkLoad that is gocsv's, for the table of rates: it puts cells into a
// struct's fields by the names of the header, 256 rows at a time.
func BenchmarkLoadGocsv(b *testing.B) {
	f, err := bench.Book(seed, bench.Large).FS().Open("rates.csv")
	if err != nil {
		b.Fatal(err)
	}
	all, err := csv.NewReader(f).ReadAll()
	if err := errors.Join(err, f.Close()); err != nil {
		b.Fatal(err)
	}
	header, rows := all[0], all[1:]
	const batch = 256
	part := make([][]string, 0, batch+1)
	into := make([]rateText, batch)
	b.ReportAllocs()
	before := cpuTime()
	for b.Loop() {
		for at := 0; at < len(rows); at += batch {
			part = append(append(part[:0], header), rows[at:min(at+batch, len(rows))]...)
			if err := gocsv.UnmarshalCSV(cut{part}, &into); err != nil {
				b.Fatal(err)
			}
			if into[0].Service != rows[at][0] {
				b.Fatalf("row %d: service %q, want %q", at, into[0].Service, rows[at][0])
			}
		}
	}
	perOp(b, before)
}

// BenchmarkCompile turns the loaded book into an engine. What depends on a destination or on a day is compiled when an
// order first asks for it: `first-orders` adds one order to each country in each month.
func BenchmarkCompile(b *testing.B) {
	loaded := book(b, bench.Large)
	var first []engine.Order
	seen := map[[2]int]bool{}
	for _, o := range parsed(b, varied) {
		key := [2]int{int(o.Country), int(o.ShipDate) / 30}
		if !seen[key] {
			seen[key] = true
			first = append(first, o)
		}
	}
	for _, c := range []struct {
		name   string
		orders []engine.Order
	}{{"engine", nil}, {"first-orders", first}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			before := cpuTime()
			for b.Loop() {
				e, err := engine.Compile(loaded)
				if err != nil {
					b.Fatal(err)
				}
				var d engine.Decision
				for i := range c.orders {
					e.Decide(&c.orders[i], &d)
				}
			}
			perOp(b, before)
		})
	}
}
