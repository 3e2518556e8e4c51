package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
)

// ErrNoBackup is what Backup says on PostgreSQL.
var ErrNoBackup = errors.New("a PostgreSQL ledger is backed up with pg_dump, or exported with `lanewise ledger export`")

// Backup copies an SQLite ledger, keys and all, as it stands at one moment into a new file that only its owner can read; bookings go on meanwhile.
// The file appears whole or not at all, and an existing one is not replaced.
func (l *Ledger) Backup(ctx context.Context, path string) error {
	if l.Shared() {
		return ErrNoBackup
	}
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%s: exists already; name a new file", path)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", path, reason(err))
	}
	temp, err := filepath.Abs(filepath.Join(filepath.Dir(path), fmt.Sprintf(".lanewise-%08x.tmp", rand.Uint32())))
	if err != nil {
		return err
	}
	// VACUUM INTO writes into an empty file that is there, which then keeps its permissions.
	if err := createFile(path, temp); err != nil {
		return err
	}
	defer os.Remove(temp)
	if err := l.vacuumInto(ctx, temp); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return publish(temp, path)
}

func (l *Ledger) vacuumInto(ctx context.Context, file string) error {
	db, err := sql.Open("sqlite", sqliteDSN(l.path, ""))
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(ctx, "VACUUM INTO $1", file)
	return err
}

// publish syncs the copy and gives it its name, unless somebody took the name meanwhile.
func publish(temp, path string) error {
	f, err := os.OpenFile(temp, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("%s: %w", path, reason(err))
	}
	err = errors.Join(f.Sync(), f.Close())
	if err == nil {
		err = os.Link(temp, path)
	}
	if err != nil {
		return fmt.Errorf("%s: %w; the backup was not written", path, err)
	}
	if runtime.GOOS == "windows" {
		return nil // cannot sync a folder, and need not
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
