package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/diff"
)

func diffCommand() command {
	return command{
		name: "diff", args: "BOOK_A BOOK_B [ORDERS.csv...]", short: "compare two rate books, and what they make of orders",
		long: `
Shows what changed from one rate book to another: rows added (+), removed (-) and
changed (~) with the old and the new cell. With orders it also decides every
order by both books and shows what the change does to their cost and choices.

The files of a book may be named as a folder or an .xlsx file. Differences are no
failure: the exit code is 0 unless a book or order file cannot be used.`,
		example: "lanewise diff book-2025 book-2026\nlanewise diff --all book-2025 book-2026.xlsx last-month.csv",
		setup: func(fs *pflag.FlagSet) runner {
			o := &diffFlags{date: shipDate(fs), input: newInputFlags(fs)}
			fs.BoolVar(&o.all, "all", false, "every changed row, not only the first few of a table")
			return o.run
		},
	}
}

type diffFlags struct {
	date  *day
	input *inputFlags
	all   bool
}

func (o *diffFlags) run(ctx context.Context, e *env, args []string) error {
	if len(args) < 2 {
		return usagef("diff", "name two rate books, the old one first")
	}
	if args[0] == "" || args[1] == "" {
		return usagef("diff", `no book "": name two rate books, folders or .xlsx files, the old one first`)
	}
	if err := refuseEcho(e.stdout, inputPaths(append(slices.Clone(args), o.input.mapping, o.input.skus)...)); err != nil {
		return unusable(err)
	}
	before, after := bookFlag{args[0]}, bookFlag{args[1]}
	a, err := before.compile(e, true)
	if err != nil {
		return err
	}
	b, err := after.compile(e, true)
	if err != nil {
		return err
	}
	style := diff.Style{Width: width(e.stdout), Rows: 8, OldFile: tableFile(before.path), NewFile: tableFile(after.path)}
	if o.all {
		style.Rows = 0
	}
	var effect *diff.Effect
	if len(args) > 2 {
		if effect, err = o.effect(ctx, e, a, b, args[2:]); err != nil {
			return err
		}
	}
	if err := o.write(e, a, b, args, style, effect); err != nil {
		return outputError(err)
	}
	return nil
}

// movers is how many orders are shown whose cost changes most.
const movers = 10

func (o *diffFlags) effect(ctx context.Context, e *env, a, b *engine.Engine, paths []string) (*diff.Effect, error) {
	date, err := o.date.in(e, b.Book())
	if err != nil {
		return nil, err
	}
	in, err := openOrders(ctx, e, o.input, defaults(b.Book(), date), paths, false)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	effect, err := diff.Compare(ctx, a, b, in, movers)
	if errors.Is(err, diff.ErrCurrencies) {
		return nil, unusable(err)
	}
	return effect, orderError(err)
}

func (o *diffFlags) write(e *env, a, b *engine.Engine, args []string, s diff.Style, effect *diff.Effect) error {
	if _, err := fmt.Fprintf(e.stdout, "old  %s  %s\nnew  %s  %s\n\n", args[0], a.Book().Settings.Name, args[1], b.Book().Settings.Name); err != nil {
		return err
	}
	if err := diff.WriteTables(e.stdout, diff.Books(a.Book(), b.Book()), s); err != nil || effect == nil {
		return err
	}
	if _, err := fmt.Fprintln(e.stdout); err != nil {
		return err
	}
	return effect.Write(e.stdout, s)
}
