package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// writeTime bounds one attempt of a write that has its connection. PostgreSQL bounds its statements itself.
const writeTime = 10 * time.Second

// querier is a database or a transaction.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// write runs do in a transaction, again where the database asks for it. do must give the same effect each time, and
// must find what it did if an earlier attempt was stored after all: inDoubt tells it that this may have happened.
func (l *Ledger) write(ctx context.Context, do func(ctx context.Context, tx querier, inDoubt bool) error) error {
	inDoubt := false
	for attempt := 0; ; attempt++ {
		if err := l.unbroken(); err != nil {
			return err
		}
		committing, err := l.attempt(ctx, inDoubt, do)
		if err == nil {
			l.settle()
			return nil
		}
		class := l.d.classify(err)
		inDoubt = inDoubt || committing && class == lost
		switch {
		case class == damaged || committing && class != lost && class != retry && class != busy:
			return l.fail(err)
		case class != busy && class != retry && class != lost && class != duplicate:
			return err
		case attempt >= l.d.retries || !pause(ctx, attempt, class):
			return l.giveUp(err, class, inDoubt)
		}
	}
}

// attempt is one transaction. committing says that the error came with the commit.
func (l *Ledger) attempt(ctx context.Context, inDoubt bool, do func(context.Context, querier, bool) error) (committing bool, err error) {
	conn, err := l.db.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	// From here the caller's going away must not leave a commit half way.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTime)
	defer cancel()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	if err := do(ctx, tx, inDoubt); err != nil {
		tx.Rollback()
		return false, err
	}
	err = tx.Commit()
	return err != nil, err
}

// pause waits a little before the next attempt; false where the caller has gone.
func pause(ctx context.Context, attempt int, class class) bool {
	wait := time.Duration(attempt+1) * 10 * time.Millisecond
	if class == lost {
		wait *= 20 // a database that restarts needs a moment
	}
	select {
	case <-ctx.Done():
		return false
	case <-time.After(wait):
		return true
	}
}

func (l *Ledger) unbroken() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.broken
}

// fail ends bookings: after a failed write at a commit nobody knows what is on disk.
func (l *Ledger) fail(err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken = fmt.Errorf("%w: %w", ErrUnhealthy, err)
	return l.broken
}

func (l *Ledger) giveUp(err error, class class, inDoubt bool) error {
	if !inDoubt {
		if class == duplicate {
			return err
		}
		return l.d.named(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pending = fmt.Errorf("%w: %w", ErrUnknown, err)
	return l.pending
}

// snapshot runs do on one state of the ledger, which others may change meanwhile.
func (l *Ledger) snapshot(ctx context.Context, do func(tx querier) error) error {
	var opts *sql.TxOptions
	if l.Shared() {
		opts = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := l.read.BeginTx(ctx, opts)
	if err != nil {
		return l.d.named(err)
	}
	defer tx.Rollback()
	return l.d.named(do(tx))
}

// whole is snapshot for work that reads the whole ledger, which may take longer than a statement of a booking.
func (l *Ledger) whole(ctx context.Context, do func(tx querier) error) error {
	return l.snapshot(ctx, func(tx querier) error {
		if err := l.wait(ctx, tx); err != nil {
			return err
		}
		return do(tx)
	})
}

func (l *Ledger) wait(ctx context.Context, tx querier) error {
	for statement := range strings.SplitSeq(l.d.patient, ";") {
		if statement == "" {
			continue
		}
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// each calls scan for every row of a query.
func each(ctx context.Context, q querier, scan func(rows *sql.Rows) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return errors.Join(rows.Err(), rows.Close())
}
