//go:build unix

package main

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var kills = flag.Int("kills", 12, "how many times TestKilled ends a run by each signal; 200 before a release")

// faultOrders is how many orders the tests of faults decide: their decisions take several megabytes, so that a run can
// be hit in the middle and cannot fit in a buffer.
const faultOrders = 30000

// manyOrders writes an order file.
func manyOrders(t *testing.T, path string) {
	t.Helper()
	var b bytes.Buffer
	b.WriteString("order_id,country,weight_g,ship_date\n")
	for i := range faultOrders {
		fmt.Fprintf(&b, "A-%d,%s,%d,2026-05-15\n", i, []string{"US", "DE"}[i%2], 60+i%1900)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// killing is a folder in which runs are killed while they replace the file out, whose name says its format.
type killing struct {
	dir, in, out string
	old, whole   []byte // what out holds before a run, and after one that was left alone
	takes        time.Duration
	before, hit  int // runs that ended with the old file; those among them that had begun to write
	after        int // runs that had put the new one in its place
}

func newKilling(t *testing.T, name string) *killing {
	t.Helper()
	dir := t.TempDir()
	k := &killing{dir: dir, in: filepath.Join(dir, "orders.csv"), out: filepath.Join(dir, "out", name)}
	if err := os.Mkdir(filepath.Dir(k.out), 0o700); err != nil {
		t.Fatal(err)
	}
	manyOrders(t, k.in)
	start := time.Now()
	cmd := k.command(t)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	k.takes = time.Since(start)
	k.whole = read(t, k.out)
	if lines := bytes.Count(k.whole, []byte("\n")); filepath.Ext(name) == ".csv" && lines != faultOrders+1 {
		t.Fatalf("%d lines for %d orders", lines, faultOrders)
	}
	k.old = []byte("what yesterday's run left\n")
	return k
}

func (k *killing) command(t *testing.T) *exec.Cmd {
	return program(t, "decide", "--book", shop, "--quiet", "--output", k.out, k.in)
}

// once starts a run over an old output file and ends it by sig after a random time. Every second one is hit only once
// it has begun to write.
func (k *killing) once(t *testing.T, i int, sig syscall.Signal) {
	t.Helper()
	if err := os.WriteFile(k.out, k.old, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := k.command(t)
	stderr := running(t, cmd)
	if i%2 == 1 {
		waitFor(t, func() bool { return len(names(t, filepath.Dir(k.out))) > 1 || !bytes.Equal(read(t, k.out), k.old) })
		time.Sleep(time.Duration(rand.Int64N(int64(k.takes/2) + 1)))
	} else {
		time.Sleep(time.Duration(rand.Int64N(int64(k.takes*5/4) + 1)))
	}
	cmd.Process.Signal(sig)
	cmd.Wait()
	k.judge(t, cmd, sig, stderr.String())
}

// judge demands the old file or the whole new one, and what the signal promises beyond that.
func (k *killing) judge(t *testing.T, cmd *exec.Cmd, sig syscall.Signal, stderr string) {
	t.Helper()
	folder := filepath.Dir(k.out)
	left := names(t, folder)
	switch got := read(t, k.out); {
	case bytes.Equal(got, k.whole):
		k.after++
	case bytes.Equal(got, k.old):
		k.before++
		if len(left) > 1 {
			k.hit++
		}
	default:
		t.Errorf("%v: the output is torn: %d bytes where the whole has %d", sig, len(got), len(k.whole))
	}
	for _, name := range left {
		if name == filepath.Base(k.out) {
			continue
		}
		if sig != syscall.SIGKILL && cmd.ProcessState.Exited() {
			t.Errorf("%v: %s was left behind", sig, name)
		}
		os.Remove(filepath.Join(folder, name))
	}
	// A signal may come before the program can listen for one, or after it has done its work; between the two it says so.
	replaced := bytes.Equal(read(t, k.out), k.whole)
	switch code := cmd.ProcessState.ExitCode(); {
	case code == exitUnfinished:
		k.hit++
		if replaced || !strings.Contains(stderr, "interrupted") {
			t.Errorf("%v: exit code %d, output replaced: %t, stderr: %s", sig, code, replaced, stderr)
		}
	case code == exitDone && !replaced:
		t.Errorf("%v: exit code 0 without the output", sig)
	}
}

// Wherever a run is killed, the output file is the one from before or the new one, whole.
func TestKilled(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM, syscall.SIGINT} {
		t.Run(sig.String(), func(t *testing.T) {
			k := newKilling(t, "decisions.csv")
			for i := range *kills {
				k.once(t, i, sig)
			}
			k.tell(t)
		})
	}
}

// The same holds for files that are put together or compressed on the way.
func TestKilledWhilePacking(t *testing.T) {
	for _, name := range []string{"decisions.csv.gz", "decisions.csv.zst", "decisions.xlsx"} {
		t.Run(name, func(t *testing.T) {
			k := newKilling(t, name)
			for i := range *kills / 4 {
				k.once(t, 2*i+1, syscall.SIGKILL)
				k.once(t, 2*i+1, syscall.SIGTERM)
			}
			k.tell(t)
		})
	}
}

// tell says what happened, and fails a test that has shown nothing.
func (k *killing) tell(t *testing.T) {
	t.Helper()
	t.Logf("runs of about %v: %d ended before the file was replaced, %d of them while writing; %d after", k.takes.Round(time.Millisecond), k.before, k.hit, k.after)
	if k.hit == 0 {
		t.Error("no run was hit while it was writing")
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
