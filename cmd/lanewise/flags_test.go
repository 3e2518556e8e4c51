package main

import (
	"testing"
	"time"

	"github.com/lanewise/lanewise/rates"
)

// The ship date of orders without one is today in the book's timezone, not in that of the machine.
func TestShipDateIsTodayInTheBooksTimezone(t *testing.T) {
	now := time.Date(2026, 5, 31, 16, 30, 0, 0, time.UTC)
	for zone, want := range map[string]string{"UTC": "2026-05-31", "Asia/Shanghai": "2026-06-01", "America/Los_Angeles": "2026-05-31"} {
		e := &env{now: func() time.Time { return now }}
		got, err := (&day{rates.NoDate}).in(e, &rates.Book{Settings: rates.Settings{Timezone: zone}})
		if err != nil || got.String() != want {
			t.Errorf("%s: %s, %v; want %s", zone, got, err, want)
		}
	}
	set := &day{}
	if err := set.Set("2026-02-28"); err != nil {
		t.Fatal(err)
	}
	if got, err := set.in(nil, nil); err != nil || got.String() != "2026-02-28" {
		t.Errorf("as set: %s, %v", got, err)
	}
}

func TestProgressIsShownToAPatientTerminalOnly(t *testing.T) {
	var shown writes
	p := &progress{w: &shown, start: time.Now()}
	p.rows(256)
	p.end()
	if shown != 0 {
		t.Errorf("a short run shows %d things", shown)
	}
	p = &progress{w: &shown, start: time.Now().Add(-time.Minute)}
	p.rows(256)
	p.rows(512) // at once again: too soon
	p.end()
	if shown != 2 {
		t.Errorf("a long run shows %d things, want the count once and its removal", shown)
	}
	shown = 0
	p = newProgress(&env{stderr: &shown}, false)
	p.start = time.Now().Add(-time.Minute)
	p.rows(256)
	p.end()
	if shown != 0 {
		t.Errorf("what is no terminal is shown %d things", shown)
	}
}

type writes int

func (w *writes) Write(p []byte) (int, error) { *w++; return len(p), nil }
