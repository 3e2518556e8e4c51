package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

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

// batchFlags are the flags of the commands that answer a stream of orders.
type batchFlags struct {
	command string
	book    *bookFlag
	ledger  *ledgerFlag
	credits *creditsFlag
	output  *outputFlag
	shape   *shapeFlags
	date    *day
	input   *inputFlags
	workers int
}

func newBatchFlags(fs *pflag.FlagSet, command string) *batchFlags {
	f := &batchFlags{command: command, book: newBookFlag(fs), ledger: pricedFromLedger(fs), credits: newCreditsFlag(fs), output: newOutputFlag(fs), shape: newShapeFlags(fs, command)}
	f.date, f.input = shipDate(fs), newInputFlags(fs)
	fs.BoolVar(&f.input.noIDCheck, "no-id-check", false, "do not look for repeated order ids, which takes up to 16 bytes of memory an order")
	fs.Var((*workers)(&f.workers), "workers", "`N` orders answered at the same time; the output does not depend on it (default: one a core)")
	return f
}

// answering is what a command makes of each order.
type answering struct {
	encoder func(report.Format, *rates.Book, int) report.Encoder
	columns []string // of its CSV
	// with credits, the same two
	credited        func(report.Format, *rates.Book, int) report.Encoder
	creditedColumns []string
	sheet           string // what a workbook calls its rows
	summary         bool   // print a summary when all are answered
	quiet           bool   // no remarks
}

// run is load, compile, decide: the book, its engine, and every order through it.
func (f *batchFlags) run(ctx context.Context, e *env, args []string, a answering) error {
	if f.credits.given() {
		a.encoder, a.columns = a.credited, a.creditedColumns
	}
	if err := f.check(e, args, a); err != nil {
		return err
	}
	eng, err := f.book.compile(e, a.quiet)
	if err != nil {
		return err
	}
	if eng, err = f.ledger.at(ctx, e, eng); err != nil {
		return err
	}
	if eng, err = f.credits.on(e, eng, a.quiet); err != nil {
		return err
	}
	date, err := f.date.in(e, eng.Book())
	if err != nil {
		return err
	}
	in, err := openOrders(ctx, e, f.input, defaults(eng.Book(), date), args, a.quiet)
	if err != nil {
		return err
	}
	defer in.Close()
	return f.shape.writeRejects(ctx, e, append(f.inputs(args), f.output.path), func(rejects io.Writer) error {
		return f.output.write(ctx, e, f.inputs(args), func(w io.Writer) error { return f.answer(ctx, e, eng, in, w, rejects, a) })
	})
}

func (f *batchFlags) check(e *env, args []string, a answering) error {
	if len(args) == 0 {
		return usagef(f.command, "no orders; name one or more order files, or - for standard input")
	}
	if err := f.shape.check(f.output, a.columns); err != nil {
		return err
	}
	if f.shape.format.value == "xlsx" && !f.output.toFile() && terminalColumns(e.stdout) > 0 {
		return usagef(f.command, "a workbook is not for a terminal; name a file with --output, such as --output orders.xlsx")
	}
	return nil
}

// inputs are the paths that the output must not replace.
func (f *batchFlags) inputs(args []string) []string {
	return inputPaths(append(slices.Clone(args), f.book.path, f.ledger.file(), f.input.mapping, f.input.skus, f.credits.name)...)
}

func (f *batchFlags) answer(ctx context.Context, e *env, eng *engine.Engine, in *orders.Reader, w, rejects io.Writer, a answering) error {
	encoder := f.shape.encoder(a.encoder(report.Format(f.shape.format.value), eng.Book(), width(w)), a.columns)
	out := f.shape.sink(w, rejects, eng.Book(), a.sheet)
	seen := newProgress(e, a.quiet)
	sum, err := batch.Run(ctx, batch.Job{Rows: in, Answer: encoder.Answer(eng), Format: encoder, Out: out, Workers: f.workers, Done: seen.rows})
	seen.end()
	if err != nil {
		return f.batchError(err)
	}
	if err := out.close(sum); err != nil {
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
	var rejects *rejectsError
	if errors.As(err, &rejects) {
		return err
	}
	if f.output.toFile() {
		return fmt.Errorf("%w; the output is incomplete", err)
	}
	return outputError(err)
}

// openOrders opens the order files and remarks on columns that are read by another name, or not at all.
func openOrders(ctx context.Context, e *env, f *inputFlags, def orders.Defaults, paths []string, quiet bool) (*orders.Reader, error) {
	o, err := f.options(def)
	if err != nil {
		return nil, err
	}
	in, err := orders.Open(ctx, o, e.stdin, paths...)
	if err != nil {
		return nil, orderError(err)
	}
	if !quiet {
		if o.SKUs != nil && len(o.SKUs.Unused) > 0 {
			fmt.Fprintf(e.stderr, "lanewise: %s\n", orders.Unused{File: o.SKUs.File, Columns: o.SKUs.Unused})
		}
		for _, r := range in.Renamed() {
			fmt.Fprintf(e.stderr, "lanewise: %s\n", r)
		}
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
