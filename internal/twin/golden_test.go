package twin

import (
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// golden is a worked example: how the numbers come about, in words, then files
// under lines like "-- rates.csv --".
func golden(t *testing.T, path string) (*Book, map[string]string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files, folder := map[string]string{}, fstest.MapFS{}
	name := ""
	for _, line := range strings.SplitAfter(string(data), "\n") {
		if strings.HasPrefix(line, "-- ") && strings.HasSuffix(line, " --\n") {
			name = strings.TrimSuffix(strings.TrimPrefix(line, "-- "), " --\n")
			continue
		}
		files[name] += line
	}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	b, err := Load(folder)
	if err != nil {
		t.Fatal(err)
	}
	return b, files
}

func readCSV(t *testing.T, text string) [][]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func run(t *testing.T, write func(io.Reader, string, io.Writer) error, orders string) [][]string {
	t.Helper()
	var out bytes.Buffer
	if err := write(strings.NewReader(orders), "2026-05-15", &out); err != nil {
		t.Fatal(err)
	}
	return readCSV(t, out.String())
}

// compare looks at the columns that the wanted table has.
func compare(t *testing.T, got, want [][]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d rows, want %d", len(got)-1, len(want)-1)
	}
	column := map[string]int{}
	for i, name := range got[0] {
		column[name] = i
	}
	for i := 1; i < len(want); i++ {
		for j, name := range want[0] {
			at, ok := column[name]
			if !ok {
				t.Fatalf("no column %s in the output", name)
			}
			if got[i][at] != want[i][j] {
				t.Errorf("row %d (%s) %s: got %q, want %q", i, strings.Join(want[i][:2], " "), name, got[i][at], want[i][j])
			}
		}
	}
}

func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(paths) < 8 {
		t.Fatalf("found %d examples, %v", len(paths), err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			b, files := golden(t, path)
			if want, ok := files["quote.csv"]; ok {
				compare(t, run(t, b.Quote, files["orders.csv"]), readCSV(t, want))
			}
			if want, ok := files["decide.csv"]; ok {
				compare(t, run(t, b.Decide, files["orders.csv"]), readCSV(t, want))
			}
			if _, ok := files["quotes.csv"]; ok {
				got := strings.Join(b.CheckQuotes("2026-05-15"), "\n") + "\n"
				if got != files["mismatches"] {
					t.Errorf("got\n%swant\n%s", got, files["mismatches"])
				}
			}
		})
	}
}

// The rows of rows.txt carry their expected status in a column of their own.
func TestRows(t *testing.T) {
	b, files := golden(t, "testdata/rows.txt")
	in := readCSV(t, files["orders.csv"])
	out := run(t, b.Decide, "\ufeff"+strings.ReplaceAll(files["orders.csv"], "\n", "\r\n"))
	if len(in) != len(out) {
		t.Fatalf("%d rows in, %d out", len(in)-1, len(out)-1)
	}
	for i := 1; i < len(in); i++ {
		want, row := "invalid", in[i]
		if len(row) == len(in[0]) && row[len(row)-1] == "ship" {
			want = "ship"
		}
		if out[i][0] != row[0] || out[i][1] != want {
			t.Errorf("%q: got id %q and status %s, want %s", row, out[i][0], out[i][1], want)
		}
		if want == "invalid" && strings.Join(out[i][2:], "") != "" {
			t.Errorf("%q: an invalid row shows %q", row, out[i][2:])
		}
	}
}

// numbered gives so many more columns with names of their own.
func numbered(n int) string {
	out := ""
	for i := range n {
		out += ",x" + strconv.Itoa(i)
	}
	return out
}

// A file may have both columns of weight; a row that fills both is invalid.
func TestBothWeights(t *testing.T) {
	b, _ := golden(t, "testdata/rows.txt")
	var out strings.Builder
	err := b.Decide(strings.NewReader("order_id,country,weight_g,weight_kg\nA,DE,1,\nB,DE,,0.001\nC,DE,1,0.001\nD,DE,,\n"), "2026-05-15", &out)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(out.String()), "\n")[1:] {
		if invalid := strings.Contains(line, ",invalid,"); invalid != (i >= 2) {
			t.Errorf("row %d: %s", i+1, line)
		}
	}
}

func TestOrderFilesThatAreRefused(t *testing.T) {
	b, _ := golden(t, "testdata/rows.txt")
	for name, text := range map[string]string{
		"empty":            "",
		"no id":            "country,weight_g\nDE,1\n",
		"no weight":        "order_id,country\nA,DE\n",
		"column twice":     "order_id,country,weight_g,value,value\nA,DE,1,,\n",
		"CR only":          "order_id,country,weight_g\rA,DE,1\r",
		"NUL":              "order_id,country,weight_g\nA\x00,DE,1\n",
		"not UTF-8":        "order_id,country,weight_g\nA\xff,DE,1\n",
		"unclosed quote":   "order_id,country,weight_g\n\"A,DE,1\n",
		"field too long":   "order_id,country,weight_g\n" + strings.Repeat("A", 4097) + ",DE,1\n",
		"too many columns": "order_id,country,weight_g" + numbered(98) + "\n",
	} {
		if err := b.Decide(strings.NewReader(text), "2026-05-15", io.Discard); err == nil {
			t.Errorf("%s: was accepted", name)
		}
	}
	if err := b.Decide(strings.NewReader("order_id,country,weight_g"+numbered(97)+"\n"), "2026-05-15", io.Discard); err != nil {
		t.Errorf("100 columns were refused: %v", err)
	}
	if err := b.Decide(strings.NewReader("order_id,country,weight_g\n"), "15.5.2026", io.Discard); err == nil {
		t.Error("a today that is no day was accepted")
	}
}
