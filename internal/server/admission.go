package server

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// gate lets a number of requests work at once and some more wait a short while. To refuse costs two atomic operations.
type gate struct {
	slots   chan struct{}
	waiting atomic.Int64
	queue   int64
	wait    time.Duration
}

func newGate(slots, queue int, wait time.Duration) *gate {
	return &gate{slots: make(chan struct{}, slots), queue: int64(queue), wait: wait}
}

// full tells that a request which came now would be refused, so that nobody need read its body. With no free slot and no
// room to wait the answer may be outdated at once; enter decides.
func (g *gate) full() bool {
	return len(g.slots) == cap(g.slots) && g.waiting.Load() >= g.queue
}

// admission is what became of a request at a gate.
type admission uint8

const (
	admitted  admission = iota
	queueFull           // nobody may wait any more
	waitedOut           // waited as long as allowed
	leftAlone           // the client went away
	ended               // the server takes no more
)

// enter takes a slot, after a wait if need be. Whoever is admitted must call leave.
func (g *gate) enter(ctx context.Context) admission {
	select {
	case g.slots <- struct{}{}:
		return admitted
	default:
	}
	if g.waiting.Add(1) > g.queue {
		g.waiting.Add(-1)
		return queueFull
	}
	defer g.waiting.Add(-1)
	t := time.NewTimer(g.wait)
	defer t.Stop()
	select {
	case g.slots <- struct{}{}:
		return admitted
	case <-t.C:
		return waitedOut
	case <-ctx.Done():
		return leftAlone
	}
}

func (g *gate) leave() { <-g.slots }

// busy is how many work now.
func (g *gate) busy() int { return len(g.slots) }

// keyRates holds every key to a number of requests a second. There are as many entries as keys were ever created, since
// only callers whose key was found get here.
type keyRates struct {
	gap   int64 // nanoseconds between requests of one key, over time
	burst int64 // how far a key may run ahead, in nanoseconds
	keys  sync.Map
}

func newKeyRates(perSecond, burst int) *keyRates {
	gap := int64(time.Second) / int64(perSecond)
	return &keyRates{gap: gap, burst: gap * int64(burst)}
}

// take counts a request of a key at a time, or says how long the caller should wait. One number a key suffices: the time at
// which its allowance would be whole again (GCRA).
func (k *keyRates) take(key string, at time.Time) (wait time.Duration, ok bool) {
	v, found := k.keys.Load(key)
	if !found {
		v, _ = k.keys.LoadOrStore(key, new(atomic.Int64))
	}
	whole, now := v.(*atomic.Int64), at.UnixNano()
	for {
		old := whole.Load()
		// No key runs ahead further than its burst: an allowance beyond that is from before the clock was set back.
		next := max(old, now) + k.gap
		if old > now+k.burst {
			next = now + k.gap
		}
		if ahead := next - now - k.burst; ahead > 0 {
			return time.Duration(ahead), false
		}
		if whole.CompareAndSwap(old, next) {
			return 0, true
		}
	}
}

// failures counts wrong keys by address, in minutes of its own for each address.
type failures struct {
	most int
	now  func() time.Time

	mu   sync.Mutex
	from map[string]*failing
}

type failing struct {
	since time.Time
	n     int
}

// maxFailing is how many addresses are remembered. When more fail within a minute, those whose minute is over are
// forgotten, or else all: memory is bounded before guesses are, since no number of guesses finds 32 random bytes.
const maxFailing = 10_000

func newFailures(perMinute int, now func() time.Time) *failures {
	return &failures{most: perMinute, now: now, from: map[string]*failing{}}
}

// allowed tells whether an address may try another key, else how long it has to wait.
func (f *failures) allowed(addr string) (wait time.Duration, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	at := f.from[addr]
	if at == nil || at.n < f.most {
		return 0, true
	}
	if left := time.Minute - f.now().Sub(at.since); left > 0 {
		return left, false
	}
	delete(f.from, addr)
	return 0, true
}

// add counts a wrong key.
func (f *failures) add(addr string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.now()
	at := f.from[addr]
	if at == nil || now.Sub(at.since) >= time.Minute {
		if at == nil && len(f.from) >= maxFailing {
			f.forget(now)
		}
		at = &failing{since: now}
		f.from[addr] = at
	}
	at.n++
}

func (f *failures) forget(now time.Time) {
	for addr, at := range f.from {
		if now.Sub(at.since) >= time.Minute {
			delete(f.from, addr)
		}
	}
	if len(f.from) >= maxFailing {
		clear(f.from)
	}
}
