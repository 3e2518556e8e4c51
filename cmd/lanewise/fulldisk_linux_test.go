package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A standard output that cannot take more (a full disk) ends every command with exit 3 and a message.
func TestFullDisk(t *testing.T) {
	for _, args := range [][]string{
		{"decide", "--book", shop, "--quiet", "-"},
		{"quote", "--book", shop, "--quiet", "--format", "table", "-"},
		{"explain", "--book", shop, "--to", "US", "--weight", "350g"},
		{"explain", "--book", shop, "--to", "US", "--weight", "350g", "--format", "json"},
		{"check", shop},
		{"check", "--format", "json", shop},
		{"diff", shop, shop},
		{"version"},
		{"help"},
		{"decide", "--help"},
		{"completion", "bash"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer full.Close()
			cmd := program(t, args...)
			cmd.Stdin = strings.NewReader("order_id,country,weight_g,ship_date\nA-1,US,350,2026-05-15\n")
			cmd.Stdout = full
			stderr := running(t, cmd)
			ends(t, cmd, exitUnfinished)
			if want := "standard output: no space left on device; the output is incomplete"; !strings.Contains(stderr.String(), want) {
				t.Errorf("stderr: %s\nwant: %s", stderr, want)
			}
		})
	}
}

// Input that fails while it is read is an unfinished run, not a bad file. A process's own memory cannot be read at 0.
func TestInputFails(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.csv")
	cmd := program(t, "decide", "--book", shop, "--output", out, "/proc/self/mem")
	stderr := running(t, cmd)
	ends(t, cmd, exitUnfinished)
	if want := "/proc/self/mem: reading: "; !strings.Contains(stderr.String(), want) || !strings.Contains(stderr.String(), "input/output error") {
		t.Errorf("stderr: %s\nwant: %s", stderr, want)
	}
	if left := names(t, filepath.Dir(out)); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// A list of rejects, or compressed output, that cannot take more ends the run as well, and leaves no answers that look whole.
func TestFullDiskElsewhere(t *testing.T) {
	dir := t.TempDir()
	in, bad, out := filepath.Join(dir, "orders.csv"), filepath.Join(dir, "bad.csv"), filepath.Join(dir, "out", "out.csv")
	manyOrders(t, in)
	if err := os.WriteFile(bad, []byte("order_id,country,weight_g\nA-1,XX,350\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Dir(out), 0o700); err != nil {
		t.Fatal(err)
	}
	// A link gives the device, which is written directly, the name of a compressed file.
	packed := filepath.Join(dir, "full.csv.gz")
	if err := os.Symlink("/dev/full", packed); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"--output", out, "--rejects", "/dev/full", bad},
		{"--output", packed, in},
		{"--output", "/dev/full", "--format", "xlsx", in},
		{"--output", "/dev/full", "--format", "ndjson", bad},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			cmd := program(t, append([]string{"decide", "--book", shop, "--quiet"}, args...)...)
			stderr := running(t, cmd)
			ends(t, cmd, exitUnfinished)
			if want := "no space left on device; the output is incomplete"; !strings.Contains(stderr.String(), want) {
				t.Errorf("stderr: %s\nwant: %s", stderr, want)
			}
			if left := names(t, filepath.Dir(out)); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}
