package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates"
)

// shapeFlags say in which form answers go out: --format, --for, --columns and --rejects.
type shapeFlags struct {
	command  string
	format   *choice
	given    func() bool // --format stands on the command line
	audience *choice
	columns  []string
	rejects  outputFlag
}

func newShapeFlags(fs *pflag.FlagSet, command string) *shapeFlags {
	f := &shapeFlags{command: command, format: newChoice("csv", "ndjson", "table", "xlsx"), audience: newChoice("machine", "spreadsheet")}
	fs.Var(f.format, "format", "how to write the answers; without it a file named .xlsx, .ndjson or .jsonl gets what its name says")
	f.given = func() bool { return fs.Changed("format") }
	fs.Var(f.audience, "for", "who reads the CSV: for a spreadsheet, texts that it would run as formulas get an apostrophe, and a mark says that they are UTF-8")
	fs.Var((*nameList)(&f.columns), "columns", "`NAME,...` columns of CSV or XLSX to write, in this order (default: all)")
	fs.Var(&path{&f.rejects.path, "name a file for the list of invalid rows"}, "rejects", "`FILE` where to list what is wrong with invalid rows, as CSV: file, line, order_id, column, value, reason")
	return f
}

// nameList is a flag that takes names with commas between them.
type nameList []string

// String implements pflag.Value.
func (l *nameList) String() string { return "" }

// Type implements pflag.Value.
func (l *nameList) Type() string { return "names" }

// Set implements pflag.Value.
func (l *nameList) Set(s string) error {
	for name := range strings.SplitSeq(s, ",") {
		name = strings.TrimSpace(name)
		switch {
		case name == "":
			return errors.New("has an empty name; write names with one comma between them, such as order_id,service,total_cost")
		case slices.Contains(*l, name):
			return fmt.Errorf("names %s twice", name)
		}
		*l = append(*l, name)
	}
	return nil
}

// check settles the format and refuses what does not go together. All are the columns that there are.
func (f *shapeFlags) check(out *outputFlag, all []string) error {
	if err := f.settle(out); err != nil {
		return err
	}
	rows := f.format.value == "csv" || f.format.value == "xlsx"
	switch {
	case len(f.columns) > 0 && !rows:
		return usagef(f.command, "--columns goes with --format csv or xlsx, not %s", f.format.value)
	case f.audience.value == "spreadsheet" && !rows:
		return usagef(f.command, "--for spreadsheet goes with --format csv or xlsx, not %s", f.format.value)
	case f.rejects.path == "-" && !out.toFile():
		return usagef(f.command, "--rejects -: standard output takes the answers; name a file for one of them")
	case f.rejects.toFile() && out.toFile() && samePath(f.rejects.path, out.path):
		return usagef(f.command, "--rejects and --output name the same file; give each its own")
	case f.rejects.toFile() && innerExt(f.rejects.path) == ".xlsx":
		return usagef(f.command, "--rejects writes CSV, which does not fit %s; give the file a name ending in .csv", f.rejects.path)
	}
	for _, name := range f.columns {
		if !slices.Contains(all, name) {
			return usagef(f.command, "--columns: no column %q%s\nthe columns are %s", name, didYouMean(nearest(name, all)), strings.Join(all, ", "))
		}
	}
	return nil
}

// settle finds the format where none was asked for, and refuses one that the file's name denies: a program that opens
// it by its name would call it damaged.
func (f *shapeFlags) settle(out *outputFlag) error {
	named := map[string]string{".xlsx": "xlsx", ".ndjson": "ndjson", ".jsonl": "ndjson"}[innerExt(out.path)]
	switch {
	case !f.given() && named != "" && out.toFile():
		f.format.value = named
	case f.format.value != "xlsx" && named == "xlsx":
		return usagef(f.command, "--format %s does not fit --output %s; give the file another name, or write --format xlsx", f.format.value, out.path)
	}
	return nil
}

func samePath(a, b string) bool {
	x, err := filepath.Abs(a)
	if err != nil {
		return a == b
	}
	y, err := filepath.Abs(b)
	return err == nil && x == y
}

// encoder gives the answers their form.
func (f *shapeFlags) encoder(plain report.Encoder, all []string) report.Encoder {
	guarded := f.audience.value == "spreadsheet"
	enc := plain
	if f.format.value == "csv" || f.format.value == "xlsx" {
		// Text cells need no guard.
		enc = report.Shaped(plain, report.Shape{All: all, Keep: f.columns, Guarded: guarded && f.format.value == "csv"})
	}
	if f.rejects.path != "" {
		enc = report.WithRejects(enc, guarded)
	}
	return enc
}

// writeRejects lets do write the list of rejects to where --rejects says; it gets nil where nobody asked for one.
func (f *shapeFlags) writeRejects(ctx context.Context, e *env, inputs []string, do func(io.Writer) error) error {
	if f.rejects.path == "" {
		return do(nil)
	}
	return f.rejects.write(ctx, e, inputs, do)
}

// sink is what an encoder's bytes are written to.
type sink struct {
	io.Writer
	close func(*report.Summary) error // ends the output, with a summary where the format has a place for one
}

// sink parts rejects from answers and gives the answers what their format needs besides rows.
func (f *shapeFlags) sink(w, rejects io.Writer, b *rates.Book, sheet string) sink {
	format := report.Format(f.format.value)
	var out sink
	if format == report.XLSX {
		k := report.NewWorkbook(w, b, sheet)
		out = sink{k, k.Close}
	} else {
		o := report.Output(format, w, width(w))
		out = sink{o, func(*report.Summary) error { return o.Close() }}
	}
	if rejects != nil {
		out.Writer = &report.Divider{Rows: out.Writer, Rejects: rejectsWriter{rejects}}
	}
	return out
}

// rejectsWriter marks errors of the list of rejects, so that they are not blamed on the answers.
type rejectsWriter struct{ w io.Writer }

type rejectsError struct{ err error }

func (e *rejectsError) Error() string {
	return fmt.Sprintf("the list of rejects: %v; the output is incomplete", e.err)
}

func (e *rejectsError) Unwrap() error { return e.err }

func (r rejectsWriter) Write(b []byte) (int, error) {
	n, err := r.w.Write(b)
	if err != nil {
		return n, &rejectsError{err}
	}
	return n, nil
}
