package server

import (
	"context"
	"time"

	"github.com/lanewise/lanewise/internal/ledger"
	"github.com/lanewise/lanewise/rates"
)

// Ledger is what the server needs of one; a *ledger.Ledger is one.
type Ledger interface {
	standings
	bookings
	keyring
}

// standings say at what to price.
type standings interface {
	Adopt(ctx context.Context, b *rates.Book, now time.Time) error
	Standing(ctx context.Context, b *rates.Book, now time.Time) (ledger.Standing, error)
}

// bookings change it.
type bookings interface {
	Book(ctx context.Context, b *rates.Book, now time.Time, key string, hash [32]byte, price func(ledger.Standing) (ledger.Shipment, error)) (ledger.Shipment, bool, error)
	Cancel(ctx context.Context, b *rates.Book, now time.Time, id string) (ledger.Shipment, error)
	Shipment(ctx context.Context, id string) (ledger.Shipment, error)
	Outcome(ctx context.Context, o ledger.Outcome) error
	Healthy() error
}

// keyring knows who may ask.
type keyring interface {
	Keys(ctx context.Context) ([]ledger.Key, error)
	Authenticate(ctx context.Context, secret string) (ledger.Key, error)
}

// timed measures an operation of the ledger.
func (s *Server) timed(op string, do func() error) error {
	start := time.Now()
	err := do()
	s.ledgerTook(op, time.Since(start))
	return err
}
