// Command gen writes the synthetic order files of this folder's neighbour, testdata/orders.
//
//	go run ./testdata/gen            # from the top of the module
//	go run ./testdata/gen -dir /tmp  # somewhere else
//
// It writes sample.csv (300 orders for the book aliexpress-2026) and northpost.csv (60 orders for the book
// northpost). Every goods class, share, price range and parcel size in here is invented for the purpose; no order,
// buyer or shop stands behind them. Each file is drawn from its own seeded PCG stream in whole numbers only, so the
// same source gives the same bytes on every machine; a test compares them with the files kept in the repository.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// files names each output and the function that draws its orders, in the order of writing.
var files = []struct {
	name string
	draw func() []order
}{
	{"sample.csv", sampleOrders},
	{"northpost.csv", northpostOrders},
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run writes both files into the folder named by -dir. It returns 0, or 2 where the arguments are wrong, or 3 where
// a file cannot be written.
func run(args []string, stdout, stderr io.Writer) int {
	fs := flag.NewFlagSet("gen", flag.ContinueOnError)
	fs.SetOutput(stderr)
	dir := fs.String("dir", filepath.Join("testdata", "orders"), "folder to write into")
	if err := fs.Parse(args); err != nil {
		return 2
	}
	if fs.NArg() > 0 {
		fmt.Fprintf(stderr, "gen: %q is not expected; name the folder with -dir\n", fs.Arg(0))
		return 2
	}
	for _, f := range files {
		var buf bytes.Buffer
		rows := f.draw()
		if err := writeOrders(&buf, rows); err != nil {
			fmt.Fprintf(stderr, "gen: %s: %v\n", f.name, err)
			return 3
		}
		path := filepath.Join(*dir, f.name)
		if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
			fmt.Fprintf(stderr, "gen: %v\n", err)
			return 3
		}
		fmt.Fprintf(stdout, "%s: %d orders\n", path, len(rows))
	}
	return 0
}
