package cond

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Error says what is wrong with a condition, and where.
type Error struct {
	Offset int    // where Word starts, in bytes from the start of the source
	Word   string // the offending words as written; empty at the end of the source
	Msg    string // what is wrong and what to write instead, to be read after Word
}

// Error returns one sentence that starts with the offending word.
func (e *Error) Error() string {
	if e.Word == "" {
		return "the end of the condition " + e.Msg
	}
	return show(e.Word) + " " + e.Msg
}

// Caret returns the line of src with the offending word and, below it, a line
// that marks the word with carets.
func (e *Error) Caret(src string) string {
	at := min(max(e.Offset, 0), len(src))
	start := strings.LastIndexByte(src[:at], '\n') + 1
	line, _, _ := strings.Cut(src[start:], "\n")
	line = strings.TrimSuffix(line, "\r")
	at = min(at-start, len(line))
	end := min(at+len(e.Word), len(line))

	var shown, marks strings.Builder
	for i, r := range line {
		mark := ' '
		switch {
		case i >= at && i < end:
			mark = '^'
		case r == '\t': // as wide in the line below, wherever the stops are
			mark = '\t'
		}
		if unicode.IsControl(r) && r != '\t' {
			r = utf8.RuneError
		}
		shown.WriteRune(r)
		if i < end {
			marks.WriteString(strings.Repeat(string(mark), columns(r)))
		}
	}
	if !strings.HasSuffix(marks.String(), "^") { // an empty word, or one without width
		marks.WriteByte('^')
	}
	return shown.String() + "\n" + marks.String()
}

// columns is how many columns a terminal gives to r: Chinese, Japanese and
// Korean characters and full-width punctuation take two, marks that sit on
// the letter before them none.
func columns(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3,
		r >= 0xf900 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60,
		r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}

// show makes a word readable in a message: cut where it would drown the
// sentence, and quoted unless it is a name or a number (so that 5 is not taken
// for "5") or shows quotes of its own.
func show(word string) string {
	const longest = 60
	runes := []rune(word)
	cut := len(runes) > longest
	if cut {
		runes = runes[:longest]
	}
	for i, r := range runes {
		if !unicode.IsPrint(r) {
			runes[i] = ' '
		}
	}
	s := string(runes)
	if cut {
		s += "…"
	}
	if plain(word) || strings.ContainsRune(s, '"') {
		return s
	}
	return `"` + s + `"`
}

// plain reports whether word is a name or a number.
func plain(word string) bool {
	for i, r := range word {
		sign := r == '-' && i == 0 && len(word) > 1
		if r > unicode.MaxASCII || !isNamePart(r) && !sign {
			return false
		}
	}
	return true
}
