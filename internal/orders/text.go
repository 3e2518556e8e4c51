package orders

import (
	"fmt"
	"strings"
	"unicode"
)

// soundText finds the texts with which nothing can be wrong: visible ASCII and spaces. It is asked for every cell of text,
// badText only for the few others.
func soundText(s string) bool {
	for i := range len(s) {
		if s[i]-' ' > '~'-' ' {
			return false
		}
	}
	return true
}

// badText finds in a cell of text what shows that it is no longer what somebody wrote. Such a cell would be compared with the
// words and postcodes of a rate book, match nothing, and the order would be priced as if it said nothing.
func badText(c Column, s string) (kind, msg string) {
	if strings.ContainsRune(s, unicode.ReplacementChar) {
		return kindDamaged, lostCharacter(s)
	}
	if c != BuyerService && strings.ContainsFunc(s, unicode.IsControl) {
		return kindControl, fmt.Sprintf("%s has a control character; write letters, digits and signs alone", show(s))
	}
	if c != Postcode {
		return "", ""
	}
	if i := strings.IndexFunc(s, noPostcode); i >= 0 {
		return kindPostcode, fmt.Sprintf("%s has the character %U, which no postcode has; write %s", show(s), firstRune(s[i:]), narrowHint(s))
	}
	return "", ""
}

func lostCharacter(s string) string {
	return fmt.Sprintf("%s has the mark of a character that was lost (U+FFFD); export the orders again as UTF-8", show(s))
}

// noPostcode finds characters that look like those of a postcode, or like nothing at all, and are others.
func noPostcode(r rune) bool {
	return r > unicode.MaxASCII && (unicode.Is(unicode.Cf, r) || unicode.IsSpace(r) || unicode.IsDigit(r) || narrow(r) != r)
}

// narrow gives the ASCII character that a full-width one of an East Asian keyboard stands for, any other as it is.
func narrow(r rune) rune {
	const first, last = '！', '～'
	if r >= first && r <= last {
		return r - first + '!'
	}
	return r
}

// narrowHint is the text in plain characters where it can be had by narrowing and leaving out what cannot be seen.
func narrowHint(s string) string {
	plain := strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || r > unicode.MaxASCII && unicode.IsSpace(r) {
			return -1
		}
		return narrow(r)
	}, s))
	if plain != "" && soundText(plain) {
		return plain
	}
	return "it in plain letters and digits"
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return 0
}

func shortenedNumber(s string) string {
	return fmt.Sprintf("%s is what a spreadsheet leaves of a long number, whose other digits are lost; format the column as text before the export is opened", show(s))
}
