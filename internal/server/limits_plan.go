package server

import (
	"net/http"
	"time"
)

// queuedPlan takes a place among the plans that run or wait, and then the whole body. The place is kept from before the
// body comes, so that nobody sends one in vain.
func (s *Server) queuedPlan(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := w.(*call)
		if r.ContentLength > s.cfg.Limits.Batch {
			s.tooLarge(c, s.cfg.Limits.Batch)
			return
		}
		switch s.plans.reserve() {
		case ended:
			s.problem(c, http.StatusServiceUnavailable, "unavailable", "the server is shutting down")
			return
		case queueFull:
			s.shed(c, r, http.StatusServiceUnavailable, "plans", "as many plans are waiting as can be; try again", 5*time.Second)
			return
		}
		c.place = true
		defer func() {
			if c.place {
				s.plans.release()
			}
		}()
		body, ok := s.takeBatch(c, r)
		if !ok {
			return
		}
		defer func() {
			if c.place { // otherwise the plan has it
				body.Close()
			}
		}()
		r.Body = body
		next.ServeHTTP(w, r)
	})
}

// streamed lets an answer be written as long as it makes progress.
func (s *Server) streamed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := w.(*call)
		p := s.newProgress(c)
		p.received()
		c.ResponseWriter = &paced{c.ResponseWriter, p}
		next.ServeHTTP(w, r)
	})
}
