// Twin decides orders with the slow twin: gocsv for the tables, every table walked for every order, all amounts in
// shopspring/decimal and math/big.
//
//	go run ./benchmarks/cmd/twin --book DIR orders.csv > decisions.csv
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/internal/twin"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := pflag.NewFlagSet("twin", pflag.ContinueOnError)
	flags.SetOutput(stderr)
	dir := flags.String("book", "", "rate book, a folder of CSV tables")
	day := flags.String("ship-date", "2026-01-05", "ship date of orders that name none")
	if err := flags.Parse(args); errors.Is(err, pflag.ErrHelp) {
		return 0
	} else if err != nil {
		fmt.Fprintln(stderr, "twin:", err)
		return 1
	}
	if *dir == "" || flags.NArg() != 1 {
		fmt.Fprintln(stderr, "twin: write --book DIR and one order file")
		return 1
	}
	if err := decide(*dir, *day, flags.Arg(0), stdout); err != nil {
		fmt.Fprintln(stderr, "twin:", err)
		return 1
	}
	return 0
}

func decide(dir, day, orders string, out io.Writer) error {
	book, err := twin.Load(os.DirFS(dir))
	if err != nil {
		return err
	}
	in, err := os.Open(orders)
	if err != nil {
		return err
	}
	defer in.Close()
	w := bufio.NewWriter(out)
	if err := book.Decide(in, day, w); err != nil {
		return err
	}
	return w.Flush()
}
