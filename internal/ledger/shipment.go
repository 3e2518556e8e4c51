package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/lanewise/lanewise/rates"
)

const shipmentColumns = "id, idem_key, status, booked_at, cancelled_at, ship_date, order_id, country, service, contract, period, day, parcels, kg, spend, book_hash, decision"

type scanner interface{ Scan(dest ...any) error }

// scanShipment reads the columns of shipmentColumns, and more behind them.
func scanShipment(row scanner, more ...any) (s Shipment, err error) {
	var booked, shipDate, day string
	var cancelled sql.NullString
	dest := []any{&s.ID, &s.Key, &s.Status, &booked, &cancelled, &shipDate, &s.OrderID, &s.Country, &s.Service, &s.Contract, &s.Period, &day, &s.Parcels, &s.Kg, &s.Spend, &s.BookHash, &s.Decision}
	if err := row.Scan(append(dest, more...)...); err != nil {
		return Shipment{}, err
	}
	if s.Booked, err = parseStamp(booked); err == nil && cancelled.Valid {
		s.Cancelled, err = parseStamp(cancelled.String)
	}
	if err != nil {
		return Shipment{}, fmt.Errorf("shipment %s: %w", s.ID, err)
	}
	if s.ShipDate, err = parseDay(shipDate); err == nil {
		s.Day, err = parseDay(day)
	}
	return s, err
}

func parseDay(text string) (rates.Date, error) {
	if text == "" {
		return rates.NoDate, nil
	}
	d, ok := rates.ParseDate(text)
	if !ok {
		return 0, fmt.Errorf("%q is no day", text)
	}
	return d, nil
}

func (l *Ledger) found(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return l.d.named(err)
}

// Shipment finds a shipment by its id; ErrNotFound where there is none.
func (l *Ledger) Shipment(ctx context.Context, id string) (Shipment, error) {
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	s, err := scanShipment(l.read.QueryRowContext(ctx, "SELECT "+shipmentColumns+" FROM shipments WHERE id = $1", id))
	return s, l.found(err)
}

// Cancel takes a shipment back: once, and in the period in which it was booked. ErrNotFound; ErrCancelled where it is cancelled already;
// ErrClosed once its period is over in the book's timezone, or its day has left the rolling window; ErrOutcome where the parcel's
// outcome was reported.
func (l *Ledger) Cancel(ctx context.Context, b *rates.Book, now time.Time, id string) (s Shipment, err error) {
	day, err := today(b, now)
	if err != nil {
		return Shipment{}, err
	}
	now = now.UTC().Truncate(time.Microsecond)
	err = l.write(ctx, func(ctx context.Context, tx querier, inDoubt bool) error {
		if s, err = l.lockShipment(ctx, tx, id); err != nil {
			return err
		}
		if s.Status == Cancelled && inDoubt && s.Cancelled.Equal(now) {
			return nil // the attempt before was stored after all
		}
		if err := cancellable(ctx, tx, &s, day); err != nil {
			return err
		}
		s.Status, s.Cancelled = Cancelled, now
		if _, err := tx.ExecContext(ctx, "UPDATE shipments SET status = $1, cancelled_at = $2 WHERE id = $3", Cancelled, stamp(now), id); err != nil {
			return err
		}
		e := entry{ID: "cancel:" + id, Kind: "cancel", Shipment: id, Contract: s.Contract, Period: s.Period, Day: s.Day, At: now, Parcels: -s.Parcels, Kg: -s.Kg, Spend: -s.Spend}
		return e.add(ctx, tx)
	})
	if err != nil {
		return Shipment{}, err
	}
	return s, nil
}

// lockShipment reads a shipment under the lock of its contract, which is taken first as Book does.
func (l *Ledger) lockShipment(ctx context.Context, tx querier, id string) (Shipment, error) {
	var contract string
	if err := tx.QueryRowContext(ctx, "SELECT contract FROM shipments WHERE id = $1", id).Scan(&contract); err != nil {
		return Shipment{}, noRow(err)
	}
	if _, err := l.lockContracts(ctx, tx, []string{contract}); err != nil {
		return Shipment{}, err
	}
	s, err := scanShipment(tx.QueryRowContext(ctx, "SELECT "+shipmentColumns+" FROM shipments WHERE id = $1"+l.d.forUpdate, id))
	return s, noRow(err)
}

// noRow keeps the errors of the database as they are, for the transaction to judge.
func noRow(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

func cancellable(ctx context.Context, tx querier, s *Shipment, day rates.Date) error {
	if s.Status == Cancelled {
		return fmt.Errorf("%w since %s", ErrCancelled, s.Cancelled.Format(time.RFC3339))
	}
	if named(s.Period, s.Day).closed(day) {
		return fmt.Errorf("%w: %s counts in %s since %s", ErrClosed, s.ID, s.Period, s.Day)
	}
	var result string
	switch err := tx.QueryRowContext(ctx, "SELECT result FROM outcomes WHERE shipment = $1", s.ID).Scan(&result); {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	return fmt.Errorf("%w: it is %s and cannot be cancelled", ErrOutcome, result)
}
