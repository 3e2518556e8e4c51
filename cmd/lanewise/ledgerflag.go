package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/pflag"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/ledger"
	"github.com/lanewise/lanewise/rates"
)

// defaultLedger is where `serve` keeps its ledger unless told otherwise.
const defaultLedger = "lanewise.db"

// ledgerFlag is --ledger.
type ledgerFlag struct{ name string }

// pricedFromLedger declares --ledger of the commands that only read from it.
func pricedFromLedger(fs *pflag.FlagSet) *ledgerFlag {
	f := &ledgerFlag{}
	fs.Var(&path{&f.name, "name an SQLite file or a postgres:// address, or leave --ledger out for the volumes of the book"}, "ledger", "`FILE|URL` price at the volumes and the shop score of this ledger instead of the book's")
	return f
}

// keptIn declares --ledger of the commands that keep it.
func keptIn(fs *pflag.FlagSet) *ledgerFlag {
	f := &ledgerFlag{defaultLedger}
	fs.Var(&path{&f.name, "name an SQLite file or a postgres:// address"}, "ledger", "`FILE|URL` the ledger: an SQLite file, or postgres://USER@HOST/NAME (default "+defaultLedger+")")
	return f
}

// at gives the engine at the ledger's volumes and score; without --ledger the engine itself. It changes nothing in the ledger.
func (f *ledgerFlag) at(ctx context.Context, e *env, eng *engine.Engine) (*engine.Engine, error) {
	now, _, err := f.standing(ctx, e, eng)
	return now, err
}

// standing is at, with the volumes themselves: the engine knows them by their tiers only. Earlier freight that a tier rates
// anew (retro_freight) is no booking, so it is the book's also where a ledger counts.
func (f *ledgerFlag) standing(ctx context.Context, e *env, eng *engine.Engine) (*engine.Engine, []rates.Volume, error) {
	if f.name == "" {
		return eng, eng.Book().Volumes, nil
	}
	l, err := ledger.OpenExisting(ctx, f.name)
	if err != nil {
		return nil, nil, f.refused(err)
	}
	defer l.Close()
	s, err := l.Standing(ctx, eng.Book(), e.now())
	if err != nil {
		return nil, nil, f.refused(err)
	}
	for i := range s.Volumes {
		for _, v := range eng.Book().Volumes {
			if v.Contract == s.Volumes[i].Contract {
				s.Volumes[i].RetroFreight = v.RetroFreight
			}
		}
	}
	now, err := eng.At(s.Volumes, s.Orders, s.Bad)
	return now, s.Volumes, f.refused(err)
}

// file is the ledger as a path that an output must not replace; "" for a database elsewhere.
func (f *ledgerFlag) file() string {
	if ledger.IsPostgres(f.name) {
		return ""
	}
	return f.name
}

// refused marks an error of the ledger as unusable input, with --ledger in front.
func (f *ledgerFlag) refused(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	return unusable(fmt.Errorf("ledger: %w", err))
}
