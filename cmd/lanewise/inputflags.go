package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/skus"
)

// inputFlags say how order files are written: the formats, headers and country names of other people's systems.
type inputFlags struct {
	*limitFlag
	command      string
	format       *choice
	delimiter    delimiter
	encoding     *choice
	sheet        string
	maps         []string
	mapping      string
	countryNames bool
	skus         string
	noIDCheck    bool
}

func newInputFlags(fs *pflag.FlagSet) *inputFlags {
	f := &inputFlags{limitFlag: newLimitFlag(fs), command: fs.Name(), format: newChoice(append([]string{"auto"}, orders.Formats...)...), encoding: newChoice(orders.Encodings...)}
	fs.Var(f.format, "input", "what the order files are; auto goes by their names: .ndjson, .jsonl, .xlsx, .tsv, all others CSV, and with .gz or .zst behind it packed; what has no ending, as standard input, is packed or a workbook if it begins so")
	fs.Var(&f.delimiter, "delimiter", "`CHAR` between the columns of CSV: a comma, ; or tab (default: a comma, a tab in .tsv)")
	fs.Var(f.encoding, "encoding", "of text files, the SKU master among them; UTF-16 is known by its byte order mark")
	fs.StringVar(&f.sheet, "sheet", "", "`NAME` sheet of a workbook (default: its only one, or the one named orders)")
	fs.StringArrayVar(&f.maps, "map", nil, "`THEIRS=OURS` read their column as ours, such as 重量=weight_g; THEIRS=- leaves it out; may be repeated")
	fs.Var(&path{&f.mapping, "name a file, or leave --mapping out"}, "mapping", "`FILE` with one THEIRS=OURS a line, for files that come again; --map goes before it")
	fs.BoolVar(&f.countryNames, "country-names", false, "read countries by their names in English or Chinese too")
	fs.Var(&path{&f.skus, "name a file, or leave --skus out"}, "skus", "`FILE` of articles (sku,weight_g and others) that fills what orders lack; neighbouring rows of one order_id are then one parcel")
	return f
}

// delimiter is a flag that takes what stands between columns; 0 where it was not given.
type delimiter struct{ c byte }

// String implements pflag.Value.
func (d *delimiter) String() string { return "" }

// Type implements pflag.Value.
func (d *delimiter) Type() string { return "CHAR" }

// Set implements pflag.Value.
func (d *delimiter) Set(s string) error {
	switch strings.ToLower(s) {
	case ",", "comma":
		d.c = ','
	case ";", "semicolon":
		d.c = ';'
	case "\t", `\t`, "tab":
		d.c = '\t'
	default:
		return errors.New(`write "," or ";" or tab`)
	}
	return nil
}

// defaults say whether names of countries are read.
func (f *inputFlags) defaults(def orders.Defaults) orders.Defaults {
	def.CountryNames = f.countryNames
	return def
}

// options are the reader's, as the flags ask for them.
func (f *inputFlags) options(def orders.Defaults) (orders.Options, error) {
	o := f.limitFlag.options(f.defaults(def))
	o.NoIDCheck = f.noIDCheck
	o.CSV.Comma = f.delimiter.c
	o.Sheet = f.sheet
	if f.format.value != "auto" {
		o.Format = f.format.value
	}
	if f.encoding.value != orders.Encodings[0] {
		o.Encoding = f.encoding.value
	}
	for _, m := range f.maps {
		if err := o.Mapping.Add(m); err != nil {
			return o, usagef(f.command, "--map: %v", err)
		}
	}
	if err := f.readMapping(&o.Mapping); err != nil {
		return o, err
	}
	return o, f.readSKUs(&o)
}

// readSKUs reads the articles, if a file of them is named.
func (f *inputFlags) readSKUs(o *orders.Options) (err error) {
	if f.skus == "" {
		return nil
	}
	o.SKUs, err = skus.Open(f.skus, o.Encoding, o.Currency)
	var bad *skus.Error
	if errors.As(err, &bad) {
		return unusable(err)
	}
	return err
}

// readMapping adds the saved mapping, if one is named.
func (f *inputFlags) readMapping(m *orders.Mapping) error {
	if f.mapping == "" {
		return nil
	}
	file, err := os.Open(f.mapping)
	if err != nil {
		return unusable(fmt.Errorf("--mapping: %w", err))
	}
	defer file.Close()
	// One byte more than is taken shows that there is more.
	text, err := io.ReadAll(io.LimitReader(file, orders.MaxMapping+1))
	if err != nil {
		return unusable(fmt.Errorf("--mapping: %w", err))
	}
	return unusable(m.AddFile(f.mapping, text))
}
