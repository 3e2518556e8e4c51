package server

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/lanewise/lanewise/internal/ledger"
)

func (a *api) newKey(scopes ...ledger.Scope) (secret string, id string) {
	a.Helper()
	secret, k, err := a.ledger.CreateKey(a.Context(), "test", scopes, noon)
	if err != nil {
		a.Fatal(err)
	}
	a.server.keys.asked = time.Time{} // that there was none is believed for a second
	return secret, k.ID
}

func TestKeysAndScopes(t *testing.T) {
	a := newAPI(t)
	a.demand(200, nil, "POST", "/v1/quotes", belgium)
	quote, id := a.newKey(ScopeQuote)
	book, _ := a.newKey(ScopeBook)
	all, _ := a.newKey(ScopeQuote, ScopeBook, ScopeAdmin)
	got := a.demand(401, nil, "POST", "/v1/quotes", belgium)
	if got.header.Get("Www-Authenticate") == "" {
		t.Error("no WWW-Authenticate")
	}
	a.demand(200, nil, "GET", "/healthz", "")
	for _, c := range []struct {
		path, secret string
		status       int
	}{
		{"/v1/quotes", quote, 200},
		{"/v1/quotes", book, 403},
		{"/v1/quotes", all, 200},
		{"/v1/decisions", quote, 200},
		{"/v1/decisions", book, 403},
		{"/v1/shipments", quote, 403},
		{"/v1/shipments", book, 201},
		{"/v1/shipments", all, 201},
		{"/v1/outcomes", quote, 403},
		{"/v1/book/reload", quote, 403},
		{"/v1/book/reload", book, 403},
		{"/v1/book/reload", all, 200},
		{"/v1/quotes", "lw_" + strings.Repeat("A", 43), 401},
		{"/v1/quotes", "x", 401},
	} {
		body := belgium
		if strings.HasSuffix(c.path, "reload") {
			body = ""
		}
		a.demand(c.status, nil, "POST", c.path, body, "Authorization", "Bearer "+c.secret, "Idempotency-Key", "one")
		a.demand(c.status, nil, "POST", c.path, body, "X-Api-Key", c.secret, "Idempotency-Key", "one")
	}
	// Two keys, or another scheme, are read by nobody.
	a.demand(401, nil, "POST", "/v1/quotes", belgium, "Authorization", "Bearer "+quote, "X-Api-Key", quote)
	a.demand(401, nil, "POST", "/v1/quotes", belgium, "Authorization", "Basic "+quote)
	if err := a.ledger.RevokeKey(t.Context(), id, noon); err != nil {
		t.Fatal(err)
	}
	a.demand(401, nil, "POST", "/v1/quotes", belgium, "Authorization", "Bearer "+quote)
}

// A key is asked for before anything of the body is looked at.
func TestKeysComeBeforeTheBody(t *testing.T) {
	a := newAPI(t)
	a.newKey(ScopeQuote)
	a.demand(401, nil, "POST", "/v1/quotes", "no JSON", "Content-Type", "text/plain")
	a.demand(401, nil, "POST", "/v1/quotes", strings.Repeat(" ", 100<<10))
}

func TestOthersAreRefused(t *testing.T) {
	a := newAPI(t)
	for _, host := range []string{"evil.example", "evil.example:8080", "10.0.0.1", "127.0.0.1.evil.example", "localhost.evil.example"} {
		a.demand(403, nil, "GET", "/v1/book", "", "Host", host)
		a.demand(403, nil, "GET", "/", "", "Host", host)
	}
	for _, host := range []string{"localhost", "LOCALHOST:1", "127.0.0.1", "127.9.9.9:80", "[::1]:80", "[::1]"} {
		a.demand(200, nil, "GET", "/v1/book", "", "Host", host)
	}
	// Another page's script can send requests without asking first, so they are refused by what browsers say of them.
	a.demand(403, nil, "POST", "/v1/book/reload", "", "Origin", "https://evil.example")
	a.demand(403, nil, "POST", "/v1/book/reload", "", "Sec-Fetch-Site", "cross-site")
	a.demand(200, nil, "POST", "/v1/book/reload", "", "Sec-Fetch-Site", "same-origin")
	r := httptest.NewRequest("GET", "http://127.0.0.1/v1/book", nil)
	r.RemoteAddr = "192.0.2.1:1234"
	w := httptest.NewRecorder()
	a.server.Handler().ServeHTTP(w, r)
	if w.Code != 403 || !strings.Contains(w.Body.String(), "not_loopback") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// A public server never answers without a key, also when there is none left.
func TestPublicNeedsKeys(t *testing.T) {
	a := newAPI(t, func(c *Config) { c.Public = true })
	a.demand(401, nil, "GET", "/v1/book", "", "Host", "shop.example")
	secret, _ := a.newKey(ScopeQuote)
	a.demand(200, nil, "GET", "/v1/book", "", "Host", "shop.example", "X-Api-Key", secret)
}
