package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/lanewise/lanewise/internal/tqd"
)

// suite is a set of generated instances and how they are solved.
type suite struct {
	name, title string
	classes     []string
	sizes       []string
	seeds       int
	time        time.Duration
	highs       time.Duration // 0 = HiGHS is left out
	runs        int
	memory      bool
}

var suites = []suite{
	{
		name: "small", title: "Small: every class", classes: tqd.Classes,
		sizes: []string{"30x6x2x3", "60x8x3x4", "100x10x4x5", "200x12x4x5"}, seeds: 1, time: 10 * time.Second, highs: time.Minute, runs: 3,
	},
	{
		name: "medium", title: "Medium", classes: []string{"parcels", "kg", "spend", "mixed", "incremental", "all"},
		sizes: []string{"2000x12x4x5", "5000x12x6x5"}, seeds: 1, time: 10 * time.Second, highs: time.Minute, runs: 1,
	},
	{
		name: "large", title: "Large", classes: []string{"spend", "mixed", "kg", "parcels", "all"},
		sizes: []string{"100000x40x10x5"}, seeds: 1, time: time.Minute, runs: 1, memory: true,
	},
	{
		name: "huge", title: "Huge", classes: []string{"spend", "mixed", "parcels"},
		sizes: []string{"1000000x40x10x5"}, seeds: 1, time: time.Minute, runs: 1, memory: true,
	},
}

func suiteNames() []string {
	var out []string
	for _, s := range suites {
		out = append(out, s.name)
	}
	return out
}

// suite makes the jobs of a suite; the flags of the command line stand, but for what the suite is about.
func (s *session) suite(name string) (part, error) {
	i := slices.IndexFunc(suites, func(u suite) bool { return u.name == name })
	if i < 0 {
		return part{}, fmt.Errorf("--suite %s: write some of %s", name, strings.Join(suiteNames(), ","))
	}
	u := suites[i]
	p := part{options: s.options}
	p.time, p.runs, p.memory, p.highs = u.time, u.runs, u.memory || s.memory, min(s.highs, u.highs)
	p.title = fmt.Sprintf("%s: at most %v each", u.title, u.time)
	if p.highs > 0 {
		p.title += fmt.Sprintf(", beside HiGHS with %v", p.highs)
	}
	for _, size := range u.sizes {
		for _, class := range u.classes {
			for k := range u.seeds {
				g, err := generator(class+":"+size, s.seed+uint64(k))
				if err != nil {
					return part{}, err
				}
				p.jobs = append(p.jobs, generated(g))
			}
		}
	}
	return p, nil
}

const begin, end = "<!-- measured: begin -->", "<!-- measured: end -->"

// putInto replaces what stands between the marks of a file.
func putInto(name, text string) error {
	old, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	before, rest, ok := bytes.Cut(old, []byte(begin))
	_, after, ok2 := bytes.Cut(rest, []byte(end))
	if !ok || !ok2 {
		return fmt.Errorf("%s lacks the marks %s and %s", name, begin, end)
	}
	return os.WriteFile(name, []byte(string(before)+begin+"\n"+text+"\n"+end+string(after)), 0o644)
}

// machine says where and when it was measured.
func machine() string {
	commit, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		commit = []byte("unknown")
	}
	load, _ := os.ReadFile("/proc/loadavg")
	f := append(strings.Fields(string(load)), "unknown", "", "")
	return fmt.Sprintf("\nMeasured %s: commit %s and the working tree, %s, %d cores; load average at the end %s.\n",
		time.Now().UTC().Format("2006-01-02"), bytes.TrimSpace(commit), runtime.Version(), runtime.NumCPU(), strings.TrimSpace(strings.Join(f[:3], " ")))
}
