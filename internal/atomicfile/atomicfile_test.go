package atomicfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// onlyFiles fails where a folder holds anything but the files named: a temporary file left behind.
func onlyFiles(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
}

func TestFileAppearsOnlyAtCommit(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, "half")
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is there before Commit: %v", err)
	}
	io.WriteString(f, " and half")
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	f.Abort()
	if got := content(t, path); got != "half and half" {
		t.Errorf("holds %q", got)
	}
	onlyFiles(t, dir, "out.csv")
}

func TestOldFileStandsUntilCommit(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	put(t, path, "old")
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(f, "new")
	if got := content(t, path); got != "old" {
		t.Errorf("before Commit the file holds %q", got)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	if got := content(t, path); got != "new" {
		t.Errorf("after Commit the file holds %q", got)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("permissions became %v", info.Mode())
	}
}

func TestFailedWriterLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	put(t, path, "old")
	stop := errors.New("interrupted")
	err := Write(path, nil, func(w io.Writer) error {
		io.WriteString(w, "torn")
		return stop
	})
	if err != stop {
		t.Errorf("error is %v", err)
	}
	if got := content(t, path); got != "old" {
		t.Errorf("the old file became %q", got)
	}
	onlyFiles(t, dir, "out.csv")
}

func TestLinkStaysLink(t *testing.T) {
	dir := t.TempDir()
	target, link := filepath.Join(dir, "a", "real.csv"), filepath.Join(dir, "link.csv")
	if err := os.Mkdir(filepath.Join(dir, "a"), 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, target, "old")
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	write := func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }
	if err := Write(link, nil, write); err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Lstat(link); info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link was replaced by a file")
	}
	if got := content(t, target); got != "new" {
		t.Errorf("the file behind the link holds %q", got)
	}
}

func TestLinkToNoFileYet(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "a"), 0o755); err != nil {
		t.Fatal(err)
	}
	link := func(to, name string) string {
		path := filepath.Join(dir, name)
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	link(filepath.Join("a", "new.csv"), "second")
	first := link("second", "first")
	if err := Write(first, nil, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
		t.Fatal(err)
	}
	if info, _ := os.Lstat(first); info.Mode()&os.ModeSymlink == 0 {
		t.Error("the link was replaced by a file")
	}
	if got := content(t, filepath.Join(dir, "a", "new.csv")); got != "new" {
		t.Errorf("the file behind the links holds %q", got)
	}
	f, err := Create(link("round", "round"))
	if err == nil {
		f.Abort()
		t.Error("a link to itself was accepted")
	}
}

func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	in := filepath.Join(dir, "in.csv")
	put(t, in, "order_id\n")
	hard := filepath.Join(dir, "same.csv")
	if err := os.Link(in, hard); err != nil {
		t.Fatal(err)
	}
	book := filepath.Join(dir, "book")
	if err := os.Mkdir(book, 0o755); err != nil {
		t.Fatal(err)
	}
	table := filepath.Join(book, "rates.csv")
	put(t, table, "service\n")
	for _, c := range []struct{ name, path, want string }{
		{"the input itself", in, "is also an input"},
		{"the input by another path", dir + "/book/../in.csv", "is also an input"},
		{"the input by another name", hard, "is also an input"},
		{"a table of the book", table, "is a file of the input folder"},
		{"a folder", dir, "is a folder"},
		{"no such folder", filepath.Join(dir, "none", "out.csv"), "no such file or directory"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := Create(c.path, in, book, "-")
			if err == nil {
				f.Abort()
				t.Fatal("accepted")
			}
			if !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), c.path+": ") {
				t.Errorf("error is %v", err)
			}
		})
	}
	if got := content(t, in); got != "order_id\n" {
		t.Errorf("the input became %q", got)
	}
	onlyFiles(t, dir, "book", "in.csv", "same.csv")
}
