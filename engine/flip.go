package engine

import "github.com/lanewise/lanewise/engine/money"

// rival is a service that may win at another cost of a bad order. Where it was not asked yet, bid is a bound from below.
type rival struct {
	slot  int32
	asked bool
	bid   int64
	odds  odds
}

// rivalOf is a candidate that can take the order.
func rivalOf(c *cand) rival { return rival{c.slot.at, true, c.bid, c.odds} }

func (x *pass) offline(r *rival) bool { return x.c.slots[r.slot].offline }

// flip says what would turn the choice to the other channel: a price difference, and the cost of a bad order
// nearest to today's at which that channel wins. What a service is compared by is a straight line over that cost, its slope
// the probability of a bad order; the winner moves along the lower envelope of the lines.
func (x *pass) flip(k contest) (f Flip) {
	f.Now = x.e.badCost
	if k.best == nil {
		return f
	}
	other := k.offline
	if k.best.slot.offline {
		other = k.online
	}
	if other == nil {
		return f
	}
	f.Other = other.rank()
	f.Margin = fine(other.bid - k.best.bid)
	for _, up := range []bool{true, false} {
		cost, winner, ok := x.flipCost(rivalOf(k.best), up)
		if ok && (!f.HasCost || abs(cost-f.Now) < abs(f.Cost-f.Now)) {
			f.HasCost, f.Cost, f.Winner = true, cost, x.c.slots[winner.slot].svc.row
		}
	}
	return f
}

// flipCost walks the envelope from today's cost up (or down) to the first crossing with the other channel, then
// settles the exact cost, rounding included, to the settlement minor unit.
func (x *pass) flipCost(best rival, up bool) (money.Amount, rival, bool) {
	for cur := best; ; {
		next, at, ok := x.crossing(&cur, up)
		if !ok {
			return 0, rival{}, false
		}
		if x.offline(&next) == x.offline(&best) {
			cur = next
			continue
		}
		slope := int64(abs(next.odds.bad - cur.odds.bad))
		return x.settleFlip(x.offline(&best), at, money.Amount(2*million*fineQuantum/slope), up)
	}
}

// crossing finds the service that overtakes cur next as the cost rises (or falls), and the cost where it does. Who was not
// asked yet overtakes no earlier than its bound does, and is asked when it stands first.
func (x *pass) crossing(cur *rival, up bool) (rival, money.Amount, bool) {
	for {
		next, at := -1, money.Amount(0)
		for i := range x.rivals {
			c := &x.rivals[i]
			slope := int64(cur.odds.bad - c.odds.bad) // what c gains for each unit the cost rises
			if slope == 0 || slope > 0 != up {
				continue
			}
			behind := (c.bid - c.odds.score) - (cur.bid - cur.odds.score)
			w, ok := money.MulRoundDiv(behind, million*fineQuantum, uint64(abs(slope)))
			if !up {
				w = -w
			}
			if !c.asked && behind < 0 && (up || !ok || money.Amount(w) >= money.Limit) {
				w, ok = soonest(up), true
			}
			if !ok || w < 0 || money.Amount(w) >= money.Limit {
				continue
			}
			if a := money.Amount(w); next < 0 || a != at && a < at == up || a == at && x.steeper(cur, c, &x.rivals[next]) {
				next, at = i, a
			}
		}
		if next < 0 {
			return rival{}, 0, false
		}
		if x.settled(next) {
			return x.rivals[next], at, true
		}
	}
}

// steeper decides between two that overtake cur at the same cost: who gains more beyond it wins there, of equals who would
// win at equal bids.
func (x *pass) steeper(cur, a, b *rival) bool {
	if p, q := abs(cur.odds.bad-a.odds.bad), abs(cur.odds.bad-b.odds.bad); p != q {
		return p > q
	}
	return x.precedes(a, b)
}

// soonest is the cost before all others that a search may meet.
func soonest(up bool) int64 {
	if up {
		return 0
	}
	return int64(money.Limit) - 1
}

// settled asks a rival that was not asked yet, and reports whether nothing was left to ask. One that cannot take the order
// leaves the field.
func (x *pass) settled(i int) bool {
	r := &x.rivals[i]
	if r.asked {
		return true
	}
	c := &x.spare
	if x.evaluate(&x.c.slots[r.slot], c, nil) == OK {
		*r = rivalOf(c)
	} else {
		x.rivals[i] = x.rivals[len(x.rivals)-1]
		x.rivals = x.rivals[:len(x.rivals)-1]
	}
	return false
}

// settleFlip searches the whole minor units between today's cost, where the channel wins, and just past the
// crossing for the nearest where it no longer does. slack covers what rounding the scores can shift.
func (x *pass) settleFlip(offline bool, at, slack money.Amount, up bool) (money.Amount, rival, bool) {
	q := money.Amount(x.e.settle.quantum)
	wins, loses := x.e.badCost/q, (at+slack)/q+1
	if up {
		wins += min(x.e.badCost%q, 1) // today's cost may lie between two minor units
	} else {
		loses = max((at-slack)/q-1, 0)
	}
	if loses*q >= money.Limit {
		return 0, rival{}, false
	}
	last := x.winnerAt(loses * q)
	if x.offline(&last) == offline {
		return 0, rival{}, false
	}
	if w := x.winnerAt(wins * q); x.offline(&w) != offline {
		return wins * q, w, true
	}
	for abs(loses-wins) > 1 {
		mid := wins + (loses-wins)/2
		if w := x.winnerAt(mid * q); x.offline(&w) == offline {
			wins = mid
		} else {
			loses, last = mid, w
		}
	}
	return loses * q, last, true
}

// winnerAt is who would win at another cost of a bad order.
func (x *pass) winnerAt(cost money.Amount) rival {
	for {
		best, top := -1, int64(0)
		for i := range x.rivals {
			c := &x.rivals[i]
			score, _ := money.MulRoundDiv(int64(cost), uint64(c.odds.bad), million*fineQuantum)
			bid := c.bid - c.odds.score + score
			if best < 0 || bid < top || bid == top && x.precedes(c, &x.rivals[best]) {
				best, top = i, bid
			}
		}
		if x.settled(best) {
			return x.rivals[best]
		}
	}
}

// precedes decides between equal bids, as candidates' beats does; who was not asked yet comes first, to be asked.
func (x *pass) precedes(a, b *rival) bool {
	switch {
	case a.asked != b.asked:
		return b.asked
	case a.odds.late != b.odds.late:
		return a.odds.late < b.odds.late
	case a.odds.bad != b.odds.bad:
		return a.odds.bad < b.odds.bad
	default:
		return x.c.slots[a.slot].index < x.c.slots[b.slot].index
	}
}

func abs[T ~int64 | ~int32](v T) T { return max(v, -v) }
