package main

import (
	"context"
	"io"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/internal/chart"
	"github.com/lanewise/lanewise/internal/planning"
)

// planFiles are the files that plan writes besides its rows.
type planFiles struct{ contracts, certificate, credits, plot outputFlag }

func (f *planFiles) declare(fs *pflag.FlagSet) {
	fs.Var(&path{&f.contracts.path, "name a file for the table of contracts"}, "contracts", "`FILE` where to write the contracts as CSV: volumes, tiers, what each gives")
	fs.Var(&path{&f.certificate.path, "name a file for the certificate"}, "certificate", "`FILE` where to write the certificate as JSON: cost, bound, gap, alternatives, limits, contracts")
	fs.Var(&path{&f.credits.path, "name a file for the volume credits"}, "write-credits", "`FILE` where to write volume credits, for --credits of decide")
	fs.Var(&path{&f.plot.path, "name a file for the picture"}, "plot", "`FILE` where to draw cost against volume for each contract, with its thresholds: .svg or .png")
}

func (f *planFiles) all() []*outputFlag {
	return []*outputFlag{&f.contracts, &f.certificate, &f.credits, &f.plot}
}

// check refuses files that would write over one another.
func (f *planFiles) check(rows *outputFlag) error {
	names := []string{"output", "contracts", "certificate", "write-credits", "plot"}
	files := append([]*outputFlag{rows}, f.all()...)
	if _, ok := chart.FormatOf(f.plot.path); f.plot.path != "" && !ok {
		return usagef("plan", "--plot %s: pictures are SVG or PNG; give the file a name ending in .svg or .png", f.plot.path)
	}
	for i, a := range files {
		if i > 0 && a.path == "-" {
			return usagef("plan", "--%s -: standard output takes the rows; name a file", names[i])
		}
		for j, b := range files[:i] {
			if a.toFile() && b.toFile() && samePath(a.path, b.path) {
				return usagef("plan", "--%s and --%s name the same file; give each its own", names[j], names[i])
			}
		}
	}
	return nil
}

// open makes the files that are asked for before anything is planned: a search of minutes is not to end at a folder that does
// not exist. They are put in their places only if do ends as outputFlag.write says; do gets them in the order of all, nil where
// none is asked for.
func (f *planFiles) open(ctx context.Context, e *env, inputs []string, do func([]io.Writer) error) error {
	files := f.all()
	var next func(open []io.Writer) error
	next = func(open []io.Writer) error {
		switch i := len(open); {
		case i == len(files):
			return do(open)
		case !files[i].toFile():
			return next(append(open, nil))
		default:
			return files[i].write(ctx, e, inputs, func(w io.Writer) error { return next(append(open, w)) })
		}
	}
	return next(nil)
}

// write fills the files that open made.
func (f *planFiles) write(open []io.Writer, p *planning.Plan) error {
	draw := func(w io.Writer) error { return drawPlan(w, f.plot.path, p) }
	for i, what := range []func(io.Writer) error{p.WriteContracts, p.WriteCertificate, p.WriteCredits, draw} {
		if open[i] == nil {
			continue
		}
		if err := what(open[i]); err != nil {
			return err
		}
	}
	return nil
}
