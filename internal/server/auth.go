package server

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"github.com/lanewise/lanewise/internal/ledger"
)

// local refuses who is not of this machine while the server is not public, and pages of other places: a browser led here
// by a foreign name (DNS rebinding), or one that sends what its user did not mean (request forgery).
func (s *Server) local(next http.Handler) http.Handler {
	foreign := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := w.(*call)
		switch {
		case !s.cfg.Public && !loopbackName(r.Host):
			s.problem(c, http.StatusForbidden, "foreign_host", "call the server as localhost, 127.0.0.1 or [::1], or start it with --public")
		case !s.cfg.Public && !loopbackAddr(r.RemoteAddr):
			s.problem(c, http.StatusForbidden, "not_loopback", "start the server with keys and --public to answer other machines")
		case foreign.Check(r) != nil:
			s.problem(c, http.StatusForbidden, "cross_origin", "the request comes from a page of another origin")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// loopbackName says whether a Host header means this machine.
func loopbackName(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	if strings.EqualFold(name, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(name, "["), "]"))
	return err == nil && ip.IsLoopback()
}

func loopbackAddr(addr string) bool {
	at, err := netip.ParseAddrPort(addr)
	return err == nil && at.Addr().Unmap().IsLoopback()
}

// authorized lets callers pass whose key has the scope of an operation. It comes before the body is read.
func (s *Server) authorized(rt *route) middleware {
	if rt.scope == "" {
		return passOn
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if s.authenticated(w.(*call), r, rt.scope) {
				next.ServeHTTP(w, r)
			}
		})
	}
}

func (s *Server) authenticated(c *call, r *http.Request, need ledger.Scope) bool {
	secret, several := secretOf(r)
	switch {
	case several:
		s.unauthorized(c, "give one key, as Authorization: Bearer KEY or as X-Api-Key: KEY")
		return false
	case secret == "":
		needed, err := s.keys.needed(r.Context(), s.cfg.Ledger)
		switch {
		case err != nil:
			s.unavailable(c, err)
		case needed || s.cfg.Public:
			s.unauthorized(c, "give a key as Authorization: Bearer KEY or as X-Api-Key: KEY; lanewise keys create makes one")
		default:
			return true
		}
		return false
	}
	key, err := s.keyOf(r, secret)
	switch {
	case errors.Is(err, ledger.ErrKey):
		// A good key passes whatever else comes from its address: behind a proxy that is everybody's.
		if wait, ok := s.failures.allowed(caller(r)); !ok {
			s.shed(c, r, http.StatusTooManyRequests, "auth", "too many wrong keys came from this address", wait)
			return false
		}
		s.authFailed(r)
		s.unauthorized(c, "the key is not known, or was revoked")
		return false
	case err != nil:
		s.unavailable(c, err)
		return false
	}
	c.key = key.ID
	if !key.Has(need) {
		s.problem(c, http.StatusForbidden, "forbidden", "the key lacks the scope "+string(need))
		return false
	}
	return true
}

func (s *Server) keyOf(r *http.Request, secret string) (ledger.Key, error) {
	if s.cfg.Ledger == nil {
		return ledger.Key{}, ledger.ErrKey
	}
	return s.cfg.Ledger.Authenticate(r.Context(), secret)
}

func (s *Server) unauthorized(c *call, detail string) {
	c.Header().Set("WWW-Authenticate", `Bearer realm="lanewise"`)
	s.problem(c, http.StatusUnauthorized, "unauthorized", detail)
}

// secretOf takes the key out of a request; several is true where it has more than one, which two programs could read
// differently.
func secretOf(r *http.Request) (secret string, several bool) {
	bearer, plain := r.Header["Authorization"], r.Header["X-Api-Key"]
	if len(bearer)+len(plain) > 1 {
		return "", true
	}
	if len(plain) == 1 {
		return plain[0], false
	}
	if len(bearer) == 0 {
		return "", false
	}
	scheme, secret, _ := strings.Cut(bearer[0], " ")
	if !strings.EqualFold(scheme, "Bearer") || secret == "" {
		return "", true
	}
	return strings.TrimSpace(secret), false
}
