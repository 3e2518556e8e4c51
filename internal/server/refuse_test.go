package server

import (
	"encoding/json"
	"strings"
	"testing"
)

// faulty is a request that must be refused, with the pointers to what is wrong, in order.
type faulty struct {
	name     string
	body     string
	status   int
	pointers []string
}

const long = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" // 65

var faultyOrders = []faulty{
	// The form: 400.
	{"empty", " ", 400, []string{""}},
	{"null", "null", 400, []string{""}},
	{"a list", `[{"country":"US","weight_g":1}]`, 400, []string{""}},
	{"a text", `"US"`, 400, []string{""}},
	{"cut off", `{"country":"US"`, 400, []string{""}},
	{"trailing data", `{"country":"US","weight_g":1} {}`, 400, []string{""}},
	{"trailing comma", `{"country":"US","weight_g":1,}`, 400, []string{""}},
	{"not UTF-8", "{\"country\":\"US\",\"weight_g\":1,\"postcode\":\"\xff\"}", 400, []string{""}},
	{"NUL", "{\"country\":\"US\",\"weight_g\":1,\"postcode\":\"\x00\"}", 400, []string{""}},
	{"byte order mark", "\ufeff{\"country\":\"US\",\"weight_g\":1}", 400, []string{""}},
	{"lone surrogate", `{"country":"US","weight_g":1,"postcode":"\ud800"}`, 400, []string{""}},
	{"too deep", `{"country":"US","weight_g":1,"x":` + strings.Repeat("[", 32) + strings.Repeat("]", 32) + `}`, 400, []string{""}},
	{"unknown member", `{"country":"US","weight_g":1,"colour":"red"}`, 400, []string{"/colour"}},
	{"a pointer is escaped", `{"country":"US","weight_g":1,"a/b~c":"red"}`, 400, []string{"/a~1b~0c"}},
	{"repeated member", `{"country":"US","country":"DE","weight_g":1}`, 400, []string{"/country"}},
	{"repeated by escape", `{"country":"US","c\u006funtry":"DE","weight_g":1}`, 400, []string{"/country"}},
	{"case variant", `{"Country":"US","weight_g":1}`, 400, []string{"/Country", "/country"}},
	{"long s", `{"country":"US","weight_g":1,"ſhip_date":"2026-01-01"}`, 400, []string{"/ſhip_date"}},
	{"columns of articles", `{"country":"US","weight_g":1,"sku":"a","quantity":"2"}`, 400, []string{"/sku", "/quantity"}},
	{"float weight", `{"country":"US","weight_g":350.5}`, 400, []string{"/weight_g"}},
	{"exponent", `{"country":"US","weight_g":1e3}`, 400, []string{"/weight_g"}},
	{"float value", `{"country":"US","weight_g":1,"value":12.5}`, 400, []string{"/value"}},
	{"number for a text", `{"country":"US","weight_g":1,"postcode":10115}`, 400, []string{"/postcode"}},
	{"true", `{"country":true,"weight_g":1}`, 400, []string{"/country"}},
	{"list for a text", `{"country":["US"],"weight_g":1}`, 400, []string{"/country"}},
	{"list of more than texts", `{"country":"US","weight_g":1,"attributes":[1]}`, 400, []string{"/attributes"}},
	{"everything at once", `{"country":"XX","weight_g":-1.5,"colour":"red","value":"1,5"}`, 400, []string{"/weight_g", "/colour", "/country", "/value"}},
	// The meaning: 422.
	{"nothing", `{}`, 422, []string{"/country", "/weight_g"}},
	{"null members", `{"country":null,"weight_g":null}`, 422, []string{"/country", "/weight_g"}},
	{"unknown country", `{"country":"UK","weight_g":1}`, 422, []string{"/country"}},
	{"country by name", `{"country":"Germany","weight_g":1}`, 422, []string{"/country"}},
	{"no weight", `{"country":"US"}`, 422, []string{"/weight_g"}},
	{"weight 0", `{"country":"US","weight_g":0}`, 422, []string{"/weight_g"}},
	{"negative weight", `{"country":"US","weight_g":-1}`, 422, []string{"/weight_g"}},
	{"weight over 10 t", `{"country":"US","weight_g":10000001}`, 422, []string{"/weight_g"}},
	{"two weights", `{"country":"US","weight_g":1,"weight_kg":"1"}`, 422, []string{"/weight_kg"}},
	{"unit", `{"country":"US","weight_g":"350g"}`, 422, []string{"/weight_g"}},
	{"exponent in a text", `{"country":"US","weight_g":"1e3"}`, 422, []string{"/weight_g"}},
	{"hex", `{"country":"US","weight_g":"0x10"}`, 422, []string{"/weight_g"}},
	{"underscore", `{"country":"US","weight_g":"1_000"}`, 422, []string{"/weight_g"}},
	{"grouping", `{"country":"US","weight_g":"1,000"}`, 422, []string{"/weight_g"}},
	{"other digits", `{"country":"US","weight_g":"٣"}`, 422, []string{"/weight_g"}},
	{"partial size", `{"country":"US","weight_g":1,"length_cm":"10"}`, 422, []string{"/width_cm", "/height_cm"}},
	{"size 0", `{"country":"US","weight_g":1,"length_cm":"0","width_cm":"1","height_cm":"1"}`, 422, []string{"/length_cm"}},
	{"size over 1000", `{"country":"US","weight_g":1,"length_cm":"1000.1","width_cm":"1","height_cm":"1"}`, 422, []string{"/length_cm"}},
	{"decimal comma", `{"country":"US","weight_g":1,"value":"12,5"}`, 422, []string{"/value"}},
	{"negative value", `{"country":"US","weight_g":1,"value":"-1"}`, 422, []string{"/value"}},
	{"value too large", `{"country":"US","weight_g":1,"value":"1000000000"}`, 422, []string{"/value"}},
	{"more digits than yen", `{"country":"US","weight_g":1,"value":"1.5","currency":"JPY"}`, 422, []string{"/value"}},
	{"unknown currency", `{"country":"US","weight_g":1,"value":"1","currency":"RMB"}`, 422, []string{"/currency"}},
	{"a day that is not", `{"country":"US","weight_g":1,"ship_date":"2026-02-29"}`, 422, []string{"/ship_date"}},
	{"another date form", `{"country":"US","weight_g":1,"ship_date":"23.11.2026"}`, 422, []string{"/ship_date"}},
	{"long id", `{"order_id":"` + long + `","country":"US","weight_g":1}`, 422, []string{"/order_id"}},
	{"control character", `{"order_id":"a\u0007b","country":"US","weight_g":1}`, 422, []string{"/order_id"}},
	{"long postcode", `{"country":"US","weight_g":1,"postcode":"12345678901234567"}`, 422, []string{"/postcode"}},
	{"33 attributes", `{"country":"US","weight_g":1,"attributes":"` + strings.Repeat("a|", 32) + `a"}`, 422, []string{"/attributes"}},
	{"no customs code", `{"country":"US","weight_g":1,"hs6_count":0}`, 422, []string{"/hs6_count"}},
	{"negative days", `{"country":"US","weight_g":1,"promised_days":-1}`, 422, []string{"/promised_days"}},
}

func TestFaultyOrdersAreRefusedWithPointers(t *testing.T) {
	a := newAPI(t)
	for _, path := range []string{"/v1/quotes", "/v1/decisions", "/v1/shipments"} {
		for _, f := range faultyOrders {
			var p Problem
			got := a.demand(f.status, &p, "POST", path, f.body, "Idempotency-Key", "k")
			var pointers []string
			for _, e := range p.Errors {
				pointers = append(pointers, e.Pointer)
				if e.Code == "" || e.Detail == "" {
					t.Errorf("%s: %+v says too little", f.name, e)
				}
			}
			if strings.Join(pointers, " ") != strings.Join(f.pointers, " ") || len(pointers) != len(f.pointers) {
				t.Errorf("%s: blamed %q, want %q\n%s", f.name, pointers, f.pointers, got.body)
			}
		}
	}
}

// At the limits an order is taken.
func TestOrdersAtTheirLimits(t *testing.T) {
	a := newAPI(t)
	for _, body := range []string{
		`{"order_id":"` + long[1:] + `","country":"US","weight_g":1}`,
		`{"country":"US","weight_g":10000000}`,
		`{"country":"US","weight_g":1,"postcode":"1234567890123456"}`,
		`{"country":"US","weight_g":"1","length_cm":"1000","width_cm":"1000","height_cm":"1000"}`,
		`{"country":"US","weight_g":1,"value":"999999999.99"}`,
		`{"country":"US","weight_kg":"0.35","promised_days":"12.5","hs6_count":2}`,
		`{"country":"us","weight_g":" 350 ","attributes":["battery","clothing"]}`,
		`{"country":"US","weight_g":1,"attributes":"` + strings.Repeat("a|", 31) + `a"}`,
		"\r\n {\"country\" : \"US\" ,\t\"weight_g\" : 1}\n ",
	} {
		a.demand(200, nil, "POST", "/v1/decisions", body)
	}
}

func TestRequestsOfAnotherForm(t *testing.T) {
	a := newAPI(t)
	for _, r := range []struct {
		name, method, path, body string
		header                   []string
		status                   int
		code                     string
	}{
		{"unknown path", "GET", "/v1/nope", "", nil, 404, "not_found"},
		{"slash behind", "POST", "/v1/quotes/", belgium, nil, 404, "not_found"},
		{"doubled slash", "POST", "//v1/quotes", belgium, nil, 404, "not_found"},
		{"dots", "POST", "/v1/book/../quotes", belgium, nil, 404, "not_found"},
		{"escaped letter", "POST", "/v1/%71uotes", belgium, nil, 404, "not_found"},
		{"template", "GET", "/v1/shipments/{id}/cancel/", "", nil, 404, "not_found"},
		{"no id", "GET", "/v1/shipments/", "", nil, 404, "not_found"},
		{"GET of POST", "GET", "/v1/quotes", "", nil, 405, "method_not_allowed"},
		{"POST of GET", "POST", "/v1/book", "", nil, 405, "method_not_allowed"},
		{"OPTIONS", "OPTIONS", "/v1/quotes", "", nil, 405, "method_not_allowed"},
		{"TRACE", "TRACE", "/healthz", "", nil, 405, "method_not_allowed"},
		{"form", "POST", "/v1/quotes", "country=US", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "unsupported_media"},
		{"text", "POST", "/v1/quotes", belgium, []string{"Content-Type", "text/plain"}, 415, "unsupported_media"},
		{"UTF-16", "POST", "/v1/quotes", belgium, []string{"Content-Type", "application/json; charset=utf-16"}, 415, "unsupported_media"},
		{"packed", "POST", "/v1/quotes", belgium, []string{"Content-Encoding", "gzip"}, 415, "unsupported_encoding"},
		{"unknown parameter", "POST", "/v1/quotes?dry_run=1", belgium, nil, 400, "unknown_parameter"},
		{"bare question mark is none", "GET", "/v1/book?", "", nil, 200, ""},
		{"broken query", "GET", "/v1/book?a=%zz", "", nil, 400, "unknown_parameter"},
		{"semicolon", "GET", "/v1/book?a;b", "", nil, 400, "unknown_parameter"},
		{"batch by another name", "POST", "/v1/decisions/batch?Format=csv", "x", []string{"Content-Type", "text/csv"}, 400, "unknown_parameter"},
		{"batch parameter twice", "POST", "/v1/decisions/batch?format=csv&format=xlsx", "x", []string{"Content-Type", "text/csv"}, 400, "unknown_parameter"},
		{"batch format", "POST", "/v1/decisions/batch?format=table", "x", []string{"Content-Type", "text/csv"}, 400, "unknown_parameter"},
		{"reload with a body", "POST", "/v1/book/reload", "{}", nil, 400, "malformed_body"},
		{"charset is right", "POST", "/v1/quotes", belgium, []string{"Content-Type", "Application/JSON; charset=UTF-8"}, 200, ""},
	} {
		got := a.call(r.method, r.path, r.body, r.header...)
		var p Problem
		json.Unmarshal([]byte(got.body), &p)
		code := strings.TrimPrefix(p.Type, "urn:lanewise:problem:")
		if got.status != r.status || r.code != "" && code != r.code {
			t.Errorf("%s: %d %s, want %d %s\n%.300s", r.name, got.status, code, r.status, r.code, got.body)
		}
		if got.status == 405 && got.header.Get("Allow") == "" {
			t.Errorf("%s: no Allow", r.name)
		}
		if got.status >= 400 && (got.header.Get("Content-Type") != "application/problem+json" || p.Title == "") {
			t.Errorf("%s: %s %s", r.name, got.header.Get("Content-Type"), got.body)
		}
		for name := range got.header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s: %s would let other pages in", r.name, name)
			}
		}
	}
}

func TestBodiesAtTheLimit(t *testing.T) {
	a := newAPI(t)
	order := func(size int) string { return belgium + strings.Repeat(" ", size-len(belgium)) }
	a.demand(200, nil, "POST", "/v1/decisions", order(64<<10))
	var p Problem
	a.demand(413, &p, "POST", "/v1/decisions", order(64<<10+1))
	if p.Type != "urn:lanewise:problem:body_too_large" {
		t.Error(p)
	}
}
