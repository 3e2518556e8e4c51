package server

import (
	"encoding/json"
	"strconv"
	"time"
)

// Plan is where a plan stands, and once it has ended what came of it.
type Plan struct {
	ID         string            `json:"id"`
	Status     string            `json:"status"` // queued, pricing, solving; done, cancelled, failed
	CreatedAt  string            `json:"created_at"`
	StartedAt  string            `json:"started_at,omitempty"`
	EndedAt    string            `json:"ended_at,omitempty"`
	ExpiresAt  string            `json:"expires_at,omitempty"` // it is forgotten then
	Orders     int               `json:"orders"`               // rows of the file
	Priced     int64             `json:"orders_priced"`
	Seconds    map[string]string `json:"seconds"` // by stage: waiting, pricing, search, writing
	Parameters PlanParameters    `json:"parameters"`
	PricedAt   PricedAt          `json:"priced_at"`
	Failure    *PlanFailure      `json:"failure,omitempty"`

	Certificate json.RawMessage   `json:"certificate,omitempty"`
	Contracts   []json.RawMessage `json:"contracts,omitempty"`
	Decisions   []PlanDecisions   `json:"decisions,omitempty"`

	wait time.Duration // until it is worth asking again, 0 = it has ended
	job  *job
}

// PlanParameters is what a plan was asked for.
type PlanParameters struct {
	MaxBadRate string            `json:"max_bad_rate,omitempty"`
	MaxShare   map[string]string `json:"max_share,omitempty"` // by channel
	Gap        string            `json:"gap"`
	Time       string            `json:"time"`
	Forecast   int               `json:"forecast"`
	Formats    []string          `json:"formats"`
}

// PlanFailure is why a plan could not be made.
type PlanFailure struct {
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// PlanDecisions is where the decisions of a plan are.
type PlanDecisions struct {
	Format string `json:"format"`
	URL    string `json:"url"`
	Bytes  int64  `json:"bytes"`
}

// json writes down how a plan stands. The caller holds plans.mu.
func (j *job) json(s *Server) Plan {
	out := Plan{
		ID: j.id, Status: j.status, CreatedAt: stamp(j.created), Orders: j.rows, Priced: j.priced.Load(), Seconds: map[string]string{},
		Parameters: j.asked.json(), PricedAt: j.at, Failure: j.made.failure, job: j,
	}
	for stage, took := range j.seconds {
		out.Seconds[stage] = seconds(took)
	}
	if !j.started.IsZero() {
		out.StartedAt = stamp(j.started)
	}
	if j.stopped != nil {
		out.Seconds[j.stage] = seconds(time.Since(j.since))
		out.wait = askAgain(s.now().Sub(j.created))
		return out
	}
	out.EndedAt, out.ExpiresAt = stamp(j.ended), stamp(j.ended.Add(s.cfg.Limits.PlanKeep))
	out.Certificate = j.made.certificate
	for _, c := range j.made.contracts {
		out.Contracts = append(out.Contracts, c)
	}
	for _, k := range j.made.kept {
		f := string(k.format)
		out.Decisions = append(out.Decisions, PlanDecisions{f, plansPath + j.id + "/decisions?format=" + f, k.size})
	}
	return out
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) }

// askAgain is when to ask again: the longer a plan has taken, the later.
func askAgain(age time.Duration) time.Duration {
	return min(max(age/10, time.Second), 10*time.Second).Truncate(time.Second)
}
