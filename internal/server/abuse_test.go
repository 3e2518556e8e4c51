package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lanewise/lanewise/internal/ledger"
	"github.com/lanewise/lanewise/rates"
)

// A body of thousands of unknown members is refused with an answer of bounded size.
func TestThousandsOfFaultsAreNotAllTold(t *testing.T) {
	a := newAPI(t)
	var many strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&many, `"x%d":1,`, i)
	}
	var p Problem
	got := a.demand(400, &p, "POST", "/v1/decisions", "{"+many.String()+belgium[1:])
	if len(p.Errors) != 101 || len(got.body) > 32<<10 || p.Errors[0].Pointer != "/x0" || !strings.Contains(p.Errors[100].Detail, "first 100") {
		t.Errorf("%d faults in %d bytes, the last %+v", len(p.Errors), len(got.body), p.Errors[len(p.Errors)-1])
	}
}

// A retry gets the first answer also when the book has lost the service meanwhile; a new booking is refused.
func TestReplayAfterTheServiceLeftTheBook(t *testing.T) {
	a := newAPI(t)
	body := strings.Replace(belgium, "{", `{"service":"AE_STD",`, 1)
	first := a.demand(201, nil, "POST", "/v1/shipments", body, "Idempotency-Key", "k")
	st := *a.server.state.Load()
	book := *st.book
	book.Services = nil
	for _, v := range st.book.Services {
		if v.Code != "AE_STD" {
			book.Services = append(book.Services, v)
		}
	}
	st.book = &book
	a.server.state.Store(&st)
	if again := a.demand(201, nil, "POST", "/v1/shipments", body, "Idempotency-Key", "k"); again.body != first.body {
		t.Errorf("%s\nthen %s", first.body, again.body)
	}
	a.demand(422, nil, "POST", "/v1/shipments", body, "Idempotency-Key", "other")
}

// A key is not shut out for as long as the clock was set back.
func TestKeyRateAfterTheClockWasSetBack(t *testing.T) {
	k := newKeyRates(10, 5)
	at := time.Unix(1_000_000, 0)
	k.take("a", at)
	for i, want := range []bool{true, true, true, true, true, false} {
		if _, ok := k.take("a", at.Add(-time.Hour)); ok != want {
			t.Errorf("request %d: %t", i, ok)
		}
	}
}

// A content encoding in a second header is one too.
func TestSecondContentEncoding(t *testing.T) {
	s := up(t, Config{})
	s.say(t, decision("Content-Encoding: identity")).want(t, 200, "")
	s.say(t, decision("Content-Encoding: identity", "Content-Encoding: gzip")).want(t, 415, "unsupported_encoding")
}

// A request in chunks may name a length besides, which net/http does not tell: nothing may follow it on its connection.
func TestNothingFollowsABodyInChunks(t *testing.T) {
	s := up(t, Config{})
	chunks := fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(sampleOrder), sampleOrder)
	for _, length := range []string{"X-Other: 1", "Content-Length: 4"} {
		c := s.dial(t)
		io.WriteString(c, head("POST", "/v1/decisions", "Content-Type: application/json", "Transfer-Encoding: chunked", length)+chunks+head("GET", "/v1/book"))
		if said := ends(t, c); strings.Count(said, "HTTP/1.1 ") != 1 || !strings.HasPrefix(said, "HTTP/1.1 200") {
			t.Errorf("%s: %q", length, said)
		}
	}
}

// OPTIONS * goes past no check.
func TestOptionsOfEverything(t *testing.T) {
	s := up(t, Config{})
	s.say(t, "OPTIONS * HTTP/1.1\r\nHost: evil.example\r\n\r\n").want(t, 403, "foreign_host")
	s.say(t, "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n").want(t, 404, "not_found")
}

// broken is a ledger that fails as long as it is told to.
type broken struct {
	Ledger
	down  atomic.Bool
	asked atomic.Int64
	hold  chan struct{}
}

func (b *broken) Adopt(ctx context.Context, book *rates.Book, now time.Time) error {
	if b.down.Load() {
		b.asked.Add(1)
		return ledger.ErrBusy
	}
	return b.Ledger.Adopt(ctx, book, now)
}

func (b *broken) Standing(ctx context.Context, book *rates.Book, now time.Time) (ledger.Standing, error) {
	if b.down.Load() {
		b.asked.Add(1)
		<-b.hold
		return ledger.Standing{}, errors.New("no answer")
	}
	return b.Ledger.Standing(ctx, book, now)
}

func (b *broken) Keys(ctx context.Context) ([]ledger.Key, error) {
	if b.down.Load() {
		b.asked.Add(1)
		<-b.hold
		return nil, errors.New("no answer")
	}
	return b.Ledger.Keys(ctx)
}

// While the ledger hangs, those who wait for one look at it are told what it gave, and do not each take a look of their own.
func TestAHangingLedgerIsNotAskedInTurns(t *testing.T) {
	for name, ask := range map[string]func(s *Server) error{
		"standing": func(s *Server) error { _, err := s.live(t.Context()); return err },
		"keys":     func(s *Server) error { _, err := s.keys.needed(t.Context(), s.cfg.Ledger); return err },
	} {
		t.Run(name, func(t *testing.T) { hanging(t, ask) })
	}
}

func hanging(t *testing.T, ask func(*Server) error) {
	b := &broken{hold: make(chan struct{})}
	a := newAPI(t, func(c *Config) { b.Ledger = c.Ledger; c.Ledger = b })
	b.down.Store(true)
	a.server.changes.Add(1)
	a.server.keys.asked = time.Time{}
	var wg sync.WaitGroup
	var came atomic.Int64
	for range 20 {
		wg.Go(func() {
			came.Add(1)
			if ask(a.server) == nil {
				t.Error("an answer that nobody gave")
			}
		})
	}
	for came.Load() < 20 || b.asked.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(50 * time.Millisecond) // until the last stand in line
	close(b.hold)
	wg.Wait()
	if n := b.asked.Load(); n > 10 {
		t.Errorf("the ledger was asked %d times", n)
	}
	b.down.Store(false)
	a.demand(200, nil, "GET", "/readyz", "")
}

// A sound book that came while the ledger did not answer goes live when it does.
func TestWatchTriesAgainWhenTheLedgerWasBusy(t *testing.T) {
	dir := bookWith(t, "settings.csv", "AliExpress online", "First")
	b := &broken{hold: make(chan struct{})}
	close(b.hold)
	a := newAPI(t, func(c *Config) { c.BookPath = dir; b.Ledger = c.Ledger; c.Ledger = b })
	go a.server.Watch(t.Context())
	time.Sleep(50 * time.Millisecond)
	b.down.Store(true)
	replace(t, filepath.Join(dir, "settings.csv"), "First", "Second")
	for end := time.Now().Add(20 * time.Second); b.asked.Load() == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the book was not looked at")
		}
	}
	b.down.Store(false)
	for end := time.Now().Add(20 * time.Second); !strings.HasPrefix(a.server.state.Load().book.Settings.Name, "Second"); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the book is not in force")
		}
	}
}
