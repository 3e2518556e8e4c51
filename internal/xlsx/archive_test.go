package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestNoWorkbook(t *testing.T) {
	good := smallBook("")
	lim := DefaultLimits()
	refused(t, "empty", nil, lim, NotWorkbook, "is empty")
	refused(t, "text", []byte("key,value\n"), lim, NotWorkbook, "no .xlsx workbook")
	refused(t, "short", []byte("PK"), lim, NotWorkbook, "no .xlsx workbook")
	refused(t, "xls", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), lim, NotWorkbook, "save it as .xlsx without a password")
	refused(t, "zip of tables", parts{"rates.csv": "service"}.zip(t), lim, NotWorkbook, "but no workbook")
	refused(t, "no main part", good.with("_rels/.rels", "<Relationships/>").zip(t), lim, NotWorkbook, "names no workbook")
	refused(t, "xlsb", good.edit(t, "_rels/.rels", "workbook.xml", "workbook.bin").zip(t), lim, NotWorkbook, ".xlsb")
	refused(t, "document", good.with("xl/workbook.xml", "<document/>").zip(t), lim, NotWorkbook, "holds a document")
	refused(t, "half a copy", good.zip(t)[:700], lim, Damaged, "only in part")
}

func TestDamagedArchives(t *testing.T) {
	good := smallBook(`<row r="1"><c r="A1"><v>1</v></c></row>`)
	rels := "xl/_rels/workbook.xml.rels"
	for name, c := range map[string]struct {
		book parts
		says string
	}{
		"no relations":          {good.without(rels), "has no part"},
		"no sheet":              {good.without("xl/worksheets/sheet1.xml"), `the worksheet "xl/worksheets/sheet1.xml" is not in the archive`},
		"no texts":              {good.without("xl/sharedStrings.xml"), "the sharedStrings"},
		"external sheet":        {good.edit(t, rels, `Target="worksheets/sheet1.xml"`, `Target="file:///etc/passwd" TargetMode="External"`), "is not in the archive"},
		"sheet outside":         {good.edit(t, rels, "worksheets/sheet1.xml", "../../../etc/passwd"), `"etc/passwd" is not in the archive`},
		"unknown relation":      {good.edit(t, "xl/workbook.xml", `r:id="r1"`, `r:id="r9"`), `"rates" has no part`},
		"relation twice":        {good.edit(t, rels, `Id="r2"`, `Id="r1"`), `holds "r1" twice`},
		"two sheets of a name":  {good.edit(t, "xl/workbook.xml", "</sheets>", `<sheet name="Rates" r:id="r1"/></sheets>`), `two sheets are named "Rates"`},
		"DOCTYPE in workbook":   {good.edit(t, "xl/workbook.xml", "<workbook ", "<!DOCTYPE workbook><workbook "), "document type"},
		"DOCTYPE in texts":      {good.with("xl/sharedStrings.xml", `<!DOCTYPE sst [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si><t>&a;</t></si></sst>`), "document type"},
		"UTF-16":                {good.edit(t, "xl/workbook.xml", "UTF-8", "UTF-16"), "cannot be read"},
		"empty part":            {good.with("xl/workbook.xml", ""), "is empty"},
		"text behind the sheet": {good.edit(t, "xl/worksheets/sheet1.xml", "</worksheet>", "</worksheet><"), "cannot be read"},
	} {
		refused(t, name, c.book.zip(t), DefaultLimits(), Damaged, c.says)
	}
	for _, name := range []string{"../evil", "/etc/passwd", `xl\evil`, "C:evil", "a//b", "a/./b", "xl/../../evil", "a\x00b"} {
		refused(t, name, good.with(name, "x").zip(t), DefaultLimits(), Damaged, "unsafe name")
	}
	refused(t, "case variant", good.with("XL/Workbook.xml", "x").zip(t), DefaultLimits(), Damaged, "twice")
}

// rawZip writes entries whose headers say what the test wants.
func rawZip(t *testing.T, entries ...*zip.FileHeader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, h := range entries {
		if _, err := z.CreateRaw(h); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEntries(t *testing.T) {
	lim := DefaultLimits()
	refused(t, "same name", rawZip(t, &zip.FileHeader{Name: "a"}, &zip.FileHeader{Name: "a"}), lim, Damaged, "twice")
	refused(t, "encrypted", rawZip(t, &zip.FileHeader{Name: "a", Flags: 1}), lim, NotWorkbook, "password")
	refused(t, "bzip2", rawZip(t, &zip.FileHeader{Name: "a", Method: 12}), lim, Damaged, "unknown method (12)")
	huge := &zip.FileHeader{Name: "a", UncompressedSize64: 1 << 62, CompressedSize64: 0}
	refused(t, "huge", rawZip(t, huge, &zip.FileHeader{Name: "b", UncompressedSize64: 1 << 63}), lim, OverLimit, "unpacks to more than")
}

// An entry that unpacks to more than its header says is found out while it is read.
func TestLyingHeader(t *testing.T) {
	b := smallBook(strings.Repeat(`<row><c><v>1</v></c></row>`, 1000))
	data := b.zip(t)
	size := uint32(len(b["xl/worksheets/sheet1.xml"]))
	at := bytes.LastIndex(data, binary.LittleEndian.AppendUint32(nil, size)) // in the central directory
	binary.LittleEndian.PutUint32(data[at:], size/2)
	refused(t, "lying header", data, DefaultLimits(), Damaged, "cannot be read")
}

// Each limit holds at its value and refuses one more.
func TestLimits(t *testing.T) {
	rows := `<row r="1"><c r="A1" t="inlineStr"><is><t>12345678</t></is></c><c r="B1"/><c r="C1"><v>1</v></c></row>`
	b := smallBook(rows)
	data := b.zip(t)
	total, largest := 0, int64(0)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		total += int(f.UncompressedSize64)
		largest = max(largest, int64((f.UncompressedSize64+f.CompressedSize64-1)/f.CompressedSize64))
	}
	for _, c := range []struct {
		set  func(*Limits, int64)
		at   int64
		kind Kind
		says string
	}{
		{func(l *Limits, n int64) { l.FileBytes = n }, int64(len(data)), OverLimit, "the file has more than"},
		{func(l *Limits, n int64) { l.UnzippedBytes = n }, int64(total), OverLimit, "unpacks to more than"},
		{func(l *Limits, n int64) { l.Entries = int(n) }, int64(len(b)), OverLimit, "entries"},
		{func(l *Limits, n int64) { l.Ratio = n }, largest, OverLimit, "times its size"},
		{func(l *Limits, n int64) { l.Cells = int(n) }, 3, OverLimit, "more than 2 cells"},
		{func(l *Limits, n int64) { l.Columns = int(n) }, 3, OverLimit, "cell C1: the sheet has more than 2 columns"},
	} {
		lim := DefaultLimits()
		c.set(&lim, c.at)
		if out, err := read(data, lim); err != nil || len(out) != 1 {
			t.Errorf("%s at the limit %d: %q %v", c.says, c.at, out, err)
		}
		c.set(&lim, c.at-1)
		if c.says == "more than 2 cells" {
			lim.Cells = 2
			refused(t, c.says, b.with("xl/sharedStrings.xml", "<sst/>").zip(t), lim, c.kind, c.says)
			continue
		}
		refused(t, c.says, data, lim, c.kind, c.says)
	}
	lim := DefaultLimits()
	lim.FieldBytes = 8
	if out, err := read(data, lim); err != nil || out[0] != "rates:1: 12345678||1" {
		t.Errorf("field at the limit: %q %v", out, err)
	}
	lim.FieldBytes = 7
	if out, err := read(data, lim); err != nil || !strings.Contains(out[0], "more than 7 bytes") {
		t.Errorf("field above the limit: %q %v", out, err)
	}
	lim = DefaultLimits()
	lim.Cells = 2
	refused(t, "texts", b.zip(t), lim, OverLimit, "more than 2 texts")
}

// Parts that would make an XML reader build up much from little.
func TestXMLBombs(t *testing.T) {
	lim := DefaultLimits()
	lim.Ratio = 100_000
	for name, c := range map[string]struct{ rows, says string }{
		"deep nesting":    {"<row><extLst>" + strings.Repeat("<a>", 100_000), "nests more than 64"},
		"many attributes": {"<row" + strings.Repeat(` a=""`, 100_000) + "/>", "tag or text of more than"},
		"long text":       {"<row><c><v>" + strings.Repeat("1", 300_000) + "</v></c></row>", "tag or text of more than"},
	} {
		refused(t, name, smallBook(c.rows).zip(t), lim, OverLimit, c.says)
	}
}

// A directory of very many entries is not built in memory to be counted.
func TestLargeDirectory(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range 40_000 {
		if _, err := z.CreateRaw(&zip.FileHeader{Name: fmt.Sprint("entry", i)}); err != nil {
			t.Fatal(err)
		}
	}
	z.Close()
	refused(t, "large directory", b.Bytes(), DefaultLimits(), OverLimit, "directory of the archive")
}

func TestRowsOfAnUnknownSheet(t *testing.T) {
	data := smallBook("").zip(t)
	w, err := Open(bytes.NewReader(data), int64(len(data)), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Rows("Rates"); err == nil {
		t.Error("sheet names are case-sensitive")
	}
	rows, err := w.Rows("rates")
	if err != nil {
		t.Fatal(err)
	}
	rows.Close()
	if _, err := rows.Read(); err != io.EOF {
		t.Errorf("after Close: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(smallBook(`<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="1"><v>46204.5</v></c></row>`).zip(f))
	f.Add(smallBook(`<row><c t="inlineStr"><is><t>_x000D_</t></is></c><c><f>1</f></c><c s="2"><v>1E-5</v></c></row><row/>`).zip(f))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte("\xD0\xCF\x11\xE0"))
	lim := DefaultLimits()
	lim.UnzippedBytes, lim.Cells = 1<<20, 10_000
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := read(data, lim)
		again, err2 := read(data, lim)
		if fmt.Sprint(out, err) != fmt.Sprint(again, err2) {
			t.Errorf("read twice: %q %v and %q %v", out, err, again, err2)
		}
	})
}

// FuzzSheet puts the fuzzed text where it is read most closely.
func FuzzSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" s="1"><v>46204.5</v></c></row>`)
	f.Add(`<row><c t="inlineStr"><is><t>_x000D_</t></is></c><c><f>1</f></c><c s="2"><v>1E-5</v></c></row><row/>`)
	lim := DefaultLimits()
	lim.Ratio = 2000
	f.Fuzz(func(t *testing.T, rows string) {
		out, err := read(smallBook(rows).zip(t), lim)
		last := 0
		for _, line := range out {
			var n int
			if _, e := fmt.Sscanf(line, "rates:%d:", &n); e == nil && n <= last {
				t.Errorf("row %d behind row %d: %q %v", n, last, out, err)
			} else if e == nil {
				last = n
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var rows strings.Builder
	const n = 10_000
	for i := range n {
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%[1]d" t="s"><v>1</v></c><c r="B%[1]d"><v>%[1]d.449999999999999</v></c><c r="C%[1]d" s="1"><v>46204</v></c><c r="D%[1]d"><v>%[1]d</v></c></row>`, i+1)
	}
	data := smallBook(rows.String()).zip(b)
	b.ResetTimer()
	for range b.N {
		out, err := read(data, DefaultLimits())
		if err != nil || len(out) != n {
			b.Fatal(len(out), err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n*4), "ns/cell")
}
