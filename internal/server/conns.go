package server

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// limited is a listener that keeps at most a number of connections open. One too many is answered and closed at once:
// left to wait it would look to its client like a server that hangs.
type limited struct {
	net.Listener
	most    int64
	open    atomic.Int64
	turned  func()        // tells of one turned away
	parting chan struct{} // those being answered: no more than it has room for
}

func newLimited(l net.Listener, most int, turned func()) *limited {
	return &limited{Listener: l, most: int64(most), turned: turned, parting: make(chan struct{}, 64)}
}

// Accept implements net.Listener.
func (l *limited) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if l.open.Add(1) <= l.most {
			return &counted{Conn: c, from: l}, nil
		}
		l.open.Add(-1)
		l.turned()
		select {
		case l.parting <- struct{}{}:
			go l.part(c)
		default:
			c.Close()
		}
	}
}

const turnedBody = `{"type":"urn:lanewise:problem:overloaded","title":"The server has no room at the moment","status":503,` +
	`"detail":"as many connections are open as can be; try again"}` + "\n"

var turnedAway = []byte("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Type: application/problem+json\r\n" +
	"Content-Length: " + strconv.Itoa(len(turnedBody)) + "\r\n\r\n" + turnedBody)

// part answers a connection and closes it. What the client sent meanwhile is read, because closing over unread bytes
// would take the answer from the client as well.
func (l *limited) part(c net.Conn) {
	defer func() { <-l.parting }()
	defer c.Close()
	c.SetDeadline(time.Now().Add(250 * time.Millisecond))
	if _, err := c.Write(turnedAway); err != nil {
		return
	}
	if t, ok := c.(*net.TCPConn); ok {
		t.CloseWrite()
	}
	var some [2048]byte
	for range 8 {
		if _, err := c.Read(some[:]); err != nil {
			return
		}
	}
}

// counted is an open connection.
type counted struct {
	net.Conn
	from *limited
	once sync.Once
	hold bool   // the next Write is kept, because another one follows at once
	held []byte // what was kept
	both [2][]byte
}

type connKey struct{}

// connected lets requests find their connection.
func connected(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// connOf is the connection of a request, nil where it did not come over one of ours.
func connOf(r *http.Request) *counted {
	c, _ := r.Context().Value(connKey{}).(*counted)
	return c
}

// together sends what answer writes with one call of the system: net/http writes the first 4 KB of an answer and the rest of
// it apart, and each wakes the client.
func (c *counted) together(answer func()) {
	if c == nil {
		answer()
		return
	}
	c.hold = true
	answer()
	c.hold = false
	if len(c.held) > 0 { // nothing followed
		c.Write(nil)
	}
}

// Write implements net.Conn.
func (c *counted) Write(b []byte) (int, error) {
	if c.hold {
		c.hold, c.held = false, append(c.held[:0], b...)
		return len(b), nil
	}
	kept := len(c.held)
	if kept == 0 {
		return c.Conn.Write(b)
	}
	c.both = [2][]byte{c.held, b}
	all := net.Buffers(c.both[:])
	n, err := all.WriteTo(c.Conn)
	c.held = c.held[:0]
	return max(0, int(n)-kept), err
}

// Close implements net.Conn.
func (c *counted) Close() error {
	c.once.Do(func() { c.from.open.Add(-1) })
	return c.Conn.Close()
}

// abrupt chooses whether the connection's end, whatever brings it about, is a reset.
func (c *counted) abrupt(yes bool) {
	if t, ok := c.Conn.(*net.TCPConn); ok {
		seconds := -1 // the system's way: what was written is sent first
		if yes {
			seconds = 0
		}
		t.SetLinger(seconds)
	}
}

// CloseWrite lets net/http end an answer before the connection, so that the client gets all of it.
func (c *counted) CloseWrite() error {
	if t, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return t.CloseWrite()
	}
	return nil
}
