package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/lanewise/lanewise/internal/tqd"
)

// rival is what HiGHS made of an instance. Its objective is that of its plan, added up exactly; a plan that breaks a limit by a
// rounding error counts as none.
type rival struct {
	Status    string
	Seconds   float64
	Bound     float64 // cents
	Choice    []int32
	objective int64
	found     bool
	limit     time.Duration
}

// solveHighs runs HiGHS on instances, each in a process of its own time limit, by the program at script.
func solveHighs(ctx context.Context, script string, limit time.Duration, ins ...*tqd.Instance) ([]*rival, error) {
	dir, err := os.MkdirTemp("", "highs")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	args := []string{script, "--time", fmt.Sprint(limit.Seconds())}
	for i, in := range ins {
		name := filepath.Join(dir, fmt.Sprintf("%d.lp", i))
		if err := writeLP(name, in); err != nil {
			return nil, err
		}
		args = append(args, name)
	}
	// HiGHS looks at the clock between its steps only; one that does not come back is ended.
	ctx, cancel := context.WithTimeout(ctx, time.Duration(len(ins))*(2*limit+time.Minute))
	defer cancel()
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, "node", args...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("HiGHS: %w: %s", err, bytes.TrimSpace(stderr.Bytes()))
	}
	var all []*rival
	for dec := json.NewDecoder(bytes.NewReader(out)); len(all) < len(ins); {
		r := &rival{limit: limit}
		if err := dec.Decode(r); err != nil {
			return nil, fmt.Errorf("HiGHS: %w", err)
		}
		in := ins[len(all)]
		if sums, err := tqd.Judge(&in.Head, in, r.Choice); err == nil && len(in.Broken(sums)) == 0 {
			r.objective, r.found = in.Objective(sums), true
		}
		all = append(all, r)
	}
	return all, nil
}

func writeLP(name string, in *tqd.Instance) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(tqd.WriteLP(f, in), f.Close())
}

// beside lets HiGHS solve the same instance, and holds the two answers against each other.
func (s *session) beside(o options, j job, a *answer) error {
	in := &tqd.Instance{Head: a.head}
	if err := j.Each(func(options []tqd.Option) error { in.Add(options); return nil }); err != nil {
		return err
	}
	all, err := solveHighs(s.ctx, s.script, o.highs, in)
	if err != nil {
		fmt.Fprintf(s.stderr, "plan: %s: %v\n", j.name, err)
		a.highs = &rival{Status: "failed", limit: o.highs}
		return nil
	}
	a.highs = all[0]
	return a.against(a.highs)
}

// against says where the answer and HiGHS's cannot both be right.
func (a *answer) against(r *rival) error {
	optimal := r.Status == "optimal"
	switch {
	case r.found && len(a.broken) > 0:
		return fmt.Errorf("called infeasible; HiGHS has a plan for %d", r.objective)
	case r.Status == "infeasible" && len(a.broken) == 0:
		return errors.New("HiGHS calls it infeasible")
	case !r.found:
		return nil
	case a.result.Bound > r.objective:
		return fmt.Errorf("the lower bound %d is above a plan of HiGHS for %d", a.result.Bound, r.objective)
	case a.result.Objective > r.objective:
		return fmt.Errorf("the objective %d is above that of HiGHS, %d", a.result.Objective, r.objective)
	case optimal && a.result.Objective < r.objective-tqd.Unit:
		return fmt.Errorf("the objective %d is more than a cent below what HiGHS calls optimal, %d", a.result.Objective, r.objective)
	}
	return nil
}
