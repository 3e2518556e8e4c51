package orders

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/lanewise/lanewise/internal/csvio"
	"github.com/lanewise/lanewise/internal/skus"
)

// zipCode is a number that a format shows with zeros in front.
type zipCode int

// workbookOf makes a workbook of sheets given as name and rows.
func workbookOf(t *testing.T, sheets map[string][][]any, names ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for i, name := range names {
		if i == 0 {
			f.SetSheetName("Sheet1", name)
		} else if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for n, row := range sheets[name] {
			for col, v := range row {
				cell, _ := excelize.CoordinatesToCellName(col+1, n+1)
				if v == nil {
					continue
				}
				if zip, ok := v.(zipCode); ok {
					format := "00000"
					style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
					f.SetCellStyle(name, cell, cell, style)
					v = int(zip)
				}
				if s, ok := v.(string); ok && strings.HasPrefix(s, "=") {
					f.SetCellFormula(name, cell, s[1:])
				} else if err := f.SetCellValue(name, cell, v); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWorkbook(t *testing.T) {
	day := time.Date(2026, 5, 31, 0, 0, 0, 0, time.UTC)
	data := workbookOf(t, map[string][][]any{"Blatt 1": {
		{nil}, // an empty row above the header
		{"订单号", "country", "重量(KG)", "ship_date", "value", "邮编", "note"},
		{"A-1", "DE", 0.35, day, 12.5, "01067"},
		{8170080091572, "US", 1, "2026-06-01", nil, 94107, "x"},
		{},
		{"C", "US", 1, day, 1, nil, nil, "beside the table"},
		{8170080091572232, "US", 1},
		{"E", "US", "=1/0", day},
		{"F", "US", "0,5"},
		{"G", "US", 1, nil, nil, zipCode(2134)},
		{day, "US", 1},
		{-8170080091572232, "US", 1},
		{12*time.Hour + 30*time.Minute, "US", 1},
	}}, "Blatt 1")
	path := filepath.Join(t.TempDir(), "a.xlsx")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, "-"} {
		in := bytes.NewReader(data)
		opt := Options{Defaults: def}
		r, err := Open(t.Context(), opt, in, name)
		if err != nil {
			t.Fatal(err)
		}
		if name == "-" {
			name = "stdin"
		}
		checkRows(t, r, name+`:3 "A-1"`, name+`:4 "8170080091572"`, name+`:6 "C" [ wrong number of fields]`,
			name+`:7 "8170080091572230" [order_id is a cell that cannot be read]`, name+`:8 "E" [weight_kg is a cell that cannot be read]`,
			name+`:9 "F" [weight_kg is not a plain number]`, name+`:10 "G"`,
			name+`:11 "2026-05-31" [order_id is a cell that cannot be read]`, name+`:12 "-8170080091572230" [order_id is a cell that cannot be read]`,
			name+`:13 "0.520833333333333" [order_id is a cell that cannot be read]`)
		r.Close()
	}
	r, _ := Open(t.Context(), Options{Defaults: def}, nil, path)
	defer r.Close()
	var row Row
	if err := r.Read(&row); err != nil || row.Order.WeightG != 350 || row.Order.ShipDate.String() != "2026-05-31" || row.Order.Postcode != "01067" || row.Order.Value.String() != "12.5" {
		t.Errorf("%v: %+v", err, row.Order)
	}
	for row.ID != "G" {
		if err := r.Read(&row); err != nil {
			t.Fatal(err)
		}
	}
	if row.Order.Postcode != "02134" {
		t.Errorf("the postcode is %q", row.Order.Postcode)
	}
	if got := r.Unused(); len(got) != 1 || got[0].Columns[0] != "note" {
		t.Errorf("unused %v", got)
	}
}

// A number or a day in a column of text is what the spreadsheet made of it; in columns of numbers it is one.
func TestWorkbookChangedTexts(t *testing.T) {
	day := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	data := workbookOf(t, map[string][][]any{"orders": {
		{"order_id", "country", "weight_g", "sku", "postcode", "buyer_service", "attributes", "ship_date"},
		{"A", "US", 1, "LAMP", 94107, 5, nil, day},
		{"B", "US", 1, 4711471147114711, nil, nil, nil, nil},
		{"C", "US", 1, day, nil, nil, nil, nil},
		{"D", "US", 1, "LAMP", nil, day, nil, nil},
		{"E", "US", 1, "LAMP", day, nil, day, nil},
		{"F", "US", 1, "LAMP", nil, "1.23E+15", nil, nil},
		{"1.23E+15", "US", 1, "LAMP", nil, nil, nil, nil},
	}}, "orders")
	for _, c := range []struct {
		articles string
		want     []string
	}{
		{"", []string{
			`o.xlsx:2 "A"`, `o.xlsx:3 "B"`, `o.xlsx:4 "C"`, `o.xlsx:5 "D" [buyer_service is a cell that cannot be read]`,
			`o.xlsx:6 "E" [postcode is a cell that cannot be read] [attributes is a cell that cannot be read]`, `o.xlsx:7 "F"`, `o.xlsx:8 "1.23E+15" [order_id is a number cut short]`,
		}},
		{"sku,weight_g\nLAMP,1\n4711471147114710,1\n2026-05-01,1\n", []string{
			`o.xlsx:2 "A"`, `o.xlsx:3 "B" [sku is a cell that cannot be read]`, `o.xlsx:4 "C" [sku is a cell that cannot be read]`, `o.xlsx:5 "D" [buyer_service is a cell that cannot be read]`,
			`o.xlsx:6 "E" [postcode is a cell that cannot be read] [attributes is a cell that cannot be read]`, `o.xlsx:7 "F"`, `o.xlsx:8 "1.23E+15" [order_id is a number cut short]`,
		}},
	} {
		opt := Options{Defaults: def}
		if c.articles != "" {
			var err error
			if opt.SKUs, err = skus.Read("skus.csv", strings.NewReader(c.articles), "", def.Currency); err != nil {
				t.Fatal(err)
			}
		}
		r, err := NewReader(opt, Source{"o.xlsx", bytes.NewReader(data)})
		if err != nil {
			t.Fatal(err)
		}
		checkRows(t, r, c.want...)
	}
}

func TestWorkbookSheets(t *testing.T) {
	orders := [][]any{{"order_id", "country", "weight_g"}, {"A", "DE", 1}}
	one := map[string][][]any{"June": orders, "Orders": orders, "Empty": nil}
	for _, c := range []struct {
		sheets []string
		opt    Options
		want   string // "" = the rows
	}{
		{[]string{"June"}, Options{}, ""},
		{[]string{"June", "Orders"}, Options{}, ""},
		{[]string{"Empty", "June"}, Options{Input: Input{Sheet: "june"}}, ""},
		{[]string{"June", "Empty"}, Options{}, `a.xlsx: has 2 sheets and none is named orders; say which to read with --sheet; its sheets are "June", "Empty"`},
		{[]string{"June"}, Options{Input: Input{Sheet: "May"}}, `a.xlsx: has no sheet "May"; its sheets are "June"`},
		{[]string{"Empty"}, Options{}, `a.xlsx: the sheet "Empty" has no header row; `},
		{[]string{"June"}, Options{CSV: csvio.Options{MaxColumns: 2}}, `a.xlsx:1:3: sheet "June": the sheet has more than 2 columns`},
		{[]string{"June"}, Options{MaxFile: 100}, "a.xlsx: is larger than 100 bytes, the limit of an order file; split it"},
	} {
		c.opt.Defaults = def
		r, err := tryOpen(c.opt, "a.xlsx", string(workbookOf(t, one, c.sheets...)))
		var refusal *Refusal
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%v: %v", c.sheets, err)
		case c.want == "":
			checkRows(t, r, `a.xlsx:2 "A"`)
		case !errors.As(err, &refusal) || !strings.HasPrefix(err.Error(), c.want):
			t.Errorf("%v: got %v, want %s", c.sheets, err, c.want)
		}
	}
	if _, err := tryOpen(Options{Defaults: def}, "a.xlsx", "order_id,country,weight_g\n"); err == nil || !strings.HasPrefix(err.Error(), "a.xlsx: the file is no .xlsx workbook") {
		t.Errorf("CSV named as a workbook: %v", err)
	}
}

func TestCountryNames(t *testing.T) {
	names := def
	names.CountryNames = true
	for name, want := range map[string]string{"Germany": "DE", "德国": "DE", "usa": "US", "de": "DE"} {
		if o, faults := ParseMap(map[string]string{"country": name, "weight_g": "1"}, names); faults != nil || o.Country.String() != want {
			t.Errorf("%q is %s, %v", name, o.Country, faults)
		}
	}
	for _, c := range []struct {
		text string
		def  Defaults
		want string
	}{
		{"Germany", def, `country: "Germany" is a country's name; write DE, or give --country-names`},
		{"Atlantis", def, `country: "Atlantis" is not a country of ISO 3166-1; write its two-letter code, such as US`},
		{"Atlantis", names, `country: "Atlantis" is not a country of ISO 3166-1; write its two-letter code, such as US`},
		{"USA", def, `country: "USA" is not a country of ISO 3166-1; write US`},
	} {
		if _, faults := ParseMap(map[string]string{"country": c.text, "weight_g": "1"}, c.def); faults.Error() != c.want {
			t.Errorf("got %v, want %s", faults, c.want)
		}
	}
}
