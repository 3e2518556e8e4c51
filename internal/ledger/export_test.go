package ledger

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// EachConnection holds several connections of both pools at once and lets check ask each of them.
func EachConnection(l *Ledger, ctx context.Context, check func(q func(string) string)) error {
	for _, pool := range []*sql.DB{l.db, l.read} {
		for range pool.Stats().MaxOpenConnections {
			c, err := pool.Conn(ctx)
			if err != nil {
				return err
			}
			defer c.Close()
			check(func(query string) (text string) {
				if err := c.QueryRowContext(ctx, query).Scan(&text); err != nil {
					return err.Error()
				}
				return text
			})
		}
	}
	return nil
}

// LoseCommit does what a connection does that is lost at a commit and does not come back in time.
func LoseCommit(l *Ledger) error { return l.giveUp(errors.New("connection reset"), lost, true) }

// LateWrite runs a write that is out of time when it wants to commit.
func LateWrite(l *Ledger, ctx context.Context) error {
	defer func(d time.Duration) { writeTime = d }(writeTime)
	writeTime = time.Millisecond
	return l.write(ctx, func(ctx context.Context, _ querier, _ bool) error {
		<-ctx.Done()
		return nil
	})
}

// Break does what a failed sync does.
func Break(l *Ledger) { l.fail(errors.New("disk I/O error")) }
