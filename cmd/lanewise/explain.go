package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/explain"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates"
)

func explainCommand() command {
	return command{
		name: "explain", args: "[ORDERS.csv...]", short: "show one order's decision in full, for a person",
		long: `
Shows why one order goes the way it goes: all services side by side, why the
others lost or cannot take it, how the cost of the chosen one comes about with
the table row and source of each figure, and what would turn the choice.

The order comes from a file (--order names it) or from flags (--to and --weight
at least). Weight takes g or kg, dims are centimetres, a value takes a currency.`,
		example: `lanewise explain --to US --weight 350g --value 12USD --dims 20x15x5 --attr battery
lanewise explain testdata/orders/sample.csv --order 8170080091572232`,
		setup: func(fs *pflag.FlagSet) runner {
			o := &explainFlags{book: newBookFlag(fs), ledger: pricedFromLedger(fs), credits: newCreditsFlag(fs), format: newChoice("text", "json")}
			fs.StringVar(&o.order, "order", "", "`ID` order to look for in the files")
			o.declare(fs)
			o.date, o.input = shipDate(fs), newInputFlags(fs)
			fs.Var(o.format, "format", "how to write the explanation")
			return o.run
		},
	}
}

type explainFlags struct {
	orderFlags
	book    *bookFlag
	ledger  *ledgerFlag
	credits *creditsFlag
	order   string
	date    *day
	input   *inputFlags
	format  *choice
}

func (o *explainFlags) run(ctx context.Context, e *env, args []string) error {
	if err := o.check(args); err != nil {
		return err
	}
	if err := refuseEcho(e.stdout, inputPaths(append(slices.Clone(args), o.book.path, o.ledger.file(), o.input.mapping, o.input.skus, o.credits.name)...)); err != nil {
		return unusable(err)
	}
	eng, err := o.book.compile(e, true)
	if err != nil {
		return err
	}
	if eng, err = o.ledger.at(ctx, e, eng); err != nil {
		return err
	}
	if eng, err = o.credits.on(e, eng, false); err != nil {
		return err
	}
	date, err := o.date.in(e, eng.Book())
	if err != nil {
		return err
	}
	row, err := o.row(ctx, e, eng.Book(), date, args)
	if err != nil {
		return err
	}
	var d engine.Decision
	if len(row.Faults) == 0 {
		eng.Explain(&row.Order, &d)
	}
	if err := o.write(e, eng.Book(), row, &d); err != nil {
		return outputError(err)
	}
	if len(row.Faults) > 0 || d.Status == engine.Invalid || d.Status == engine.None {
		return errRows
	}
	return nil
}

func (o *explainFlags) check(args []string) error {
	switch {
	case len(args) == 0 && o.order != "":
		return usagef("explain", "--order %s: name the file that holds the order too", o.order)
	case len(args) == 0 && o.none():
		return usagef("explain", "no order; name a file and --order ID, or give --to and --weight")
	case len(args) > 0 && !o.none():
		return usagef("explain", "the order comes from a file or from flags, not both; leave out %s", strings.Join(o.given(), " "))
	case len(args) > 0 && o.order == "":
		return usagef("explain", "which order of %s? name it with --order ID", args[0])
	}
	return nil
}

// row finds the order: from flags, or by its id in the files.
func (o *explainFlags) row(ctx context.Context, e *env, b *rates.Book, date rates.Date, args []string) (*orders.Row, error) {
	if len(args) == 0 {
		order, err := o.parse(o.input.defaults(defaults(b, date)))
		return &orders.Row{Order: order}, err
	}
	in, err := openOrders(ctx, e, o.input, defaults(b, date), args, true)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var row orders.Row
	for n := 0; ; n++ {
		err := in.Read(&row)
		switch {
		case errors.Is(err, io.EOF):
			return nil, unusable(fmt.Errorf("no order %q among the %s of %s", o.order, plural(n, "row"), strings.Join(args, ", ")))
		case err != nil:
			return nil, orderError(err)
		case row.ID == o.order:
			return &row, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		}
	}
}

func (o *explainFlags) write(e *env, b *rates.Book, row *orders.Row, d *engine.Decision) error {
	if o.format.value == "json" {
		enc := json.NewEncoder(e.stdout)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(report.NewDecision(b, row, d))
	}
	c := explain.Case{Book: b, Row: row, Decision: d, File: tableFile(o.book.path), Width: width(e.stdout)}
	return c.Write(e.stdout)
}
