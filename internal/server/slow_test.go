package server

import (
	"bufio"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// quickly are deadlines short enough for tests. What must not end too early is given a second of grace by the others.
func quickly() Limits {
	return Limits{
		ReadHeader: 150 * time.Millisecond, Read: 400 * time.Millisecond, Write: 500 * time.Millisecond, Idle: 300 * time.Millisecond,
		BatchTime: 1200 * time.Millisecond, BatchStall: 300 * time.Millisecond, BatchRate: 1,
	}
}

// ends waits for the server to close a connection, and gives what it said before.
func ends(t *testing.T, c net.Conn) string {
	t.Helper()
	c.SetReadDeadline(time.Now().Add(20 * time.Second))
	said, err := io.ReadAll(c)
	if e, ok := err.(net.Error); ok && e.Timeout() {
		t.Fatal("the server keeps the connection")
	}
	return string(said)
}

// drip sends text a few bytes at a time until the server closes.
func drip(c net.Conn, text string, pause time.Duration) {
	for i := range len(text) {
		if _, err := io.WriteString(c, text[i:i+1]); err != nil {
			return
		}
		time.Sleep(pause)
	}
}

func TestSlowHeadIsCutOff(t *testing.T) {
	s := up(t, Config{Limits: quickly()})
	begun := time.Now()
	c := s.dial(t)
	go drip(c, head("GET", "/healthz", "X: "+strings.Repeat("a", 8000)), 20*time.Millisecond) // each byte in time, all of them never
	said := ends(t, c)
	if took := time.Since(begun); took < 100*time.Millisecond || strings.Contains(said, " 200 ") {
		t.Errorf("closed after %v with %q", took, said)
	}
}

func TestSilentConnectionIsCutOff(t *testing.T) {
	s := up(t, Config{Limits: quickly()})
	ends(t, s.dial(t))
	begun := time.Now()
	c := s.dial(t)
	io.WriteString(c, decision())
	in := bufio.NewReader(c)
	hearFrom(t, in).want(t, 200, "")
	ends(t, c)
	if took := time.Since(begun); took < 200*time.Millisecond {
		t.Errorf("an idle connection was closed after %v", took)
	}
}

func TestSlowBodyHoldsNoSlot(t *testing.T) {
	l := quickly()
	l.InFlight, l.Queue, l.Read = 1, 1, time.Second
	s := up(t, Config{Limits: l})
	var slow []net.Conn
	for range 20 {
		c := s.dial(t)
		io.WriteString(c, head("POST", "/v1/decisions", "Content-Type: application/json", "Content-Length: 500")+`{"order_id":`)
		slow = append(slow, c)
	}
	for s.flying.Load().Load() < 20 {
		time.Sleep(time.Millisecond)
	}
	s.say(t, decision()).want(t, 200, "")
	for _, c := range slow {
		if said := ends(t, c); said != "" && !strings.HasPrefix(said, "HTTP/1.1 400") {
			t.Errorf("a body that never came was answered %q", said)
		}
	}
}

func TestSlowBatchBodyIsCutOff(t *testing.T) {
	s := up(t, Config{Limits: quickly()})
	begun := time.Now()
	c := s.dial(t)
	io.WriteString(c, head("POST", "/v1/decisions/batch", "Content-Type: text/csv", "Content-Length: 5000")+"order_id,country\n")
	said := ends(t, c)
	if took := time.Since(begun); took < 250*time.Millisecond || strings.Contains(said, " 200 ") {
		t.Errorf("a batch that stands still: closed after %v with %q", took, said)
	}
	begun = time.Now()
	c = s.dial(t)
	io.WriteString(c, head("POST", "/v1/decisions/batch", "Content-Type: text/csv", "Content-Length: 500000"))
	go drip(c, strings.Repeat("a", 5000), 50*time.Millisecond) // progress without end
	said = ends(t, c)
	if took := time.Since(begun); took < time.Second || strings.Contains(said, " 200 ") {
		t.Errorf("a batch over its time: closed after %v with %q", took, said)
	}
	for s.bulk.busy() > 0 { // its place comes back
		time.Sleep(time.Millisecond)
	}
}

// A byte now and then does not keep the place of a batch: its body must come with the least rate.
func TestBatchBodyBelowTheLeastRateIsCutOff(t *testing.T) {
	l := quickly()
	l.BatchTime, l.BatchStall, l.BatchRate = time.Hour, time.Second, 1000
	s := up(t, Config{Limits: l})
	begun := time.Now()
	c := s.dial(t)
	io.WriteString(c, head("POST", "/v1/decisions/batch", "Content-Type: text/csv", "Content-Length: 5000000"))
	go drip(c, strings.Repeat("a", 5000), 50*time.Millisecond) // 20 bytes a second
	said := ends(t, c)
	if took := time.Since(begun); took < time.Second || !strings.HasPrefix(said, "HTTP/1.1 400") || !strings.Contains(said, "too slowly") {
		t.Errorf("closed after %v with %q", took, said)
	}
	waitFor(t, "its place is kept", func() bool { return s.bulk.busy() == 0 })
	// What came early counts: 9000 bytes at once are good for 9 s more than the first one.
	body := csvOrders(t, 9010)
	c = s.dial(t)
	io.WriteString(c, head("POST", "/v1/decisions/batch", "Content-Type: text/csv", "Content-Length: 9010")+body[:9000])
	for i := range 10 {
		time.Sleep(150 * time.Millisecond)
		io.WriteString(c, body[9000+i:9001+i])
	}
	hear(t, c).want(t, 200, "")
}

func TestBatchLastsLongerThanOtherRequests(t *testing.T) {
	l := quickly()
	l.BatchTime = 20 * time.Second
	s := up(t, Config{Limits: l})
	body := csvOrders(t, 900)
	c := s.dial(t)
	io.WriteString(c, head("POST", "/v1/decisions/batch", "Content-Type: text/csv", "Content-Length: 900"))
	for part := range 9 { // 900 ms, which is over Read and Write
		io.WriteString(c, body[part*100:(part+1)*100])
		time.Sleep(100 * time.Millisecond)
	}
	hear(t, c).want(t, 200, "")
}

// tight makes the client take few bytes ahead of what it reads.
func tight(t *testing.T, c net.Conn) {
	if err := c.(*net.TCPConn).SetReadBuffer(4 << 10); err != nil {
		t.Fatal(err)
	}
}

func TestSlowReaderOfABatchIsCutOff(t *testing.T) {
	l := quickly()
	l.ReadHeader, l.Read, l.BatchTime, l.BatchStall = 5*time.Second, 5*time.Second, time.Minute, time.Second
	s := up(t, Config{Limits: l})
	batch := post("/v1/decisions/batch?format=ndjson", "text/csv", csvOrders(t, 4<<20))
	c := s.dial(t)
	tight(t, c)
	io.WriteString(c, batch) // the answer is some 100 MB, of which nothing is read
	waitFor(t, "a reader that reads nothing keeps its connection", func() bool { return s.metrics.opened() == 0 })
	brokenOff(t, s)
}

// brokenOff waits until a batch that was cut off has given its places back and is in the log: net/http closes the connection
// before the handler learns of it.
func brokenOff(t *testing.T, s *running) {
	t.Helper()
	waitFor(t, "places are still taken", func() bool { return s.flying.Load().Load()+int64(s.bulk.busy()) == 0 })
	waitFor(t, "the log does not tell of it", func() bool {
		log := s.log.String()
		return strings.Contains(log, `"route":"batch","status":200`) && strings.Contains(log, `"broken":true`)
	})
}

func TestClientsThatLeave(t *testing.T) {
	l := quickly()
	l.BatchTime, l.BatchStall = 20*time.Second, 20*time.Second
	s := up(t, Config{Limits: l})
	for range 5 {
		c := s.dial(t)
		io.WriteString(c, head("POST", "/v1/decisions/batch", "Content-Type: text/csv", "Content-Length: 5000")+"order_id")
		c.Close()
	}
	half := s.dial(t)
	io.WriteString(half, decision("Connection: close"))
	half.(*net.TCPConn).CloseWrite() // a client that is done sending still wants its answer
	hear(t, half).want(t, 200, "")
	waitFor(t, "clients that left hold places", func() bool { return s.flying.Load().Load()+int64(s.bulk.busy()) == 0 })
}

func TestPipelinedRequestsAreAnsweredInOrder(t *testing.T) {
	s := up(t, Config{})
	c := s.dial(t)
	var all strings.Builder
	for i := range 200 {
		all.WriteString(decision("X-Request-Id: r" + strings.Repeat("i", i%7)))
	}
	go io.WriteString(c, all.String())
	in := bufio.NewReader(c)
	for i := range 200 {
		answer := hearFrom(t, in)
		answer.want(t, 200, "")
		if got, want := answer.Header.Get("X-Request-Id"), "r"+strings.Repeat("i", i%7); got != want {
			t.Fatalf("answer %d is of request %q, not %q", i, got, want)
		}
	}
}

func TestManyIdleConnectionsDoNotStopTheService(t *testing.T) {
	s := up(t, Config{Limits: Limits{Connections: 200}})
	var wg sync.WaitGroup
	for range 199 {
		s.dial(t)
	}
	c := s.dial(t)
	for range 3 {
		io.WriteString(c, decision())
		hear(t, c).want(t, 200, "")
	}
	for range 50 {
		wg.Go(func() { s.say(t, head("GET", "/readyz")).want(t, 503, "overloaded") })
	}
	wg.Wait()
}

func TestHTTP2IsOff(t *testing.T) {
	s := up(t, Config{})
	c := s.dial(t)
	io.WriteString(c, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
	if said := ends(t, c); !strings.HasPrefix(said, "HTTP/1.1 ") || strings.HasPrefix(said, "HTTP/1.1 2") {
		t.Errorf("prior knowledge of HTTP/2 was answered %q", said)
	}
	upgrade := s.say(t, head("GET", "/healthz", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"))
	upgrade.want(t, 200, "")
}
