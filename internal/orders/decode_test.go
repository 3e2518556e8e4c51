package orders

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/lanewise/lanewise/internal/csvio"
)

const chinese = "订单号,收货国家,重量(g),邮编\nA-1,DE,350,\nB-2,US,120,\n"

func gzipped(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, s)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zstded(t *testing.T, s string) string {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(w.EncodeAll([]byte(s), nil))
}

func gb18030(t *testing.T, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// utf16Text encodes with a byte order mark.
func utf16Text(s string, big bool) string {
	var b []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + s)) {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return string(b)
}

func TestPackedAndEncodedFiles(t *testing.T) {
	long := chinese + strings.Repeat("\n", 100_000) + "C-3,订单,1,\n" // beyond every buffer
	for _, c := range []struct {
		name, file, text string
		opt              Options
	}{
		{name: "gzip", file: "a.csv.gz", text: gzipped(t, long)},
		{name: "two members", file: "a.csv.GZ", text: gzipped(t, long[:100]) + gzipped(t, long[100:])},
		{name: "zstd", file: "a.csv.zst", text: zstded(t, long)},
		{name: "gzip without a name", file: "stdin", text: gzipped(t, long)},
		{name: "zstd without a name", file: "stdin", text: zstded(t, utf16Text(long, false))},
		{name: "UTF-16LE", file: "a.csv", text: utf16Text(long, false)},
		{name: "UTF-16BE", file: "a.csv", text: utf16Text(long, true)},
		{name: "GB18030", file: "a.csv", text: gb18030(t, long), opt: Options{Input: Input{Encoding: "gb18030"}}},
		{name: "all at once", file: "a.tsv.gz", text: gzipped(t, utf16Text(strings.ReplaceAll(long, ",", "\t"), false))},
		{name: "semicolons", file: "a.csv", text: strings.ReplaceAll(long, ",", ";"), opt: Options{CSV: csvio.Options{Comma: ';'}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.opt.Defaults = def
			// Bytes that trickle in must decode like those that come at once.
			r, err := NewReader(c.opt, Source{c.file, iotest.HalfReader(strings.NewReader(c.text))})
			if err != nil {
				t.Fatal(err)
			}
			checkRows(t, r, c.file+`:2 "A-1"`, c.file+`:3 "B-2"`, c.file+`:100004 "C-3" [country is unknown]`)
		})
	}
}

func TestDamagedPacksAndTexts(t *testing.T) {
	packed, zpacked := gzipped(t, chinese), zstded(t, chinese)
	gb := Options{Input: Input{Encoding: "gb18030"}}
	for _, c := range []struct {
		name, file, text, want string
		opt                    Options
	}{
		{name: "no gzip", file: "a.csv.gz", text: chinese, want: "a.csv.gz: is named as packed with gzip and is not; name it after what it is"},
		{name: "empty gzip", file: "a.csv.gz", text: "", want: "a.csv.gz: the file is empty (0 bytes)"},
		{name: "cut gzip", file: "a.csv.gz", text: packed[:len(packed)-6], want: "a.csv.gz: the gzip data ends too early; the file was copied only in part"},
		{name: "cut header", file: "a.csv.gz", text: packed[:5], want: "a.csv.gz: the gzip data ends too early"},
		{name: "wrong sum", file: "a.csv.gz", text: packed[:len(packed)-8] + "12345678", want: "a.csv.gz: the gzip data is damaged"},
		{name: "text behind gzip", file: "a.csv.gz", text: packed + "order", want: "a.csv.gz: the gzip data"},
		{name: "cut zstd", file: "a.csv.zst", text: zpacked[:len(zpacked)-6], want: "a.csv.zst: the zstd data ends too early"},
		{name: "damaged zstd", file: "a.csv.zst", text: zpacked[:4] + strings.Repeat("\xff", 20), want: "a.csv.zst: "},
		{name: "gzip by another name", file: "a.csv", text: packed, want: "a.csv: the file is compressed with gzip, not CSV; name it .csv.gz, or unpack it first"},
		{name: "gzip twice", file: "a.csv.gz", text: gzipped(t, packed), want: "a.csv.gz: the file is compressed with gzip, not CSV"},
		{name: "packed workbook", file: "a.xlsx.gz", text: packed, want: "a.xlsx.gz: is a workbook in a second packing; unpack it"},
		{name: "half of a pair", file: "a.csv", text: utf16Text(chinese, false) + "\x00\xd8A\x00", want: "a.csv:4: the text of this line is not UTF-16"},
		{name: "odd byte", file: "a.csv", text: utf16Text(chinese, true) + "A", want: "a.csv:4: the text of this line is not UTF-16"},
		{name: "no GB18030", file: "a.csv", text: "order_id,country,weight_g\n\xff\xff,DE,1\n", opt: gb, want: "a.csv:2: the text of this line is not GB18030; the file is damaged or in another encoding"},
		{name: "UTF-8 as GB18030", file: "a.csv", text: "\ufeff" + chinese, opt: gb, want: "a.csv: begins with the mark of a Unicode file, and --encoding says gb18030; leave out --encoding"},
		{name: "NUL in UTF-16", file: "a.csv", text: utf16Text(chinese+"\x00", false), want: "a.csv:4: byte 1 of the line is NUL"},
		{name: "GB18030 as UTF-8", file: "a.csv", text: gb18030(t, chinese), want: "a.csv:1: byte 1 of the line (0xB6) is not UTF-8; Excel in China saves CSV as GB18030: give --encoding gb18030"},
		{name: "tabs", file: "a.csv", text: strings.ReplaceAll(chinese, ",", "\t"), want: "a.csv:1: the columns are separated by tabs; give --delimiter tab, or name the file .tsv"},
		{name: "commas as semicolons", file: "a.csv", text: chinese, opt: Options{CSV: csvio.Options{Comma: ';'}}, want: "a.csv:1: the columns are separated by commas; leave out --delimiter"},
		{name: "above the limit unpacked", file: "a.csv.gz", text: gzipped(t, chinese+strings.Repeat("\n", 1000)), opt: Options{MaxFile: 1000}, want: "a.csv.gz: is larger than 1000 bytes, the limit of an order file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.opt.Defaults = def
			r, err := tryOpen(c.opt, c.file, c.text)
			if err == nil {
				_, err = outline(r)
			}
			var refusal *Refusal
			if !errors.As(err, &refusal) || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

// What a disk or pipe could not read is no fault of the file.
func TestSourceErrorsStayWhatTheyAre(t *testing.T) {
	broken := errors.New("disk on fire")
	for file, text := range map[string]string{"a.csv": chinese, "a.csv.gz": gzipped(t, chinese)[:20], "a.csv.zst": zstded(t, chinese)[:20], "u.csv": utf16Text(chinese, true), "a.ndjson": "{}\n"} {
		r, err := NewReader(Options{Defaults: def}, Source{file, io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))})
		if err == nil {
			_, err = outline(r)
		}
		var refusal *Refusal
		if !errors.Is(err, broken) || errors.As(err, &refusal) {
			t.Errorf("%s: got %v", file, err)
		}
	}
}

// Whatever the bytes, decoding ends, and its output is text.
func FuzzDecode(f *testing.F) {
	f.Add("a.csv.gz", "", []byte("\x1f\x8b\x08\x00\x00"))
	f.Add("a.csv.zst", "", []byte("\x28\xb5\x2f\xfd\x00"))
	f.Add("a.csv", "gb18030", []byte("\xb6\xa9\xb5\xa5,\x84\x31\xa4\x37\n"))
	f.Add("a.csv", "", []byte("\xff\xfeo\x00r\x00\x00\xd8"))
	f.Fuzz(func(t *testing.T, name, encoding string, data []byte) {
		if encoding != "gb18030" {
			encoding = ""
		}
		o := Options{Defaults: def, MaxFile: 1 << 20, Input: Input{Encoding: encoding, Format: "csv"}}
		in, err := o.decode(Source{name, bytes.NewReader(data)})
		if err != nil {
			return
		}
		text, err := io.ReadAll(in.text)
		if err == nil && encoding != "" && (bytes.Contains(text, []byte("\ufffd")) || !utf8.Valid(text)) {
			t.Errorf("%q became %q", data, text)
		}
	})
}
