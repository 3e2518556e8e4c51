package csvio

import (
	"bytes"
	"encoding/csv"
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
