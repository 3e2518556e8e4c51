// Genorders writes orders for the benchmark book to standard output.
//
//	go run ./benchmarks/cmd/genorders --n 1000000 > orders.csv
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/benchmarks/bench"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := pflag.NewFlagSet("genorders", pflag.ContinueOnError)
	flags.SetOutput(stderr)
	n := flags.Int("n", 100_000, "number of orders")
	seed := flags.Uint64("seed", 1, "the same seed gives the same orders")
	if err := flags.Parse(args); errors.Is(err, pflag.ErrHelp) {
		return 0
	} else if err != nil {
		fmt.Fprintln(stderr, "genorders:", err)
		return 1
	}
	if *n < 0 || flags.NArg() > 0 {
		fmt.Fprintln(stderr, "genorders: write the number of orders as --n 100000 and nothing else")
		return 1
	}
	if _, err := io.Copy(stdout, bench.Orders(*seed, *n)); err != nil {
		fmt.Fprintln(stderr, "genorders:", err)
		return 1
	}
	return 0
}
