//go:build unix

package main

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/lanewise/lanewise/internal/pgtest"
)

// belgian is an order that the sample book ships on the contract WB_QUARTER.
const belgian = `{"order_id":"A-1","country":"BE","weight_g":650,"value":"45.57","currency":"EUR","attributes":["clothing"],"promised_days":25,"ship_date":"2026-06-02","hs6_count":3}`

// replied is an answer read whole.
type replied struct {
	status int
	header http.Header
	body   string
}

// post sends a body, with an idempotency key unless that is "".
func (s served) post(t *testing.T, path, key, body string) replied {
	t.Helper()
	r, err := http.NewRequest("POST", s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Error(err)
		return replied{}
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Error(err)
	}
	return replied{resp.StatusCode, resp.Header, string(text)}
}

func (r replied) want(t *testing.T, status int, says string) {
	t.Helper()
	if r.status != status || !strings.Contains(r.body, says) {
		t.Errorf("%d, want %d with %s: %s", r.status, status, says, r.body)
	}
}

// volume is what /v1/contracts says of a contract: its parcels, kg and spend.
func (s served) volume(t *testing.T, contract string) string {
	t.Helper()
	var all struct {
		Contracts []struct {
			Contract string
			Volume   struct{ Parcels, Kg, Spend string }
		}
	}
	if err := json.Unmarshal([]byte(s.get(t, "/v1/contracts")), &all); err != nil {
		t.Fatal(err)
	}
	for _, c := range all.Contracts {
		if c.Contract == contract {
			return strings.Join([]string{c.Volume.Parcels, c.Volume.Kg, c.Volume.Spend}, " ")
		}
	}
	t.Fatalf("no contract %s", contract)
	return ""
}

// comesTo waits until a replica has seen what another one booked, which takes it a moment.
func (s served) comesTo(t *testing.T, contract, volume string) {
	t.Helper()
	got := ""
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if got = s.volume(t, contract); got == volume {
			return
		}
	}
	t.Errorf("the volume of %s is %s, want %s", contract, got, volume)
}

// replicas are two servers on one database.
func replicas(t *testing.T) (dsn string, a, b served, ok bool) {
	t.Helper()
	if dsn, ok = pgtest.DSN(t); ok {
		a, b = serve(t, "--ledger", dsn), serve(t, "--ledger", dsn)
	}
	return dsn, a, b, ok
}

// What one replica books the other one knows, repeats and takes back, also when the first is gone.
func TestReplicasShareALedger(t *testing.T) {
	dsn, a, b, ok := replicas(t)
	if !ok {
		return
	}
	empty := a.volume(t, "WB_QUARTER")
	b.comesTo(t, "WB_QUARTER", empty)
	first := a.post(t, "/v1/shipments", "k1", belgian)
	first.want(t, 201, `"service":"WB_WBPHFZ","contract":"WB_QUARTER"`)
	at := first.header.Get("Location")
	one := a.volume(t, "WB_QUARTER")
	if one == empty {
		t.Fatalf("a booking leaves the volume at %s", one)
	}
	b.comesTo(t, "WB_QUARTER", one)
	if got := b.get(t, at); got != first.body {
		t.Errorf("the other replica answers %s, not %s", got, first.body)
	}

	again := b.post(t, "/v1/shipments", "k1", belgian)
	if again.status != 201 || again.body != first.body || again.header.Get("Idempotency-Replayed") != "true" || again.header.Get("Location") != at {
		t.Errorf("the repeat at the other replica: %+v", again)
	}
	b.post(t, "/v1/shipments", "k1", strings.Replace(belgian, "650", "651", 1)).want(t, 409, "key_reused")
	a.comesTo(t, "WB_QUARTER", one)

	// A killed replica takes nothing with it.
	a.cmd.Process.Kill()
	a.cmd.Wait()
	b.post(t, at+"/cancel", "", "").want(t, 200, `"status":"cancelled"`)
	b.comesTo(t, "WB_QUARTER", empty)
	a = serve(t, "--ledger", dsn)
	if got := a.get(t, at); !strings.Contains(got, `"status":"cancelled"`) {
		t.Error(got)
	}
	a.post(t, at+"/cancel", "", "").want(t, 409, "cancelled")
	if got := a.post(t, "/v1/shipments", "k1", belgian); got.status != 201 || got.body != first.body {
		t.Errorf("the repeat of what was cancelled: %+v", got)
	}
	a.comesTo(t, "WB_QUARTER", empty)
	endWell(t, dsn, a, b)
}

// Keys that reach both replicas at once are booked once, and every booking is priced behind the one before it.
func TestReplicasAtOnce(t *testing.T) {
	dsn, a, b, ok := replicas(t)
	if !ok {
		return
	}
	const n = 12
	before := a.volume(t, "WB_QUARTER") // 1,180 parcels to begin with, as the book says
	var answers [2][n]replied
	var wg sync.WaitGroup
	for who, s := range []served{a, b} {
		wg.Go(func() {
			for i := range n {
				answers[who][i] = s.post(t, "/v1/shipments", "key-"+string(rune('a'+i)), belgian)
			}
		})
	}
	wg.Wait()
	replays, ids, pricedAt := 0, map[string]bool{}, map[string]bool{}
	for i := range n {
		x, y := answers[0][i], answers[1][i]
		x.want(t, 201, `"service":"WB_WBPHFZ","contract":"WB_QUARTER"`)
		if x.body != y.body || y.status != 201 {
			t.Errorf("one key, two answers: %+v and %+v", x, y)
		}
		for _, r := range []replied{x, y} {
			if r.header.Get("Idempotency-Replayed") == "true" {
				replays++
			}
		}
		ids[x.header.Get("Location")] = true
		pricedAt[regexp.MustCompile(`"priced_at":.*"contract":"WB_QUARTER","parcels":"([0-9]+)"`).FindString(x.body)] = true
	}
	if replays != n || len(ids) != n || len(pricedAt) != n {
		t.Errorf("%d keys sent twice became %d shipments, priced at %d volumes, with %d replays", n, len(ids), len(pricedAt), replays)
	}
	for _, s := range []served{a, b} {
		s.comesTo(t, "WB_QUARTER", "1192 384.8 50443.4")
	}
	for id := range ids {
		b.post(t, id+"/cancel", "", "").want(t, 200, `"status":"cancelled"`)
	}
	a.comesTo(t, "WB_QUARTER", before)
	endWell(t, dsn, a, b)
}

// endWell stops servers in good order and checks their ledger.
func endWell(t *testing.T, dsn string, all ...served) {
	t.Helper()
	for _, s := range all {
		s.cmd.Process.Signal(syscall.SIGTERM)
		ends(t, s.cmd, exitDone)
	}
	if out, err := program(t, "ledger", "verify", "--ledger", dsn).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
