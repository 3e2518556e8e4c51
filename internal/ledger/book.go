package ledger

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// Book stores one shipment. price is asked at the live standing, under the locks of the booking, and gives what to store:
// every field but ID, Key, Status, Booked, Period and Day, which Book sets. An error of price ends the booking and is
// returned as it is. price may be asked more than once, and must do nothing but compute.
//
// A key that was used before gives the first shipment and replayed, price is not asked, and nothing is counted;
// ErrKeyReused where hash, that of the request, is another one. ErrClosed where bookings of a later period exist, which means that the clock
// was set back. ErrUnknown where the connection was lost at the commit and stayed so: asking again with the same key
// tells. ErrUnhealthy where the ledger takes no bookings any more; a key that was used before still gives its shipment, unless
// the file of the ledger was taken away.
func (l *Ledger) Book(ctx context.Context, b *rates.Book, now time.Time, key string, hash [32]byte, price func(Standing) (Shipment, error)) (s Shipment, replayed bool, err error) {
	day, err := today(b, now)
	if err != nil {
		return Shipment{}, false, err
	}
	if key == "" {
		return Shipment{}, false, errors.New("a booking needs an idempotency key")
	}
	// What a file that was taken away holds is lost, and must not be confirmed once more.
	if err := l.files.moved(); err != nil {
		return Shipment{}, false, l.fail(err)
	}
	if s, err = l.replay(ctx, l.read, key, hash); err == nil || !errors.Is(err, ErrNotFound) {
		return s, err == nil, err
	}
	id := newID("shp_")
	err = l.write(ctx, func(ctx context.Context, tx querier, _ bool) error {
		known, err := l.lock(ctx, tx, b, day, now)
		if err != nil {
			return err
		}
		// Only under the lock is it certain that nobody books with this key meanwhile.
		if s, err = l.replay(ctx, tx, key, hash); !errors.Is(err, ErrNotFound) {
			replayed = err == nil && s.ID != id
			return err
		}
		standing, err := l.standing(ctx, tx, b, day, known)
		if err != nil {
			return err
		}
		if s, err = price(standing); err != nil {
			return &priceError{err}
		}
		s.ID, s.Key, s.Status, s.Booked, s.Day = id, key, Booked, now.UTC().Truncate(time.Microsecond), day
		return l.store(ctx, tx, b, &s, hash, known)
	})
	var p *priceError
	if errors.As(err, &p) {
		err = p.err
	}
	if err != nil {
		return Shipment{}, false, err
	}
	return s, replayed, nil
}

// priceError keeps an error of the caller's from being taken for one of the database.
type priceError struct{ err error }

func (e *priceError) Error() string { return e.err.Error() }

// lock takes the locks of the book's contracts, always in the same order, and opens those that are new.
func (l *Ledger) lock(ctx context.Context, tx querier, b *rates.Book, day rates.Date, now time.Time) (known map[string]bool, err error) {
	if err := sameCurrency(ctx, tx, b); err != nil {
		return nil, err
	}
	names := append(contractsOf(b), "")
	if known, err = l.lockContracts(ctx, tx, names); err != nil {
		return nil, err
	}
	for _, name := range names {
		if !known[name] {
			if err := l.adopt(ctx, tx, b, day, now); err != nil {
				return nil, err
			}
			return l.lockContracts(ctx, tx, names)
		}
	}
	return known, nil
}

func (l *Ledger) lockContracts(ctx context.Context, tx querier, names []string) (known map[string]bool, err error) {
	known = map[string]bool{}
	marks, args := make([]string, len(names)), make([]any, len(names))
	for i, name := range names {
		marks[i], args[i] = fmt.Sprintf("$%d", i+1), name
	}
	err = each(ctx, tx, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		known[name] = true
		return err
	}, "SELECT contract FROM contracts WHERE contract IN ("+strings.Join(marks, ", ")+") ORDER BY contract"+l.d.forUpdate, args...)
	return known, err
}

func (l *Ledger) store(ctx context.Context, tx querier, b *rates.Book, s *Shipment, hash [32]byte, known map[string]bool) error {
	if !known[s.Contract] {
		return fmt.Errorf("the book has no contract %q", s.Contract)
	}
	for _, v := range []money.Amount{s.Parcels, s.Kg, s.Spend} {
		if v < 0 || !v.InRange() {
			return fmt.Errorf("a shipment of %s parcels, %s kg and spend %s is out of range", s.Parcels, s.Kg, s.Spend)
		}
	}
	period := periodOf(b, s.Contract, s.Day)
	s.Period = period.name
	if err := notBefore(ctx, tx, s.Contract, period); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO shipments ("+shipmentColumns+", request_hash, exempt) VALUES ($1, $2, $3, $4, NULL, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
		s.ID, s.Key, s.Status, stamp(s.Booked), s.ShipDate.String(), s.OrderID, s.Country, s.Service, s.Contract, s.Period, s.Day.String(),
		int64(s.Parcels), int64(s.Kg), int64(s.Spend), s.BookHash, s.decision(), hash[:], exemptions(b, s.Service))
	if err != nil {
		return err
	}
	e := entry{ID: "booking:" + s.ID, Kind: "booking", Shipment: s.ID, Contract: s.Contract, Period: s.Period, Day: s.Day, At: s.Booked, Parcels: s.Parcels, Kg: s.Kg, Spend: s.Spend}
	return e.add(ctx, tx)
}

// notBefore refuses a booking in a period that ended before one that has entries. A rolling window has no end.
func notBefore(ctx context.Context, tx querier, contract string, s span) error {
	var last string
	if err := tx.QueryRowContext(ctx, "SELECT MAX(day) FROM entries WHERE contract = $1", contract).Scan(&last); err != nil {
		return err
	}
	if !s.rolling && last > s.last.String() {
		return fmt.Errorf("%w: %s of contract %s ended before its last booking of %s; look at the clock", ErrClosed, s.name, contract, last)
	}
	return nil
}

// exemptions are the score effects that the service is free of as the book says on the day of booking: an outcome
// is reported weeks later, perhaps under another book.
func exemptions(b *rates.Book, service string) string {
	var out []string
	for i := range b.Services {
		if s := &b.Services[i]; s.Code == service {
			if s.ExemptLowScore {
				out = append(out, "low_score")
			}
			if s.ExemptNotReceived {
				out = append(out, "not_received")
			}
		}
	}
	return strings.Join(out, " ")
}

// decision is never nil, which the database would take for absent.
func (s *Shipment) decision() []byte {
	if s.Decision == nil {
		return []byte{}
	}
	return s.Decision
}

// replay finds the shipment of a key.
func (l *Ledger) replay(ctx context.Context, q querier, key string, hash [32]byte) (Shipment, error) {
	var got []byte
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	s, err := scanShipment(q.QueryRowContext(ctx, "SELECT "+shipmentColumns+", request_hash FROM shipments WHERE idem_key = $1", key), &got)
	if err == nil && !bytes.Equal(got, hash[:]) {
		return Shipment{}, ErrKeyReused
	}
	return s, l.found(err)
}

// newID gives a name that nobody guesses: 128 random bits.
func newID(prefix string) string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	return prefix + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}
