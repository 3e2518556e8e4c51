package server

import (
	"fmt"
	"time"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates"
	"github.com/lanewise/lanewise/testdata"
)

// state is a rate book in force. It never changes; a reload puts another one in its place.
type state struct {
	book     *rates.Book
	engine   *engine.Engine // at the book's own volumes
	warnings rates.Problems
	loaded   time.Time
	zone     *time.Location
	print    print // of the files it was read from
}

// Book is a rate book that was read and compiled, for a server to begin with.
type Book struct{ state *state }

// ReadBook reads and compiles the book at a path, "" = the sample book. The error is rates.Problems of a book with errors, or
// ErrChanging. Who reads the book before anything is opened leaves nothing behind where it is refused.
func ReadBook(path string, now time.Time) (*Book, error) {
	st, err := read(path, now, nil)
	if err != nil {
		return nil, err
	}
	return &Book{st}, nil
}

// load reads and compiles the book. Problems tell what is wrong with it, its warnings included; the error is of the
// settings around it.
func load(path string, now time.Time) (*state, rates.Problems, error) {
	book, problems := openBook(path)
	if problems.Errors() > 0 {
		return nil, problems, nil
	}
	eng, err := engine.Compile(book)
	if err != nil {
		if found, ok := err.(rates.Problems); ok {
			return nil, found, nil
		}
		return nil, nil, err
	}
	zone, err := time.LoadLocation(book.Settings.Timezone)
	if err != nil {
		return nil, nil, fmt.Errorf("the book's timezone: %w", err)
	}
	return &state{book: book, engine: eng, warnings: problems, loaded: now, zone: zone}, problems, nil
}

func openBook(path string) (*rates.Book, rates.Problems) {
	if path == "" {
		return rates.Load(testdata.Book())
	}
	return rates.Open(path)
}

// live is a state at a standing of the shop: what an order is priced with. It never changes.
type live struct {
	*state
	engine   *engine.Engine // at the standing
	volumes  []rates.Volume // of the book's contracts, in its order
	orders   int64
	bad      int64
	decision report.Encoder
	quote    report.Encoder
	before   []byte // priced_at up to the ship date
	after    []byte // and behind it
	read     time.Time
	changes  int64 // of the ledger before it was read
}

// newLive makes the engine for a standing. from is an engine of the same book, taken as it is where nothing changed.
func newLive(st *state, from *engine.Engine, volumes []rates.Volume, orders, bad int64, read time.Time) (*live, error) {
	eng, err := from.At(volumes, orders, bad)
	if err != nil {
		return nil, err
	}
	l := &live{state: st, engine: eng, volumes: volumes, orders: orders, bad: bad, read: read}
	l.decision = report.Traces(st.book)
	l.quote = report.Quotes(report.NDJSON, st.book, 0)
	l.before, l.after = pricedAt(st.book, volumes, orders, bad, eng.BadOrderCost())
	return l, nil
}

// own is the standing that the book itself names: every contract in its order, at nothing where no volume is given.
func own(b *rates.Book) (volumes []rates.Volume, orders, bad int64) {
	for _, c := range b.Contracts {
		v := rates.Volume{Contract: c.Contract}
		for _, given := range b.Volumes {
			if given.Contract == c.Contract {
				v = given
			}
		}
		volumes = append(volumes, v)
	}
	return volumes, b.Settings.SellerOrders, b.Settings.SellerBadOrders
}

// today is the ship date of an order that names none.
func (s *Server) today(st *state) rates.Date {
	y, m, d := s.now().In(st.zone).Date()
	return dateOf(y, m, d)
}

// dateOf counts a day as rates does.
func dateOf(y int, m time.Month, d int) rates.Date {
	return rates.Date(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}
