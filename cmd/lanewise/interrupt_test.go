//go:build unix

package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"os/signal"
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
	heedHangups(t)
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
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

// heedHangups lets the programs that a test starts take notice of SIGHUP, also where the test itself runs under nohup: what
// a process catches is at its default in its children.
func heedHangups(t *testing.T) {
	t.Helper()
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, syscall.SIGHUP)
	t.Cleanup(func() { signal.Stop(caught) })
}

// A run started with nohup goes on when its terminal is gone.
func TestNohup(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out.csv")
	cmd := program(t, "decide", "--book", shop, "--quiet", "--output", out, "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	signal.Ignore(syscall.SIGHUP)
	stderr := running(t, cmd)
	signal.Reset(syscall.SIGHUP)
	io.WriteString(in, "order_id,country,weight_g,ship_date\n")
	waitFor(t, func() bool { return len(names(t, dir)) == 1 }) // the file in the making
	cmd.Process.Signal(syscall.SIGHUP)
	io.WriteString(in, "A-1,US,350,2026-05-15\n")
	in.Close()
	ends(t, cmd, exitDone)
	if got := string(read(t, out)); !strings.Contains(got, "A-1,ship") || stderr.Len() > 0 {
		t.Errorf("out.csv: %s\nstderr: %s", got, stderr)
	}
}

// A named pipe that nobody reads is waited for, but not beyond a signal.
func TestInterruptAtAnOutputPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "decisions.pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := program(t, "decide", "--book", shop, "--output", pipe, "-")
	cmd.Stdin = strings.NewReader("order_id,country,weight_g,ship_date\nA-1,US,350,2026-05-15\n")
	stderr := running(t, cmd)
	time.Sleep(300 * time.Millisecond) // long enough to wait at the pipe; too short only makes the test easier
	cmd.Process.Signal(syscall.SIGTERM)
	ends(t, cmd, exitUnfinished)
	if !strings.Contains(stderr.String(), "interrupted") {
		t.Errorf("stderr: %s", stderr)
	}
}

// A run whose output nobody reads still waits a while for the reader after the first signal; the second ends it at once.
func TestSecondSignal(t *testing.T) {
	in := filepath.Join(t.TempDir(), "orders.csv")
	manyOrders(t, in)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	cmd := program(t, "decide", "--book", shop, "--quiet", in)
	cmd.Stdout = w
	running(t, cmd)
	if _, err := io.ReadFull(r, make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		time.Sleep(500 * time.Millisecond) // long enough to fill the pipe, and then to heed the first signal
		cmd.Process.Signal(syscall.SIGTERM)
	}
	ends(t, cmd, -1)
	if status := cmd.ProcessState.Sys().(syscall.WaitStatus); !status.Signaled() || status.Signal() != syscall.SIGTERM {
		t.Errorf("it ended otherwise than by the second signal: %v", cmd.ProcessState)
	}
}

// A pipe that nobody has opened for writing yet must not hold an interrupted run.
func TestInterruptAtAPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "orders.pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	// Nothing shows from outside that it waits at the pipe. Where the signal came before it heeded signals it is tried again.
	for wait := 300 * time.Millisecond; ; wait *= 3 {
		cmd := program(t, "decide", "--book", shop, pipe)
		stderr := running(t, cmd)
		time.Sleep(wait)
		cmd.Process.Signal(syscall.SIGTERM)
		end := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
		cmd.Wait()
		if !end.Stop() {
			t.Fatal("still running after 10 seconds")
		}
		if cmd.ProcessState.Sys().(syscall.WaitStatus).Signaled() && wait < 10*time.Second {
			continue
		}
		if code := cmd.ProcessState.ExitCode(); code != exitUnfinished || !strings.Contains(stderr.String(), "interrupted") {
			t.Errorf("exit code %d (%v), want %d; stderr: %s", code, cmd.ProcessState, exitUnfinished, stderr)
		}
		return
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
