package main

import (
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
)

const exported = `{"lanewise_ledger":1,"shipments":2,"entries":3}
{"contract":{"name":"C"}}
{"shipment":{"id":"s1","idempotency_key":"a"}}
{"shipment":{"id":"s2","idempotency_key":"b"}}
{"entry":{"id":"e0","kind":"opening","contract":"C"}}
{"entry":{"id":"e1","kind":"booking","shipment":"s1"}}
{"entry":{"id":"e2","kind":"booking","shipment":"s2"}}
{"entry":{"id":"e3","kind":"cancellation","shipment":"s2"}}
{"end":{"sha256":"00"}}
`

// Sets are compared, not counts: every case but the first two has as many keys in the ledger as were acknowledged.
func TestComparingKeys(t *testing.T) {
	for name, c := range map[string]struct {
		old, new string // replaced in the export
		want     difference
	}{
		"as it should be":            {"", "", difference{}},
		"one lost":                   {`{"shipment":{"id":"s2","idempotency_key":"b"}}` + "\n", "", difference{lost: []string{"b"}, strange: []string{"an entry of s2"}}},
		"one lost, one never sent":   {`"idempotency_key":"b"`, `"idempotency_key":"x"`, difference{lost: []string{"b"}, strange: []string{"x"}}},
		"one twice, one lost":        {`"idempotency_key":"b"`, `"idempotency_key":"a"`, difference{lost: []string{"b"}, twice: []string{"a"}}},
		"another than acknowledged":  {`"id":"s1","idem`, `"id":"s9","idem`, difference{lost: []string{"a"}, twice: []string{"a counted 0 times"}, strange: []string{"an entry of s1"}}},
		"counted twice":              {`"kind":"cancellation"`, `"kind":"booking"`, difference{twice: []string{"b counted 2 times"}}},
		"not counted":                {`"kind":"booking","shipment":"s1"`, `"kind":"opening","shipment":"s1"`, difference{twice: []string{"a counted 0 times"}}},
		"counted for another":        {`"kind":"booking","shipment":"s1"`, `"kind":"booking","shipment":"s2"`, difference{twice: []string{"a counted 0 times", "b counted 2 times"}}},
		"sent and not acknowledged":  {`"s2","idempotency_key":"b"`, `"s2","idempotency_key":"c"`, difference{lost: []string{"b"}}},
		"counted without a shipment": {`"shipment":"s1"`, `"shipment":"s7"`, difference{twice: []string{"a counted 0 times"}, strange: []string{"an entry of s7"}}},
	} {
		have, err := readBooked([]byte(strings.Replace(exported, c.old, c.new, 1)))
		if err != nil {
			t.Fatal(err)
		}
		known := newTally()
		known.sent = map[string]int{"a": 1, "b": 3, "c": 1}
		known.acknowledged = map[string]string{"a": "s1", "b": "s2"}
		if got := known.compare(have); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
	for _, cut := range []string{strings.TrimSuffix(exported, "{\"end\":{\"sha256\":\"00\"}}\n"), exported[:200]} {
		if _, err := readBooked([]byte(cut)); err == nil {
			t.Errorf("an export that was cut off is read: …%q", cut[len(cut)-50:])
		}
	}
}

func TestTallyOfWhatIsAcknowledged(t *testing.T) {
	down := true
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Location", "/v1/shipments/shp_"+r.Header.Get("Idempotency-Key"))
		w.WriteHeader(http.StatusCreated)
	}))
	defer s.Close()
	known := newTally()
	if known.book(s.Client(), s.URL, "{}", "a") || known.size() != 0 {
		t.Error("a refusal is an acknowledgement")
	}
	down = false
	if !known.book(s.Client(), s.URL, "{}", "a") || !known.book(s.Client(), s.URL, "{}", "b") {
		t.Error("not acknowledged")
	}
	if want := map[string]string{"a": "shp_a", "b": "shp_b"}; !reflect.DeepEqual(known.acknowledged, want) || known.again != 1 || known.sent["a"] != 2 {
		t.Errorf("%+v", known)
	}
}
