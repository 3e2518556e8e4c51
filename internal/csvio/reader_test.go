package csvio

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

// readAll gives the records joined, each with its line: `1:a|b`.
func readAll(r *Reader) (out []string, err error) {
	for {
		fields, err := r.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, fmt.Sprintf("%d:%s", r.Line(), strings.Join(fields, "|")))
	}
}

func TestReadAccepts(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"LF", "a,b\n1,2\n", []string{"1:a|b", "2:1|2"}},
		{"CRLF", "a,b\r\n1,2\r\n", []string{"1:a|b", "2:1|2"}},
		{"no end of line at the end", "a,b\n1,2", []string{"1:a|b", "2:1|2"}},
		{"byte order mark", "\ufeffa,b\n", []string{"1:a|b"}},
		{"byte order mark alone", "\ufeff", nil},
		{"byte order mark before a quote", "\ufeff\"a\",b\n", []string{"1:a|b"}},
		{"byte order mark later is text", "a\n\ufeffb\n", []string{"1:a", "2:\ufeffb"}},
		{"empty lines are no records", "\n\na\n\n\r\nb\n\n", []string{"3:a", "6:b"}},
		{"a line of spaces is one", "a\n  \nb\n", []string{"1:a", "2:  ", "3:b"}},
		{"empty fields", "a,,b\n,\n", []string{"1:a||b", "2:|"}},
		{"spaces stay", " a , b\n", []string{"1: a | b"}},
		{"quotes", `"a","b ""c""","",d` + "\n", []string{`1:a|b "c"||d`}},
		{"comma in quotes", "\"a,b\",c\n", []string{"1:a,b|c"}},
		{"line ends in quotes stay as they are", "\"a\nb\",c\r\n\"d\r\ne\rf\n\n\",g\nh,i\n", []string{"1:a\nb|c", "3:d\r\ne\rf\n\n|g", "7:h|i"}},
		{"quoted at the end of the file", "a\n\"b\"", []string{"1:a", "2:b"}},
		{"records of different length", "a,b\n1\n1,2,3\n", []string{"1:a|b", "2:1", "3:1|2|3"}},
		{"UTF-8", "größe,重量\n", []string{"1:größe|重量"}},
		{"semicolons where there are commas too", "a;b,c\n", []string{"1:a;b|c"}},
		{"semicolons below the header", "a\nb;c\n", []string{"1:a", "2:b;c"}},
		{"empty line ends only", "\n\r\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, in := range []io.Reader{strings.NewReader(c.in), iotest.OneByteReader(strings.NewReader(c.in))} {
				got, err := readAll(NewReader(in, Options{}))
				if err != nil || !reflect.DeepEqual(got, c.want) {
					t.Errorf("got %q, %v; want %q", got, err, c.want)
				}
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct {
		name, in    string
		kind        Kind
		line, field int
		msg         string // part of the message
	}{
		{"empty file", "", Empty, 0, 0, "0 bytes"},
		{"NUL", "a,b\n1,\x00\n", Encoding, 2, 0, "byte 3 of the line is NUL"},
		{"GB18030", "a,b\n1,\xd6\xd0\n", Encoding, 2, 0, "GB18030"},
		{"not UTF-8 inside quotes", "a,b\n\"x\n\xff\",2\n", Encoding, 3, 0, "byte 1 of the line (0xFF)"},
		{"UTF-16 little endian", "\xff\xfea\x00", Encoding, 0, 0, "UTF-16"},
		{"UTF-16 big endian", "\xfe\xff\x00a", Encoding, 0, 0, "UTF-16"},
		{"UTF-16 without a mark", "a\x00,\x00b\x00\n\x00", Encoding, 1, 0, "UTF-16"},
		{"workbook", "PK\x03\x04\x14\x00\x06\x00", Format, 0, 0, "Excel workbook"},
		{"empty zip", "PK\x05\x06\x00\x00", Format, 0, 0, "zip"},
		{"old workbook", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format, 0, 0, ".xls"},
		{"gzip", "\x1f\x8b\x08", Format, 0, 0, "gzip"},
		{"zstd", "\x28\xb5\x2f\xfd", Format, 0, 0, "zstd"},
		{"PDF", "%PDF-1.7\n", Format, 0, 0, "PDF"},
		{"CR alone, all lines", "a,b\r1,2\r", LineEnd, 1, 0, "CR alone"},
		{"CR alone, quoted header", "\"a\",b\r1,2\r", LineEnd, 1, 0, "CR alone"},
		{"CR alone, all quoted", "\"a\",\"b\"\r\"1\",\"2\"\r", LineEnd, 1, 0, "CR alone"},
		{"CR after a closing quote", "a\n\"b\"\r", LineEnd, 2, 1, "CR without LF"},
		{"lone CR in a field", "a,b\n1\r2,3\n", LineEnd, 2, 1, "CR without LF"},
		{"CR at the end of the file", "a,b\n1,2\r", LineEnd, 2, 2, "CR without LF"},
		{"two CRs before LF", "a,b\n1,2\r\r\n", LineEnd, 2, 2, "CR without LF"},
		{"unclosed quote", "a,b\n1,\"x\n2,y\n", Quote, 2, 2, "opened on this line is never closed"},
		{"unclosed quote at once", "a\n\"", Quote, 2, 1, "never closed"},
		{"text after a quote", "a,b\n\"x\"y,2\n", Quote, 2, 1, "text follows a closing quote"},
		{"space after a quote", "a,b\n\"x\" ,2\n", Quote, 2, 1, "text follows a closing quote"},
		{"swallowed rows", "a,b\n1,\"x\n2,\"y\"\n", Quote, 3, 2, "the one opened on line 2"},
		{"bare quote", "a,b\n1,5\" box\n", Quote, 2, 2, "inside an unquoted field"},
		{"space before a quote", "a,b\n1, \"x\"\n", Quote, 2, 2, "inside an unquoted field"},
		{"semicolons", "a;b\n1;2\n", Separator, 1, 0, "semicolons"},
		{"tabs", "a\tb\n1\t2\n", Separator, 1, 0, "tabs"},
		{"semicolons after a mark and blank lines", "\ufeff\n\na;b\n", Separator, 3, 0, "semicolons"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := NewReader(strings.NewReader(c.in), Options{})
			_, err := readAll(r)
			e := asError(t, err)
			if e.Kind != c.kind || e.Line != c.line || e.Field != c.field || !strings.Contains(err.Error(), c.msg) || e.Hint == "" {
				t.Errorf("got kind %d line %d field %d: %v", e.Kind, e.Line, e.Field, err)
			}
			if _, again := r.Read(); again != err {
				t.Errorf("the next Read gave %v", again)
			}
		})
	}
}

// With RowErrors a misplaced quote costs one record, unless the record began on an earlier line.
func TestRowErrors(t *testing.T) {
	for _, c := range []struct {
		name, in, want string
		refused        string // "" = read to the end
	}{
		{"inside a field", "a,b\n1,5\" box,x\n2,3\n", "1:a|b 2!1 3:2|3", ""},
		{"after a closing quote", "a,b\r\n\"x\"y,2\r\n3,4", "1:a|b 2! 3:3|4", ""},
		{"in the last field of the file", "a,b\n1,\"x\"y", "1:a|b 2!1", ""},
		{"before one that opens and is passed over", "a,b\n1\",\"x\n2,3\n", "1:a|b 2! 3:2|3", ""},
		{"after a clean quoted field", "a,b,c\n\"1\"\"\",\"2\",3\"\n4,5,6\n", "1:a|b|c 2!1\"|2 3:4|5|6", ""},
		{"two in a row", "a\n\"b\" \nc\"\nd\n", "1:a 2! 3! 4:d", ""},
		{"in the first record", "a\"b\nc\n", "1! 2:c", ""},
		{"in a field over two lines", "a,b\n1,\"x\n2\"y\n3,4\n", "1:a|b", "line 2, field 2: the quote opened on this line is closed on line 3, where text follows it"},
		{"in a record over two lines", "a,b,c\n\"1\n2\",5\" box\n", "1:a|b|c", "line 3, field 2: a quote stands inside an unquoted field in a row that began on line 2"},
		{"never closed", "a,b\n1,\"x\n2,3\n", "1:a|b", "line 2, field 2: the quote opened on this line is never closed"},
		{"a CR", "a,b\n1\r,5\"\n", "1:a|b", "line 2, field 1: a CR without LF"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			r := NewReader(strings.NewReader(c.in), Options{RowErrors: true})
			fields, err := r.Read()
			for ; err != io.EOF; fields, err = r.Read() {
				sign := ":"
				if err != nil {
					if !asError(t, err).Row {
						break
					}
					sign = "!"
				}
				got = append(got, fmt.Sprintf("%d%s%s", r.Line(), sign, strings.Join(fields, "|")))
			}
			if text := strings.Join(got, " "); text != c.want {
				t.Errorf("got %q, want %q", text, c.want)
			}
			if (err == io.EOF) != (c.refused == "") || !strings.HasPrefix(err.Error(), c.refused) {
				t.Errorf("ended with %v", err)
			}
		})
	}
}

func asError(t *testing.T, err error) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an *Error", err)
	}
	return e
}

func TestOtherSeparator(t *testing.T) {
	got, err := readAll(NewReader(strings.NewReader("a;\"b;c\"\n1;2\n"), Options{Comma: ';'}))
	if want := []string{"1:a|b;c", "2:1|2"}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
	_, err = readAll(NewReader(strings.NewReader("a,b\n1,2\n"), Options{Comma: ';'}))
	if e := asError(t, err); e.Kind != Separator || !strings.Contains(e.Msg, "commas") {
		t.Errorf("got %v", e)
	}
}

// Every limit holds at its value and not one above it.
func TestLimits(t *testing.T) {
	long := func(n int) string { return strings.Repeat("x", n) }
	quoted := func(lines int) string { return "\"" + strings.Repeat("0123456\r\n", lines) + "\"" }
	for _, c := range []struct {
		name     string
		opt      Options
		at, over string
		kind     Kind
		msg      string
	}{
		{"field", Options{}, long(4 << 10), long(4<<10 + 1), Limit, "the field has 4097 bytes"},
		{"quoted field", Options{MaxField: 3}, `"a"""""`, `"a"""""""`, Limit, "the field has 4 bytes, at most 3"},
		{"columns", Options{}, strings.Repeat(",", 99), strings.Repeat(",", 100), Limit, "more than 100 fields"},
		{"record", Options{MaxField: 1 << 20}, long(64 << 10), long(64<<10 + 1), Limit, "longer than 65536 bytes"},
		{"record with CRLF", Options{MaxRecord: 8}, "12345678\r\n", "123456789\r\n", Limit, "longer than 8 bytes"},
		{"record above the buffer", Options{MaxRecord: 1 << 20, MaxField: 1 << 20}, long(1 << 20), long(1<<20 + 1), Limit, "longer than"},
		{"record without end", Options{}, "a\n", long(1 << 20), Limit, "longer than"},
		{"record over lines", Options{MaxRecord: 29}, quoted(3), quoted(4), Limit, "the quote opened on this line is closed late or never: its row is longer than 29 bytes"},
		{"CR alone in a long file", Options{}, "a\n", strings.Repeat("a,b\r", 1<<18), LineEnd, "CR alone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, err := readAll(NewReader(strings.NewReader(c.at), c.opt)); err != nil || len(got) != 1 {
				t.Errorf("at the limit: %d records, %v", len(got), err)
			}
			_, err := readAll(NewReader(strings.NewReader(c.over), c.opt))
			if e := asError(t, err); e.Kind != c.kind || !strings.Contains(e.Msg, c.msg) {
				t.Errorf("above the limit: %v", err)
			}
		})
	}
}

func TestStreamError(t *testing.T) {
	broken := errors.New("cable pulled")
	r := NewReader(io.MultiReader(strings.NewReader("a,b\n1,2\n3,"), iotest.ErrReader(broken)), Options{})
	got, err := readAll(r)
	if len(got) != 2 || !errors.Is(err, broken) {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := NewReader(iotest.ErrReader(broken), Options{}).Read(); !errors.Is(err, broken) {
		t.Errorf("at the first byte: %v", err)
	}
}

// The strings of a record stay as they are when the slice is used again.
func TestStringsStay(t *testing.T) {
	r := NewReader(strings.NewReader("a,b\nc,d\n"), Options{})
	first, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	a, b := first[0], first[1]
	if _, err := r.Read(); err != nil {
		t.Fatal(err)
	}
	if a != "a" || b != "b" {
		t.Errorf("got %q %q", a, b)
	}
}

func TestErrorText(t *testing.T) {
	for want, e := range map[string]*Error{
		"empty; copy it":       {Msg: "empty", Hint: "copy it"},
		"line 3: bad":          {Line: 3, Msg: "bad"},
		"line 3, field 2: bad": {Line: 3, Field: 2, Msg: "bad"},
	} {
		if got := e.Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
