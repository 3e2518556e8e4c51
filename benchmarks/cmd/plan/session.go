package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/lanewise/lanewise/internal/tqd"
)

// session is one run of the program.
type session struct {
	options
	ctx            context.Context
	stdout, stderr io.Writer
	parts          []part
	known          map[string]known
	code           int
}

// part is a table: instances that are solved in the same way.
type part struct {
	title string
	jobs  []job
	options
}

// known is an entry of a file of optima.
type known struct {
	Objective int64 `json:"objective_micro"`
}

// prepare makes jobs of the command line, so that what is wrong with it is said before anything runs.
func (s *session) prepare(files []string) error {
	if s.runs < 1 || s.time <= 0 || s.gap < 0 || s.workers < 0 || s.highs < 0 {
		return errors.New("--runs is at least 1, --time above 0, --gap, --workers and --highs not below 0")
	}
	own := part{options: s.options}
	for _, f := range files {
		own.jobs = append(own.jobs, fileJob(f))
	}
	for _, text := range s.generate {
		g, err := generator(text, s.seed)
		if err != nil {
			return err
		}
		own.jobs = append(own.jobs, generated(g))
	}
	if len(own.jobs) > 0 {
		s.parts = append(s.parts, own)
	}
	for _, name := range s.suites {
		p, err := s.suite(name)
		if err != nil {
			return err
		}
		s.parts = append(s.parts, p)
	}
	if len(s.parts) == 0 {
		return errors.New("there is nothing to solve; name files, --generate or --suite")
	}
	return errors.Join(s.readOptima(), s.highsReady())
}

func (s *session) readOptima() error {
	if s.optima == "" {
		return nil
	}
	data, err := os.ReadFile(s.optima)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, &s.known); err != nil {
		return fmt.Errorf("%s: %w", s.optima, err)
	}
	return nil
}

// highsReady says what is missing where HiGHS is asked for.
func (s *session) highsReady() error {
	for _, p := range s.parts {
		if p.highs == 0 {
			continue
		}
		if _, err := exec.LookPath("node"); err != nil {
			return fmt.Errorf("--highs needs node: %w", err)
		}
		if _, err := os.Stat(filepath.Join(filepath.Dir(s.script), "node_modules", "highs")); err != nil {
			return fmt.Errorf("--highs needs its package; run npm ci --prefix %s (%w)", filepath.Dir(s.script), err)
		}
	}
	return nil
}

// all solves everything and prints as it goes.
func (s *session) all() int {
	var whole string
	for _, p := range s.parts {
		t := newTable(p.options, s.stdout)
		t.begin(p.title)
		for _, j := range p.jobs {
			if s.ctx.Err() != nil {
				break
			}
			s.one(p, j, t)
		}
		whole += t.end()
	}
	switch {
	case s.ctx.Err() != nil:
		fmt.Fprintln(s.stderr, "plan: interrupted")
		return cut
	case s.write != "" && s.code != failed:
		if err := putInto(s.write, whole+machine()); err != nil {
			fmt.Fprintln(s.stderr, "plan:", err)
			return failed
		}
	}
	return s.code
}

// one solves one instance and adds its row.
func (s *session) one(p part, j job, t *table) {
	a, err := s.solve(p.options, j)
	if err == nil && p.highs > 0 && s.ctx.Err() == nil {
		err = s.beside(p.options, j, a)
	}
	if err == nil {
		err = s.holdAgainst(a)
	}
	if a != nil && a.result != nil {
		t.row(a)
	}
	switch {
	case err != nil:
		between := ": "
		if p := (*tqd.Problem)(nil); errors.As(err, &p) { // begins with line and column
			between = ":"
		}
		fmt.Fprintf(s.stderr, "plan: %s%s%v\n", j.name, between, err)
		s.code = failed
	case len(a.broken) > 0:
		for _, l := range a.broken {
			fmt.Fprintf(s.stderr, "plan: %s: no plan keeps all limits; this one comes to %s\n", j.name, l)
		}
		s.code = max(s.code, infeasible)
	}
}

// holdAgainst compares an answer with the optimum known for it.
func (s *session) holdAgainst(a *answer) error {
	k, ok := s.known[a.head.Name]
	switch {
	case !ok:
		return nil
	case len(a.broken) > 0:
		return fmt.Errorf("called infeasible; the optimum is known to be %d", k.Objective)
	case a.result.Bound > k.Objective:
		return fmt.Errorf("the lower bound %d is above the known optimum %d", a.result.Bound, k.Objective)
	case a.result.Objective < k.Objective:
		return fmt.Errorf("the objective %d is below the known optimum %d", a.result.Objective, k.Objective)
	case a.result.Objective > k.Objective:
		fmt.Fprintf(s.stderr, "plan: %s: %d above the known optimum %d\n", a.head.Name, a.result.Objective-k.Objective, k.Objective)
	}
	return nil
}

// saved writes a generated instance where it is asked for.
func (s *session) saved(g *tqd.Generator) error {
	if s.save == "" {
		return nil
	}
	f, err := os.Create(filepath.Join(s.save, g.Name+".json"))
	if err != nil {
		return err
	}
	return errors.Join(tqd.Write(f, &g.Head, g), f.Close())
}
