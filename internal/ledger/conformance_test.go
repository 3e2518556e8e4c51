package ledger_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/ledger"
	"github.com/lanewise/lanewise/rates"
)

func TestANewLedgerOpensWithTheBooksVolumes(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		l := open(t, dsn)
		const want = "MONTH 100 QUARTER 0 YEAR 0 ROLLING 7 PLAIN 0"
		wantStanding(t, l, noon, want) // before it is opened the book's figures stand
		for range 2 {
			if err := l.Adopt(t.Context(), book(), noon); err != nil {
				t.Fatal(err)
			}
		}
		changed := book()
		changed.Volumes[0].Parcels, changed.Settings.SellerOrders = 9*one, 1
		s, err := l.Standing(t.Context(), changed, noon)
		if err != nil {
			t.Fatal(err)
		}
		if v := s.Volumes[0]; v.Parcels != 100*one || v.Kg != 50_500_000 || v.Spend != 1234_560_000 || s.Orders != 200 || s.Bad != 3 {
			t.Errorf("the opened ledger does not stand in for the book: %+v", s)
		}
		l.Close()
		wantStanding(t, open(t, dsn), noon, want)
	})
}

func TestABookingCountsInThePeriodOfItsContract(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		l := open(t, dsn)
		for _, c := range []string{"MONTH", "QUARTER", "YEAR", "ROLLING", "PLAIN"} {
			mustBook(t, l, noon, "k"+c, c)
		}
		wantStanding(t, l, noon, "MONTH 101 QUARTER 1 YEAR 1 ROLLING 8 PLAIN 1")
		wantStanding(t, l, at("2026-11-30T23:59:59+08:00"), "MONTH 101 QUARTER 1 YEAR 1 ROLLING 8 PLAIN 1")
		// Midnight is the book's: in UTC it is still November.
		wantStanding(t, l, at("2026-11-30T16:00:00Z"), "MONTH 0 QUARTER 1 YEAR 1 ROLLING 8 PLAIN 0")
		wantStanding(t, l, at("2026-12-14T23:59:59+08:00"), "MONTH 0 QUARTER 1 YEAR 1 ROLLING 8 PLAIN 0") // the 30th day
		wantStanding(t, l, at("2026-12-15T00:00:00+08:00"), "MONTH 0 QUARTER 1 YEAR 1 ROLLING 0 PLAIN 0")
		wantStanding(t, l, at("2027-01-01T00:00:00+08:00"), "MONTH 0 QUARTER 0 YEAR 0 ROLLING 0 PLAIN 0")
		sound(t, l)
	})
}

func TestTheStandingAtABooking(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		l := open(t, dsn)
		for i := range 3 {
			_, _, err := l.Book(t.Context(), book(), noon, string(rune('a'+i)), hashOf("x"), func(s ledger.Standing) (ledger.Shipment, error) {
				if got := s.Volumes[0].Parcels; got != money.Amount(100+i)*one {
					t.Errorf("booking %d is priced at %s parcels", i, got)
				}
				return parcel("M", "MONTH")(s)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestAChangedKindOfPeriodCountsWhatWasBooked(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		l := open(t, dsn)
		mustBook(t, l, at("2026-10-20T12:00:00+08:00"), "a", "QUARTER")
		mustBook(t, l, noon, "b", "QUARTER")
		for _, c := range []struct {
			period string
			want   money.Amount
		}{{"month", 1}, {"year", 2}, {"rolling", 2}, {"quarter", 2}} {
			b := book()
			b.Contracts[1] = rates.Contract{Contract: "QUARTER", Period: c.period, RollingDays: 27}
			s, err := l.Standing(t.Context(), b, noon)
			if err != nil || s.Volumes[1].Parcels != c.want*one {
				t.Errorf("by the %s: %s parcels, %v; want %d", c.period, s.Volumes[1].Parcels, err, c.want)
			}
		}
		b := book()
		b.Contracts[1].Period = "year"
		s, _, err := l.Book(t.Context(), b, noon, "c", hashOf("c"), parcel("Q", "QUARTER"))
		if err != nil || s.Period != "2026" {
			t.Fatal(s.Period, err)
		}
		wantStanding(t, l, noon, "MONTH 0 QUARTER 3 YEAR 0 ROLLING 7 PLAIN 0")
		if after, err := l.Standing(t.Context(), b, noon); err != nil || after.Volumes[1].Parcels != 3*one {
			t.Errorf("by the year: %+v, %v", after.Volumes, err)
		}
		sound(t, l)
	})
}

func TestARepeatedKeyGivesTheFirstAnswer(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		l := open(t, dsn)
		first := mustBook(t, l, noon, "key", "MONTH")
		again := func(now time.Time, hash [32]byte) (ledger.Shipment, bool, error) {
			return l.Book(t.Context(), book(), now, "key", hash, func(ledger.Standing) (ledger.Shipment, error) {
				t.Error("a repeated booking was priced")
				return ledger.Shipment{}, nil
			})
		}
		s, replayed, err := again(noon.Add(time.Hour), hashOf("key"))
		if err != nil || !replayed || s.ID != first.ID || !bytes.Equal(s.Decision, first.Decision) || !s.Booked.Equal(first.Booked) || s.Period != first.Period || s.ShipDate != first.ShipDate {
			t.Errorf("the second answer is %+v, %t, %v; the first %+v", s, replayed, err, first)
		}
		if _, _, err := again(noon, hashOf("other")); !errors.Is(err, ledger.ErrKeyReused) {
			t.Errorf("a key with another request: %v", err)
		}
		if _, err := l.Cancel(t.Context(), book(), noon, first.ID); err != nil {
			t.Fatal(err)
		}
		// Neither a cancellation nor the end of the period frees the key.
		if s, replayed, err := again(noon.AddDate(0, 2, 0), hashOf("key")); err != nil || !replayed || s.ID != first.ID {
			t.Errorf("after the end of the period: %+v, %t, %v", s, replayed, err)
		}
		wantStanding(t, l, noon, "MONTH 100 QUARTER 0 YEAR 0 ROLLING 7 PLAIN 0")
		sound(t, l)
	})
}

func TestCancelTakesBackOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		l := open(t, dsn)
		before := mustBook(t, l, noon, "a", "MONTH")
		s := mustBook(t, l, noon, "b", "MONTH")
		later := noon.Add(48 * time.Hour)
		c, err := l.Cancel(t.Context(), book(), later, s.ID)
		if err != nil || c.Status != ledger.Cancelled || !c.Cancelled.Equal(later) || !bytes.Equal(c.Decision, s.Decision) {
			t.Fatalf("%+v, %v", c, err)
		}
		if _, err := l.Cancel(t.Context(), book(), later, s.ID); !errors.Is(err, ledger.ErrCancelled) {
			t.Errorf("a second time: %v", err)
		}
		if _, err := l.Cancel(t.Context(), book(), later, "shp_none"); !errors.Is(err, ledger.ErrNotFound) {
			t.Errorf("an unknown shipment: %v", err)
		}
		wantStanding(t, l, later, "MONTH 101 QUARTER 0 YEAR 0 ROLLING 7 PLAIN 0")
		if got, err := l.Shipment(t.Context(), s.ID); err != nil || got.Status != ledger.Cancelled {
			t.Errorf("%+v, %v", got, err)
		}
		if got, err := l.Shipment(t.Context(), before.ID); err != nil || got.Status != ledger.Booked {
			t.Errorf("%+v, %v", got, err)
		}
		sound(t, l)
	})
}

func TestAClosedPeriodRefuses(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		l := open(t, dsn)
		ids := map[string]string{}
		for _, c := range []string{"MONTH", "QUARTER", "YEAR", "ROLLING", "PLAIN", ""} {
			ids[c] = mustBook(t, l, noon, "k"+c, c).ID
		}
		for _, c := range []struct {
			contract string
			open     string // the last moment at which a cancellation is taken
		}{
			{"MONTH", "2026-11-30T23:59:59+08:00"},
			{"QUARTER", "2026-12-31T23:59:59+08:00"},
			{"YEAR", "2026-12-31T23:59:59+08:00"},
			{"ROLLING", "2026-12-14T23:59:59+08:00"},
			{"PLAIN", "2026-11-30T23:59:59+08:00"},
			{"", "2026-11-30T23:59:59+08:00"},
		} {
			if _, err := l.Cancel(t.Context(), book(), at(c.open).Add(time.Second), ids[c.contract]); !errors.Is(err, ledger.ErrClosed) {
				t.Errorf("%q a second after its end: %v", c.contract, err)
			}
			if _, err := l.Cancel(t.Context(), book(), at(c.open), ids[c.contract]); err != nil {
				t.Errorf("%q in its last second: %v", c.contract, err)
			}
		}
		mustBook(t, l, at("2026-12-01T00:00:00+08:00"), "december", "MONTH")
		if _, _, err := l.Book(t.Context(), book(), noon, "back", hashOf("back"), parcel("M", "MONTH")); !errors.Is(err, ledger.ErrClosed) {
			t.Errorf("a booking dated back: %v", err)
		}
		sound(t, l)
	})
}

func TestARefusedBookingLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		l := open(t, dsn)
		if err := l.Adopt(t.Context(), book(), noon); err != nil {
			t.Fatal(err)
		}
		mine := errors.New("no service takes it")
		price := map[string]func(ledger.Standing) (ledger.Shipment, error){
			"refused": func(ledger.Standing) (ledger.Shipment, error) { return ledger.Shipment{}, mine },
			"negative": func(ledger.Standing) (ledger.Shipment, error) {
				return ledger.Shipment{Contract: "MONTH", Parcels: -1}, nil
			},
			"vast": func(ledger.Standing) (ledger.Shipment, error) {
				return ledger.Shipment{Contract: "MONTH", Spend: money.Limit}, nil
			},
			"unknown": func(ledger.Standing) (ledger.Shipment, error) { return ledger.Shipment{Contract: "OTHER"}, nil },
		}
		for key, price := range price {
			if _, _, err := l.Book(t.Context(), book(), noon, key, hashOf(key), price); err == nil || key == "refused" && err != mine {
				t.Errorf("%s: %v", key, err)
			}
		}
		wantStanding(t, l, noon, "MONTH 100 QUARTER 0 YEAR 0 ROLLING 7 PLAIN 0")
		mustBook(t, l, noon, "refused", "MONTH") // the key is still free
		if _, _, err := l.Book(t.Context(), book(), noon, "", hashOf(""), parcel("M", "MONTH")); err == nil {
			t.Error("a booking without a key was taken")
		}
		sound(t, l)
	})
}

func TestABookInAnotherCurrencyIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		l := open(t, dsn)
		mustBook(t, l, noon, "a", "MONTH")
		other := book()
		other.Settings.Currency, _ = money.ParseCurrency("EUR")
		_, standing := l.Standing(t.Context(), other, noon)
		_, _, booking := l.Book(t.Context(), other, noon, "b", hashOf("b"), parcel("M", "MONTH"))
		for _, err := range []error{standing, booking, l.Adopt(t.Context(), other, noon)} {
			if !errors.Is(err, ledger.ErrCurrency) {
				t.Error(err)
			}
		}
	})
}

func TestOutcomesMoveTheScore(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		l := open(t, dsn)
		bookOn := func(key, service string) string {
			s, _, err := l.Book(t.Context(), book(), noon, key, hashOf(key), parcel(service, "MONTH"))
			if err != nil {
				t.Fatal(err)
			}
			return s.ID
		}
		orders, bad := int64(200), int64(3)
		for i, c := range []struct {
			service, result string
			low             bool
			bad             int64
		}{
			{"M", "delivered", false, 0},
			{"M", "delivered", true, 1},
			{"M", "lost", false, 1},
			{"M", "lost", true, 1},
			{"EXEMPT", "delivered", true, 0},
			{"EXEMPT", "lost", true, 0},
		} {
			o := ledger.Outcome{Shipment: bookOn(string(rune('a'+i)), c.service), Result: c.result, LowScore: c.low, Reported: noon}
			for range 2 {
				if err := l.Outcome(t.Context(), o); err != nil {
					t.Fatal(err)
				}
			}
			orders, bad = orders+1, bad+c.bad
			if s, err := l.Standing(t.Context(), book(), noon); err != nil || s.Orders != orders || s.Bad != bad {
				t.Errorf("%s %+v: %d orders, %d bad, %v; want %d, %d", c.service, o, s.Orders, s.Bad, err, orders, bad)
			}
			o.LowScore = !o.LowScore
			if err := l.Outcome(t.Context(), o); !errors.Is(err, ledger.ErrOutcome) {
				t.Errorf("another outcome: %v", err)
			}
			if _, err := l.Cancel(t.Context(), book(), noon, o.Shipment); !errors.Is(err, ledger.ErrOutcome) {
				t.Errorf("cancelled after its outcome: %v", err)
			}
		}
		gone := bookOn("gone", "M")
		if _, err := l.Cancel(t.Context(), book(), noon, gone); err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]error{gone: ledger.ErrCancelled, "shp_none": ledger.ErrNotFound} {
			if err := l.Outcome(t.Context(), ledger.Outcome{Shipment: id, Result: "lost", Reported: noon}); !errors.Is(err, want) {
				t.Errorf("%s: %v", id, err)
			}
		}
		if err := l.Outcome(t.Context(), ledger.Outcome{Shipment: gone, Result: "stolen"}); err == nil {
			t.Error("an unknown result was taken")
		}
		sound(t, l)
	})
}

func TestKeys(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		l := open(t, dsn)
		secret, k, err := l.CreateKey(t.Context(), "shop", []ledger.Scope{ledger.BookScope, ledger.Quote}, noon)
		if err != nil {
			t.Fatal(err)
		}
		got, err := l.Authenticate(t.Context(), secret)
		if err != nil || got.ID != k.ID || !got.Has(ledger.Quote) || !got.Has(ledger.BookScope) || got.Has(ledger.Admin) {
			t.Errorf("%+v, %v", got, err)
		}
		for _, s := range []string{"", "lw_", secret[:len(secret)-1] + "!", secret + "x", secret[1:]} {
			if _, err := l.Authenticate(t.Context(), s); !errors.Is(err, ledger.ErrKey) {
				t.Errorf("%q: %v", s, err)
			}
		}
		if err := l.RevokeKey(t.Context(), "key_none", noon); !errors.Is(err, ledger.ErrNoKey) {
			t.Error(err)
		}
		for i := range 2 {
			if err := l.RevokeKey(t.Context(), k.ID, noon.Add(time.Duration(i+1)*time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := l.Authenticate(t.Context(), secret); !errors.Is(err, ledger.ErrKey) {
			t.Errorf("a revoked key: %v", err)
		}
		keys, err := l.Keys(t.Context())
		if err != nil || len(keys) != 1 || keys[0].Name != "shop" || !keys[0].Revoked.Equal(noon.Add(time.Hour)) {
			t.Errorf("%+v, %v", keys, err)
		}
		for _, bad := range []struct {
			name   string
			scopes []ledger.Scope
		}{{"", ledger.Scopes()}, {"a\nb", ledger.Scopes()}, {"shop", nil}, {"shop", []ledger.Scope{"root"}}} {
			if _, _, err := l.CreateKey(t.Context(), bad.name, bad.scopes, noon); err == nil {
				t.Errorf("%q with %v was made", bad.name, bad.scopes)
			}
		}
	})
}
