package orders

import (
	"math/bits"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// What cells hold is nearly always short and in its usual form. It is read here eight bytes at a time, the first of them in
// the lowest byte of a word; whatever is not in that form is left to the parsers that judge it.

const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones // the highest bit of every byte
)

// quickFixed reads what money.ParseFixed would read from an unsigned number in its usual length. Where it says no, the
// number may still be right, and money's parser is to judge.
func quickFixed(s string, digits int) (int64, bool) {
	v, after, ok := quickNumber(s)
	if !ok || after > digits {
		return 0, false
	}
	return v * money.Pow10(digits-after), true
}

// quickCeil is quickFixed for money.ParseCeil: digits beyond shift are rounded up, and the result is at most most.
func quickCeil(s string, shift int, most int64) (int64, bool) {
	v, after, ok := quickNumber(s)
	if after <= shift {
		v *= money.Pow10(shift - after)
	} else {
		cut := money.Pow10(after - shift)
		v = (v + cut - 1) / cut
	}
	return v, ok && v <= most
}

// quickNumber reads the digits of a number of at most 8 bytes; after says how many stand behind its point.
func quickNumber(s string) (v int64, after int, ok bool) {
	n := len(s)
	if n == 0 || n > 8 {
		return 0, 0, false
	}
	x := lastBytes(s)
	// A byte of d is 0 where the point stands; the sum sets the top bit of every byte that is not 0.
	d := x ^ '.'*ones
	if point := ^(d&^highs + ^uint64(highs) | d) & highs; point != 0 {
		at := bits.TrailingZeros64(point) &^ 7
		if after = 7 - at/8; after == 0 || after == n-1 {
			return 0, 0, false
		}
		before := uint64(1)<<(at&63) - 1
		x = x&before<<8 | x&^before&^(0xff<<(at&63))
		n--
	}
	x |= '0' * ones >> (8 * n) // leading zeros
	x ^= '0' * ones
	if (x+(0x80-10)*ones|x)&highs != 0 {
		return 0, 0, false
	}
	x = x * (10<<8 + 1) >> 8 & (0xff * (1<<48 | 1<<32 | 1<<16 | 1))
	x = x * (100<<16 + 1) >> 16 & 0xffff0000ffff
	x = x * (10000<<32 + 1) >> 32
	return int64(x), after, true
}

// lastBytes are the 1 to 8 bytes of s, the last of them in the highest byte.
func lastBytes(s string) uint64 {
	n := len(s)
	if n >= 4 {
		return uint64(word32(s[n-4:]))<<32 | uint64(word32(s))<<(8*(8-n)&63)
	}
	return (uint64(s[0]) | uint64(s[n/2])<<(8*(n/2)) | uint64(s[n-1])<<(8*(n-1)&63)) << (8 * (8 - n) & 63)
}

func word32(s string) uint32 {
	_ = s[3]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

func word64(s string) uint64 {
	_ = s[7]
	return uint64(word32(s)) | uint64(word32(s[4:]))<<32
}

// months are the first days of the months from 2000 to 2100, the last of which ends the table.
var months = func() (t [100*12 + 1]rates.Date) {
	text := []byte("2000-01-01")
	for i := range t {
		y, m := 2000+i/12, 1+i%12
		text[1], text[2], text[3] = byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10)
		text[5], text[6] = byte('0'+m/10), byte('0'+m%10)
		t[i], _ = rates.ParseDate(string(text))
	}
	return t
}()

// quickDate reads the days of this century; rates.ParseDate reads all.
func quickDate(s string) (rates.Date, bool) {
	const form = '-'<<56 | '0'<<48 | '0'<<40 | '-'<<32 | '0'<<24 | '0'<<16 | '0'<<8 | '0'
	const sum = 0x7f<<56 | 0x76<<48 | 0x76<<40 | 0x7f<<32 | 0x76<<24 | 0x76<<16 | 0x76<<8 | 0x76 // no digit and no dash overflows
	if len(s) != 10 {
		return 0, false
	}
	x := word64(s) ^ form
	tens, units := s[8]-'0', s[9]-'0'
	if (x+sum|x)&highs != 0 || tens > 9 || units > 9 {
		return 0, false
	}
	x += x * 10 << 8 // a byte holds its digit and ten times the one before
	century, year, month, day := x>>8&0xff, x>>24&0xff, x>>48&0xff, rates.Date(10*tens+units)
	if century != 20 || month-1 > 11 {
		return 0, false
	}
	at := year*12 + month - 1
	first := months[at]
	return first + day - 1, day > 0 && day <= months[at+1]-first
}

// visible says whether a text is ASCII from '!' to '~' throughout.
func visible(s string) bool {
	for len(s) >= 8 {
		x := word64(s)
		if ((x-'!'*ones)|(x+ones)|x)&highs != 0 {
			return false
		}
		s = s[8:]
	}
	for i := range len(s) {
		if s[i]-'!' > '~'-'!' {
			return false
		}
	}
	return true
}
