package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/batch"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates"
)

const limitsText = `Limits: a file 4 GiB, a row 64 KiB, a cell 4 KiB, 100 columns (beyond them the
file is refused; --limit sets others); order_id 64 and postcode 16 characters,
32 attributes, 10 t, 1000 cm a side, value below 1000000000 (beyond them the row
is invalid).`

// maxWorkers keeps a slip of the finger from starting millions of workers with a block of orders each.
const maxWorkers = 256

// batchFlags are the flags of the commands that answer a stream of orders.
type batchFlags struct {
	command string
	book    *bookFlag
	output  *outputFlag
	format  *choice
	date    *day
	limit   *limitFlag
	workers int
}

func newBatchFlags(fs *pflag.FlagSet, command string) *batchFlags {
	f := &batchFlags{command: command, book: newBookFlag(fs), output: newOutputFlag(fs), format: newChoice("csv", "ndjson", "table")}
	fs.Var(f.format, "format", "how to write the answers")
	f.date, f.limit = shipDate(fs), newLimitFlag(fs)
	fs.IntVar(&f.workers, "workers", 0, "`N` orders answered at the same time; the output does not depend on it (default: one a core)")
	return f
}

// answering is what a command makes of each order.
type answering struct {
	encoder func(report.Format, *rates.Book, int) report.Encoder
	summary bool // print a summary when all are answered
	quiet   bool // no remarks
}

// run is load, compile, decide: the book, its engine, and every order through it.
func (f *batchFlags) run(ctx context.Context, e *env, args []string, a answering) error {
	if err := f.check(args); err != nil {
		return err
	}
	eng, err := f.book.compile(e, a.quiet)
	if err != nil {
		return err
	}
	date, err := f.date.in(e, eng.Book())
	if err != nil {
		return err
	}
	in, err := openOrders(ctx, e, f.limit.options(defaults(eng.Book(), date)), args, a.quiet)
	if err != nil {
		return err
	}
	defer in.Close()
	return f.output.write(e, f.inputs(args), func(w io.Writer) error { return f.answer(ctx, e, eng, in, w, a) })
}

func (f *batchFlags) check(args []string) error {
	switch {
	case len(args) == 0:
		return usagef(f.command, "no orders; name one or more order files, or - for standard input")
	case f.workers < 0 || f.workers > maxWorkers:
		return usagef(f.command, "--workers %d: write a number from 1 to %d, or leave it out for one a core", f.workers, maxWorkers)
	}
	return nil
}

// inputs are the paths that the output must not replace.
func (f *batchFlags) inputs(args []string) []string {
	var in []string
	for _, path := range append(args, f.book.path) {
		if path != "-" && path != "" {
			in = append(in, path)
		}
	}
	return in
}

func (f *batchFlags) answer(ctx context.Context, e *env, eng *engine.Engine, in *orders.Reader, w io.Writer, a answering) error {
	format := report.Format(f.format.value)
	encoder := a.encoder(format, eng.Book(), width(w))
	answer := eng.Decide
	if encoder.Explained() {
		answer = eng.Explain
	}
	out := report.Output(format, w, width(w))
	seen := newProgress(e, a.quiet)
	sum, err := batch.Run(ctx, batch.Job{Rows: in, Answer: answer, Format: encoder, Out: out, Workers: f.workers, Done: seen.rows})
	seen.end()
	if err != nil {
		return f.batchError(err)
	}
	if err := out.Close(); err != nil {
		return f.writeError(err)
	}
	if a.summary {
		fmt.Fprint(e.stderr, sum.Text(eng.Book(), width(e.stderr)))
	}
	if sum.Failed() > 0 {
		return errRows
	}
	return nil
}

// batchError tells whose fault the end of a run is.
func (f *batchFlags) batchError(err error) error {
	var read *batch.ReadError
	var write *batch.WriteError
	switch {
	case errors.As(err, &write):
		return f.writeError(write.Err)
	case errors.As(err, &read):
		err = fmt.Errorf("%w\nthe output ends before this row", read.Err)
		if f.output.toFile() {
			err = fmt.Errorf("%w\n%s was not written", read.Err, f.output.path)
		}
		return orderError(err)
	}
	return err
}

func (f *batchFlags) writeError(err error) error {
	if f.output.toFile() {
		return fmt.Errorf("%w; the output is incomplete", err)
	}
	return outputError(err)
}

// openOrders opens the order files and remarks on columns that are not read.
func openOrders(ctx context.Context, e *env, o orders.Options, paths []string, quiet bool) (*orders.Reader, error) {
	in, err := orders.Open(ctx, o, e.stdin, paths...)
	if err != nil {
		return nil, orderError(err)
	}
	if !quiet {
		for _, u := range in.Unused() {
			fmt.Fprintf(e.stderr, "lanewise: %s\n", u)
		}
	}
	return in, nil
}

func defaults(b *rates.Book, date rates.Date) orders.Defaults {
	return orders.Defaults{Currency: b.Settings.Currency, ShipDate: date}
}

// orderError marks a refused order file as unusable; what the system could not read stays an unfinished run.
func orderError(err error) error {
	var refusal *orders.Refusal
	if errors.As(err, &refusal) {
		return unusable(err)
	}
	return err
}
