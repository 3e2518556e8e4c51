package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lanewise/lanewise/internal/ledger"
)

// noon is the time of all tests that do not say otherwise: the 23rd in the sample book's timezone.
var noon = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

// api is a server under test, with a ledger of its own.
type api struct {
	*testing.T
	server *Server
	http   *httptest.Server
	ledger *ledger.Ledger
	header http.Header // of every request
	check  *document   // answers are held against openapi.json
}

func newAPI(t *testing.T, change ...func(*Config)) *api {
	t.Helper()
	l, err := ledger.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	cfg := Config{Ledger: l, Now: func() time.Time { return noon }}
	for _, f := range change {
		f(&cfg)
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(s.Handler())
	t.Cleanup(h.Close)
	return &api{t, s, h, l, http.Header{}, openDocument(t)}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// call sends a request. Headers are pairs of name and value.
func (a *api) call(method, path, body string, headers ...string) answer {
	a.Helper()
	r, err := http.NewRequest(method, a.http.URL+path, strings.NewReader(body))
	if err != nil {
		a.Fatal(err)
	}
	r.Header = a.header.Clone()
	if body != "" && r.Header.Get("Content-Type") == "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		} else {
			r.Header[headers[i]] = append(r.Header[headers[i]], headers[i+1])
		}
		if headers[i] == "Content-Type" {
			r.Header["Content-Type"] = r.Header["Content-Type"][len(r.Header["Content-Type"])-1:]
		}
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		a.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		a.Fatalf("%s %s: reading the answer: %v", method, path, err)
	}
	got := answer{resp.StatusCode, resp.Header, string(text)}
	a.check.holds(a.T, method, path, got)
	return got
}

// demand is call that must end with a status, its body read into v where that is not nil.
func (a *api) demand(status int, v any, method, path, body string, headers ...string) answer {
	a.Helper()
	got := a.call(method, path, body, headers...)
	if got.status != status {
		a.Fatalf("%s %s: status %d, want %d\n%s", method, path, got.status, status, got.body)
	}
	if v != nil {
		if err := json.Unmarshal([]byte(got.body), v); err != nil {
			a.Fatalf("%s %s: %v\n%s", method, path, err, got.body)
		}
	}
	return got
}

// belgium is an order that the sample book ships with an offline service under the contract WB_QUARTER.
const belgium = `{"order_id":"A-1","country":"BE","postcode":"1037","weight_g":650,"value":"45.57","currency":"EUR","attributes":["clothing"],"promised_days":25,"hs6_count":3}`

func TestADecisionNamesWhatItWasPricedAt(t *testing.T) {
	a := newAPI(t)
	var d struct {
		Status   string
		Choice   struct{ Service string }
		PricedAt PricedAt `json:"priced_at"`
	}
	a.demand(200, &d, "POST", "/v1/decisions", belgium)
	b := a.server.state.Load().book
	if d.Status != "ship" || d.Choice.Service != "WB_WBPHFZ" {
		t.Errorf("decision %s %s", d.Status, d.Choice.Service)
	}
	if d.PricedAt.BookHash != b.Hash || d.PricedAt.ShipDate != "2026-11-23" || len(d.PricedAt.Volumes) != len(b.Contracts) {
		t.Errorf("priced_at %+v", d.PricedAt)
	}
	if v := d.PricedAt.Volumes[0]; v != (Volume{"YT_MONTHLY", "2650", "861.4", "88200.5"}) {
		t.Errorf("volume %+v", v)
	}
	if d.PricedAt.Shop != (Shop{4200, 126, "6"}) {
		t.Errorf("shop %+v", d.PricedAt.Shop)
	}
}

func TestQuotesShowEveryService(t *testing.T) {
	a := newAPI(t)
	var q struct {
		Quotes []struct{ Service, Reason string }
	}
	a.demand(200, &q, "POST", "/v1/quotes", belgium)
	if got, want := len(q.Quotes), len(a.server.state.Load().book.Services); got != want {
		t.Errorf("%d quotes, want one for each of %d services", got, want)
	}
}

func TestAnOrderWithoutServiceIsAnswered(t *testing.T) {
	a := newAPI(t)
	var d struct{ Status, Message string }
	a.demand(200, &d, "POST", "/v1/decisions", `{"country":"AQ","weight_g":"100"}`)
	if d.Status != "none" || d.Message == "" {
		t.Errorf("%+v", d)
	}
}

func TestTheDayIsThatOfTheBook(t *testing.T) {
	// 23 November 18:00 in London is the 24th in Shanghai.
	a := newAPI(t, func(c *Config) { c.Now = func() time.Time { return noon.Add(14 * time.Hour) } })
	got := a.demand(200, nil, "POST", "/v1/quotes", belgium)
	if !strings.Contains(got.body, `"ship_date":"2026-11-24"`) {
		t.Error(got.body)
	}
}

func TestBookInfoHealthAndDocuments(t *testing.T) {
	a := newAPI(t)
	var b BookInfo
	a.demand(200, &b, "GET", "/v1/book", "")
	if b.Hash != a.server.state.Load().book.Hash || b.Currency != "CNY" || len(b.Editions) == 0 || len(b.Warnings) == 0 {
		t.Errorf("%+v", b)
	}
	if !slices.Contains(b.Services, ServiceName{"AE_STD", "AliExpress Standard Shipping", "online"}) || !slices.Contains(b.Attributes, "battery") ||
		!slices.IsSorted(b.Attributes) || !slices.ContainsFunc(b.Rules, func(r RuleName) bool { return r.Rule == "us_5usd_level" && r.Reason != "" }) {
		t.Errorf("names: %+v %v %+v", b.Services, b.Attributes, b.Rules)
	}
	for _, path := range []string{"/healthz", "/readyz", "/openapi.json", "/metrics", "/"} {
		a.demand(200, nil, "GET", path, "")
		if got := a.demand(200, nil, "HEAD", path, ""); got.body != "" {
			t.Errorf("HEAD %s has a body", path)
		}
	}
	a.server.closing.Store(true)
	a.demand(503, nil, "GET", "/readyz", "")
	a.demand(200, nil, "GET", "/healthz", "")
}

// failed is a ledger whose last write to disk failed, once it was broken.
type failed struct {
	Ledger
	broken *atomic.Bool
}

func (f failed) Healthy() error {
	if f.broken.Load() {
		return errors.New("disk full")
	}
	return nil
}

// After a failed write bookings stop, and the service says so to whoever looks after it; prices are still given, and so is
// the answer to a booking that is there.
func TestUnhealthyLedger(t *testing.T) {
	var broken atomic.Bool
	a := newAPI(t, func(c *Config) { c.Ledger = failed{c.Ledger, &broken} })
	first := a.demand(201, nil, "POST", "/v1/shipments", belgium, "Idempotency-Key", "before")
	broken.Store(true)
	a.demand(503, nil, "GET", "/healthz", "")
	a.demand(503, nil, "GET", "/readyz", "")
	a.demand(200, nil, "POST", "/v1/decisions", belgium)
	a.demand(503, nil, "POST", "/v1/shipments", belgium, "Idempotency-Key", "k")
	again := a.demand(201, nil, "POST", "/v1/shipments", belgium, "Idempotency-Key", "before")
	if again.body != first.body || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("the booking asked again is answered %v\n%s\nand was\n%s", again.header, again.body, first.body)
	}
	a.demand(409, nil, "POST", "/v1/shipments", strings.Replace(belgium, "650", "651", 1), "Idempotency-Key", "before")
	a.demand(503, nil, "POST", first.header.Get("Location")+"/cancel", "")
	broken.Store(false) // nothing was stored meanwhile
	if got := a.volume("WB_QUARTER").Parcels; got != "1181" {
		t.Errorf("%s parcels", got)
	}
	a.demand(201, nil, "POST", "/v1/shipments", belgium, "Idempotency-Key", "k")
}

func TestContracts(t *testing.T) {
	a := newAPI(t)
	var c Contracts
	a.demand(200, &c, "GET", "/v1/contracts", "")
	if len(c.Contracts) != 5 {
		t.Fatalf("%+v", c)
	}
	yt := c.Contracts[0]
	want := Contract{
		Contract: "YT_MONTHLY", Name: "YunExpress monthly ladder", Period: "month", Measure: "parcels", Mode: "all_units",
		Volume: Counts{"2650", "861.4", "88200.5"}, Tier: Tier{From: "1000", Percent: "3", On: "weight"},
		Next: &Next{Tier{From: "3000", Percent: "6", On: "weight"}, "350"}, Earns: "3 % of the weight part of the freight",
	}
	if yt.Next == nil || *yt.Next != *want.Next {
		t.Errorf("next %+v, want %+v", yt.Next, want.Next)
	}
	if yt.Next = want.Next; yt != want {
		t.Errorf("%+v, want %+v", yt, want)
	}
	if c.Contracts[4].Period != "rolling:364" {
		t.Errorf("period %s", c.Contracts[4].Period)
	}
}

func TestRequestIDs(t *testing.T) {
	a := newAPI(t)
	if got := a.demand(200, nil, "GET", "/healthz", "", "X-Request-Id", "web-1.2:3_4"); got.header.Get("X-Request-Id") != "web-1.2:3_4" {
		t.Error(got.header)
	}
	for _, id := range []string{"", "a b", `"x"`, "<b>", strings.Repeat("a", 129)} {
		got := a.demand(200, nil, "GET", "/healthz", "", "X-Request-Id", id)
		if made := got.header.Get("X-Request-Id"); made == id || !saneID(made) {
			t.Errorf("%q became %q", id, made)
		}
	}
	var p Problem
	a.demand(404, &p, "GET", "/none", "", "X-Request-Id", "mine")
	if p.RequestID != "mine" || p.Instance != "/none" || p.Type != "urn:lanewise:problem:not_found" {
		t.Errorf("%+v", p)
	}
}

func TestAServerWithoutALedgerPricesAndBooksNothing(t *testing.T) {
	a := newAPI(t, func(c *Config) { c.Ledger = nil })
	a.demand(200, nil, "POST", "/v1/decisions", belgium)
	a.demand(503, nil, "POST", "/v1/shipments", belgium, "Idempotency-Key", "k")
	if _, err := a.server.live(context.Background()); err != nil {
		t.Error(err)
	}
}
