package server

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// dated is an api whose clock a test sets.
func dated(t *testing.T, at time.Time, change ...func(*Config)) (a *api, set func(time.Time)) {
	var now atomic.Int64
	now.Store(at.UnixNano())
	clock := func(c *Config) { c.Now = func() time.Time { return time.Unix(0, now.Load()) } }
	a = newAPI(t, append(change, clock)...)
	return a, func(at time.Time) {
		now.Store(at.UnixNano())
		// What is priced may be as old as this; a booking never relies on it.
		a.server.changes.Add(1)
	}
}

// byYunExpress insists on a service of the contract YT_MONTHLY, whose tiers count parcels by the month.
func byYunExpress(n int) string {
	return fmt.Sprintf(`{"order_id":"P-%d","country":"BE","weight_g":300,"service":"YT_THZXR"}`, n)
}

// discountOf is what a decision takes off the freight of that service.
func (a *api) discountOf(decision []byte, service string) string {
	a.Helper()
	rest := string(decision)
	i := strings.Index(rest, `"service":"`+service+`"`)
	if i < 0 {
		a.Fatalf("%s is not in %s", service, decision)
	}
	_, rest, _ = strings.Cut(rest[i:], `"discount":"`)
	discount, _, _ := strings.Cut(rest, `"`)
	return discount
}

// A server runs over the end of a month, which ends when it does where the book is: bookings count in the new month from then on, the
// prices fall back to its tier, and what was booked before can be taken back no more.
func TestAMonthEndsOverHTTP(t *testing.T) {
	last := time.Date(2026, 11, 30, 15, 59, 59, 999_000_000, time.UTC) // in Shanghai
	a, set := dated(t, last)
	plain := strings.Replace(byYunExpress(1), `,"service":"YT_THZXR"`, "", 1)
	discount := func() string {
		return a.discountOf([]byte(a.demand(200, nil, "POST", "/v1/decisions", plain).body), "YT_THZXR")
	}
	var old, kept Shipment
	a.demand(201, &old, "POST", "/v1/shipments", byYunExpress(1), "Idempotency-Key", "old")
	a.demand(201, &kept, "POST", "/v1/shipments", byYunExpress(2), "Idempotency-Key", "kept")
	if old.Period != "2026-11" || a.volume("YT_MONTHLY").Parcels != "2652" {
		t.Errorf("%+v, %+v", old, a.volume("YT_MONTHLY"))
	}
	before := discount()
	a.demand(200, nil, "POST", "/v1/shipments/"+kept.ID+"/cancel", "")

	set(last.Add(time.Millisecond))
	if got := a.volume("YT_MONTHLY"); got != (Counts{"0", "0", "0"}) {
		t.Errorf("December begins at %+v", got)
	}
	if got := a.volume("WB_QUARTER").Parcels; got != "1180" { // which goes on
		t.Errorf("the quarter stands at %s parcels", got)
	}
	if after := discount(); before == "0.00" || after != "0.00" {
		t.Errorf("the discount was %s in November and is %s on the first of December", before, after)
	}
	var p Problem
	a.demand(409, &p, "POST", "/v1/shipments/"+old.ID+"/cancel", "")
	if !strings.HasSuffix(p.Type, "period_closed") {
		t.Errorf("%+v", p)
	}
	again := a.demand(201, nil, "POST", "/v1/shipments", byYunExpress(1), "Idempotency-Key", "old")
	if !strings.Contains(again.body, `"period":"2026-11"`) || again.header.Get("Idempotency-Replayed") != "true" {
		t.Errorf("asked again: %s", again.body)
	}

	var first Shipment
	a.demand(201, &first, "POST", "/v1/shipments", byYunExpress(3), "Idempotency-Key", "new")
	if first.Period != "2026-12" || a.discountOf(first.Decision, "YT_THZXR") != "0.00" || a.volume("YT_MONTHLY").Parcels != "1" {
		t.Errorf("%+v, %+v", first, a.volume("YT_MONTHLY"))
	}
	a.demand(200, nil, "POST", "/v1/shipments/"+first.ID+"/cancel", "")
	if got := a.volume("YT_MONTHLY"); got != (Counts{"0", "0", "0"}) {
		t.Errorf("after cancelling %+v", got)
	}
	a.sound()
}

// A clock that was set back into a month that has ended books nothing there. Prices are those of the day that it shows.
func TestTheClockIsSetBack(t *testing.T) {
	december := time.Date(2026, 12, 1, 4, 0, 0, 0, time.UTC)
	a, set := dated(t, noon)
	a.demand(201, nil, "POST", "/v1/shipments", byYunExpress(1), "Idempotency-Key", "november")
	set(december)
	a.demand(201, nil, "POST", "/v1/shipments", byYunExpress(2), "Idempotency-Key", "december")

	set(noon)
	if got := a.volume("YT_MONTHLY").Parcels; got != "2651" {
		t.Errorf("%s parcels in November", got)
	}
	var p Problem
	a.demand(409, &p, "POST", "/v1/shipments", byYunExpress(3), "Idempotency-Key", "late")
	if !strings.HasSuffix(p.Type, "period_closed") || !strings.Contains(p.Detail, "clock") {
		t.Errorf("%+v", p)
	}
	if got := a.volume("YT_MONTHLY").Parcels; got != "2651" {
		t.Errorf("%s parcels after a booking that was refused", got)
	}
	// An hour within the same month is no matter.
	set(december.Add(-time.Hour))
	a.demand(201, nil, "POST", "/v1/shipments", byYunExpress(3), "Idempotency-Key", "late")
	set(december)
	if got := a.volume("YT_MONTHLY").Parcels; got != "2" {
		t.Errorf("%s parcels in December", got)
	}
	a.sound()
}

// sound demands that the ledger's counters are the sums of its entries.
func (a *api) sound() {
	a.Helper()
	if wrong, err := a.ledger.Verify(a.Context()); err != nil || len(wrong) > 0 {
		a.Errorf("%v %v", wrong, err)
	}
}
