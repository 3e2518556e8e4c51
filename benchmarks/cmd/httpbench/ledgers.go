package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/lanewise/lanewise/internal/pgtest"
)

func (b *bench) lanewise(args ...string) ([]byte, error) {
	out, err := exec.Command(filepath.Join(b.dir, "lanewise"), args...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return out, fmt.Errorf("lanewise %s: %w: %s", strings.Join(args[:2], " "), err, exit.Stderr)
	}
	return out, err
}

// key makes a key for everything and gives its secret.
func (b *bench) key(ledger string) (string, error) {
	out, err := b.lanewise("keys", "create", "--ledger", ledger, "--name", "bench", "--scope", "quote,book,admin")
	if err != nil {
		return "", err
	}
	for _, word := range strings.Fields(string(out)) {
		if strings.HasPrefix(word, "lw_") {
			return word, nil
		}
	}
	return "", errors.New("keys create printed no secret")
}

// pin holds a process to one core.
func pin(pid, core int) error {
	return exec.Command("taskset", "-a", "-p", "-c", strconv.Itoa(core), strconv.Itoa(pid)).Run()
}

// bookable is a file with one order that can be booked, and was.
func (b *bench) bookable(s *process, t *tally) (file, body string, err error) {
	text, err := os.ReadFile(b.orders())
	if err != nil {
		return "", "", err
	}
	for i, line := range strings.SplitN(string(text), "\n", 50) {
		if t.book(patient, s.url, line, "probe-"+strconv.Itoa(i)) {
			file = filepath.Join(b.dir, "bookable.ndjson")
			return file, line, os.WriteFile(file, []byte(line+"\n"), 0o600)
		}
	}
	return "", "", errors.New("none of the first orders can be booked")
}

// exported is all of a ledger, after its own check found its counters right.
func (b *bench) exported(ledger string) ([]byte, error) {
	if _, err := b.lanewise("ledger", "verify", "--ledger", ledger); err != nil {
		return nil, err
	}
	return b.lanewise("ledger", "export", "--ledger", ledger)
}

// ledgers runs something on a new SQLite ledger, and on PostgreSQL where it is installed.
func (b *bench) ledgers(do func(name, ledger string, servers int) error) error {
	if err := do("SQLite, full sync", filepath.Join(b.dir, "l"+strconv.Itoa(rand.IntN(1e9))+".db"), 1); err != nil {
		return err
	}
	cluster, err := pgtest.Start(true)
	if err != nil {
		b.note("PostgreSQL was left out: %v.", err)
		return nil
	}
	defer cluster.Close()
	return do("PostgreSQL, 3 servers", cluster.DSN, 3)
}

func (b *bench) several(ledger string, n int) (all []*process, err error) {
	for range n {
		s, err := b.serve(ledger)
		if err != nil {
			return all, err
		}
		all = append(all, s)
	}
	return all, nil
}

// bookings measures bookings of one contract and counts them.
func (b *bench) bookings() error {
	return b.ledgers(func(name, ledger string, servers int) error {
		all, err := b.several(ledger, servers)
		for _, s := range all {
			defer s.kill()
		}
		if err != nil {
			return err
		}
		probed := newTally()
		file, _, err := b.bookable(all[0], probed)
		if err != nil {
			return err
		}
		results, errs := make([]result, servers), make([]error, servers)
		var wg sync.WaitGroup
		for i, s := range all {
			wg.Go(func() {
				results[i], errs[i] = b.load(s.url+"/v1/shipments", "--bodies", file, "--header", "Content-Type: application/json",
					"--header", "Idempotency-Key: b{n}", "--first", strconv.Itoa((i+1)*1e9), "--warmup", "0s", "--duration", b.run, "--connections", "8")
			})
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			return err
		}
		rate, acknowledged, failed := 0.0, int64(probed.size()), int64(0)
		for _, r := range results {
			rate += r.OKPerSecond
			acknowledged += r.Status["201"]
			failed += r.errors()
		}
		export, err := b.exported(ledger)
		if err != nil {
			return err
		}
		have := bytes.Count(export, []byte(`"kind":"booking"`))
		b.figure("bookings/s of one contract: "+name, fmt.Sprintf("%.0f; %d acknowledged, %d in the ledger, %d errors", rate, acknowledged, have, failed), "measured, 0 lost, 0 double")
		return nil
	})
}
