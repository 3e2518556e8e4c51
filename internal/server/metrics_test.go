package server

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/lanewise/lanewise/testdata"
)

func TestMetricsTellWhatHappened(t *testing.T) {
	s := up(t, Config{Limits: Limits{Queue: 1, InFlight: 1, QueueWait: time.Millisecond}})
	s.say(t, decision()).want(t, 200, "")
	s.quick.enter(t.Context())
	s.say(t, decision()).want(t, 503, "overloaded")
	s.quick.leave()
	s.reloaded(errors.New("a bad book"))
	s.ledgerTook("book", 3*time.Millisecond)
	answer := s.say(t, head("GET", "/metrics"))
	answer.want(t, 200, "")
	for _, line := range []string{
		`lanewise_http_requests_total{route="decisions",status="200"} 1`, `lanewise_http_requests_total{route="decisions",status="503"} 1`,
		`lanewise_http_request_seconds_count{route="decisions"} 2`, `lanewise_shed_total{reason="wait"} 1`, `lanewise_shed_total{reason="rate"} 0`,
		`lanewise_book_reloads_total{result="refused"} 1`, `lanewise_book_reloads_total{result="ok"} 0`, `lanewise_ledger_seconds_count{operation="book"} 1`,
		`lanewise_orders_in_flight 0`, `lanewise_draining 0`,
	} {
		if !strings.Contains(answer.body, "\n"+line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
	for _, family := range []string{"lanewise_book_age_seconds", "lanewise_connections", "lanewise_decisions_total", "go_goroutines", "process_resident_memory_bytes"} {
		if !strings.Contains(answer.body, "\n# TYPE "+family+" ") {
			t.Errorf("no metric %s", family)
		}
	}
}

// decisionsOf reads how many decisions were counted, by the labels.
func decisionsOf(t *testing.T, s *running) map[string]int {
	t.Helper()
	got := map[string]int{}
	for _, m := range regexp.MustCompile(`\nlanewise_decisions_total\{channel="(\w+)",status="(\w+)"\} (\d+)`).FindAllStringSubmatch(s.say(t, head("GET", "/metrics")).body, -1) {
		n, err := strconv.Atoi(m[3])
		if err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			got[m[1]+" "+m[2]] = n
		}
	}
	return got
}

// Rows of batches of every form count as single decisions do: by what was chosen, and not at all where the order is invalid.
func TestDecisionsAreCounted(t *testing.T) {
	in := string(testdata.Orders()) + "invalid,XX,,1,,,,,,,,,,\nnowhere,AQ,,1,,,,,,,,,,\n"
	want := map[string]int{}
	for _, format := range []string{"ndjson", "csv", "xlsx"} { // the first one says what the others must count too
		s := up(t, Config{})
		if got := decisionsOf(t, s); len(got) > 0 {
			t.Fatalf("before the first decision: %v", got)
		}
		batch := s.say(t, post("/v1/decisions/batch?format="+format, "text/csv", in))
		batch.want(t, 200, "")
		if format == "ndjson" {
			want = chosenIn(t, batch.body)
		}
		if got := decisionsOf(t, s); !maps.Equal(got, want) {
			t.Errorf("%s: counted %v, answered %v", format, got, want)
		}
		before := want["none none"]
		s.say(t, post("/v1/decisions", "application/json", `{"country":"AQ","weight_g":1}`)).want(t, 200, "")
		if got := decisionsOf(t, s)["none none"]; got != before+1 {
			t.Errorf("%s: one more that nobody takes made %d of %d", format, got, before)
		}
	}
	if len(want) < 4 {
		t.Errorf("the sample's orders show too little: %v", want)
	}
}

// chosenIn counts what the decisions of an NDJSON batch say.
func chosenIn(t *testing.T, body string) map[string]int {
	t.Helper()
	count, invalid := map[string]int{}, 0
	for line := range strings.Lines(body) {
		var d struct {
			Status string
			Choice struct{ Channel string }
		}
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Fatal(err)
		}
		if d.Status == "invalid" {
			invalid++
			continue
		}
		count[cmp.Or(d.Choice.Channel, "none")+" "+d.Status]++
	}
	if invalid == 0 {
		t.Error("no invalid order was answered")
	}
	return count
}

// A client can write any path, method, id and key: none may become a label.
func TestLabelsAreNoneOfTheClients(t *testing.T) {
	s := up(t, Config{})
	lines := func() int { return strings.Count(s.say(t, head("GET", "/metrics")).body, "\nlanewise_") }
	odd := func(n int) {
		word := strings.Repeat("q", n)
		for _, text := range []string{
			head("GET", "/"+word), head("M"+strings.ToUpper(word), "/v1/book"), head("GET", "/v1/shipments/"+word), head("GET", "/healthz?"+word+"=1"),
			decision("X-Request-Id: " + word), post("/v1/decisions", "application/json", strings.ReplaceAll(sampleOrder, "A1", word)),
		} {
			s.say(t, text)
		}
	}
	odd(1)
	lines()
	before := lines()
	for n := 2; n < 10; n++ {
		odd(n)
	}
	if after := lines(); after != before {
		t.Errorf("%d lines became %d", before, after)
	}
}

func TestLogHasNoSecrets(t *testing.T) {
	s, bearer := keyed(t, Config{})
	secret := strings.TrimPrefix(bearer, "Authorization: Bearer ")
	body := strings.ReplaceAll(sampleOrder, "A1", "BODYTEXT")
	s.say(t, post("/v1/decisions", "application/json", body, bearer, "X-Request-Id: mine-1")).want(t, 200, "")
	s.say(t, head("GET", "/v1/book?key="+secret, "X-Api-Key: "+secret))
	s.say(t, head("GET", "/QUERYPATH?"+secret))
	s.say(t, head("GET", "/v1/book", "Authorization: Bearer WRONGSECRET")).want(t, 401, "")
	c := s.dial(t)
	io.WriteString(c, head("GET", "/healthz", "Broken header "+secret))
	ends(t, c)
	s.end()
	log := s.log.String()
	for _, private := range []string{secret, "BODYTEXT", "QUERYPATH", "WRONGSECRET"} {
		if strings.Contains(log, private) {
			t.Errorf("the log has %q:\n%s", private, log)
		}
	}
	want := regexp.MustCompile(`"msg":"request","request_id":"mine-1","method":"POST","route":"decisions","status":200,"duration":\d+,"bytes":\d+,"key":"[^"]+"`)
	if !want.MatchString(log) {
		t.Errorf("the log has no line of the decision:\n%s", log)
	}
	if n := strings.Count(log, `"msg":"request"`); n != 4 {
		t.Errorf("%d lines for 4 requests", n)
	}
}
