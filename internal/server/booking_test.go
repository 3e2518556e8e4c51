package server

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lanewise/lanewise/internal/ledger"
)

func (a *api) volume(contract string) Counts {
	a.Helper()
	var c Contracts
	a.demand(200, &c, "GET", "/v1/contracts", "")
	for _, x := range c.Contracts {
		if x.Contract == contract {
			return x.Volume
		}
	}
	a.Fatalf("no contract %s", contract)
	return Counts{}
}

func TestIdempotencyKeys(t *testing.T) {
	a := newAPI(t)
	for _, key := range []string{"", " ", "a b", "ä", strings.Repeat("a", 256), "a\tb"} {
		a.demand(400, nil, "POST", "/v1/shipments", belgium, "Idempotency-Key", key)
	}
	a.demand(400, nil, "POST", "/v1/shipments", belgium)
	a.demand(400, nil, "POST", "/v1/shipments", belgium, "Idempotency-Key", "a", "Idempotency-Key", "b")
	a.demand(201, nil, "POST", "/v1/shipments", belgium, "Idempotency-Key", strings.Repeat("~", 255))
}

func TestReplayGivesTheSameBytes(t *testing.T) {
	a := newAPI(t)
	before := a.volume("WB_QUARTER")
	var b Shipment
	first := a.demand(201, &b, "POST", "/v1/shipments", belgium, "Idempotency-Key", "k1")
	if first.header.Get("Location") != "/v1/shipments/"+b.ID || first.header.Get("Idempotency-Replayed") != "" {
		t.Error(first.header)
	}
	if b.Service != "WB_WBPHFZ" || b.Contract != "WB_QUARTER" || b.Period != "2026-Q4" || b.Counts != (Counts{"1", "0.65", "61.95"}) {
		t.Errorf("%+v", b)
	}
	after := a.volume("WB_QUARTER")
	if before != (Counts{"1180", "377", "49700"}) || after != (Counts{"1181", "377.65", "49761.95"}) {
		t.Errorf("volume %+v, then %+v", before, after)
	}
	// The same order spelt in another way is the same request.
	spelt := strings.Replace(belgium, `"order_id":"A-1",`, "", 1)
	spelt = strings.Replace(spelt, "}", ` , "order_id":"A-1" }`, 1)
	for _, body := range []string{belgium, spelt} {
		again := a.demand(201, nil, "POST", "/v1/shipments", body, "Idempotency-Key", "k1")
		if again.body != first.body || again.header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("replayed %q\n%s\n%s", again.header.Get("Idempotency-Replayed"), again.body, first.body)
		}
	}
	a.demand(409, nil, "POST", "/v1/shipments", strings.Replace(belgium, "650", "651", 1), "Idempotency-Key", "k1")
	a.demand(200, nil, "GET", "/v1/shipments/"+b.ID, "")
	var cancelled Shipment
	a.demand(200, &cancelled, "POST", "/v1/shipments/"+b.ID+"/cancel", "")
	if cancelled.Status != "cancelled" || cancelled.CancelledAt == "" || string(cancelled.Decision) != string(b.Decision) {
		t.Errorf("%+v", cancelled)
	}
	a.demand(409, nil, "POST", "/v1/shipments/"+b.ID+"/cancel", "")
	if got := a.volume("WB_QUARTER"); got != before {
		t.Errorf("after cancelling %+v, before %+v", got, before)
	}
	if again := a.demand(201, nil, "POST", "/v1/shipments", belgium, "Idempotency-Key", "k1"); again.body != first.body {
		t.Error("the replay of a cancelled booking differs from the first answer")
	}
	a.demand(404, nil, "GET", "/v1/shipments/shp_none", "")
	a.demand(404, nil, "POST", "/v1/shipments/shp_none/cancel", "")
}

func TestBookingAnInsistedService(t *testing.T) {
	a := newAPI(t)
	with := func(service string) string { return strings.Replace(belgium, "{", `{"service":"`+service+`",`, 1) }
	var b Shipment
	a.demand(201, &b, "POST", "/v1/shipments", with("AE_STD"), "Idempotency-Key", "k1")
	if b.Service != "AE_STD" {
		t.Errorf("%+v", b)
	}
	a.demand(409, nil, "POST", "/v1/shipments", with("YT_THPHR"), "Idempotency-Key", "k2")
	a.demand(422, nil, "POST", "/v1/shipments", with("NOBODY"), "Idempotency-Key", "k3")
	a.demand(422, nil, "POST", "/v1/shipments", with(""), "Idempotency-Key", "k4")
	a.demand(400, nil, "POST", "/v1/shipments", strings.Replace(belgium, "{", `{"service":1,`, 1), "Idempotency-Key", "k5")
	a.demand(400, nil, "POST", "/v1/quotes", with("AE_STD"))
}

func TestOrdersThatAreNotToBeShipped(t *testing.T) {
	a := newAPI(t)
	a.demand(422, nil, "POST", "/v1/shipments", `{"order_id":"A","country":"AQ","weight_g":1}`, "Idempotency-Key", "k1")
	a.demand(422, nil, "POST", "/v1/shipments", `{"country":"BE","weight_g":1}`, "Idempotency-Key", "k2")
	held := strings.Replace(belgium, `"45.57"`, `"450.57"`, 1)
	var p Problem
	a.demand(409, &p, "POST", "/v1/shipments", held, "Idempotency-Key", "k3")
	if !strings.Contains(p.Detail, "hold_eu_150") {
		t.Errorf("%+v", p)
	}
	a.demand(200, nil, "POST", "/v1/decisions", held)
	// Nothing was booked, so the keys are free.
	a.demand(201, nil, "POST", "/v1/shipments", belgium, "Idempotency-Key", "k1")
}

func TestATierReachedByABookingPricesTheNext(t *testing.T) {
	// One parcel below the tier at 3000.
	a := newAPI(t, func(c *Config) { c.BookPath = bookWith(t, "volumes.csv", "YT_MONTHLY,2650,", "YT_MONTHLY,2999,") })
	order := func(n int) string {
		return fmt.Sprintf(`{"order_id":"B-%d","country":"BE","weight_g":300,"service":"YT_THZXR"}`, n)
	}
	discount := func() string {
		var d struct {
			Quotes []struct{ Service, Discount, Reason string }
		}
		body := strings.Replace(order(1), `,"service":"YT_THZXR"`, "", 1)
		a.demand(200, &d, "POST", "/v1/quotes", body)
		for _, q := range d.Quotes {
			if q.Service == "YT_THZXR" && q.Reason == "" {
				return q.Discount
			}
		}
		t.Fatalf("YT_THZXR does not take %s", body)
		return ""
	}
	low := discount()
	a.demand(201, nil, "POST", "/v1/shipments", order(1), "Idempotency-Key", "k1")
	high := discount()
	if low == high || low == "0.00" {
		t.Errorf("discount %s below the tier, %s in it", low, high)
	}
	// Where nothing but bookings come, the tier is compiled by the first of them alone.
	a.demand(201, nil, "POST", "/v1/shipments", order(2), "Idempotency-Key", "k2")
	l := a.server.current.Load()
	a.demand(201, nil, "POST", "/v1/shipments", order(3), "Idempotency-Key", "k3")
	if next := a.server.current.Load(); next == l || next.engine != l.engine {
		t.Error("a booking compiled the book again")
	}
}

func TestOutcomesMoveTheScore(t *testing.T) {
	a := newAPI(t)
	var b Shipment
	a.demand(201, &b, "POST", "/v1/shipments", belgium, "Idempotency-Key", "k1")
	report := func(result, more string) string {
		return `{"shipment":"` + b.ID + `","result":"` + result + `"` + more + `}`
	}
	var o Outcome
	for range 2 { // the same again changes nothing
		a.demand(200, &o, "POST", "/v1/outcomes", report("delivered", `,"low_score":true`))
		if o.Shop != (Shop{4201, 127, "6"}) || !o.LowScore {
			t.Errorf("%+v", o)
		}
	}
	a.demand(409, nil, "POST", "/v1/outcomes", report("lost", ""))
	a.demand(409, nil, "POST", "/v1/shipments/"+b.ID+"/cancel", "")
	for body, status := range map[string]int{
		`{}`: 422, report("broken", ""): 422, report("lost", `,"low_score":"true"`): 400, report("lost", `,"low_score":null`): 400,
		report("lost", `,"result":"lost"`): 400, report("lost", `,"note":"x"`): 400, `{"shipment":"shp_x","result":"lost"}`: 404,
		report("lost", `,"country":"US"`): 400, `null`: 400,
	} {
		a.demand(status, nil, "POST", "/v1/outcomes", body)
	}
}

// A new period begins for a server that runs on.
func TestAPeriodEnds(t *testing.T) {
	now := noon
	var mu sync.Mutex
	a := newAPI(t, func(c *Config) { c.Now = func() time.Time { mu.Lock(); defer mu.Unlock(); return now } })
	var b Shipment
	a.demand(201, &b, "POST", "/v1/shipments", belgium, "Idempotency-Key", "k1")
	mu.Lock()
	now = noon.AddDate(0, 2, 0)
	mu.Unlock()
	time.Sleep(maxAge)
	if got := a.volume("WB_QUARTER"); got != (Counts{"0", "0", "0"}) {
		t.Errorf("a new quarter stands at %+v", got)
	}
	a.demand(409, nil, "POST", "/v1/shipments/"+b.ID+"/cancel", "")
}

func TestManyBookAtOnce(t *testing.T) {
	a := newAPI(t)
	const clients, keys = 8, 12
	var wg sync.WaitGroup
	var mu sync.Mutex
	bodies := map[string]string{}
	for c := range clients {
		wg.Go(func() {
			for k := range keys {
				key := fmt.Sprint("k", (k+c)%keys)
				body := strings.Replace(belgium, "A-1", "A-"+key, 1)
				got := a.call("POST", "/v1/shipments", body, "Idempotency-Key", key)
				mu.Lock()
				if before, ok := bodies[key]; got.status != 201 || ok && before != got.body {
					t.Errorf("%s: %d %s", key, got.status, got.body)
				}
				bodies[key] = got.body
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if got := a.volume("WB_QUARTER").Parcels; got != fmt.Sprint(1180+keys) {
		t.Errorf("%s parcels after %d bookings asked for %d times each", got, keys, clients)
	}
	wrong, err := a.ledger.Verify(t.Context())
	if err != nil || len(wrong) > 0 {
		t.Errorf("%v %v", wrong, err)
	}
}

var _ Ledger = (*ledger.Ledger)(nil)
