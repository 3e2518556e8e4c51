package server

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"time"
)

// Log gathers lines and writes them down some milliseconds later, many at once: a line of its own for every request would
// be a call of the system more.
type Log struct {
	mu      sync.Mutex
	w       io.Writer
	lines   []byte
	waiting bool // for the time to write them down
}

// How long a line may wait, and how much may.
const (
	logDelay = 20 * time.Millisecond
	logRoom  = 32 << 10
)

// NewLog writes to w.
func NewLog(w io.Writer) *Log { return &Log{w: w} }

// Write implements io.Writer. It reports no error: there is nobody to tell but the log.
func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, b...)
	switch {
	case len(l.lines) >= logRoom:
		l.write()
	case !l.waiting:
		l.waiting = true
		time.AfterFunc(logDelay, l.Flush)
	}
	return len(b), nil
}

// Flush writes down what waits.
func (l *Log) Flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = false
	l.write()
}

func (l *Log) write() {
	l.w.Write(l.lines)
	l.lines = l.lines[:0]
}

func passOn(h http.Handler) http.Handler { return h }

// clientGone is what is counted where the client left before an answer; nothing is sent with it.
const clientGone = 499

// observe counts and logs what becomes of a request, and answers for a handler that panics.
func (s *Server) observe(rt *route) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if rt.class != free {
				flying := s.flying.Load()
				flying.Add(1)
				defer flying.Add(-1)
			}
			c := w.(*call)
			defer func() { s.finish(rt, c, r, recover()) }()
			next.ServeHTTP(w, r)
		})
	}
}

// finish has the last word on a request. panicked is what its handler ended with, nil if in good order.
func (s *Server) finish(rt *route, c *call, r *http.Request, panicked any) {
	broken := panicked != nil
	if broken && panicked != http.ErrAbortHandler {
		s.log.Error("panic", "request_id", c.id, "route", rt.name, "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()))
		if c.status == 0 {
			broken = false
			clear(c.Header())
			c.Header().Set("X-Request-Id", c.id)
			c.Header().Set("Connection", "close")
			s.problem(c, http.StatusInternalServerError, "internal", "the log has more under the request id")
		}
	}
	status := c.status
	switch {
	case status != 0:
	case broken || r.Context().Err() != nil:
		status = clientGone
	default:
		status = http.StatusOK // net/http sends it
	}
	took := s.now().Sub(c.start)
	s.metrics.answered(rt.name, status, took)
	s.logRequest(rt, c, r, status, broken, slog.DurationValue(took))
	if broken {
		panic(http.ErrAbortHandler) // the client sees that the answer is not whole
	}
}

// logRequest writes the line of a request. Neither body nor query nor header is in it, and of a key only its id. The path
// is that of the route, because a client's may hold anything.
func (s *Server) logRequest(rt *route, c *call, r *http.Request, status int, broken bool, took slog.Value) {
	level := slog.LevelInfo
	if status >= 500 && status != http.StatusServiceUnavailable || broken {
		level = slog.LevelWarn
	}
	if !s.log.Enabled(r.Context(), level) {
		return
	}
	attrs := [...]slog.Attr{
		slog.String("request_id", c.id), slog.String("method", method(r.Method)), slog.String("route", rt.name), slog.Int("status", status),
		{Key: "duration", Value: took},
		slog.Int64("bytes", c.sent), slog.String("key", c.key), slog.Bool("broken", broken),
	}
	n := len(attrs)
	if !broken {
		n--
	}
	s.log.LogAttrs(r.Context(), level, "request", attrs[:n]...)
}

// method is a request's if it is a usual one; a client may write any word there.
func method(m string) string {
	switch m {
	case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS":
		return m
	}
	return "other"
}
