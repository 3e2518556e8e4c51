package engine

import "github.com/lanewise/lanewise/engine/money"

// flip says what would turn the choice to the other channel: a price difference, and the cost of a bad order
// nearest to today's at which that channel wins. A service's total is a straight line over that cost, its slope
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
	f.Margin = f.Other.Total - fine(k.best.total)
	for _, up := range []bool{true, false} {
		cost, winner, ok := x.flipCost(k.best, up)
		if ok && (!f.HasCost || abs(cost-f.Now) < abs(f.Cost-f.Now)) {
			f.HasCost, f.Cost, f.Winner = true, cost, winner.slot.svc.row
		}
	}
	return f
}

// flipCost walks the envelope from today's cost up (or down) to the first crossing with the other channel, then
// settles the exact cost, rounding included, to the settlement minor unit.
func (x *pass) flipCost(best *cand, up bool) (money.Amount, *cand, bool) {
	for cur := best; ; {
		next, at := x.crossing(cur, up)
		if next == nil {
			return 0, nil, false
		}
		if next.slot.offline == best.slot.offline {
			cur = next
			continue
		}
		slope := int64(abs(next.odds.bad - cur.odds.bad))
		return x.settleFlip(best.slot.offline, at, money.Amount(2*million*fineQuantum/slope), up)
	}
}

// crossing finds the service that overtakes cur next as the cost rises (or falls), and the cost where it does.
func (x *pass) crossing(cur *cand, up bool) (next *cand, at money.Amount) {
	for i := range x.cands {
		c := &x.cands[i]
		slope := int64(cur.odds.bad - c.odds.bad) // what c gains for each unit the cost rises
		if c.reason != OK || slope == 0 || slope > 0 != up {
			continue
		}
		behind := (c.total - c.odds.score) - (cur.total - cur.odds.score)
		w, ok := money.MulRoundDiv(behind, million*fineQuantum, uint64(abs(slope)))
		if !up {
			w = -w
		}
		if !ok || w < 0 || money.Amount(w) >= money.Limit {
			continue
		}
		a := money.Amount(w)
		if next == nil || up && a < at || !up && a > at || a == at && abs(slope) > int64(abs(cur.odds.bad-next.odds.bad)) {
			next, at = c, a
		}
	}
	return next, at
}

// settleFlip searches the whole minor units between today's cost, where the channel wins, and just past the
// crossing for the nearest where it no longer does. slack covers what rounding the scores can shift.
func (x *pass) settleFlip(offline bool, at, slack money.Amount, up bool) (money.Amount, *cand, bool) {
	q := money.Amount(x.e.settle.quantum)
	wins, loses := x.e.badCost/q, (at+slack)/q+1
	if up {
		wins += min(x.e.badCost%q, 1) // today's cost may lie between two minor units
	} else {
		loses = max((at-slack)/q-1, 0)
	}
	if loses*q >= money.Limit || x.winnerAt(loses*q).slot.offline == offline {
		return 0, nil, false
	}
	if x.winnerAt(wins*q).slot.offline != offline {
		return wins * q, x.winnerAt(wins * q), true
	}
	for abs(loses-wins) > 1 {
		mid := wins + (loses-wins)/2
		if x.winnerAt(mid*q).slot.offline == offline {
			wins = mid
		} else {
			loses = mid
		}
	}
	return loses * q, x.winnerAt(loses * q), true
}

// winnerAt is who would win at another cost of a bad order.
func (x *pass) winnerAt(cost money.Amount) *cand {
	var best *cand
	var top cand
	for i := range x.cands {
		c := &x.cands[i]
		if c.reason != OK {
			continue
		}
		score, _ := money.MulRoundDiv(int64(cost), uint64(c.odds.bad), million*fineQuantum)
		as := cand{slot: c.slot, total: c.total - c.odds.score + score, odds: c.odds}
		if best == nil || as.beats(&top) {
			best, top = c, as
		}
	}
	return best
}

func abs[T ~int64 | ~int32](v T) T { return max(v, -v) }
