package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The files in the repository are what this program writes, byte for byte, however often it is run.
func TestFilesAreUpToDate(t *testing.T) {
	dir := t.TempDir()
	for range 2 {
		var stdout, stderr bytes.Buffer
		if code := run([]string{"-dir", dir}, &stdout, &stderr); code != 0 {
			t.Fatalf("exit %d: %s", code, stderr.String())
		}
		for _, f := range files {
			got, err := os.ReadFile(filepath.Join(dir, f.name))
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(filepath.Join("..", "orders", f.name))
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("orders/%s is not what the generator writes; run go run ./testdata/gen", f.name)
			}
		}
	}
}

func TestOrdersArePlausible(t *testing.T) {
	for _, f := range files {
		ids := map[string]bool{}
		for i, o := range f.draw() {
			if ids[o.id] {
				t.Errorf("%s: order_id %s is drawn twice", f.name, o.id)
			}
			ids[o.id] = true
			if o.decigrams <= 0 || o.hs6 < 1 || o.country == "" || o.shipDate.IsZero() {
				t.Errorf("%s: order %d is incomplete: %+v", f.name, i+1, o)
			}
			if sides := []int{o.box.length, o.box.width, o.box.height}; min(sides[0], sides[1], sides[2]) == 0 && o.box != (box{}) {
				t.Errorf("%s: order %d has some of its sides only: %+v", f.name, i+1, o.box)
			}
			if (o.minor > 0) != (o.currency != "") {
				t.Errorf("%s: order %d has a value without a currency or the reverse: %+v", f.name, i+1, o)
			}
		}
	}
}

func TestCells(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{fixed(5, 2), "0.05"},
		{fixed(1299, 2), "12.99"},
		{fixed(1299, 0), "1299"},
		{fixed(100, 2), "1.00"},
		{short(1200), "120"},
		{short(1203), "120.3"},
		{cm(0), ""},
		{number(0), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestWrongArguments(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"orders"}, 2, "-dir"},
		{[]string{"-out", "x"}, 2, "-out"},
		{[]string{"-dir", filepath.Join("no", "such", "folder")}, 3, "sample.csv"},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(c.args, &stdout, &stderr); code != c.code || !strings.Contains(stderr.String(), c.says) {
			t.Errorf("%v: exit %d, %q; want exit %d naming %q", c.args, code, stderr.String(), c.code, c.says)
		}
	}
}
