package server

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// Problem is the body of every refusal: problem+json of RFC 9457 with what is wrong in the request, all of it.
type Problem struct {
	Type      string  `json:"type"` // urn:lanewise:problem:CODE
	Title     string  `json:"title"`
	Status    int     `json:"status"`
	Detail    string  `json:"detail,omitempty"`
	Instance  string  `json:"instance"` // the path asked for
	RequestID string  `json:"request_id"`
	Errors    []Fault `json:"errors,omitempty"`
}

// Fault is one thing wrong with a request.
type Fault struct {
	Pointer string `json:"pointer"` // RFC 6901, into the body; "" = the body as a whole
	Code    string `json:"code"`
	Detail  string `json:"detail"`
}

// titles are the problems by their code. A code is what a program goes by; its title is for people.
var titles = map[string]string{
	"bad_request":          "The request is not one that can be read",
	"malformed_body":       "The body is not in the form that is asked for",
	"unknown_parameter":    "The query has a parameter that the operation does not know",
	"bad_parameter":        "The query asks for what cannot be",
	"too_many_orders":      "The batch has more orders than a plan may have",
	"no_plan":              "There is no such plan",
	"no_decisions":         "The plan has no decisions",
	"not_acceptable":       "The decisions were not kept in that form",
	"invalid_order":        "The order cannot be priced",
	"invalid_body":         "The body says what cannot be",
	"unauthorized":         "A key is needed",
	"forbidden":            "The key does not allow this",
	"foreign_host":         "The server is not called by this name",
	"not_loopback":         "Without keys the server answers this machine alone",
	"cross_origin":         "The request comes from a page of another origin",
	"not_found":            "There is nothing at this path",
	"no_shipment":          "There is no such shipment",
	"method_not_allowed":   "The path does not take this method",
	"missing_key":          "A booking needs an Idempotency-Key",
	"key_reused":           "The Idempotency-Key was used for another request",
	"not_shippable":        "The order is not to be shipped as it stands",
	"service_refused":      "The service cannot take the order",
	"already_cancelled":    "The shipment was cancelled before",
	"period_closed":        "The period of the shipment is closed",
	"outcome_conflict":     "The shipment has another outcome already",
	"body_too_large":       "The body is larger than is allowed",
	"unsupported_media":    "The body has a content type that is not read here",
	"unsupported_encoding": "The body is in an encoding that is not read here",
	"refused_book":         "The rate book has errors; the one in force stays",
	"book_changing":        "The rate book is changing; the one in force stays",
	"too_many_requests":    "Too many requests",
	"overloaded":           "The server has no room at the moment",
	"unavailable":          "The service cannot answer at the moment",
	"internal":             "Something went wrong in the server",
}

// problem refuses a request.
func (s *Server) problem(c *call, status int, code, detail string, faults ...Fault) {
	p := Problem{
		Type: "urn:lanewise:problem:" + code, Title: titles[code], Status: status, Detail: detail,
		Instance: c.instance, RequestID: c.id, Errors: faults,
	}
	h := c.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if (status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable) && h.Get("Retry-After") == "" {
		h.Set("Retry-After", "1")
	}
	body := marshal(p)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.WriteHeader(status)
	c.conn.together(func() { c.Write(body) })
}

func (s *Server) notFound(w http.ResponseWriter, r *http.Request) {
	s.problem(w.(*call), http.StatusNotFound, "not_found", "no operation has this path; /openapi.json lists them")
}

func (s *Server) methodNotAllowed(w http.ResponseWriter, r *http.Request) {
	s.problem(w.(*call), http.StatusMethodNotAllowed, "method_not_allowed", "the path takes "+w.Header().Get("Allow"))
}

// marshal writes what has a fixed form; & < > stay as they are.
func marshal(v any) []byte {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic("server: " + err.Error()) // strings, numbers and lists of them always encode
	}
	return []byte(b.String())
}

// answer sends a JSON body.
func (c *call) answer(status int, body []byte) {
	h := c.Header()
	h["Content-Type"] = jsonType
	h["Cache-Control"] = noStore
	h["X-Content-Type-Options"] = nosniff
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	c.WriteHeader(status)
	c.Write(body)
}

var (
	jsonType = []string{"application/json"}
	noStore  = []string{"no-store"}
	nosniff  = []string{"nosniff"}
)

// pointerTo is the JSON pointer to a member of the body.
func pointerTo(name string) string {
	if name == "" {
		return ""
	}
	return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}
