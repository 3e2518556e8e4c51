// Counting allocations means nothing under the race detector, which makes its own.

//go:build !race

package batch_test

import (
	"io"
	"runtime"
	"testing"

	"github.com/lanewise/lanewise/internal/batch"
)

// A longer file costs no more allocations: whatever an order needs, from its bytes to those of its answer, was there
// before, as soon as every block has been through. Orders that are shipped, held and taken by nobody occur; a row that cannot be read allocates its message.
func TestNoAllocationPerOrder(t *testing.T) {
	e := compile(t)
	const short, more = 60_000, 60_000
	allocations := func(n int, noIDCheck bool) uint64 {
		opt := options(e)
		opt.NoIDCheck = noIDCheck
		j := jobOf(t, e, opt, good(n), io.Discard)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s, err := batch.Run(t.Context(), j)
		runtime.ReadMemStats(&after)
		if err != nil || s.Orders != n || s.Status[1] == 0 || s.Status[2] == 0 {
			t.Fatal(s, err)
		}
		return after.Mallocs - before.Mallocs
	}
	for _, noIDCheck := range []bool{true, false} {
		allocations(short, noIDCheck) // compiles destinations and days
		few, many := allocations(short, noIDCheck), allocations(short+more, noIDCheck)
		if each := float64(many) - float64(few); each/more > 0.005 {
			t.Errorf("id check off %v: %d allocations for %d orders, %d for %d more", noIDCheck, few, short, many-few, more)
		}
	}
}
