package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
)

// machine says what was measured where: commit, Go, processor, system and load.
func machine() string {
	load := firstWords("/proc/loadavg", 3)
	return fmt.Sprintf("**Measured**: %s, %s %s/%s, %s (%d cores), Linux %s, load average %s at the end.%s",
		commit(), runtime.Version(), runtime.GOOS, runtime.GOARCH, processor(), runtime.NumCPU(),
		firstWords("/proc/sys/kernel/osrelease", 1), load, remark(load, runtime.NumCPU()))
}

// remark warns of a machine that did other work: what runs here keeps at most all cores busy.
func remark(load string, cores int) string {
	for _, word := range strings.Fields(load) {
		if v, err := strconv.ParseFloat(word, 64); err == nil && v > float64(cores)+0.5 {
			return " Other work kept the cores busy: wall times, and the ratio of two workers to one, say nothing."
		}
	}
	return ""
}

func commit() string {
	out, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return "commit unknown"
	}
	id := "commit " + strings.TrimSpace(string(out))
	if changed, err := exec.Command("git", "status", "--porcelain").Output(); err == nil && len(changed) > 0 {
		id += " with changes that are not committed"
	}
	return id
}

func processor() string {
	data, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "processor unknown"
	}
	for line := range strings.Lines(string(data)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "processor unknown"
}

// firstWords reads the first n words of a file, "unknown" where it cannot.
func firstWords(file string, n int) string {
	data, err := os.ReadFile(file)
	words := strings.Fields(string(data))
	if err != nil || len(words) < n {
		return "unknown"
	}
	return strings.Join(words[:n], " ")
}
