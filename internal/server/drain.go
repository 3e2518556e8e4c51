package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// Serve answers on a listener until ctx ends, and then in good order: readiness says no at once, requests in flight are
// finished, what still runs after the drain time is told to end, and after the stop time connections are cut. The error is
// nil when every request was finished, ErrCut when some were not.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	base, cut := context.WithCancel(context.Background())
	defer cut()
	room := newLimited(l, s.cfg.Limits.Connections, func() { s.metrics.shed("connections") })
	s.metrics.connections(&room.open)
	srv := s.httpServer(base)
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(room) }()
	select {
	case err := <-failed:
		s.plans.end()
		return err
	case <-ctx.Done():
		return s.drain(srv, cut)
	}
}

// ErrCut is the end of a server that had to break off requests.
var ErrCut = errors.New("requests were still running when the time to stop was over; they were cut off")

func (s *Server) httpServer(base context.Context) *http.Server {
	l := s.cfg.Limits
	only1 := new(http.Protocols)
	only1.SetHTTP1(true)
	return &http.Server{
		Handler:   s.Handler(),
		Protocols: only1,
		// OPTIONS * would be answered past the check of the host.
		DisableGeneralOptionsHandler: true,
		MaxHeaderBytes:               l.Headers - headersSlack,
		ReadHeaderTimeout:            l.ReadHeader,
		ReadTimeout:                  l.Read,
		WriteTimeout:                 l.Write,
		IdleTimeout:                  l.Idle,
		ErrorLog:                     slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		ConnContext:                  connected,
		BaseContext:                  func(net.Listener) context.Context { return base },
	}
}

// drain ends a server. New requests are taken for a while, and as long as old ones run, because a load balancer learns only
// by its next probe that it should send them elsewhere; their connections end with the answer.
func (s *Server) drain(srv *http.Server, cut context.CancelFunc) error {
	l, begun := s.cfg.Limits, time.Now()
	s.log.Info("stopping: finishing requests in flight", "in_flight", s.flying.Load().Load())
	before := s.flying.Swap(new(atomic.Int64))
	s.closing.Store(true)
	s.plans.end()
	defer s.plans.wait(begun.Add(l.Stop))
	srv.SetKeepAlivesEnabled(false)
	until(begun.Add(l.Drain), func() bool { return before.Load() == 0 && time.Since(begun) >= l.Linger })
	ctx, done := context.WithDeadline(context.Background(), begun.Add(l.Drain))
	defer done()
	err := srv.Shutdown(ctx)
	if err == nil {
		s.log.Info("stopped", "after", time.Since(begun))
		return nil
	}
	cut() // requests see their context end
	last, done := context.WithDeadline(context.Background(), begun.Add(l.Stop))
	defer done()
	if srv.Shutdown(last) != nil {
		srv.Close()
	}
	s.log.Warn("stopped: requests were cut off", "after", time.Since(begun))
	return ErrCut
}

// until waits for something to be so, or for a time.
func until(end time.Time, so func() bool) {
	for time.Now().Before(end) && !so() {
		time.Sleep(5 * time.Millisecond)
	}
}
