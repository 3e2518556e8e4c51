package bench

import (
	"io"
	"strconv"
	"time"
)

// OrderHeader is the first line of the order files.
const OrderHeader = "order_id,country,postcode,weight_g,length_cm,width_cm,height_cm,value,currency,attributes,promised_days,ship_date,buyer_service,hs6_count\n"

// orderDays is over how many days from 2026-01-05 on orders are shipped.
const orderDays = 180

// Orders gives an order file of n rows and a header as a stream, made while it is read and never held in memory. A
// shorter file is the beginning of a longer one.
func Orders(seed uint64, n int) io.Reader {
	s := &stream{dice: roll(seed, orderStream), left: n, buf: make([]byte, 0, chunk+512)}
	s.buf = append(s.buf, OrderHeader...)
	for _, c := range countries {
		s.shares += c.orders
	}
	first := time.Date(2026, time.January, 5, 0, 0, 0, 0, time.UTC)
	for i := range s.days {
		s.days[i] = first.AddDate(0, 0, i).Format(time.DateOnly)
	}
	return s
}

// chunk is about how many bytes are made at a time.
const chunk = 32 << 10

type stream struct {
	dice
	left   int
	made   int
	buf    []byte
	at     int // bytes of buf already given
	shares int
	days   [orderDays]string
}

// Read implements io.Reader.
func (s *stream) Read(p []byte) (int, error) {
	if s.at == len(s.buf) {
		if s.left == 0 {
			return 0, io.EOF
		}
		s.buf, s.at = s.buf[:0], 0
	}
	for s.left > 0 && len(s.buf) < chunk {
		s.order()
		s.left--
		s.made++
	}
	n := copy(p, s.buf[s.at:])
	s.at += n
	return n, nil
}

var (
	weights = []quantile{
		{0, 10},
		{1000, 45},
		{2000, 85},
		{3000, 130},
		{4000, 185},
		{5000, 255},
		{6000, 350},
		{7000, 490},
		{8000, 750},
		{8800, 1200},
		{9300, 1900},
		{9700, 3800},
		{9900, 8500},
		{9980, 18_000},
		{10_000, 30_000},
	}
	values = []quantile{{0, 80}, {1000, 190}, {2500, 480}, {5000, 1250}, {7000, 2400}, {8500, 4800}, {9500, 11_000}, {9900, 32_000}, {10_000, 160_000}} // US cents
)

// order appends one row.
func (s *stream) order() {
	c := s.country()
	b := strconv.AppendInt(s.buf, 8170_0000_0000_0000+int64(s.made)*40_000_000+int64(s.IntN(40_000_000)), 10)
	b = append(b, ',')
	b = append(append(b, c.code...), ',')
	if s.percent(93) {
		b = s.postcode(b, c.postcode)
	}
	weight := s.from(weights)
	b = strconv.AppendInt(append(b, ','), int64(weight), 10)
	if s.percent(4) {
		b = append(b, ".5"...)
	}
	b = append(b, ',')
	if s.percent(60) {
		b = s.sides(b, weight)
	} else {
		b = append(b, ",,"...)
	}
	b = append(b, ',')
	b = s.value(b, c)
	b = append(s.attributes(append(b, ',')), ',')
	if s.percent(45) {
		b = strconv.AppendInt(b, int64(s.between(10, 45)), 10)
	}
	b = append(append(b, ','), s.days[s.IntN(orderDays)]...)
	b = append(b, ',')
	switch n := s.IntN(100); {
	case n < 3:
		b = append(b, "express"...)
	case n < 9:
		b = append(b, "standard"...)
	}
	b = append(b, ',')
	if s.percent(12) {
		b = strconv.AppendInt(b, int64(s.between(1, 4)), 10)
	}
	s.buf = append(b, '\n')
}

func (s *stream) country() *country {
	n := s.IntN(s.shares)
	for i := range countries {
		if n -= countries[i].orders; n < 0 {
			return &countries[i]
		}
	}
	panic("bench: shares of countries changed while drawing")
}

func (s *stream) postcode(b []byte, form string) []byte {
	for i := range len(form) {
		switch c := form[i]; c {
		case '#':
			b = append(b, byte('0'+s.IntN(10)))
		case '@':
			b = append(b, "ABCEGHJKLMNPRSTVXYZ"[s.IntN(19)])
		default:
			b = append(b, c)
		}
	}
	return b
}

// sides draws a parcel that holds the weight: 2 to 8 cm³ a gram, a quarter of them long or flat; cells in cm.
func (s *stream) sides(b []byte, weight int) []byte {
	volume := weight * s.between(2000, 8000) // mm³
	edge := 1
	for edge*edge*edge < volume {
		edge++
	}
	length, width := edge*s.between(110, 210)/100, edge*s.between(70, 110)/100
	if s.percent(25) {
		length, width = edge*s.between(160, 320)/100, edge*s.between(80, 150)/100
	}
	height := volume / (length * width)
	for i, side := range [3]int{length, width, height} {
		if i > 0 {
			b = append(b, ',')
		}
		b = decimal(b, max(side, 8), 1)
	}
	return b
}

// value draws a declared value and the currency that the buyer paid in: the country's own, US dollars or the
// settlement currency, which may go unsaid.
func (s *stream) value(b []byte, c *country) []byte {
	if s.percent(5) {
		return append(b, ',')
	}
	code := c.currency
	switch n := s.IntN(100); {
	case n < 35:
		code = "USD"
	case n < 40:
		code = settlement.code
	}
	cur := currencyOf(code)
	fen := s.from(values) * 7
	b = decimal(b, cur.inMinor(fen), cur.digits)
	b = append(b, ',')
	if code == settlement.code && s.percent(50) {
		return b
	}
	return append(b, code...)
}

// attributes are special goods, of some 13 in 100 orders; a few have two.
func (s *stream) attributes(b []byte) []byte {
	if !s.percent(13) {
		return b
	}
	kinds := [...]string{"battery", "battery", "battery", "clothing", "clothing", "cosmetic", "cosmetic", "liquid", "magnet", "powder"}
	first := kinds[s.IntN(len(kinds))]
	b = append(b, first...)
	if second := kinds[s.IntN(len(kinds))]; second != first && s.percent(15) {
		b = append(append(b, '|'), second...)
	}
	return b
}

// decimal appends n, counted in units of 10^-digits, with all its digits.
func decimal(b []byte, n, digits int) []byte {
	unit := 1
	for range digits {
		unit *= 10
	}
	b = strconv.AppendInt(b, int64(n/unit), 10)
	if digits == 0 {
		return b
	}
	b = append(b, '.')
	for unit /= 10; unit > 0; unit /= 10 {
		b = append(b, byte('0'+n/unit%10))
	}
	return b
}
