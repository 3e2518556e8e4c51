package csvio

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// Kind sorts the ways in which a file is refused.
type Kind uint8

// The kinds.
const (
	Encoding  Kind = iota + 1 // NUL, not UTF-8
	Format                    // a workbook, an archive, a PDF
	LineEnd                   // CR alone
	Quote                     // unclosed, misplaced
	Limit                     // record, field or columns
	Empty                     // 0 bytes
	Separator                 // semicolons or tabs
)

// Error says why a whole file is refused, or one record of it where Row is set. Line is the line at fault (of an
// unclosed quote, the one it was opened on), Field the number of the field from 1; either is 0 where it has no meaning.
type Error struct {
	Kind        Kind
	Row         bool // the record alone cannot be read (Options.RowErrors)
	Line, Field int
	Msg, Hint   string
}

// Error is `line 3: what is wrong; what to do`.
func (e *Error) Error() string {
	s := e.Msg
	if e.Hint != "" {
		s += "; " + e.Hint
	}
	switch {
	case e.Line == 0:
		return s
	case e.Field == 0:
		return fmt.Sprintf("line %d: %s", e.Line, s)
	default:
		return fmt.Sprintf("line %d, field %d: %s", e.Line, e.Field, s)
	}
}

const saveAsUTF8 = `save the file as "CSV UTF-8"`

// magics are first bytes that give away a file of another kind.
var magics = []struct {
	start string
	kind  Kind
	msg   string
	hint  string
}{
	{"\xff\xfe", Encoding, "the file is UTF-16", "Excel calls this \"Unicode text\"; " + saveAsUTF8},
	{"\xfe\xff", Encoding, "the file is UTF-16", "Excel calls this \"Unicode text\"; " + saveAsUTF8},
	{"PK\x03\x04", Format, "the file is a zip archive or an Excel workbook, not CSV", "name a workbook .xlsx, or save the sheet as \"CSV UTF-8\""},
	{"PK\x05\x06", Format, "the file is an empty zip archive, not CSV", saveAsUTF8},
	{"\xd0\xcf\x11\xe0", Format, "the file is an old Excel workbook (.xls), not CSV", saveAsUTF8},
	{"\x1f\x8b", Format, "the file is compressed with gzip, not CSV", "unpack it first"},
	{"\x28\xb5\x2f\xfd", Format, "the file is compressed with zstd, not CSV", "unpack it first"},
	{"%PDF-", Format, "the file is a PDF, not CSV", "write its table as CSV"},
}

func wrongMagic(start []byte) *Error {
	for _, m := range magics {
		if bytes.HasPrefix(start, []byte(m.start)) {
			return &Error{Kind: m.kind, Msg: m.msg, Hint: m.hint}
		}
	}
	return nil
}

// checkText refuses a line with a NUL or a byte that is not UTF-8.
func checkText(line []byte, number int) error {
	if i := bytes.IndexByte(line, 0); i >= 0 {
		return &Error{Kind: Encoding, Line: number, Msg: fmt.Sprintf("byte %d of the line is NUL: the file is damaged or is UTF-16", i+1), Hint: saveAsUTF8}
	}
	if utf8.Valid(line) {
		return nil
	}
	for i := 0; i < len(line); {
		r, n := utf8.DecodeRune(line[i:])
		if r == utf8.RuneError && n == 1 {
			return &Error{
				Kind: Encoding, Line: number, Msg: fmt.Sprintf("byte %d of the line (0x%02X) is not UTF-8", i+1, line[i]),
				Hint: "Excel in China saves CSV as GB18030; " + saveAsUTF8,
			}
		}
		i += n
	}
	return nil
}
