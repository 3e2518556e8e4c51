//go:build unix

package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/lanewise/lanewise/testdata"
)

// served is a server started as users start it.
type served struct {
	cmd    *exec.Cmd
	url    string
	stderr *bytes.Buffer
}

// serve starts the program on a free port and waits for the address that it prints.
func serve(t *testing.T, args ...string) served {
	t.Helper()
	cmd := program(t, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Dir = t.TempDir()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr := running(t, cmd)
	line, err := bufio.NewReader(out).ReadString('\n')
	m := regexp.MustCompile(`^lanewise answers on (http://127\.0\.0\.1:[1-9][0-9]*)/ with `).FindStringSubmatch(line)
	if m == nil {
		cmd.Process.Kill()
		cmd.Wait()
		t.Fatalf("the server says %q (%v)\n%s", line, err, stderr)
	}
	return served{cmd, m[1], stderr}
}

func (s served) get(t *testing.T, path string) string {
	t.Helper()
	resp, err := http.Get(s.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("%s: %d %v %s", path, resp.StatusCode, err, text)
	}
	return string(text)
}

func TestServeStartsWithoutConfigurationAndStops(t *testing.T) {
	s := serve(t)
	s.get(t, "/healthz")
	s.get(t, "/")
	if _, err := os.Stat(filepath.Join(s.cmd.Dir, "lanewise.db")); err != nil {
		t.Error(err)
	}
	s.cmd.Process.Signal(syscall.SIGTERM)
	ends(t, s.cmd, exitDone)
}

// A booking is there after the server was killed and started again.
func TestServeKeepsBookings(t *testing.T) {
	dir := t.TempDir()
	ledger := filepath.Join(dir, "shop.db")
	s := serve(t, "--ledger", ledger)
	r, _ := http.NewRequest("POST", s.url+"/v1/shipments", strings.NewReader(`{"order_id":"A-1","country":"BE","weight_g":650,"attributes":["clothing"]}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", "k1")
	resp, err := http.DefaultClient.Do(r)
	if err != nil || resp.StatusCode != 201 {
		t.Fatalf("%v %v", err, resp)
	}
	resp.Body.Close()
	s.cmd.Process.Kill()
	s.cmd.Wait()
	s = serve(t, "--ledger", ledger)
	if got := s.get(t, resp.Header.Get("Location")); !strings.Contains(got, `"status":"booked"`) {
		t.Error(got)
	}
}

// SIGHUP loads the book anew and does not end the server.
func TestServeReloadsOnHangup(t *testing.T) {
	heedHangups(t)
	dir := filepath.Join(t.TempDir(), "book")
	if err := os.CopyFS(dir, testdata.Book()); err != nil {
		t.Fatal(err)
	}
	s := serve(t, "--book", dir, "--no-watch")
	path := filepath.Join(dir, "settings.csv")
	os.Chmod(path, 0o644)
	text, _ := os.ReadFile(path)
	text = bytes.Replace(text, []byte("AliExpress online"), []byte("Newer"), 1)
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	s.cmd.Process.Signal(syscall.SIGHUP)
	for end := time.Now().Add(20 * time.Second); !strings.Contains(s.get(t, "/v1/book"), `"name":"Newer`); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the changed book is not in force")
		}
	}
}

// Whatever a server does not start for, it leaves nothing behind.
func TestServeRefusesAndLeavesNothingBehind(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--listen", "0.0.0.0:0"}, "add --public"},
		{[]string{"--listen", ":0"}, "add --public"},
		{[]string{"--listen", "[::]:0"}, "add --public"},
		{[]string{"--listen", "192.0.2.1:0"}, "add --public"},
		{[]string{"--listen", "0.0.0.0:0", "--public"}, "needs a key"},
		{[]string{"--listen", "127.0.0.1:0", "--public"}, "needs a key"},
		{[]string{"--listen", "8080"}, "write HOST:PORT"},
		{[]string{"--listen", "127.0.0.1:0", "--book", "none"}, "none"},
		{[]string{"--listen", "127.0.0.1:99999"}, "--listen"},
		{[]string{"--listen", taken.Addr().String()}, "--listen"},
		{[]string{"--listen", taken.Addr().String(), "--public"}, "--listen"},
		{[]string{"extra"}, "takes no arguments"},
	} {
		dir := t.TempDir()
		cmd := program(t, append([]string{"serve", "--ledger", "l.db"}, c.args...)...)
		cmd.Dir = dir
		stderr := running(t, cmd)
		ends(t, cmd, exitUnusable)
		if !strings.Contains(stderr.String(), c.says) {
			t.Errorf("%v: %s", c.args, stderr)
		}
		if left := names(t, dir); len(left) > 0 {
			t.Errorf("%v: refused, and left %q behind", c.args, left)
		}
	}
}

// A public server needs a ledger with a key in force: neither an empty file nor one whose keys are all revoked will do.
func TestServePublicNeedsAKeyInForce(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "l.db")
	refused := func() {
		t.Helper()
		cmd := program(t, "serve", "--ledger", path, "--listen", "127.0.0.1:0", "--public")
		stderr := running(t, cmd)
		ends(t, cmd, exitUnusable)
		if !strings.Contains(stderr.String(), "--public needs a key") {
			t.Error(stderr)
		}
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	refused()
	made, err := program(t, "keys", "create", "--name", "shop", "--scope", "quote", "--ledger", path).CombinedOutput()
	id := regexp.MustCompile(`key_[a-z0-9]+`).Find(made)
	if err != nil || id == nil {
		t.Fatalf("%v %s", err, made)
	}
	if s := serve(t, "--ledger", path, "--public"); s.get(t, "/healthz") == "" {
		t.Error("no answer")
	}
	if text, err := program(t, "keys", "revoke", string(id), "--ledger", path).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, text)
	}
	refused()
}

// A book that is refused at the start leaves no ledger behind, whatever is wrong with it.
func TestServeReadsTheBookFirst(t *testing.T) {
	faulty := filepath.Join(t.TempDir(), "faulty")
	if err := os.CopyFS(faulty, os.DirFS(shop)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(faulty, "rates.csv"), []byte("no,such,header\n1,2,3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for book, says := range map[string]string{"none": "none:\n", faulty: "rates.csv:1", t.TempDir(): "settings.csv"} {
		dir := t.TempDir()
		for _, more := range [][]string{nil, {"--public"}, {"--ledger", filepath.Join(dir, "shop.db")}} {
			cmd := program(t, append([]string{"serve", "--listen", "127.0.0.1:0", "--book", book}, more...)...)
			cmd.Dir = dir
			stderr := running(t, cmd)
			ends(t, cmd, exitUnusable)
			if !strings.Contains(stderr.String(), says) {
				t.Errorf("%v: %s", cmd.Args, stderr)
			}
			if left := names(t, dir); len(left) > 0 {
				t.Errorf("%v: left %q behind", cmd.Args, left)
			}
		}
	}
}

// The curl examples of the README and of docs/api.md answer as printed, one after the other on one server.
func TestServeExamples(t *testing.T) {
	for _, tool := range []string{"sh", "curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			if os.Getenv("LANEWISE_E2E") == "1" {
				t.Fatalf("there is no %s to run the examples with", tool)
			}
			fmt.Fprintf(os.Stderr, "LEFT OUT: the curl examples were not run, since there is no %s\n", tool)
			return
		}
	}
	var page []byte
	for _, name := range []string{"../../README.md", "../../docs/api.md"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		page = append(page, text...)
	}
	s := serve(t)
	ran := 0
	for _, block := range regexp.MustCompile("(?s)```shell-session\n(.*?)```").FindAllStringSubmatch(string(page), -1) {
		lines := strings.Split(strings.TrimSuffix(block[1], "\n"), "\n")
		command, n := strings.TrimPrefix(lines[0], "$ "), 1
		for ; n < len(lines) && strings.HasPrefix(lines[n], "> "); n++ {
			command += "\n" + strings.TrimPrefix(lines[n], "> ")
		}
		got, err := exec.Command("sh", "-c", strings.ReplaceAll(command, "http://127.0.0.1:8080", s.url)).CombinedOutput()
		if want := strings.Join(lines[n:], "\n"); err != nil || strings.TrimRight(string(got), "\n") != want {
			t.Errorf("%s\nanswers (%v)\n%s\nthe page says\n%s", command, err, got, want)
		}
		ran++
	}
	if ran < 7 {
		t.Errorf("only %d examples were found", ran)
	}
}
