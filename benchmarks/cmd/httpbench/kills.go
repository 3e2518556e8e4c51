package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// bookers is how many clients book at a time while the server is killed.
const bookers = 8

// kills kills the server while it books, again and again. Every key is sent until it is acknowledged, over deaths, so in the
// end the ledger must have each exactly once, under the shipment that was acknowledged, and no other.
func (b *bench) kills() error {
	return b.ledgers(func(name, ledger string, _ int) error {
		name = strings.TrimSuffix(name, ", 3 servers") // here it is one
		t := newTally()
		begun := time.Now()
		if err := b.killed(ledger, t); err != nil {
			return err
		}
		export, err := b.exported(ledger)
		if err != nil {
			return err
		}
		have, err := readBooked(export)
		if err != nil {
			return err
		}
		d := t.compare(have)
		b.figure(fmt.Sprintf("kill -9 under booking, %d rounds: %s", b.rounds, name),
			fmt.Sprintf("%d keys acknowledged, %d of them only after a repetition; %d in the ledger; %s", len(t.acknowledged), t.again, len(have.shipments), d),
			"0 lost, 0 twice")
		for _, line := range d.examples() {
			b.note("**kill**: %s", line)
		}
		b.note("Kill on %s: %d rounds took %.0f s.", name, b.rounds, time.Since(begun).Seconds())
		return nil
	})
}

// killed books over so many deaths of the server as there are rounds, and ends with all that was sent acknowledged.
func (b *bench) killed(ledger string, t *tally) error {
	s, err := b.serve(ledger)
	if err != nil {
		return err
	}
	_, body, err := b.bookable(s, t)
	if err != nil {
		s.kill()
		return err
	}
	var at atomic.Pointer[process]
	at.Store(s)
	over := make(chan struct{})
	var wg sync.WaitGroup
	for w := range bookers {
		wg.Go(func() { bookUntil(over, &at, body, w, t) })
	}
	for round := range b.rounds {
		moment(round, t)
		at.Load().kill()
		if s, err = b.serve(ledger); err != nil {
			break
		}
		at.Store(s)
	}
	close(over)
	if err != nil {
		return err // the workers end with this program
	}
	wg.Wait()
	s.kill()
	return nil
}

// moment waits until a server is to be killed: three times of four while it books, some time after it has acknowledged something,
// so that no round shows nothing; else within moments of its start, when all that was cut off before is being repeated.
func moment(round int, t *tally) {
	if round%4 == 3 {
		time.Sleep(rand.N(50 * time.Millisecond))
		return
	}
	before := t.size()
	for deadline := time.Now().Add(10 * time.Second); t.size() == before && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(rand.N(800 * time.Millisecond))
}

// bookUntil books with one key after the other, each until it is acknowledged, until told to stop.
func bookUntil(over chan struct{}, at *atomic.Pointer[process], body string, worker int, t *tally) {
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{}}
	for n := 0; ; n++ {
		select {
		case <-over:
			return
		default:
		}
		key := fmt.Sprintf("k%d-%d", worker, n)
		for !t.book(client, at.Load().url, body, key) {
			time.Sleep(5 * time.Millisecond)
		}
	}
}
