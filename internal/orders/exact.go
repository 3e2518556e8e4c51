package orders

// exactIDs are the first ids of a run as they are, found by their hash.
type exactIDs struct {
	slots []uint32 // 1 + the index of an id; 0 = free. A power of two of them, at least half of which are free
	ids   []exactID
	text  []byte // the ids one after the other
}

type exactID struct {
	key  idKey
	line uint32
	end  uint32 // of its text; it begins where the text of the one before ends
}

// add remembers an id. If it is there already, its line is returned. Different ids may have one key.
func (x *exactIDs) add(id string, k idKey, line uint32) (first uint32, repeated bool) {
	if 2*len(x.ids) >= len(x.slots) {
		x.grow()
	}
	for i := int(k.low); ; i++ {
		at := i & (len(x.slots) - 1)
		n := x.slots[at]
		if n == 0 {
			x.text = append(x.text, id...)
			x.ids = append(x.ids, exactID{k, line, uint32(len(x.text))})
			x.slots[at] = uint32(len(x.ids))
			return 0, false
		}
		if old := &x.ids[n-1]; old.key == k && string(x.text[x.begin(n-1):old.end]) == id {
			return old.line, true
		}
	}
}

func (x *exactIDs) begin(n uint32) uint32 {
	if n == 0 {
		return 0
	}
	return x.ids[n-1].end
}

func (x *exactIDs) grow() {
	x.slots = make([]uint32, max(1024, 4*len(x.slots)))
	for n := range x.ids {
		at := int(x.ids[n].key.low) & (len(x.slots) - 1)
		for x.slots[at] != 0 {
			at = (at + 1) & (len(x.slots) - 1)
		}
		x.slots[at] = uint32(n + 1)
	}
}
