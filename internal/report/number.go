package report

import (
	"slices"

	"github.com/lanewise/lanewise/engine/money"
)

// pairs are the two-digit numbers one after the other.
const pairs = "0001020304050607080910111213141516171819" +
	"2021222324252627282930313233343536373839" +
	"4041424344454647484950515253545556575859" +
	"6061626364656667686970717273747576777879" +
	"8081828384858687888990919293949596979899"

// appendAmount is Amount.Append: a row of a batch has twenty amounts, and this is most of the work of writing it.
func appendAmount(dst []byte, a money.Amount, digits int) []byte {
	switch v := int64(a); digits {
	case 2:
		return appendFixed(dst, v/1e4, 2)
	case 4:
		return appendFixed(dst, v/1e2, 4)
	default:
		return appendFixed(dst, v/money.Pow10(money.Scale-digits), digits)
	}
}

// appendFixed is money.AppendFixed. The digits are written from the last to the first, two at a time, into their place.
func appendFixed(dst []byte, units int64, digits int) []byte {
	if units == 0 && digits > 0 { // as many lines are, in most orders
		return append(dst, "0.000000"[:digits+2]...)
	}
	u := uint64(units)
	if units < 0 {
		dst = append(dst, '-')
		u = -u
	}
	n := max(length(u), digits+1)
	if digits > 0 {
		n++
	}
	from := len(dst)
	dst = slices.Grow(dst, n)[:from+n]
	out := dst[from:]
	i := n
	for left := digits; left > 1; left -= 2 {
		p := u % 100 * 2
		u /= 100
		i -= 2
		out[i], out[i+1] = pairs[p], pairs[p+1]
	}
	if digits%2 == 1 {
		i--
		out[i] = byte('0' + u%10)
		u /= 10
	}
	if digits > 0 {
		i--
		out[i] = '.'
	}
	for i > 1 {
		p := u % 100 * 2
		u /= 100
		i -= 2
		out[i], out[i+1] = pairs[p], pairs[p+1]
	}
	if i == 1 {
		out[0] = byte('0' + u%10)
	}
	return dst
}

// length is the number of digits of u, 1 for 0.
func length(u uint64) int {
	n := 1
	for ; u >= 1e4; u /= 1e4 {
		n += 4
	}
	switch {
	case u >= 1e3:
		return n + 3
	case u >= 1e2:
		return n + 2
	case u >= 10:
		return n + 1
	}
	return n
}
