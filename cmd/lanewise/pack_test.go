package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// unpack reads a compressed file by its own rules, to the end and its checksum.
func unpack(t *testing.T, path string, data []byte) []byte {
	t.Helper()
	var r io.Reader
	var err error
	switch packing(path) {
	case ".gz":
		r, err = gzip.NewReader(bytes.NewReader(data))
	case ".zst":
		r, err = zstd.NewReader(bytes.NewReader(data))
	default:
		return data
	}
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return out
}

// A file whose name ends in .gz or .zst holds the same rows, compressed, and the same bytes for any number of workers.
func TestCompressedOutput(t *testing.T) {
	orders := filepath.Join("..", "..", "testdata", "orders", "sample.csv")
	decide := func(args ...string) []byte {
		t.Helper()
		out, err := program(t, append(append([]string{"decide", "--quiet"}, args...), orders)...).Output()
		if err != nil {
			t.Fatalf("%q: %v", args, err)
		}
		return out
	}
	for format, names := range map[string][]string{
		"csv":    {"plain.csv", "a.csv.gz", "a.csv.zst", "A.CSV.GZ"},
		"ndjson": {"plain.ndjson", "a.ndjson.gz", "a.jsonl.zst"}, // by the name alone
	} {
		want := decide("--format", format)
		for _, name := range names {
			path := filepath.Join(t.TempDir(), name)
			var files [2][]byte
			for i, workers := range []string{"1", "3"} {
				decide("--workers", workers, "--output", path)
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				files[i] = data
			}
			if !bytes.Equal(files[0], files[1]) {
				t.Errorf("%s: other bytes with three workers", name)
			}
			if !bytes.Equal(unpack(t, name, files[0]), want) {
				t.Errorf("%s does not hold what standard output gets", name)
			}
			if packing(name) != "" && len(files[0]) > len(want)/2 {
				t.Errorf("%s has %d bytes for %d", name, len(files[0]), len(want))
			}
		}
	}
}

// A list of rejects is compressed by its own name.
func TestCompressedRejects(t *testing.T) {
	dir := t.TempDir()
	in, list := filepath.Join(dir, "o.csv"), filepath.Join(dir, "r.csv.gz")
	if err := os.WriteFile(in, []byte("order_id,country,weight_g\nA,US,x\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := program(t, "decide", "--quiet", "--output", filepath.Join(dir, "d.csv"), "--rejects", list, in).CombinedOutput(); err == nil {
		t.Fatalf("an invalid row passed: %s", out)
	}
	data, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	if got := unpack(t, list, data); !bytes.Contains(got, []byte(",2,A,weight_g,x,")) {
		t.Errorf("the list is %q", got)
	}
}

// An error of the file reaches the caller, be it while writing or at the end of the compression.
func TestPackedErrors(t *testing.T) {
	full := errors.New("disk full")
	for _, name := range []string{"a.csv", "a.csv.gz", "a.csv.zst"} {
		err := packed(name, failing{full}, func(w io.Writer) error {
			_, err := w.Write(make([]byte, 10))
			return err
		})
		if !errors.Is(err, full) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Rows that are none or invalid are no error of the file: it is ended as ever.
	var out bytes.Buffer
	if err := packed("a.gz", &out, func(io.Writer) error { return errRows }); !errors.Is(err, errRows) || len(unpack(t, "a.gz", out.Bytes())) != 0 {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
