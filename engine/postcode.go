package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/rates"
)

// postcodeTable finds what holds for a postcode: the row with the longest matching beginning.
type postcodeTable[T any] struct {
	whole   T               // of the row without postcodes
	lengths []prefixRows[T] // longest first
}

// prefixRows are the rows of one length of beginnings, rising.
type prefixRows[T any] struct {
	k    int
	rows []prefixRow[T]
}

type prefixRow[T any] struct {
	from, to string
	value    T
}

func (t *postcodeTable[T]) add(p rates.Postcodes, v T) {
	k := len(p.From)
	if k == 0 {
		t.whole = v
		return
	}
	i := slices.IndexFunc(t.lengths, func(r prefixRows[T]) bool { return r.k == k })
	if i < 0 {
		i = len(t.lengths)
		t.lengths = append(t.lengths, prefixRows[T]{k: k})
	}
	t.lengths[i].rows = append(t.lengths[i].rows, prefixRow[T]{p.From, p.To, v})
}

// sort readies the table for find. Ranges that overlap (areas may) are joined: they say the same there.
func (t *postcodeTable[T]) sort() {
	slices.SortFunc(t.lengths, func(a, b prefixRows[T]) int { return cmp.Compare(b.k, a.k) })
	for i := range t.lengths {
		rows := t.lengths[i].rows
		slices.SortStableFunc(rows, func(a, b prefixRow[T]) int { return strings.Compare(a.from, b.from) })
		out := rows[:0]
		for _, r := range rows {
			if n := len(out); n > 0 && r.from <= out[n-1].to {
				out[n-1].to = max(out[n-1].to, r.to)
				continue
			}
			out = append(out, r)
		}
		t.lengths[i].rows = out
	}
}

// find looks a normalised postcode up.
func (t *postcodeTable[T]) find(code []byte) T {
	for i := range t.lengths {
		l := &t.lengths[i]
		if len(code) < l.k {
			continue
		}
		head := code[:l.k]
		n, _ := slices.BinarySearchFunc(l.rows, head, func(r prefixRow[T], h []byte) int {
			if r.from <= string(h) {
				return -1
			}
			return 1
		})
		if n > 0 && string(head) <= l.rows[n-1].to {
			return l.rows[n-1].value
		}
	}
	return t.whole
}

// normalise appends a postcode with ASCII letters in upper case and without spaces and hyphens.
func normalise(dst []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		switch {
		case c == ' ' || c == '-':
			continue
		case 'a' <= c && c <= 'z':
			c -= 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}
