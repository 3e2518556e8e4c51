package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lanewise/lanewise/internal/ledger"
	"github.com/lanewise/lanewise/internal/pgtest"
)

// TestTheDatabaseCrashes ends PostgreSQL at once, several times, while many book. Bookings that fail are asked for again with
// their key, as a caller does; in the end each is there once.
func TestTheDatabaseCrashes(t *testing.T) {
	cluster, ok := pgtest.Own(t)
	if !ok {
		return
	}
	l := open(t, cluster.DSN)
	if err := l.Adopt(t.Context(), book(), noon); err != nil {
		t.Fatal(err)
	}
	const workers, crashes = 8, 4
	stop := make(chan struct{})
	var group sync.WaitGroup
	counts := make([]int, workers)
	for w := range workers {
		group.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				if !persist(t, l, fmt.Sprintf("w%d-%d", w, i)) {
					return
				}
				counts[w]++
			}
		})
	}
	for range crashes {
		time.Sleep(150 * time.Millisecond)
		cluster.Crash()
		if err := cluster.Restart(); err != nil {
			t.Error(err)
			break
		}
	}
	time.Sleep(100 * time.Millisecond)
	close(stop)
	group.Wait()
	total := 0
	for _, n := range counts {
		total += n
	}
	if total == 0 {
		t.Error("nothing was booked")
	}
	if err := l.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := l.Healthy(); err != nil {
		t.Errorf("the database is back, and the ledger is not healthy: %v", err)
	}
	if got := int(parcelsOf(t, l, noon, "MONTH")/one) - 100; got != total {
		t.Errorf("%d bookings, %d counted", total, got)
	}
	t.Logf("%d bookings over %d crashes", total, crashes)
	sound(t, l)
}

// persist books a key until it is acknowledged.
func persist(t *testing.T, l *ledger.Ledger, key string) bool {
	deadline := time.Now().Add(2 * time.Minute)
	for {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		_, _, err := l.Book(ctx, book(), noon, key, hashOf(key), parcel("M", "MONTH"))
		cancel()
		if err == nil {
			return true
		}
		if time.Now().After(deadline) {
			t.Errorf("%s was never booked: %v", key, err)
			return false
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// An address that cannot be reached or read is refused without its password.
func TestPasswordsStayOutOfMessages(t *testing.T) {
	for _, dsn := range []string{
		"postgres://u:hunter2@127.0.0.1:1/db", "postgres://u:hunter2@127.0.0.1:port/db", "postgres://u:hunter2@[::1/db",
		"postgres://127.0.0.1:1/db?user=u&password=hunter2", "mysql://u:hunter2@h/db",
	} {
		l, err := ledger.Open(t.Context(), dsn)
		if err == nil {
			l.Close()
			t.Errorf("%s was opened", dsn)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the message shows the password: %v", err)
		}
	}
}

// An empty database is told from one that does not answer, and stays empty.
func TestAnEmptyDatabaseIsNoLedger(t *testing.T) {
	dsn, ok := pgtest.DSN(t)
	if !ok {
		return
	}
	for range 2 {
		if _, err := ledger.OpenExisting(t.Context(), dsn); !errors.Is(err, ledger.ErrNone) {
			t.Errorf("an empty database gave %v", err)
		}
	}
	if _, err := ledger.OpenExisting(t.Context(), "postgres://nobody@127.0.0.1:1/none"); err == nil || errors.Is(err, ledger.ErrNone) {
		t.Errorf("a database that is away gave %v", err)
	}
}
