package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// entry is one movement of a contract's volume. Amounts in millionths, below 0 where they are taken back.
type entry struct {
	ID, Kind, Shipment, Contract, Period string
	Day                                  rates.Date
	Parcels, Kg, Spend                   money.Amount
	At                                   time.Time
}

// add stores the entry and moves every counter whose days hold the entry's day, in the caller's transaction.
func (e *entry) add(ctx context.Context, tx querier) error {
	if err := e.insert(ctx, tx); err != nil {
		return err
	}
	return e.count(ctx, tx)
}

func (e *entry) insert(ctx context.Context, tx querier) error {
	var shipment any
	if e.Shipment != "" {
		shipment = e.Shipment
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO entries (id, kind, shipment, contract, period, day, parcels, kg, spend, booked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		e.ID, e.Kind, shipment, e.Contract, e.Period, e.Day.String(), int64(e.Parcels), int64(e.Kg), int64(e.Spend), stamp(e.At))
	return err
}

func (e *entry) count(ctx context.Context, tx querier) error {
	day := e.Day.String()
	if err := ensureCounter(ctx, tx, e.Contract, day, day, day); err != nil {
		return err
	}
	if s := named(e.Period, e.Day); !s.rolling {
		if err := ensureCounter(ctx, tx, e.Contract, s.name, s.first.String(), s.last.String()); err != nil {
			return err
		}
	}
	done, err := tx.ExecContext(ctx, "UPDATE counters SET parcels = parcels + $1, kg = kg + $2, spend = spend + $3, version = version + 1 WHERE contract = $4 AND first_day <= $5 AND last_day >= $6",
		int64(e.Parcels), int64(e.Kg), int64(e.Spend), e.Contract, day, day)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return fmt.Errorf("the counter of %s for %s is missing: %w", e.Contract, day, err)
	}
	return nil
}

// ensureCounter creates a counter with what its days hold: nothing for a new period, and the sum so far where the
// contract was counted by another kind of period until now.
func ensureCounter(ctx context.Context, tx querier, contract, period, first, last string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO counters (contract, period, first_day, last_day, parcels, kg, spend, version) "+
		"SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), "+sums+", 0 FROM counters "+
		"WHERE contract = $5 AND first_day = last_day AND last_day BETWEEN $6 AND $7 "+
		"HAVING NOT EXISTS (SELECT 1 FROM counters WHERE contract = $5 AND period = $8) ON CONFLICT DO NOTHING",
		contract, period, first, last, contract, first, last, period)
	return err
}
