package server

import (
	"context"
	"errors"
	"net/http"
	"os"
	"time"

	"github.com/lanewise/lanewise/internal/ledger"
	"github.com/lanewise/lanewise/rates"
)

// ErrChanging is the refusal of a book whose files changed while they were read: it may be half a copy.
var ErrChanging = errors.New("the files of the book changed while they were read")

// Reload loads the book anew and puts it in force as a whole, or leaves everything as it was. The error is rates.Problems
// of a book with errors, ErrChanging, or what the ledger says of the book's contracts.
func (s *Server) Reload(ctx context.Context) (err error) {
	s.reloading.Lock()
	defer s.reloading.Unlock()
	defer func() {
		s.reloaded(err)
		if err != nil {
			s.log.Error("book refused; the one in force stays", "book_hash", s.state.Load().book.Hash, "error", err)
		}
	}()
	st, err := read(s.cfg.BookPath, s.now(), s.beforeSecondLook)
	if err != nil {
		return err
	}
	if err := s.adopt(ctx, st); err != nil {
		return err
	}
	l, err := s.first(ctx, st)
	if err != nil {
		return err
	}
	s.refreshing.Lock()
	s.state.Store(st)
	s.current.Store(l)
	s.refreshing.Unlock()
	s.log.Info("book in force", "book_hash", st.book.Hash, "warnings", len(st.warnings))
	return nil
}

// read loads a book, whose files must be the same before and after.
func read(path string, now time.Time, beforeSecondLook func()) (*state, error) {
	before := printOf(path)
	st, problems, err := load(path, now)
	if err != nil {
		return nil, err
	}
	if err := problems.Err(); err != nil {
		return nil, problems
	}
	if beforeSecondLook != nil {
		beforeSecondLook()
	}
	if printOf(path) != before {
		return nil, ErrChanging
	}
	st.print = before
	return st, nil
}

// adopt opens the contracts of a book in the ledger.
func (s *Server) adopt(ctx context.Context, st *state) error {
	if s.cfg.Ledger == nil {
		return nil
	}
	return s.cfg.Ledger.Adopt(ctx, st.book, s.now())
}

// first makes what the first requests to a new book are priced with.
func (s *Server) first(ctx context.Context, st *state) (*live, error) {
	changes := s.changes.Load()
	now, err := s.standing(ctx, st)
	if err != nil {
		return nil, err
	}
	l, err := s.at(st, now)
	if err == nil {
		l.changes = changes
	}
	return l, err
}

// ReloadOn reloads whenever a signal comes.
func (s *Server) ReloadOn(ctx context.Context, signals <-chan os.Signal) {
	for {
		select {
		case <-signals:
			s.Reload(ctx)
		case <-ctx.Done():
			return
		}
	}
}

// reloadTries is how often an asked-for reload looks again at files that are changing.
const reloadTries = 5

// reload answers POST /v1/book/reload.
func (s *Server) reload(c *call, r *http.Request) {
	if !s.empty(c, r) {
		return
	}
	err := s.Reload(r.Context())
	for range reloadTries - 1 {
		if !errors.Is(err, ErrChanging) {
			break
		}
		time.Sleep(quiet / reloadTries)
		err = s.Reload(r.Context())
	}
	var problems rates.Problems
	switch {
	case err == nil:
		c.answer(http.StatusOK, marshal(s.state.Load().info()))
	case errors.As(err, &problems):
		s.problem(c, http.StatusUnprocessableEntity, "refused_book", "", bookFaults(problems)...)
	case errors.Is(err, ErrChanging):
		s.problem(c, http.StatusConflict, "book_changing", "its files are being written; try again when that has ended")
	case errors.Is(err, ledger.ErrCurrency):
		s.problem(c, http.StatusUnprocessableEntity, "refused_book", err.Error())
	default:
		s.unavailable(c, err)
	}
}

// maxBookFaults is how many problems of a book an answer tells.
const maxBookFaults = 100

func bookFaults(problems rates.Problems) (out []Fault) {
	for _, p := range problems {
		if p.Severity == rates.Error && len(out) < maxBookFaults {
			out = append(out, Fault{"", p.Code, p.String()})
		}
	}
	return out
}
