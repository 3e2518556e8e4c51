// Httpbare is what an HTTP server in Go costs that does nothing: it takes the body of a request and answers a fixed body of a
// given size. With a size of 0 it answers "hello, world" and does not look at the body at all.
//
//	httpbare --listen 127.0.0.1:9000 --bytes 2048
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address")
	size := flag.Int("bytes", 0, "how long the answer is; 0 = hello, world")
	flag.Parse()
	l, err := net.Listen("tcp", *listen)
	if err == nil {
		fmt.Printf("listening on http://%s\n", l.Addr())
		err = http.Serve(l, handler(*size))
	}
	fmt.Fprintln(os.Stderr, "httpbare:", err)
	os.Exit(1)
}

var buffers = sync.Pool{New: func() any { return bytes.NewBuffer(make([]byte, 0, 4<<10)) }}

func handler(size int) http.Handler {
	if size == 0 {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello, world") })
	}
	body := bytes.Repeat([]byte("x"), size)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(b)
		b.Reset()
		if _, err := b.ReadFrom(r.Body); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(size))
		w.Write(body)
	})
}
