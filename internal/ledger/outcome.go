package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Outcome is what became of a shipment.
type Outcome struct {
	Shipment string
	Result   string // Delivered or Lost
	LowScore bool   // the buyer gave a low score
	Reported time.Time
}

// The results.
const (
	Delivered = "delivered"
	Lost      = "lost"
)

// Outcome stores what became of a shipment, once, and moves the shop's score: one order more, and one bad order more
// where the parcel was lost or got a low score and the service was not exempt from that in the book it was booked by. The same
// outcome again changes nothing. ErrOutcome where another one is stored, ErrCancelled for a cancelled shipment, ErrNotFound.
func (l *Ledger) Outcome(ctx context.Context, o Outcome) error {
	if o.Result != Delivered && o.Result != Lost {
		return fmt.Errorf("%q is no outcome; write delivered or lost", o.Result)
	}
	return l.write(ctx, func(ctx context.Context, tx querier, _ bool) error {
		s, err := l.lockShipment(ctx, tx, o.Shipment)
		if err != nil {
			return err
		}
		if s.Status == Cancelled {
			return fmt.Errorf("%w and has no outcome", ErrCancelled)
		}
		var before Outcome
		err = tx.QueryRowContext(ctx, "SELECT result, low_score FROM outcomes WHERE shipment = $1", o.Shipment).Scan(&before.Result, &before.LowScore)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return l.storeOutcome(ctx, tx, o)
		case err != nil:
			return err
		case before.Result != o.Result || before.LowScore != o.LowScore:
			return fmt.Errorf("%w: %s, low score %t", ErrOutcome, before.Result, before.LowScore)
		}
		return nil
	})
}

func (l *Ledger) storeOutcome(ctx context.Context, tx querier, o Outcome) error {
	var exempt string
	if err := tx.QueryRowContext(ctx, "SELECT exempt FROM shipments WHERE id = $1", o.Shipment).Scan(&exempt); err != nil {
		return err
	}
	bad := o.LowScore && !strings.Contains(exempt, "low_score") || o.Result == Lost && !strings.Contains(exempt, "not_received")
	if err := insertOutcome(ctx, tx, o, bad); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE score SET orders = orders + 1, bad = bad + $1, version = version + 1 WHERE id = 1", bit(bad))
	return err
}

func insertOutcome(ctx context.Context, tx querier, o Outcome, bad bool) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO outcomes (shipment, result, low_score, bad, reported_at) VALUES ($1, $2, $3, $4, $5)",
		o.Shipment, o.Result, bit(o.LowScore), bit(bad), stamp(o.Reported))
	return err
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
