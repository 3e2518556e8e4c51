package batch_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/batch"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates"
	"github.com/lanewise/lanewise/testdata"
)

func compile(t testing.TB) *engine.Engine {
	t.Helper()
	b, problems := rates.Load(testdata.Book())
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	e, err := engine.Compile(b)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func options(e *engine.Engine) orders.Options {
	day, _ := rates.ParseDate("2026-06-10")
	return orders.Options{Defaults: orders.Defaults{Currency: e.Book().Settings.Currency, ShipDate: day}}
}

// job reads text as an order file and writes decisions to out.
func job(t testing.TB, e *engine.Engine, text string, out io.Writer) batch.Job {
	t.Helper()
	return jobOf(t, e, options(e), text, out)
}

func jobOf(t testing.TB, e *engine.Engine, opt orders.Options, text string, out io.Writer) batch.Job {
	t.Helper()
	r, err := orders.NewReader(opt, orders.Source{Name: "orders.csv", R: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return batch.Job{Rows: r, Answer: e.Decide, Format: report.Decisions(report.CSV, e.Book(), 80), Out: out}
}

// many is the sample's header and n rows of it, each with an id of its own; every seventh row cannot be read.
func many(n int) string {
	lines := strings.Split(strings.TrimSpace(string(testdata.Orders())), "\n")
	var b strings.Builder
	b.WriteString(lines[0] + "\n")
	for i := range n {
		_, rest, _ := strings.Cut(lines[1+i%(len(lines)-1)], ",")
		if i%7 == 3 {
			rest = "nowhere"
		}
		fmt.Fprintf(&b, "N%06d,%s\n", i, rest)
	}
	return b.String()
}

func TestSameBytesForAnyNumberOfWorkers(t *testing.T) {
	e := compile(t)
	text := many(3000)
	for name, c := range map[string]struct {
		format report.Encoder
		answer func(*engine.Order, *engine.Decision)
	}{
		"csv":    {report.Decisions(report.CSV, e.Book(), 80), e.Decide},
		"ndjson": {report.Decisions(report.NDJSON, e.Book(), 80), e.Explain},
		"quotes": {report.Quotes(report.CSV, e.Book(), 80), e.Explain},
	} {
		var first []byte
		var summary string
		for _, workers := range []int{1, 2, 3, 16, math.MaxInt} {
			var out bytes.Buffer
			j := job(t, e, text, &out)
			j.Format, j.Answer, j.Workers = c.format, c.answer, workers
			s, err := batch.Run(t.Context(), j)
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first, summary = out.Bytes(), s.Text(e.Book(), 80)
			}
			if !bytes.Equal(out.Bytes(), first) {
				t.Errorf("%s: other bytes with %d workers", name, workers)
			}
			if got := s.Text(e.Book(), 80); got != summary {
				t.Errorf("%s: with %d workers the summary is\n%s\nwith 1\n%s", name, workers, got, summary)
			}
		}
	}
}

// One row out for every row in, in order, and the summary counts what the rows say.
func TestRowsInAndOut(t *testing.T) {
	e := compile(t)
	const n = 1000
	var out bytes.Buffer
	var seen []int
	j := job(t, e, many(n), &out)
	j.Done = func(rows int) { seen = append(seen, rows) }
	s, err := batch.Run(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(records) != n+1 || s.Orders != n {
		t.Fatalf("%d records and %d orders counted of %d rows", len(records), s.Orders, n)
	}
	status := map[string]int{}
	for i, r := range records[1:] {
		if want := fmt.Sprintf("N%06d", i); r[0] != want {
			t.Fatalf("row %d is %s", i, r[0])
		}
		status[r[1]]++
	}
	for st := engine.Invalid; st <= engine.Ship; st++ {
		if status[st.String()] != s.Status[st] {
			t.Errorf("%s: %d rows, %d counted", st, status[st.String()], s.Status[st])
		}
	}
	if status["ship"] == 0 || status["invalid"] < n/7 {
		t.Errorf("the test's orders are not of every kind: %v", status)
	}
	if len(seen) == 0 || seen[len(seen)-1] != n {
		t.Errorf("Done was told %v", seen)
	}
}

func TestEmptyFile(t *testing.T) {
	e := compile(t)
	var out bytes.Buffer
	s, err := batch.Run(t.Context(), job(t, e, "order_id,country,weight_g\n", &out))
	if err != nil || s.Orders != 0 || out.String() != strings.Join(report.DecisionColumns, ",")+"\n" {
		t.Errorf("%v, %d orders, %q", err, s.Orders, out.String())
	}
}

// Permuting orders with distinct ids permutes the answers and changes none.
func TestPropertyPermutedOrders(t *testing.T) {
	e := compile(t)
	lines := strings.Split(strings.TrimSpace(many(900)), "\n")
	answers := func(rows []string) map[string]string {
		var out bytes.Buffer
		if _, err := batch.Run(t.Context(), job(t, e, lines[0]+"\n"+strings.Join(rows, "\n"), &out)); err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(&out).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		byID := map[string]string{}
		for i, r := range records[1:] {
			if id, _, _ := strings.Cut(rows[i], ","); id != r[0] {
				t.Fatalf("row %d is %s, its order %s", i, r[0], id)
			}
			// The message of an unreadable row names its line, which is another one now.
			byID[r[0]] = strings.Join(r[:len(r)-1], ",")
		}
		return byID
	}
	rows := lines[1:]
	want := answers(rows)
	random := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		for id, got := range answers(rows) {
			if got != want[id] {
				t.Errorf("%s was %s, permuted %s", id, want[id], got)
			}
		}
	}
}

// A file damaged after some rows: those rows are written, and the error is the file's.
func TestReadErrorAfterRows(t *testing.T) {
	e := compile(t)
	for _, n := range []int{0, 1, 256, 700} {
		var out bytes.Buffer
		s, err := batch.Run(t.Context(), job(t, e, many(n)+"\"never closed", &out))
		var read *batch.ReadError
		var refusal *orders.Refusal
		if !errors.As(err, &read) || !errors.As(err, &refusal) {
			t.Fatalf("after %d rows: %v", n, err)
		}
		if got := strings.Count(out.String(), "\n"); got != n+1 || s.Orders != n {
			t.Errorf("%d lines written and %d orders counted of %d rows", got, s.Orders, n)
		}
	}
}

// limited takes some writes and then fails.
type limited struct {
	left int
	err  error
}

func (l *limited) Write(p []byte) (int, error) {
	if l.left--; l.left < 0 {
		return 0, l.err
	}
	return len(p), nil
}

func TestWriteError(t *testing.T) {
	e := compile(t)
	full := errors.New("disk full")
	for writes, rows := range map[int]int{0: 0, 1: 0, 3: 512} {
		j := job(t, e, many(2000), &limited{writes, full})
		j.Rows = struct{ batch.Source }{j.Rows} // without blocks of its own, so that rows are counted alike for any length
		_, err := batch.Run(t.Context(), j)
		var write *batch.WriteError
		if !errors.As(err, &write) || !errors.Is(err, full) || write.Rows != rows {
			t.Errorf("after %d writes: %v, %+v", writes, err, write)
		}
	}
}

// endless gives orders without end and counts them.
type endless struct{ n atomic.Int64 }

func (s *endless) Read(row *orders.Row) error {
	s.n.Add(1)
	*row = orders.Row{ID: "x", Faults: orders.Faults{{Msg: "x"}}}
	return nil
}

// stuck is an output that takes nothing until it is let go.
type stuck struct{ release chan struct{} }

func (s stuck) Write(p []byte) (int, error) {
	<-s.release
	return len(p), nil
}

// While the output takes nothing, reading stops: memory does not grow with the input. An interrupt then ends the run
// although the write never returns.
func TestStuckOutput(t *testing.T) {
	e := compile(t)
	synctest.Test(t, func(t *testing.T) {
		src, out := &endless{}, stuck{make(chan struct{})}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			s, err := batch.Run(ctx, batch.Job{Rows: src, Answer: e.Decide, Format: report.Decisions(report.CSV, e.Book(), 80), Out: out, Workers: 2})
			if s != nil {
				t.Error("a summary of an interrupted run")
			}
			done <- err
		}()
		synctest.Wait()
		read := src.n.Load()
		if read == 0 || read > 10*256 {
			t.Errorf("%d rows read while nothing could be written", read)
		}
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		close(out.release)
	})
}

// waiting is a source that has nothing yet.
type waiting struct{ ctx context.Context }

func (w waiting) Read(*orders.Row) error {
	<-w.ctx.Done()
	return w.ctx.Err()
}

func TestInterruptedWhileReading(t *testing.T) {
	e := compile(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		var out bytes.Buffer
		go func() {
			_, err := batch.Run(ctx, batch.Job{Rows: waiting{ctx}, Answer: e.Decide, Format: report.Decisions(report.CSV, e.Book(), 80), Out: &out})
			done <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func BenchmarkRun(b *testing.B) {
	e := compile(b)
	const n = 20_000
	text := many(n)
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				j := job(b, e, text, io.Discard)
				j.Workers = workers
				if _, err := batch.Run(b.Context(), j); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "orders/s")
		})
	}
}
