package main

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/rates"
)

// creditsFlag is --credits.
type creditsFlag struct{ name string }

func newCreditsFlag(fs *pflag.FlagSet) *creditsFlag {
	f := &creditsFlag{}
	fs.Var(&path{&f.name, "name a file, or leave --credits out"}, "credits", "`FILE` of volume credits (contract,credit): services are compared by total_cost less credit x the volume that the order puts on their contract")
	return f
}

func (f *creditsFlag) given() bool { return f.name != "" }

// on gives the engine that steers by the credits; without --credits the engine itself.
func (f *creditsFlag) on(e *env, eng *engine.Engine, quiet bool) (*engine.Engine, error) {
	if f.name == "" {
		return eng, nil
	}
	list, err := f.read(e, eng.Book(), quiet)
	if err != nil {
		return nil, unusable(err)
	}
	credits := make([]engine.Credit, len(list))
	for i, c := range list {
		credits[i] = engine.Credit{Contract: c.Contract, PerUnit: c.PerUnit}
	}
	with, err := eng.WithCredits(credits)
	return with, unusable(err)
}

func (f *creditsFlag) read(e *env, b *rates.Book, quiet bool) ([]rates.Credit, error) {
	// A pipe is not waited for: the program would be silent until it ends.
	if info, err := os.Stat(f.name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("--credits: %s is no regular file", f.name)
	}
	file, err := os.Open(f.name)
	if err != nil {
		return nil, fmt.Errorf("--credits: %w", err)
	}
	defer file.Close()
	list, problems := rates.ReadCredits(f.name, file, b)
	for _, p := range problems {
		if p.Severity == rates.Warning && !quiet {
			fmt.Fprintf(e.stderr, "lanewise: %v\n", p)
		}
	}
	return list, problems.ErrIn("the file of credits")
}
