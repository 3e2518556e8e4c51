package server

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"path"

	"github.com/lanewise/lanewise/internal/batch"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
)

const (
	csvType    = "text/csv"
	ndjsonType = "application/x-ndjson"
	xlsxType   = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// inputs are the content types of a batch and what their files are.
var inputs = map[string]string{csvType: "csv", ndjsonType: "ndjson", xlsxType: "xlsx"}

// doneTrailer comes after a batch that was answered to its end. A client that does not get it has half an answer, also where
// something between the two closed the connection in good order.
const doneTrailer = "Lanewise-Complete"

// batch answers POST /v1/decisions/batch: the rows of a file, decided and streamed out as decide writes them.
func (s *Server) batch(c *call, r *http.Request) {
	kind, ok := s.contentType(c, r, csvType, ndjsonType, xlsxType)
	if !ok {
		return
	}
	format, guarded, faults := shapeOf(r)
	if faults != nil {
		s.problem(c, http.StatusBadRequest, "unknown_parameter", "", faults...)
		return
	}
	l, err := s.live(r.Context())
	if err != nil {
		s.unavailable(c, err)
		return
	}
	def := orders.Defaults{Currency: l.book.Settings.Currency, ShipDate: s.today(l.state)}
	opt := orders.Options{Defaults: def, MaxFile: s.cfg.Limits.Batch, Input: orders.Input{Format: inputs[kind]}}
	in, err := orders.NewReader(opt, orders.Source{Name: "orders." + inputs[kind], R: r.Body})
	if err != nil {
		s.unreadable(c, err)
		return
	}
	s.stream(c, r, l, in, format, guarded)
}

// shapeOf reads format and for.
func shapeOf(r *http.Request) (format report.Format, guarded bool, faults []Fault) {
	q := r.URL.Query()
	format = report.CSV
	switch q.Get("format") {
	case "", "csv":
	case "ndjson":
		format = report.NDJSON
	case "xlsx":
		format = report.XLSX
	default:
		faults = append(faults, Fault{"", "format", "write format=csv, ndjson or xlsx"})
	}
	switch q.Get("for") {
	case "", "machine":
	case "spreadsheet":
		if guarded = true; format == report.NDJSON {
			faults = append(faults, Fault{"", "for", "for=spreadsheet goes with csv and xlsx"})
		}
	default:
		faults = append(faults, Fault{"", "for", "write for=machine or spreadsheet"})
	}
	return format, guarded, faults
}

// unreadable tells what is wrong with an order file as a whole.
func (s *Server) unreadable(c *call, err error) {
	var refused *orders.Refusal
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		s.tooLarge(c, s.cfg.Limits.Batch)
	case errors.As(err, &refused):
		s.problem(c, http.StatusBadRequest, "malformed_body", "", Fault{"", "refused_file", refused.Error()})
	default:
		s.unread(c, err, s.cfg.Limits.Batch)
	}
}

// stream answers the rows. The first block is kept back until it is known that there is one, so that a file which is
// refused at once gets a status of its own.
func (s *Server) stream(c *call, r *http.Request, l *live, in *orders.Reader, format report.Format, guarded bool) {
	plain := report.Decisions(format, l.book, 0)
	if format != report.NDJSON {
		plain = report.Shaped(plain, report.Shape{All: report.DecisionColumns, Guarded: guarded && format == report.CSV})
	}
	out := &late{c: c, begin: func() { c.abrupt(r, true); c.beginBatch(format, l) }}
	var to io.Writer = out
	var book *report.Workbook
	if format == report.XLSX {
		book = report.NewWorkbook(out, l.book, "decisions")
		to = book
	}
	sum, err := batch.Run(r.Context(), batch.Job{Rows: in, Answer: s.counting(plain.Answer(l.engine)), Format: plain, Out: to})
	if err == nil && book != nil {
		err = book.Close(sum)
	}
	if err == nil {
		err = out.flush()
	}
	if err == nil {
		err = whole(c, r)
	}
	switch {
	case err == nil:
		c.Header().Set(doneTrailer, "true")
	case !out.begun:
		s.unreadable(c, readError(err))
	default:
		s.log.Warn("batch broken off", "request_id", c.id, "error", err)
		panic(http.ErrAbortHandler) // cuts the connection: the client sees that the answer is not whole
	}
}

// whole sends what is left of an answer; its connection may end in good order then.
func whole(c *call, r *http.Request) error {
	if r.ProtoAtLeast(1, 1) {
		return nil
	}
	err := http.NewResponseController(c).Flush()
	if err == nil {
		c.abrupt(r, false)
	}
	return err
}

// abrupt chooses whether the answer to an HTTP/1.0 request ends in a reset. Such an answer has no last chunk: it ends with its
// connection, and one that was cut off would look like one that was not.
func (c *call) abrupt(r *http.Request, yes bool) {
	if c.conn != nil && !r.ProtoAtLeast(1, 1) {
		c.conn.abrupt(yes)
	}
}

// readError is what the order file was refused for.
func readError(err error) error {
	var read *batch.ReadError
	if errors.As(err, &read) {
		return read.Err
	}
	return err
}

// batchTypes are the content types of answers.
var batchTypes = map[report.Format]string{report.CSV: csvType + "; charset=utf-8", report.NDJSON: ndjsonType, report.XLSX: xlsxType}

func (c *call) beginBatch(format report.Format, l *live) {
	h := c.Header()
	h.Set("Content-Type", batchTypes[format])
	h.Set("Content-Disposition", `attachment; filename="decisions`+path.Ext("."+string(format))+`"`)
	h.Set("Trailer", doneTrailer)
	h["Cache-Control"], h["X-Content-Type-Options"] = noStore, nosniff
	h.Set("Lanewise-Book-Hash", l.book.Hash)
	c.WriteHeader(http.StatusOK)
}

// held is how much of an answer is kept back before the status is sent.
const held = 32 << 10

// late is an answer whose beginning is kept back.
type late struct {
	c     *call
	begin func()
	begun bool
	first bytes.Buffer
}

// Write implements io.Writer.
func (w *late) Write(b []byte) (int, error) {
	if w.begun {
		return w.c.Write(b)
	}
	w.first.Write(b)
	if w.first.Len() > held {
		return len(b), w.flush()
	}
	return len(b), nil
}

// flush sends what was kept back.
func (w *late) flush() error {
	if w.begun {
		return nil
	}
	w.begun = true
	w.begin()
	_, err := w.c.Write(w.first.Bytes())
	w.first = bytes.Buffer{}
	return err
}
