package server

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lanewise/lanewise/testdata"
)

// bookWith is the sample book in a folder, with a text of one of its files replaced.
func bookWith(t *testing.T, file, old, new string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "book")
	if err := os.CopyFS(dir, testdata.Book()); err != nil {
		t.Fatal(err)
	}
	replace(t, filepath.Join(dir, file), old, new)
	return dir
}

func replace(t *testing.T, path, old, new string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), old) {
		t.Fatalf("%s: no %q (%v)", path, old, err)
	}
	write(t, path, strings.Replace(string(text), old, new, 1))
}

func write(t *testing.T, path, text string) {
	t.Helper()
	os.Chmod(path, 0o644)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestReloadIsAllOrNothing(t *testing.T) {
	dir := bookWith(t, "settings.csv", "AliExpress online", "AliExpress online")
	a := newAPI(t, func(c *Config) { c.BookPath = dir })
	var first, b BookInfo
	a.demand(200, &first, "GET", "/v1/book", "")
	replace(t, filepath.Join(dir, "settings.csv"), "capital_rate,6", `capital_rate,"6,5"`)
	var p Problem
	a.demand(422, &p, "POST", "/v1/book/reload", "")
	if len(p.Errors) != 1 || !strings.Contains(p.Errors[0].Detail, "settings.csv:") {
		t.Errorf("%+v", p)
	}
	if a.demand(200, &b, "GET", "/v1/book", ""); b.Hash != first.Hash {
		t.Error("a refused book went live")
	}
	a.demand(200, nil, "POST", "/v1/decisions", belgium)
	replace(t, filepath.Join(dir, "settings.csv"), `capital_rate,"6,5"`, "capital_rate,7")
	if a.demand(200, &b, "POST", "/v1/book/reload", ""); b.Hash == first.Hash {
		t.Error("the new book is not in force")
	}
	if got := a.demand(200, nil, "POST", "/v1/decisions", belgium); !strings.Contains(got.body, b.Hash) {
		t.Error("a decision after the reload names another book")
	}
	// The whole folder gone is a refusal too.
	if err := os.Rename(dir, dir+".gone"); err != nil {
		t.Fatal(err)
	}
	a.demand(422, nil, "POST", "/v1/book/reload", "")
	a.demand(200, nil, "POST", "/v1/decisions", belgium)
}

func TestABookThatChangesWhileItIsReadIsNotTaken(t *testing.T) {
	dir := bookWith(t, "settings.csv", "AliExpress online", "AliExpress online")
	a := newAPI(t, func(c *Config) { c.BookPath = dir })
	hash := a.server.state.Load().book.Hash
	n := 0
	a.server.beforeSecondLook = func() {
		n++
		write(t, filepath.Join(dir, "rules.csv"), "rule,when,do,services,amount,reason\n"+strings.Repeat("\n", n))
	}
	a.demand(409, nil, "POST", "/v1/book/reload", "")
	if n != reloadTries || a.server.state.Load().book.Hash != hash {
		t.Errorf("%d tries", n)
	}
	a.server.beforeSecondLook = nil
	a.demand(200, nil, "POST", "/v1/book/reload", "")
}

// Watch takes a new book once its files are quiet, never by half, and keeps the old one where the new has errors.
func TestWatch(t *testing.T) {
	dir := bookWith(t, "settings.csv", "AliExpress online", "AliExpress online")
	a := newAPI(t, func(c *Config) { c.BookPath = dir })
	go a.server.Watch(t.Context())
	name := func() string { return a.server.state.Load().book.Settings.Name }
	within := func(what string, so func() bool) {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); !so(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal(what)
			}
		}
	}
	time.Sleep(50 * time.Millisecond)
	replace(t, filepath.Join(dir, "settings.csv"), "capital_rate,6", "capital_rate,x")
	replace(t, filepath.Join(dir, "settings.csv"), "capital_rate,x", "capital_rate,8")
	replace(t, filepath.Join(dir, "settings.csv"), "AliExpress online", "Second")
	within("the changed book is not in force", func() bool { return strings.HasPrefix(name(), "Second") })
	replace(t, filepath.Join(dir, "settings.csv"), "Second", "\x00")
	time.Sleep(2 * quiet)
	if !strings.HasPrefix(name(), "Second") {
		t.Fatal("a damaged book went live")
	}
	// The folder replaced by another one of the same name.
	other := bookWith(t, "settings.csv", "AliExpress online", "Third")
	if err := os.Rename(dir, dir+".old"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(other, dir); err != nil {
		t.Fatal(err)
	}
	within("the replaced folder is not in force", func() bool { return strings.HasPrefix(name(), "Third") })
}

func TestAServerDoesNotStartWithABadBook(t *testing.T) {
	dir := bookWith(t, "rates.csv", "service,", "Service,")
	if _, err := New(Config{BookPath: dir}); err == nil || !strings.Contains(err.Error(), "rates.csv") {
		t.Errorf("%v", err)
	}
}
