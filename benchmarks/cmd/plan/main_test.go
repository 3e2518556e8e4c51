package main

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const instances = "../../../internal/tqd/testdata/"

func program(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err strings.Builder
	code = run(context.Background(), args, &out, &err)
	return code, out.String(), err.String()
}

// Files are solved and held against the optima beside them.
func TestFiles(t *testing.T) {
	files, err := filepath.Glob(instances + "*_seed*.json")
	if err != nil || len(files) != 15 {
		t.Fatalf("%d instances in %s (%v)", len(files), instances, err)
	}
	code, stdout, stderr := program(t, append(files, "--optima", instances+"optima.json", "--memory")...)
	if code != done || stderr != "" {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	row := regexp.MustCompile(`(?m)^\w+_seed\d+ +(\d+) +(\d+) +0\.00000 +yes +\d+\.\d{3} +\d+\.\d{3} +\S+ optimal +\S+$`)
	rows := row.FindAllStringSubmatch(stdout, -1)
	if len(rows) != 15 {
		t.Fatalf("%d of 15 are proven:\n%s", len(rows), stdout)
	}
	for _, r := range rows {
		if r[1] != r[2] {
			t.Errorf("proven with objective %s and bound %s", r[1], r[2])
		}
	}
}

// A wrong optimum is told from a right one.
func TestOptimaAreHeldAgainst(t *testing.T) {
	file := instances + "kg_n24_m5_g3_t4_seed7.json"
	for _, c := range []struct {
		optimum, want string
		code          int
	}{
		{"142323437", "", done},
		{"142323436", "the lower bound 142323437 is above the known optimum 142323436", failed},
		{"142323438", "the objective 142323437 is below the known optimum 142323438", failed},
	} {
		optima := filepath.Join(t.TempDir(), "optima.json")
		if err := os.WriteFile(optima, []byte(`{"kg_n24_m5_g3_t4_seed7": {"objective_micro": `+c.optimum+`}}`), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, _, stderr := program(t, file, "--optima", optima); code != c.code || !strings.Contains(stderr, c.want) {
			t.Errorf("optimum %s: exit %d: %s", c.optimum, code, stderr)
		}
	}
}

// A generated instance that is saved is the same as a file.
func TestGenerateAndSave(t *testing.T) {
	dir := t.TempDir()
	code, made, stderr := program(t, "--generate", "rebate:40x6x3x3", "--seed", "3", "--save", dir, "--markdown")
	if code != done {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	code, read, stderr := program(t, filepath.Join(dir, "rebate_n40_m6_g3_t3_seed3.json"), "--markdown")
	if code != done {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	without := regexp.MustCompile(`\d+\.\d{3} \|`) // seconds
	if a, b := without.ReplaceAllString(made, ""), without.ReplaceAllString(read, ""); a != b || !strings.Contains(a, "| yes |") {
		t.Errorf("made\n%s\nread\n%s", made, read)
	}
}

// An instance whose limits no plan keeps is exit code 1, and the limit is named.
func TestInfeasible(t *testing.T) {
	file := filepath.Join(t.TempDir(), "full.json")
	text := `{"n":2,"channels":[{"name":"post"}],"services":[{"contract":0,"channel":0}],"rho_ppm":-1,
"contracts":[{"measure":"parcels","mode":"rebate","v0":3,"capacity":4,"tiers":[{"from":0,"value":0}]}],
"remark":"made by hand","orders":[[[0,100,1,50,0]],[[0,90,1,50,0]]]}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := program(t, file)
	if code != infeasible || !strings.Contains(stderr, "capacity 0: 5 of 4") || !strings.Contains(stdout, "infeasible") {
		t.Errorf("exit %d: %s%s", code, stdout, stderr)
	}
	if !strings.Contains(stderr, `"remark" is not of the format`) {
		t.Errorf("a name that is not of the format is not told: %s", stderr)
	}
}

func TestFaults(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.json")
	if err := os.WriteFile(bad, []byte("{\"n\": 1.5}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "nothing to solve"},
		{[]string{"none.json"}, "none.json: "},
		{[]string{bad}, "bad.json:1:7 n: all numbers are whole; write digits only"},
		{[]string{"--generate", "boxes"}, "the classes are parcels, kg"},
		{[]string{"--generate", "kg:10xx"}, "such as parcels:100000x40x10x5"},
		{[]string{"--generate", "kg:0"}, "at least 1"},
		{[]string{"--suite", "tiny"}, "small,medium,large,huge"},
		{[]string{"--generate", "kg:10", "--time", "0s"}, "--time above 0"},
		{[]string{"--generate", "kg:10", "--optima", "none.json"}, "none.json"},
		{[]string{"--generate", "kg:10", "--highs", "1s", "--highs-script", "none/solve.mjs"}, "npm ci --prefix none"},
		{[]string{"--fast"}, "unknown flag: --fast"},
	} {
		if code, _, stderr := program(t, c.args...); code != failed || !strings.Contains(stderr, c.want) {
			t.Errorf("%q: exit %d: %s", c.args, code, stderr)
		}
	}
}

// An interruption is exit code 3.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr strings.Builder
	if code := run(ctx, []string{"--generate", "kg:10"}, &stdout, &stderr); code != cut || !strings.Contains(stderr.String(), "interrupted") {
		t.Errorf("exit %d: %s", code, stderr.String())
	}
}

// Tables go between the marks of a file; what stands around them stays.
func TestWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "PLAN.md")
	if err := os.WriteFile(file, []byte("before\n"+begin+"\nold\n"+end+"\nafter\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, stderr := program(t, "--generate", "kg:10", "--write", file); code != done {
		t.Fatalf("exit %d: %s", code, stderr)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	if !strings.HasPrefix(text, "before\n"+begin) || !strings.HasSuffix(text, end+"\nafter\n") || strings.Contains(text, "old") || !strings.Contains(text, "| kg_n10_m12_g4_t5_seed1 |") {
		t.Errorf("the file is now\n%s", text)
	}
	if err := putInto(filepath.Join(t.TempDir(), "none"), ""); err == nil {
		t.Error("a file that is not there is written")
	}
}
