package server

import (
	"net/http"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/internal/ledger"
)

// The scopes of keys. None implies another.
const (
	ScopeQuote = ledger.Quote     // prices, decisions, contracts
	ScopeBook  = ledger.BookScope // bookings, cancellations, outcomes
	ScopeAdmin = ledger.Admin     // the rate book
)

// class is how much of the machine a route may take; limits go by it.
type class uint8

const (
	free      class = iota // health, metrics, documents: never queued
	pricing                // one order
	booking                // one change of the ledger
	batches                // a stream of orders
	plannings              // a batch that is planned after the answer
	results                // what was made before, as a stream
)

// route is one operation of the API.
type route struct {
	name   string // for metrics and logs; bounded
	method string
	path   string       // with {id} where a segment is the client's
	scope  ledger.Scope // "" = open to everybody who is allowed to connect
	class  class
	query  []string // parameters allowed
	lists  []string // those of them that may stand several times
	handle func(*Server, *call, *http.Request)
}

// routes are all operations, in the order of the documentation.
func routes() []*route {
	return append([]*route{
		{name: "quotes", method: "POST", path: "/v1/quotes", scope: ScopeQuote, class: pricing, handle: (*Server).quotes},
		{name: "decisions", method: "POST", path: "/v1/decisions", scope: ScopeQuote, class: pricing, handle: (*Server).decisions},
		{name: "batch", method: "POST", path: "/v1/decisions/batch", scope: ScopeQuote, class: batches, query: []string{"format", "for"}, handle: (*Server).batch},
		{name: "make_plan", method: "POST", path: "/v1/plans", scope: ScopeQuote, class: plannings, query: planQuery, lists: []string{"max_share"}, handle: (*Server).makePlan},
		{name: "plan", method: "GET", path: "/v1/plans/{id}", scope: ScopeQuote, handle: (*Server).plan},
		{name: "plan_decisions", method: "GET", path: "/v1/plans/{id}/decisions", scope: ScopeQuote, class: results, query: []string{"format"}, handle: (*Server).planDecisions},
		{name: "cancel_plan", method: "POST", path: "/v1/plans/{id}/cancel", scope: ScopeQuote, handle: (*Server).cancelPlan},
		{name: "ship", method: "POST", path: "/v1/shipments", scope: ScopeBook, class: booking, handle: (*Server).ship},
		{name: "shipment", method: "GET", path: "/v1/shipments/{id}", scope: ScopeBook, handle: (*Server).shipment},
		{name: "cancel", method: "POST", path: "/v1/shipments/{id}/cancel", scope: ScopeBook, class: booking, handle: (*Server).cancel},
		{name: "contracts", method: "GET", path: "/v1/contracts", scope: ScopeQuote, handle: (*Server).contracts},
		{name: "outcomes", method: "POST", path: "/v1/outcomes", scope: ScopeBook, class: booking, handle: (*Server).outcome},
		{name: "book", method: "GET", path: "/v1/book", scope: ScopeQuote, handle: (*Server).bookInfo},
		{name: "reload", method: "POST", path: "/v1/book/reload", scope: ScopeAdmin, handle: (*Server).reload},
		{name: "healthz", method: "GET", path: "/healthz", handle: (*Server).healthz},
		{name: "readyz", method: "GET", path: "/readyz", handle: (*Server).readyz},
	}, documentRoutes()...)
}

// resource is what stands at one path: its operations by method.
type resource struct {
	handlers map[string]http.Handler
	routes   map[string]*route
	allow    string
}

// resources puts the operations of every path together.
func (s *Server) resources(all []*route) {
	s.paths = map[string]*resource{}
	for _, rt := range all {
		at := s.paths[rt.path]
		if at == nil {
			at = &resource{handlers: map[string]http.Handler{}, routes: map[string]*route{}}
			s.paths[rt.path] = at
		}
		at.handlers[rt.method], at.routes[rt.method] = s.chain(rt), rt
		if rt.method == http.MethodGet {
			at.handlers[http.MethodHead], at.routes[http.MethodHead] = at.handlers[rt.method], rt
		}
	}
	for _, at := range s.paths {
		var methods []string
		for m := range at.handlers {
			methods = append(methods, m)
		}
		slices.Sort(methods)
		at.allow = strings.Join(methods, ", ")
	}
}

const (
	shipmentsPath = "/v1/shipments/"
	plansPath     = "/v1/plans/"
)

// collections are the paths below which a segment is the client's.
var collections = []string{shipmentsPath, plansPath}

// find gives the resource at a path and the client's segment of it. A path is taken as it is: nothing in it is cleaned or
// decoded, so that no proxy in front can read it differently.
func (s *Server) find(path string) (at *resource, id string) {
	if at := s.paths[path]; at != nil && !strings.Contains(path, "{") {
		return at, ""
	}
	for _, prefix := range collections {
		rest, ok := strings.CutPrefix(path, prefix)
		if !ok {
			continue
		}
		id, action, more := strings.Cut(rest, "/")
		switch {
		case id == "":
			return nil, ""
		case !more:
			return s.paths[prefix+"{id}"], id
		}
		return s.paths[prefix+"{id}/"+action], id
	}
	return nil, ""
}
