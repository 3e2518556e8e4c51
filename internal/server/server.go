package server

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Config is what a server is made of. The zero value serves the sample book at the book's own volumes.
type Config struct {
	BookPath string // folder or workbook; "" = the sample book
	Book     *Book  // what was read there; nil = New reads it
	Ledger   Ledger // nil = prices at the book's own volumes, and no bookings

	Public  bool   // callers and Host headers other than loopback are taken, with keys alone
	Version string // of the program
	Limits  Limits // zero fields stand for the defaults
	Log     *slog.Logger
	Now     func() time.Time // nil = time.Now
}

// Server answers the API. Its methods are safe for concurrent use.
type Server struct {
	cfg              Config
	log              *slog.Logger
	now              func() time.Time
	paths            map[string]*resource
	lost             http.Handler // of what no resource is at
	refused          http.Handler // of a method that a resource does not know
	state            atomic.Pointer[state]
	current          atomic.Pointer[live]
	refreshing       sync.Mutex
	failed           failure // guarded by refreshing
	reloading        sync.Mutex
	changes          atomic.Int64 // of the ledger by this server, and of what is in force
	keys             keys
	beforeSecondLook func()      // of a reload at its files; for tests
	closing          atomic.Bool // a drain has begun: readiness says no
	ops
}

// New reads the book unless that was done, and opens its contracts in the ledger; the error tells what is wrong with either.
func New(cfg Config) (*Server, error) {
	s := &Server{cfg: cfg, log: cfg.Log, now: cfg.Now}
	if s.log == nil {
		s.log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if s.now == nil {
		s.now = time.Now
	}
	if cfg.Book == nil {
		var err error
		if cfg.Book, err = ReadBook(cfg.BookPath, s.now()); err != nil {
			return nil, err
		}
	}
	st := cfg.Book.state
	s.cfg.Book = nil // a reload lets go of it
	if err := s.adopt(context.Background(), st); err != nil {
		return nil, err
	}
	s.state.Store(st)
	s.setup()
	l, err := s.first(context.Background(), st)
	if err != nil {
		return nil, err
	}
	s.current.Store(l)
	s.resources(routes())
	s.lost = s.wrap(&route{name: "none"}, http.HandlerFunc(s.notFound))
	s.refused = s.wrap(&route{name: "none"}, http.HandlerFunc(s.methodNotAllowed))
	return s, nil
}

// middleware wraps a handler. What it gets as ResponseWriter is always the *call.
type middleware func(http.Handler) http.Handler

// chain puts an operation behind everything that comes before it: it is observed, its caller is known, there is room for it.
func (s *Server) chain(rt *route) http.Handler {
	var h http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { rt.handle(s, w.(*call), r) })
	h = s.limits(rt)(h)
	h = s.queried(rt)(h)
	h = s.authorized(rt)(h)
	return s.wrap(rt, h)
}

// wrap is what every answer goes through, whatever it is.
func (s *Server) wrap(rt *route, h http.Handler) http.Handler {
	h = s.local(h)
	return s.observe(rt)(h)
}

// Handler answers all of the API.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serve) }

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	c := &call{ResponseWriter: w, start: s.now(), instance: r.URL.EscapedPath(), conn: connOf(r)}
	c.id = requestID(r)
	w.Header()["X-Request-Id"] = []string{c.id}
	if len(r.TransferEncoding) > 0 {
		// net/http takes a body in chunks that names a length besides, and does not tell. Whoever stands between and
		// goes by the length sees the next request elsewhere, so there is none (RFC 9112, 6.1).
		w.Header().Set("Connection", "close")
	}
	at, id := s.find(c.instance)
	switch {
	case at == nil:
		s.lost.ServeHTTP(c, r)
		return
	case at.handlers[r.Method] == nil:
		w.Header().Set("Allow", at.allow)
		s.refused.ServeHTTP(c, r)
		return
	}
	c.route, c.pathID = at.routes[r.Method], id
	at.handlers[r.Method].ServeHTTP(c, r)
}
