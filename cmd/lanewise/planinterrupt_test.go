//go:build unix

package main

import (
	"io"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A plan that is interrupted while it waits for orders writes nothing and leaves nothing behind.
func TestPlanInterruptedWhileReading(t *testing.T) {
	dir := t.TempDir()
	cmd := program(t, "plan", "--book", shop, "--output", filepath.Join(dir, "plan.csv"), "-")
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
	cmd.Process.Signal(syscall.SIGINT)
	ends(t, cmd, exitUnfinished)
	if !strings.Contains(stderr.String(), "interrupted before the end") {
		t.Errorf("stderr: %s", stderr)
	}
	if left := names(t, dir); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}
