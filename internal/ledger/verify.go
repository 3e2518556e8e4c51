package ledger

import (
	"context"
	"database/sql"
	"fmt"
)

// Discrepancy is one thing in the ledger that does not follow from its entries.
type Discrepancy struct {
	What   string // counter, shipment, score or file
	Name   string // contract and period, or the shipment
	Detail string
}

// String is the discrepancy as one line.
func (d Discrepancy) String() string {
	if d.Name == "" {
		return d.What + ": " + d.Detail
	}
	return d.What + " " + d.Name + ": " + d.Detail
}

// Verify adds up the entries and compares: every counter with the entries of its days, every shipment with its entries, the score with
// the outcomes, and on SQLite the file with itself. No discrepancies is a sound ledger. It changes nothing.
func (l *Ledger) Verify(ctx context.Context) ([]Discrepancy, error) {
	var out []Discrepancy
	err := l.whole(ctx, func(tx querier) (err error) {
		out, err = l.verifyAll(ctx, tx)
		return err
	})
	return out, err
}

func (l *Ledger) verifyAll(ctx context.Context, q querier) ([]Discrepancy, error) {
	var out []Discrepancy
	for _, check := range []func(context.Context, querier) ([]Discrepancy, error){l.checkFile, checkCounters, checkDays, checkShipments, checkCancelled, checkScore} {
		found, err := check(ctx, q)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, nil
}

func (l *Ledger) checkFile(ctx context.Context, q querier) (out []Discrepancy, err error) {
	if l.Shared() {
		return nil, nil
	}
	err = each(ctx, q, func(rows *sql.Rows) error {
		var text string
		err := rows.Scan(&text)
		if text != "ok" {
			out = append(out, Discrepancy{What: "file", Detail: text})
		}
		return err
	}, "SELECT integrity_check FROM pragma_integrity_check")
	if err != nil {
		return nil, err
	}
	err = each(ctx, q, func(rows *sql.Rows) error {
		var table, parent string
		err := rows.Scan(&table, &parent)
		out = append(out, Discrepancy{What: "file", Detail: fmt.Sprintf("a row of %s names a row of %s that is missing", table, parent)})
		return err
	}, `SELECT "table", parent FROM pragma_foreign_key_check`)
	return out, err
}

func checkCounters(ctx context.Context, q querier) (out []Discrepancy, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		var contract, period string
		var has, sum volume
		err := rows.Scan(&contract, &period, &has.Parcels, &has.Kg, &has.Spend, &sum.Parcels, &sum.Kg, &sum.Spend)
		if has != sum {
			out = append(out, Discrepancy{"counter", contract + " " + period, fmt.Sprintf("says %s, its entries add up to %s", has, sum)})
		}
		return err
	}, `SELECT c.contract, c.period, c.parcels, c.kg, c.spend, CAST(COALESCE(SUM(e.parcels), 0) AS BIGINT), CAST(COALESCE(SUM(e.kg), 0) AS BIGINT), CAST(COALESCE(SUM(e.spend), 0) AS BIGINT)
		FROM counters c LEFT JOIN entries e ON e.contract = c.contract AND e.day BETWEEN c.first_day AND c.last_day
		GROUP BY c.contract, c.period, c.parcels, c.kg, c.spend ORDER BY c.contract, c.period`)
	return out, err
}

// checkDays finds entries that no counter of their day counts.
func checkDays(ctx context.Context, q querier) (out []Discrepancy, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		var contract, day string
		err := rows.Scan(&contract, &day)
		out = append(out, Discrepancy{"counter", contract + " " + day, "is missing, and the day has entries"})
		return err
	}, `SELECT DISTINCT e.contract, e.day FROM entries e
		WHERE NOT EXISTS (SELECT 1 FROM counters c WHERE c.contract = e.contract AND c.period = e.day) ORDER BY e.contract, e.day`)
	return out, err
}

func checkShipments(ctx context.Context, q querier) (out []Discrepancy, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		out = append(out, Discrepancy{"shipment", id, "has no booking entry of its contract, period, day and amounts"})
		return err
	}, `SELECT s.id FROM shipments s WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.shipment = s.id AND e.kind = 'booking'
		AND e.contract = s.contract AND e.period = s.period AND e.day = s.day AND e.parcels = s.parcels AND e.kg = s.kg AND e.spend = s.spend) ORDER BY s.id`)
	return out, err
}

func checkCancelled(ctx context.Context, q querier) (out []Discrepancy, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		var id, status string
		err := rows.Scan(&id, &status)
		out = append(out, Discrepancy{"shipment", id, "is " + status + ", and its entries say otherwise"})
		return err
	}, `SELECT s.id, s.status FROM shipments s LEFT JOIN entries e ON e.shipment = s.id AND e.kind = 'cancel'
		WHERE (s.status = 'cancelled') <> (e.id IS NOT NULL)
		OR e.id IS NOT NULL AND (e.contract <> s.contract OR e.period <> s.period OR e.day <> s.day OR e.parcels <> -s.parcels OR e.kg <> -s.kg OR e.spend <> -s.spend) ORDER BY s.id`)
	return out, err
}

func checkScore(ctx context.Context, q querier) (out []Discrepancy, err error) {
	err = each(ctx, q, func(rows *sql.Rows) error {
		var orders, bad, sumOrders, sumBad int64
		err := rows.Scan(&orders, &bad, &sumOrders, &sumBad)
		if orders != sumOrders || bad != sumBad {
			out = append(out, Discrepancy{"score", "", fmt.Sprintf("says %d orders, %d bad; opening and outcomes add up to %d, %d", orders, bad, sumOrders, sumBad)})
		}
		return err
	}, `SELECT orders, bad, opening_orders + (SELECT COUNT(*) FROM outcomes), opening_bad + (SELECT COUNT(*) FROM outcomes WHERE bad = 1) FROM score`)
	return out, err
}
