package server

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"time"
)

// call is one request on its way through the server, and the ResponseWriter of all handlers.
type call struct {
	http.ResponseWriter
	conn     *counted // nil = unknown
	id       string   // X-Request-Id
	route    *route   // nil where no operation is meant
	pathID   string   // {id} of the path
	instance string   // the path, for refusals
	start    time.Time
	key      string // id of the caller's key, "" = none
	status   int    // sent, 0 = none yet
	sent     int64  // bytes of the body
	place    bool   // one among the plans is kept for it
}

// WriteHeader implements http.ResponseWriter.
func (c *call) WriteHeader(status int) {
	if c.status == 0 || c.status < 200 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (c *call) Write(b []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(b)
	c.sent += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (c *call) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// maxRequestID is how long an id of the client's may be.
const maxRequestID = 128

// requestID is the client's id where it is one, else a new one.
func requestID(r *http.Request) string {
	if v := r.Header["X-Request-Id"]; len(v) == 1 && saneID(v[0]) {
		return v[0]
	}
	var b [12]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// saneID takes ids that are safe in a log, a header and a page.
func saneID(s string) bool {
	if s == "" || len(s) > maxRequestID {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '-', c == '_', c == '.', c == ':':
		default:
			return false
		}
	}
	return true
}
