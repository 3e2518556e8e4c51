package main

import (
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// load is what to send and how.
type load struct {
	addr        string
	requests    []template
	connections int
	rate        float64 // requests a second over all connections; 0 = each connection sends as soon as it has its answer
	warmup      time.Duration
	duration    time.Duration
	timeout     time.Duration
	first       int64 // number of the first request
}

// tally is what came of a load, or of one connection's part of it.
type tally struct {
	fromSchedule histogram // of 2xx answers, from when the request should have been sent
	fromSend     histogram // and from when it was
	status       map[int]int64
	failed       map[string]int64
	answered     int64
	bytes        int64
}

// run sends until the time is over. What was sent in the warm-up is not counted. With a rate, times count from when a
// request should have been sent: a server that stalls is charged for all that would have come meanwhile.
func (l *load) run() *report {
	start := time.Now()
	begin, end := start.Add(l.warmup), start.Add(l.warmup+l.duration)
	turns := l.turns(start, end)
	parts := make([]*tally, l.connections)
	var wg sync.WaitGroup
	for i := range parts {
		parts[i] = &tally{status: map[int]int64{}, failed: map[string]int64{}}
		wg.Go(func() { l.connection(parts[i], turns, begin) })
	}
	wg.Wait()
	all := &tally{status: map[int]int64{}, failed: map[string]int64{}}
	for _, p := range parts {
		all.merge(p)
	}
	return l.report(all, time.Since(begin))
}

// turn is when a request should be sent, and its number.
type turn struct {
	n   int64
	due time.Time
}

// turns gives what to send until the time is over: without a rate whenever asked, else when it is due.
func (l *load) turns(start, end time.Time) func() (turn, bool) {
	if l.rate == 0 {
		var next atomic.Int64
		return func() (turn, bool) {
			now := time.Now()
			return turn{next.Add(1), now}, now.Before(end)
		}
	}
	queue := make(chan turn, 1<<16)
	go func() {
		defer close(queue)
		for n := int64(1); ; n++ {
			due := start.Add(time.Duration(float64(n) / l.rate * float64(time.Second)))
			if due.After(end) {
				return
			}
			pause(time.Until(due))
			queue <- turn{n, due}
		}
	}()
	return func() (turn, bool) {
		t, ok := <-queue
		return t, ok && time.Now().Before(end.Add(l.timeout))
	}
}

func (l *load) connection(t *tally, turns func() (turn, bool), begin time.Time) {
	c := &client{addr: l.addr, timeout: l.timeout}
	defer c.close()
	var buf []byte
	for {
		now, ok := turns()
		if !ok {
			return
		}
		request := &l.requests[int(now.n)%len(l.requests)]
		b := request.numbered(buf, l.first+now.n)
		if len(request.places) > 0 {
			buf = b
		}
		sent := time.Now()
		status, size, err := c.do(b)
		done := time.Now()
		if !now.due.Before(begin) {
			t.add(status, size, err, done.Sub(now.due), done.Sub(sent))
		}
		if err != nil {
			time.Sleep(time.Millisecond) // a server that is gone is not called without end
		}
	}
}

func (t *tally) add(status int, size int64, err error, fromSchedule, fromSend time.Duration) {
	if err != nil {
		t.failed[kind(err)]++
		return
	}
	t.status[status]++
	t.answered++
	t.bytes += size
	if status/100 == 2 {
		t.fromSchedule.add(fromSchedule)
		t.fromSend.add(fromSend)
	}
}

func (t *tally) merge(o *tally) {
	t.fromSchedule.merge(&o.fromSchedule)
	t.fromSend.merge(&o.fromSend)
	for k, n := range o.status {
		t.status[k] += n
	}
	for k, n := range o.failed {
		t.failed[k] += n
	}
	t.answered += o.answered
	t.bytes += o.bytes
}

// kind names an error of the connection without its addresses, so that equal ones are counted together.
func kind(err error) string {
	var timeout net.Error
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "closed by the server"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	}
	return err.Error()
}
