package main

import (
	"math/rand/v2"
	"slices"
	"time"
)

// dice draws from one seeded stream. All its methods work in whole numbers, which are the same on every machine.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice {
	return dice{rand.New(rand.NewPCG(seed, 0x6c616e6577697365))}
}

// percent is true p times in a hundred.
func (d dice) percent(p int) bool { return d.IntN(100) < p }

// between draws from lo to hi, both included.
func (d dice) between(lo, hi int) int { return lo + d.IntN(hi-lo+1) }

// low draws from lo to hi with most draws near lo, as prices and weights of cheap goods fall.
func (d dice) low(lo, hi int) int {
	u := d.IntN(1000)
	return lo + (hi-lo)*u*u/1_000_000
}

// share is a choice with its weight among the others.
type share[T any] struct {
	weight int
	value  T
}

// pick draws one of the choices in proportion to its weight.
func pick[T any](d dice, from []share[T]) T {
	total := 0
	for _, s := range from {
		total += s.weight
	}
	n := d.IntN(total)
	for _, s := range from {
		if n -= s.weight; n < 0 {
			return s.value
		}
	}
	panic("gen: weights changed while drawing")
}

// digits replaces every # of a pattern with a random digit.
func (d dice) digits(pattern string) string {
	b := []byte(pattern)
	for i := range b {
		if b[i] == '#' {
			b[i] = byte('0' + d.IntN(10))
		}
	}
	return string(b)
}

// dates draws n days from the first day on, within the given number of days, earliest first.
func (d dice) dates(n int, first time.Time, days int) []time.Time {
	offsets := make([]int, n)
	for i := range offsets {
		offsets[i] = d.IntN(days)
	}
	slices.Sort(offsets)
	out := make([]time.Time, n)
	for i, o := range offsets {
		out[i] = first.AddDate(0, 0, o)
	}
	return out
}

// stretch varies each side of a box by up to a fifth, to the whole millimetre.
func (d dice) stretch(b box) box {
	side := func(mm int) int { return max(5, mm*d.between(80, 120)/100) }
	return box{side(b.length), side(b.width), side(b.height)}
}
