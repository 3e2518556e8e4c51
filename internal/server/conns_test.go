package server

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Answers of all sizes arrive whole, one after the other on one connection: those whose first bytes are kept for what
// follows, those that end within them, and HEAD, which has no body at all.
func TestAnswersArriveWhole(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	text := bytes.Repeat([]byte("0123456789"), 10_000)
	srv := &http.Server{ConnContext: connected, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		size, _ := strconv.Atoi(r.URL.Query().Get("size"))
		c := &call{ResponseWriter: w, conn: connOf(r)}
		if c.conn == nil {
			t.Error("the request does not know its connection")
		}
		c.answer(http.StatusOK, text[:size])
	})}
	go srv.Serve(newLimited(l, 10, func() {}))
	defer srv.Close()
	client := &http.Client{Timeout: 10 * time.Second}
	for _, method := range []string{"GET", "HEAD"} {
		for _, size := range []int{0, 1, 2000, 3800, 3900, 4000, 4095, 4096, 4097, 5000, 8000, 8192, 8300, 20_000, 100_000} {
			req, _ := http.NewRequest(method, "http://"+l.Addr().String()+"/?size="+strconv.Itoa(size), nil)
			resp, err := client.Do(req)
			if err != nil {
				t.Fatalf("%s of %d bytes: %v", method, size, err)
			}
			got, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			want := text[:size]
			if method == "HEAD" {
				want = nil
			}
			if err != nil || !bytes.Equal(got, want) || resp.ContentLength != int64(size) {
				t.Errorf("%s of %d bytes: %d bytes came, announced %d, %v", method, size, len(got), resp.ContentLength, err)
			}
		}
	}
}

// What is logged by many at once is written down line by line, all of it and by itself.
func TestLogWritesAllLines(t *testing.T) {
	r, w := io.Pipe()
	l := NewLog(w)
	const writers, each = 8, 500
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for range each {
				l.Write([]byte("a line\n"))
			}
		})
	}
	got := make([]byte, writers*each*len("a line\n"))
	if _, err := io.ReadFull(r, got); err != nil { // the last lines come without a Flush
		t.Fatal(err)
	}
	all.Wait()
	if !bytes.Equal(got, bytes.Repeat([]byte("a line\n"), writers*each)) {
		t.Error("lines are torn")
	}
}
