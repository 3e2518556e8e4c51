// Plan solves neutral instances of batch planning (internal/tqd) with the product's own solver, and prints for each its
// objective, the proven lower bound, the gap, and what it took. benchmarks/PLAN.md says how to use it on files of one's own.
//
//	go run ./benchmarks/cmd/plan --time 60s batch.json
//	go run ./benchmarks/cmd/plan --generate parcels:2000x12x4x5 --seed 7 --highs 60s
//
// Every answer is judged by the definition alone before it is printed: a plan that costs something else than the solver says, or
// breaks a limit in silence, is a fault of the solver and ends the program with code 2.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/pflag"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// The exit codes are those of lanewise.
const (
	done       = 0
	infeasible = 1 // everything was done; some instance has no plan that keeps all limits
	failed     = 2 // a file cannot be used, or an answer is wrong
	cut        = 3 // interrupted
)

type options struct {
	time     time.Duration
	gap      float64
	workers  int
	runs     int
	seed     uint64
	generate []string
	save     string
	optima   string
	suites   []string
	memory   bool
	markdown bool
	highs    time.Duration
	script   string
	write    string
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o := options{}
	flags := pflag.NewFlagSet("plan", pflag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintf(stderr, "plan [flags] [FILE…] solves instances of batch planning (tqd-batch/1)\n\n%s", flags.FlagUsages())
	}
	flags.DurationVar(&o.time, "time", time.Minute, "most that the solver may take for one instance")
	flags.Float64Var(&o.gap, "gap", 0, "stop at this gap, as a share of the objective; 0 = only at a proven optimum")
	flags.IntVar(&o.workers, "workers", 0, "goroutines; 0 = one a processor")
	flags.IntVar(&o.runs, "runs", 1, "how often each is solved; the median of the seconds counts")
	flags.Uint64Var(&o.seed, "seed", 1, "seed of generated instances")
	flags.StringArrayVar(&o.generate, "generate", nil, "solve a generated instance CLASS[:ORDERS[xOPTIONS[xCONTRACTS[xTIERS]]]]; may be repeated")
	flags.StringVar(&o.save, "save", "", "folder to write generated instances into")
	flags.StringVar(&o.optima, "optima", "", "JSON file with known optima by name; each answer is held against it")
	flags.StringSliceVar(&o.suites, "suite", nil, "solve suites of generated instances: "+strings.Join(suiteNames(), ","))
	flags.BoolVar(&o.memory, "memory", false, "print the peak of resident memory as well")
	flags.BoolVar(&o.markdown, "markdown", false, "print tables in Markdown")
	flags.DurationVar(&o.highs, "highs", 0, "let HiGHS solve each as well, with this limit of time; 0 = do not")
	flags.StringVar(&o.script, "highs-script", "benchmarks/highs/solve.mjs", "the program that runs HiGHS")
	flags.StringVar(&o.write, "write", "", "file to put the tables into, between its marks, such as benchmarks/PLAN.md")
	if err := flags.Parse(args); errors.Is(err, pflag.ErrHelp) {
		return done
	} else if err != nil {
		fmt.Fprintln(stderr, "plan:", err)
		return failed
	}
	s := &session{options: o, ctx: ctx, stdout: stdout, stderr: stderr}
	if err := s.prepare(flags.Args()); err != nil {
		fmt.Fprintln(stderr, "plan:", err)
		return failed
	}
	return s.all()
}
