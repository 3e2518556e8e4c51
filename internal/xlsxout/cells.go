package xlsxout

import (
	"strconv"
	"unicode/utf8"
)

// maxText is how long a cell's text can be, in UTF-16 units; a longer one is cut and ends in an ellipsis.
const maxText = 32767

func appendRow(dst []byte, row int, columns []Column, cells [][]byte) []byte {
	dst = strconv.AppendInt(append(dst, `<row r="`...), int64(row), 10)
	dst = append(dst, `">`...)
	for i, c := range cells {
		if len(c) == 0 {
			continue
		}
		if columns[i].Digits == Text {
			dst = appendText(dst, i, row, styleText, c)
			continue
		}
		dst = appendOpen(dst, i, row, styleOf(columns[i].Digits))
		dst = append(append(append(dst, "><v>"...), c...), "</v></c>"...)
	}
	return append(dst, "</row>"...)
}

// appendOpen appends the start of a cell: `<c r="B7" s="4"`.
func appendOpen(dst []byte, column, row, style int) []byte {
	dst = appendLetters(append(dst, `<c r="`...), column)
	dst = strconv.AppendInt(dst, int64(row), 10)
	dst = append(dst, `" s="`...)
	return append(strconv.AppendInt(dst, int64(style), 10), '"')
}

func appendText(dst []byte, column, row, style int, text []byte) []byte {
	dst = appendOpen(dst, column, row, style)
	dst = append(dst, ` t="inlineStr"><is><t xml:space="preserve">`...)
	return append(appendEscaped(dst, text), "</t></is></c>"...)
}

// appendLetters appends a column's name: A, B, … Z, AA.
func appendLetters(dst []byte, column int) []byte {
	if column >= 26 {
		dst = appendLetters(dst, column/26-1)
	}
	return append(dst, byte('A'+column%26))
}

// appendEscaped appends a text as XML. What XML cannot hold is written as _x001B_, as Excel does it, and a text that
// looks like that is written so that it comes back as it was.
func appendEscaped(dst, text []byte) []byte {
	units := 0
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if units += 1; r > 0xffff {
			units++
		}
		if units >= maxText && i+n < len(text) {
			return append(dst, "…"...)
		}
		switch {
		case r == utf8.RuneError && n == 1:
			dst = append(dst, "\ufffd"...)
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '_' && looksEscaped(text[i:]):
			dst = append(dst, "_x005F_"...)
		case coded(r):
			dst = appendCode(dst, r)
		default:
			dst = append(dst, text[i:i+n]...)
		}
		i += n
	}
	return dst
}

// coded says whether XML cannot hold a character.
func coded(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff
}

// looksEscaped says whether a text begins with _xHHHH_, or will once the character behind it is written so.
func looksEscaped(text []byte) bool {
	if len(text) < 7 || text[1] != 'x' {
		return false
	}
	if r, _ := utf8.DecodeRune(text[6:]); r != '_' && !coded(r) {
		return false
	}
	for _, c := range text[2:6] {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}

func appendCode(dst []byte, r rune) []byte {
	const hex = "0123456789ABCDEF"
	return append(dst, '_', 'x', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15], '_')
}
