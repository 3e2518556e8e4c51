package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
)

const (
	relTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	mainNS   = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
)

// parts are the XML parts of a workbook by name.
type parts map[string]string

// smallBook is a workbook whose one sheet, `rates`, has the given rows. Its shared strings are zero, one and two; its styles
// are plain, a date, a percent and a date of its own.
func smallBook(rows string) parts {
	return parts{
		"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":         `<Relationships><Relationship Id="a" Type="` + relTypes + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<?xml version="1.0" encoding="UTF-8"?><workbook ` + mainNS + ` xmlns:r="` + relTypes + `"><workbookPr/>` +
			`<sheets><sheet name="rates" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="` + relTypes + `/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="r2" Type="` + relTypes + `/sharedStrings" Target="/xl/sharedStrings.xml"/>` +
			`<Relationship Id="r3" Type="` + relTypes + `/styles" Target="styles.xml"/></Relationships>`,
		"xl/sharedStrings.xml": `<sst ` + mainNS + `><si><t>zero</t></si><si><r><t>o</t></r><r><t xml:space="preserve">ne </t></r><rPh><t>x</t></rPh></si><si><t>two</t></si></sst>`,
		"xl/styles.xml": `<styleSheet ` + mainNS + `><numFmts><numFmt numFmtId="164" formatCode="d/m/yyyy"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>` +
			`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml": `<worksheet ` + mainNS + `><cols/><sheetData>` + rows + `</sheetData><pageMargins/></worksheet>`,
	}
}

// with is the workbook with one part replaced.
func (p parts) with(name, content string) parts {
	q := maps.Clone(p)
	q[name] = content
	return q
}

// edit is the workbook with a text inside a part replaced, which must occur there.
func (p parts) edit(t testing.TB, name, old, with string) parts {
	t.Helper()
	if !strings.Contains(p[name], old) {
		t.Fatalf("%s does not hold %s", name, old)
	}
	return p.with(name, strings.ReplaceAll(p[name], old, with))
}

func (p parts) without(name string) parts {
	q := maps.Clone(p)
	delete(q, name)
	return q
}

func (p parts) zip(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(p)) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, p[name])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// read gives every row of every sheet as `sheet:line: a|b|c`, in which a row that cannot be read is its errors, and the
// error that ended reading.
func read(data []byte, lim Limits) (out []string, err error) {
	w, err := Open(bytes.NewReader(data), int64(len(data)), lim)
	if err != nil {
		return nil, err
	}
	for _, name := range w.Sheets() {
		rows, err := w.Rows(name)
		if err != nil {
			return out, err
		}
		for {
			cells, err := rows.Read()
			var bad CellErrors
			switch {
			case err == io.EOF:
			case errors.As(err, &bad):
				out = append(out, bad.Error())
				continue
			case err != nil:
				return out, err
			default:
				out = append(out, fmt.Sprintf("%s:%d: %s", name, rows.Line(), strings.Join(cells, "|")))
				continue
			}
			break
		}
	}
	return out, nil
}

// refused reads a workbook that must be refused with an error of the kind that says a text.
func refused(t *testing.T, name string, data []byte, lim Limits, kind Kind, says string) {
	t.Helper()
	out, err := read(data, lim)
	var e *Error
	if !errors.As(err, &e) {
		t.Errorf("%s: read as %q, error %v", name, out, err)
		return
	}
	if e.Kind != kind || !strings.Contains(e.Error(), says) {
		t.Errorf("%s: kind %d %s; want kind %d and %q", name, e.Kind, e, kind, says)
	}
}
