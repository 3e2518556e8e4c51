package server

import (
	"errors"
	"io"
	"net/http"
	"os"
	"time"
)

// queuedBatch takes one of the few places for batches, then the whole body, and lets the answer be written as long as it
// makes progress. The body is taken whole because many clients (browsers, and whoever sends all before reading) never
// read an answer that is streamed while they send, and both sides would wait for each other.
func (s *Server) queuedBatch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := w.(*call)
		if r.ContentLength > s.cfg.Limits.Batch {
			s.tooLarge(c, s.cfg.Limits.Batch)
			return
		}
		if s.bulk.enter(r.Context()) != admitted {
			s.shed(c, r, http.StatusServiceUnavailable, "batches", "as many batches are being worked on as can be; try again", 5*time.Second)
			return
		}
		defer s.bulk.leave()
		body, ok := s.takeBatch(c, r)
		if !ok {
			return
		}
		defer body.Close()
		r.Body = body
		next.ServeHTTP(w, r)
	})
}

// takeBatch reads the body of a batch to its end, or refuses it.
func (s *Server) takeBatch(c *call, r *http.Request) (io.ReadSeekCloser, bool) {
	p := s.newProgress(c)
	body, err := p.spool(http.MaxBytesReader(c.ResponseWriter, r.Body, s.cfg.Limits.Batch), r.ContentLength)
	var disk *os.PathError
	switch {
	case errors.As(err, &disk):
		s.log.Error("a batch cannot be kept", "request_id", c.id, "error", err)
		c.Header().Set("Connection", "close")
		s.problem(c, http.StatusServiceUnavailable, "unavailable", "there is no room for the batch; try again")
		return nil, false
	case err != nil:
		s.unread(c, err, s.cfg.Limits.Batch)
		return nil, false
	}
	p.received()
	c.ResponseWriter = &paced{c.ResponseWriter, p}
	return body, true
}

// progress moves the deadlines of a connection on as bytes go over it, up to an absolute end. The body must come with the
// least rate besides, or a byte now and then would keep the place of a batch.
type progress struct {
	conn  *http.ResponseController
	end   time.Time // absolute
	stall time.Duration
	moved time.Time // when the deadlines were last set
	taken bool      // the body is in: only the answer can stall

	since time.Time // when the body began; its rate counts from a stall later
	came  int64     // bytes of it
	rate  int64     // bytes a second
}

func (s *Server) newProgress(c *call) *progress {
	l := s.cfg.Limits
	p := &progress{conn: http.NewResponseController(c.ResponseWriter), stall: l.BatchStall, rate: l.BatchRate, since: time.Now()}
	p.end = p.since.Add(l.BatchTime)
	p.move()
	return p
}

// move sets both deadlines anew, unless that was done a moment ago. Deadlines are of the connection, whose clock is the
// system's.
func (p *progress) move() {
	now := time.Now()
	if now.Sub(p.moved) < p.stall/64 {
		return
	}
	p.moved = now
	until := earlier(now.Add(p.stall), p.end)
	p.conn.SetWriteDeadline(until)
	if !p.taken {
		p.conn.SetReadDeadline(earlier(until, p.due()))
	}
}

// due is when what has come of the body stops being enough.
func (p *progress) due() time.Time {
	earned := time.Duration(p.came/p.rate)*time.Second + time.Duration(p.came%p.rate)*time.Second/time.Duration(p.rate)
	return p.since.Add(p.stall + earned)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// received ends the watch over the body. The server goes on reading, to see the client leave, and that must not time out
// while the answer is being written.
func (p *progress) received() {
	p.taken = true
	p.conn.SetReadDeadline(p.end)
}

// inMemory is how much of a batch is kept in memory; a longer one goes through a file that has no name.
const inMemory = 1 << 20

// spool takes a body to its end.
func (p *progress) spool(from io.Reader, announced int64) (io.ReadSeekCloser, error) {
	from = &moving{from, p}
	m := &memory{}
	if announced > 0 && announced < inMemory {
		m.all = make([]byte, 0, announced+1)
	}
	for len(m.all) < inMemory {
		if len(m.all) == cap(m.all) {
			m.all = append(m.all, 0)[:len(m.all)]
		}
		n, err := from.Read(m.all[len(m.all):cap(m.all)])
		m.all = m.all[:len(m.all)+n]
		if err == io.EOF {
			m.Reset(m.all)
			return m, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return spoolFile(m.all, from)
}

func spoolFile(start []byte, rest io.Reader) (io.ReadSeekCloser, error) {
	f, err := unnamed()
	if err != nil {
		return nil, err
	}
	if _, err := f.Write(start); err != nil {
		f.Close()
		return nil, err
	}
	if _, err := io.Copy(f, rest); err != nil {
		f.Close()
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// unnamed makes a file that has no name, or where the system does not know such files, one that loses it when it is closed.
func unnamed() (*spooled, error) {
	f, err := os.CreateTemp("", "lanewise-batch-*")
	if err != nil {
		return nil, err
	}
	return &spooled{f, os.Remove(f.Name()) == nil}, nil
}

// spooled is a file that is gone when it is closed.
type spooled struct {
	*os.File
	removed bool
}

// Close implements io.Closer.
func (f *spooled) Close() error {
	err := f.File.Close()
	if !f.removed {
		os.Remove(f.Name())
	}
	return err
}

// moving is a reader whose bytes are progress.
type moving struct {
	io.Reader
	p *progress
}

// Read implements io.Reader.
func (m *moving) Read(b []byte) (int, error) {
	n, err := m.Reader.Read(b)
	if n > 0 {
		m.p.came += int64(n)
		m.p.move()
	}
	return n, err
}

// paced is an answer whose bytes are progress.
type paced struct {
	http.ResponseWriter
	p *progress
}

// Write implements http.ResponseWriter. A long piece is written in parts, since the deadline of one Write is its own.
func (w *paced) Write(b []byte) (n int, err error) {
	for {
		part := b[n:min(len(b), n+64<<10)]
		w.p.move()
		k, err := w.ResponseWriter.Write(part)
		n += k
		if err != nil || n == len(b) {
			return n, err
		}
	}
}

// Unwrap lets http.ResponseController reach the connection.
func (w *paced) Unwrap() http.ResponseWriter { return w.ResponseWriter }
