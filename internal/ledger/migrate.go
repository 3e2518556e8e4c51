package ledger

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

type migration struct {
	version int
	name    string
	sql     string
}

// migrations lists the steps from an empty database to this program's tables. A step that was released is not changed.
func migrations() []migration {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		panic("ledger: " + err.Error()) // the pattern is a constant
	}
	var out []migration
	for _, path := range names {
		text, err := migrationFiles.ReadFile(path)
		if err != nil {
			panic("ledger: " + err.Error()) // the file is part of the program
		}
		name := strings.TrimSuffix(strings.TrimPrefix(path, "migrations/"), ".sql")
		version, err := strconv.Atoi(name[:4])
		if err != nil || version != len(out)+1 {
			panic("ledger: migration " + name + " is out of order")
		}
		out = append(out, migration{version, name, string(text)})
	}
	return out
}

// schemaVersion is the version of this program's tables.
func schemaVersion() int { return len(migrations()) }

// migrate brings the tables up to date, each step in a transaction that also records it. Without create there must be some.
func (l *Ledger) migrate(ctx context.Context, create bool) error {
	if at, err := l.version(ctx, l.read); err == nil && at == schemaVersion() {
		return nil
	} else if err == nil && at > schemaVersion() {
		return newer(at)
	} else if !create && err != nil && l.d.classify(err) == lost {
		return l.d.named(err)
	} else if !create && (err != nil || at == 0) {
		return fmt.Errorf("%w in this database", ErrNone)
	}
	return l.write(ctx, func(ctx context.Context, tx querier, _ bool) error {
		if l.d.guard != "" {
			if _, err := tx.ExecContext(ctx, l.d.guard); err != nil {
				return err
			}
		} else if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
			return err
		}
		const table = "CREATE TABLE IF NOT EXISTS migrations (version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)"
		if _, err := tx.ExecContext(ctx, table); err != nil {
			return err
		}
		at, err := l.version(ctx, tx)
		if err != nil {
			return err
		}
		if at > schemaVersion() {
			return newer(at)
		}
		return l.apply(ctx, tx, migrations()[at:])
	})
}

func (l *Ledger) apply(ctx context.Context, tx querier, steps []migration) error {
	for _, m := range steps {
		for statement := range strings.SplitSeq(withoutComments(m.sql), ";") {
			if strings.TrimSpace(statement) == "" {
				continue
			}
			if _, err := tx.ExecContext(ctx, l.d.ddl(statement)); err != nil {
				return fmt.Errorf("migration %s: %w", m.name, err)
			}
		}
		// When a step was applied is for people; nothing depends on it.
		if _, err := tx.ExecContext(ctx, "INSERT INTO migrations (version, name, applied_at) VALUES ($1, $2, $3)", m.version, m.name, stamp(time.Now())); err != nil {
			return err
		}
	}
	return nil
}

func withoutComments(sql string) string {
	var b strings.Builder
	for line := range strings.Lines(sql) {
		if !strings.HasPrefix(strings.TrimSpace(line), "--") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// version is that of the tables in the database; an error where there are none.
func (l *Ledger) version(ctx context.Context, q querier) (at int, err error) {
	err = q.QueryRowContext(ctx, "SELECT COALESCE(MAX(version), 0) FROM migrations").Scan(&at)
	return at, err
}

func newer(at int) error {
	return fmt.Errorf("the ledger was written by a newer lanewise (tables of version %d, this program knows %d); use that program", at, schemaVersion())
}
