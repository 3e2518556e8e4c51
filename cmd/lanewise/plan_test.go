package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/internal/planning"
)

// How a plan that was written ends: only an interrupt is unfinished, the time limit is not.
func TestPlanExitCodes(t *testing.T) {
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	bad := planning.Counts{}
	bad.Status[engine.None] = 1
	for _, c := range []struct {
		name string
		ctx  context.Context
		plan planning.Plan
		want int
		says string
	}{
		{"done", context.Background(), planning.Plan{Batch: &planning.Batch{}}, exitDone, ""},
		{"the time is over", context.Background(), planning.Plan{Batch: &planning.Batch{}, Result: plan.Result{Stop: plan.Interrupt}}, exitDone, ""},
		{"interrupted", stopped, planning.Plan{Batch: &planning.Batch{}, Result: plan.Result{Stop: plan.Interrupt}}, exitUnfinished, "the plan written is the best that was known"},
		{"a limit is not kept", context.Background(), planning.Plan{Batch: &planning.Batch{}, Result: plan.Result{Broken: make([]plan.Broken, 1)}}, exitRows, ""},
		{"an order is none", context.Background(), planning.Plan{Batch: &planning.Batch{Orders: bad}}, exitRows, ""},
	} {
		var stderr strings.Builder
		got := exitCode(c.ctx, &env{stderr: &stderr}, planEnd(c.ctx, &c.plan))
		if got != c.want || !strings.Contains(stderr.String(), c.says) || c.says == "" && stderr.Len() > 0 {
			t.Errorf("%s: exit code %d, want %d; it says %q", c.name, got, c.want, stderr.String())
		}
	}
}

// A plan whose search was interrupted is in its file, as the message says; one that could not be written is not.
func TestInterruptedPlanIsInItsFile(t *testing.T) {
	for _, c := range []struct {
		name string
		end  error
		want string
	}{
		{"interrupted", errInterrupted, "rows"},
		{"a limit is not kept", errRows, "rows"},
		{"broken off", context.Canceled, ""},
	} {
		out, certificate := filepath.Join(t.TempDir(), "plan.csv"), filepath.Join(t.TempDir(), "certificate.json")
		rows, files := outputFlag{out}, planFiles{certificate: outputFlag{certificate}}
		err := rows.write(context.Background(), &env{}, nil, func(w io.Writer) error {
			return files.open(context.Background(), &env{}, nil, func(open []io.Writer) error {
				io.WriteString(w, "rows")
				io.WriteString(open[1], "rows")
				return c.end
			})
		})
		if !errors.Is(err, c.end) {
			t.Errorf("%s: ends with %v, want %v", c.name, err, c.end)
		}
		for _, name := range []string{out, certificate} {
			if got, _ := os.ReadFile(name); string(got) != c.want {
				t.Errorf("%s: %s has %q, want %q", c.name, filepath.Base(name), got, c.want)
			}
		}
	}
}
