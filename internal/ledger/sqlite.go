package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// applicationID marks an SQLite file as a ledger of this program: "Lane".
const applicationID = 0x4c616e65

// readers is how many connections read an SQLite ledger beside the one that writes.
const readers = 4

func openSQLite(ctx context.Context, path string, create bool) (*Ledger, error) {
	if strings.Contains(path, "://") || path == "" {
		return nil, fmt.Errorf("%q is no ledger; name an SQLite file, or a PostgreSQL database as postgres://user@host/name", hidePassword(path))
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if err := checkFile(path, abs, create); err != nil {
		return nil, err
	}
	if err := probe(ctx, path, abs); err != nil {
		return nil, err
	}
	l := &Ledger{d: &sqliteDialect, path: abs}
	if l.db, err = sql.Open("sqlite", sqliteDSN(abs, "_txlock=immediate")); err == nil {
		l.db.SetMaxOpenConns(1)
		l.read, err = sql.Open("sqlite", sqliteDSN(abs, "_query_only=1"))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	l.read.SetMaxOpenConns(readers)
	l.read.SetMaxIdleConns(readers)
	return l, nil
}

// sqliteDSN carries the settings of every connection: a setting made on one connection of a pool holds on that one only.
func sqliteDSN(abs, more string) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(abs)}
	return u.String() + "?mode=rw&_busy_timeout=2000&_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_defensive=1&_dqs=0&" + more
}

// checkFile refuses what is no plain file of its own, and creates one that only its owner can read where there is none.
func checkFile(path, abs string, create bool) error {
	info, err := os.Lstat(abs)
	switch {
	case errors.Is(err, fs.ErrNotExist) && create:
		return createFile(path, abs)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: %w; name the one that `lanewise serve` keeps", path, ErrNone)
	case err != nil:
		return fmt.Errorf("%s: %w", path, reason(err))
	case info.IsDir():
		return fmt.Errorf("%s: is a folder; name a file in it, such as %s", path, filepath.Join(path, "lanewise.db"))
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("%s: is a link; name the file that it leads to", path)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s: is no plain file", path)
	}
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if info, err := os.Lstat(abs + suffix); err == nil && !info.Mode().IsRegular() {
			return fmt.Errorf("%s%s: is no plain file, and SQLite would write to it", path, suffix)
		}
	}
	return checkMagic(path, abs, info.Size())
}

func createFile(path, abs string) error {
	f, err := os.OpenFile(abs, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("%s: cannot be created: %w", path, reason(err))
	}
	return f.Close()
}

// checkMagic looks at the first bytes. A file of 0 bytes is what a crash right after its creation leaves.
func checkMagic(path, abs string, size int64) error {
	if size == 0 {
		return nil
	}
	f, err := os.Open(abs)
	if err != nil {
		return fmt.Errorf("%s: cannot be opened: %w", path, reason(err))
	}
	defer f.Close()
	const magic = "SQLite format 3\x00"
	head := make([]byte, len(magic))
	if _, err := io.ReadFull(f, head); err != nil || string(head) != magic {
		return fmt.Errorf("%s: is not an SQLite file; the ledger needs a file of its own", path)
	}
	return nil
}

// probe looks at what is in the file before any setting is changed in it.
func probe(ctx context.Context, path, abs string) error {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(abs)}
	db, err := sql.Open("sqlite", u.String()+"?mode=rw&_busy_timeout=2000")
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	defer db.Close()
	var id, tables int64
	err = db.QueryRowContext(ctx, "SELECT application_id, (SELECT COUNT(*) FROM sqlite_master) FROM pragma_application_id").Scan(&id, &tables)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", path, sqliteDialect.named(err))
	case id != applicationID && (id != 0 || tables > 0):
		return fmt.Errorf("%s: is an SQLite file of another program; the ledger needs a file of its own", path)
	}
	return nil
}

// sqliteClass says what an error of SQLite means.
func sqliteClass(err error) class {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return other
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return busy
	case sqlite3.SQLITE_CONSTRAINT:
		if c := e.Code(); c == sqlite3.SQLITE_CONSTRAINT_UNIQUE || c == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY {
			return duplicate
		}
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return damaged
	}
	return other
}

// reason strips the operation and the path from an error of os: the caller names the file.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
