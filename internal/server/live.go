package server

import (
	"context"
	"fmt"
	"time"

	"github.com/lanewise/lanewise/internal/ledger"
)

// maxAge is how old a standing may be that an order is priced at. Bookings of this server are seen at once, those of
// another one on the same ledger, and the beginning of a new period, this much later. A booking itself never relies on it.
const maxAge = 250 * time.Millisecond

// failure is the last look at the ledger that failed. Whoever waited for it is told the same: while a database hangs, each
// look takes seconds, and to take them one after the other would hold everybody up.
type failure struct {
	at  time.Time
	err error
}

// live gives what orders are priced with now.
func (s *Server) live(ctx context.Context) (*live, error) {
	if l := s.current.Load(); s.fresh(l) {
		return l, nil
	}
	came := time.Now()
	s.refreshing.Lock()
	defer s.refreshing.Unlock()
	if l := s.current.Load(); s.fresh(l) {
		return l, nil
	}
	if s.failed.at.After(came) {
		return nil, s.failed.err
	}
	// Counted before it is read: what is booked meanwhile makes this standing an old one.
	changes := s.changes.Load()
	st := s.state.Load()
	now, err := s.standing(ctx, st)
	if err != nil {
		if ctx.Err() == nil {
			s.failed = failure{time.Now(), err}
		}
		return nil, err
	}
	l, err := s.at(st, now)
	if err != nil {
		return nil, err
	}
	l.changes = changes
	s.current.Store(l)
	return l, nil
}

// fresh says whether l may still be used.
func (s *Server) fresh(l *live) bool {
	return l != nil && l.state == s.state.Load() && l.changes == s.changes.Load() && (s.cfg.Ledger == nil || time.Since(l.read) < maxAge)
}

// standing asks the ledger; without one the book's own standing holds.
func (s *Server) standing(ctx context.Context, st *state) (now ledger.Standing, err error) {
	if s.cfg.Ledger == nil {
		now.Volumes, now.Orders, now.Bad = own(st.book)
		return now, nil
	}
	err = s.timed("standing", func() error {
		now, err = s.cfg.Ledger.Standing(ctx, st.book, s.now())
		return err
	})
	return now, err
}

// at makes a live state of a standing, from the present one's engine where it is of the same book: then nothing is compiled
// unless a tier or the cost of a bad order changed.
func (s *Server) at(st *state, now ledger.Standing) (*live, error) {
	from := st.engine
	if l := s.current.Load(); l != nil && l.state == st {
		from = l.engine
	}
	l, err := newLive(st, from, now.Volumes, now.Orders, now.Bad, time.Now())
	if err != nil {
		return nil, fmt.Errorf("the book at the present volumes: %w", err)
	}
	return l, nil
}
