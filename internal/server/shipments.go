package server

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/ledger"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
)

// Shipment is a booked parcel. What it answers about the booking never changes; status and cancelled_at may.
type Shipment struct {
	ID          string          `json:"id"`
	Status      string          `json:"status"` // booked or cancelled
	BookedAt    string          `json:"booked_at"`
	CancelledAt string          `json:"cancelled_at,omitempty"`
	OrderID     string          `json:"order_id"`
	Country     string          `json:"country"`
	ShipDate    string          `json:"ship_date"`
	Service     string          `json:"service"`
	Contract    string          `json:"contract,omitempty"`
	Period      string          `json:"period,omitempty"` // of the contract, which the parcel counts in
	Counts      Counts          `json:"counts"`
	Decision    json.RawMessage `json:"decision"` // as it was given
}

// Counts is what a parcel adds to its contract's volume; spend is its freight before discount, in settlement currency.
type Counts struct {
	Parcels string `json:"parcels"`
	Kg      string `json:"kg"`
	Spend   string `json:"spend"`
}

// stamp is a moment as answers write it, to the millisecond.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

func shipmentJSON(b *ledger.Shipment) Shipment {
	out := Shipment{
		ID: b.ID, Status: b.Status, BookedAt: stamp(b.Booked), OrderID: b.OrderID, Country: b.Country, ShipDate: b.ShipDate.String(),
		Service: b.Service, Contract: b.Contract, Counts: Counts{b.Parcels.String(), b.Kg.String(), b.Spend.String()}, Decision: b.Decision,
	}
	if b.Contract != "" {
		out.Period = b.Period
	}
	if !b.Cancelled.IsZero() {
		out.CancelledAt = stamp(b.Cancelled)
	}
	return out
}

// refusal is a booking that must not be made, as the client is told.
type refusal struct {
	status int
	code   string
	detail string
	faults []Fault
}

func (r *refusal) Error() string { return r.code + ": " + r.detail }

// ship answers POST /v1/shipments.
func (s *Server) ship(c *call, r *http.Request) {
	key, ok := s.idempotencyKey(c, r)
	if !ok || !s.hasLedger(c) {
		return
	}
	d := desks.Get().(*desk)
	defer d.free()
	service := &orders.Member{}
	d.object.Extra = map[string]*orders.Member{"service": service}
	st := s.state.Load()
	if !s.readOrder(c, r, d) || !s.parseOrder(c, d, st) {
		return
	}
	if d.row.ID == "" {
		s.problem(c, http.StatusUnprocessableEntity, "invalid_order", "", Fault{"/order_id", "required", "is missing; a booking needs the order's id"})
		return
	}
	var booked ledger.Shipment
	var replayed bool
	changes := s.changes.Load()
	err := s.timed("book", func() (err error) {
		booked, replayed, err = s.cfg.Ledger.Book(r.Context(), st.book, s.now(), key, hashOf(d.object.Cells(), service), func(now ledger.Standing) (ledger.Shipment, error) {
			// Not before: what was booked already is answered as long as it can be read.
			if err := s.cfg.Ledger.Healthy(); err != nil {
				return ledger.Shipment{}, err
			}
			// Nor this: also when its service has left the book.
			if service.Given && !known(st, service.Text) {
				return ledger.Shipment{}, &refusal{http.StatusUnprocessableEntity, "invalid_body", "", []Fault{{"/service", "unknown", "is no service of the rate book"}}}
			}
			return s.decideBooking(st, now, changes, d, service.Text)
		})
		return err
	})
	if err != nil {
		s.notBooked(c, err)
		return
	}
	s.changes.Add(1)
	if replayed {
		c.Header().Set("Idempotency-Replayed", "true")
	}
	// A replay gets the first answer, also when the shipment was cancelled since.
	booked.Status, booked.Cancelled = ledger.Booked, time.Time{}
	c.Header().Set("Location", shipmentsPath+booked.ID)
	c.answer(http.StatusCreated, marshal(shipmentJSON(&booked)))
}

func known(st *state, service string) bool {
	for i := range st.book.Services {
		if st.book.Services[i].Code == service {
			return true
		}
	}
	return false
}

// hashOf tells requests apart: what they ask for, not how they spell it.
func hashOf(cells *orders.Cells, service *orders.Member) [32]byte {
	h := sha256.New()
	write := func(text string) {
		var n [8]byte
		binary.LittleEndian.PutUint64(n[:], uint64(len(text)))
		h.Write(n[:])
		h.Write([]byte(text))
	}
	for _, cell := range cells {
		write(cell)
	}
	if service.Given {
		write(service.Text)
	}
	return [32]byte(h.Sum(nil))
}

// decideBooking prices the order at the standing under the ledger's lock.
func (s *Server) decideBooking(st *state, now ledger.Standing, changes int64, d *desk, service string) (ledger.Shipment, error) {
	l, err := s.at(st, now)
	if err != nil {
		return ledger.Shipment{}, err
	}
	// Kept, so that a tier reached by the booking before is compiled once and not by every booking after it.
	l.changes = changes
	if s.state.Load() == st {
		s.current.Store(l)
	}
	o := &d.row.Order
	l.engine.Compare(o, &d.decision)
	q, err := chosen(d, service)
	if err != nil {
		return ledger.Shipment{}, err
	}
	s.count(&d.decision)
	d.out = l.withPricedAt(l.decision.Append(d.out[:0], &d.row, &d.decision), o.ShipDate)
	return ledger.Shipment{
		ShipDate: o.ShipDate, OrderID: d.row.ID, Country: o.Country.String(), Service: q.Service.Code, Contract: q.Service.Contract,
		Parcels: money.One, Kg: money.Amount(q.BillableG * (int64(money.One) / 1000)), Spend: q.Amounts[engine.Freight],
		BookHash: st.book.Hash, Decision: append([]byte(nil), d.out[:len(d.out)-1]...),
	}, nil
}

// chosen is the quote to book, or why there is none.
func chosen(d *desk, service string) (*engine.Quote, error) {
	switch dec := &d.decision; dec.Status {
	case engine.Invalid:
		f := dec.Fault
		return nil, &refusal{http.StatusUnprocessableEntity, "invalid_order", "", []Fault{{pointerTo(f.Column), "invalid", f.Msg}}}
	case engine.None:
		return nil, &refusal{http.StatusUnprocessableEntity, "not_shippable", report.Message(&d.row, dec), nil}
	case engine.Hold:
		return nil, &refusal{http.StatusConflict, "not_shippable", report.Message(&d.row, dec), nil}
	default:
		if service == "" {
			return &dec.Choice, nil
		}
		for i := range dec.Quotes {
			if q := &dec.Quotes[i]; q.Service.Code == service {
				if q.Reason == engine.OK {
					return q, nil
				}
				detail := service + " " + report.ReasonText(q.Reason, q.Rule)
				return nil, &refusal{http.StatusConflict, "service_refused", detail, []Fault{{"/service", report.ReasonCode(q.Reason, q.Rule), detail}}}
			}
		}
		return nil, &refusal{http.StatusConflict, "service_refused", service + " is not in the book", nil}
	}
}

// notBooked tells why a booking was not made.
func (s *Server) notBooked(c *call, err error) {
	var no *refusal
	switch {
	case errors.As(err, &no):
		s.problem(c, no.status, no.code, no.detail, no.faults...)
	case errors.Is(err, ledger.ErrKeyReused):
		s.problem(c, http.StatusConflict, "key_reused", err.Error())
	case errors.Is(err, ledger.ErrClosed):
		s.problem(c, http.StatusConflict, "period_closed", err.Error())
	case errors.Is(err, ledger.ErrUnknown):
		s.log.Error("cannot answer", "request_id", c.id, "error", err)
		s.problem(c, http.StatusServiceUnavailable, "unavailable", ledger.ErrUnknown.Error())
	default:
		s.unavailable(c, err)
	}
}
