package server

import (
	"net/http"
	"sync"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
)

// desk is the memory in which one order is read, decided and answered.
type desk struct {
	object   orders.Object
	row      orders.Row
	decision engine.Decision
	body     []byte
	out      []byte
}

// maxKept is how large a desk's texts may be to be kept for the next request.
const maxKept = 1 << 20

var desks = sync.Pool{New: func() any { return &desk{body: make([]byte, 0, 4<<10), out: make([]byte, 0, 16<<10)} }}

func (d *desk) free() {
	if cap(d.body)+cap(d.out) <= maxKept {
		d.object.Extra = nil
		desks.Put(d)
	}
}

// quotes answers an order with every service's quote.
func (s *Server) quotes(c *call, r *http.Request) { s.price(c, r, false) }

// decisions answers an order with the choice and why.
func (s *Server) decisions(c *call, r *http.Request) { s.price(c, r, true) }

func (s *Server) price(c *call, r *http.Request, decide bool) {
	d := desks.Get().(*desk)
	defer d.free()
	if !s.readOrder(c, r, d) {
		return
	}
	l, err := s.live(r.Context())
	if err != nil {
		s.unavailable(c, err)
		return
	}
	if !s.parseOrder(c, d, l.state) {
		return
	}
	encoder := l.quote
	if decide {
		encoder = l.decision
	}
	encoder.Answer(l.engine)(&d.row.Order, &d.decision)
	if f := d.decision.Fault; f != nil {
		s.problem(c, http.StatusUnprocessableEntity, "invalid_order", "", Fault{pointerTo(f.Column), "invalid", f.Msg})
		return
	}
	if decide {
		s.count(&d.decision)
	}
	d.out = encoder.Append(d.out[:0], &d.row, &d.decision)
	d.out = l.withPricedAt(d.out, d.row.Order.ShipDate)
	c.answer(http.StatusOK, d.out)
}

// counting is answer, with every decision told to the metrics. Orders that cannot be decided are none.
func (s *Server) counting(answer func(*engine.Order, *engine.Decision)) func(*engine.Order, *engine.Decision) {
	return func(o *engine.Order, d *engine.Decision) {
		answer(o, d)
		if d.Status != engine.Invalid {
			s.count(d)
		}
	}
}

// readOrder reads the body of a request about one order.
func (s *Server) readOrder(c *call, r *http.Request, d *desk) bool {
	if _, ok := s.contentType(c, r, "application/json"); !ok {
		return false
	}
	var ok bool
	d.body, ok = s.body(c, r, d.body[:0], s.cfg.Limits.Body)
	return ok
}

// parseOrder reads the order in a body, or refuses it with all of its faults.
func (s *Server) parseOrder(c *call, d *desk, st *state) bool {
	def := orders.Defaults{Currency: st.book.Settings.Currency, ShipDate: s.today(st)}
	malformed := d.object.Read(d.body, def, &d.row)
	switch {
	case malformed:
		s.problem(c, http.StatusBadRequest, "malformed_body", "", faultsOf(d.row.Faults)...)
	case len(d.row.Faults) > 0:
		s.problem(c, http.StatusUnprocessableEntity, "invalid_order", "", faultsOf(d.row.Faults)...)
	default:
		return true
	}
	return false
}

func faultsOf(found orders.Faults) (out []Fault) {
	for _, f := range found {
		out = append(out, Fault{pointerTo(f.Column), f.Code(), f.Msg})
	}
	return out
}

// unavailable answers where the ledger or the book cannot say at what to price.
func (s *Server) unavailable(c *call, err error) {
	s.log.Error("cannot answer", "request_id", c.id, "error", err)
	s.problem(c, http.StatusServiceUnavailable, "unavailable", "the ledger does not answer; try again")
}
