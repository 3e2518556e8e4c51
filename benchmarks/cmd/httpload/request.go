package main

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
)

// number stands in a header or body for the number of the request, in 12 digits, so that all are equally long.
const number = "{n}"

// template is a request with places for its number.
type template struct {
	bytes  []byte
	places []int // where 12 digits go
}

// newTemplate makes the bytes of a request.
func newTemplate(method string, to *url.URL, headers []string, body []byte) template {
	body = bytes.ReplaceAll(body, []byte(number), []byte(marked))
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, to.RequestURI(), to.Host)
	for _, h := range headers {
		b.WriteString(strings.ReplaceAll(h, number, marked) + "\r\n")
	}
	if method != "GET" {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n")
	b.Write(body)
	t := template{bytes: b.Bytes()}
	for at := 0; ; {
		i := bytes.Index(t.bytes[at:], []byte(marked))
		if i < 0 {
			return t
		}
		at += i
		t.places = append(t.places, at)
		at += len(marked)
	}
}

// marked stands in a template where a number goes; no request has such bytes.
const marked = "\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"

func digits(n int64) string { return fmt.Sprintf("%012d", n) }

// numbered gives the request with a number, in buf where it has places.
func (t *template) numbered(buf []byte, n int64) []byte {
	if len(t.places) == 0 {
		return t.bytes
	}
	buf = append(buf[:0], t.bytes...)
	s := digits(n)
	for _, at := range t.places {
		copy(buf[at:], s)
	}
	return buf
}
