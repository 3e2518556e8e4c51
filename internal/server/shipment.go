package server

import (
	"errors"
	"net/http"

	"github.com/lanewise/lanewise/internal/ledger"
	"github.com/lanewise/lanewise/internal/orders"
)

// idempotencyKey is the name under which a booking is made once.
func (s *Server) idempotencyKey(c *call, r *http.Request) (string, bool) {
	given := r.Header["Idempotency-Key"]
	if len(given) == 1 && saneKey(given[0]) {
		return given[0], true
	}
	s.problem(c, http.StatusBadRequest, "missing_key", "send one header Idempotency-Key of 1 to 255 visible ASCII characters, a new one for each booking and the same when you try again")
	return "", false
}

func saneKey(k string) bool {
	for i := range len(k) {
		if k[i] <= ' ' || k[i] > '~' {
			return false
		}
	}
	return k != "" && len(k) <= 255
}

// hasLedger refuses what needs a ledger while there is none.
func (s *Server) hasLedger(c *call) bool {
	if s.cfg.Ledger == nil {
		s.problem(c, http.StatusServiceUnavailable, "unavailable", "the server has no ledger")
		return false
	}
	return true
}

// mayBook refuses changes while there is no ledger, or one that cannot be trusted to keep them.
func (s *Server) mayBook(c *call) bool {
	if !s.hasLedger(c) {
		return false
	}
	if err := s.cfg.Ledger.Healthy(); err != nil {
		s.unavailable(c, err)
		return false
	}
	return true
}

// shipment answers GET /v1/shipments/{id}.
func (s *Server) shipment(c *call, r *http.Request) {
	if !s.hasLedger(c) {
		return
	}
	b, err := s.cfg.Ledger.Shipment(r.Context(), c.pathID)
	if err != nil {
		s.notChanged(c, err)
		return
	}
	c.answer(http.StatusOK, marshal(shipmentJSON(&b)))
}

// cancel answers POST /v1/shipments/{id}/cancel.
func (s *Server) cancel(c *call, r *http.Request) {
	if !s.empty(c, r) || !s.mayBook(c) {
		return
	}
	var b ledger.Shipment
	err := s.timed("cancel", func() (err error) {
		b, err = s.cfg.Ledger.Cancel(r.Context(), s.state.Load().book, s.now(), c.pathID)
		return err
	})
	if err != nil {
		s.notChanged(c, err)
		return
	}
	s.changes.Add(1)
	c.answer(http.StatusOK, marshal(shipmentJSON(&b)))
}

// Outcome is what became of a shipment.
type Outcome struct {
	Shipment string `json:"shipment"`
	Result   string `json:"result"` // delivered or lost
	LowScore bool   `json:"low_score"`
	Shop     Shop   `json:"shop"` // the score with this outcome
}

// outcome answers POST /v1/outcomes.
func (s *Server) outcome(c *call, r *http.Request) {
	d := desks.Get().(*desk)
	defer d.free()
	if !s.readOrder(c, r, d) {
		return
	}
	id, result, low := &orders.Member{}, &orders.Member{}, &orders.Member{IsBool: true}
	object := orders.Object{ExtraOnly: true, Extra: map[string]*orders.Member{"shipment": id, "result": result, "low_score": low}}
	if object.Read(d.body, orders.Defaults{}, &d.row) {
		s.problem(c, http.StatusBadRequest, "malformed_body", "", faultsOf(d.row.Faults)...)
		return
	}
	var faults []Fault
	if id.Text == "" {
		faults = append(faults, Fault{"/shipment", "required", "is missing; write the id of the shipment"})
	}
	if result.Text != ledger.Delivered && result.Text != ledger.Lost {
		faults = append(faults, Fault{"/result", "unknown", "write delivered or lost"})
	}
	if faults != nil {
		s.problem(c, http.StatusUnprocessableEntity, "invalid_body", "", faults...)
		return
	}
	if !s.mayBook(c) {
		return
	}
	o := ledger.Outcome{Shipment: id.Text, Result: result.Text, LowScore: low.Bool, Reported: s.now()}
	if err := s.timed("outcome", func() error { return s.cfg.Ledger.Outcome(r.Context(), o) }); err != nil {
		s.notChanged(c, err)
		return
	}
	s.changes.Add(1)
	l, err := s.live(r.Context())
	if err != nil {
		s.unavailable(c, err)
		return
	}
	c.answer(http.StatusOK, marshal(Outcome{o.Shipment, o.Result, o.LowScore, l.shop()}))
}

func (l *live) shop() Shop { return Shop{l.orders, l.bad, l.engine.BadOrderCost().String()} }

// notChanged tells why the ledger did not do what was asked of a shipment.
func (s *Server) notChanged(c *call, err error) {
	switch {
	case errors.Is(err, ledger.ErrNotFound):
		s.problem(c, http.StatusNotFound, "no_shipment", "no shipment has this id")
	case errors.Is(err, ledger.ErrCancelled):
		s.problem(c, http.StatusConflict, "already_cancelled", err.Error())
	case errors.Is(err, ledger.ErrClosed):
		s.problem(c, http.StatusConflict, "period_closed", err.Error())
	case errors.Is(err, ledger.ErrOutcome):
		s.problem(c, http.StatusConflict, "outcome_conflict", err.Error())
	default:
		s.unavailable(c, err)
	}
}
