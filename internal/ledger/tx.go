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
var writeTime = 10 * time.Second

// readTime bounds what a request reads. A database that hangs answers nothing, not even that a statement took too long.
var readTime = 3 * time.Second

// turnTime is how long one attempt waits for a connection. While somebody else holds the lock of the file each write
// takes seconds to be refused, and those behind it should not wait for all of them.
const turnTime = 5 * time.Second

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
			// Stored in a file that nobody finds again is not stored.
			if err := l.files.moved(); err != nil {
				return l.fail(err)
			}
			return nil
		}
		class := l.d.classify(err)
		inDoubt = inDoubt || committing && class == lost
		switch {
		case errors.Is(err, ErrBusy): // had no turn, and would wait as long for the next
			return l.giveUp(err, busy, inDoubt)
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
	conn, err := l.turn(ctx)
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
	// Out of time before the commit was asked for: database/sql takes the transaction back, and nothing is in doubt.
	if err := ctx.Err(); err != nil {
		tx.Rollback()
		return false, err
	}
	err = tx.Commit()
	return err != nil && !errors.Is(err, sql.ErrTxDone), err
}

// turn waits for a connection to write with.
func (l *Ledger) turn(ctx context.Context) (*sql.Conn, error) {
	within, cancel := context.WithTimeout(ctx, turnTime)
	defer cancel()
	conn, err := l.db.Conn(within)
	if err != nil && ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		return nil, fmt.Errorf("%w: %w", ErrBusy, err)
	}
	return conn, err
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
	return fmt.Errorf("%w: %w", ErrUnknown, err)
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
