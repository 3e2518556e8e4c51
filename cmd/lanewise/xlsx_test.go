package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// workbook writes the tables of a folder as the sheets of an .xlsx file, every cell as text.
func workbook(t *testing.T, folder string) string {
	t.Helper()
	book := excelize.NewFile()
	tables, err := filepath.Glob(filepath.Join(folder, "*.csv"))
	if err != nil || len(tables) == 0 {
		t.Fatalf("no tables in %s: %v", folder, err)
	}
	for _, path := range tables {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		sheet := strings.TrimSuffix(filepath.Base(path), ".csv")
		if _, err := book.NewSheet(sheet); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			cell, _ := excelize.CoordinatesToCellName(1, i+1)
			if err := book.SetSheetRow(sheet, cell, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := book.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "shop.xlsx")
	if err := book.SaveAs(out); err != nil {
		t.Fatal(err)
	}
	return out
}

// A workbook with the sheets of the folder's tables is the same book; places name the sheet.
func TestWorkbook(t *testing.T) {
	xlsx := workbook(t, shop)
	output := func(args ...string) string {
		out, err := program(t, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%q: %v\n%s", args, err, out)
		}
		return string(out)
	}
	order := []string{"--to", "US", "--weight", "350g", "--value", "12USD", "--attr", "battery", "--ship-date", "2026-05-15"}
	folder := output(append([]string{"explain", "--book", shop}, order...)...)
	if !strings.Contains(folder, "(fx.csv:2)") {
		t.Fatalf("no place in\n%s", folder)
	}
	sheets := output(append([]string{"explain", "--book", xlsx}, order...)...)
	if !strings.Contains(sheets, "(shop.xlsx[fx]:2)") || !strings.Contains(sheets, "shop.xlsx[rates]:4 · real") {
		t.Errorf("places do not name the sheet:\n%s", sheets)
	}
	if a, b := output(append([]string{"explain", "--format", "json", "--book", shop}, order...)...),
		output(append([]string{"explain", "--format", "json", "--book", xlsx}, order...)...); a != b {
		t.Errorf("folder\n%s\nworkbook\n%s", a, b)
	}
	if got := output("diff", shop, xlsx); !strings.Contains(got, "The tables say the same.") {
		t.Errorf("the tables differ:\n%s", got)
	}
	if got := output("check", "--ship-date", "2026-06-15", xlsx); !strings.Contains(got, "Quotes: 2 of 2 reproduced") {
		t.Errorf("check:\n%s", got)
	}
}
