package server

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/lanewise/lanewise/internal/report"
)

// makePlan answers POST /v1/plans: it takes the orders, and a plan of them is made after the answer.
func (s *Server) makePlan(c *call, r *http.Request) {
	kind, ok := s.contentType(c, r, csvType, ndjsonType, xlsxType)
	if !ok {
		return
	}
	want, faults := s.askedOf(r)
	if faults != nil {
		s.problem(c, http.StatusBadRequest, "bad_parameter", "", faults...)
		return
	}
	l, err := s.live(r.Context())
	if err != nil {
		s.unavailable(c, err)
		return
	}
	src := source{kind: kind, body: r.Body.(io.ReadSeekCloser), day: s.today(l.state), most: s.cfg.Limits.Batch}
	most := s.cfg.Limits.PlanOrders
	rows, err := src.count(l.state, most)
	switch {
	case err != nil:
		s.unreadable(c, err)
		return
	case rows > most:
		s.problem(c, http.StatusRequestEntityTooLarge, "too_many_orders", fmt.Sprintf("a plan takes at most %d orders; split the file", most))
		return
	}
	j := s.newJob(c, want, l, src, rows)
	p, ok := s.plans.add(j)
	if !ok {
		s.problem(c, http.StatusServiceUnavailable, "unavailable", "the server is shutting down")
		return
	}
	c.place = false // it is the plan's now, with the body
	c.Header().Set("Location", plansPath+j.id)
	s.answerPlan(c, http.StatusAccepted, &p)
}

func (s *Server) newJob(c *call, want asked, l *live, src source, rows int) *job {
	j := &job{id: newPlanID(), key: c.key, request: c.id, asked: want, live: l, source: src, rows: rows, created: s.now(), status: planQueued, stage: stageWaiting, since: time.Now()}
	j.at = pricedOn(src.day.String(), l.book, l.volumes, l.orders, l.bad, l.engine.BadOrderCost())
	j.seconds = map[string]time.Duration{}
	j.ctx, j.stopped = context.WithCancel(s.plans.ctx)
	return j
}

// newPlanID gives a name that nobody guesses: 128 random bits.
func newPlanID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	return "plan_" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}

// answerPlan answers how a plan stands.
func (s *Server) answerPlan(c *call, status int, p *Plan) {
	if p.wait > 0 {
		c.Header().Set("Retry-After", strconv.Itoa(int(p.wait.Seconds())))
	}
	c.answer(status, marshal(p))
}

func (s *Server) noPlan(c *call) {
	s.problem(c, http.StatusNotFound, "no_plan", fmt.Sprintf(
		"plans are kept in memory, for %v after their end or until there are too many; none outlives the server. Make it again: a plan changes nothing", s.cfg.Limits.PlanKeep))
}

// plan answers GET /v1/plans/{id}.
func (s *Server) plan(c *call, r *http.Request) {
	p, ok := s.plans.find(c.pathID, c.key)
	if !ok {
		s.noPlan(c)
		return
	}
	s.answerPlan(c, http.StatusOK, &p)
}

// cancelPlan answers POST /v1/plans/{id}/cancel. Asked again, or for a plan that has ended, it changes nothing.
func (s *Server) cancelPlan(c *call, r *http.Request) {
	if !s.empty(c, r) {
		return
	}
	p, ok := s.plans.cancel(c.pathID, c.key)
	switch {
	case !ok:
		s.noPlan(c)
	case p.wait > 0:
		s.answerPlan(c, http.StatusAccepted, &p)
	default:
		s.answerPlan(c, http.StatusOK, &p)
	}
}

// planDecisions answers GET /v1/plans/{id}/decisions with what was written down at the plan's end.
func (s *Server) planDecisions(c *call, r *http.Request) {
	p, ok := s.plans.find(c.pathID, c.key)
	if !ok {
		s.noPlan(c)
		return
	}
	if len(p.Decisions) == 0 {
		detail := "the plan is " + p.Status
		if p.wait > 0 {
			c.Header().Set("Retry-After", strconv.Itoa(int(p.wait.Seconds())))
			detail += "; ask for " + plansPath + p.ID + " until it is done"
		}
		s.problem(c, http.StatusConflict, "no_decisions", detail)
		return
	}
	var formats []report.Format
	for _, d := range p.Decisions {
		formats = append(formats, report.Format(d.Format))
	}
	format, ok := formatOf(r, formats)
	if !ok {
		s.problem(c, http.StatusNotAcceptable, "not_acceptable", "the decisions were kept as "+strings.Join(p.Parameters.Formats, " and ")+"; make the plan with format=csv,ndjson to have both")
		return
	}
	s.sendDecisions(c, r, &p, format)
}

// sendDecisions answers the decisions in a form in which they were kept.
func (s *Server) sendDecisions(c *call, r *http.Request, p *Plan, format report.Format) {
	k, done := s.plans.open(p.job, format)
	if k == nil {
		s.noPlan(c)
		return
	}
	defer done()
	h := c.Header()
	h.Set("Content-Type", batchTypes[format])
	h.Set("Content-Disposition", `attachment; filename="plan.`+string(format)+`"`)
	h.Set("Content-Length", strconv.FormatInt(k.size, 10)) // an answer that breaks off shows that it is not whole
	h.Set("Vary", "Accept")
	h["Cache-Control"], h["X-Content-Type-Options"] = noStore, nosniff
	h.Set("Lanewise-Book-Hash", p.PricedAt.BookHash)
	c.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return
	}
	if err := k.copyTo(c); err != nil {
		s.log.Warn("decisions broken off", "request_id", c.id, "error", err)
		panic(http.ErrAbortHandler) // cuts the connection
	}
}
