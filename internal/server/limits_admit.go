package server

import (
	"bytes"
	"io"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// limits admits a request to an operation, or refuses it without reading its body. It comes after authentication.
func (s *Server) limits(rt *route) middleware {
	switch rt.class {
	case pricing:
		return func(next http.Handler) http.Handler { return s.rated(s.queued(s.quick, next)) }
	case booking:
		return func(next http.Handler) http.Handler { return s.rated(s.queued(s.ledgers, next)) }
	case batches:
		return func(next http.Handler) http.Handler { return s.rated(s.queuedBatch(next)) }
	case plannings:
		return func(next http.Handler) http.Handler { return s.rated(s.queuedPlan(next)) }
	case results:
		return func(next http.Handler) http.Handler { return s.rated(s.streamed(next)) }
	default:
		return s.rated
	}
}

// rated holds every key to its rate. Callers without a key are this machine's own and are not limited.
func (s *Server) rated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := w.(*call)
		if c.key != "" {
			if wait, ok := s.rates.take(c.key, s.now()); !ok {
				s.shed(c, r, http.StatusTooManyRequests, "rate", "the key makes more requests than it may", wait)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// queued takes the body first and a slot then, so that no slow sender holds one, and gives the slot back with the first
// byte of the answer, so that no slow reader does. With the queue full it refuses before it reads.
func (s *Server) queued(g *gate, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := w.(*call)
		if g.full() {
			s.shed(c, r, http.StatusServiceUnavailable, "queue", noRoom, time.Second)
			return
		}
		m := bodies.Get().(*memory)
		defer m.free()
		var ok bool
		if m.all, ok = s.body(c, r, m.all[:0], s.cfg.Limits.Body); !ok {
			return
		}
		m.Reset(m.all)
		r.Body, r.ContentLength = m, int64(len(m.all))
		switch g.enter(r.Context()) {
		case queueFull:
			s.shed(c, r, http.StatusServiceUnavailable, "queue", noRoom, time.Second)
		case waitedOut:
			s.shed(c, r, http.StatusServiceUnavailable, "wait", noRoom, time.Second)
		case admitted:
			slot := &slot{ResponseWriter: c.ResponseWriter, gate: g}
			defer slot.free()
			c.ResponseWriter = slot
			next.ServeHTTP(w, r)
		}
	})
}

const noRoom = "more requests came than can be answered; try again"

// shed refuses for want of room. The body is not read: where it may be long or slow the connection ends with the answer,
// since the server would otherwise wait for the rest of it.
func (s *Server) shed(c *call, r *http.Request, status int, reason, detail string, wait time.Duration) {
	s.metrics.shed(reason)
	if r.ContentLength < 0 || r.ContentLength > 4<<10 {
		c.Header().Set("Connection", "close")
	}
	c.Header()["Retry-After"] = []string{strconv.Itoa(max(1, int(math.Ceil(wait.Seconds()))))}
	code := "overloaded"
	if status == http.StatusTooManyRequests {
		code = "too_many_requests"
	}
	s.problem(c, status, code, detail)
}

// slot is a place at a gate, given back once.
type slot struct {
	http.ResponseWriter
	gate *gate
	once bool
}

func (s *slot) free() {
	if !s.once {
		s.once = true
		s.gate.leave()
	}
}

// WriteHeader implements http.ResponseWriter.
func (s *slot) WriteHeader(status int) {
	s.free()
	s.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (s *slot) Write(b []byte) (int, error) {
	s.free()
	return s.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (s *slot) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// memory is a body that was read whole.
type memory struct {
	bytes.Reader
	all []byte
}

var bodies = sync.Pool{New: func() any { return &memory{all: make([]byte, 0, 4<<10)} }}

// Close implements io.Closer.
func (m *memory) Close() error { return nil }

func (m *memory) free() {
	m.Reset(nil)
	if cap(m.all) <= maxKept {
		bodies.Put(m)
	}
}

var _ io.ReadCloser = (*memory)(nil)
