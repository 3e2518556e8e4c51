// Httpbench measures the server over HTTP and writes a table of figures. benchmarks/http.sh builds what it runs.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "httpbench:", err)
		os.Exit(1)
	}
}

// bench is one session of measuring.
type bench struct {
	dir    string // programs, and what they write
	run    string // length of one load
	soak   string
	rounds int
	pairs  int
	core   string // that the load generator is held to, "" = any
	table  []string
	notes  []string
}

func run() error {
	b := &bench{}
	flag.StringVar(&b.dir, "dir", "", "folder with the programs")
	flag.StringVar(&b.run, "run", "10s", "length of one load")
	flag.StringVar(&b.soak, "soak", "1m", "length of the soak")
	flag.IntVar(&b.rounds, "rounds", 10, "how often a server is killed")
	flag.IntVar(&b.pairs, "pairs", 3, "how often programs are compared in turn; the median counts")
	parts := flag.String("parts", "speed latency overload soak bookings kill", "what to measure")
	write := flag.String("write", "", "file to write the table into, between its marks")
	flag.Parse()
	if err := b.prepare(); err != nil {
		return err
	}
	for _, p := range []struct {
		name string
		run  func() error
	}{{"speed", b.speed}, {"latency", b.latency}, {"overload", b.overload}, {"soak", b.soaking}, {"bookings", b.bookings}, {"kill", b.kills}} {
		if !slices.Contains(strings.Fields(*parts), p.name) {
			continue
		}
		fmt.Fprintln(os.Stderr, "== "+p.name)
		if err := p.run(); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return b.write(*write)
}

// prepare makes the benchmark book and bodies of orders for it.
func (b *bench) prepare() error {
	if err := exec.Command(filepath.Join(b.dir, "genbook"), "--out", b.book()).Run(); err != nil {
		return err
	}
	text, err := exec.Command(filepath.Join(b.dir, "genorders"), "--n", "20000").Output()
	if err != nil {
		return err
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	names := strings.Split(lines[0], ",")
	var all bytes.Buffer
	for _, line := range lines[1:] {
		object := map[string]any{}
		for i, v := range strings.Split(line, ",") {
			switch {
			case v == "":
			case names[i] == "attributes":
				object[names[i]] = strings.Split(v, "|")
			default:
				object[names[i]] = v
			}
		}
		body, err := json.Marshal(object)
		if err != nil {
			return err
		}
		all.Write(append(body, '\n'))
	}
	return os.WriteFile(b.orders(), all.Bytes(), 0o600)
}

func (b *bench) book() string   { return filepath.Join(b.dir, "book") }
func (b *bench) orders() string { return filepath.Join(b.dir, "orders.ndjson") }

// serve starts the server with the benchmark book on a ledger; "" is a new SQLite file.
func (b *bench) serve(ledger string, flags ...string) (*process, error) {
	if ledger == "" {
		f, err := os.MkdirTemp(b.dir, "ledger")
		if err != nil {
			return nil, err
		}
		ledger = filepath.Join(f, "ledger.db")
	}
	args := append([]string{"serve", "--listen", "127.0.0.1:0", "--no-watch", "--book", b.book(), "--ledger", ledger}, flags...)
	return start(filepath.Join(b.dir, "lanewise"), args...)
}

func (b *bench) figure(what, measured, least string) {
	b.table = append(b.table, fmt.Sprintf("| %s | **%s** | %s |", what, measured, least))
	fmt.Fprintln(os.Stderr, what+": "+measured)
}

func (b *bench) note(format string, args ...any) {
	b.notes = append(b.notes, "- "+fmt.Sprintf(format, args...))
}

func median(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}

const begin, end = "<!-- measured: begin -->", "<!-- measured: end -->"

// write puts the table between the marks of a file, or on standard output.
func (b *bench) write(name string) error {
	commit, _ := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	load, _ := os.ReadFile("/proc/loadavg")
	b.note("Measured %s: commit %s and the working tree, %s, %d cores; load average at the end %s; loads of %s, soak of %s.", time.Now().UTC().Format("2006-01-02"),
		strings.TrimSpace(string(commit)), runtime.Version(), runtime.NumCPU(), strings.Join(strings.Fields(string(load))[:min(3, len(strings.Fields(string(load))))], " "), b.run, b.soak)
	text := "\n| what | measured | at least |\n|---|---|---|\n" + strings.Join(b.table, "\n") + "\n\n" + strings.Join(b.notes, "\n") + "\n\n"
	if name == "" {
		fmt.Print(text)
		return nil
	}
	old, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(old), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		return fmt.Errorf("%s lacks the marks %s and %s", name, begin, end)
	}
	return os.WriteFile(name, []byte(before+begin+"\n"+text+end+after), 0o644)
}
