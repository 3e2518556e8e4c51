package rates

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// onDisk writes a book into a folder of its own.
func onDisk(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOpenFolder(t *testing.T) {
	dir := onDisk(t, smallBook())
	b, problems := Open(dir)
	if len(problems) > 0 || len(b.Rates) != 1 || b.Hash != loadGood(t).Hash {
		t.Errorf("got %v, %d rows, hash %s", problems, len(b.Rates), b.Hash)
	}
}

func TestOpenLinks(t *testing.T) {
	dir := onDisk(t, smallBook())
	outside := filepath.Join(onDisk(t, smallBook()), "rates.csv")
	if err := os.Symlink(outside, filepath.Join(dir, "areas.csv")); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(dir, "rates.csv"), filepath.Join(dir, "rates.data")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("rates.data", filepath.Join(dir, "rates.csv")); err != nil {
		t.Fatal(err)
	}
	b, problems := Open(dir)
	mustSay(t, problems, "areas.csv: is a link that leads nowhere or outside the folder; put a copy of the file itself into the folder [E002]")
	if problems.Errors() != 1 || len(b.Rates) != 1 {
		t.Errorf("a link inside the folder: %d rows, %v", len(b.Rates), problems)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := onDisk(t, map[string]string{"rates.csv": "x", "book.xlsx": "service,zone\n"})
	for path, want := range map[string]string{
		filepath.Join(dir, "nothing"):   "E001",
		filepath.Join(dir, "rates.csv"): "E001",
		filepath.Join(dir, "book.xlsx"): "E006",
		os.DevNull:                      "E002",
	} {
		b, problems := Open(path)
		if problems.Errors() != 1 || problems[0].Code != want || len(b.Rates) != 0 {
			t.Errorf("%s: want %s, got %v", path, want, problems)
		}
	}
	if _, problems := Open(filepath.Join(dir, "rates.csv")); !strings.Contains(problems.Error(), "neither a folder nor an .xlsx workbook") {
		t.Error(problems)
	}
}
