package xlsx

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestCells(t *testing.T) {
	for _, c := range []struct{ cell, want string }{
		{`<c r="A1" t="s"><v>0</v></c>`, "zero"},
		{`<c r="A1" t="s"><v>1</v></c>`, "one "},
		{`<c r="A1" t="inlineStr"><is><t>a &amp; &#228;</t></is></c>`, "a & ä"},
		{`<c r="A1" t="inlineStr"><is><t><![CDATA[<b>]]></t></is></c>`, "<b>"},
		{`<c r="A1" t="inlineStr"><is><t>a_x000A_b_x005F_x0041_c_xD800_</t></is></c>`, "a\nb_x0041_c_xD800_"},
		{`<c r="A1"><v>30.449999999999999</v></c>`, "30.45"},
		{`<c r="A1" t="n"><v>1200</v></c>`, "1200"},
		{`<c r="A1"><v>1.2E3</v></c>`, "1200"},
		{`<c r="A1"><v>5.0000000000000001E-3</v></c>`, "0.005"},
		{`<c r="A1"><v>-0</v></c>`, "0"},
		{`<c r="A1"><v>-12.5</v></c>`, "-12.5"},
		{`<c r="A1"><v>0.30000000000000004</v></c>`, "0.3"},
		{`<c r="A1"><v>999999999.999999</v></c>`, "999999999.999999"},
		{`<c r="A1"><v>123456789012345678</v></c>`, "123456789012346000"},
		{`<c r="A1" t="b"><v>1</v></c>`, "TRUE"},
		{`<c r="A1" t="b"><v>0</v></c>`, "FALSE"},
		{`<c r="A1"><f>1+1</f><v>2</v></c>`, "2"},
		{`<c r="A1" t="str"><f>"a"</f><v>a</v></c>`, "a"},
		{`<c r="A1" s="1"><v>46204</v></c>`, "2026-07-01"},
		{`<c r="A1" s="3"><v>46204</v></c>`, "2026-07-01"},
		{`<c r="A1" s="1"><v>46204.5</v></c>`, "2026-07-01 12:00:00"},
		{`<c r="A1" s="1"><v>46203.99999999999</v></c>`, "2026-07-01"},
		{`<c r="A1" s="1"><v>1</v></c>`, "1900-01-01"},
		{`<c r="A1" s="1"><v>59</v></c>`, "1900-02-28"},
		{`<c r="A1" s="1"><v>60</v></c>`, "60"}, // the 29 February 1900 of spreadsheets
		{`<c r="A1" s="1"><v>61</v></c>`, "1900-03-01"},
		{`<c r="A1" s="1"><v>2958465</v></c>`, "9999-12-31"},
		{`<c r="A1" s="1"><v>2958466</v></c>`, "2958466"},
		{`<c r="A1" s="1"><v>0</v></c>`, "0"},
		{`<c r="A1" s="1"><v>-1</v></c>`, "-1"},
		{`<c r="A1" s="1" t="s"><v>0</v></c>`, "zero"},
		{`<c r="A1" t="d"><v>2026-07-01T00:00:00Z</v></c>`, "2026-07-01"},
		{`<c r="A1" t="d"><v>2026-07-01T12:00:00</v></c>`, "2026-07-01T12:00:00"},
		{`<c r="A1" s="2"><v>0.125</v></c>`, "12.5%"},
		{`<c><v>7</v></c>`, "7"}, // the place may be left out
		{`<c r="B1"><v>7</v></c>`, "|7"},
		{`<c r="A1"/><c r="B1" t="inlineStr"><is><t/></is></c><c r="C1"><v>7</v></c><c r="D1"><v></v></c>`, "||7"},
	} {
		got, err := read(smallBook(`<row r="1">`+c.cell+`</row>`).zip(t), DefaultLimits())
		if want := []string{"rates:1: " + c.want}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q %v, want %q", c.cell, got, err, want)
		}
	}
}

func TestRowsKeepTheirNumbers(t *testing.T) {
	rows := `<row r="2"><c r="A2"><v>1</v></c></row><row r="3"/><row r="4"><c r="A4"/></row><row><c><v>2</v></c></row><row r="90"><c r="A90"><v>3</v></c></row>`
	got, err := read(smallBook(rows).zip(t), DefaultLimits())
	if want := []string{"rates:2: 1", "rates:5: 2", "rates:90: 3"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q %v, want %q", got, err, want)
	}
	for _, empty := range []string{`<worksheet ` + mainNS + `/>`, `<worksheet ` + mainNS + `><sheetData/></worksheet>`} {
		got, err = read(smallBook("").with("xl/worksheets/sheet1.xml", empty).zip(t), DefaultLimits())
		if err != nil || len(got) != 0 {
			t.Errorf("%s: %q %v", empty, got, err)
		}
	}
}

// What a spreadsheet does to ids that are no texts can be told afterwards.
func TestChangedNumbers(t *testing.T) {
	for cell, want := range map[string][2]bool{ // LongNumber, Date
		`<c><v>123456789012345</v></c>`:          {},
		`<c><v>1234567890123456</v></c>`:         {true, false},
		`<c><v>-1234567890123456</v></c>`:        {true, false},
		`<c><v>-12</v></c>`:                      {},
		`<c t="str"><v>1234567890123456</v></c>`: {},
		`<c s="1"><v>46143</v></c>`:              {false, true},
		`<c s="1" t="str"><v>46143</v></c>`:      {},
		`<c t="d"><v>2026-05-01</v></c>`:         {false, true},
		`<c s="4"><v>0.25</v></c>`:               {false, true},
	} {
		b := smallBook(`<row>`+cell+`</row>`).edit(t, "xl/styles.xml", "</cellXfs>", `<xf numFmtId="20"/></cellXfs>`).zip(t)
		w, err := Open(bytes.NewReader(b), int64(len(b)), DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		rows, err := w.Rows("rates")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := rows.Read(); err != nil {
			t.Errorf("%s: %v", cell, err)
		}
		if got := [2]bool{rows.LongNumber(1), rows.Date(1)}; got != want {
			t.Errorf("%s: long and date %v, want %v", cell, got, want)
		}
	}
}

func TestCalendarOf1904(t *testing.T) {
	b := smallBook(`<row r="1"><c r="A1" s="1"><v>0</v></c><c r="B1" s="1"><v>44742</v></c></row>`)
	got, err := read(b.edit(t, "xl/workbook.xml", "<workbookPr/>", `<workbookPr date1904="1"/>`).zip(t), DefaultLimits())
	if want := []string{"rates:1: 1904-01-01|2026-07-01"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q %v, want %q", got, err, want)
	}
}

// A cell that cannot be read condemns its row, and the rest is read.
func TestBadCells(t *testing.T) {
	for cell, says := range map[string]string{
		`<c r="C2" t="e"><v>#N/A</v></c>`:                                               "the error #N/A",
		`<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>`:                                  "the error #DIV/0!",
		`<c r="C2"><f>A1</f></c>`:                                                       "a formula without a value",
		`<c r="C2"><f>A1</f><v></v></c>`:                                                "a formula without a value",
		`<c r="C2" t="str"><f>A1</f></c>`:                                               "a formula without a value",
		`<c r="C2" t="inlineStr"><is><t>a_x0000_b</t></is></c>`:                         "control character U+0000",
		`<c r="C2" t="inlineStr"><is><t>` + strings.Repeat("x", 4097) + `</t></is></c>`: "more than 4096 bytes",
	} {
		got, err := read(smallBook(`<row r="1"><c r="A1"><v>1</v></c></row><row r="2">`+cell+`</row><row r="3"><c r="A3"><v>3</v></c></row>`).zip(t), DefaultLimits())
		if err != nil || len(got) != 3 || !strings.Contains(got[1], says) || !strings.HasPrefix(got[1], `sheet "rates" cell C2: `) || got[2] != "rates:3: 3" {
			t.Errorf("%s: %q %v, want %q", cell, got, err, says)
		}
	}
}

func TestBrokenSheets(t *testing.T) {
	a1 := `<c r="A1"><v>1</v></c>`
	for rows, says := range map[string]string{
		`<row r="2">` + `</row><row r="1">` + a1 + `</row>`: "row 1 stands behind row 2",
		`<row r="1"/><row r="1">` + a1 + `</row>`:           "row 1 stands behind row 1",
		`<row r="0">` + a1 + `</row>`:                       `a row has the number "0"`,
		`<row r="1048577"/>`:                                `a row has the number "1048577"`,
		`<row r="1048576"/><row/>`:                          "row 1048577 stands behind",
		`<row r="x">` + a1 + `</row>`:                       `a row has the number "x"`,
		`<row r="1"><c r="B1"/>` + a1 + `</row>`:            `cell "A1" stands in row 1 behind column "B"`,
		`<row r="1">` + a1 + a1 + `</row>`:                  `cell "A1" stands in row 1 behind column "A"`,
		`<row r="2">` + a1 + `</row>`:                       `cell "A1" stands in row 2`,
		`<row r="1"><c r="XFE1"/></row>`:                    `cell "XFE1"`,
		`<row r="1"><c r="a1"/></row>`:                      `cell "a1"`,
		`<row r="1"><c r="A01"/></row>`:                     `cell "A01"`,
		`<row r="1"><c r="1"/></row>`:                       `cell "1"`,
		`<row r="1"><c r="A"/></row>`:                       `cell "A"`,
		`<row r="1"><c t="s"><v>3</v></c></row>`:            `text number "3", of 3`,
		`<row r="1"><c t="s"><v>-1</v></c></row>`:           `text number "-1", of 3`,
		`<row r="1"><c t="s"><v></v></c></row>`:             `text number "", of 3`,
		`<row r="1"><c s="4"><v>1</v></c></row>`:            `style number "4", of 4`,
		`<row r="1"><c s="-1"><v>1</v></c></row>`:           `style number "-1"`,
		`<row r="1"><c t="x"><v>1</v></c></row>`:            `unknown kind "x"`,
		`<row r="1"><c t="b"><v>2</v></c></row>`:            `yes/no value "2"`,
		`<row r="1"><c><v>1,5</v></c></row>`:                `the number "1,5"`,
		`<row r="1"><c><v>0x10</v></c></row>`:               `the number "0x10"`,
		`<row r="1"><c><v>NaN</v></c></row>`:                `the number "NaN"`,
		`<row r="1"><c><v>1_0</v></c></row>`:                `the number "1_0"`,
		`<row r="1"><c><v>1E999</v></c></row>`:              `the number "1E999"`,
		`<row r="1"><c><v>&bomb;</v></c></row>`:             "entity",
		`<row r="1"><c><v>` + "\x01" + `</v></c></row>`:     "illegal character",
		`<row r="1"><c><v>` + "\xff" + `</v></c></row>`:     "invalid UTF-8",
		`<row r="1"><c></row>`:                              "cannot be read",
		`<row r="1">`:                                       "cannot be read",
		`<!DOCTYPE a [<!ENTITY b "c">]>`:                    "document type",

		// Rows and cells that a lenient reader would pass over.
		`<x><row r="1">` + a1 + `</row></x>`:                       `"x" stands where a row is expected`,
		`<row r="1"><x>` + a1 + `</x></row>`:                       `"x" stands in row 1 where a cell is expected`,
		`<row r="1"/></sheetData><row>` + a1 + `</row><sheetData>`: `second "row" element`,
		`<row r="1"/></sheetData><sheetData><row>` + a1 + `</row>`: `second "sheetData" element`,
		`</sheetData><c r="A1"><v>1</v></c><sheetData>` + `<row/>`: `second "c" element`,
	} {
		refused(t, rows, smallBook(rows).zip(t), DefaultLimits(), Damaged, says)
	}
}

func TestMergedCells(t *testing.T) {
	b := smallBook(`<row r="1"><c r="A1"><v>1</v></c></row>`).edit(t, "xl/worksheets/sheet1.xml", "<pageMargins/>",
		`<pageMargins/><mergeCells count="1"><mergeCell ref="B3:C4"/></mergeCells>`)
	refused(t, "merged", b.zip(t), DefaultLimits(), BadCell, `sheet "rates" cell B3: the cells B3:C4 are merged`)
}

// What excelize writes is read as it was meant, hidden sheets and rows included.
func TestWorkbookOfExcelize(t *testing.T) {
	f := excelize.NewFile()
	f.SetSheetName("Sheet1", "fx")
	f.SetSheetRow("fx", "A1", &[]any{"currency", "rate", "valid_from"})
	f.SetSheetRow("fx", "A2", &[]any{"EUR", 8.2262, 46204})
	f.SetSheetRow("fx", "A4", &[]any{"USD", "7.0010212766", "2026-01-02", true})
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: ptr(`yyyy"年"m"月"d"日"`)})
	if err != nil {
		t.Fatal(err)
	}
	f.SetCellStyle("fx", "C2", "C2", style)
	f.SetRowVisible("fx", 2, false)
	f.NewSheet("hidden")
	f.SetCellValue("hidden", "B2", "=1+1")
	f.SetSheetVisible("hidden", false)
	data, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	got, err := read(data.Bytes(), DefaultLimits())
	want := []string{"fx:1: currency|rate|valid_from", "fx:2: EUR|8.2262|2026-07-01", "fx:4: USD|7.0010212766|2026-01-02|TRUE", "hidden:2: |=1+1"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q %v, want %q", got, err, want)
	}
}

func ptr[T any](v T) *T { return &v }

func TestFormats(t *testing.T) {
	for code, want := range map[string]format{
		"General": plain, "0.00": plain, "0": plain, "00000": zeros + 5, `000;"x"`: zeros + 3, "00000-0000": plain, `#,##0.00 "days"`: plain, `[Red]0.0`: plain, `0.00\d`: plain, `_-* #,##0.00 _d`: plain, "@": plain, "0E+00": plain, "h:mm": clock, "[h]:mm:ss": clock, "mm:ss": clock, `[$-F400]h:mm:ss AM/PM`: clock, `0.0 "hours"`: plain,
		`0;"y"`: plain, `0;yyyy`: plain, `"never closed`: plain,
		"yyyy-mm-dd": date, "d/m/yy": date, `[$-804]yyyy"年"m"月"d"日"`: date, "MMM": date, "mmm-yy": date, "yyyy-mm-dd hh:mm": date,
		"0%": percent, "0.00%;[Red]-0.00%": percent, `0"%"`: plain,
	} {
		if got := formatOf(code); got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
	for id, want := range map[int]format{0: plain, 9: percent, 10: percent, 14: date, 18: clock, 21: clock, 22: date, 31: date, 32: clock, 45: clock, 48: plain, 49: plain, 55: clock, 57: date} {
		if got := builtIn(id); got != want {
			t.Errorf("format %d: %d, want %d", id, got, want)
		}
	}
}
