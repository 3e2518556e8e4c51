package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/planning"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates"
)

func planCommand() command {
	return command{
		name: "plan", args: "ORDERS.csv...", short: "choose for a whole batch under volume tiers, with a bound",
		long: `
Chooses the services of a whole batch together, so that the tiers, rebates,
capacities and commitments of volume contracts count, and proves how good the
choice is: no choice of services costs less than the bound it prints.

Standard output has one decision for each row, as decide writes it, priced at
the tiers that the plan reaches, with moved_from and move_cost where the plan
departs from the order's own cheapest service. Standard error has the plan for a
person: cost and bound, what choosing order by order or one channel would cost,
the moves, and each contract's tiers. Held orders, and those that are none or
invalid, take no part.

The search ends when the gap is small enough or the time is over, which is no
error; an interrupt ends it too, writes the best plan known, and exits with 3.
If limits cannot be kept, the plan that misses them by least is written, with
the least achievable value, and the exit code is 1.

` + limitsText,
		example: `lanewise plan testdata/orders/sample.csv
lanewise plan --max-bad-rate 0.02 --max-share offline=0.6 --format table may.csv
lanewise plan --time 10s --plot tiers.svg --certificate proof.json may.csv`,
		setup: func(fs *pflag.FlagSet) runner { return newPlanFlags(fs).run },
	}
}

// planFlags are the flags of plan.
type planFlags struct {
	book     *bookFlag
	ledger   *ledgerFlag
	output   *outputFlag
	format   *choice
	given    func() bool // --format stands on the command line
	date     *day
	input    *inputFlags
	limits   planLimits
	gap      gapFlag
	time     timeFlag
	forecast forecastFlag
	files    planFiles
	workers  int
	quiet    bool
}

func newPlanFlags(fs *pflag.FlagSet) *planFlags {
	f := &planFlags{book: newBookFlag(fs), ledger: pricedFromLedger(fs), output: newOutputFlag(fs), gap: defaultGap, time: timeFlag(time.Minute)}
	f.format = newChoice("csv", "ndjson", "table")
	f.given = func() bool { return fs.Changed("format") }
	fs.Var(f.format, "format", "how to write the plan; without it a file named .ndjson or .jsonl gets what its name says: csv has the decision rows; ndjson has them with every candidate, then the contracts and the certificate; table is for a terminal")
	fs.Var((*badRate)(&f.limits.bad), "max-bad-rate", "`RATE` most of the orders that may be expected to turn out bad, such as 0.02")
	fs.Var(&f.limits.shares, "max-share", "`CHANNEL=SHARE` most of the orders that a channel may take, such as offline=0.6; may be repeated")
	fs.Var(&f.gap, "gap", "`SHARE` stop when the plan is proven to be this near to the best; 0 asks for the best (default 0.0001)")
	fs.Var(&f.time, "time", "`DURATION` stop the search after this long, such as 10s or 5m (default 1m)")
	fs.Var(&f.forecast, "forecast", "`N` plan as if so many further batches like this one were still to come in the period, and print volume credits")
	f.files.declare(fs)
	f.date, f.input = shipDate(fs), newInputFlags(fs)
	fs.BoolVar(&f.input.noIDCheck, "no-id-check", false, "do not look for repeated order ids, which takes up to 16 bytes of memory an order")
	fs.Var((*workers)(&f.workers), "workers", "`N` orders priced at the same time; the output does not depend on it (default: one a core)")
	fs.BoolVar(&f.quiet, "quiet", false, "no summary and no remarks on standard error")
	return f
}

// errInterrupted ends a plan whose search was interrupted: what was known then is written.
var errInterrupted = errors.New("interrupted during the search; the plan written is the best that was known")

// run is load, compile, price, solve, write.
func (f *planFlags) run(ctx context.Context, e *env, args []string) error {
	if err := f.check(args); err != nil {
		return err
	}
	eng, err := f.book.compile(e, f.quiet)
	if err != nil {
		return err
	}
	eng, volumes, err := f.ledger.standing(ctx, e, eng)
	if err != nil {
		return err
	}
	date, err := f.date.in(e, eng.Book())
	if err != nil {
		return err
	}
	in, err := openOrders(ctx, e, f.input, defaults(eng.Book(), date), args, f.quiet)
	if err != nil {
		return err
	}
	defer in.Close()
	inputs := f.inputs(args)
	return f.output.write(ctx, e, inputs, func(w io.Writer) error {
		return f.files.open(ctx, e, append(inputs, f.output.path), func(files []io.Writer) error {
			return f.plan(ctx, e, eng, volumes, in, w, files)
		})
	})
}

// inputs are the paths that no output may replace.
func (f *planFlags) inputs(args []string) []string {
	return inputPaths(append(slices.Clone(args), f.book.path, f.ledger.file(), f.input.mapping, f.input.skus)...)
}

func (f *planFlags) check(args []string) error {
	if len(args) == 0 {
		return usagef("plan", "no orders; name one or more order files, or - for standard input")
	}
	if innerExt(f.output.path) == ".xlsx" {
		return usagef("plan", "--output %s: plans are written as csv, ndjson or table; give the file another name", f.output.path)
	}
	if ext := innerExt(f.output.path); !f.given() && (ext == ".ndjson" || ext == ".jsonl") {
		f.format.value = "ndjson"
	}
	return f.files.check(f.output)
}

func (f *planFlags) plan(ctx context.Context, e *env, eng *engine.Engine, volumes []rates.Volume, in *orders.Reader, w io.Writer, files []io.Writer) error {
	start, seen := time.Now(), newProgress(e, f.quiet)
	b, err := planning.Price(ctx, planning.Job{
		Engine: eng, Volumes: volumes, Rows: in, Forecast: int(f.forecast), Workers: f.workers, Done: seen.rows,
		Limits: planning.Limits{MaxBad: f.limits.bad, Shares: f.limits.shares},
	})
	seen.end()
	priced := time.Since(start)
	if err != nil {
		return f.readError(err)
	}
	limited, stop := context.WithTimeout(ctx, time.Duration(f.time))
	defer stop()
	found := newProgress(e, f.quiet).searching(time.Duration(f.time))
	p, err := b.Solve(limited, float64(f.gap))
	found()
	if err != nil {
		return unusable(err)
	}
	solved := time.Since(start) - priced
	if err := written(ctx, func(ctx context.Context) error { return f.write(ctx, e, p, w, files) }); err != nil {
		return err
	}
	if !f.quiet {
		fmt.Fprintf(e.stderr, "seconds      pricing %.1f, search %.1f, writing %.1f\n", priced.Seconds(), solved.Seconds(), time.Since(start).Seconds()-priced.Seconds()-solved.Seconds())
	}
	return planEnd(ctx, p)
}

// written lets do write the plan. Where the search was interrupted, what is known is still written, and a second signal
// ends the process; an interrupt while it is written ends the run, as soon as a write under way is over or has taken too long.
func written(ctx context.Context, do func(context.Context) error) error {
	if ctx.Err() != nil {
		return do(context.WithoutCancel(ctx))
	}
	const grace = 2 * time.Second
	done := make(chan error, 1)
	go func() { done <- do(ctx) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(grace):
		return ctx.Err()
	}
}

// planEnd is what a plan that was written ends with.
func planEnd(ctx context.Context, p *planning.Plan) error {
	switch {
	case ctx.Err() != nil && p.Result.Stop == plan.Interrupt:
		return errInterrupted
	case len(p.Result.Broken) > 0 || p.Orders.Failed() > 0:
		return errRows
	}
	return nil
}

// readError tells whose fault the end of reading and pricing is.
func (f *planFlags) readError(err error) error {
	var read *planning.ReadError
	var rising *planning.RisingCost
	var large *planning.TooLarge
	switch {
	case errors.As(err, &read):
		return orderError(fmt.Errorf("%w\nnothing was planned", read.Err))
	case errors.As(err, &rising), errors.As(err, &large):
		return unusable(err)
	}
	return err
}

// write writes the rows and what is said of the plan.
func (f *planFlags) write(ctx context.Context, e *env, p *planning.Plan, w io.Writer, files []io.Writer) error {
	format := report.Format(f.format.value)
	out := report.Output(format, w, width(w))
	if err := p.Rows(ctx, out, report.Plans(format, p.Book(), width(w)), format == report.NDJSON); err != nil {
		return f.writeError(err)
	}
	if err := out.Close(); err != nil {
		return f.writeError(err)
	}
	if err := f.files.write(files, p); err != nil {
		return err
	}
	switch format {
	case report.NDJSON:
		return f.writeError(p.WriteJSON(w))
	case report.Table:
		_, err := fmt.Fprint(w, "\n", p.Text(width(w)))
		return f.writeError(err)
	}
	if !f.quiet {
		fmt.Fprint(e.stderr, p.Text(width(e.stderr)))
	}
	return nil
}

func (f *planFlags) writeError(err error) error {
	var bad *planning.Mismatch
	switch {
	case err == nil || errors.As(err, &bad):
		return err
	case f.output.toFile():
		return fmt.Errorf("%w; the output is incomplete", err)
	}
	return outputError(err)
}
