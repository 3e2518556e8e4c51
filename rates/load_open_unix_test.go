//go:build unix

package rates

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe is refused without waiting for somebody to write into it.
func TestOpenPipes(t *testing.T) {
	dir := onDisk(t, smallBook())
	if err := os.Remove(filepath.Join(dir, "rates.csv")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"rates.csv", "book.xlsx"} {
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, problems := Open(dir)
	mustSay(t, problems, "rates.csv: is a pipe; put a copy of the file itself into the folder [E002]")
	_, problems = Open(filepath.Join(dir, "book.xlsx"))
	if problems.Errors() != 1 || problems[0].Code != "E002" {
		t.Error(problems)
	}
}
