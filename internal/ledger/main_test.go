package ledger_test

import (
	"context"
	"crypto/sha256"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/ledger"
	"github.com/lanewise/lanewise/internal/pgtest"
	"github.com/lanewise/lanewise/rates"
)

var kills = flag.Int("kills", 20, "how often the kill test kills a booking process")

func TestMain(m *testing.M) {
	if dsn := os.Getenv("LANEWISE_LEDGER_BOOKER"); dsn != "" {
		os.Exit(booker(dsn)) // this process is the child of TestKill
	}
	flag.Parse()
	os.Exit(pgtest.Main(m))
}

// onBoth runs one test on an SQLite file and on a PostgreSQL database, each new.
func onBoth(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "ledger.db")) })
	t.Run("postgres", func(t *testing.T) {
		if dsn, ok := pgtest.DSN(t); ok {
			test(t, dsn)
		}
	})
}

func open(t *testing.T, dsn string) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// one is one whole unit.
const one = money.One

// book has a contract of each kind of period, and one that the `contracts` table does not name.
func book() *rates.Book {
	cny, _ := money.ParseCurrency("CNY")
	return &rates.Book{
		Settings: rates.Settings{Currency: cny, Timezone: "Asia/Shanghai", SellerOrders: 200, SellerBadOrders: 3},
		Contracts: []rates.Contract{
			{Contract: "MONTH", Period: "month"},
			{Contract: "QUARTER", Period: "quarter"},
			{Contract: "YEAR", Period: "year"},
			{Contract: "ROLLING", Period: "rolling", RollingDays: 30},
		},
		Services: []rates.Service{
			{Code: "PLAIN", Contract: "PLAIN"},
			{Code: "M", Contract: "MONTH"},
			{Code: "Q", Contract: "QUARTER"},
			{Code: "FREE"},
			{Code: "EXEMPT", Contract: "MONTH", ExemptLowScore: true, ExemptNotReceived: true},
		},
		Volumes: []rates.Volume{{Contract: "MONTH", Parcels: 100 * one, Kg: 50*one + 500_000, Spend: 1234_560_000}, {Contract: "ROLLING", Parcels: 7 * one}},
	}
}

// noon is a time on 15 November 2026, in the middle of all periods.
var noon = at("2026-11-15T12:00:00+08:00")

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

func hashOf(text string) [32]byte { return sha256.Sum256([]byte(text)) }

// parcel is one parcel of a service on a contract.
func parcel(service, contract string) func(ledger.Standing) (ledger.Shipment, error) {
	return func(ledger.Standing) (ledger.Shipment, error) {
		day, _ := rates.ParseDate("2026-11-16")
		return ledger.Shipment{
			OrderID: "A-1", Country: "US", Service: service, Contract: contract, ShipDate: day, BookHash: "b00c",
			Parcels: one, Kg: 350_000, Spend: 41_230_000, Decision: []byte(`{"service":"` + service + `"}` + "\n"),
		}, nil
	}
}

func mustBook(t *testing.T, l *ledger.Ledger, now time.Time, key, contract string) ledger.Shipment {
	t.Helper()
	s, replayed, err := l.Book(t.Context(), book(), now, key, hashOf(key), parcel("M", contract))
	if err != nil || replayed {
		t.Fatalf("booking %s: %v, replayed %t", key, err, replayed)
	}
	return s
}

// standing gives the parcels of each contract in words, `MONTH 100 QUARTER 0 …`.
func standing(t *testing.T, l *ledger.Ledger, b *rates.Book, now time.Time) string {
	t.Helper()
	s, err := l.Standing(t.Context(), b, now)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, v := range s.Volumes {
		words = append(words, v.Contract, v.Parcels.String())
	}
	return strings.Join(words, " ")
}

func wantStanding(t *testing.T, l *ledger.Ledger, now time.Time, want string) {
	t.Helper()
	if got := standing(t, l, book(), now); got != want {
		t.Errorf("on %s the ledger stands at %s, want %s", now, got, want)
	}
}

func sound(t *testing.T, l *ledger.Ledger) {
	t.Helper()
	found, err := l.Verify(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found {
		t.Error(d)
	}
}

func parcelsOf(t *testing.T, l *ledger.Ledger, now time.Time, contract string) money.Amount {
	t.Helper()
	s, err := l.Standing(context.Background(), book(), now)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range s.Volumes {
		if v.Contract == contract {
			return v.Parcels
		}
	}
	t.Fatalf("no contract %s", contract)
	return 0
}
