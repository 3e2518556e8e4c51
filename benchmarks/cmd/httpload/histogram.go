package main

import (
	"math/bits"
	"time"
)

// histogram counts times in bounds that lie less than 1 % apart, in room that does not grow.
type histogram struct {
	counts [64 * steps]int64
	n      int64
	most   time.Duration
}

const steps = 128 // in each doubling

func (h *histogram) add(d time.Duration) {
	d = max(d, 0)
	h.counts[slot(uint64(d))]++
	h.n++
	h.most = max(h.most, d)
}

// slot is where a number of nanoseconds is counted: exact below steps, else by its leading 8 bits.
func slot(n uint64) int {
	if n < steps {
		return int(n)
	}
	shift := bits.Len64(n) - 8
	return shift*steps + int(n>>shift)
}

// least is the smallest number counted in a slot.
func least(i int) uint64 {
	if i < 2*steps {
		return uint64(i)
	}
	shift := i/steps - 1
	return uint64(i-shift*steps) << shift
}

func (h *histogram) merge(o *histogram) {
	for i, n := range o.counts {
		h.counts[i] += n
	}
	h.n += o.n
	h.most = max(h.most, o.most)
}

// quantile is the time that a share of all stayed within, in microseconds.
func (h *histogram) quantile(q float64) float64 {
	rank := int64(q * float64(h.n))
	for i, n := range h.counts {
		if rank < n {
			return float64(min(least(i+1)-1, uint64(h.most))) / 1e3
		}
		rank -= n
	}
	return float64(h.most) / 1e3
}

// times are what a report says of a histogram, in microseconds.
type times struct {
	P50  float64 `json:"p50"`
	P90  float64 `json:"p90"`
	P99  float64 `json:"p99"`
	P999 float64 `json:"p999"`
	Max  float64 `json:"max"`
}

func (h *histogram) times() times {
	return times{h.quantile(0.5), h.quantile(0.9), h.quantile(0.99), h.quantile(0.999), float64(h.most) / 1e3}
}
