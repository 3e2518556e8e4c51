// Genbook writes the benchmark book as a folder of CSV files.
//
//	go run ./benchmarks/cmd/genbook --out /tmp/book
package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/benchmarks/bench"
)

func main() { os.Exit(run(os.Args[1:], os.Stderr)) }

func run(args []string, stderr io.Writer) int {
	flags := pflag.NewFlagSet("genbook", pflag.ContinueOnError)
	flags.SetOutput(stderr)
	out := flags.String("out", "", "folder to write to, made if it is not there")
	seed := flags.Uint64("seed", 1, "the same seed gives the same book")
	large := flags.Bool("large", false, "prices by country: about 10,000 rows of rates")
	subset := flags.Bool("subset", false, "the part of the book that the comparison with DuckDB computes in SQL")
	if err := flags.Parse(args); errors.Is(err, pflag.ErrHelp) {
		return 0
	} else if err != nil {
		fmt.Fprintln(stderr, "genbook:", err)
		return 1
	}
	if *out == "" || flags.NArg() > 0 {
		fmt.Fprintln(stderr, "genbook: name the folder to write to, such as --out /tmp/book")
		return 1
	}
	size := bench.Standard
	switch {
	case *large && *subset:
		fmt.Fprintln(stderr, "genbook: write --large or --subset, not both")
		return 1
	case *large:
		size = bench.Large
	case *subset:
		size = bench.Subset
	}
	if err := bench.Book(*seed, size).Write(*out); err != nil {
		fmt.Fprintln(stderr, "genbook:", err)
		return 1
	}
	return 0
}
