package main

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/coverage"
	"github.com/lanewise/lanewise/internal/proof"
	"github.com/lanewise/lanewise/rates"
)

func checkCommand() command {
	return command{
		name: "check", args: "[BOOK]", short: "check a rate book: errors, warnings, quotes, coverage",
		long: `
Reads a rate book (a folder of CSV tables or an .xlsx file; without one, the
sample book built in) and reports everything that is wrong with it at once:
errors, which make it unusable; warnings, which are worth a look; published
quotes that it does not reproduce; and the parcels that nobody would take, by
country, weight and kind of goods.

Exits with 2 where there are errors or a quote is not reproduced.`,
		example: "lanewise check my-book\nlanewise check --all --format json my-book.xlsx",
		setup: func(fs *pflag.FlagSet) runner {
			o := &checkFlags{format: newChoice("text", "json"), date: shipDate(fs)}
			fs.Lookup("ship-date").Usage = "day of coverage, and of quotes that name none (default: today in the book's timezone)"
			fs.BoolVar(&o.all, "all", false, "every problem, not only the first few of a kind")
			fs.Var(o.format, "format", "how to write the report")
			return o.run
		},
	}
}

type checkFlags struct {
	date   *day
	all    bool
	format *choice
}

// finding is everything check has to say about a book.
type finding struct {
	path     string
	book     *rates.Book
	problems rates.Problems
	usable   bool // the book has no errors; only then are quotes and coverage asked
	failures []proof.Failure
	coverage *coverage.Report
}

// errBook ends a check that found the book unusable. The report says why, so it prints nothing.
var errBook = errors.New("the book has errors")

func (o *checkFlags) run(ctx context.Context, e *env, args []string) error {
	if len(args) > 1 {
		return usagef("check", "one book at a time, not %d", len(args))
	}
	f := finding{}
	if len(args) == 1 {
		if args[0] == "" {
			return usagef("check", `no book "": name a folder or an .xlsx file, or give no argument for the sample book`)
		}
		f.path = args[0]
	}
	if err := refuseEcho(e.stdout, inputPaths(f.path)); err != nil {
		return unusable(err)
	}
	f.book, f.problems = openBook(f.path)
	if f.problems.Errors() == 0 {
		if err := o.ask(ctx, e, &f); err != nil {
			return err
		}
	}
	if err := o.write(e, &f); err != nil {
		return outputError(err)
	}
	if !f.usable || len(f.failures) > 0 {
		return errBook
	}
	return nil
}

// ask compiles the book and has it answer for its quotes and its coverage.
func (o *checkFlags) ask(ctx context.Context, e *env, f *finding) error {
	eng, err := engine.Compile(f.book)
	if err != nil {
		return unusable(err)
	}
	date, err := o.date.in(e, f.book)
	if err != nil {
		return err
	}
	f.usable = true
	f.failures = proof.Quotes(eng, date)
	f.coverage, err = coverage.Find(ctx, eng, date)
	return err
}

func (o *checkFlags) write(e *env, f *finding) error {
	if o.format.value == "json" {
		enc := json.NewEncoder(e.stdout)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(f.object())
	}
	most := 5
	if o.all {
		most = 0
	}
	return f.text(e.stdout, width(e.stdout), most)
}
