package csvio

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// Plain is Next for the usual record: one line of exactly n fields in a block without quotes and CRs. Field i lies in the
// block's Data between the places ends[i] and ends[i+1], neither included; the slice stays valid as long as the block does.
// Where the next record is another, ok is false and Next is to read it.
func (p *Parser) Plain(n int) (ends []uint32, ok bool) {
	if !p.indexed {
		p.index()
	}
	// Behind what Next has read in between.
	for p.mark < len(p.marks)-1 && p.marks[p.mark]+1 != uint32(p.pos) {
		p.mark++
	}
	if p.mark+n >= len(p.marks) {
		return nil, false
	}
	ends = p.marks[p.mark : p.mark+n+1]
	for _, at := range ends[1:n] {
		if p.data[at] == '\n' {
			return nil, false
		}
	}
	end := int(ends[n])
	if size := end - p.pos; p.data[end] != '\n' || size == 0 || size > p.plainest || p.err != nil {
		return nil, false
	}
	p.mark += n
	p.pos = end + 1
	p.line++
	p.start = p.line
	return ends, true
}

// index finds the commas and line ends of a block at once, before the first of which stands a mark for the block's start.
// In a block that has anything but plain text there is none. The marks of 64 bytes are written in portions of eight, which
// does without a branch for every field.
func (p *Parser) index() {
	p.indexed, p.mark, p.marks = true, 0, p.marks[:0]
	p.plainest = min(p.opt.MaxField, p.opt.MaxRecord)
	if !p.text || p.odd || p.first {
		return
	}
	marks, n := append(p.marks, ^uint32(0)), 1
	var last [64]byte
	for at := 0; at < len(p.data); at += 64 {
		part := &last
		if len(p.data)-at >= 64 {
			part = (*[64]byte)(p.data[at:])
		} else {
			copy(last[:], p.data[at:])
		}
		found := places(part, p.opt.Comma)
		if len(marks)-n < 64 {
			marks = slices.Grow(marks[:n], 64)
			marks = marks[:cap(marks)]
		}
		end := n + bits.OnesCount64(found)
		for ; n < end; n += 8 {
			eight := (*[8]uint32)(marks[n:])
			for k := range eight {
				eight[k] = uint32(at + bits.TrailingZeros64(found))
				found &= found - 1
			}
		}
		n = end
	}
	p.marks = marks[:n]
}

const (
	ones = 0x0101010101010101
	low7 = 0x7f * ones
)

// places has a bit set for every byte that is a comma or a line end.
func places(b *[64]byte, comma byte) (found uint64) {
	commas := ones * uint64(comma)
	for i := 56; i >= 0; i -= 8 {
		found = found<<8 | eightPlaces(binary.LittleEndian.Uint64(b[i:i+8]), commas)
	}
	return found
}

// eightPlaces is places for eight bytes: a byte of the terms is 0 where a comma or a line end stands, the sums set the top
// bit of all others, and the product moves one bit of every byte into the highest.
func eightPlaces(x, commas uint64) uint64 {
	seven := x & low7
	other := ((seven^commas)+low7)&((seven^'\n'*ones)+low7) | x
	return (^other >> 7 & ones) * 0x0102040810204080 >> 56
}
