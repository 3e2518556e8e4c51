package ledger_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/ledger"
)

// TestRaces books and cancels from many sides at once, with keys that repeat; on PostgreSQL from three ledgers, as replicas do.
func TestRaces(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		ledgers := []*ledger.Ledger{open(t, dsn)}
		if ledgers[0].Shared() {
			ledgers = append(ledgers, open(t, dsn), open(t, dsn))
		}
		const workers, each, keys = 32, 12, 120
		contracts := []string{"MONTH", "QUARTER", "ROLLING", "PLAIN", ""}
		var mu sync.Mutex
		ids, fresh, cancelled := map[string]string{}, map[string]int{}, map[string]int{}
		var group sync.WaitGroup
		var failures atomic.Int64
		for w := range workers {
			group.Go(func() {
				l := ledgers[w%len(ledgers)]
				r := rand.New(rand.NewPCG(uint64(w), 7))
				for range each {
					n := r.IntN(keys)
					key, contract := fmt.Sprintf("k%d", n), contracts[n%len(contracts)]
					s, replayed, err := l.Book(t.Context(), book(), noon, key, hashOf(key), parcel("M", contract))
					if err != nil {
						failures.Add(1)
						t.Errorf("booking %s: %v", key, err)
						continue
					}
					mu.Lock()
					if !replayed {
						fresh[key]++
					}
					if before, ok := ids[key]; ok && before != s.ID {
						t.Errorf("%s is %s and %s", key, before, s.ID)
					}
					ids[key] = s.ID
					mu.Unlock()
					if n%4 == 0 {
						_, err := l.Cancel(t.Context(), book(), noon, s.ID)
						if err != nil && !errors.Is(err, ledger.ErrCancelled) {
							t.Errorf("cancelling %s: %v", key, err)
						}
						mu.Lock()
						if err == nil {
							cancelled[key]++
						}
						mu.Unlock()
					}
				}
			})
		}
		group.Wait()
		want := map[string]money.Amount{"MONTH": 100 * one, "ROLLING": 7 * one}
		for key := range ids {
			var n int
			fmt.Sscanf(key, "k%d", &n)
			if fresh[key] != 1 || cancelled[key] > 1 || cancelled[key] == 0 && n%4 == 0 {
				t.Errorf("%s was booked %d times, cancelled %d times", key, fresh[key], cancelled[key])
			}
			if n%4 != 0 {
				want[contracts[n%len(contracts)]] += one
			}
		}
		for _, c := range contracts {
			if c != "" && parcelsOf(t, ledgers[0], noon, c) != want[c] {
				t.Errorf("%s stands at %s, want %s", c, parcelsOf(t, ledgers[0], noon, c), want[c])
			}
		}
		sound(t, ledgers[0])
	})
}

// Each booking is priced at the volume that all bookings before it left, also where they come from several replicas: the
// prices asked for are the numbers from 100 on, each once.
func TestEveryBookingSeesTheOnesBefore(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		ledgers := []*ledger.Ledger{open(t, dsn)}
		if ledgers[0].Shared() {
			ledgers = append(ledgers, open(t, dsn))
		}
		const bookings = 60
		var mu sync.Mutex
		seen := map[string]money.Amount{}
		var group sync.WaitGroup
		for i := range bookings {
			group.Go(func() {
				key := fmt.Sprint("k", i)
				_, _, err := ledgers[i%len(ledgers)].Book(t.Context(), book(), noon, key, hashOf(key), func(s ledger.Standing) (ledger.Shipment, error) {
					mu.Lock()
					seen[key] = s.Volumes[0].Parcels
					mu.Unlock()
					return parcel("M", "MONTH")(s)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		at := map[money.Amount]bool{}
		for _, v := range seen {
			at[v] = true
		}
		for i := range money.Amount(bookings) {
			if !at[(100+i)*one] {
				t.Errorf("no booking was priced at %d parcels", 100+i)
			}
		}
	})
}

// Booking and cancelling leaves every volume as it was, whatever the amounts, contracts and days.
func TestBookAndCancelGiveTheSameVolume(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		l := open(t, dsn)
		n := 0
		now := noon
		rapid.Check(t, func(r *rapid.T) {
			now = now.AddDate(0, 0, rapid.IntRange(0, 12).Draw(r, "days later"))
			contract := rapid.SampledFrom([]string{"MONTH", "QUARTER", "YEAR", "ROLLING", "PLAIN"}).Draw(r, "contract")
			amount := func(name string) money.Amount {
				return money.Amount(rapid.Int64Range(0, int64(money.Limit)-1).Draw(r, name))
			}
			s := ledger.Shipment{Contract: contract, Parcels: amount("parcels"), Kg: amount("kg"), Spend: amount("spend")}
			n++
			key := fmt.Sprint("k", n)
			before := read(r, l, now)
			booked, _, err := l.Book(t.Context(), book(), now, key, hashOf(key), func(ledger.Standing) (ledger.Shipment, error) { return s, nil })
			if err != nil {
				r.Fatal(err)
			}
			if after := read(r, l, now); s.Parcels+s.Kg+s.Spend > 0 && after == before {
				r.Fatalf("%+v was not counted", s)
			}
			if _, err := l.Cancel(t.Context(), book(), now, booked.ID); err != nil {
				r.Fatal(err)
			}
			if after := read(r, l, now); after != before {
				r.Fatalf("before %s\nafter  %s", before, after)
			}
		})
		sound(t, l)
	})
}

func read(r *rapid.T, l *ledger.Ledger, now time.Time) string {
	s, err := l.Standing(r.Context(), book(), now)
	if err != nil {
		r.Fatal(err)
	}
	return fmt.Sprint(s)
}
