package server

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// queried refuses parameters that an operation does not know: a misspelt one would silently do nothing.
func (s *Server) queried(rt *route) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.RawQuery != "" || r.URL.ForceQuery {
				if faults := badQuery(rt, r); len(faults) > 0 {
					s.problem(w.(*call), http.StatusBadRequest, "unknown_parameter", "", faults...)
					return
				}
			}
			next.ServeHTTP(w, r)
		})
	}
}

// badQuery tells what is wrong with the query of a request.
func badQuery(rt *route, r *http.Request) (faults []Fault) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return []Fault{{"", "malformed_query", "the query cannot be read: " + err.Error()}}
	}
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		switch {
		case !slices.Contains(rt.query, name):
			detail := fmt.Sprintf("%.40q is no parameter of this operation", name)
			if len(rt.query) > 0 {
				detail += "; it takes " + strings.Join(rt.query, ", ")
			}
			faults = append(faults, Fault{"", "unknown_parameter", detail})
		case len(values[name]) > 1 && !slices.Contains(rt.lists, name):
			faults = append(faults, Fault{"", "repeated_parameter", fmt.Sprintf("%q stands in the query more than once", name)})
		}
	}
	return faults
}

// contentType checks that the body says what it is, and gives the type without parameters.
func (s *Server) contentType(c *call, r *http.Request, allowed ...string) (string, bool) {
	if slices.ContainsFunc(r.Header["Content-Encoding"], func(e string) bool { return e != "" && !strings.EqualFold(e, "identity") }) {
		c.Header().Set("Accept-Encoding", "identity")
		s.problem(c, http.StatusUnsupportedMediaType, "unsupported_encoding", "send the body without Content-Encoding")
		return "", false
	}
	given := r.Header["Content-Type"]
	if len(given) == 1 {
		if slices.Contains(allowed, given[0]) {
			return given[0], true
		}
		kind, params, err := mime.ParseMediaType(given[0])
		utf8 := params["charset"] == "" || strings.EqualFold(params["charset"], "utf-8")
		if err == nil && utf8 && slices.Contains(allowed, kind) {
			return kind, true
		}
	}
	c.Header().Set("Accept", strings.Join(allowed, ", "))
	s.problem(c, http.StatusUnsupportedMediaType, "unsupported_media", "send the body as Content-Type: "+strings.Join(allowed, " or "))
	return "", false
}

// body reads all of a body of at most max bytes into buf.
func (s *Server) body(c *call, r *http.Request, buf []byte, max int64) ([]byte, bool) {
	if r.ContentLength > max {
		s.tooLarge(c, max)
		return buf, false
	}
	in := http.MaxBytesReader(c.ResponseWriter, r.Body, max)
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := in.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			return buf, true
		}
		if err != nil {
			s.unread(c, err, max)
			return buf, false
		}
	}
}

// unread answers a body that could not be read to its end.
func (s *Server) unread(c *call, err error, max int64) {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		s.tooLarge(c, max)
		return
	}
	c.Header().Set("Connection", "close")
	s.problem(c, http.StatusBadRequest, "bad_request", "the body ended before its announced end, or came too slowly")
}

func (s *Server) tooLarge(c *call, max int64) {
	c.Header().Set("Connection", "close")
	s.problem(c, http.StatusRequestEntityTooLarge, "body_too_large", fmt.Sprintf("at most %d bytes are read here", max))
}

// empty refuses a body where none is asked for.
func (s *Server) empty(c *call, r *http.Request) bool {
	var one [1]byte
	if n, _ := r.Body.Read(one[:]); n == 0 {
		return true
	}
	c.Header().Set("Connection", "close")
	s.problem(c, http.StatusBadRequest, "malformed_body", "the operation takes no body")
	return false
}
