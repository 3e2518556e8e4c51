// Csvcopy is what lanewise's batch is compared with: encoding/csv reads the orders and writes as many decision rows, and
// nothing is decided. It reads and writes as fast as that package can: records are reused, both ends are buffered.
//
//	go run ./benchmarks/cmd/csvcopy --rows decisions.csv orders.csv > /dev/null
//
// The rows written are those of a decision file, of which the first few thousand are kept in memory and taken in turn,
// each under the id of the order just read.
package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"
)

// kept is how many decision rows are taken in turn: enough to be varied, few enough that reading them costs nothing.
const kept = 4096

const buffer = 256 << 10

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := pflag.NewFlagSet("csvcopy", pflag.ContinueOnError)
	flags.SetOutput(stderr)
	rows := flags.String("rows", "", "file of decisions whose rows are written")
	if err := flags.Parse(args); errors.Is(err, pflag.ErrHelp) {
		return 0
	} else if err != nil {
		fmt.Fprintln(stderr, "csvcopy:", err)
		return 1
	}
	if *rows == "" || flags.NArg() != 1 {
		fmt.Fprintln(stderr, "csvcopy: write --rows DECISIONS.csv and one order file")
		return 1
	}
	if err := copyFile(*rows, flags.Arg(0), stdout); err != nil {
		fmt.Fprintln(stderr, "csvcopy:", err)
		return 1
	}
	return 0
}

func copyFile(decisions, orders string, out io.Writer) error {
	header, pool, err := sample(decisions)
	if err != nil {
		return err
	}
	in, err := os.Open(orders)
	if err != nil {
		return err
	}
	defer in.Close()
	return copyRows(bufio.NewReaderSize(in, buffer), header, pool, out)
}

// sample reads the header and the first rows of a decision file.
func sample(name string) (header []string, pool [][]string, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	if header, err = r.Read(); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	for len(pool) < kept {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		pool = append(pool, row)
	}
	if len(pool) == 0 {
		return nil, nil, fmt.Errorf("%s has no rows; write the decisions of the same orders", name)
	}
	return header, pool, nil
}

// copyRows reads every order and writes a decision row under its id.
func copyRows(in io.Reader, header []string, pool [][]string, out io.Writer) error {
	r := csv.NewReader(in)
	r.ReuseRecord = true
	if _, err := r.Read(); err != nil {
		return err
	}
	w := csv.NewWriter(bufio.NewWriterSize(out, buffer))
	if err := w.Write(header); err != nil {
		return err
	}
	for i := 0; ; i++ {
		order, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		row := pool[i%len(pool)]
		row[0] = order[0]
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
