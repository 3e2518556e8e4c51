package main

import (
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/internal/server"
)

func TestServeHelpShowsEveryLimit(t *testing.T) {
	var out, errs strings.Builder
	if code := run(t.Context(), []string{"serve", "--help"}, nil, &out, &errs); code != 0 {
		t.Fatalf("exit %d: %s", code, errs.String())
	}
	help := strings.Join(strings.Fields(out.String()), " ")
	for _, want := range []string{
		"--max-headers SIZE", "(default 16KiB)", "--max-body SIZE", "(default 64KiB)", "--max-batch SIZE", "(default 64MiB)",
		"--read-header-timeout TIME", "(default 5s)", "--read-timeout TIME", "(default 15s)", "--write-timeout TIME", "(default 30s)",
		"--idle-timeout TIME", "(default 1m0s)", "--batch-timeout TIME", "(default 10m0s)", "--batch-stall TIME", "--batch-rate SIZE", "(default 8KiB)",
		"--max-connections N", "(default 2048)", "--max-in-flight N", "8 for each core", "--max-batches N", "(default 4)", "--queue N", "(default 256)",
		"--queue-wait TIME", "(default 100ms)", "--max-plans N", "(default 1)",
		"--plan-queue N", "(default 8)", "--plan-orders N", "(default 200000)", "--plan-time TIME", "--plan-keep TIME", "(default 1h0m0s)", "--plans-kept N",
		"(default 64)", "--plan-bytes SIZE", "(default 512MiB)", "--key-rate N", "(default 100)", "--key-burst N", "(default 200)", "--auth-failures N", "(default 10)",
		"--stop-linger TIME", "(default 500ms)", "--stop-drain TIME", "(default 20s)", "--stop-hard TIME", "(default 25s)",
	} {
		if !strings.Contains(help, want) {
			t.Errorf("the help does not show %q", want)
		}
	}
}

func TestLimitsAreSetByFlags(t *testing.T) {
	fs := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	got := limitFlags(fs)
	err := fs.Parse([]string{
		"--max-headers=8KiB", "--max-body=1", "--max-batch=1GiB", "--read-header-timeout=1s", "--read-timeout=2s", "--write-timeout=3s", "--idle-timeout=4s",
		"--batch-timeout=5s", "--batch-stall=6s", "--batch-rate=7KiB", "--max-connections=7", "--max-in-flight=8", "--max-batches=9", "--queue=10", "--queue-wait=11ms",
		"--max-plans=18", "--plan-queue=19", "--plan-orders=20", "--plan-time=21s", "--plan-keep=22m", "--plans-kept=23", "--plan-bytes=24MiB",
		"--key-rate=12", "--key-burst=13", "--auth-failures=14", "--stop-linger=15ms", "--stop-drain=16s", "--stop-hard=17s",
	})
	want := server.Limits{
		Headers: 8 << 10, Body: 1, Batch: 1 << 30, ReadHeader: time.Second, Read: 2 * time.Second, Write: 3 * time.Second, Idle: 4 * time.Second,
		BatchTime: 5 * time.Second, BatchStall: 6 * time.Second, BatchRate: 7 << 10, Connections: 7, InFlight: 8, Batches: 9, Queue: 10, QueueWait: 11 * time.Millisecond,
		Plans: 18, PlanQueue: 19, PlanOrders: 20, PlanTime: 21 * time.Second, PlanKeep: 22 * time.Minute, PlansKept: 23, PlanBytes: 24 << 20,
		KeyRate: 12, KeyBurst: 13, AuthFailures: 14, Linger: 15 * time.Millisecond, Drain: 16 * time.Second, Stop: 17 * time.Second,
	}
	if err != nil || *got != want {
		t.Errorf("got %+v, %v", *got, err)
	}
}

func TestLimitsThatAreNone(t *testing.T) {
	for _, arg := range []string{
		"--max-body=0", "--max-body=-1", "--max-body=2GiB", "--max-body=64KB", "--queue=0", "--queue=1.5", "--queue=1000001", "--key-rate=1KiB",
		"--queue-wait=0s", "--queue-wait=-1s", "--queue-wait=5", "--stop-hard=25h",
	} {
		fs := pflag.NewFlagSet("serve", pflag.ContinueOnError)
		limitFlags(fs)
		if fs.Parse([]string{arg}) == nil {
			t.Errorf("%s is taken", arg)
		}
	}
}
