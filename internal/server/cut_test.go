package server

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// remaining reads what a connection still gives until it ends.
func remaining(t *testing.T, c net.Conn) []byte {
	t.Helper()
	c.SetReadDeadline(time.Now().Add(20 * time.Second))
	said, err := io.ReadAll(c)
	var e net.Error
	if errors.As(err, &e) && e.Timeout() {
		t.Fatal("the server keeps the connection")
	}
	return said
}

// incomplete demands that the bytes of an answer are the beginning of a batch, and that they show that there was more to come.
func incomplete(t *testing.T, said []byte) {
	t.Helper()
	if !bytes.HasPrefix(said, []byte("HTTP/1.1 200 OK\r\n")) || !bytes.Contains(said, []byte("\r\nTransfer-Encoding: chunked\r\n")) {
		t.Fatalf("%d bytes that begin with %q", len(said), said[:min(len(said), 400)])
	}
	if bytes.Contains(said, []byte("\r\n0\r\n")) || bytes.Contains(said, []byte("\n"+doneTrailer+":")) {
		t.Errorf("the answer has a last chunk: …%q", said[max(0, len(said)-100):])
	}
	answer, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(said)), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || answer.Trailer.Get(doneTrailer) != "" {
		t.Errorf("a client reads %d bytes without noticing that there are more: %v, trailer %v", len(body), err, answer.Trailer)
	}
	if len(body) == 0 {
		t.Error("nothing of the batch was answered, which shows little")
	}
}

// short bounds what the client takes ahead of what it reads, which grows to megabytes otherwise. It stays well above one segment:
// below, each takes the system a fifth of a second.
func short(t *testing.T, c net.Conn) {
	t.Helper()
	if err := c.(*net.TCPConn).SetReadBuffer(512 << 10); err != nil {
		t.Fatal(err)
	}
}

// A reader that stops, or that is too slow for the time a batch may take, is cut off, and what it has got shows that.
func TestABatchCutOffShowsThatItIsNotWhole(t *testing.T) {
	in := csvOrders(t, 4<<20)
	for _, format := range []string{"csv", "ndjson"} {
		t.Run(format+" stopped", func(t *testing.T) {
			t.Parallel()
			l := quickly()
			l.ReadHeader, l.Read, l.BatchTime, l.BatchStall = 5*time.Second, 5*time.Second, time.Minute, time.Second
			s := up(t, Config{Limits: l})
			c := s.dial(t)
			short(t, c)
			io.WriteString(c, post("/v1/decisions/batch?format="+format, "text/csv", in))
			waitFor(t, "a reader that reads nothing keeps its connection", func() bool { return s.metrics.opened() == 0 })
			incomplete(t, remaining(t, c))
			brokenOff(t, s)
		})
		t.Run(format+" trickling", func(t *testing.T) {
			t.Parallel()
			l := quickly()
			l.ReadHeader, l.Read, l.BatchTime, l.BatchStall = 5*time.Second, 5*time.Second, 4*time.Second, 3*time.Second
			s := up(t, Config{Limits: l})
			c := s.dial(t)
			short(t, c)
			io.WriteString(c, post("/v1/decisions/batch?format="+format, "text/csv", in))
			var said bytes.Buffer
			waitFor(t, "a reader that trickles keeps its connection", func() bool {
				io.CopyN(&said, c, 2048)
				return s.metrics.opened() == 0
			})
			said.Write(remaining(t, c))
			incomplete(t, said.Bytes())
			brokenOff(t, s)
		})
	}
}

// The same reader gets the whole of an answer, with its last chunk and the trailer, where it is let go on.
func TestASlowReaderInTimeGetsAll(t *testing.T) {
	s := up(t, Config{})
	c := s.dial(t)
	short(t, c)
	io.WriteString(c, post("/v1/decisions/batch", "text/csv", csvOrders(t, 1<<20), "Connection: close"))
	time.Sleep(100 * time.Millisecond)
	said := remaining(t, c)
	if !bytes.HasSuffix(said, []byte("\r\n0\r\n"+doneTrailer+": true\r\n\r\n")) {
		t.Errorf("the answer ends in %q", said[max(0, len(said)-100):])
	}
	answer, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(said)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.Trailer.Get(doneTrailer) != "true" {
		t.Errorf("%v, trailer %v", err, answer.Trailer)
	}
}

// over10 is a batch over HTTP/1.0, as some proxies ask for it.
func over10(in string) string {
	return strings.Replace(post("/v1/decisions/batch", "text/csv", in), "HTTP/1.1", "HTTP/1.0", 1)
}

// HTTP/1.0 knows neither chunks nor trailers, and an answer ends with its connection: one that is cut off ends in a reset.
func TestABatchCutOffOverHTTP10IsReset(t *testing.T) {
	l := quickly()
	l.ReadHeader, l.Read, l.BatchTime, l.BatchStall = 5*time.Second, 5*time.Second, time.Minute, time.Second
	s := up(t, Config{Limits: l})
	c := s.dial(t)
	short(t, c)
	io.WriteString(c, over10(csvOrders(t, 4<<20)))
	waitFor(t, "a reader that reads nothing keeps its connection", func() bool { return s.metrics.opened() == 0 })
	if said, err := io.ReadAll(c); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("%d bytes and then %v", len(said), err)
	}
	brokenOff(t, s)
}

func TestABatchOverHTTP10(t *testing.T) {
	s := up(t, Config{})
	in := csvOrders(t, 1<<20)
	want := s.say(t, post("/v1/decisions/batch", "text/csv", in))
	c := s.dial(t)
	short(t, c)
	io.WriteString(c, over10(in))
	got := hear(t, c)
	got.want(t, 200, "")
	if got.body != want.body || got.TransferEncoding != nil {
		t.Errorf("%d bytes, %v, where HTTP/1.1 gets %d", len(got.body), got.Header, len(want.body))
	}
	s.say(t, over10("no order file")).want(t, 400, "malformed_body")
}
