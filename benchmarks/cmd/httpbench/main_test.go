package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTableGoesBetweenItsMarks(t *testing.T) {
	file := filepath.Join(t.TempDir(), "HTTP.md")
	os.WriteFile(file, []byte("above\n"+begin+"\nold\n"+end+"\nbelow\n"), 0o600)
	b := &bench{}
	b.figure("what", "42", "7")
	for range 2 {
		if err := b.write(file); err != nil {
			t.Fatal(err)
		}
	}
	text, _ := os.ReadFile(file)
	got := string(text)
	if !strings.HasPrefix(got, "above\n"+begin) || !strings.HasSuffix(got, end+"\nbelow\n") || strings.Contains(got, "old") ||
		strings.Count(got, "| what | **42** | 7 |") != 1 {
		t.Errorf("got %s", got)
	}
	os.WriteFile(file, []byte("no marks"), 0o600)
	if b.write(file) == nil {
		t.Error("a file without marks is overwritten")
	}
}

func TestErrorsAreWhatIsNeitherServedNorShed(t *testing.T) {
	r := result{Status: map[string]int64{"200": 1, "201": 2, "429": 3, "503": 4, "500": 5, "422": 6}, Failed: map[string]int64{"timeout": 7}}
	if got := r.errors(); got != 18 {
		t.Errorf("got %d", got)
	}
}
