package server

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestGateNeverLetsMoreInThanItHasPlaces(t *testing.T) {
	g := newGate(3, 5, time.Second)
	var inside, most, in, out atomic.Int64
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			for range 200 {
				if g.enter(context.Background()) != admitted {
					out.Add(1)
					continue
				}
				n := inside.Add(1)
				for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
				}
				in.Add(1)
				inside.Add(-1)
				g.leave()
			}
		})
	}
	wg.Wait()
	if most.Load() > 3 || in.Load()+out.Load() != 64*200 || g.busy() != 0 || g.waiting.Load() != 0 {
		t.Errorf("at most %d inside, %d in, %d out, %d busy, %d waiting", most.Load(), in.Load(), out.Load(), g.busy(), g.waiting.Load())
	}
}

func TestGateForgetsWhoLeft(t *testing.T) {
	g := newGate(1, 1, time.Hour)
	g.enter(context.Background())
	ctx, leave := context.WithCancel(context.Background())
	got := make(chan admission)
	go func() { got <- g.enter(ctx) }()
	for !g.full() {
		time.Sleep(time.Millisecond)
	}
	leave()
	if a := <-got; a != leftAlone || g.full() {
		t.Errorf("%v, full %v", a, g.full())
	}
}

func TestKeyRate(t *testing.T) {
	k := newKeyRates(100, 200)
	at := time.Unix(1_000_000, 0)
	take := func(n int) (ok int, wait time.Duration) {
		for range n {
			w, yes := k.take("a", at)
			if !yes {
				return ok, w
			}
			ok++
		}
		return ok, 0
	}
	if ok, wait := take(300); ok != 200 || wait != 10*time.Millisecond {
		t.Errorf("a burst of %d, then wait %v", ok, wait)
	}
	at = at.Add(time.Second)
	if ok, _ := take(300); ok != 100 {
		t.Errorf("%d in the next second", ok)
	}
	if _, ok := k.take("b", at); !ok {
		t.Error("another key pays for the first")
	}
	at = at.Add(time.Hour)
	if ok, _ := take(300); ok != 200 {
		t.Errorf("a burst of %d after an hour", ok)
	}
}

func TestKeyRateCountsConcurrentRequestsOnce(t *testing.T) {
	k := newKeyRates(1, 500)
	at := time.Unix(1_000_000, 0)
	var ok atomic.Int64
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			for range 100 {
				if _, yes := k.take("a", at); yes {
					ok.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if ok.Load() != 500 {
		t.Errorf("%d were let through, not 500", ok.Load())
	}
}

func TestFailuresOfAnAddress(t *testing.T) {
	at := time.Unix(1_000_000, 0)
	f := newFailures(10, func() time.Time { return at })
	for range 10 {
		if _, ok := f.allowed("x"); !ok {
			t.Fatal("refused too early")
		}
		f.add("x")
	}
	at = at.Add(20 * time.Second)
	if wait, ok := f.allowed("x"); ok || wait != 40*time.Second {
		t.Errorf("the eleventh: allowed %v, wait %v", ok, wait)
	}
	if _, ok := f.allowed("y"); !ok {
		t.Error("another address pays")
	}
	at = at.Add(40 * time.Second)
	if _, ok := f.allowed("x"); !ok {
		t.Error("refused after its minute")
	}
}

func TestFailuresAreForgotten(t *testing.T) {
	f := newFailures(10, time.Now)
	for i := range 3 * maxFailing {
		f.add(strconv.Itoa(i))
	}
	if len(f.from) > maxFailing {
		t.Errorf("%d addresses are remembered", len(f.from))
	}
}

func TestCallerOfFailures(t *testing.T) {
	for addr, want := range map[string]string{
		"192.0.2.7:80": "192.0.2.7", "[::ffff:192.0.2.7]:80": "192.0.2.7", "[2001:db8:1:2:3:4:5:6]:80": "2001:db8:1:2::/64",
		"[::1]:80": "::1", "[fe80::1%eth0]:80": "fe80::/64",
	} {
		if got := caller(&http.Request{RemoteAddr: addr}); got != want {
			t.Errorf("%s is %s, want %s", addr, got, want)
		}
	}
}

// BenchmarkRefusal is what turning a request away costs. Time stands still: a key that has used up its rate stays so however
// long it runs.
func BenchmarkRefusal(b *testing.B) {
	g := newGate(1, 0, 0)
	g.enter(context.Background())
	k := newKeyRates(1, 1)
	at := time.Now()
	k.take("a", at)
	b.ReportAllocs()
	for b.Loop() {
		if !g.full() {
			b.Fatal("not full")
		}
		if _, ok := k.take("a", at); ok {
			b.Fatal("let through")
		}
	}
}
