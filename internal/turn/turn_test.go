package turn

import (
	"slices"
	"sync"
	"testing"
)

// Pieces that are begun in any order are done in theirs.
func TestTakeGoesByNumber(t *testing.T) {
	turns, done := New(), []int(nil)
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() { turns.Take(199-i, func() { done = append(done, 199-i) }) })
	}
	all.Wait()
	if len(done) != 200 || !slices.IsSorted(done) {
		t.Errorf("%v", done)
	}
}
