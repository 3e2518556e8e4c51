package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/internal/ledger"
)

func ledgerCommand() command {
	return command{
		name: "ledger", args: "verify|export|import FILE|backup FILE", short: "check, export, import or back up the ledger",
		long: `
verify adds up all entries and names every counter, shipment or score that
differs; it exits 1 where one does. export writes everything but the keys as
NDJSON. import reads that into a new ledger, all of it or nothing; - is standard
input. backup copies an SQLite ledger, keys and all, into a new file while the
server goes on; a PostgreSQL ledger is backed up with pg_dump.`,
		example: `lanewise ledger verify
lanewise ledger export --output ledger.ndjson
lanewise ledger import --ledger postgres://lanewise@db/shop ledger.ndjson
lanewise ledger backup lanewise-2026-11-22.db`,
		setup: func(fs *pflag.FlagSet) runner {
			o := &ledgerFlags{ledger: keptIn(fs), output: newOutputFlag(fs)}
			return o.run
		},
	}
}

type ledgerFlags struct {
	ledger *ledgerFlag
	output *outputFlag
}

func (o *ledgerFlags) run(ctx context.Context, e *env, args []string) error {
	verbs := map[string]struct {
		files int
		do    func(ctx context.Context, e *env, args []string) error
	}{"verify": {0, o.verify}, "export": {0, o.export}, "import": {1, o.load}, "backup": {1, o.backup}}
	if len(args) == 0 {
		return usagef("ledger", "what to do? write one of verify, export, import FILE, backup FILE")
	}
	verb, ok := verbs[args[0]]
	switch {
	case !ok:
		return usagef("ledger", "no `ledger %s`%s; write one of verify, export, import FILE, backup FILE", args[0], didYouMean(nearest(args[0], []string{"verify", "export", "import", "backup"})))
	case len(args)-1 != verb.files && verb.files == 1:
		return usagef("ledger", "ledger %s takes the name of one file", args[0])
	case len(args)-1 != verb.files:
		return usagef("ledger", "ledger %s takes no file, not %q", args[0], args[1])
	case o.output.toFile() && args[0] != "export":
		return usagef("ledger", "--output goes with export; ledger %s has none", args[0])
	}
	return verb.do(ctx, e, args[1:])
}

func (o *ledgerFlags) open(ctx context.Context) (*ledger.Ledger, error) {
	l, err := ledger.OpenExisting(ctx, o.ledger.name)
	return l, o.ledger.refused(err)
}

func (o *ledgerFlags) verify(ctx context.Context, e *env, _ []string) error {
	l, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	found, err := l.Verify(ctx)
	if err != nil {
		return o.ledger.refused(err)
	}
	if len(found) == 0 {
		return printTo(e.stdout, "The ledger is sound: every counter is the sum of its entries.\n")
	}
	for _, d := range found {
		if err := printTo(e.stdout, d.String()+"\n"); err != nil {
			return err
		}
	}
	return errRows
}

func (o *ledgerFlags) export(ctx context.Context, e *env, _ []string) error {
	l, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	out := &writeErrors{}
	err = o.output.write(ctx, e, inputPaths(o.ledger.file()), func(w io.Writer) error {
		out.w = w
		if err := l.Export(ctx, out); out.err != nil {
			return out.err
		} else {
			return o.ledger.refused(err)
		}
	})
	if out.err != nil && !o.output.toFile() {
		return outputError(out.err)
	}
	return err
}

// writeErrors remembers that an error is one of writing, not of the ledger.
type writeErrors struct {
	w   io.Writer
	err error
}

func (w *writeErrors) Write(p []byte) (int, error) {
	n, err := w.w.Write(p)
	if err != nil {
		w.err = err
	}
	return n, err
}

func (o *ledgerFlags) load(ctx context.Context, e *env, args []string) error {
	in := e.stdin
	if args[0] != "-" {
		f, err := os.Open(args[0])
		if err != nil {
			return unusable(fmt.Errorf("%s: %w", args[0], errors.Unwrap(err)))
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return unusable(fmt.Errorf("%s: is a folder; name the file that `ledger export` wrote", args[0]))
		}
		in = f
	}
	l, err := ledger.Open(ctx, o.ledger.name)
	if err != nil {
		return o.ledger.refused(err)
	}
	defer l.Close()
	if err := l.Import(ctx, in); err != nil {
		return unusable(fmt.Errorf("%s: %w; nothing was imported", args[0], err))
	}
	return printTo(e.stdout, "Imported; keys are not part of an export, create new ones with `lanewise keys create`.\n")
}

func (o *ledgerFlags) backup(ctx context.Context, e *env, args []string) error {
	l, err := o.open(ctx)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := l.Backup(ctx, args[0]); err != nil {
		return o.ledger.refused(err)
	}
	return printTo(e.stdout, "Backed up to "+args[0]+".\n")
}
