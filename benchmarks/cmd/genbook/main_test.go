package main

import (
	"os"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/rates"
)

func TestRun(t *testing.T) {
	dir := t.TempDir()
	var stderr strings.Builder
	if code := run([]string{"--out", dir, "--seed", "2"}, &stderr); code != 0 || stderr.Len() > 0 {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	b, problems := rates.Load(os.DirFS(dir))
	if problems.Errors() > 0 || len(b.Services) != 40 {
		t.Errorf("%d services, %v", len(b.Services), problems.Err())
	}
	if code := run(nil, &stderr); code != 1 || !strings.Contains(stderr.String(), "--out") {
		t.Errorf("without a folder: exit %d, %q", code, stderr.String())
	}
}
