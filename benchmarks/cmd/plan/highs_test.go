package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/internal/tqd"
)

const script = "../../highs/solve.mjs"

// TestMain says aloud what is left out where there is no HiGHS; LANEWISE_E2E=1 asks for it.
func TestMain(m *testing.M) {
	_, noNode := exec.LookPath("node")
	_, noPackage := os.Stat(filepath.Join(filepath.Dir(script), "node_modules", "highs"))
	withHighs = noNode == nil && noPackage == nil
	if !withHighs && os.Getenv("LANEWISE_E2E") == "1" {
		fmt.Fprintln(os.Stderr, "benchmarks/cmd/plan: LANEWISE_E2E=1 asks for HiGHS; install node and run npm ci --prefix benchmarks/highs")
		os.Exit(1)
	}
	code := m.Run()
	if !withHighs {
		fmt.Fprintln(os.Stderr, "LEFT OUT: nothing was compared with HiGHS, since node or benchmarks/highs/node_modules is not there")
	}
	os.Exit(code)
}

var withHighs bool

// HiGHS finds the optimum of tiny instances that brute force finds: the program that it gets says what the format says.
func TestHighsAgainstBruteForce(t *testing.T) {
	if !withHighs {
		return
	}
	var ins []*tqd.Instance
	for seed := range uint64(150) {
		ins = append(ins, tqd.Tiny(seed))
	}
	for i, r := range highsOn(t, ins) {
		switch best := tqd.Brute(ins[i]); {
		case !best.Feasible && r.Status != "infeasible":
			t.Errorf("Tiny(%d) has no plan that keeps the limits; HiGHS says %s", i, r.Status)
		case best.Feasible && (!r.found || r.objective != best.Objective || r.Status != "optimal"):
			t.Errorf("Tiny(%d): HiGHS says %s, with a plan for %d; the optimum is %d", i, r.Status, r.objective, best.Objective)
		}
	}
}

// On instances too large for brute force the optimum of HiGHS lies between bound and objective. What HiGHS claims is good to
// the rounding of its floating point, here a cent; its plan is added up exactly.
func TestSolverAgainstHighs(t *testing.T) {
	if !withHighs {
		return
	}
	var ins []*tqd.Instance
	for _, class := range tqd.Classes {
		g, err := generator(class+":20x4x3x3", 11)
		if err != nil {
			t.Fatal(err)
		}
		ins = append(ins, g.Instance())
	}
	for i, r := range highsOn(t, ins) {
		in := ins[i]
		m, err := tqd.Model(&in.Head, in)
		if err != nil {
			t.Fatal(err)
		}
		got, err := plan.Solve(context.Background(), m, plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		a := answer{head: in.Head, result: &got}
		if err := a.judge(generatedInstance(in)); err != nil {
			t.Errorf("%s: %v", in.Name, err)
		}
		if err := a.against(r); err != nil {
			t.Errorf("%s: %v", in.Name, err)
		}
		if agreed := r.Status == "optimal" && got.Proven || r.Status == "infeasible" && got.Stop == plan.Infeasible; !agreed {
			t.Errorf("%s: HiGHS ends with %s, the solver with %s", in.Name, r.Status, got.Stop)
		}
		if r.found && r.Bound*tqd.Unit > float64(got.Objective)+tqd.Unit {
			t.Errorf("%s: the objective %d is below the bound of HiGHS, %f cents", in.Name, got.Objective, r.Bound)
		}
	}
}

func generatedInstance(in *tqd.Instance) job {
	return job{name: in.Name, scan: func(head func(*tqd.Head) error, order func([]tqd.Option) error) error {
		if err := head(&in.Head); err != nil {
			return err
		}
		return in.Each(order)
	}}
}

func highsOn(t *testing.T, ins []*tqd.Instance) []*rival {
	t.Helper()
	all, err := solveHighs(context.Background(), script, time.Minute, ins...)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
