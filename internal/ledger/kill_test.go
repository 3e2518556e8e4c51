package ledger_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/lanewise/lanewise/internal/ledger"
)

// booker books without end on the ledger at dsn and says for each key that it tries, that it is booked, and that it is taken back.
func booker(dsn string) int {
	ctx := context.Background()
	l, err := ledger.Open(ctx, dsn)
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	name := os.Getenv("LANEWISE_LEDGER_NAME")
	for i := 0; ; i++ {
		key := fmt.Sprintf("%s-%d", name, i)
		fmt.Println("try", key)
		s, _, err := l.Book(ctx, book(), noon, key, hashOf(key), parcel("M", "MONTH"))
		if err != nil {
			fmt.Println("error", err)
			return 1
		}
		fmt.Println("done", key)
		if i%3 == 2 { // every third one is taken back
			if _, err := l.Cancel(ctx, book(), noon, s.ID); err != nil {
				fmt.Println("error", err)
				return 1
			}
			fmt.Println("back", key)
		}
	}
}

// killed is what a booker that was killed had said.
type killed struct {
	done, back map[string]bool
	tried      []string
}

// TestKill kills booking processes at random moments: what they acknowledged is there, and nothing counts twice.
func TestKill(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		if err := open(t, dsn).Adopt(t.Context(), book(), noon); err != nil {
			t.Fatal(err)
		}
		booked := 0
		said := newKeys() // by all rounds
		for round := range *kills {
			k := killOne(t, dsn, fmt.Sprintf("r%d", round))
			booked += len(k.done)
			l := open(t, dsn)
			said.add(k)
			for _, wrong := range said.against(export(t, l)) {
				t.Error(wrong)
			}
			checkKilled(t, l, k)
			for _, key := range k.tried { // by now
				said.done[key] = true
			}
			sound(t, l)
			l.Close()
		}
		if booked == 0 {
			t.Error("no process was killed while it booked")
		}
		t.Logf("%d bookings acknowledged by %d killed processes", booked, *kills)
	})
}

// killOne runs a booker and kills it.
func killOne(t *testing.T, dsn, name string) *killed {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "LANEWISE_LEDGER_BOOKER="+dsn, "LANEWISE_LEDGER_NAME="+name)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	k := &killed{done: map[string]bool{}, back: map[string]bool{}}
	lines := bufio.NewScanner(out)
	first := true
	for lines.Scan() {
		if first { // the moment is counted from the first try, however long the start takes
			first = false
			time.AfterFunc(time.Duration(rand.IntN(80_000))*time.Microsecond, func() { cmd.Process.Kill() })
		}
		verb, key, _ := strings.Cut(lines.Text(), " ")
		switch verb {
		case "try":
			k.tried = append(k.tried, key)
		case "done":
			k.done[key] = true
		case "back":
			k.back[key] = true
		default:
			t.Errorf("the booker says %q", lines.Text())
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	return k
}

func checkKilled(t *testing.T, l *ledger.Ledger, k *killed) {
	t.Helper()
	before := parcelsOf(t, l, noon, "MONTH")
	for _, key := range k.tried {
		s, replayed, err := l.Book(t.Context(), book(), noon, key, hashOf(key), parcel("M", "MONTH"))
		switch {
		case err != nil:
			t.Errorf("%s again: %v", key, err)
		case k.done[key] && !replayed:
			t.Errorf("%s was acknowledged and is lost", key)
		case k.back[key] && s.Status != ledger.Cancelled:
			t.Errorf("the cancellation of %s was acknowledged and is lost", key)
		case replayed:
		default:
			before += one // booked just now, as it was not before
		}
	}
	if after := parcelsOf(t, l, noon, "MONTH"); after != before {
		t.Errorf("the repeats moved the volume from %s to %s", before, after)
	}
}
