package server

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// running is a server on a port of its own, for tests of what the operating system and the network do to it.
type running struct {
	*Server
	addr string
	log  *lines
	stop context.CancelFunc
	done chan error // what Serve came to
}

// lines is a log that a test may read while it is written.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// up starts a server. It is stopped at the end of the test.
func up(t *testing.T, cfg Config) *running {
	t.Helper()
	log := &lines{}
	cfg.Log = slog.New(slog.NewJSONHandler(log, nil))
	if cfg.Limits.Linger == 0 {
		cfg.Limits.Linger = time.Millisecond
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	r := &running{Server: s, addr: ln.Addr().String(), log: log, stop: stop, done: make(chan error, 1)}
	go func() { r.done <- s.Serve(ctx, ln) }()
	t.Cleanup(func() {
		stop()
		select {
		case <-r.done:
		case <-time.After(time.Minute):
			t.Error("the server does not end")
		}
	})
	return r
}

// end stops the server and gives what Serve came to.
func (r *running) end() error {
	r.stop()
	err := <-r.done
	r.done <- err
	return err
}

// dial opens a connection that ends with the test.
func (r *running) dial(t *testing.T) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", r.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(time.Minute))
	return c
}

// reply is an answer read whole.
type reply struct {
	*http.Response
	body string
}

// say sends text over a connection of its own and reads the answer.
func (r *running) say(t *testing.T, text string) reply {
	t.Helper()
	c := r.dial(t)
	if _, err := io.WriteString(c, text); err != nil {
		t.Logf("the server closed before all was sent: %v", err)
	}
	return hear(t, c)
}

func hear(t *testing.T, c net.Conn) reply {
	t.Helper()
	return hearFrom(t, bufio.NewReader(c))
}

func hearFrom(t *testing.T, in *bufio.Reader) reply {
	t.Helper()
	answer, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatalf("answer %d broke off: %v", answer.StatusCode, err)
	}
	return reply{answer, string(body)}
}

const sampleOrder = `{"order_id":"A1","country":"DE","weight_g":500,"value":"20.00","currency":"USD"}`

// post is the text of a request.
func post(path, contentType, body string, headers ...string) string {
	return head("POST", path, append(headers, "Content-Type: "+contentType, "Content-Length: "+strconv.Itoa(len(body)))...) + body
}

func head(method, path string, headers ...string) string {
	lines := append([]string{method + " " + path + " HTTP/1.1", "Host: localhost"}, headers...)
	return strings.Join(lines, "\r\n") + "\r\n\r\n"
}

func decision(headers ...string) string {
	return post("/v1/decisions", "application/json", sampleOrder, headers...)
}

func (r reply) want(t *testing.T, status int, code string) {
	t.Helper()
	if r.StatusCode != status {
		t.Fatalf("status %d, want %d: %s", r.StatusCode, status, r.body)
	}
	if code != "" && !strings.Contains(r.body, `"urn:lanewise:problem:`+code+`"`) {
		t.Errorf("the problem is %s, want %s", r.body, code)
	}
	later := r.Header.Get("Retry-After")
	if (status == 429 || status == 503) != (later != "") {
		t.Errorf("status %d with Retry-After %q", status, later)
	}
}
