package rates

import "math/bits"

// slotSet is an ordered set of small whole numbers. Each level holds one bit a word of the level below, so every
// operation takes a handful of steps even with a million slots, where a sorted slice would have to be shifted.
type slotSet [][]uint64

// reset empties the set and makes room for slots 0 to n-1.
func (s *slotSet) reset(n int) {
	*s = (*s)[:0]
	for {
		n = (n + 63) / 64
		if l := len(*s); l < cap(*s) && cap((*s)[:l+1][l]) >= n {
			*s = (*s)[:l+1]
			(*s)[l] = (*s)[l][:n]
			clear((*s)[l])
		} else {
			*s = append(*s, make([]uint64, n))
		}
		if n <= 1 {
			return
		}
	}
}

func (s slotSet) insert(i int) {
	for _, level := range s {
		level[i/64] |= 1 << (i % 64)
		i /= 64
	}
}

func (s slotSet) remove(i int) {
	for _, level := range s {
		level[i/64] &^= 1 << (i % 64)
		if level[i/64] != 0 {
			return
		}
		i /= 64
	}
}

// before is the largest slot below i, -1 where there is none.
func (s slotSet) before(i int) int {
	for l, level := range s {
		if word := level[i/64] & (1<<(i%64) - 1); word != 0 {
			i = i/64*64 + bits.Len64(word) - 1
			for l--; l >= 0; l-- {
				i = i*64 + bits.Len64(s[l][i]) - 1
			}
			return i
		}
		i /= 64
	}
	return -1
}

// after is the smallest slot above i, -1 where there is none.
func (s slotSet) after(i int) int {
	for l, level := range s {
		if word := level[i/64] & (^uint64(0) << (i % 64) << 1); word != 0 {
			i = i/64*64 + bits.TrailingZeros64(word)
			for l--; l >= 0; l-- {
				i = i*64 + bits.TrailingZeros64(s[l][i])
			}
			return i
		}
		i /= 64
	}
	return -1
}

// has reports whether slot i is in the set.
func (s slotSet) has(i int) bool { return s[0][i/64]>>(i%64)&1 != 0 }
