// Package turn lets goroutines that work on numbered pieces do something one after the other, in the order of the pieces.
package turn

import "sync"

// Turn begins with piece 0. Whoever takes turns must take pieces in the order of their numbers, so that the one whose turn it is
// always has somebody at work on it.
type Turn struct {
	mu    sync.Mutex
	moved *sync.Cond
	next  int
}

// New is before the first turn.
func New() *Turn {
	t := &Turn{}
	t.moved = sync.NewCond(&t.mu)
	return t
}

// Take waits for a piece's turn, does it, and passes the turn on.
func (t *Turn) Take(number int, do func()) {
	t.mu.Lock()
	for t.next != number {
		t.moved.Wait()
	}
	do()
	t.next++
	t.mu.Unlock()
	t.moved.Broadcast()
}
