package engine

import (
	"math/big"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// risk is what a service's row of `risk` and its terms of compensation make of an order's value and freight.
type risk struct {
	refund          uint64       // late_refund_rate in millionths, 0 where the platform bears it
	lossOpen        money.Linear // of (V, basis of the claim)
	finance         money.Linear // of (V, shipping)
	multiple        uint64
	basisV, basisSh bool
	lossCapped      money.Linear // of (V, claim cap)
	points          []point      // of the share delivered, rising; nil = always on time
	lost            int64        // millionths
	onTime, late    int64        // low scores in millionths, 0 where exempt
	notReceived     int64        // lost rate that counts against the seller, in millionths
	p50             int64        // hundredths of a day, 0 where unknown
	row             *rates.Risk  // nil = no known risk
}

// point is a share delivered (in twentieths, so that .5, .8 and .95 are whole) within days (in hundredths).
type point struct{ days, share int64 }

// odds are the probabilities of an order that has a promise of so many days, and the score cost that follows.
type odds struct {
	score     int64 // units of 1e-4, beyond every cost where it is out of range
	late, bad int32 // millionths
}

const million = 1_000_000

func (e *Engine) newRisk(s *service, row *rates.Risk) *risk {
	set := &e.book.Settings
	r := &risk{
		row: row, multiple: uint64(s.row.ClaimMultiple),
		basisV: s.row.ClaimBasis != "freight", basisSh: s.row.ClaimBasis != "value",
	}
	if !s.row.LateByPlatform {
		r.refund = uint64(set.LateRefundRate)
	}
	if row != nil {
		r.p50 = int64(row.P50.V)
		r.lost = int64(row.LostRate)
		if !s.row.ExemptLowScore {
			r.onTime, r.late = int64(row.LowScoreOnTime), int64(row.LowScoreLate)
		}
		if !s.row.ExemptNotReceived {
			r.notReceived = r.lost
		}
		r.points = points(row)
	}
	fine := ratio(fineQuantum, 1)
	k := new(big.Rat).Quo(ratio(int64(set.CapitalRate), million), ratio(365, 1)) // a day's cost of capital
	lost := ratio(r.lost, million)
	// A claim is paid in part and late: what it gives back of the loss.
	paid := new(big.Rat).Mul(k, ratio(int64(s.row.ClaimDays), 100))
	paid.Sub(ratio(1, 1), paid)
	paid.Mul(paid, ratio(int64(s.row.ClaimPayRate), million)).Mul(paid, lost)
	paid.Neg(paid)
	handling := new(big.Rat).Mul(lost, ratio(int64(set.ClaimHandlingCost), 1))
	r.lossCapped = money.NewLinear(lost, paid, handling, fine)
	r.lossOpen = money.NewLinear(lost, new(big.Rat).Mul(paid, ratio(int64(r.multiple), million)), handling, fine)
	credit := new(big.Rat).Mul(k, ratio(int64(s.row.CreditDays), 100))
	r.finance = money.NewLinear(new(big.Rat).Mul(k, ratio(r.p50, 100)), credit.Neg(credit), nil, fine)
	return r
}

// points lists the curve of the share delivered. Where points coincide the larger share holds, which a later one has.
func points(row *rates.Risk) []point {
	if !row.P50.OK {
		return nil
	}
	ps := []point{{0, 0}, {int64(row.P50.V), 10}}
	if row.P80.OK {
		ps = append(ps, point{int64(row.P80.V), 16})
	}
	if row.P95.OK {
		ps = append(ps, point{int64(row.P95.V), 19})
	}
	return ps
}

// lateShare returns (1 − lost)(1 − F(T)) in millionths, rounded.
func (r *risk) lateShare(days int64) int64 {
	i := len(r.points) - 1
	for r.points[i].days > days { // the first point is at 0
		i--
	}
	p := r.points[i]
	a, b := i, i+1 // the segment to go along
	if b == len(r.points) {
		a, b = i-1, i
	}
	dx, dy := r.points[b].days-r.points[a].days, r.points[b].share-r.points[a].share
	past := days - p.days
	if dx == 0 { // a vertical end: the share is 1 just beyond it
		if past > 0 {
			return 0
		}
		dx, dy = 1, 0
	}
	on := p.share*dx + dy*past // in twentieths of dx
	if on >= 20*dx {
		return 0
	}
	v, _ := money.Mul(million-r.lost, 20*dx-on).RoundDiv(uint64(20 * dx))
	return v
}

// odds works out the probabilities for a promise.
func (r *risk) odds(promise rates.Opt[rates.Days], e *Engine) (o odds) {
	late := int64(0)
	if promise.OK && r.points != nil {
		late = r.lateShare(int64(max(promise.V-e.book.Settings.HandlingDays, 0)))
	}
	onTime := million - r.lost - late
	bad := (onTime*r.onTime + late*r.late + r.notReceived*million + million/2) / million
	score, _ := money.MulRoundDiv(int64(e.badCost), uint64(bad), million*fineQuantum)
	return odds{score, int32(late), int32(bad)}
}

// late works out the probabilities and what being late costs, which do not depend on the price.
func (x *pass) late() (ok bool) {
	c, r := x.cand, x.slot.risk
	if x.chance != nil {
		c.odds = x.chance.odds[x.slot.at]
	} else {
		c.odds = r.odds(x.promise, x.e)
	}
	if r.refund == 0 || c.odds.late == 0 {
		c.costs[LateCost] = 0
		return true
	}
	c.costs[LateCost], ok = money.MulRoundDiv(x.v, uint64(c.odds.late)*r.refund, million*million*fineQuantum)
	return ok
}

// expect adds the expected costs and the rules' amounts. ok is false where one is out of range.
func (x *pass) expect(t *trace) bool {
	c, r := x.cand, x.slot.risk
	shipping := c.shipping * x.e.settle.quantum
	late := c.costs[LateCost]
	loss, ok1 := x.loss(r, shipping)
	finance, ok2 := r.finance.Round(x.v, shipping)
	if !ok1 || !ok2 {
		return false
	}
	c.costs[LossCost], c.costs[ScoreCost], c.costs[FinanceCost] = loss, c.odds.score, finance
	if t != nil {
		t.risk(x)
	}
	policy := x.policy(t)
	c.costs[PolicyCost] = policy
	c.risk = loss + late + c.odds.score + finance
	c.total = c.shipping*x.e.toFine + c.risk + policy
	c.credit, c.bid = 0, c.total
	if x.svc.credit.counts != nothing && !x.earn(c) {
		return false
	}
	return inFine(loss) && inFine(late) && inFine(c.odds.score) && inFine(finance) && inFine(policy) && inFine(c.risk) && inFine(c.total)
}

func inFine(v int64) bool { return v > -fineLimit && v < fineLimit }

// loss compares claim_multiple × basis with the cap, exactly, and takes the smaller.
func (x *pass) loss(r *risk, shipping int64) (int64, bool) {
	basis := int64(0)
	if r.basisV {
		basis = x.v
	}
	if r.basisSh {
		basis += shipping
	}
	if id := x.lane.terms.id; id >= 0 && x.day.limits[id].hasCap {
		limit := x.day.limits[id].cap
		if basis > 0 && mul(uint64(limit), million).less(mul(uint64(basis), r.multiple)) {
			return r.lossCapped.Round(x.v, limit)
		}
	}
	return r.lossOpen.Round(x.v, basis)
}

// policy sums the add_cost rules that hold, in units of 1e-4.
func (x *pass) policy(t *trace) int64 {
	sum := x.slot.policy
	for i := range x.slot.maybe {
		if r := &x.slot.maybe[i]; x.holds(r.cond) {
			sum += int64(r.row.Amount) / fineQuantum
		}
	}
	if t != nil {
		for i := range x.slot.adds {
			if r := &x.slot.adds[i]; x.holds(r.cond) {
				t.policy(r.row, int64(r.row.Amount)/fineQuantum)
			}
		}
	}
	return sum
}
