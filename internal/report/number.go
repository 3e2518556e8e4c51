package report

import (
	"encoding/binary"
	"strconv"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// The functions below write a number and a comma after it into b from n on and return where the next field begins. A row
// of a batch has twenty numbers, and they are most of the work of writing it: so nobody looks for room number by number,
// signs and digits are written without asking how many there are, and what stands behind the number in b is spoiled.
const numberRoom = 32 // what one of them may write over

// triples are the numbers below 1000: in the low three bytes their digits as they stand in a text, leading zeros
// included, and above them how many bits those zeros take.
var triples = func() (t [1000]uint32) {
	for i := range t {
		v := uint32(i)
		t[i] = '0' + v/100 | ('0'+v/10%10)<<8 | ('0'+v%10)<<16
		switch {
		case v < 10:
			t[i] |= 16 << 24
		case v < 100:
			t[i] |= 8 << 24
		}
	}
	return t
}()

// digits3 are the three digits of a number below 1000.
func digits3(v uint64) uint64 { return uint64(triples[v] & 0xffffff) }

// putCents writes an amount with two digits after the point, as Amount.Append does: more digits are cut.
func putCents(b []byte, n int, a money.Amount) int {
	u, n := putSign(b, n, int64(a)/1e4)
	return putNumber(b, n, u/100, '.'|digits3(u%100)&^0xff|','<<24, 4)
}

// putCost writes an amount with costDigits after the point.
func putCost(b []byte, n int, a money.Amount) int {
	u, n := putSign(b, n, int64(a)/1e2)
	rest := u % 1e4
	return putNumber(b, n, u/1e4, '.'|digits3(rest/10)<<8|('0'+rest%10)<<32|','<<40, 6)
}

// putShare writes a share with shareDigits after the point.
func putShare(b []byte, n int, s rates.Share) int {
	u, n := putSign(b, n, int64(s))
	rest := u % 1e6
	return putNumber(b, n, u/1e6, '.'|digits3(rest/1e3)<<8|digits3(rest%1e3)<<32|','<<56, 8)
}

// putAmount writes an amount with any number of digits after the point.
func putAmount(b []byte, n int, a money.Amount, digits int) int {
	if digits == 2 {
		return putCents(b, n, a)
	}
	n += len(money.AppendFixed(b[n:n], int64(a)/money.Pow10(money.Scale-digits), digits))
	b[n] = ','
	return n + 1
}

// putDays writes days without trailing zeros, nothing but the comma where there are none.
func putDays(b []byte, n int, d rates.Opt[rates.Days]) int {
	if !d.OK {
		b[n] = ','
		return n + 1
	}
	u, n := putSign(b, n, int64(d.V))
	switch rest := u % 100; {
	case rest == 0:
		return putNumber(b, n, u/100, ',', 1)
	case rest%10 == 0:
		return putNumber(b, n, u/100, '.'|('0'+rest/10)<<8|','<<16, 3)
	default:
		return putNumber(b, n, u/100, '.'|digits3(rest)&^0xff|','<<24, 4)
	}
}

// putWhole writes a whole number.
func putWhole(b []byte, n int, v int64) int {
	u, n := putSign(b, n, v)
	return putNumber(b, n, u, ',', 1)
}

// putSign writes the sign of v and returns v without it.
func putSign(b []byte, n int, v int64) (uint64, int) {
	b[n] = '-'
	minus := v >> 63 // -1 or 0
	return uint64((v ^ minus) - minus), n - int(minus)
}

// putNumber writes a whole number and the bytes that follow it, the first of them in the lowest byte of tail.
func putNumber(b []byte, n int, whole, tail uint64, bytes int) int {
	switch {
	case whole < 1e3:
		n = putLeading(b, n, whole)
	case whole < 1e6:
		n = putLeading(b, n, whole/1e3)
		binary.LittleEndian.PutUint32(b[n:], triples[whole%1e3])
		n += 3
	default:
		n += len(strconv.AppendUint(b[n:n], whole, 10))
	}
	binary.LittleEndian.PutUint64(b[n:], tail)
	return n + bytes
}

// putLeading writes a number below 1000 without leading zeros.
func putLeading(b []byte, n int, v uint64) int {
	t := triples[v]
	zeros := t >> 24
	binary.LittleEndian.PutUint32(b[n:], t&0xffffff>>(zeros&31))
	return n + 3 - int(zeros>>3)
}
