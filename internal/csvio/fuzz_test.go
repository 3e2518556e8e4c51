package csvio

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// FuzzAgainstStandard compares with encoding/csv. Where both accept a file, every field is the same; where only
// ours refuses it, it is for one of the reasons this package is for.
func FuzzAgainstStandard(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "\ufeffa,b\r\n\"1\r\n2\",3", "a,b\r1,2\r", "\"a\"\"b\",\"\n\"\n", "a;b\n", "a\"b\n", "\"a\"b\n",
		"\"a\n", "a\n\n  \n,\n", "a\x00b\n", "\xff\n", "a,\rb\n", "\"x\n2,\"y\"\n", "", "\r\n", "\"\r\"\r\n", "\"\"\r",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		ours, err := readFields(data)
		std := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
		std.FieldsPerRecord = -1
		theirs, stdErr := std.ReadAll()
		if err != nil {
			if stdErr == nil && !stricter(data, err) {
				t.Fatalf("refused without need: %v\n%q", err, data)
			}
			return
		}
		if stdErr != nil {
			t.Fatalf("accepted what encoding/csv refuses: %v\n%q", stdErr, data)
		}
		// encoding/csv turns CRLF inside quotes into LF; here a field is what was written.
		for _, row := range ours {
			for i := range row {
				row[i] = strings.ReplaceAll(row[i], "\r\n", "\n")
			}
		}
		if !slices.EqualFunc(ours, theirs, slices.Equal[[]string]) {
			t.Fatalf("got %q, encoding/csv %q\nfrom %q", ours, theirs, data)
		}
	})
}

// FuzzBlocks reads the same file in blocks as small as they can be, and in usual ones: records, lines and errors are
// the same, with misplaced quotes as errors of rows and of the file.
func FuzzBlocks(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,5\" box\n\"x\"y,2\n3,4\n", "\ufeff\ufeffa,\"b\"\"\r\n\"\r\n\"c\nd\"e\nf", "a\n\"\"\n\"", "a\n\"b\"\r", "a\n\"b\nc\",d\"e\nf\n",
		"a,b\n\n\n\"\"\"\",\n\xff\n", "a\rb\r", "a\n0123456789012345678901234567890\n",
	} {
		f.Add([]byte(s), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, rowErrors bool) {
		opt := Options{RowErrors: rowErrors, MaxRecord: 30, MaxField: 20}
		want := everything(data, opt, blockSize)
		for _, size := range []int{1, 7} {
			if got := everything(data, opt, size); got != want {
				t.Fatalf("in blocks of %d bytes\n%s\nwhole\n%s\nfrom %q", size, got, want, data)
			}
		}
	})
}

// everything is what a Reader gives, as text.
func everything(data []byte, opt Options, size int) string {
	r := NewReader(bytes.NewReader(data), opt)
	r.split.size = size
	var b strings.Builder
	for {
		fields, err := r.Read()
		e, _ := err.(*Error)
		if e != nil && (e.Kind == Limit || e.Kind == LineEnd) {
			// How much follows decides whether a line is called too long or without an end.
			return b.String() + "no lines"
		}
		fmt.Fprintf(&b, "%d %q %v\n", r.Line(), fields, err)
		if err != nil && (e == nil || !e.Row) {
			return b.String()
		}
	}
}

func readFields(data []byte) (rows [][]string, err error) {
	r := NewReader(bytes.NewReader(data), Options{})
	last := 0
	for {
		row, err := r.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		if r.Line() <= last {
			panic("lines do not rise")
		}
		last = r.Line()
		rows = append(rows, slices.Clone(row))
	}
}

// stricter says whether data gives this error a right to be.
func stricter(data []byte, err error) bool {
	e, ok := err.(*Error)
	if !ok {
		return false
	}
	switch e.Kind {
	case Encoding:
		return bytes.IndexByte(data, 0) >= 0 || !bytes.Equal(bytes.ToValidUTF8(data, nil), data)
	case Format:
		return wrongMagic(data) != nil
	case LineEnd:
		return bytes.IndexByte(bytes.ReplaceAll(data, []byte("\r\n"), nil), '\r') >= 0
	case Limit:
		return len(data) > 100
	case Empty:
		return len(data) == 0
	case Separator:
		return bytes.ContainsAny(data, ";\t")
	}
	return false
}

// FuzzPlain compares records read by their places with those that Next reads, whatever else is in the block.
func FuzzPlain(f *testing.F) {
	long := strings.Repeat("0123456789,", 30) + "\n"
	for _, s := range []string{"a,b\nc,d\n", "a,b\n\n\nc,d\n,\n", "a\nb\n\nc", "a,b\r\nc,d\r\n", "a,\"b\"\n", "é,重量\nx,y", long + long + "a,b\n", ",,,\n,,,\n,,\n", strings.Repeat("a,b\n", 40)} {
		f.Add(s, 2)
		f.Add(s, 1)
	}
	f.Fuzz(func(t *testing.T, text string, n int) {
		if n < 1 || n > 40 {
			return
		}
		opt := Options{MaxField: 50}.withDefaults()
		block := func() *Block { return &Block{Data: []byte(text), opt: &opt} }
		var fast, slow Parser
		b := block()
		fast.Reset(b)
		slow.Reset(block())
		for {
			var got []string
			ends, ok := fast.Plain(n)
			if ok {
				for i := range n {
					got = append(got, string(b.Data[ends[i]+1:ends[i+1]]))
				}
			}
			want, wantErr := slow.Next()
			if !ok {
				fields, err := fast.Next()
				if fmt.Sprint(err) != fmt.Sprint(wantErr) {
					t.Fatalf("%q: got %v, want %v", text, err, wantErr)
				}
				if err != nil {
					return
				}
				for _, field := range fields {
					got = append(got, string(field))
				}
			}
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) || fast.Line() != slow.Line() {
				t.Fatalf("%q: got %q on line %d, want %q on line %d, %v", text, got, fast.Line(), want, slow.Line(), wantErr)
			}
		}
	})
}
