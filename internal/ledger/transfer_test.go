package ledger_test

import (
	"bytes"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lanewise/lanewise/internal/ledger"
)

// history books, cancels and reports on a ledger.
func history(t *testing.T, l *ledger.Ledger) {
	t.Helper()
	for i, c := range []string{"MONTH", "QUARTER", "ROLLING", "PLAIN", "", "MONTH"} {
		s := mustBook(t, l, noon.Add(time.Duration(i)*time.Hour), string(rune('a'+i)), c)
		switch i {
		case 0:
			if _, err := l.Cancel(t.Context(), book(), noon.Add(time.Hour), s.ID); err != nil {
				t.Fatal(err)
			}
		case 1:
			if err := l.Outcome(t.Context(), ledger.Outcome{Shipment: s.ID, Result: "lost", Reported: noon}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func export(t *testing.T, l *ledger.Ledger) string {
	t.Helper()
	var b bytes.Buffer
	if err := l.Export(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What one ledger exports another imports, whichever database it is, and exports again to the byte.
func TestExportAndImport(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		l := open(t, dsn)
		secret, _, err := l.CreateKey(t.Context(), "secret-name", ledger.Scopes(), noon)
		if err != nil {
			t.Fatal(err)
		}
		history(t, l)
		text := export(t, l)
		if strings.Contains(text, "secret-name") || strings.Contains(text, secret) {
			t.Error("the export holds a key")
		}
		onBoth(t, func(t *testing.T, dsn string) {
			other := open(t, dsn)
			if err := other.Import(t.Context(), strings.NewReader(text)); err != nil {
				t.Fatal(err)
			}
			sound(t, other)
			if again := export(t, other); again != text {
				t.Errorf("the second export differs:\n%s\n%s", text, again)
			}
			if a, b := standing(t, l, book(), noon), standing(t, other, book(), noon); a != b {
				t.Errorf("one stands at %s, the other at %s", a, b)
			}
			if err := other.Import(t.Context(), strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), "not empty") {
				t.Errorf("a second import: %v", err)
			}
			if _, replayed, err := other.Book(t.Context(), book(), noon, "b", hashOf("b"), parcel("M", "QUARTER")); err != nil || !replayed {
				t.Errorf("a key of the export is not known: %v", err)
			}
		})
	})
}

// No export with a byte changed, a line missing or an end cut off goes in, not even in part.
func TestDamagedExportsAreRefused(t *testing.T) {
	source := open(t, filepath.Join(t.TempDir(), "source.db"))
	history(t, source)
	text := export(t, source)
	lines := strings.SplitAfter(text, "\n")
	damaged := map[string]string{"empty": "", "more": text + "{}\n", "twice": text + text, "changed": strings.Replace(text, `"spend":"41.23"`, `"spend":"41.24"`, 1)}
	for i := range lines[:len(lines)-1] {
		damaged["without line "+lines[i][:20]] = strings.Join(append(append([]string{}, lines[:i]...), lines[i+1:]...), "")
		damaged["up to line "+lines[i][:20]] = strings.Join(lines[:i], "")
	}
	l := open(t, filepath.Join(t.TempDir(), "target.db"))
	for name, bad := range damaged {
		if err := l.Import(t.Context(), strings.NewReader(bad)); err == nil {
			t.Fatalf("%s was imported", name)
		}
	}
	if err := l.Import(t.Context(), strings.NewReader(text)); err != nil {
		t.Errorf("after the refusals: %v", err)
	}
}

// Every kind of damage to the tables is found.
func TestVerifyFindsDamage(t *testing.T) {
	for statement, want := range map[string]string{
		"UPDATE counters SET parcels = parcels + 1000000 WHERE contract = 'MONTH' AND period = '2026-11'": "counter MONTH 2026-11: says 102 parcels",
		"UPDATE entries SET spend = 0 WHERE kind = 'booking' AND contract = 'QUARTER'":                    "counter QUARTER 2026-11-15",
		"DELETE FROM counters WHERE contract = 'ROLLING'":                                                 "counter ROLLING 2026-11-15: is missing",
		"DELETE FROM entries WHERE kind = 'cancel'":                                                       "is cancelled, and its entries say otherwise",
		"UPDATE shipments SET kg = 1 WHERE idem_key = 'b'":                                                "has no booking entry",
		"UPDATE score SET bad = 0":                                                                        "score: says",
		"PRAGMA foreign_keys = 0; DELETE FROM shipments WHERE idem_key = 'b'":                             "names a row of shipments that is missing",
	} {
		onBoth(t, func(t *testing.T, dsn string) {
			l := open(t, dsn)
			history(t, l)
			driver := "sqlite"
			if l.Shared() {
				if strings.Contains(statement, "PRAGMA") {
					return
				}
				driver, dsn = "pgx", dsn+"&search_path=lanewise"
			}
			db, err := sql.Open(driver, dsn)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
			found, err := l.Verify(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			text := ""
			for _, d := range found {
				text += d.String() + "\n"
			}
			if !strings.Contains(text, want) {
				t.Errorf("after %s verify says\n%s", statement, text)
			}
		})
	}
}
