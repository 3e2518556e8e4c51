package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/lanewise/lanewise/internal/pgtest"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/script")

func TestMain(m *testing.M) {
	testscript.Main(withPostgres{m}, map[string]func(){"lanewise": main})
}

// withPostgres runs the tests and stops the PostgreSQL that some of them start.
type withPostgres struct{ m *testing.M }

func (w withPostgres) Run() int { return pgtest.Main(w.m) }

// shop is a tiny rate book; its README.md says what it shows.
var shop = filepath.Join("testdata", "shop")

// TestScripts runs the command as its users do. Every script finds a tiny rate book in the folder shop (testdata/shop/README.md
// says what it shows) and the repository's own test data in $DATA.
func TestScripts(t *testing.T) {
	data, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("DATA", data)
			env.Setenv("TZ", "America/Los_Angeles") // the book's timezone counts, never the machine's
			return os.CopyFS(filepath.Join(env.WorkDir, "shop"), os.DirFS(shop))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "columns": columns},
	})
}

// exits runs a command and demands an exit code: `exits 2 lanewise decide`.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARGS]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// columns prints the named columns of a CSV file to standard output, to keep expected output readable: `columns FILE 1,2,29`.
func columns(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: columns FILE NUMBERS")
	}
	out, err := pick(ts.ReadFile(args[0]), args[1])
	ts.Check(err)
	_, err = ts.Stdout().Write([]byte(out))
	ts.Check(err)
}

// program is this test binary, acting as the command.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Args[0] = "lanewise"
	return cmd
}
