//go:build unix

package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// running starts the command and gives its standard error. It is killed if it has not ended when the test gives up.
func running(t *testing.T, cmd *exec.Cmd) *bytes.Buffer {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	return &stderr
}

// ends waits for the command and demands an exit code, within 10 seconds.
func ends(t *testing.T, cmd *exec.Cmd, code int) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		cmd.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("still running after 10 seconds")
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Errorf("exit code %d (%v), want %d", got, cmd.ProcessState, code)
	}
}

// An interrupted run ends at once with exit 3 and a message, also where it waits for input, and leaves no file behind.
func TestInterrupt(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			dir := t.TempDir()
			cmd := program(t, "decide", "--book", shop, "--output", filepath.Join(dir, "out.csv"), "-")
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			defer in.Close()
			stderr := running(t, cmd)
			if _, err := io.WriteString(in, "order_id,country,weight_g,ship_date\nA-1,US,350,2026-05-15\n"); err != nil {
				t.Fatal(err)
			}
			waitFor(t, func() bool { return len(names(t, dir)) == 1 }) // the file in the making
			cmd.Process.Signal(sig)
			ends(t, cmd, exitUnfinished)
			if !strings.Contains(stderr.String(), "interrupted before the end") {
				t.Errorf("stderr: %s", stderr)
			}
			if left := names(t, dir); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

// A pipe that nobody has opened for writing yet must not hold an interrupted run.
func TestInterruptAtAPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "orders.pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := program(t, "decide", "--book", shop, pipe)
	stderr := running(t, cmd)
	time.Sleep(300 * time.Millisecond) // long enough to have begun; too short only makes the test easier
	cmd.Process.Signal(syscall.SIGTERM)
	ends(t, cmd, exitUnfinished)
	if !strings.Contains(stderr.String(), "interrupted") {
		t.Errorf("stderr: %s", stderr)
	}
}

// A reader that closes standard output early gets exit 3 and a message, not a silent success or a killed process.
func TestClosedOutput(t *testing.T) {
	var orders strings.Builder
	orders.WriteString("order_id,country,weight_g,ship_date\n")
	for i := range 20000 {
		orders.WriteString("A-" + strings.Repeat("x", i%20) + string(rune('a'+i%26)) + ",US,350,2026-05-15\n")
	}
	cmd := program(t, "decide", "--book", shop, "--quiet", "-")
	cmd.Stdin = strings.NewReader(orders.String())
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout = w
	stderr := running(t, cmd)
	w.Close()
	io.ReadFull(r, make([]byte, 100))
	r.Close()
	ends(t, cmd, exitUnfinished)
	if want := "standard output was closed by its reader; the output is incomplete"; !strings.Contains(stderr.String(), want) {
		t.Errorf("stderr: %s\nwant: %s", stderr, want)
	}
}

func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for start := time.Now(); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Since(start) > 10*time.Second {
			t.Fatal("waited 10 seconds in vain")
		}
	}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}
