package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// schemaName is the schema of the ledger's tables where the address names none (search_path).
const schemaName = "lanewise"

// settings hold on every connection. A replica that hangs inside a transaction must not hold the locks of the others.
var settings = map[string]string{
	"statement_timeout":                   "2s",
	"lock_timeout":                        "1s",
	"idle_in_transaction_session_timeout": "10s",
	"default_transaction_isolation":       "read committed",
	"synchronous_commit":                  "on",
	"timezone":                            "UTC",
	"application_name":                    "lanewise",
}

// On PostgreSQL texts compare byte by byte, as on SQLite, whatever the locale of the database.
var postgresDialect = dialect{
	name:      "postgres",
	forUpdate: " FOR UPDATE",
	ddl:       func(s string) string { return strings.NewReplacer(" TEXT", ` TEXT COLLATE "C"`).Replace(s) },
	guard:     "SELECT pg_advisory_xact_lock(7233170126458153573)",
	patient:   "SET LOCAL statement_timeout = '1h'; SET LOCAL idle_in_transaction_session_timeout = '1h'",
	classify:  postgresClass,
	retries:   4,
}

func openPostgres(ctx context.Context, dsn string) (*Ledger, error) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", hidePassword(dsn), hidden(err))
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = 5 * time.Second
	}
	for name, value := range settings {
		cfg.RuntimeParams[name] = value
	}
	if cfg.RuntimeParams["search_path"] == "" {
		cfg.RuntimeParams["search_path"] = schemaName
	}
	db := stdlib.OpenDB(*cfg)
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(16)
	db.SetConnMaxIdleTime(5 * time.Minute)
	if err := ensureSchema(ctx, db, cfg.RuntimeParams["search_path"]); err != nil {
		db.Close()
		return nil, fmt.Errorf("%s: %w", hidePassword(dsn), err)
	}
	return &Ledger{db: db, read: db, d: &postgresDialect}, nil
}

// ensureSchema creates the first schema of the search path where there is none: the tables go there.
func ensureSchema(ctx context.Context, db *sql.DB, path string) error {
	first, _, _ := strings.Cut(path, ",")
	first = strings.Trim(strings.TrimSpace(first), `"`)
	var n int
	if err := db.QueryRowContext(ctx, "SELECT COUNT(*) FROM pg_namespace WHERE nspname = $1", first).Scan(&n); err != nil {
		return postgresDialect.named(err)
	}
	if n > 0 {
		return nil
	}
	_, err := db.ExecContext(ctx, "CREATE SCHEMA IF NOT EXISTS "+pgx.Identifier{first}.Sanitize())
	if postgresClass(err) == duplicate {
		return nil // another replica was faster
	}
	return err
}

// postgresClass says what an error of PostgreSQL or of the way to it means.
func postgresClass(err error) class {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		switch {
		case e.Code == "23505":
			return duplicate
		case e.Code == "40001", e.Code == "40P01":
			return retry
		case e.Code == "55P03", e.Code == "57014", e.Code == "53300":
			return busy
		case strings.HasPrefix(e.Code, "57P"), strings.HasPrefix(e.Code, "08"), e.Code == "25P03", e.Code == "25006":
			return lost // shut down, crashed, failed over, or this session was ended
		case strings.HasPrefix(e.Code, "58"), strings.HasPrefix(e.Code, "XX"), e.Code == "53100":
			return damaged
		}
		return other
	}
	var n net.Error
	var c *pgconn.ConnectError
	switch {
	case err == nil:
		return other
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &n),
		errors.As(err, &c), errors.Is(err, net.ErrClosed), errors.Is(err, sql.ErrConnDone), pgconn.Timeout(err):
		return lost
	case strings.Contains(err.Error(), "conn closed"), strings.Contains(err.Error(), "connection reset"):
		return lost
	}
	return other
}

// hidden keeps the cause of an address that cannot be read and leaves out the address, which may hold a password.
func hidden(err error) error {
	if e := errors.Unwrap(err); e != nil {
		var u *url.Error
		if errors.As(e, &u) {
			return u.Err
		}
		return e
	}
	return errors.New("is no address of a PostgreSQL database")
}
