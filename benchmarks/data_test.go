package benchmarks

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"testing"

	"github.com/lanewise/lanewise/benchmarks/bench"
	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
)

// seed is that of all data measured here; RESULTS.md was measured with it.
const seed = 1

// books loads each size of the benchmark book once.
var books = map[bench.Size]func() (*rates.Book, error){
	bench.Standard: sync.OnceValues(func() (*rates.Book, error) { return load(bench.Standard) }),
	bench.Large:    sync.OnceValues(func() (*rates.Book, error) { return load(bench.Large) }),
	bench.Subset:   sync.OnceValues(func() (*rates.Book, error) { return load(bench.Subset) }),
}

func load(size bench.Size) (*rates.Book, error) {
	b, problems := rates.Load(bench.Book(seed, size).FS())
	if problems.Errors() > 0 {
		return nil, problems.Err()
	}
	return b, nil
}

func book(tb testing.TB, size bench.Size) *rates.Book {
	tb.Helper()
	b, err := books[size]()
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func compiled(tb testing.TB, size bench.Size) *engine.Engine {
	tb.Helper()
	e, err := engine.Compile(book(tb, size))
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

// parsed reads n benchmark orders and keeps them, so that reading them is not part of what is measured.
func parsed(tb testing.TB, n int) []engine.Order {
	tb.Helper()
	r := reader(tb, bench.Orders(seed, n))
	out := make([]engine.Order, 0, n)
	for {
		var row orders.Row
		err := r.Read(&row)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil || len(row.Faults) > 0 {
			tb.Fatal(err, row.ID, row.Faults)
		}
		out = append(out, row.Order)
	}
}

func reader(tb testing.TB, in io.Reader) *orders.Reader {
	tb.Helper()
	defaults := orders.Defaults{Currency: book(tb, bench.Standard).Settings.Currency}
	r, err := orders.NewReader(orders.Options{Defaults: defaults}, orders.Source{Name: "orders.csv", R: in})
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// orderFile is an order file of n rows in memory.
func orderFile(tb testing.TB, n int) []byte {
	tb.Helper()
	var b bytes.Buffer
	if _, err := io.Copy(&b, bench.Orders(seed, n)); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}
