package main

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// measureLoad measures loading and compiling by the Go benchmarks and by a whole process that has no order to decide,
// and what a batch allocates in the steady state.
func (s *session) measureLoad() error {
	none, err := s.orderFile(0)
	if err != nil {
		return err
	}
	p := &program{name: "lanewise, large book, no order", args: s.decide("large", none)}
	if err := inTurn([]*program{p}, s.runs, s.log); err != nil {
		return err
	}
	args := []string{
		"test", "./benchmarks", "-run", "^$", "-bench", "^(BenchmarkLoad|BenchmarkLoadGocsv|BenchmarkCompile|BenchmarkSteady)$",
		"-benchtime", "0.5s", "-count", strconv.Itoa(s.runs),
	}
	out, err := exec.Command("go", args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("go test: %w: %s", err, out)
	}
	found := benchmarks(string(out))
	ms := func(name string) float64 { return median(found[name]["cpu-ns/op"]) / 1e6 }
	load, gocsv, compile := ms("Load"), ms("LoadGocsv"), ms("Compile/engine")
	allocs := median(found["Steady"]["allocs/order"])
	if load == 0 || compile == 0 || found["Steady"] == nil {
		return fmt.Errorf("the Go benchmarks are not complete:\n%s", out)
	}
	r := &s.report
	r.figure("allocations an order in the steady state", fmt.Sprintf("%.3f", allocs), "0", "")
	r.figure("CPU, loading and compiling a book of 10,000 rates, in the process",
		fmt.Sprintf("%.1f ms (load %.1f, compile %.1f; gocsv alone on the rates %.1f)", load+compile, load, compile, gocsv), "≤ 60 ms", "35 ms")
	r.figure("the same as a whole process that starts and ends", fmt.Sprintf("%.1f ms CPU, %.1f ms wall", p.cpu().Seconds()*1000, p.wall().Seconds()*1000), "", "")
	return nil
}

// benchmarks reads the output of go test -bench: the values of each unit of each benchmark, names without the number
// of cores.
func benchmarks(out string) map[string]map[string][]float64 {
	found := map[string]map[string][]float64{}
	for line := range strings.Lines(out) {
		f := strings.Fields(line)
		if len(f) < 4 || !strings.HasPrefix(f[0], "Benchmark") {
			continue
		}
		name := strings.TrimPrefix(f[0], "Benchmark")
		if i := strings.LastIndexByte(name, '-'); i > 0 {
			name = name[:i]
		}
		if found[name] == nil {
			found[name] = map[string][]float64{}
		}
		for i := 2; i+1 < len(f); i += 2 {
			if v, err := strconv.ParseFloat(f[i], 64); err == nil {
				found[name][f[i+1]] = append(found[name][f[i+1]], v)
			}
		}
	}
	return found
}
