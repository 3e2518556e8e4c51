package tqd

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// Read reads an instance into memory. Errors are a *Problem where they have a place.
func Read(r io.Reader) (*Instance, error) {
	in := &Instance{}
	err := Scan(r, func(h *Head) error { in.Head = *h; return nil }, func(options []Option) error { in.Add(options); return nil })
	if err != nil {
		return nil, err
	}
	in.options = slices.Clip(in.options)
	return in, nil
}

// Scan reads an instance as a stream: it calls head once and then order for each order, whose options are valid until it
// returns. Only where the orders stand before the rest of the file they are held in memory first. What it hands out is
// checked; what can only be known at the end (the number of orders) it says at the end.
func Scan(r io.Reader, head func(*Head) error, order func(options []Option) error) error {
	s := &scanner{l: newLexer(r), head: Head{N: None, Rho: None}, seen: map[string]bool{}, onHead: head, onOrder: order}
	if err := s.l.object(s.field); err != nil {
		return err
	}
	if s.l.peek() != 0 {
		return s.l.unexpected("the end of the file")
	}
	if s.l.eof != io.EOF {
		return s.l.fault("") // which says what reading failed with
	}
	return s.finish()
}

type scanner struct {
	l       *lexer
	head    Head
	seen    map[string]bool
	onHead  func(*Head) error
	onOrder func([]Option) error
	extent  extent
	orders  int
	row     []Option
	early   *Instance // orders that came before the rest
}

// ahead must be known before an order can be checked and handed on.
var ahead = []string{"n", "channels", "contracts", "services", "rho_ppm"}

func (s *scanner) field(name string) (err error) {
	l := s.l
	s.seen[name] = true
	switch name {
	case "format":
		_, err = l.oneOf(Format)
	case "name":
		s.head.Name, err = l.text()
	case "n":
		err = l.into(&s.head.N, 0, math.MaxInt32)
	case "rho_ppm":
		err = l.into64(&s.head.Rho, None, million)
	case "channels":
		err = l.list(func(int) error { return s.channel() })
	case "services":
		err = l.list(func(int) error { return s.service() })
	case "contracts":
		err = l.list(func(int) error { return s.contract() })
	case "orders":
		err = s.orderList()
	default:
		err = s.unknown(name)
	}
	return err
}

const million = 1_000_000

func (s *scanner) unknown(name string) error {
	if !slices.Contains(s.head.Unknown, name) {
		s.head.Unknown = append(s.head.Unknown, name)
	}
	return s.l.skip(0)
}

func (l *lexer) into(v *int, least, most int64) error {
	n, err := l.integer(least, most)
	*v = int(n)
	return err
}

func (l *lexer) into64(v *int64, least, most int64) (err error) {
	*v, err = l.integer(least, most)
	return err
}

func (s *scanner) channel() error {
	c := Channel{MaxShare: None}
	err := s.l.object(func(name string) (err error) {
		switch name {
		case "name":
			c.Name, err = s.l.text()
		case "max_share_ppm":
			err = s.l.into64(&c.MaxShare, None, math.MaxInt64)
		default:
			err = s.unknown("channels." + name)
		}
		return err
	})
	s.head.Channels = append(s.head.Channels, c)
	return err
}

func (s *scanner) service() error {
	v := Service{Contract: None - 1, Channel: None - 1}
	err := s.l.object(func(name string) error {
		switch name {
		case "contract":
			return s.l.into(&v.Contract, None, math.MaxInt32)
		case "channel":
			return s.l.into(&v.Channel, 0, math.MaxInt32)
		}
		return s.unknown("services." + name)
	})
	if err == nil && (v.Contract < None || v.Channel < None) {
		err = s.l.fault("the service lacks its contract (-1 for none) or its channel")
	}
	s.head.Services = append(s.head.Services, v)
	return err
}

func (s *scanner) contract() error {
	c := Contract{Capacity: None}
	err := s.l.object(func(name string) error { return s.contractField(&c, name) })
	if err == nil {
		if fault := c.check(); fault != "" {
			err = s.l.fault("%s", fault)
		}
	}
	s.head.Contracts = append(s.head.Contracts, c)
	return err
}

func (s *scanner) contractField(c *Contract, name string) (err error) {
	l, text := s.l, ""
	switch name {
	case "name":
		c.Name, err = l.text()
	case "measure":
		text, err = l.oneOf(string(Parcels), string(Kg), string(Spend))
		c.Measure = Measure(text)
	case "mode":
		text, err = l.oneOf(string(AllUnits), string(Incremental), string(Rebate))
		c.Mode = Mode(text)
	case "v0":
		err = l.into64(&c.Volume, 0, math.MaxInt64)
	case "retro_freight":
		err = l.into64(&c.Retro, 0, math.MaxInt64)
	case "capacity":
		err = l.into64(&c.Capacity, None, math.MaxInt64)
	case "commit":
		err = l.into64(&c.Commit, 0, math.MaxInt64)
	case "shortfall_rate":
		err = l.into64(&c.Shortfall, 0, math.MaxInt64)
	case "tiers":
		err = l.list(func(int) error {
			var t Tier
			err := l.object(func(name string) error {
				switch name {
				case "from":
					return l.into64(&t.From, 0, math.MaxInt64)
				case "value":
					return l.into64(&t.Value, 0, math.MaxInt64)
				}
				return s.unknown("contracts.tiers." + name)
			})
			c.Tiers = append(c.Tiers, t)
			return err
		})
	default:
		err = s.unknown("contracts." + name)
	}
	return err
}

func (l *lexer) oneOf(words ...string) (string, error) {
	l.peek()
	at := *l
	word, err := l.text()
	if err == nil && !slices.Contains(words, word) {
		return "", at.fault("%q is none of %q", word, words)
	}
	return word, err
}

// orderList reads the orders, the greater part of a file.
func (s *scanner) orderList() error {
	direct := true
	for _, name := range ahead {
		direct = direct && s.seen[name]
	}
	if direct {
		if err := s.ready(); err != nil {
			return err
		}
	} else {
		s.early = &Instance{}
	}
	return s.l.list(func(i int) error {
		if direct && i >= s.head.N {
			return s.l.fault("n says %d orders, and here is another", s.head.N)
		}
		s.row = s.row[:0]
		if err := s.l.list(func(int) error { return s.option(direct) }); err != nil {
			return err
		}
		if len(s.row) == 0 {
			return s.l.fault("the order has no option")
		}
		s.orders++
		if !direct {
			s.early.Add(s.row)
			return nil
		}
		s.extent.add(&s.head, s.row)
		return s.onOrder(s.row)
	})
}

var optionParts = [...]string{"service", "freight", "other", "billed_grams", "bad_ppm"}

func (s *scanner) option(direct bool) error {
	l := s.l
	var v [len(optionParts)]int64
	if l.peek() != '[' {
		return l.unexpected("[service, freight, other, billed_grams, bad_ppm]")
	}
	l.pos++
	for i := range v {
		least, most := int64(0), int64(math.MaxInt32)
		switch {
		case i == 0 && direct:
			most = int64(len(s.head.Services)) - 1
		case i == 2: // a cost that is steered by hand may be below 0
			least = -math.MaxInt32
		case i == 4:
			most = million
		}
		var err error
		if i > 0 {
			err = l.take(',')
		}
		if err == nil {
			v[i], err = l.integer(least, most)
		}
		if err != nil {
			return within(err, "."+optionParts[i])
		}
	}
	s.row = append(s.row, Option{int32(v[0]), int32(v[1]), int32(v[2]), int32(v[3]), int32(v[4])})
	return l.take(']')
}

// ready hands out the head once it is complete.
func (s *scanner) ready() error {
	if err := s.head.check(); err != nil {
		return err
	}
	return s.onHead(&s.head)
}

func (s *scanner) finish() error {
	for _, name := range []string{"n", "channels", "contracts", "services", "orders"} {
		if !s.seen[name] {
			return fmt.Errorf("the file has no %q", name)
		}
	}
	if s.orders != s.head.N {
		return fmt.Errorf("n says %d orders; there are %d", s.head.N, s.orders)
	}
	if s.early != nil {
		if err := s.replay(); err != nil {
			return err
		}
	}
	return s.extent.check(&s.head)
}

// replay hands out the orders that had to wait.
func (s *scanner) replay() error {
	if err := s.ready(); err != nil {
		return err
	}
	for i := range s.orders {
		row := s.early.Order(i)
		for j, o := range row {
			if int(o.Service) >= len(s.head.Services) {
				return fmt.Errorf("orders[%d][%d].service: %d is not from 0 to %d", i, j, o.Service, len(s.head.Services)-1)
			}
		}
		s.extent.add(&s.head, row)
		if err := s.onOrder(row); err != nil {
			return err
		}
	}
	return nil
}

var errTooLarge = errors.New("the amounts may add up to more than 64 bits hold")
