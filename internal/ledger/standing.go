package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// Adopt opens the book's contracts that the ledger does not know yet, with the book's volumes as opening entries of
// now, and a new ledger's score with the book's seller_orders and seller_bad_orders. From then on the ledger stands in for
// those figures of the book. ErrCurrency where the ledger counts spend in another currency than the book's.
func (l *Ledger) Adopt(ctx context.Context, b *rates.Book, now time.Time) error {
	day, err := today(b, now)
	if err != nil {
		return err
	}
	return l.write(ctx, func(ctx context.Context, tx querier, _ bool) error {
		if l.d.guard != "" {
			if _, err := tx.ExecContext(ctx, l.d.guard); err != nil {
				return err
			}
		}
		return l.adopt(ctx, tx, b, day, now)
	})
}

func (l *Ledger) adopt(ctx context.Context, tx querier, b *rates.Book, day rates.Date, now time.Time) error {
	if _, err := tx.ExecContext(ctx, "INSERT INTO meta (name, value) VALUES ('currency', $1) ON CONFLICT DO NOTHING", b.Settings.Currency.String()); err != nil {
		return err
	}
	if err := sameCurrency(ctx, tx, b); err != nil {
		return err
	}
	const score = "INSERT INTO score (id, opening_orders, opening_bad, orders, bad, version) VALUES (1, $1, $2, $1, $2, 0) ON CONFLICT DO NOTHING"
	if _, err := tx.ExecContext(ctx, score, b.Settings.SellerOrders, b.Settings.SellerBadOrders); err != nil {
		return err
	}
	known, err := l.opened(ctx, tx)
	if err != nil {
		return err
	}
	for _, name := range append(contractsOf(b), "") {
		if !known[name] {
			if err := openContract(ctx, tx, b, name, day, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// openContract adds a contract with the book's volume as its first entry. The name "" stands for services without a
// contract: their shipments have entries and a lock like all others.
func openContract(ctx context.Context, tx querier, b *rates.Book, name string, day rates.Date, now time.Time) error {
	if _, err := tx.ExecContext(ctx, "INSERT INTO contracts (contract, opened_at) VALUES ($1, $2)", name, stamp(now)); err != nil {
		return err
	}
	v := bookVolume(b, name)
	e := entry{ID: "opening:" + name, Kind: "opening", Contract: name, Day: day, At: now, Parcels: v.Parcels, Kg: v.Kg, Spend: v.Spend}
	e.Period = periodOf(b, name, day).name
	return e.add(ctx, tx)
}

func bookVolume(b *rates.Book, contract string) rates.Volume {
	for _, v := range b.Volumes {
		if v.Contract == contract {
			return v
		}
	}
	return rates.Volume{Contract: contract}
}

func (l *Ledger) opened(ctx context.Context, q querier) (map[string]bool, error) {
	known := map[string]bool{}
	err := each(ctx, q, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		known[name] = true
		return err
	}, "SELECT contract FROM contracts")
	return known, err
}

func sameCurrency(ctx context.Context, q querier, b *rates.Book) error {
	var code string
	err := q.QueryRowContext(ctx, "SELECT value FROM meta WHERE name = 'currency'").Scan(&code)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil && code != b.Settings.Currency.String() {
		return fmt.Errorf("%w: the ledger in %s, the book in %s; give the book a ledger of its own", ErrCurrency, code, b.Settings.Currency)
	}
	return err
}

// Standing reads the volumes of the period to date and the score. A contract, or a score, that Adopt has not opened
// stands where the book says.
func (l *Ledger) Standing(ctx context.Context, b *rates.Book, now time.Time) (Standing, error) {
	day, err := today(b, now)
	if err != nil {
		return Standing{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	var s Standing
	err = l.snapshot(ctx, func(tx querier) error {
		if err := sameCurrency(ctx, tx, b); err != nil {
			return err
		}
		known, err := l.opened(ctx, tx)
		if err == nil {
			s, err = l.standing(ctx, tx, b, day, known)
		}
		return err
	})
	return s, err
}

func (l *Ledger) standing(ctx context.Context, q querier, b *rates.Book, day rates.Date, known map[string]bool) (Standing, error) {
	s := Standing{Orders: b.Settings.SellerOrders, Bad: b.Settings.SellerBadOrders}
	err := q.QueryRowContext(ctx, "SELECT orders, bad FROM score").Scan(&s.Orders, &s.Bad)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return Standing{}, err
	}
	names := contractsOf(b)
	s.Volumes = make([]rates.Volume, len(names))
	var query []string
	var args []any
	spans := make([]span, len(names))
	for i, name := range names {
		s.Volumes[i] = rates.Volume{Contract: name}
		spans[i] = periodOf(b, name, day)
		if !known[name] {
			s.Volumes[i] = bookVolume(b, name)
			continue
		}
		query, args = volumeQuery(query, args, i, name, spans[i])
	}
	if len(query) == 0 {
		return s, nil
	}
	found := make([]bool, len(names))
	err = each(ctx, q, func(rows *sql.Rows) error {
		var i int
		var v [3]int64
		err := rows.Scan(&i, &v[0], &v[1], &v[2])
		found[i] = true
		s.Volumes[i].Parcels, s.Volumes[i].Kg, s.Volumes[i].Spend = money.Amount(v[0]), money.Amount(v[1]), money.Amount(v[2])
		return err
	}, strings.Join(query, " UNION ALL "), args...)
	for i := range names {
		if err != nil {
			break
		}
		if known[names[i]] && !found[i] { // no booking in this period yet, or its kind was another
			err = q.QueryRowContext(ctx, daySums+"contract = $1 AND first_day = last_day AND last_day BETWEEN $2 AND $3", names[i],
				spans[i].first.String(), spans[i].last.String()).Scan(&s.Volumes[i].Parcels, &s.Volumes[i].Kg, &s.Volumes[i].Spend)
		}
	}
	return s, err
}

const sums = "CAST(COALESCE(SUM(parcels), 0) AS BIGINT), CAST(COALESCE(SUM(kg), 0) AS BIGINT), CAST(COALESCE(SUM(spend), 0) AS BIGINT)"

const daySums = "SELECT " + sums + " FROM counters WHERE "

// volumeQuery appends the SELECT that reads contract number i: one row of a calendar period, the days of a rolling one.
func volumeQuery(query []string, args []any, i int, contract string, s span) ([]string, []any) {
	n := len(args)
	if s.rolling {
		q := fmt.Sprintf("SELECT %d, %s FROM counters WHERE contract = $%d AND first_day = last_day AND last_day BETWEEN $%d AND $%d", i, sums, n+1, n+2, n+3)
		return append(query, q), append(args, contract, s.first.String(), s.last.String())
	}
	q := fmt.Sprintf("SELECT %d, parcels, kg, spend FROM counters WHERE contract = $%d AND period = $%d", i, n+1, n+2)
	return append(query, q), append(args, contract, s.name)
}
