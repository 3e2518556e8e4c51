package server

import (
	"context"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/lanewise/lanewise/internal/ledger"
)

func TestDefaultLimitsAreThePromisedOnes(t *testing.T) {
	want := Limits{
		Headers: 16384, Body: 65536, Batch: 67108864,
		ReadHeader: 5 * time.Second, Read: 15 * time.Second, Write: 30 * time.Second, Idle: 60 * time.Second,
		BatchTime: 600 * time.Second, BatchStall: 30 * time.Second, BatchRate: 8192,
		Connections: 2048, InFlight: 8 * runtime.GOMAXPROCS(0), Batches: 4, Queue: 256, QueueWait: 100 * time.Millisecond,
		Plans: 1, PlanQueue: 8, PlanOrders: 200000, PlanTime: 60 * time.Second, PlanKeep: 3600 * time.Second, PlansKept: 64, PlanBytes: 536870912,
		KeyRate: 100, KeyBurst: 200, AuthFailures: 10,
		Linger: 500 * time.Millisecond, Drain: 20 * time.Second, Stop: 25 * time.Second,
	}
	if got := (Limits{}).withDefaults(); got != want {
		t.Errorf("got %+v", got)
	}
	if err := want.Check(); err != nil {
		t.Error(err)
	}
}

func TestLimitsThatMakeNoSense(t *testing.T) {
	for _, l := range []Limits{
		{Headers: 8191},
		{Drain: 26 * time.Second},
		{Stop: 19 * time.Second},
		{Linger: 21 * time.Second},
		{KeyRate: 1e6 + 1},
		{Queue: -1},
		{Read: 4 * time.Second},
		{AuthFailures: 2e6},
		{Plans: -1},
		{PlanBytes: -1},
		{Body: -1},
		{BatchRate: 1<<30 + 1},
	} {
		if l.Check() == nil {
			t.Errorf("%+v is taken", l)
		}
	}
}

func TestHeadAtItsLimitAndOneAbove(t *testing.T) {
	s := up(t, Config{})
	room := 16<<10 - len(head("GET", "/healthz", "X: "))
	s.say(t, head("GET", "/healthz", "X: "+strings.Repeat("a", room))).want(t, 200, "")
	answer := s.say(t, head("GET", "/healthz", "X: "+strings.Repeat("a", room+1)))
	if answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("status %d", answer.StatusCode)
	}
}

func TestBodyAtItsLimitAndOneAbove(t *testing.T) {
	s := up(t, Config{})
	fill := func(n int) string { return sampleOrder + strings.Repeat(" ", n-len(sampleOrder)) }
	chunked := func(body string) string {
		return head("POST", "/v1/decisions", "Content-Type: application/json", "Transfer-Encoding: chunked") +
			strconv.FormatInt(int64(len(body)), 16) + "\r\n" + body + "\r\n0\r\n\r\n"
	}
	s.say(t, post("/v1/decisions", "application/json", fill(64<<10))).want(t, 200, "")
	s.say(t, chunked(fill(64<<10))).want(t, 200, "")
	for _, text := range []string{post("/v1/decisions", "application/json", fill(64<<10+1)), chunked(fill(64<<10 + 1))} {
		answer := s.say(t, text)
		answer.want(t, 413, "body_too_large")
		if !answer.Close {
			t.Error("the connection stays, with the rest of the body in it")
		}
	}
}

// csvOrders is a file of exactly n bytes.
func csvOrders(t *testing.T, n int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("order_id,country,weight_g,value,currency\n")
	for i := 0; b.Len() < n-80; i++ {
		b.WriteString("A" + strconv.Itoa(i) + ",DE,500,20.00,USD\n")
	}
	last := ",DE,500,20.00,USD\n"
	b.WriteString("Z" + strings.Repeat("z", n-b.Len()-len(last)-1) + last)
	if b.Len() != n {
		t.Fatalf("made %d bytes, not %d", b.Len(), n)
	}
	return b.String()
}

func TestBatchAtItsLimitAndOneAbove(t *testing.T) {
	for _, limit := range []int{3000, inMemory - 1, inMemory, inMemory + 1, 2*inMemory + 77} { // in memory and through a file
		s := up(t, Config{Limits: Limits{Batch: int64(limit)}})
		body := csvOrders(t, limit)
		answer := s.say(t, post("/v1/decisions/batch", "text/csv", body))
		answer.want(t, 200, "")
		if rows, want := strings.Count(answer.body, "\n"), strings.Count(body, "\n"); rows != want {
			t.Errorf("limit %d: %d lines for %d", limit, rows, want)
		}
		s.say(t, post("/v1/decisions/batch", "text/csv", body+"\n")).want(t, 413, "body_too_large")
		chunked := head("POST", "/v1/decisions/batch", "Content-Type: text/csv", "Transfer-Encoding: chunked") +
			strconv.FormatInt(int64(limit+1), 16) + "\r\n" + body + "\n\r\n0\r\n\r\n"
		s.say(t, chunked).want(t, 413, "body_too_large")
	}
}

func TestConnectionsAtTheirLimitAndOneAbove(t *testing.T) {
	s := up(t, Config{Limits: Limits{Connections: 3}})
	first := s.dial(t)
	for range 2 {
		s.dial(t)
	}
	io.WriteString(first, decision())
	hear(t, first).want(t, 200, "")
	s.say(t, decision()).want(t, 503, "overloaded")
	first.Close()
	for deadline := time.Now().Add(10 * time.Second); ; { // the server sees the close a moment later
		answer := s.say(t, decision())
		if answer.StatusCode == 200 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("a connection that ended keeps its place")
		}
	}
}

func TestOrdersInFlightAndTheQueue(t *testing.T) {
	s := up(t, Config{Limits: Limits{InFlight: 2, Queue: 1, QueueWait: time.Minute}})
	for range 2 {
		if got := s.quick.enter(context.Background()); got != admitted {
			t.Fatal("no slot")
		}
	}
	waiting := make(chan reply)
	go func() { waiting <- s.say(t, decision()) }()
	for s.quick.waiting.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	// The queue is full: refused without a look at the body, of which only the length was sent so far.
	c := s.dial(t)
	io.WriteString(c, head("POST", "/v1/quotes", "Content-Type: application/json", "Content-Length: 60000"))
	hear(t, c).want(t, 503, "overloaded")
	s.say(t, head("GET", "/readyz")).want(t, 200, "")
	s.quick.leave()
	(<-waiting).want(t, 200, "")
	s.say(t, decision()).want(t, 200, "") // the slot came back
	s.quick.leave()
	if s.quick.busy() != 0 || s.quick.waiting.Load() != 0 {
		t.Errorf("%d slots are taken, %d wait", s.quick.busy(), s.quick.waiting.Load())
	}
}

func TestWhoWaitsTooLongIsRefused(t *testing.T) {
	s := up(t, Config{Limits: Limits{InFlight: 1, Queue: 1, QueueWait: 20 * time.Millisecond}})
	s.quick.enter(context.Background())
	s.say(t, decision()).want(t, 503, "overloaded")
	s.quick.leave()
	s.say(t, decision()).want(t, 200, "")
}

func TestBatchesAtTheirLimitAndOneAbove(t *testing.T) {
	s := up(t, Config{Limits: Limits{Batches: 2}})
	s.bulk.enter(context.Background())
	batch := post("/v1/decisions/batch", "text/csv", csvOrders(t, 500))
	s.say(t, batch).want(t, 200, "")
	s.bulk.enter(context.Background())
	s.say(t, batch).want(t, 503, "overloaded")
	s.bulk.leave()
	s.say(t, batch).want(t, 200, "")
}

// keyed is a server with a key for everything.
func keyed(t *testing.T, cfg Config) (s *running, bearer string) {
	t.Helper()
	l, err := ledger.Open(context.Background(), t.TempDir()+"/ledger.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	secret, _, err := l.CreateKey(context.Background(), "test", ledger.Scopes(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	cfg.Ledger = l
	return up(t, cfg), "Authorization: Bearer " + secret
}

func TestRateOfAKey(t *testing.T) {
	s, bearer := keyed(t, Config{Limits: Limits{KeyRate: 1, KeyBurst: 3}})
	for range 3 {
		s.say(t, decision(bearer)).want(t, 200, "")
	}
	c := s.dial(t) // the body is not waited for
	io.WriteString(c, head("POST", "/v1/decisions", bearer, "Content-Type: application/json", "Content-Length: 60000"))
	hear(t, c).want(t, 429, "too_many_requests")
	s.say(t, head("GET", "/v1/book", bearer)).want(t, 429, "too_many_requests")
	s.say(t, head("GET", "/healthz")).want(t, 200, "")
}

func TestCallersWithoutKeyAreNotLimited(t *testing.T) {
	s := up(t, Config{Limits: Limits{KeyRate: 1, KeyBurst: 1}})
	for range 5 {
		s.say(t, decision()).want(t, 200, "")
	}
}

func TestWrongKeysFromOneAddress(t *testing.T) {
	s, good := keyed(t, Config{Limits: Limits{AuthFailures: 3}})
	for range 3 {
		s.say(t, decision("Authorization: Bearer lw_wrong")).want(t, 401, "unauthorized")
	}
	answer := s.say(t, decision("X-Api-Key: lw_wrong"))
	answer.want(t, 429, "too_many_requests")
	if wait, _ := strconv.Atoi(answer.Header.Get("Retry-After")); wait < 30 || wait > 60 {
		t.Errorf("Retry-After is %d, of a minute that has just begun", wait)
	}
	s.say(t, head("GET", "/healthz")).want(t, 200, "")
	s.say(t, decision(good)).want(t, 200, "") // whatever else comes from its address
}
