package xlsx

import (
	"fmt"
	"strings"
)

// Kind says what an Error is about.
type Kind uint8

// The kinds.
const (
	NotWorkbook Kind = iota // the file is something else
	OverLimit               // the file is above one of the Limits
	Damaged                 // the file breaks the rules of its format, or hides something
	BadCell                 // a cell has no value that can be read
)

// Error says what is wrong with a workbook and where. Sheet is empty where it is about the file as a whole, Row and Col
// (from 1) are 0 where it is about more than one.
type Error struct {
	Kind     Kind
	Sheet    string
	Row, Col int
	Msg      string // a sentence without its place
	Hint     string // what to do about it, "" where nothing special helps
}

func (e *Error) Error() string {
	var b strings.Builder
	if e.Sheet != "" {
		fmt.Fprintf(&b, "sheet %q", e.Sheet)
		if e.Row > 0 {
			fmt.Fprintf(&b, " cell %s%d", columnName(e.Col), e.Row)
		}
		b.WriteString(": ")
	}
	b.WriteString(e.Msg)
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	return b.String()
}

// CellErrors are the cells of one row that cannot be read. The next Read goes on with the next row.
type CellErrors []*Error

func (es CellErrors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// columnName is the letters of a column: A for 1, AA for 27, "" for 0.
func columnName(col int) string {
	name := ""
	for ; col > 0; col = (col - 1) / 26 {
		name = string(rune('A'+(col-1)%26)) + name
	}
	return name
}

// clip cuts what a file says of itself to a length that fits into a message.
func clip(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
