package server

import (
	_ "embed"
	"net/http"

	"github.com/lanewise/lanewise/internal/web"
)

// openapi describes the API. A test compares it with the operations there are and with their answers.
//
//go:embed openapi.json
var openapi []byte

func (s *Server) openapiDocument(c *call, _ *http.Request) { c.answer(http.StatusOK, openapi) }

// documentRoutes are the operations that are no part of the API proper.
func documentRoutes() []*route {
	out := []*route{
		{name: "openapi", method: "GET", path: "/openapi.json", handle: (*Server).openapiDocument},
		{name: "metrics", method: "GET", path: "/metrics", handle: func(s *Server, c *call, r *http.Request) { s.metricsHandler().ServeHTTP(c, r) }},
	}
	page := web.Handler()
	for _, path := range web.Paths() {
		out = append(out, &route{name: "page", method: "GET", path: path, handle: func(_ *Server, c *call, r *http.Request) { page.ServeHTTP(c, r) }})
	}
	return out
}
