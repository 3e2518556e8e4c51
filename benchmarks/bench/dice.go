package bench

import "math/rand/v2"

// dice draws from one seeded stream, in whole numbers only: binary floats may differ between machines.
type dice struct{ *rand.Rand }

// roll starts the stream of one purpose. Purposes have streams of their own, so that a change to one table leaves
// the others as they are.
func roll(seed, purpose uint64) dice { return dice{rand.New(rand.NewPCG(seed, purpose))} }

// percent is true p times in a hundred.
func (d dice) percent(p int) bool { return d.IntN(100) < p }

// between draws from lo to hi, both included.
func (d dice) between(lo, hi int) int { return lo + d.IntN(hi-lo+1) }

// around varies n by up to p percent either way.
func (d dice) around(n, p int) int { return n * d.between(100-p, 100+p) / 100 }

// quantile is a point of a distribution: at most upto in below of ten thousand draws.
type quantile struct{ below, upto int }

// from draws from a distribution given by rising quantiles, the first of which is its minimum (below 0). Between
// two points it is even.
func (d dice) from(points []quantile) int {
	u := d.IntN(10_000)
	for i := 1; i < len(points); i++ {
		lo, hi := points[i-1], points[i]
		if u < hi.below {
			return lo.upto + (hi.upto-lo.upto)*(u-lo.below)/(hi.below-lo.below)
		}
	}
	return points[len(points)-1].upto
}
