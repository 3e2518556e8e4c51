package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/lanewise/lanewise/internal/tqd"
)

// job is an instance that can be read as often as needed, so that it need not be held while it is solved.
type job struct {
	name string
	gen  *tqd.Generator // nil = a file
	scan func(head func(*tqd.Head) error, order func([]tqd.Option) error) error
}

func fileJob(name string) job {
	return job{name: name, scan: func(head func(*tqd.Head) error, order func([]tqd.Option) error) error {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		return tqd.Scan(f, head, order)
	}}
}

func generated(g *tqd.Generator) job {
	return job{name: g.Name, gen: g, scan: func(head func(*tqd.Head) error, order func([]tqd.Option) error) error {
		if err := head(&g.Head); err != nil {
			return err
		}
		return g.Each(order)
	}}
}

// Each implements tqd.Source.
func (j job) Each(order func([]tqd.Option) error) error {
	return j.scan(func(*tqd.Head) error { return nil }, order)
}

// generator reads CLASS[:ORDERS[xOPTIONS[xCONTRACTS[xTIERS]]]].
func generator(text string, seed uint64) (*tqd.Generator, error) {
	class, sizes, _ := strings.Cut(text, ":")
	s := tqd.Shape{Class: class, Orders: 1000, Options: 12, Contracts: 4, Tiers: 5}
	into := []*int{&s.Orders, &s.Options, &s.Contracts, &s.Tiers}
	if sizes != "" {
		for i, word := range strings.Split(sizes, "x") {
			n, err := strconv.Atoi(word)
			if err != nil || i >= len(into) {
				return nil, fmt.Errorf("--generate %s: write CLASS:ORDERSxOPTIONSxCONTRACTSxTIERS, such as parcels:100000x40x10x5", text)
			}
			*into[i] = n
		}
	}
	g, err := tqd.New(s, seed)
	if err != nil {
		return nil, fmt.Errorf("--generate %s: %w", text, err)
	}
	return g, nil
}
