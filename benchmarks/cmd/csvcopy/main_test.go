package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestCopiesAnIDAndTheRowsInTurn(t *testing.T) {
	dir := t.TempDir()
	rows, orders := filepath.Join(dir, "rows.csv"), filepath.Join(dir, "orders.csv")
	write(t, rows, "order_id,status,message\nx,ship,\"a, b\"\ny,none,\n")
	write(t, orders, "order_id,country\n1,US\n2,DE\n3,FR\n")
	var out, stderr bytes.Buffer
	if code := run([]string{"--rows", rows, orders}, &out, &stderr); code != 0 {
		t.Fatal(code, stderr.String())
	}
	want := "order_id,status,message\n1,ship,\"a, b\"\n2,none,\n3,ship,\"a, b\"\n"
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	empty, none := filepath.Join(dir, "empty.csv"), filepath.Join(dir, "none.csv")
	write(t, empty, "order_id,status\n")
	for _, args := range [][]string{{}, {"--rows", empty}, {"--rows", none, empty}, {"--rows", empty, empty}} {
		if code := run(args, &bytes.Buffer{}, &bytes.Buffer{}); code != 1 {
			t.Errorf("%q: exit %d, want 1", args, code)
		}
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
