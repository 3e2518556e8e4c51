package skus

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// workbook writes sheets of cells into a file.
func workbook(t *testing.T, sheets map[string][][]any) string {
	t.Helper()
	book := excelize.NewFile()
	for name, rows := range sheets {
		if _, err := book.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			cell, _ := excelize.CoordinatesToCellName(1, i+1)
			if err := book.SetSheetRow(name, cell, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := book.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "skus.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWorkbook(t *testing.T) {
	path := workbook(t, map[string][][]any{
		"SKUs":  {{"sku", "weight_g", "value", "currency"}, {"LAMP", 120.5, 12.5, "USD"}, {4711, 80}},
		"Notes": {{"anything"}},
	})
	m, err := Open(path, "", cny(t))
	if err != nil {
		t.Fatal(err)
	}
	lamp, _ := m.Find("LAMP")
	number, _ := m.Find("4711")
	if m.Len() != 2 || lamp == nil || number == nil {
		t.Fatalf("articles are %v", m.items)
	}
	if lamp.Weight != 120_500_000 || lamp.Value != 12_500_000 || number.Weight != 80*Gram || number.HasValue || number.Line != 3 {
		t.Errorf("articles are %+v and %+v", lamp, number)
	}
}

func TestWorkbookMistakes(t *testing.T) {
	for name, test := range map[string]struct {
		sheets map[string][][]any
		want   string
	}{
		"two sheets":   {map[string][][]any{"a": {{"sku"}}, "b": {{"sku"}}}, ": has 2 sheets and none is named skus"},
		"bad weight":   {map[string][][]any{"a": {{"sku", "weight_g"}, {"LAMP", "x"}}}, `:2:2 weight_g: "x"`},
		"long number":  {map[string][][]any{"a": {{"sku"}, {int64(1234567890123456)}}}, `:2:1 sku: "1234567890123460" is a number of more than 15 digits`},
		"other fields": {map[string][][]any{"a": {{"sku"}, {"LAMP", "x"}}}, ":2: has 2 fields where the header has 1"},
		"empty":        {map[string][][]any{"a": nil}, ": has no header row"},
	} {
		t.Run(name, func(t *testing.T) {
			path := workbook(t, test.sheets)
			_, err := Open(path, "", cny(t))
			var bad *Error
			if !errors.As(err, &bad) || !strings.HasPrefix(err.Error(), path+test.want) {
				t.Errorf("error is %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestNoWorkbook(t *testing.T) {
	_, err := ReadWorkbook("skus.xlsx", strings.NewReader("sku\nLAMP\n"), 9, cny(t))
	var bad *Error
	if !errors.As(err, &bad) || !strings.HasPrefix(err.Error(), "skus.xlsx: ") {
		t.Errorf("error is %v", err)
	}
}
