package server

import (
	"bufio"
	"errors"
	"io"
	"net"
	"testing"
	"time"
)

// waitFor waits for something to become so.
func waitFor(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(what)
		}
	}
}

// halfABatch is a request that the server is at work on until its rest is sent.
func (r *running) halfABatch(t *testing.T) (c net.Conn, rest string) {
	t.Helper()
	body := csvOrders(t, 1000)
	c = r.dial(t)
	io.WriteString(c, head("POST", "/v1/decisions/batch", "Content-Type: text/csv", "Content-Length: 1000")+body[:300])
	waitFor(t, "the batch is not begun", func() bool { return r.bulk.busy() > 0 })
	return c, body[300:]
}

func TestDrainFinishesWhatWasBegun(t *testing.T) {
	s := up(t, Config{})
	idle := s.dial(t)
	io.WriteString(idle, decision())
	hear(t, idle).want(t, 200, "")
	c, rest := s.halfABatch(t)
	s.stop()
	waitFor(t, "the drain does not begin", s.closing.Load)
	s.say(t, head("GET", "/readyz")).want(t, 503, "") // a balancer still gets its answer
	late := s.say(t, decision())
	late.want(t, 200, "")
	if !late.Close {
		t.Error("a connection is kept alive in a drain")
	}
	io.WriteString(c, rest)
	hear(t, c).want(t, 200, "")
	if err := s.end(); err != nil {
		t.Errorf("a drain in good order ended with %v", err)
	}
	if _, err := net.DialTimeout("tcp", s.addr, time.Second); err == nil {
		t.Error("the port is still open")
	}
}

func TestDrainCutsWhatDoesNotEnd(t *testing.T) {
	s := up(t, Config{Limits: Limits{Drain: 200 * time.Millisecond, Stop: 400 * time.Millisecond}})
	c, _ := s.halfABatch(t)
	start := time.Now()
	if err := s.end(); !errors.Is(err, ErrCut) {
		t.Errorf("ended with %v", err)
	}
	if took := time.Since(start); took < 350*time.Millisecond {
		t.Errorf("cut off after %v already", took)
	}
	if answer, err := bufio.NewReader(c).ReadString('\n'); err == nil && answer == "HTTP/1.1 200 OK\r\n" {
		t.Error("half a batch was answered as a whole one")
	}
}

func TestNewRequestsAreTakenForAMomentAfterTheOrderToStop(t *testing.T) {
	s := up(t, Config{Limits: Limits{Linger: time.Second}})
	start := time.Now()
	s.stop()
	waitFor(t, "the drain does not begin", s.closing.Load)
	s.say(t, decision()).want(t, 200, "")
	if err := s.end(); err != nil || time.Since(start) < time.Second {
		t.Errorf("ended after %v with %v", time.Since(start), err)
	}
}
