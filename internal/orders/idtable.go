package orders

import "bytes"

// idTable maps keyed hashes of ids to numbers of lines in 13 bytes a slot, of which more than four fifths are in use: less
// than 16 bytes an id.
//
// The hashes lie in rising order, each in its home slot or as little behind it as the order allows (linear probing, sorted).
// There are 65,536 times some number of slots, as many for each value of the first 16 bits of the hash; the home slot
// therefore tells those bits, and only the other 64 are stored, with the distance from home. Because the order does not
// depend on the number of slots, the table grows in place, in one walk up and one down, without a second copy of itself.
type idTable struct {
	parts []*idPart
	width int // slots for one value of the first 16 bits
	n     int
}

// idPart is 65,536 slots; the last part has only as many as hashes can lie behind the last home slot.
type idPart struct {
	low  []uint64
	line []uint32
	away []uint8 // 0 = the slot is free; otherwise 1 + the distance from the home slot
}

func newIDPart(slots int) *idPart {
	return &idPart{make([]uint64, slots), make([]uint32, slots), make([]uint8, slots)}
}

const tops = 1 << 16

// mostAway is the longest distance that away can say. Distances of 30 are rare, of 255 impossible but by ill will, which
// the keyed hash prevents.
const mostAway = 255

// firstWidth makes a table of a million slots, which take no more memory than a million ids may, and which are filled
// quickly while most of them are free.
const firstWidth = 16

func newIDTable(width int) *idTable {
	t := &idTable{width: width}
	t.extend()
	return t
}

// extend adds the parts for the present width, and the one behind the last home slot.
func (t *idTable) extend() {
	var tail *idPart
	if n := len(t.parts); n > 0 {
		tail = t.parts[n-1]
		t.parts = t.parts[:n-1]
	}
	for len(t.parts) < t.width {
		p := newIDPart(tops)
		if tail != nil {
			copy(p.low, tail.low)
			copy(p.line, tail.line)
			copy(p.away, tail.away)
			tail = nil
		}
		t.parts = append(t.parts, p)
	}
	t.parts = append(t.parts, newIDPart(mostAway))
}

// slots is how many there are for a width.
func slots(width int) int { return width*tops + mostAway }

func (t *idTable) home(k idKey) int { return int(k.top)*t.width + int((k.low>>32)*uint64(t.width)>>32) }

// add puts k into the table; where it is there already, its line is returned.
func (t *idTable) add(k idKey, line uint32) (first uint32, repeated bool) {
	if t.n >= t.width*tops/100*92 {
		t.grow()
	}
	for i, away := t.home(k), 1; ; i, away = i+1, away+1 {
		p, at := t.parts[i>>16], i&(tops-1)
		switch is := int(p.away[at]); {
		case is == 0:
			t.n++
			t.set(i, k.low, line, away)
			return 0, false
		case is > away, is == away && p.low[at] < k.low: // stands before k
		case is == away && p.low[at] == k.low:
			return p.line[at], true
		default:
			t.makeRoom(i)
			t.n++
			t.set(i, k.low, line, away)
			return 0, false
		}
	}
}

// touch reads where the keys will be looked for. These reads do not wait for one another as adding does, and the adding
// that follows finds its memory in the processor's cache. The sum is of no use but to keep the reads.
func (t *idTable) touch(keys []idKey) (sum uint64) {
	for _, k := range keys {
		i := t.home(k)
		p, at := t.parts[i>>16], i&(tops-1)
		sum += uint64(p.away[at]) + uint64(p.line[at]) + p.low[at]
	}
	return sum
}

func (t *idTable) set(i int, low uint64, line uint32, away int) {
	if away > mostAway {
		panic("orders: hashes of ids are not random")
	}
	p, at := t.parts[i>>16], i&(tops-1)
	p.low[at], p.line[at], p.away[at] = low, line, uint8(away)
}

// makeRoom moves what stands from slot i on up to the next free slot one further.
func (t *idTable) makeRoom(i int) {
	p, from := t.parts[i>>16], i&(tops-1)
	to := len(p.away)
	if n := bytes.IndexByte(p.away[from:], 0); n >= 0 {
		to = from + n
	} else { // the part is full to its end: its last slot goes over into the next
		t.makeRoom(i - from + tops)
		to--
		t.set(i-from+tops, p.low[to], p.line[to], int(p.away[to])+1)
	}
	copy(p.low[from+1:to+1], p.low[from:to])
	copy(p.line[from+1:to+1], p.line[from:to])
	for j := to; j > from; j-- {
		if p.away[j-1] == mostAway {
			panic("orders: hashes of ids are not random")
		}
		p.away[j] = p.away[j-1] + 1
	}
}

// grow widens the table by an eighth: everything goes up to the end, then down again to its new place.
func (t *idTable) grow() {
	old := t.width
	t.width += max(1, old/8)
	t.extend()
	counts := make([]uint32, tops) // ids by their first 16 bits
	to := slots(t.width)
	top := tops - 1
	for i := slots(old); i > 0; {
		i--
		p, at := t.parts[i>>16], i&(tops-1)
		away := int(p.away[at])
		if away == 0 {
			continue
		}
		for i-away+1 < top*old {
			top--
		}
		counts[top]++
		p.away[at] = 0
		to--
		t.set(to, p.low[at], p.line[at], 1)
	}
	t.settle(to, counts)
}

// settle gives the ids from slot from to the end, which are in order, their places.
func (t *idTable) settle(from int, counts []uint32) {
	free, top := 0, 0
	for i := from; i < slots(t.width); i++ {
		for counts[top] == 0 {
			top++
		}
		counts[top]--
		p, at := t.parts[i>>16], i&(tops-1)
		low, line := p.low[at], p.line[at]
		p.away[at] = 0
		home := t.home(idKey{uint16(top), low})
		to := max(home, free)
		t.set(to, low, line, to-home+1)
		free = to + 1
	}
}
