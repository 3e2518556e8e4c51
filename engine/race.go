package engine

import (
	"math"
	"math/bits"
)

// entry is a service in a race: the least total it can come to, and below that its slot, so that the least entry is
// found by comparing numbers alone.
type entry int64

const (
	slotBits = 19
	gone     = entry(math.MaxInt64)
	farthest = 1<<43 - 1 // the greatest bound told apart
)

func (n entry) least() int64 { return int64(n) >> slotBits }

func (n entry) slot() int { return int(n & (1<<slotBits - 1)) }

func first(field []entry) entry {
	n := gone
	for _, m := range field {
		n = min(n, m)
	}
	return n
}

// race asks the services from the cheapest bound up, as long as one may still win, be the runner-up or be the best
// of its channel. Who is left out has a greater total than all of these, so the outcome is that of asking everyone.
func (x *pass) race() (k contest) {
	k.credited = x.e.credited
	if len(x.c.slots) > 1<<slotBits {
		return k
	}
	x.bar()
	x.lineUp()
	sides := [2][]entry{x.field[:x.c.online], x.field[x.c.online:]}
	next := [2]entry{first(sides[0]), first(sides[1])}
	c := &x.pool[0]
	for {
		side := 0
		if next[1] < next[0] {
			side = 1
		}
		if x.limit = k.limit(side == 1); next[side].least() > x.limit {
			side = 1 - side
			if x.limit = k.limit(side == 1); next[side].least() > x.limit {
				break
			}
		}
		if next[side] == gone {
			break
		}
		i, least := next[side].slot(), next[side].least()
		x.field[i] = gone
		next[side] = first(sides[side])
		r := x.evaluate(&x.c.slots[i], c, nil)
		if x.asking {
			x.heard(c, r, least)
		}
		if r == OK {
			k.enter(c)
			c = k.spare(&x.pool)
		}
	}
	x.limit, x.racing = math.MaxInt64, false
	return k
}

// heard keeps what a service said in a race.
func (x *pass) heard(c *cand, r Reason, least int64) {
	switch r {
	case OK:
		x.rivals = append(x.rivals, rivalOf(c))
	case outpriced:
		x.rivals = append(x.rivals, rival{c.slot.at, false, least, x.chance.odds[c.slot.at]})
	}
}

// unheard adds those whom the race did not ask.
func (x *pass) unheard() {
	for i, n := range x.field {
		if n != gone {
			x.rivals = append(x.rivals, rival{int32(i), false, n.least(), x.chance.odds[i]})
		}
	}
}

// lineUp fills the field with the bounds of the services that nothing bars.
func (x *pass) lineUp() {
	x.prospect, x.chance = x.prospects(), x.chances()
	x.minorV = uint64(min(x.v/x.e.settle.quantum, math.MaxInt32))
	x.weigh()
	n := len(x.c.slots)
	if cap(x.field) < n {
		x.field = make([]entry, n)
	}
	x.field = x.field[:n]
	kind, prospects, outlooks := x.c.kind[:n], x.prospect[:n], x.chance.outlooks[:n]
	for i := range x.field {
		w := &x.weighed[kind[i]]
		least := prospects[i].at(outlooks[i], uint64(w.nets[i]), w.grams, x.minorV, x.e.rateBits)
		x.field[i] = entry(min(least, farthest)<<slotBits | int64(i))
	}
	if x.e.credited {
		x.allow()
	}
	for word, barred := range x.barred {
		for ; barred != 0; barred &= barred - 1 {
			x.field[word<<6+bits.TrailingZeros64(barred)] = gone
		}
	}
}

// weighing is the weight that counts under one of the country's ways of counting dim weight.
type weighing struct {
	grams uint64
	nets  []int32 // of its class
}

func (x *pass) weigh() {
	x.weighed = x.weighed[:0]
	for i := range x.c.kinds {
		w := x.o.WeightG
		if i > 0 && x.dims {
			w = max(w, x.c.kinds[i].weigh(x))
		}
		x.weighed = append(x.weighed, weighing{uint64(min(w, math.MaxInt32)), x.c.nets[classOf(w)]})
	}
}

// bar leaves services out that the order's goods, or a rule that depends on the order alone, keep from taking it: each
// is asked once for all services.
func (x *pass) bar() {
	x.racing = true
	x.barred = append(x.barred[:0], x.c.barred...)
	for _, a := range x.attributes {
		for j, w := range x.c.refuses(a) {
			x.barred[j] |= w
		}
	}
	for i := range x.c.bars {
		if b := &x.c.bars[i]; x.holds(b.cond) {
			for j, w := range b.slots {
				x.barred[j] |= w
			}
		}
	}
}

// spare is a place for the next candidate: one that holds none of the best.
func (k *contest) spare(pool *[6]cand) *cand {
	for i := range pool {
		if c := &pool[i]; c != k.best && c != k.second && c != k.online && c != k.offline && c != k.cheapest {
			return c
		}
	}
	panic("engine: five of six places hold six candidates")
}

// limit is the greatest bid with which a service of a channel can still change the outcome. Credits lower bounds, never what a
// service costs: beyond the cheapest total no bound hides a cheaper service.
func (k *contest) limit(offline bool) int64 {
	rival := k.online
	if offline {
		rival = k.offline
	}
	if rival == nil || k.second == nil {
		return math.MaxInt64
	}
	most := max(rival.bid, k.second.bid)
	if k.cheapest != nil {
		most = max(most, k.cheapest.total)
	}
	return most
}
