//go:build unix

package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// limited is the command under a limit of the size of files it writes: about 1 MB (shells count in 512 or 1024 bytes).
func limited(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// The script's own name reaches a program that a shell starts, so a link gives the test binary the command's name.
	link := filepath.Join(t.TempDir(), "lanewise")
	if err := os.Symlink(self, link); err != nil {
		t.Fatal(err)
	}
	return exec.Command("sh", append([]string{"-c", `ulimit -f 1500; exec "$@"`, "sh", link}, args...)...)
}

// A file that grows beyond what the system allows ends the run; the old file stays, and nothing else is left.
func TestFileSizeLimit(t *testing.T) {
	in, out := filepath.Join(t.TempDir(), "orders.csv"), filepath.Join(t.TempDir(), "out.csv")
	manyOrders(t, in)
	if err := os.WriteFile(out, []byte("old\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := limited(t, "decide", "--book", shop, "--quiet", "--output", out, in)
	stderr := running(t, cmd)
	ends(t, cmd, exitUnfinished)
	if want := "out.csv: file too large"; !strings.Contains(stderr.String(), want) {
		t.Errorf("stderr: %s\nwant: %s", stderr, want)
	}
	if got := string(read(t, out)); got != "old\n" {
		t.Errorf("the old file has %d bytes", len(got))
	}
	if left := names(t, filepath.Dir(out)); len(left) != 1 {
		t.Errorf("left behind: %q", left)
	}
}

// The same on standard output: rows that were written stand, and the message says that they are not all.
func TestFileSizeLimitOnStdout(t *testing.T) {
	in := filepath.Join(t.TempDir(), "orders.csv")
	manyOrders(t, in)
	out, err := os.Create(filepath.Join(t.TempDir(), "out.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := limited(t, "decide", "--book", shop, "--quiet", in)
	cmd.Stdout = out
	stderr := running(t, cmd)
	ends(t, cmd, exitUnfinished)
	if want := "standard output: file too large; the output is incomplete"; !strings.Contains(stderr.String(), want) {
		t.Errorf("stderr: %s\nwant: %s", stderr, want)
	}
	if info, err := out.Stat(); err != nil || info.Size() == 0 {
		t.Errorf("nothing was written: %v", err)
	}
}

// Input that cannot be read ends a run with a message that names the file, and no output file appears.
func TestUnreadableInput(t *testing.T) {
	dir := t.TempDir()
	loop := filepath.Join(dir, "loop.csv")
	if err := os.Symlink(loop, loop); err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(dir, "socket.csv")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	closed := filepath.Join(dir, "closed.csv")
	if err := os.WriteFile(closed, []byte("order_id,country,weight_g\n"), 0); err != nil {
		t.Fatal(err)
	}
	type test struct {
		path, want string
		code       int
	}
	tests := []test{
		{filepath.Join(dir, "missing.csv"), "missing.csv: cannot be opened: no such file or directory", exitUnusable},
		{dir, "is a folder", exitUnusable},
		{loop, "loop.csv: cannot be opened: too many levels of symbolic links", exitUnusable},
		{socket, "socket.csv: cannot be opened: no such device or address", exitUnusable},
	}
	if os.Geteuid() != 0 { // root may read everything
		tests = append(tests, test{closed, "closed.csv: cannot be opened: permission denied", exitUnusable})
	}
	for _, test := range tests {
		t.Run(filepath.Base(test.path), func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out.csv")
			cmd := program(t, "decide", "--book", shop, "--output", out, test.path)
			stderr := running(t, cmd)
			ends(t, cmd, test.code)
			if !strings.Contains(stderr.String(), test.want) {
				t.Errorf("stderr: %s\nwant: %s", stderr, test.want)
			}
			if left := names(t, filepath.Dir(out)); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

// The output must not be an input, by whatever name either goes.
func TestOutputIsInput(t *testing.T) {
	dir := t.TempDir()
	in, hard, soft := filepath.Join(dir, "orders.csv"), filepath.Join(dir, "hard.csv"), filepath.Join(dir, "soft.csv")
	const orders = "order_id,country,weight_g,ship_date\nA-1,US,350,2026-05-15\n"
	if err := os.WriteFile(in, []byte(orders), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(in, hard); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(in, soft); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		args          []string
		stdin, stdout int // how the file is opened as a standard stream, 0 for not
		want          string
	}{
		"the same name":         {args: []string{"--output", in, in}, want: "is also an input"},
		"another hard link":     {args: []string{"--output", hard, in}, want: "is also an input"},
		"a symbolic link":       {args: []string{"--output", soft, in}, want: "is also an input"},
		"standard input":        {args: []string{"--output", in, "-"}, stdin: os.O_RDWR, want: "is also an input"},
		"appended to":           {args: []string{in}, stdout: os.O_WRONLY | os.O_APPEND, want: "standard output is also the input " + in},
		"both standard streams": {args: []string{"-"}, stdin: os.O_RDWR, stdout: os.O_WRONLY | os.O_APPEND, want: "standard output is also the standard input"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			cmd := program(t, append([]string{"decide", "--book", shop}, test.args...)...)
			open := func(how int) *os.File {
				f, err := os.OpenFile(in, how, 0)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { f.Close() })
				return f
			}
			if test.stdin != 0 {
				cmd.Stdin = open(test.stdin)
			}
			if test.stdout != 0 {
				cmd.Stdout = open(test.stdout)
			}
			stderr := running(t, cmd)
			ends(t, cmd, exitUnusable)
			if !strings.Contains(stderr.String(), test.want) {
				t.Errorf("stderr: %s\nwant: %s", stderr, test.want)
			}
			if got := string(read(t, in)); got != orders {
				t.Errorf("the input is now %q", got)
			}
		})
	}
}

// What a command says of its input must not be appended to it, whichever command and whichever input.
func TestAppendedToAnInput(t *testing.T) {
	dir := t.TempDir()
	book, in, articles := filepath.Join(dir, "book"), filepath.Join(dir, "orders.csv"), filepath.Join(dir, "skus.csv")
	if err := os.CopyFS(book, os.DirFS(shop)); err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{in: "order_id,country,weight_g,sku\nA-1,US,350,A\n", articles: "sku,weight_g\nA,350\n"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	table := filepath.Join(book, "rates.csv")
	const inFolder = "standard output is a file of the input folder "
	for _, test := range []struct {
		args         []string
		stdout, want string
	}{
		{[]string{"decide", "--book", book, in}, table, inFolder + book},
		{[]string{"quote", "--book", book, in}, table, inFolder + book},
		{[]string{"explain", "--book", book, "--order", "A-1", in}, in, "standard output is also the input " + in},
		{[]string{"explain", "--book", book, "--order", "A-1", in}, table, inFolder + book},
		{[]string{"explain", "--book", book, "--to", "US", "--weight", "350g"}, table, inFolder + book},
		{[]string{"explain", "--book", book, "--skus", articles, "--order", "A-1", in}, articles, "standard output is also the input " + articles},
		{[]string{"check", book}, table, inFolder + book},
		{[]string{"diff", shop, book}, table, inFolder + book},
		{[]string{"diff", shop, book, in}, in, "standard output is also the input " + in},
	} {
		t.Run(strings.Join(test.args[:1], " ")+" "+filepath.Base(test.stdout), func(t *testing.T) {
			before := string(read(t, test.stdout))
			f, err := os.OpenFile(test.stdout, os.O_WRONLY|os.O_APPEND, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			cmd := program(t, test.args...)
			cmd.Stdout = f
			stderr := running(t, cmd)
			ends(t, cmd, exitUnusable)
			if !strings.Contains(stderr.String(), test.want) {
				t.Errorf("stderr: %s\nwant: %s", stderr, test.want)
			}
			if got := string(read(t, test.stdout)); got != before {
				t.Errorf("the input is now %q", got)
			}
		})
	}
}
