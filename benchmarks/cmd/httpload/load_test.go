package main

import (
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

func TestHistogramQuantiles(t *testing.T) {
	var h histogram
	var all []float64
	dice := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		d := time.Duration(dice.ExpFloat64() * 1e6)
		h.add(d)
		all = append(all, float64(d)/1e3)
	}
	slices.Sort(all)
	for _, q := range []float64{0, 0.5, 0.9, 0.99, 0.999} {
		want := all[int(q*20_000)]
		if got := h.quantile(q); got < want*0.99 || got > want*1.01+0.001 {
			t.Errorf("quantile %v is %v µs, want %v", q, got, want)
		}
	}
}

func TestSlotsHaveNoGaps(t *testing.T) {
	for n := uint64(0); n < 100_000; n++ {
		i := slot(n)
		if least(i) > n || least(i+1) <= n {
			t.Fatalf("%d is counted in slot %d, which is [%d, %d)", n, i, least(i), least(i+1))
		}
	}
}

// counting is a server that keeps what it was sent and refuses every fourth request.
type counting struct {
	mu     sync.Mutex
	bodies map[string]int
	keys   map[string]int
}

func (c *counting) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bodies[string(body)]++
	c.keys[r.Header.Get("Idempotency-Key")]++
	if len(c.keys)%4 == 0 {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	io.WriteString(w, "fine")
}

func TestLoadCountsWhatTheServerSaw(t *testing.T) {
	seen := &counting{bodies: map[string]int{}, keys: map[string]int{}}
	srv := httptest.NewServer(seen)
	defer srv.Close()
	file := filepath.Join(t.TempDir(), "bodies")
	if err := os.WriteFile(file, []byte("{\"id\":\"{n}\"}\n\n{\"id\":\"b{n}\"}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, rate := range []float64{0, 400} {
		l := load{connections: 3, rate: rate, duration: 300 * time.Millisecond, timeout: time.Second}
		if err := l.prepare(srv.URL+"/x", file, []string{"Idempotency-Key: k{n}"}); err != nil {
			t.Fatal(err)
		}
		clear(seen.bodies)
		clear(seen.keys)
		got := l.run()
		if len(got.Failed) > 0 || got.Requests == 0 || int(got.Requests) != len(seen.keys) || len(seen.bodies) != len(seen.keys) {
			t.Errorf("rate %v: %d requests, %d keys, %d bodies, failed %v", rate, got.Requests, len(seen.keys), len(seen.bodies), got.Failed)
		}
		if got.Status["200"]+got.Status["503"] != got.Requests || got.Status["503"] == 0 {
			t.Errorf("rate %v: status %v of %d", rate, got.Status, got.Requests)
		}
		if rate > 0 && got.Requests > 121 {
			t.Errorf("%d requests in 0.3 s are more than 400 a second", got.Requests)
		}
	}
}

func TestServerThatIsGone(t *testing.T) {
	srv := httptest.NewServer(http.NotFoundHandler())
	srv.Close()
	l := load{connections: 1, duration: 20 * time.Millisecond, timeout: time.Second}
	if err := l.prepare(srv.URL, "", nil); err != nil {
		t.Fatal(err)
	}
	if got := l.run(); got.Failed["connection refused"] == 0 || got.Requests != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestTemplateKeepsItsLength(t *testing.T) {
	u, _ := url.Parse("http://h/p?q=1")
	tmpl := newTemplate("POST", u, []string{"K: {n}"}, []byte("{n}{n}"))
	want := "POST /p?q=1 HTTP/1.1\r\nHost: h\r\nK: 000000000042\r\nContent-Length: 24\r\n\r\n000000000042000000000042"
	if got := string(tmpl.numbered(nil, 42)); got != want {
		t.Errorf("got %q", got)
	}
}
