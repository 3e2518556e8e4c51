package ledger_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/internal/ledger"
)

// keys are what clients said of idempotency keys: which they tried, which were acknowledged as booked, and which as cancelled.
type keys struct{ tried, done, back map[string]bool }

func newKeys() keys { return keys{map[string]bool{}, map[string]bool{}, map[string]bool{}} }

func (all keys) add(k *killed) {
	for _, key := range k.tried {
		all.tried[key] = true
	}
	maps.Copy(all.done, k.done)
	maps.Copy(all.back, k.back)
}

// exported is one shipment of an export, with how many entries count it.
type exported struct {
	ID     string `json:"id"`
	Key    string `json:"idempotency_key"`
	Status string `json:"status"`

	bookings, cancels int
}

// against holds an export against what was said: every key that was acknowledged is there exactly once, whatever is there was
// tried, and each shipment has one entry for its booking and one for its cancellation if it has been cancelled.
func (all keys) against(text string) (wrong []string) {
	found := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	byID, byKey := map[string]*exported{}, map[string]*exported{}
	for line := range strings.Lines(text) {
		var l struct {
			Shipment *exported
			Entry    *struct{ ID, Kind, Shipment string }
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			found("the export: %v", err)
		}
		if s := l.Shipment; s != nil { // all of them come before the first entry
			if byKey[s.Key] != nil {
				found("%s is there twice: %s and %s", s.Key, byKey[s.Key].ID, s.ID)
			}
			byID[s.ID], byKey[s.Key] = s, s
		}
		if e := l.Entry; e != nil && e.Shipment != "" {
			switch s := byID[e.Shipment]; {
			case s == nil:
				found("entry %s counts a shipment that is not there", e.ID)
			case e.Kind == "booking":
				s.bookings++
			default:
				s.cancels++
			}
		}
	}
	for key := range all.done {
		if byKey[key] == nil {
			found("%s was acknowledged and is lost", key)
		}
	}
	for key := range all.back {
		if s := byKey[key]; s != nil && s.Status != ledger.Cancelled {
			found("the cancellation of %s was acknowledged and is lost", key)
		}
	}
	for key, s := range byKey {
		if !all.tried[key] {
			found("%s was never asked for", key)
		}
		if want := map[string]int{ledger.Cancelled: 1}[s.Status]; s.bookings != 1 || s.cancels != want {
			found("%s, which is %s, has %d entries of its booking and %d of its cancellation", key, s.Status, s.bookings, s.cancels)
		}
	}
	return wrong
}

// Sets are compared and not counts: most of these exports have as many shipments and entries as they should.
func TestKeysAgainstAnExport(t *testing.T) {
	l := open(t, filepath.Join(t.TempDir(), "ledger.db"))
	a, b := mustBook(t, l, noon, "a", "MONTH"), mustBook(t, l, noon, "b", "MONTH")
	if _, err := l.Cancel(t.Context(), book(), noon, b.ID); err != nil {
		t.Fatal(err)
	}
	text := export(t, l)
	said := newKeys()
	said.add(&killed{done: map[string]bool{"a": true, "b": true}, back: map[string]bool{"b": true}, tried: []string{"a", "b", "c"}})
	if wrong := said.against(text); len(wrong) > 0 {
		t.Errorf("a sound ledger: %q", wrong)
	}
	const keyA, keyB = `"idempotency_key":"a"`, `"idempotency_key":"b"`
	for says, c := range map[string][2]string{
		"entry booking:" + a.ID + " counts a shipment that is not there": {`{"id":"` + a.ID + `"`, `{"id":"other"`},
		"x was never asked for":                                        {keyA, `"idempotency_key":"x"`},
		"a was acknowledged and is lost":                               {keyA, `"idempotency_key":"c"`},
		"a is there twice":                                             {keyB, keyA},
		"a, which is booked, has 0 entries of its booking":             {`"shipment":"` + a.ID + `"`, `"shipment":"` + b.ID + `"`},
		"b, which is cancelled, has 1 entries of its booking and 0 of": {`"kind":"cancel","shipment":"` + b.ID + `"`, `"kind":"opening"`},
		"the cancellation of b was acknowledged and is lost":           {`"status":"cancelled"`, `"status":"booked"`},
	} {
		bad := strings.Replace(text, c[0], c[1], 1)
		if all := strings.Join(said.against(bad), "\n"); bad == text || !strings.Contains(all, says) {
			t.Errorf("want %q\nfound %s\nin %s", says, all, bad)
		}
	}
}
