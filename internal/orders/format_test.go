package orders

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/lanewise/lanewise/internal/csvio"
)

func TestNDJSON(t *testing.T) {
	text := "\ufeff" + `{"order_id":"A-1","country":"DE","weight_g":350,"value":12.50,"currency":"EUR","postcode":null}` + "\r\n\n  \n" +
		`{ "weight_kg" : "0.12", "order_id" : 8170080091572232, "country":"us", "attributes":["battery","liquid"], "ship_date":"2026-05-01" }` + "\n" +
		`{"order_id":"单\u53f7\ud83d\ude00\n","country":"DE","weight_g":1e2}` + "\n" +
		`{"order_id":"D","country":"DE","weight_g":-0}` + "\n" +
		`{"order_id":"E","country":"DE","weight_g":1,"attributes":"a|b","sku":"S"}`
	r := open(t, "a.ndjson", text)
	var rows []Row
	for {
		var row Row
		if err := r.Read(&row); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	if len(rows) != 5 {
		t.Fatalf("%d rows", len(rows))
	}
	if o := rows[0].Order; len(rows[0].Faults) > 0 || o.WeightG != 350 || o.Value.String() != "12.5" || o.Currency.String() != "EUR" || o.Postcode != "" {
		t.Errorf("%+v", rows[0])
	}
	if o := rows[1].Order; len(rows[1].Faults) > 0 || rows[1].ID != "8170080091572232" || o.WeightG != 120 || o.Country.String() != "US" || strings.Join(o.Attributes, "+") != "battery+liquid" || rows[1].Line != 4 {
		t.Errorf("%+v", rows[1])
	}
	if rows[2].ID != "单号😀\n" {
		t.Errorf("id %q", rows[2].ID)
	}
	if got := rows[2].Faults.Error(); !strings.Contains(got, "control character") || !strings.Contains(got, `weight_g: "1e2" has an exponent`) {
		t.Errorf("faults %s", got)
	}
	if got := rows[3].Place("weight_g"); len(rows[3].Faults) == 0 || got != "a.ndjson:6 weight_g" {
		t.Errorf("%v at %s", rows[3].Faults, got)
	}
	if len(rows[4].Faults) > 0 || len(rows[4].Order.Attributes) != 2 {
		t.Errorf("%+v", rows[4])
	}
	if r.Unused() != nil || r.Renamed() != nil {
		t.Error("remarks on columns that no file has")
	}
}

// What is wrong with a line spoils that order alone and is told with its reason.
func TestNDJSONFaults(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40)
	for _, c := range []struct{ line, id, want string }{
		{`null`, "", "is no JSON object: an object in braces is expected (byte 1 of the line)"},
		{`[1]`, "", "is no JSON object: an object in braces"},
		{`{"order_id":"A","country":"DE","weight_g":1} {}`, "A", "text follows the object"},
		{`{"order_id":"A","country":"DE"`, "A", "a comma or a closing brace is expected (byte 31 of the line)"},
		{`{"order_id":"A`, "", "a text is never closed"},
		{`{"order_id":"A",}`, "A", "a text in double quotes is expected"},
		{`{'order_id':"A"}`, "", "a text in double quotes is expected"},
		{`{"order_id" "A"}`, "", "a colon is expected"},
		{`{"order_id":"A","weight_g":01}`, "A", "a number begins with 0"},
		{`{"order_id":"A","weight_g":1.}`, "A", "no digits after its point"},
		{`{"order_id":"A","weight_g":-}`, "A", "a number has no digits"},
		{`{"order_id":"A","weight_g":1e}`, "A", "an exponent has no digits"},
		{`{"order_id":"A","weight_g":NaN}`, "A", "a value is expected"},
		{`{"order_id":"\ud800"}`, "", "lone surrogate"},
		{`{"order_id":"\ud800\u0041"}`, "", "lone surrogate"},
		{`{"order_id":"\udc00\ud800"}`, "", "lone surrogate"},
		{`{"order_id":"\u00g0"}`, "", "4 hexadecimal digits"},
		{`{"order_id":"\x"}`, "", "a backslash stands"},
		{"{\"order_id\":\"a\tb\"}", "", "control character U+0009"},
		{`{"order_id":"A","x":` + deep + `}`, "A", "nest more than 32 deep"},
		{`{"order_id":"A","order_id":"B","country":"DE","weight_g":1}`, "A", `order_id: the key "order_id" stands twice`},
		{`{"order_id":"A","country":"DE","weight_g":1,"c\u006funtry":"US"}`, "A", `country: the key "country" stands twice`},
		{`{"order_id":"A","Country":"DE","weight_g":1}`, "A", `"Country": is no column of orders; write country, or give --map Country=country`},
		{`{"order_id":"A","country":"DE","weight_g":1,"ſhip_date":"2026-01-01"}`, "A", `"ſhip_date": is no column of orders; --map ſhip_date=- leaves it out`},
		{`{"order_id":"A","country":"DE","weight_g":true}`, "A", "weight_g: is true; write a text or a number"},
		{`{"order_id":"A","country":{"code":"DE"},"weight_g":1}`, "A", "country: is an object; write a text or a number"},
		{`{"order_id":"A","country":["DE"],"weight_g":1}`, "A", "country: is a list; write one text or number"},
		{`{"order_id":"A","country":"DE","weight_g":1,"attributes":["a|b"]}`, "A", "attributes: is a list of more than texts"},
		{`{"order_id":"A","country":"DE","weight_g":1,"attributes":["a",1]}`, "A", "attributes: is a list of more than texts"},
		{`{"order_id":"A","country":"DE","weight_g":1,"buyer_service":"` + strings.Repeat("x", 4097) + `"}`, "A", "buyer_service: has 4097 bytes, at most 4096 are allowed"},
		{`{}`, "", "order_id: is blank"},
	} {
		const good = `{"order_id":"%","country":"DE","weight_g":1}` + "\n"
		r := open(t, "a.ndjson", good+c.line+"\n"+strings.Replace(good, "%", "Z", 1))
		var row Row
		if err := r.Read(&row); err != nil || row.ID != "%" {
			t.Fatal(err, row)
		}
		if err := r.Read(&row); err != nil {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		if row.ID != c.id || !strings.Contains(row.Faults.Error(), c.want) {
			t.Errorf("%s\n got %q, %s\nwant %q, %s", c.line, row.ID, row.Faults.Error(), c.id, c.want)
		}
		if err := r.Read(&row); err != nil || row.ID != "Z" || len(row.Faults) > 0 {
			t.Errorf("%s: the next row is %+v, %v", c.line, row, err)
		}
	}
}

func TestNDJSONRefusals(t *testing.T) {
	const good = `{"order_id":"A","country":"DE","weight_g":1}` + "\n"
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "a.jsonl: the file is empty (0 bytes); copy it again"},
		{"array", "[" + good + "]", "a.jsonl:1: the file is one JSON array; write one object a line"},
		{"CSV", "order_id,country,weight_g\n", "a.jsonl:1: the file does not begin with a JSON object; name it after what it is"},
		{"NUL", good + "{\"order_id\":\"A\x00\"}", "a.jsonl:2: the line holds a NUL byte"},
		{"not UTF-8", good + "{\"order_id\":\"A\xff\"}", "a.jsonl:2: the line is not UTF-8"},
		{"long line", good + `{"order_id":"` + strings.Repeat("A", 65536) + `"}`, "a.jsonl:2: the line is longer than 65536 bytes"},
	} {
		r, err := tryOpen(Options{Defaults: def}, "a.jsonl", c.text)
		if err == nil {
			_, err = outline(r)
		}
		var refusal *Refusal
		if !errors.As(err, &refusal) || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
	at := `{"order_id":"A","country":"DE","weight_g":1}`
	at += strings.Repeat(" ", 65536-len(at))
	checkRows(t, open(t, "a.jsonl", at+"\n"), `a.jsonl:1 "A"`)
	checkRows(t, open(t, "a.jsonl", at), `a.jsonl:1 "A"`)
}

func TestNDJSONMapping(t *testing.T) {
	opt := Options{Defaults: def, Input: Input{Format: "ndjson", Mapping: mapping(t, "ref=order_id", "note=-", "to=country")}}
	r, err := tryOpen(opt, "stdin", `{"ref":"A","to":"DE","weight_g":1,"note":{"x":[1,{}]},"note":2}`+"\n"+`{"ref":"B","order_id":"C","to":"DE","weight_g":1}`)
	if err != nil {
		t.Fatal(err)
	}
	checkRows(t, r, `stdin:1 "A"`, `stdin:2 "B" [order_id has a key that is unknown or repeated]`)
}

// Every line either is the same object to encoding/json, with texts equal, or spoils the row.
func FuzzNDJSON(f *testing.F) {
	for _, s := range []string{
		`{"order_id":"A-1","country":"DE","weight_g":350,"attributes":["a","b"]}`, `{"order_id":"\ud83d\ude00\/\b","weight_g":-1.5E+3,"postcode":null}`,
		`{"order_id":"A","order_id":"B"}`, `{"a":{"b":[1,2,{"c":[]}]}}`, `[]`, `{`, `{"order_id":"\u12"}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if strings.ContainsAny(line, "\n\x00") {
			return
		}
		r, err := tryOpen(Options{Defaults: def}, "a.ndjson", "{}\n"+line)
		if err != nil {
			t.Fatal(err)
		}
		var row Row
		if err := r.Read(&row); err != nil {
			t.Fatal(err)
		}
		if err := r.Read(&row); err != nil || row.Faults.whole() {
			return
		}
		var std map[string]json.RawMessage
		if err := json.Unmarshal([]byte(line), &std); err != nil {
			t.Fatalf("%q was accepted: %v", line, err)
		}
		var id string
		if raw := std["order_id"]; len(row.Faults) == 0 && len(raw) > 0 && raw[0] == '"' {
			if err := json.Unmarshal(raw, &id); err != nil || id != row.ID {
				t.Errorf("%q has the id %q, not %q", line, id, row.ID)
			}
		}
	})
}

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
		if name == "-" {
			opt.Format = "xlsx"
		}
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

// Chinese in UTF-8 read as GB18030 would come out as other characters, without an error.
func TestLooksUTF8(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("订单号,国家\n联通,美国\n")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"订单号,国家\n1,美国\n": true, "订单号"[:8]: true, gb: false, "order_id,country\n1,US\n": false, "\xc1\xaa\xcd\xa8": false, "": false,
	} {
		if got := looksUTF8([]byte(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
