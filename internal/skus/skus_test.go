package skus

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/lanewise/lanewise/engine/money"
)

func cny(t *testing.T) money.Currency {
	t.Helper()
	c, ok := money.ParseCurrency("CNY")
	if !ok {
		t.Fatal("CNY is gone")
	}
	return c
}

func TestRead(t *testing.T) {
	m, err := Read("skus.csv", strings.NewReader(
		"\ufeffsku,name,weight_g,length_cm,width_cm,height_cm,attributes,hs_code,value,currency\r\n"+
			"A,Lamp,120.5,20,15.5,5,battery| liquid |,8513.10 40,12.50,usd\r\n"+
			" B ,,,,,,,,3,\r\n"), "", cny(t))
	if err != nil {
		t.Fatal(err)
	}
	usd, _ := money.ParseCurrency("USD")
	want := map[string]*Item{
		"A": {
			Line: 2, Weight: 120_500_000, Sides: [3]string{"20", "15.5", "5"}, Attributes: []string{"battery", "liquid"}, HS6: "851310",
			Value: 12_500_000, HasValue: true, Currency: usd,
		},
		"B": {Line: 3, Value: 3_000_000, HasValue: true, Currency: cny(t)},
	}
	if m.Len() != len(want) {
		t.Errorf("%d articles, want %d", m.Len(), len(want))
	}
	for name, item := range want {
		if got, ok := m.Find(name); !ok || !reflect.DeepEqual(got, item) {
			t.Errorf("%s is %+v, want %+v", name, got, item)
		}
	}
	if _, ok := m.Find("a"); ok {
		t.Error("a small letter finds the article of the capital one")
	}
	if len(m.Unused) != 1 || m.Unused[0] != "name" {
		t.Errorf("unused are %q", m.Unused)
	}
}

func TestKilograms(t *testing.T) {
	m, err := Read("skus.csv", strings.NewReader("sku,weight_kg\nA,0.0123456\n"), "", cny(t))
	if err == nil {
		t.Errorf("7 digits after the point are read as %v", m.items["A"])
	}
	m, err = Read("skus.csv", strings.NewReader("sku,weight_kg\nA,0.012345\nB,10000\n"), "", cny(t))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := m.items["A"].Weight, m.items["B"].Weight; a != 12_345_000 || b != 10_000_000*Gram {
		t.Errorf("weights are %d and %d", a, b)
	}
}

// Every mistake of a master is named with its place, and none is let through.
func TestMistakes(t *testing.T) {
	const header = "sku,weight_g,weight_kg,length_cm,width_cm,height_cm,attributes,hs_code,value,currency\n"
	tests := []struct{ text, want string }{
		{"", "skus.csv: "},
		{"weight_g\n1\n", "skus.csv:1: the column sku is missing"},
		{"sku,weight_g,sku\n", `skus.csv:1:3: the column "sku" stands in fields 1 and 3`},
		{"sku;weight_g\nA;1\n", "skus.csv:1"},
		{"sku,weight_g\n\"A,1\n", "skus.csv:2"},
		{"sku,weight_g\nA,1\x00\n", "skus.csv:2: byte 4 of the line is NUL"},
		{"sku,weight_g\nA,1,2\n", "skus.csv:2: has 3 fields where the header has 2"},
		{"sku,weight_g\nA,1\nB,2\nA,3\n", `skus.csv:4:1 sku: "A" is the article of line 2`},
		{header + ",1,,,,,,,,\n", "skus.csv:2:1 sku: is empty"},
		{header + strings.Repeat("x", 65) + ",1,,,,,,,,\n", "has 65 characters; at most 64"},
		{header + "A\x01,1,,,,,,,,\n", "skus.csv:2:1 sku: \"A\\x01\" has a control character"},
		{header + "A,\"12,5\",,,,,,,,\n", `skus.csv:2:2 weight_g: "12,5" has a decimal comma; write 12.5`},
		{header + "A,0,,,,,,,,\n", `weight_g: "0" is zero`},
		{header + "A,-1,,,,,,,,\n", `weight_g: "-1" is negative`},
		{header + "A,10000000.1,,,,,,,,\n", `weight_g: "10000000.1" is too large; a piece weighs at most 10 t`},
		{header + "A,1,1,,,,,,,\n", `skus.csv:2:3 weight_kg: "1" stands beside weight_g "1"`},
		{header + "A,1,,5,,5,,,,\n", "skus.csv:2:5 width_cm: is missing; give all three sides or none"},
		{header + "A,1,,5,0,5,,,,\n", `width_cm: "0" is zero`},
		{header + "A,1,,5,5,1000.1,,,,\n", `height_cm: "1000.1" is too large`},
		{header + "A,1,,,,," + strings.Repeat("a|", 33) + ",,,\n", "attributes: has 33 attributes; at most 32"},
		{header + "A,1,,,,,,12345,,\n", `hs_code: "12345" is not a customs code`},
		{header + "A,1,,,,,,85183x,,\n", `hs_code: "85183x" is not a customs code`},
		{header + "A,1,,,,,,,1.234,USD\n", `value: "1.234" has more digits after the point than USD, which has 2`},
		{header + "A,1,,,,,,,1e3,USD\n", `skus.csv:2:9 value: "1e3"`},
		{header + "A,1,,,,,,,1,RMB\n", `currency: "RMB" is not a currency`},
	}
	for _, test := range tests {
		m, err := Read("skus.csv", strings.NewReader(test.text), "", cny(t))
		var bad *Error
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q gives %v, %v\nwant %s", test.text, m, err, test.want)
		}
	}
}

func TestAllMistakesAtOnce(t *testing.T) {
	var b strings.Builder
	b.WriteString("sku,weight_g\n")
	for i := range 25 {
		fmt.Fprintf(&b, "A%d,x\n", i)
	}
	_, err := Read("skus.csv", strings.NewReader(b.String()), "", cny(t))
	var bad *Error
	if !errors.As(err, &bad) || len(bad.Mistakes) != 20 || bad.More != 5 || !strings.HasSuffix(err.Error(), "\n… and 5 more") {
		t.Errorf("error is %v", err)
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{
		filepath.Join(dir, "none.csv"): "none.csv: cannot be opened: no such file or directory",
		dir:                            "is no regular file",
	} {
		if _, err := Open(path, "", cny(t)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
	path := filepath.Join(dir, "skus.csv")
	if err := os.WriteFile(path, []byte("sku\nA\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if m, err := Open(path, "", cny(t)); err != nil || m.File != path || m.Len() != 1 {
		t.Errorf("%v, %v", m, err)
	}
}

// What the system fails to read is not a mistake of the file.
func TestReadingFails(t *testing.T) {
	_, err := Read("skus.csv", iotest.ErrReader(errors.New("unplugged")), "", cny(t))
	var bad *Error
	if err == nil || errors.As(err, &bad) || err.Error() != "skus.csv: reading: unplugged" {
		t.Errorf("error is %v", err)
	}
}

func TestTooLarge(t *testing.T) {
	line := strings.Repeat("x", 4000) + "\n"
	endless := strings.NewReader("sku\n" + strings.Repeat(line, MaxFile/len(line)+1))
	if _, err := Read("skus.csv", endless, "", cny(t)); err == nil || !strings.Contains(err.Error(), "larger than 64 MiB") {
		t.Errorf("error is %.200v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("sku,weight_g,value,currency\nA,120,3,USD\nB,,,\n")
	f.Add("sku,length_cm,width_cm,height_cm,hs_code\nA,1,2,3,851830\n")
	f.Add("sku\n\"A\"\"B\"\n")
	settle, _ := money.ParseCurrency("CNY")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := Read("skus.csv", strings.NewReader(text), "", settle)
		if (m == nil) == (err == nil) {
			t.Fatalf("both or neither: %v, %v", m, err)
		}
		if m == nil {
			return
		}
		for name, i := range m.items {
			if name == "" || i.Weight < 0 || i.Weight > 10_000_000*Gram || !i.Value.InRange() || (i.Sides[0] == "") != (i.Sides[2] == "") {
				t.Errorf("%q is %+v", name, i)
			}
		}
	})
}

// A master is read in every form in which orders are, and --encoding of the orders does not garble one in Unicode.
func TestPackedAndEncoded(t *testing.T) {
	const text = "sku,名称,weight_g\n灯,Lampe,120\nCASE,套,80\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(gb))
	z.Close()
	enc, _ := zstd.NewWriter(nil)
	cut := packed.String()[:packed.Len()-9]
	for _, c := range []struct{ file, data, encoding, want string }{
		{"a.csv", text, "", ""},
		{"a.csv", "\ufeff" + text, "gb18030", ""},
		{"a.csv", text, "gb18030", ""},
		{"a.csv", wide, "", ""},
		{"a.csv", wide, "gb18030", ""},
		{"a.csv", gb, "gb18030", ""},
		{"a.csv.gz", packed.String(), "gb18030", ""},
		{"a.csv.zst", string(enc.EncodeAll([]byte(text), nil)), "", ""},
		{"a.csv", gb, "", "a.csv:1: byte 5 of the line (0xC3) is not UTF-8; Excel in China saves CSV as GB18030: give --encoding gb18030"},
		{"a.csv", gb + "\xff", "gb18030", "a.csv:4: the text of this line is not GB18030"},
		{"a.csv", wide[:len(wide)-1], "", "a.csv:3: the text of this line is not UTF-16"},
		{"a.csv.gz", cut, "gb18030", "a.csv.gz: the gzip data ends too early"},
		{"a.csv.gz", text, "", "a.csv.gz: is named as packed with gzip and is not"},
		{"a.csv", packed.String(), "", "a.csv: the file is compressed with gzip, not CSV"},
		{"a.csv", "sku,weight_g\nA\ufffdB,1\n", "", `a.csv:2:1 sku: "A` + "\ufffd" + `B" has the mark of a character that was lost`},
		{"a.csv", "sku,weight_g\n4.71147E+12,1\n", "", `a.csv:2:1 sku: "4.71147E+12" is what a spreadsheet leaves of a long number`},
	} {
		path := filepath.Join(t.TempDir(), c.file)
		if err := os.WriteFile(path, []byte(c.data), 0o644); err != nil {
			t.Fatal(err)
		}
		m, err := Open(path, c.encoding, cny(t))
		if c.want != "" {
			if err == nil || !strings.HasPrefix(strings.TrimPrefix(err.Error(), filepath.Dir(path)+"/"), c.want) {
				t.Errorf("%s in %q: %v, want %s", c.file, c.encoding, err, c.want)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s in %q: %v", c.file, c.encoding, err)
			continue
		}
		if lamp, ok := m.Find("灯"); !ok || lamp.Weight != 120*Gram || m.Len() != 2 || m.Unused[0] != "名称" {
			t.Errorf("%s in %q: %d articles, unused %q", c.file, c.encoding, m.Len(), m.Unused)
		}
	}
}
