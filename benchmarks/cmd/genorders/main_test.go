package main

import (
	"strings"
	"testing"

	"github.com/lanewise/lanewise/benchmarks/bench"
)

func TestRun(t *testing.T) {
	var stdout, stderr strings.Builder
	if code := run([]string{"--n", "5"}, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	if out := stdout.String(); !strings.HasPrefix(out, bench.OrderHeader) || strings.Count(out, "\n") != 6 {
		t.Errorf("output is not a header and 5 orders:\n%s", out)
	}
	if code := run([]string{"--n", "-1"}, &stdout, &stderr); code != 1 || !strings.Contains(stderr.String(), "--n 100000") {
		t.Errorf("a negative number: exit %d, %q", code, stderr.String())
	}
}
