package orders

import (
	"fmt"
	"hash/maphash"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/lanewise/lanewise/internal/textfile"
)

// ExactIDs is how many ids of a run are kept as they are. Above it a keyed hash of 80 bits stands for each, so that the
// check needs at most 16 bytes an order from a million orders on. In a run of 10 million, two different ids are taken for one
// with a chance of 1 in 24 billion, and nobody can make such ids without the key, which is new for every run.
const ExactIDs = 1 << 16

// idKey is the keyed hash of an id.
type idKey struct {
	top uint16
	low uint64
}

// ids remembers which order_ids occurred, and where each did first.
type ids struct {
	seeds [2]maphash.Seed
	exact exactIDs // until there is a table
	table *idTable
	lines lineCount
}

func newIDs() *ids {
	return &ids{seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}}
}

// key may be called by several goroutines at once.
func (s *ids) key(id string) idKey {
	return idKey{uint16(maphash.String(s.seeds[0], id)), maphash.String(s.seeds[1], id)}
}

// add remembers an id at a line of a file, files and lines rising from call to call. If it has occurred before, that place
// is returned.
func (s *ids) add(id string, k idKey, file, line int) (first place, repeated bool) {
	at := s.lines.number(file, line)
	if s.table == nil && len(s.exact.ids) == ExactIDs {
		s.table = newIDTable(firstWidth)
		for _, old := range s.exact.ids {
			s.table.add(old.key, old.line)
		}
		s.exact = exactIDs{}
	}
	var n uint32
	if s.table != nil {
		n, repeated = s.table.add(k, at)
	} else {
		n, repeated = s.exact.add(id, k, at)
	}
	if !repeated {
		return place{}, false
	}
	return s.lines.place(n), true
}

// place is a line of a file, counted as the Reader counts its files; line 0 is unknown.
type place struct{ file, line int }

// lineCount numbers the lines of all files through, so that 32 bits say where an id stood.
type lineCount struct {
	before []uint64 // lines before each file so far
	last   int      // the last line seen of the last file
}

func (c *lineCount) number(file, line int) uint32 {
	for len(c.before) <= file {
		before := uint64(c.last)
		if n := len(c.before); n > 0 {
			before += c.before[n-1]
		}
		c.before = append(c.before, before)
		c.last = 0
	}
	c.last = line
	if n := c.before[file] + uint64(line); n <= math.MaxUint32 {
		return uint32(n)
	}
	return 0
}

// place is where the line with that number is; number 0 stands for lines beyond 4 thousand million.
func (c *lineCount) place(n uint32) place {
	if n == 0 {
		return place{}
	}
	file, _ := slices.BinarySearch(c.before, uint64(n))
	file--
	return place{file, int(uint64(n) - c.before[file])}
}

// repeats is the fault of an order_id that has occurred before.
func (r *Reader) repeats(id string, first place) Fault {
	where := "an order of an earlier line"
	if first.line > 0 {
		where = fmt.Sprintf("the order of %s:%d", r.files[first.file].name, first.line)
	}
	return Fault{Column: OrderID.String(), Kind: kindRepeated, Msg: fmt.Sprintf("%s repeats %s; every order_id occurs once in a run", show(id), where)}
}

// idFault finds what is wrong with the form of an order_id. Such an id need not be remembered: every repetition of it is
// refused for the same reason.
func idFault(id string) Faults {
	if usualID(id) && !textfile.CutShort(id) {
		return nil
	}
	if kind, msg := badID(id); kind != "" {
		return Faults{{Column: OrderID.String(), Kind: kind, Msg: msg}}
	}
	return nil
}

// usualID finds the ids with which nothing can be wrong: visible ASCII, not too long.
func usualID(id string) bool {
	return len(id)-1 < MaxIDChars && id != "" && visible(id)
}

func badID(id string) (kind, msg string) {
	if !strings.ContainsFunc(id, seen) {
		return kindEmpty, "is blank; every row needs an id of its own"
	}
	if len(id) > MaxIDChars && utf8.RuneCountInString(id) > MaxIDChars {
		return kindLong, fmt.Sprintf("%s has %d characters; at most %d are allowed", show(id), utf8.RuneCountInString(id), MaxIDChars)
	}
	if strings.ContainsFunc(id, unicode.IsControl) {
		return kindControl, fmt.Sprintf("%s has a control character; write letters, digits and signs alone", show(id))
	}
	if strings.ContainsRune(id, unicode.ReplacementChar) {
		return kindDamaged, lostCharacter(id)
	}
	if textfile.CutShort(id) {
		return kindShort, shortenedNumber(id)
	}
	// Not a control character, yet as little to be seen: where one file was appended to another, the byte order mark of
	// the second becomes part of an id, which then differs from the same id elsewhere.
	if strings.Contains(id, "\ufeff") {
		return kindControl, fmt.Sprintf("%s has a byte order mark in it, as where two files were joined; remove it, or name both files", show(id))
	}
	return "", ""
}

// seen finds the characters of an id that is not blank: a control character counts, and is told as what it is.
func seen(r rune) bool { return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) }
