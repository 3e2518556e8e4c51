package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/lanewise/lanewise/benchmarks/bench"
)

// seed is that of all data measured, as in the Go benchmarks.
const seed = 1

// session is one measurement: programs and data in a folder, and what was found.
type session struct {
	options
	stderr  io.Writer
	own     bool // the folder is ours to remove
	idCheck bool // lanewise can leave the check of repeated ids out
	report  report
}

func newSession(o options, stderr io.Writer) (s *session, err error) {
	s = &session{options: o, stderr: stderr}
	if s.work == "" {
		s.own = true
		s.work, err = os.MkdirTemp("", "lanewise-bench-")
	} else {
		err = os.MkdirAll(s.work, 0o755)
	}
	if err != nil {
		return nil, err
	}
	s.log("building")
	if err := s.build(); err != nil {
		s.close()
		return nil, err
	}
	for name, size := range map[string]bench.Size{"book": bench.Standard, "large": bench.Large, "subset": bench.Subset} {
		if err := bench.Book(seed, size).Write(s.path(name)); err != nil {
			s.close()
			return nil, err
		}
	}
	return s, nil
}

func (s *session) close() {
	if s.own {
		os.RemoveAll(s.work)
	}
}

func (s *session) log(format string, a ...any) { fmt.Fprintf(s.stderr, "  "+format+"\n", a...) }

func (s *session) path(name string) string { return filepath.Join(s.work, name) }

// build puts all programs into the folder.
func (s *session) build() error {
	what := []string{"./benchmarks/cmd/csvcopy", "./benchmarks/cmd/passthrough", "./benchmarks/cmd/twin"}
	if s.lanewise == "" {
		s.lanewise = s.path("lanewise")
		what = append(what, "./cmd/lanewise")
	}
	args := append([]string{"build", "-o", s.work + string(filepath.Separator)}, what...)
	if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w: %s", err, out)
	}
	help, err := exec.Command(s.lanewise, "decide", "--help").CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s decide --help: %w", s.lanewise, err)
	}
	s.idCheck = strings.Contains(string(help), "--no-id-check")
	return nil
}

// orderFile makes a file of n benchmark orders, once.
func (s *session) orderFile(n int) (string, error) {
	name := s.path(fmt.Sprintf("orders-%d.csv", n))
	if fileSize(name) > 0 {
		return name, nil
	}
	return name, writeFile(name, bench.Orders(seed, n))
}

// decide is the command line that decides a file of orders.
func (s *session) decide(book, orders string, more ...string) []string {
	return append([]string{s.lanewise, "decide", "--quiet", "--book", s.path(book), orders}, more...)
}

// decisions makes the decisions of a file of orders and says how many bytes they have.
func (s *session) decisions(book, orders, into string) (int64, error) {
	args := s.decide(book, orders)
	if _, err := startInto(into, args[0], args[1:]...); err != nil {
		return 0, err
	}
	return fileSize(into), nil
}
