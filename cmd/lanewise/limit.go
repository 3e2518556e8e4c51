package main

import (
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/internal/csvio"
	"github.com/lanewise/lanewise/internal/orders"
)

// limitFlag is --limit: what an order file may be at most. Zero stands for the default.
type limitFlag struct {
	file               int64
	row, cell, columns int
}

func newLimitFlag(fs *pflag.FlagSet) *limitFlag {
	f := &limitFlag{}
	fs.Var(f, "limit", "another limit of order files than file=4GiB, row=64KiB, cell=4KiB or columns=100; may be repeated")
	return f
}

// String implements pflag.Value.
func (f *limitFlag) String() string { return "" }

// Type implements pflag.Value.
func (f *limitFlag) Type() string { return "NAME=SIZE" }

// Set implements pflag.Value.
func (f *limitFlag) Set(s string) error {
	name, text, _ := strings.Cut(s, "=")
	n, err := parseSize(text)
	if err != nil {
		return err
	}
	switch {
	case name == "file":
		f.file = n
	case n > mostInMemory:
		return errors.New("a row is kept in memory; write at most 1GiB")
	case name == "row":
		f.row = int(n)
	case name == "cell":
		f.cell = int(n)
	case name == "columns":
		f.columns = int(n)
	default:
		return errors.New("name one of file, row, cell, columns, such as row=128KiB")
	}
	return nil
}

// mostInMemory is how large a row may be allowed to be; files are streamed.
const mostInMemory = 1 << 30

// parseSize reads a whole number above 0 with an optional KiB, MiB or GiB.
func parseSize(s string) (int64, error) {
	unit := int64(1)
	for _, u := range []struct {
		name string
		size int64
	}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}} {
		if text, ok := strings.CutSuffix(s, u.name); ok {
			s, unit = text, u.size
			break
		}
	}
	n, err := strconv.ParseUint(s, 10, 33)
	if err != nil || n == 0 {
		return 0, errors.New("write a whole number above 0, alone or with KiB, MiB or GiB, such as row=128KiB")
	}
	return int64(n) * unit, nil
}

// options are the reader's, with the limits asked for.
func (f *limitFlag) options(def orders.Defaults) orders.Options {
	return orders.Options{Defaults: def, MaxFile: f.file, CSV: csvio.Options{MaxRecord: f.row, MaxField: f.cell, MaxColumns: f.columns}}
}
