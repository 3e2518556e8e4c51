package rates

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Severity says whether a problem makes the book unusable.
type Severity uint8

// The severities.
const (
	Warning Severity = iota
	Error
)

// Problem is one thing wrong with a book, with its place. Codes are stable: E… are errors, W… warnings.
type Problem struct {
	Code     string
	Severity Severity
	File     string // as opened: rates.csv, or book.xlsx[rates]
	Line     int    // 0 = the file as a whole
	Col      int    // column number from 1, 0 = the row as a whole
	Column   string // column name
	Msg      string // what is wrong, a sentence without its place
	Hint     string // what to do about it
}

// String is `rates.csv:214:7 per_kg: message; hint [E102]`.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
		if p.Col > 0 {
			fmt.Fprintf(&b, ":%d", p.Col)
		}
	}
	if p.Column != "" {
		b.WriteString(" " + p.Column)
	}
	b.WriteString(": " + p.Msg)
	if p.Hint != "" {
		b.WriteString("; " + p.Hint)
	}
	return b.String() + " [" + p.Code + "]"
}

// Problems is a list of problems. As an error it shows the errors among them, capped, with a count.
type Problems []Problem

// Errors counts the problems that make the book unusable.
func (ps Problems) Errors() int {
	n := 0
	for _, p := range ps {
		if p.Severity == Error {
			n++
		}
	}
	return n
}

// Sort orders by file, line, column, code and message, and drops exact repetitions.
func (ps Problems) Sort() Problems {
	slices.SortFunc(ps, func(a, b Problem) int {
		for _, c := range []int{strings.Compare(a.File, b.File), a.Line - b.Line, a.Col - b.Col, strings.Compare(a.Code, b.Code), strings.Compare(a.Msg, b.Msg)} {
			if c != 0 {
				return c
			}
		}
		return 0
	})
	return slices.Compact(ps)
}

// Error lists the errors, at most 20 of them.
func (ps Problems) Error() string { return ps.list("the rate book") }

func (ps Problems) list(what string) string {
	const most = 20
	var b strings.Builder
	n := 0
	for _, p := range ps {
		if p.Severity != Error {
			continue
		}
		if n++; n <= most {
			b.WriteString(p.String() + "\n")
		}
	}
	if n > most {
		fmt.Fprintf(&b, "… and %d more\n", n-most)
	}
	count := "1 error"
	if n != 1 {
		count = fmt.Sprintf("%d errors", n)
	}
	fmt.Fprintf(&b, "%s has %s and cannot be used", what, count)
	return b.String()
}

// Err returns the problems as an error where at least one is an Error, else nil.
func (ps Problems) Err() error {
	if ps.Errors() == 0 {
		return nil
	}
	return ps
}

// ErrIn is Err for problems of something else than a rate book.
func (ps Problems) ErrIn(what string) error {
	if ps.Errors() == 0 {
		return nil
	}
	return errors.New(ps.list(what))
}
