package engine

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"

	"github.com/lanewise/lanewise/rates"
)

// postcodeTable finds what holds for a postcode: the row with the longest matching beginning.
type postcodeTable[T any] struct {
	whole   T               // of the row without postcodes
	lengths []prefixRows[T] // longest first
}

// prefixRows are the rows of one length of beginnings, rising. Beginnings are compared by their first eight bytes as one
// number, and by the rest only where they are longer.
type prefixRows[T any] struct {
	k    int
	mask uint64   // of a code's first eight bytes
	from []uint64 // the rows' beginnings so
	to   []uint64
	rows []prefixRow[T]
}

type prefixRow[T any] struct {
	from, to string
	value    T
}

// postcode is a normalised postcode, and its first eight bytes as a number.
type postcode struct {
	text []byte
	head uint64
}

func (p *postcode) set(s string) {
	p.text = normalise(p.text[:0], s)
	p.head = head(p.text)
}

func head[T string | []byte](s T) uint64 {
	var b [8]byte
	copy(b[:], s)
	return binary.BigEndian.Uint64(b[:])
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
		l := &t.lengths[i]
		slices.SortStableFunc(l.rows, func(a, b prefixRow[T]) int { return strings.Compare(a.from, b.from) })
		out := l.rows[:0]
		for _, r := range l.rows {
			if n := len(out); n > 0 && r.from <= out[n-1].to {
				out[n-1].to = max(out[n-1].to, r.to)
				continue
			}
			out = append(out, r)
		}
		l.rows = out
		l.mask = ^uint64(0) << (8 * max(0, 8-l.k))
		l.from, l.to = nil, nil
		for _, r := range out {
			l.from, l.to = append(l.from, head(r.from)), append(l.to, head(r.to))
		}
	}
}

// find looks a postcode up.
func (t *postcodeTable[T]) find(p *postcode) T {
	for i := range t.lengths {
		l := &t.lengths[i]
		if len(p.text) < l.k {
			continue
		}
		if n := l.search(p); n >= 0 {
			return l.rows[n].value
		}
	}
	return t.whole
}

// search finds the row of a postcode that is long enough, or -1.
func (l *prefixRows[T]) search(p *postcode) int {
	if l.k > 8 {
		begin := string(p.text[:l.k])
		n, _ := slices.BinarySearchFunc(l.rows, begin, func(r prefixRow[T], h string) int {
			if r.from <= h {
				return -1
			}
			return 1
		})
		if n > 0 && begin <= l.rows[n-1].to {
			return n - 1
		}
		return -1
	}
	head, at := p.head&l.mask, 0
	for n := len(l.from); n > 1; { // halving without a branch, which no one could foretell
		half := n / 2
		_, above := bits.Sub64(head, l.from[at+half], 0)
		at += half & (int(above) - 1)
		n -= half
	}
	if l.from[at] <= head && head <= l.to[at] {
		return at
	}
	return -1
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
