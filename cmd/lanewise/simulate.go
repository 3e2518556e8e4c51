package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/planning"
	"github.com/lanewise/lanewise/internal/simulation"
	"github.com/lanewise/lanewise/rates"
)

func simulateCommand() command {
	return command{
		name: "simulate", args: "ORDERS.csv...", short: "measure ways of deciding over months of volume tiers",
		long: `
Draws months from the orders of the files and lets policies decide each month
order by order: at the volume to date, as decide does; at the tiers that the
month before ended with; and by the credits of a plan of a forecast, beside the
prices of the day or of the planned tiers. What counts is what a month has cost
at its end, at the tiers reached, with rebates, incremental benefits and
penalties. The plan of the month itself, made as if all had been known, shows
what is left to gain.

Differences are paired and their intervals hold together with a confidence of
95 %. A policy is recommended only where they show that it costs less. A month
counts as the period of every contract. The same seed gives the same output.`,
		example: `lanewise simulate --orders 2000 testdata/orders/sample.csv
lanewise simulate --months 40 --forecast-error 0.15 --format csv june.csv`,
		setup: func(fs *pflag.FlagSet) runner { return newSimulateFlags(fs).run },
	}
}

// simulateFlags are the flags of simulate.
type simulateFlags struct {
	book    *bookFlag
	output  *outputFlag
	format  *choice
	start   *choice
	date    *day
	input   *inputFlags
	months  numberFlag
	orders  numberFlag
	seed    uint64
	noise   shareFlag
	wrong   errorFlag
	margin  shareFlag
	gap     gapFlag
	workers int
	quiet   bool
}

func newSimulateFlags(fs *pflag.FlagSet) *simulateFlags {
	f := &simulateFlags{
		book: newBookFlag(fs), output: newOutputFlag(fs), format: newChoice("table", "csv"), start: newChoice("zero", "book"), gap: 0.001,
		months: numberFlag{24, simulation.MinMonths, simulation.MaxMonths}, orders: numberFlag{0, 1, simulation.MaxOrders}, noise: 100_000, margin: 50_000,
	}
	fs.Var(f.format, "format", "table is for a person, csv has a row for every month and policy")
	fs.Var(&f.months, "months", "`N` months, at least 20 (default 24)")
	fs.Var(&f.orders, "orders", "`N` orders of a month on average (default: as many as the files have)")
	fs.Var((*seedFlag)(&f.seed), "seed", "`N` of the draws; another seed gives other months (default 0)")
	fs.Var(&f.noise, "noise", "`SHARE` by which the number of orders of a month differs at most (default 0.1)")
	fs.Var(&f.wrong, "forecast-error", "`SHARE` by which the forecast is too high, or with a minus too low (default 0)")
	fs.Var(&f.margin, "margin", "`SHARE` of the way to each threshold by which the plan of the forecast moves it further off (default 0.05)")
	fs.Var(f.start, "start", "the volumes at which each month starts: none, or those of the book")
	fs.Var(&f.gap, "gap", "`SHARE` stop a plan when it is proven to be this near to the best (default 0.001)")
	f.date, f.input = shipDate(fs), newInputFlags(fs)
	fs.BoolVar(&f.input.noIDCheck, "no-id-check", false, "do not look for repeated order ids")
	fs.Var((*workers)(&f.workers), "workers", "`N` orders priced, and months planned, at the same time; the output does not depend on it (default: one a core)")
	fs.BoolVar(&f.quiet, "quiet", false, "no remarks on standard error")
	return f
}

// run is load, compile, price, simulate, write.
func (f *simulateFlags) run(ctx context.Context, e *env, args []string) error {
	if len(args) == 0 {
		return usagef("simulate", "no orders; name one or more order files, or - for standard input")
	}
	eng, err := f.book.compile(e, f.quiet)
	if err != nil {
		return err
	}
	set := &eng.Book().Settings
	volumes := eng.Book().Volumes
	if f.start.value == "zero" {
		volumes = nil
	}
	if eng, err = eng.At(volumes, set.SellerOrders, set.SellerBadOrders); err != nil {
		return unusable(err)
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
	inputs := inputPaths(append(slices.Clone(args), f.book.path, f.input.mapping, f.input.skus)...)
	return f.output.write(ctx, e, inputs, func(w io.Writer) error { return f.simulate(ctx, eng, volumes, in, w) })
}

func (f *simulateFlags) simulate(ctx context.Context, eng *engine.Engine, volumes []rates.Volume, in *orders.Reader, w io.Writer) error {
	c := simulation.Config{
		Engine: eng, Volumes: volumes, Rows: in, Months: f.months.n, Orders: f.orders.n, Seed: f.seed, Noise: rates.Share(f.noise),
		Forecast: int64(f.wrong), Margin: rates.Share(f.margin), Gap: float64(f.gap), Workers: f.workers,
	}
	r, err := simulation.Run(ctx, c)
	if err != nil {
		return f.failed(err)
	}
	if f.format.value == "csv" {
		err = r.WriteCSV(w)
	} else {
		_, err = io.WriteString(w, r.Text(&c, width(w)))
	}
	return outputError(err)
}

// failed tells whose fault an error is.
func (f *simulateFlags) failed(err error) error {
	var read *planning.ReadError
	var rising *planning.RisingCost
	var large *planning.TooLarge
	var none simulation.NoOrders
	switch {
	case errors.As(err, &read):
		return orderError(fmt.Errorf("%w\nnothing was simulated", read.Err))
	case errors.As(err, &rising), errors.As(err, &large), errors.As(err, &none):
		return unusable(err)
	}
	return err
}

// numberFlag is a flag that takes a whole number in a range.
type numberFlag struct{ n, least, most int }

// String implements pflag.Value.
func (f *numberFlag) String() string { return "" }

// Type implements pflag.Value.
func (f *numberFlag) Type() string { return "N" }

// Set implements pflag.Value.
func (f *numberFlag) Set(s string) error {
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil || n < uint64(f.least) || n > uint64(f.most) {
		return fmt.Errorf("write a number from %d to %d", f.least, f.most)
	}
	f.n = int(n)
	return nil
}

// seedFlag is --seed.
type seedFlag uint64

// String implements pflag.Value.
func (f *seedFlag) String() string { return "" }

// Type implements pflag.Value.
func (f *seedFlag) Type() string { return "N" }

// Set implements pflag.Value.
func (f *seedFlag) Set(s string) error {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return errors.New("write a whole number from 0 to 18446744073709551615")
	}
	*f = seedFlag(n)
	return nil
}

// shareFlag is a flag that takes a share from 0 to 1.
type shareFlag rates.Share

// String implements pflag.Value.
func (f *shareFlag) String() string { return "" }

// Type implements pflag.Value.
func (f *shareFlag) Type() string { return "SHARE" }

// Set implements pflag.Value.
func (f *shareFlag) Set(s string) error {
	v, err := parseShare(s)
	*f = shareFlag(v)
	return err
}

// errorFlag is --forecast-error, in millionths.
type errorFlag int64

// String implements pflag.Value.
func (f *errorFlag) String() string { return "" }

// Type implements pflag.Value.
func (f *errorFlag) Type() string { return "SHARE" }

// Set implements pflag.Value.
func (f *errorFlag) Set(s string) error {
	v, err := money.ParseFixed(s, money.Scale, true)
	if err != nil || v >= int64(money.One)*2 || v <= -int64(money.One) || strings.HasPrefix(s, "-0") && v == 0 {
		return errors.New("write a share above -1 and below 2, such as 0.15 for a forecast 15 % too high")
	}
	*f = errorFlag(v)
	return nil
}
