package testdata_test

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/testdata"
)

// What the program carries must be what lies in the folder, every table of it.
func TestBookIsTheFolder(t *testing.T) {
	onDisk, err := filepath.Glob("books/aliexpress-2026/*")
	if err != nil || len(onDisk) < 3 {
		t.Fatalf("found %d tables on disk, %v", len(onDisk), err)
	}
	inside, err := fs.Glob(testdata.Book(), "*")
	if err != nil {
		t.Fatal(err)
	}
	if len(inside) != len(onDisk) {
		t.Errorf("%d tables inside, %d on disk", len(inside), len(onDisk))
	}
	for _, path := range onDisk {
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got, err := fs.ReadFile(testdata.Book(), filepath.Base(path))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs from the copy inside: %v", path, err)
		}
	}
}

func TestOrdersAreACopy(t *testing.T) {
	want, err := os.ReadFile("orders/sample.csv")
	if err != nil {
		t.Fatal(err)
	}
	testdata.Orders()[0] = 'X'
	if !bytes.Equal(testdata.Orders(), want) {
		t.Error("Orders differs from orders/sample.csv, or one caller can change what the next one gets")
	}
}

// Every table of every book reads as CSV with the header's number of fields, plain LF lines and no repeated column.
func TestTablesAreWellFormed(t *testing.T) {
	tables, err := filepath.Glob("books/*/*.csv")
	if err != nil || len(tables) == 0 {
		t.Fatalf("found %d tables, %v", len(tables), err)
	}
	for _, path := range tables {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte("\r")) || !bytes.HasSuffix(data, []byte("\n")) {
			t.Errorf("%s: lines must end in LF, the last one too", path)
		}
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if len(rows) < 2 {
			t.Errorf("%s: has no rows", path)
		}
		seen := map[string]bool{}
		for _, column := range rows[0] {
			if seen[column] {
				t.Errorf("%s: column %s stands twice", path, column)
			}
			seen[column] = true
		}
	}
}

// Every figure of the default book says how far to trust it; only the plain settings have nothing to say.
func TestFiguresCarryTheirConfidence(t *testing.T) {
	for _, name := range []string{"rates", "services", "zones", "surcharges", "risk", "fx", "tiers", "countries", "quotes"} {
		data, err := fs.ReadFile(testdata.Book(), name+".csv")
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		source, confidence := column(rows[0], "source"), column(rows[0], "confidence")
		if source < 0 || confidence < 0 {
			t.Errorf("%s.csv: needs the columns source and confidence", name)
			continue
		}
		for i, row := range rows[1:] {
			if row[source] == "" || !strings.Contains("|real|assumed|illustrative|", "|"+row[confidence]+"|") {
				t.Errorf("%s.csv:%d: source %q, confidence %q", name, i+2, row[source], row[confidence])
			}
		}
	}
}

// The default book ships the prices it must reproduce, and none of them may get lost.
func TestDefaultBookHasItsQuotes(t *testing.T) {
	data, err := fs.ReadFile(testdata.Book(), "quotes.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := len(rows) - 1; got != 68 {
		t.Errorf("%d quotes, want 68", got)
	}
}

func column(header []string, name string) int {
	for i, h := range header {
		if h == name {
			return i
		}
	}
	return -1
}
