package simulation

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/lanewise/lanewise/engine/money"
)

// Comparison is the paired difference of two policies over the months: the cost of Policy less that of With, in 1e-4 of the
// settlement currency.
type Comparison struct {
	Policy, With Policy
	Mean         float64
	From, To     float64 // confidence interval
	Better       int     // months in which Policy cost less
	Average      int64   // Mean, exact and rounded
	sum          money.Int128
}

// Clear reports whether the policy costs less beyond doubt.
func (c *Comparison) Clear() bool { return c.To < 0 }

// Confidence is the probability that all intervals of a result hold together.
const Confidence = 0.95

// intervals is how many of them there are: each has its share of the doubt.
const intervals = policies + 1 // three policies with the first, each credit policy with the tiers of last month

// compare makes the interval of Student's t for the mean difference of two policies, by their numbers.
func compare(months []Month, a, b int) Comparison {
	c := Comparison{Policy: Policies[a], With: Policies[b]}
	differences := make([]float64, len(months))
	for i := range months {
		d := months[i].Cost[a] - months[i].Cost[b]
		c.sum = c.sum.Add(money.Wide(d))
		differences[i] = float64(d)
		if d < 0 {
			c.Better++
		}
	}
	c.Average, _ = c.sum.RoundDiv(uint64(len(months)))
	mean, deviation := stat.MeanStdDev(differences, nil)
	n := float64(len(months))
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(1 - (1-Confidence)/2/intervals)
	half := t * deviation / math.Sqrt(n)
	c.Mean, c.From, c.To = mean, mean-half, mean+half
	return c
}

// Verdict is which policy the simulation speaks for.
type Verdict struct {
	Policy Policy
	Why    Reason
}

// Reason is why.
type Reason string

// The reasons.
const (
	NoneBetter  Reason = "none_better"  // no policy is cheaper than deciding at the volume to date beyond doubt
	TiersEnough Reason = "tiers_enough" // last month's tiers are, and credits are not cheaper than they beyond doubt
	CreditsPay  Reason = "credits_pay"  // credits are cheaper than both
)

// over counts the months in which a policy put more on a contract than it may take.
func (r *Result) over(policy int) int {
	n := 0
	for i := range r.Months {
		if r.Months[i].Over[policy] {
			n++
		}
	}
	return n
}

// judge compares and recommends. Credits are recommended only where they are cheaper beyond doubt both than deciding as ever
// and than last month's tiers, which need no plan, and never where they break limits more often.
func (r *Result) judge() {
	for p := 1; p < simulated; p++ {
		r.Compare = append(r.Compare, compare(r.Months, p, 0))
	}
	lead := 2
	if r.Compare[2].sum.Sub(r.Compare[1].sum).Sign() < 0 {
		lead = 3
	}
	r.Rival = compare(r.Months, lead, 1)
	switch {
	case r.over(lead) <= r.over(0) && r.Compare[lead-1].Clear() && r.Rival.Clear():
		r.Verdict = Verdict{Policies[lead], CreditsPay}
	case r.over(1) <= r.over(0) && r.Compare[0].Clear():
		r.Verdict = Verdict{LastTiers, TiersEnough}
	default:
		r.Verdict = Verdict{Myopic, NoneBetter}
	}
}
