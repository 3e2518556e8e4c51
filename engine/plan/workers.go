package plan

import (
	"sync"
	"sync/atomic"
)

// share calls f for every number below n on several workers. What f finds must not depend on the order of the calls.
func share(workers, n int, f func(i int)) {
	if workers = min(workers, n); workers <= 1 {
		for i := range n {
			f(i)
		}
		return
	}
	var next atomic.Int64
	var done sync.WaitGroup
	for range workers {
		done.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				f(i)
			}
		})
	}
	done.Wait()
}

// eachBlock calls f for every block of the model, on several workers.
func (s *space) eachBlock(f func(at int, b *block)) {
	share(s.workers, len(s.m.blocks), func(i int) { f(i, s.m.blocks[i]) })
}

// eachOrder decodes the wanted orders of a block one after another.
func (s *space) eachOrder(b *block, v *view, f func()) {
	for i := range b.least {
		if s.wanted == nil || s.wanted(b.first+i) {
			s.look(b, i, v)
			f()
		}
	}
}
