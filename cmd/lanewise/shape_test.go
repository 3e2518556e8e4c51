package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"
)

// sheets runs a command that writes a workbook and gives the cells of its sheets.
func sheets(t *testing.T, args ...string) map[string][][]string {
	t.Helper()
	out, err := program(t, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%q: %v\n%s", args, err, out)
	}
	path := args[slices.Index(args, "--output")+1]
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all := map[string][][]string{}
	for _, name := range f.GetSheetList() {
		if all[name], err = f.GetRows(name); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// A workbook has the rows of the CSV, whole or with chosen columns, and a summary.
func TestWorkbookOutput(t *testing.T) {
	orders := filepath.Join("..", "..", "testdata", "orders", "sample.csv")
	for _, command := range []string{"decide", "quote"} {
		sheet := map[string]string{"decide": "decisions", "quote": "quotes"}[command]
		for _, columns := range [][]string{nil, {"--columns", "message,order_id,total_cost,finance_cost"}} {
			plain := append([]string{command, "--quiet"}, columns...)
			text, err := program(t, append(plain, orders)...).Output()
			if err != nil {
				t.Fatal(err)
			}
			want, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "out.xlsx") // the name alone asks for a workbook
			got := sheets(t, append(plain, "--workers", "2", "--output", path, orders)...)
			if len(got) != 2 || len(got[sheet]) != len(want) || len(got["summary"]) < 5 {
				t.Fatalf("%s: %d sheets, %d rows of %d, a summary of %d rows", command, len(got), len(got[sheet]), len(want), len(got["summary"]))
			}
			for i := range want {
				row := append(got[sheet][i], make([]string, len(want[i])-len(got[sheet][i]))...)
				if !slices.Equal(row, want[i]) {
					t.Errorf("%s row %d\ngot  %q\nwant %q", command, i+1, row, want[i])
				}
			}
		}
	}
}

// The same orders give the same workbook, byte for byte.
func TestWorkbookIsTheSameForAnyWorkers(t *testing.T) {
	orders := filepath.Join("..", "..", "testdata", "orders", "sample.csv")
	var files [2][]byte
	for i, workers := range []string{"1", "3"} {
		path := filepath.Join(t.TempDir(), "out.xlsx")
		if out, err := program(t, "decide", "--quiet", "--workers", workers, "--output", path, orders).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[i] = data
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("three workers wrote another workbook than one")
	}
}

func TestWorkbookName(t *testing.T) {
	orders := filepath.Join("..", "..", "testdata", "orders", "sample.csv")
	for _, args := range [][]string{{"--format", "csv"}, {"--format", "ndjson"}} {
		path := filepath.Join(t.TempDir(), "out.xlsx")
		out, err := program(t, append(append([]string{"decide", "--output", path}, args...), orders)...).CombinedOutput()
		if err == nil || !bytes.Contains(out, []byte("does not fit --output")) {
			t.Errorf("%q: %v\n%s", args, err, out)
		}
	}
}
