package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// client is one connection that sends prepared bytes and reads answers. It knows just enough of HTTP to cost little: what
// the generator spends is taken from the server, which runs on the same cores.
type client struct {
	addr    string
	timeout time.Duration
	conn    net.Conn
	in      *bufio.Reader
}

// errLength is an answer whose end is not told by a Content-Length.
var errLength = errors.New("an answer has no Content-Length")

// do sends a request and reads the answer, over a new connection where the last one was closed.
func (c *client) do(request []byte) (status int, size int64, err error) {
	if c.conn == nil {
		if err := c.dial(); err != nil {
			return 0, 0, err
		}
	}
	c.conn.SetDeadline(time.Now().Add(c.timeout))
	if _, err := c.conn.Write(request); err != nil {
		// A server that refuses without reading may have answered and closed already.
		if status, size, readErr := c.read(); readErr == nil {
			c.close()
			return status, size, nil
		}
		c.close()
		return 0, 0, err
	}
	status, size, err = c.read()
	if err != nil {
		c.close()
	}
	return status, size, err
}

func (c *client) dial() error {
	conn, err := net.DialTimeout("tcp", c.addr, c.timeout)
	if err != nil {
		return err
	}
	c.conn = conn
	if c.in == nil {
		c.in = bufio.NewReaderSize(conn, 64<<10)
	} else {
		c.in.Reset(conn)
	}
	return nil
}

func (c *client) close() {
	if c.conn != nil {
		c.conn.Close()
		c.conn = nil
	}
}

func (c *client) read() (status int, size int64, err error) {
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return 0, 0, err
	}
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) {
		return 0, 0, fmt.Errorf("an answer starts with %.20q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, 0, err
	}
	length, last, err := c.head()
	if err != nil {
		return status, 0, err
	}
	if _, err := io.CopyN(io.Discard, c.in, length); err != nil {
		return status, 0, err
	}
	if last {
		c.close()
	}
	return status, length, nil
}

// head reads the fields of an answer: how long its body is, and whether the connection ends with it.
func (c *client) head() (length int64, last bool, err error) {
	length = -1
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, false, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			if length < 0 {
				return 0, false, errLength
			}
			return length, last, nil
		}
		name, value, _ := bytes.Cut(line, []byte(": "))
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if length, err = strconv.ParseInt(string(value), 10, 64); err != nil {
				return 0, false, err
			}
		case bytes.EqualFold(name, []byte("Connection")):
			last = bytes.EqualFold(value, []byte("close"))
		}
	}
}
