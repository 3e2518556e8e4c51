package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// tally is which keys were sent, and which were acknowledged as which shipment.
type tally struct {
	mu           sync.Mutex
	sent         map[string]int    // how often
	acknowledged map[string]string // shipments
	again        int               // keys acknowledged that were sent more than once
}

func newTally() *tally { return &tally{sent: map[string]int{}, acknowledged: map[string]string{}} }

// book sends a booking and says whether it was acknowledged.
func (t *tally) book(client *http.Client, url, body, key string) bool {
	t.mu.Lock()
	t.sent[key]++
	t.mu.Unlock()
	at, ok := post(client, url+"/v1/shipments", body, key)
	if !ok {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.acknowledged[key] = at[strings.LastIndexByte(at, '/')+1:]
	if t.sent[key] > 1 {
		t.again++
	}
	return true
}

// size is how many keys were acknowledged.
func (t *tally) size() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.acknowledged)
}

// booked is what an export says of bookings.
type booked struct {
	shipments map[string][]string // ids by key
	entries   map[string]int      // bookings counted by shipment
}

// readBooked reads an export of a ledger.
func readBooked(export []byte) (booked, error) {
	have := booked{map[string][]string{}, map[string]int{}}
	lines := bufio.NewScanner(bytes.NewReader(export))
	lines.Buffer(nil, 1<<24)
	ended := false
	for lines.Scan() {
		var l struct {
			Shipment *struct {
				ID  string `json:"id"`
				Key string `json:"idempotency_key"`
			}
			Entry *struct{ Kind, Shipment string }
			End   *struct{}
		}
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return have, fmt.Errorf("the export: %w", err)
		}
		switch {
		case l.Shipment != nil:
			have.shipments[l.Shipment.Key] = append(have.shipments[l.Shipment.Key], l.Shipment.ID)
		case l.Entry != nil && l.Entry.Kind == "booking":
			have.entries[l.Entry.Shipment]++
		}
		ended = l.End != nil
	}
	if err := lines.Err(); err != nil {
		return have, err
	}
	if !ended {
		return have, fmt.Errorf("the export is cut off")
	}
	return have, nil
}

// difference is what a ledger has that it should not, and what it lacks: keys, and shipments for the counted.
type difference struct {
	lost    []string // acknowledged, and not in the ledger as the shipment acknowledged
	twice   []string // several shipments of one key, or one that was not counted exactly once
	strange []string // in the ledger, and never sent
}

// compare holds what clients know against what the ledger has.
func (t *tally) compare(have booked) (d difference) {
	known := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(have.shipments)) {
		ids := have.shipments[key]
		if t.sent[key] == 0 {
			d.strange = append(d.strange, key)
		}
		if len(ids) > 1 {
			d.twice = append(d.twice, key)
		}
		for _, id := range ids {
			known[id] = true
			if n := have.entries[id]; n != 1 {
				d.twice = append(d.twice, fmt.Sprintf("%s counted %d times", key, n))
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(have.entries)) {
		if !known[id] {
			d.strange = append(d.strange, "an entry of "+id)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(t.acknowledged)) {
		if !slices.Contains(have.shipments[key], t.acknowledged[key]) {
			d.lost = append(d.lost, key)
		}
	}
	return d
}

func (d difference) String() string {
	return fmt.Sprintf("%d lost, %d not exactly once, %d never sent", len(d.lost), len(d.twice), len(d.strange))
}

// examples are lines about what is wrong.
func (d difference) examples() (lines []string) {
	for _, kind := range []struct {
		what string
		of   []string
	}{{"lost", d.lost}, {"not exactly once", d.twice}, {"never sent", d.strange}} {
		if len(kind.of) > 0 {
			lines = append(lines, kind.what+": "+strings.Join(kind.of[:min(len(kind.of), 5)], ", "))
		}
	}
	return lines
}
