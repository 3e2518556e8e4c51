package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{9, 1, 5}, 5}, {[]float64{4, 1, 2, 100}, 3}} {
		if got := median(c.values); got != c.want {
			t.Errorf("median of %v = %v, want %v", c.values, got, c.want)
		}
	}
}

func TestRatiosAndCounts(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{times(3*time.Second, 4*time.Second), "0.75 ×"},
		{times(720*time.Second, time.Second), "720 ×"},
		{times(time.Second, 0), "unknown"},
		{each(500*time.Millisecond, 1_000_000), "0.50 µs"},
		{each(40*time.Second, 1_000_000), "40 µs"},
		{each(37*time.Second, 10_000), "3.70 ms"},
		{grouped(7), "7"},
		{grouped(1000), "1,000"},
		{grouped(10_000_000), "10,000,000"},
		{mib(0), ""},
		{mib(33_554_432), "32.0 MiB"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// TestInTurn runs this test's own program, which does nothing, and one that fails.
func TestInTurn(t *testing.T) {
	none := &program{name: "nothing", args: []string{os.Args[0], "-test.run", "^$"}}
	log := func(string, ...any) {}
	if err := inTurn([]*program{none, none}, 3, log); err != nil {
		t.Fatal(err)
	}
	if len(none.runs) != 6 {
		t.Errorf("%d runs, want 6: two programs, three rounds", len(none.runs))
	}
	if none.wall() <= 0 || runtime.GOOS == "linux" && none.rss() <= 0 {
		t.Errorf("wall %v, memory %d, want more than nothing", none.wall(), none.rss())
	}
	fails := &program{name: "fails", args: []string{os.Args[0], "-test.no-such-flag"}}
	if err := inTurn([]*program{fails}, 1, log); err == nil || !strings.Contains(err.Error(), "no-such-flag") {
		t.Errorf("error %v, want what the program said", err)
	}
}

func TestSameRows(t *testing.T) {
	const ours = "order_id,status,total,message\n1,ship,2.50,\n2,none,,\n"
	for _, c := range []struct{ theirs, want string }{
		{"order_id,total\n1,2.50\n2,\n", ""},
		{"order_id,message\n1,other\n2,words\n", ""},
		{"order_id,total\n1,2.5\n2,\n", `row 1, order 1: total is "2.50" here and "2.5" there`},
		{"order_id,total\n1,2.50\n", "row 2: one ends"},
		{"order_id,price\n1,2.50\n", "no column price"},
	} {
		err := sameRows(strings.NewReader(ours), strings.NewReader(c.theirs), []string{"message"})
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%q: %v, want %q", c.theirs, err, c.want)
		}
	}
}

func TestPutInto(t *testing.T) {
	name := filepath.Join(t.TempDir(), "RESULTS.md")
	for _, c := range []struct{ before, after string }{
		{"# A\n" + beginMark + "old\n" + endMark + "tail\n", "# A\n" + beginMark + "\nnew\n\n" + endMark + "tail\n"},
		{beginMark + endMark, beginMark + "\nnew\n\n" + endMark},
	} {
		if err := os.WriteFile(name, []byte(c.before), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := putInto(name, "new\n"); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(name); err != nil || string(got) != c.after {
			t.Errorf("%q, %v, want %q", got, err, c.after)
		}
	}
	if err := os.WriteFile(name, []byte("# no marks\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := putInto(name, "new\n"); err == nil {
		t.Error("a file without marks is written")
	}
}

func TestBenchmarkOutput(t *testing.T) {
	got := benchmarks("goos: linux\nBenchmarkLoad-2 \t 33\t 34561234 ns/op\t 3.5e+07 cpu-ns/op\t 261000 allocs/op\n" +
		"BenchmarkCompile/engine-2  88  1210 ns/op  1300 cpu-ns/op\nBenchmarkLoad-2 30 1 ns/op 3.7e+07 cpu-ns/op\nPASS\n")
	if v := median(got["Load"]["cpu-ns/op"]); v != 3.6e7 {
		t.Errorf("Load %v, want 3.6e7", v)
	}
	if v := got["Compile/engine"]["cpu-ns/op"]; len(v) != 1 || v[0] != 1300 {
		t.Errorf("Compile/engine %v, want 1300", v)
	}
}

func TestReportIsMarkdown(t *testing.T) {
	var r report
	r.figure("CPU", "0.90 ×", "≤ 1.0", "0.6")
	r.ran(&program{name: "lanewise", runs: []usage{{cpu: 2 * time.Second, wall: time.Second, rss: 20 << 20}}}, 1_000_000)
	r.note("said of %d", 1)
	want := "| what | measured | at least | aim |\n|---|---|---|---|\n| CPU | **0.90 ×** | ≤ 1.0 | 0.6 |\n\n" +
		"| program, whole process | orders | CPU | CPU an order | wall | memory |\n|---|---|---|---|---|---|\n" +
		"| lanewise | 1,000,000 | 2.000 s | 2.00 µs | 1.000 s | 20.0 MiB |\n\n- said of 1\n- here\n"
	if got := r.markdown("here"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestRemarkOnABusyMachine(t *testing.T) {
	for load, busy := range map[string]bool{"1.90 2.10 1.00": false, "0.10 0.20 2.60": true, "unknown": false} {
		if got := remark(load, 2); (got != "") != busy {
			t.Errorf("load %s on two cores: %q", load, got)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, args := range [][]string{{"--parts", "all"}, {"--runs", "0"}, {"--memory", "0"}, {"csv"}, {"--fast"}} {
		if code := run(args, &bytes.Buffer{}, &bytes.Buffer{}); code != 1 {
			t.Errorf("%q: exit %d, want 1", args, code)
		}
	}
}
