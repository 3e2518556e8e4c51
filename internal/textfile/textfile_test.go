package textfile

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Chinese in UTF-8 read as GB18030 would come out as other characters, without an error.
func TestLooksUTF8(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("订单号,国家\n联通,美国\n")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"订单号,国家\n1,美国\n": true, "订单号"[:8]: true, gb: false, "order_id,country\n1,US\n": false, "\xc1\xaa\xcd\xa8": false, "": false,
	} {
		if got := LooksUTF8([]byte(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestPackings(t *testing.T) {
	for name, want := range map[string][2]string{
		"a.csv.gz": {"a.csv", "gzip"}, "a.GZ": {"a", "gzip"}, "a.zst": {"a", "zstd"}, "a.csv.ZSTD": {"a.csv", "zstd"}, "a.csv": {"a.csv", ""}, "gz": {"gz", ""},
	} {
		if rest, packed := CutPacking(name); rest != want[0] || packed != want[1] {
			t.Errorf("%s is %q packed with %q", name, rest, packed)
		}
	}
	for packed, data := range map[string][]byte{"gzip": packGzip(t, "abc"), "zstd": packZstd(t, "abc"), "": []byte("abc")} {
		if got := PackingOf(data[:3]); packed == "gzip" && got != packed || packed == "" && got != "" {
			t.Errorf("three bytes of %q show %q", packed, got)
		}
		if got := PackingOf(data); got != packed {
			t.Errorf("%q shows %q", packed, got)
		}
		r, err := Unpack(bytes.NewReader(data), packed)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := io.ReadAll(r); err != nil || string(text) != "abc" {
			t.Errorf("%q unpacks to %q, %v", packed, text, err)
		}
	}
	_, err := Unpack(strings.NewReader("order_id"), "zstd")
	var bad *Error
	if !errors.As(err, &bad) || err.Error() != "is named as packed with zstd and is not; name it after what it is" {
		t.Errorf("plain text unpacks with %v", err)
	}
}

func packGzip(t testing.TB, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, s)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func packZstd(t testing.TB, s string) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll([]byte(s), nil)
}

// Whatever the bytes, reading ends, and what was decoded is text without a trace of damage.
func FuzzDecode(f *testing.F) {
	const text = "order_id,country\n单号,US\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(text), false)
	f.Add(gb, true)
	f.Add(gb[:len(gb)-5], true)
	f.Add([]byte("\xff\xfea\x00\n\x00\x35\x53"), false)
	f.Add([]byte("\xfe\xff\x00a\xd8\x00"), false)
	f.Add(packGzip(f, text), false)
	f.Add(packZstd(f, string(gb)), true)
	f.Add(packGzip(f, text)[:20], false)
	f.Fuzz(func(t *testing.T, data []byte, chinese bool) {
		encoding := ""
		if chinese {
			encoding = GB18030
		}
		packed := PackingOf(data)
		r, err := Unpack(bytes.NewReader(data), packed)
		if err == nil {
			r, err = Decode(encoding, io.LimitReader(r, 1<<20))
		}
		var got []byte
		if err == nil {
			got, err = io.ReadAll(r)
		}
		var bad *Error
		if err != nil && !errors.As(err, &bad) {
			t.Fatalf("ends with %v", err)
		}
		if bad != nil && (bad.Msg == "" || bad.Hint == "") {
			t.Fatalf("an error without words: %+v", bad)
		}
		utf16 := bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
		if (chinese || utf16) && packed == "" && (!utf8.Valid(got) || bytes.Contains(got, replacement)) {
			t.Fatalf("decoded %q", got)
		}
		if err == nil && packed == "" && encoding == GB18030 {
			back, err := simplifiedchinese.GB18030.NewEncoder().Bytes(got)
			if err != nil {
				t.Fatalf("%q does not go back: %v", got, err)
			}
			again, err := simplifiedchinese.GB18030.NewDecoder().Bytes(back)
			if err != nil || !bytes.Equal(again, got) {
				t.Fatalf("%q became %q on the way back", got, again)
			}
		}
	})
}
