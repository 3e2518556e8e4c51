// Measure makes the table of figures in benchmarks/RESULTS.md: it builds lanewise and what it is compared with, makes
// the data, runs everything in turn as whole processes, and prints the medians. benchmarks/run.sh calls it.
//
//	go run ./benchmarks/cmd/measure --parts csv,memory
//
// It is run in the root of the repository. No process may run longer than three minutes.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// options say what is measured, and on how much.
type options struct {
	parts       []string
	runs        int
	orders      int // of csv and load
	twinOrders  int
	duckOrders  int
	memory      []int
	work        string // where data and programs are put; empty = a folder of its own, removed at the end
	lanewise    string // a program built beforehand; empty = build the working tree
	resultsFile string
}

// parts in the order in which they run and are reported.
var parts = []struct {
	name string
	run  func(*session) error
}{
	{"csv", (*session).compareCSV},
	{"twin", (*session).compareTwin},
	{"duckdb", (*session).compareDuckDB},
	{"load", (*session).measureLoad},
	{"memory", (*session).measureMemory},
}

func run(args []string, stdout, stderr io.Writer) int {
	o := options{}
	flags := pflag.NewFlagSet("measure", pflag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringSliceVar(&o.parts, "parts", partNames(), "what to measure")
	flags.IntVar(&o.runs, "runs", 5, "runs of each program; the median counts")
	flags.IntVar(&o.orders, "orders", 2_000_000, "orders of the comparison with encoding/csv")
	flags.IntVar(&o.twinOrders, "twin-orders", 1000, "orders of the comparison with the twin")
	flags.IntVar(&o.duckOrders, "duckdb-orders", 1_000_000, "orders of the comparison with DuckDB")
	flags.IntSliceVar(&o.memory, "memory", []int{1_000_000, 10_000_000}, "orders at which memory is measured, one run each")
	flags.StringVar(&o.work, "work", "", "folder for programs and data, kept (default: a temporary one)")
	flags.StringVar(&o.lanewise, "lanewise", "", "program to measure (default: the working tree is built)")
	flags.StringVar(&o.resultsFile, "write", "", "file to put the tables into, between its marks, such as benchmarks/RESULTS.md")
	if err := flags.Parse(args); errors.Is(err, pflag.ErrHelp) {
		return 0
	} else if err != nil {
		fmt.Fprintln(stderr, "measure:", err)
		return 1
	}
	if err := o.check(flags.Args()); err != nil {
		fmt.Fprintln(stderr, "measure:", err)
		return 1
	}
	if err := measure(o, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "measure:", err)
		return 1
	}
	return 0
}

func partNames() []string {
	var out []string
	for _, p := range parts {
		out = append(out, p.name)
	}
	return out
}

func (o *options) check(rest []string) error {
	if len(rest) > 0 {
		return fmt.Errorf("unexpected %q; all is said by flags", rest[0])
	}
	for _, p := range o.parts {
		if !slices.Contains(partNames(), p) {
			return fmt.Errorf("--parts %s: write some of %s", p, strings.Join(partNames(), ","))
		}
	}
	if o.runs < 1 || o.orders < 1 || o.twinOrders < 1 || o.duckOrders < 1 || len(o.memory) == 0 || slices.Min(o.memory) < 1 {
		return errors.New("numbers of runs and orders are at least 1")
	}
	return nil
}

func measure(o options, stdout, stderr io.Writer) error {
	s, err := newSession(o, stderr)
	if err != nil {
		return err
	}
	defer s.close()
	failed := s.runParts()
	text := s.report.markdown(machine())
	if _, err := io.WriteString(stdout, text); err != nil || failed != nil || o.resultsFile == "" {
		return errors.Join(failed, err)
	}
	return putInto(o.resultsFile, text)
}

// runParts stops at the first part that fails; what was measured before stands.
func (s *session) runParts() error {
	for _, p := range parts {
		if !slices.Contains(s.parts, p.name) {
			continue
		}
		s.log("%s", p.name)
		if err := p.run(s); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}
