package ledger

import (
	"context"
	"errors"
	"fmt"
)

// dialect is what differs between the databases. The statements are the same.
type dialect struct {
	name      string
	forUpdate string                  // ends a SELECT that locks its rows
	ddl       func(sql string) string // migrations as this database takes them
	guard     string                  // taken first by a transaction that must be alone, "" where every writer is
	patient   string                  // lets one transaction read or write the whole ledger
	classify  func(error) class       // what an error means
	retries   int                     // further attempts after an error that may go away
}

// class is what an error of a database means to a transaction.
type class int

const (
	other     class = iota
	busy            // could not get a lock in time
	retry           // was chosen as the victim of a conflict
	duplicate       // a unique key is there already
	lost            // the connection is gone
	damaged         // the disk or the file failed
)

var sqliteDialect = dialect{
	name:     "sqlite",
	ddl:      func(s string) string { return s },
	classify: sqliteClass,
	retries:  1,
}

// named gives an error of the database its place among this package's errors.
func (d *dialect) named(err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	switch d.classify(err) {
	case busy, retry:
		return fmt.Errorf("%w: %v", ErrBusy, err)
	case lost:
		return fmt.Errorf("the database does not answer: %w", err)
	}
	return err
}
