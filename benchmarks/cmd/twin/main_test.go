package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/lanewise/lanewise/benchmarks/bench"
)

func TestDecides(t *testing.T) {
	dir := t.TempDir()
	book, orders := filepath.Join(dir, "book"), filepath.Join(dir, "orders.csv")
	if err := bench.Book(1, bench.Standard).Write(book); err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(bench.Orders(1, 3))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(orders, data, 0o644); err != nil {
		t.Fatal(err)
	}
	var out, stderr bytes.Buffer
	if code := run([]string{"--book", book, orders}, &out, &stderr); code != 0 {
		t.Fatal(code, stderr.String())
	}
	if n := bytes.Count(out.Bytes(), []byte("\n")); n != 4 {
		t.Errorf("%d lines, want a header and 3 rows:\n%s", n, out.String())
	}
	if code := run([]string{"--book", dir, orders}, io.Discard, io.Discard); code != 1 {
		t.Errorf("exit %d for a folder without tables, want 1", code)
	}
}
