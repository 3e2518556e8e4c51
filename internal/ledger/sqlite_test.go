//go:build unix

package ledger_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/lanewise/lanewise/internal/ledger"
)

// alter runs a statement on the file behind the ledger's back.
func alter(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// content is what a plain file holds, "" for anything else.
func content(path string) string {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func TestFilesThatAreNoLedger(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, text string) {
		if err := os.WriteFile(file(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("text.db", "order_id,country\n")
	write("short.db", "SQL")
	write("side.db", "")
	write("target", "")
	alter(t, file("other.db"), "CREATE TABLE notes (text TEXT)")
	open(t, file("newer.db")).Close()
	alter(t, file("newer.db"), "INSERT INTO migrations (version, name, applied_at) VALUES (99, 'x', 'x')")
	if err := syscall.Mkfifo(file("fifo.db"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, link := range []string{"link.db", "side.db-wal", "dangling.db"} {
		if err := os.Symlink(file(map[string]string{"dangling.db": "nowhere"}[link]+"target"), file(link)); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		"text.db": "is not an SQLite file", "short.db": "is not an SQLite file", "other.db": "is an SQLite file of another program",
		"newer.db": "was written by a newer lanewise", "": "is a folder", "fifo.db": "is no plain file", "link.db": "is a link", "dangling.db": "is a link",
		"side.db": "side.db-wal: is no plain file", "none/x.db": "cannot be created",
	} {
		before := content(file(name))
		l, err := ledger.Open(t.Context(), file(name))
		if err == nil {
			l.Close()
			t.Errorf("%q was opened", name)
		} else if !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want %q", name, err, want)
		}
		if content(file(name)) != before {
			t.Errorf("%q was changed", name)
		}
	}
	if _, err := os.Stat(file("nowheretarget")); err == nil {
		t.Error("the file behind a link was created")
	}
	if _, err := ledger.OpenExisting(t.Context(), file("absent.db")); !errors.Is(err, ledger.ErrNone) {
		t.Errorf("a file that is absent gave %v", err)
	}
	if _, err := os.Stat(file("absent.db")); err == nil {
		t.Error("OpenExisting created a file")
	}
}

func TestTheFileIsItsOwnersAlone(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "odd name?#%41.db")
	l := open(t, path)
	mustBook(t, l, noon, "a", "MONTH")
	if err := l.Backup(t.Context(), filepath.Join(dir, "copy.db")); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", e.Name(), info.Mode(), err)
		}
		if strings.HasSuffix(e.Name(), ".tmp") {
			t.Errorf("%s was left behind", e.Name())
		}
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}

// A backup is taken while bookings go on, holds what was acknowledged before, and replaces nothing.
func TestBackup(t *testing.T) {
	dir := t.TempDir()
	l := open(t, filepath.Join(dir, "ledger.db"))
	secret, _, err := l.CreateKey(t.Context(), "shop", ledger.Scopes(), noon)
	if err != nil {
		t.Fatal(err)
	}
	mustBook(t, l, noon, "a", "MONTH")
	path := filepath.Join(dir, "copy.db")
	if err := l.Backup(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	if err := l.Backup(t.Context(), path); err == nil {
		t.Error("an existing file was replaced")
	}
	mustBook(t, l, noon, "b", "MONTH")
	restored := open(t, path)
	if got := parcelsOf(t, restored, noon, "MONTH"); got != 101*one {
		t.Errorf("the backup stands at %s", got)
	}
	if _, err := restored.Authenticate(t.Context(), secret); err != nil {
		t.Errorf("the key of the backup: %v", err)
	}
	sound(t, restored)
	if err := l.Backup(t.Context(), filepath.Join(dir, "none", "x.db")); err == nil {
		t.Error("a backup into no folder was written")
	}
}

// The file of a ledger that others read meanwhile: every connection has its settings.
func TestSettingsHoldOnEveryConnection(t *testing.T) {
	l := open(t, filepath.Join(t.TempDir(), "ledger.db"))
	if err := ledger.EachConnection(l, t.Context(), func(q func(string) string) {
		for pragma, want := range map[string]string{"foreign_keys": "1", "synchronous": "2", "journal_mode": "wal", "busy_timeout": "2000"} {
			if got := q("PRAGMA " + pragma); got != want {
				t.Errorf("%s is %s, want %s", pragma, got, want)
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
}

// SQLite would go on writing into a file that has no name any more, and acknowledge what is gone with the process.
func TestAFileTakenAwayEndsBooking(t *testing.T) {
	for name, take := range map[string]func(path string) error{
		"removed": os.Remove,
		"renamed": func(path string) error { return os.Rename(path, path+".old") },
		"replaced": func(path string) error {
			return errors.Join(os.Rename(path, path+".old"), os.WriteFile(path, nil, 0o600))
		},
		"log removed": func(path string) error { return os.Remove(path + "-wal") },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ledger.db")
			l := open(t, path)
			mustBook(t, l, noon, "a", "MONTH")
			if err := l.Healthy(); err != nil {
				t.Fatal(err)
			}
			if err := take(path); err != nil {
				t.Fatal(err)
			}
			if _, _, err := l.Book(t.Context(), book(), noon, "b", hashOf("b"), parcel("M", "MONTH")); !errors.Is(err, ledger.ErrUnhealthy) {
				t.Errorf("the booking gave %v", err)
			}
			if _, _, err := l.Book(t.Context(), book(), noon, "a", hashOf("a"), parcel("M", "MONTH")); !errors.Is(err, ledger.ErrUnhealthy) {
				t.Errorf("what is lost with the file is confirmed once more: %v", err)
			}
			if err := l.Healthy(); !errors.Is(err, ledger.ErrUnhealthy) {
				t.Errorf("the ledger is %v", err)
			}
		})
	}
}

// What never came to its commit is not in doubt, and no reason to stop.
func TestAWriteOutOfTimeDoesNotEndBooking(t *testing.T) {
	l := open(t, filepath.Join(t.TempDir(), "ledger.db"))
	if err := ledger.LateWrite(l, t.Context()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the write gave %v", err)
	}
	if err := l.Healthy(); err != nil {
		t.Error(err)
	}
	mustBook(t, l, noon, "a", "MONTH")
}

// After a commit of unknown outcome nobody but the next booking may come to see that the database is back.
func TestACommitOfUnknownOutcomeDoesNotEndBooking(t *testing.T) {
	l := open(t, filepath.Join(t.TempDir(), "ledger.db"))
	if err := ledger.LoseCommit(l); !errors.Is(err, ledger.ErrUnknown) {
		t.Errorf("the booking gave %v", err)
	}
	if err := l.Healthy(); err != nil {
		t.Error(err)
	}
	mustBook(t, l, noon, "a", "MONTH")
}

// A commit that fails ends bookings until the ledger is opened again; readers go on.
func TestAFailedCommitEndsBooking(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	l := open(t, path)
	mustBook(t, l, noon, "a", "MONTH")
	ledger.Break(l)
	if l.Healthy() == nil {
		t.Error("the ledger is healthy")
	}
	if _, _, err := l.Book(t.Context(), book(), noon, "b", hashOf("b"), parcel("M", "MONTH")); err == nil {
		t.Error("a booking was taken")
	}
	if _, replayed, err := l.Book(t.Context(), book(), noon, "a", hashOf("a"), parcel("M", "MONTH")); err != nil || !replayed {
		t.Errorf("what is stored is not answered: %v", err)
	}
	wantStanding(t, l, noon, "MONTH 101 QUARTER 0 YEAR 0 ROLLING 7 PLAIN 0")
	l.Close()
	again := open(t, path)
	mustBook(t, again, noon, "b", "MONTH")
	if err := again.Healthy(); err != nil {
		t.Error(err)
	}
}
