package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// patience is how long a process may run.
const patience = 3 * time.Minute

// usage is what one process took.
type usage struct {
	cpu  time.Duration // user and system together
	wall time.Duration
	rss  int64 // most bytes of memory resident at once; 0 where the system does not say
}

// program is a command line whose standard output is thrown away.
type program struct {
	name string
	args []string
	runs []usage
}

// start runs a program once. Its standard output goes to out; nil throws it away in the kernel.
func start(out *os.File, name string, args ...string) (usage, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	var said bytes.Buffer
	cmd.Stderr = &said
	if out != nil {
		cmd.Stdout = out
	}
	begin := time.Now()
	err := cmd.Run()
	wall := time.Since(begin)
	if ctx.Err() != nil {
		return usage{}, fmt.Errorf("%s ran longer than %v", filepath.Base(name), patience)
	}
	p := cmd.ProcessState
	someRows := p != nil && p.ExitCode() == 1 && said.Len() == 0 // how lanewise says that no service takes some order
	if err != nil && !someRows {
		return usage{}, fmt.Errorf("%s: %w: %s", filepath.Base(name), err, bytes.TrimSpace(said.Bytes()))
	}
	return usage{cpu: p.UserTime() + p.SystemTime(), wall: wall, rss: residentPeak(p)}, nil
}

// startInto runs a program once with its standard output in a file.
func startInto(file, name string, args ...string) (u usage, err error) {
	out, err := os.Create(file)
	if err != nil {
		return usage{}, err
	}
	if u, err = start(out, name, args...); err != nil {
		out.Close()
		return usage{}, err
	}
	return u, out.Close()
}

// inTurn runs all programs once in each round, each round beginning with another: what else happens on the machine
// then falls on all of them alike. A first round, which fills caches, does not count.
func inTurn(all []*program, rounds int, log func(string, ...any)) error {
	for r := -1; r < rounds; r++ {
		for i := range all {
			p := all[(i+r+len(all))%len(all)]
			u, err := start(nil, p.args[0], p.args[1:]...)
			if err != nil {
				return err
			}
			if r < 0 {
				continue
			}
			log("%s: %.3f s CPU, %.3f s wall, %d MiB", p.name, u.cpu.Seconds(), u.wall.Seconds(), u.rss>>20)
			p.runs = append(p.runs, u)
		}
	}
	return nil
}

func (p *program) cpu() time.Duration {
	return middle(p.runs, func(u usage) time.Duration { return u.cpu })
}

func (p *program) wall() time.Duration {
	return middle(p.runs, func(u usage) time.Duration { return u.wall })
}

// rss is the highest of all runs.
func (p *program) rss() int64 {
	var most int64
	for _, u := range p.runs {
		most = max(most, u.rss)
	}
	return most
}

func middle(runs []usage, of func(usage) time.Duration) time.Duration {
	var all []float64
	for _, u := range runs {
		all = append(all, float64(of(u)))
	}
	return time.Duration(median(all))
}

// median of no values is 0.
func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	v = slices.Sorted(slices.Values(v))
	half := len(v) / 2
	if len(v)%2 == 1 {
		return v[half]
	}
	return (v[half-1] + v[half]) / 2
}

// fileSize is 0 for a file that is not there.
func fileSize(name string) int64 {
	info, err := os.Stat(name)
	if err != nil {
		return 0
	}
	return info.Size()
}

// writeFile makes a file from a stream.
func writeFile(name string, from io.Reader) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if _, err = io.Copy(f, from); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
