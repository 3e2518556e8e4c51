package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const orders = "order_id,country\n100,US\n2,DE\n33,\n"

func TestBothWaysPutOutTheSame(t *testing.T) {
	name := filepath.Join(t.TempDir(), "orders.csv")
	if err := os.WriteFile(name, []byte(orders), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ size, want string }{
		{"31", "100,US,10\n2,DE,2,DE\n33,,33,,33\n"},
		{"10", "10\n2,\n33,\n"},
	} {
		for _, tight := range []string{"--tight=false", "--tight"} {
			var out, stderr bytes.Buffer
			if code := run([]string{"--bytes", c.size, "--rows", "3", tight, name}, &out, &stderr); code != 0 {
				t.Fatal(code, stderr.String())
			}
			if out.String() != c.want {
				t.Errorf("%s %s: %q, want %q", c.size, tight, out.String(), c.want)
			}
		}
	}
}

// TestManyRows has lines across the ends of the buffer.
func TestManyRows(t *testing.T) {
	const n = 60_000
	in := "id,a,b\n" + strings.Repeat("8170,x,yz\n", n)
	size := 37*n + 11
	var a, b bytes.Buffer
	if err := plain(strings.NewReader(in), &a, share{bytes: size, rows: n}); err != nil {
		t.Fatal(err)
	}
	if err := tightly(strings.NewReader(in), &b, share{bytes: size, rows: n}); err != nil {
		t.Fatal(err)
	}
	if a.Len() != size || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Errorf("%d and %d bytes, want %d and the same", a.Len(), b.Len(), size)
	}
}

func TestRefusals(t *testing.T) {
	for _, args := range [][]string{{}, {"--bytes", "10", "orders.csv"}, {"--bytes", "1", "--rows", "2", "orders.csv"}, {"--bytes", "9", "--rows", "2", "nowhere.csv"}} {
		if code := run(args, &bytes.Buffer{}, &bytes.Buffer{}); code != 1 {
			t.Errorf("%q: exit %d, want 1", args, code)
		}
	}
}
