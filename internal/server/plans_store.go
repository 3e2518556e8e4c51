package server

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/lanewise/lanewise/internal/report"
)

// plans are the plans that run, wait for their turn, or have ended and are kept for a while. They are in memory only: a
// plan changes nothing, and whoever lost one makes it again.
type plans struct {
	s    *Server
	ctx  context.Context // ends with the server
	stop context.CancelFunc
	work sync.WaitGroup

	beforeSearch func(context.Context) // what the search gets; for tests

	mu      sync.Mutex
	all     map[string]*job
	waiting []*job
	ended   []*job // in the order in which they did
	coming  int    // places taken by requests whose body is on its way
	running int
	bytes   int64 // kept of the ended ones
}

func newPlans(s *Server) *plans {
	p := &plans{s: s, all: map[string]*job{}}
	p.ctx, p.stop = context.WithCancel(context.Background())
	return p
}

// reserve takes a place for a plan whose body is yet to come.
func (p *plans) reserve() admission {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := &p.s.cfg.Limits
	switch {
	case p.ctx.Err() != nil:
		return ended
	case p.coming+len(p.waiting)+p.running >= l.Plans+l.PlanQueue:
		return queueFull
	}
	p.coming++
	return admitted
}

// release gives back a place that no plan came to.
func (p *plans) release() {
	p.mu.Lock()
	p.coming--
	p.mu.Unlock()
}

// add puts a plan in the place that was kept for it, where it runs as soon as it is its turn. False means that the server
// takes no more; the place stays as it was.
func (p *plans) add(j *job) (Plan, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ctx.Err() != nil {
		return Plan{}, false
	}
	p.coming--
	p.all[j.id] = j
	p.waiting = append(p.waiting, j)
	p.next()
	return j.json(p.s), true
}

// next starts those whose turn it is.
func (p *plans) next() {
	for p.running < p.s.cfg.Limits.Plans && len(p.waiting) > 0 {
		j := p.waiting[0]
		p.waiting = slices.Delete(p.waiting, 0, 1)
		p.running++
		p.step(j, planPricing, stagePricing)
		j.started = p.s.now()
		p.work.Add(1)
		go p.run(j)
	}
}

// run takes a plan from its start to its end.
func (p *plans) run(j *job) {
	defer p.work.Done()
	made := p.s.makeOf(j)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running--
	p.finish(j, made)
	p.next()
}

// reach takes a plan on to what is done next.
func (p *plans) reach(j *job, status, stage string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.step(j, status, stage)
}

func (p *plans) step(j *job, status, stage string) {
	now := time.Now()
	took := now.Sub(j.since)
	j.seconds[j.stage] = took
	p.s.metrics.planned.WithLabelValues(j.stage).Observe(took.Seconds())
	j.status, j.stage, j.since = status, stage, now
}

// finish puts a plan among those that are kept.
func (p *plans) finish(j *job, m made) {
	p.step(j, m.status, "")
	j.stopped()
	j.made, j.stopped, j.ended, j.live, j.source = m, nil, p.s.now(), nil, source{}
	for _, k := range m.kept {
		j.bytes += k.taken
		k.users++
	}
	j.bytes += int64(len(m.certificate))
	for _, c := range m.contracts {
		j.bytes += int64(len(c))
	}
	p.ended = append(p.ended, j)
	p.bytes += j.bytes
	p.s.metrics.plans.WithLabelValues(m.result()).Inc()
	p.s.log.Info("plan ended", "plan", j.id, "request_id", j.request, "result", m.result(), "orders", j.rows, "key", j.key)
	p.sweep()
	time.AfterFunc(p.s.cfg.Limits.PlanKeep, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.sweep()
	})
}

// sweep forgets plans that were kept long enough, and the oldest where they are too many or too long.
func (p *plans) sweep() {
	l := &p.s.cfg.Limits
	for len(p.ended) > 0 {
		oldest := p.ended[0]
		over := len(p.ended) > l.PlansKept || p.bytes > l.PlanBytes && len(p.ended) > 1
		if !over && p.s.now().Before(oldest.ended.Add(l.PlanKeep)) {
			return
		}
		p.ended = slices.Delete(p.ended, 0, 1)
		p.bytes -= oldest.bytes
		delete(p.all, oldest.id)
		for _, k := range oldest.made.kept {
			k.letGo()
		}
	}
}

// find gives a plan as it stands now to a caller with the key that it was made with. Others are told nothing of it.
func (p *plans) find(id, key string) (Plan, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if j := p.of(id, key); j != nil {
		return j.json(p.s), true
	}
	return Plan{}, false
}

func (p *plans) of(id, key string) *job {
	p.sweep()
	if j := p.all[id]; j != nil && j.key == key {
		return j
	}
	return nil
}

// cancel ends a plan that has not ended: at once where it waits, else as soon as those that work on it see it.
func (p *plans) cancel(id, key string) (Plan, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	j := p.of(id, key)
	if j == nil {
		return Plan{}, false
	}
	if n := slices.Index(p.waiting, j); n >= 0 {
		p.waiting = slices.Delete(p.waiting, n, n+1)
		j.source.body.Close()
		p.finish(j, made{status: planCancelled})
	} else if j.stopped != nil {
		j.stopped()
	}
	return j.json(p.s), true
}

// open gives the decisions of a plan to read; done must be called afterwards.
func (p *plans) open(j *job, format report.Format) (k *kept, done func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, k := range j.made.kept {
		if k.format == format && k.users > 0 {
			k.users++
			return k, func() {
				p.mu.Lock()
				defer p.mu.Unlock()
				k.letGo()
			}
		}
	}
	return nil, nil
}

// end stops all work; whoever waits is told so. Nothing is taken any more.
func (p *plans) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stop()
	for _, j := range p.waiting {
		j.source.body.Close()
		p.finish(j, made{status: planCancelled, failure: &stopping})
	}
	p.waiting = nil
}

// wait waits until nobody works on a plan any more, or for a time.
func (p *plans) wait(end time.Time) {
	done := make(chan struct{})
	go func() { p.work.Wait(); close(done) }()
	t := time.NewTimer(time.Until(end))
	defer t.Stop()
	select {
	case <-done:
	case <-t.C:
	}
}

// counts are for the metrics.
type counts struct {
	running, waiting, kept int
	bytes                  int64
}

func (p *plans) count() counts {
	p.mu.Lock()
	defer p.mu.Unlock()
	return counts{p.running, len(p.waiting), len(p.ended), p.bytes}
}
