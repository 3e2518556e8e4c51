package csvio

import (
	"slices"
	"strings"
)

// Swallowed finds a row inside a field of a record that goes on over several lines. A quote that was never meant to open
// (5" box) takes the rows after it into its field, up to the next quote, and by the rules of CSV that is a sound field of
// several lines: the rows would be gone without a word. isRow judges what the lines would be without their quotes. The
// answer is the index of the field, how many lines below the record's first one the field begins, and how many lines below
// that the row stands.
func Swallowed(fields []string, comma byte, isRow func([]string) bool) (field, from, row int, found bool) {
	for i, f := range fields {
		inside := strings.Split(f, "\n")
		for n, text := range inside {
			if len(inside) > 1 && isRow(pieced(fields, i, n, len(inside)-1, text, comma)) {
				return i, from, max(n, 1), true
			}
		}
		from += len(inside) - 1
	}
	return 0, 0, 0, false
}

// pieced is the row that a line of field i would be without its quotes: the first line goes on from the fields before, the
// last one goes on into those behind. A line without a comma in it is none.
func pieced(fields []string, i, n, last int, text string, comma byte) []string {
	row := strings.Split(strings.TrimSuffix(text, "\r"), string(rune(comma)))
	if len(row) == 1 {
		return nil
	}
	if n == 0 {
		row = append(slices.Clone(fields[:i]), row...)
	}
	if n == last {
		row = append(row, fields[i+1:]...)
	}
	return row
}
