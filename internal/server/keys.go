package server

import (
	"context"
	"sync"
	"time"
)

// keyAge is how long the answer that no key exists is believed: the first key is asked for this much later at most.
const keyAge = time.Second

// keys knows whether callers need one. The ledger itself remembers good keys for a moment.
type keys struct {
	mu    sync.Mutex
	exist bool
	asked time.Time

	failed failure
}

// needed says whether callers need a key: once one was made they do, even if it was revoked since.
func (k *keys) needed(ctx context.Context, l Ledger) (bool, error) {
	if l == nil {
		return false, nil
	}
	came := time.Now()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.failed.at.After(came) {
		return false, k.failed.err
	}
	if !k.asked.IsZero() && (k.exist || time.Since(k.asked) < keyAge) {
		return k.exist, nil
	}
	all, err := l.Keys(ctx)
	if err != nil {
		if ctx.Err() == nil {
			k.failed = failure{time.Now(), err}
		}
		return false, err
	}
	k.exist, k.asked = len(all) > 0, time.Now()
	return k.exist, nil
}
