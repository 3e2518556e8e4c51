package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lanewise/lanewise/internal/planning"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/testdata"
)

// holding makes searches wait until they are told to end, or until the test lets them begin.
func (a *api) holding() (begun <-chan struct{}, release func()) {
	in, out := make(chan struct{}, 100), make(chan struct{})
	a.server.plans.beforeSearch = func(ctx context.Context) {
		in <- struct{}{}
		select {
		case <-ctx.Done():
		case <-out:
		}
	}
	return in, func() { close(out) }
}

func TestCancelWhileSearching(t *testing.T) {
	a := planAPI(t)
	begun, _ := a.holding()
	id := a.newPlan("", string(testdata.Orders())).ID
	<-begun
	var p Plan
	a.demand(200, &p, "GET", plansPath+id, "")
	if p.Status != "solving" || p.Priced != 300 {
		t.Errorf("%+v", p)
	}
	var no Problem
	if got := a.demand(409, &no, "GET", plansPath+id+"/decisions", ""); got.header.Get("Retry-After") == "" || !strings.Contains(no.Detail, "solving") {
		t.Errorf("%v %+v", got.header, no)
	}
	if got := a.call("POST", plansPath+id+"/cancel", ""); got.status != 202 && got.status != 200 {
		t.Fatal(got)
	}
	p = a.ended(id)
	if c := a.certificate(p); p.Status != "cancelled" || c.Stopped != "time" || len(p.Decisions) != 1 {
		t.Fatalf("%+v %+v", p, c)
	}
	// The best that was known is there, valued to the digit.
	if got := a.demand(200, nil, "GET", p.Decisions[0].URL, ""); strings.Count(got.body, "\n") != 301 {
		t.Error(got.body)
	}
	a.demand(200, nil, "POST", plansPath+id+"/cancel", "") // once more changes nothing
}

func TestTheTimeOfASearch(t *testing.T) {
	a := planAPI(t)
	begun, _ := a.holding()
	p := a.newPlan("?time=20ms", string(testdata.Orders()))
	<-begun
	p = a.ended(p.ID)
	if c := a.certificate(p); p.Status != "done" || c.Stopped != "time" || len(p.Decisions) != 1 {
		t.Errorf("%+v %+v", p, c)
	}
}

func TestCancelAPlanThatWaits(t *testing.T) {
	a := planAPI(t)
	begun, release := a.holding()
	first := a.newPlan("", "order_id,country,weight_g\n")
	<-begun
	second := a.newPlan("", "order_id,country,weight_g\n")
	if second.Status != "queued" || second.StartedAt != "" {
		t.Errorf("%+v", second)
	}
	var p Plan
	a.demand(200, &p, "POST", plansPath+second.ID+"/cancel", "")
	if p.Status != "cancelled" || p.Certificate != nil || p.EndedAt == "" {
		t.Errorf("%+v", p)
	}
	var no Problem
	a.demand(409, &no, "GET", plansPath+second.ID+"/decisions", "")
	if !strings.Contains(no.Detail, "cancelled") {
		t.Error(no.Detail)
	}
	release()
	if p := a.ended(first.ID); p.Status != "done" {
		t.Errorf("%+v", p)
	}
	a.demand(200, &p, "POST", plansPath+first.ID+"/cancel", "")
	if p.Status != "done" {
		t.Error("a plan that had ended was cancelled")
	}
}

func TestAStopCancelsPlans(t *testing.T) {
	s := up(t, Config{})
	in := make(chan struct{}, 1)
	s.plans.beforeSearch = func(ctx context.Context) { in <- struct{}{}; <-ctx.Done() }
	made := s.say(t, post("/v1/plans", "text/csv", string(testdata.Orders())))
	<-in
	queued := s.say(t, post("/v1/plans", "text/csv", oneOrder))
	if made.StatusCode != 202 || queued.StatusCode != 202 {
		t.Fatalf("%d %s, %d %s", made.StatusCode, made.body, queued.StatusCode, queued.body)
	}
	c, rest := s.halfABatch(t) // as long as it runs the others are answered
	s.stop()
	waitFor(t, "the drain does not begin", s.closing.Load)
	s.say(t, post("/v1/plans", "text/csv", oneOrder)).want(t, 503, "unavailable")
	for _, at := range []string{made.Header.Get("Location"), queued.Header.Get("Location")} {
		waitFor(t, "the plan does not end", func() bool {
			got := s.say(t, head("GET", at)).body
			return strings.Contains(got, `"status":"cancelled"`) && strings.Contains(got, "the server was told to stop")
		})
	}
	io.WriteString(c, rest)
	hear(t, c).want(t, 200, "")
	if err := s.end(); err != nil {
		t.Errorf("ended with %v", err)
	}
	if c := s.plans.count(); c.running != 0 || c.waiting != 0 {
		t.Errorf("%+v", c)
	}
}

// Whatever becomes of plans, nothing is left at work.
func TestPlansLeaveNoGoroutines(t *testing.T) {
	a := planAPI(t, func(c *Config) { c.Limits.Plans = 4 })
	a.ended(a.newPlan("", rowsOf(2000)).ID) // what starts once has started
	http.DefaultClient.CloseIdleConnections()
	before := runtime.NumGoroutine()
	for range 2 {
		var ids []string
		for range 4 {
			ids = append(ids, a.newPlan("", rowsOf(5000)).ID)
		}
		for _, id := range ids[1:] {
			a.call("POST", plansPath+id+"/cancel", "")
		}
		for _, id := range ids {
			if p := a.ended(id); p.Status != "done" && p.Status != "cancelled" {
				t.Errorf("%+v %+v", p, p.Failure)
			}
		}
	}
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	waitFor(t, "goroutines are left", func() bool { return runtime.NumGoroutine() <= before })
}

// A plan of the server's own that fails says so without telling of its inside.
func TestAPlanThatFails(t *testing.T) {
	log := &lines{}
	a := planAPI(t, func(c *Config) { c.Log = slog.New(slog.NewTextHandler(log, nil)) })
	a.server.plans.beforeSearch = func(context.Context) { panic("secret") }
	p := a.ended(a.newPlan("", oneOrder).ID)
	if p.Status != "failed" || p.Failure.Code != "internal" || strings.Contains(p.Failure.Detail, "secret") {
		t.Errorf("%+v %+v", p, p.Failure)
	}
	a.demand(409, nil, "GET", plansPath+p.ID+"/decisions", "")
	a.server.plans.beforeSearch = nil
	if p := a.ended(a.newPlan("", oneOrder).ID); p.Status != "done" {
		t.Errorf("%+v", p)
	}
	for err, code := range map[error]string{
		errors.New("x"): "internal", errKeepsLess: "too_long", &os.PathError{Op: "write", Path: "x", Err: io.ErrShortWrite}: "unavailable",
		&planning.RisingCost{Order: "ORDERTEXT"}: "rising_cost", &planning.TooLarge{What: "the cost"}: "too_large",
	} {
		j := a.server.newJob(&call{}, asked{}, a.server.current.Load(), source{}, 0)
		if m := a.server.notMade(j, err); m.status != "failed" || m.failure.Code != code {
			t.Errorf("%v: %+v", err, m.failure)
		}
	}
	if text := log.String(); strings.Contains(text, "ORDERTEXT") || !strings.Contains(text, "secret") || strings.Count(text, "plan failed") != 2 {
		t.Errorf("the log says\n%s", text)
	}
}

// clock is a time that a test moves on.
type clock struct{ since atomic.Int64 }

func (k *clock) now() time.Time          { return noon.Add(time.Duration(k.since.Load())) }
func (k *clock) set(since time.Duration) { k.since.Store(int64(since)) }

func TestPlansAreForgotten(t *testing.T) {
	k := &clock{}
	a := planAPI(t, func(c *Config) { c.Now, c.Limits.PlanKeep = k.now, time.Hour })
	first := a.ended(a.newPlan("", oneOrder).ID)
	if first.ExpiresAt != stamp(noon.Add(time.Hour)) {
		t.Errorf("%+v", first)
	}
	k.set(time.Minute)
	second := a.ended(a.newPlan("", oneOrder).ID)
	k.set(time.Hour - time.Millisecond)
	a.demand(200, nil, "GET", plansPath+first.ID, "")
	a.demand(200, nil, "GET", first.Decisions[0].URL, "")
	k.set(time.Hour)
	a.demand(404, nil, "GET", plansPath+first.ID, "")
	a.demand(404, nil, "GET", first.Decisions[0].URL, "")
	a.demand(404, nil, "POST", plansPath+first.ID+"/cancel", "")
	a.demand(200, nil, "GET", plansPath+second.ID, "")
	if c := a.server.plans.count(); c.kept != 1 || c.bytes < 1000 {
		t.Errorf("%+v", c)
	}
	k.set(2 * time.Hour)
	a.demand(404, nil, "GET", plansPath+second.ID, "")
	if c := a.server.plans.count(); c != (counts{}) || len(a.server.plans.all) != 0 {
		t.Errorf("%+v", c)
	}
}

// Nobody need ask for a plan to be forgotten.
func TestPlansAreForgottenWithoutBeingAskedFor(t *testing.T) {
	a := planAPI(t, func(c *Config) { c.Now, c.Limits.PlanKeep = time.Now, 50*time.Millisecond })
	a.newPlan("", oneOrder)
	waitFor(t, "the plan does not end", func() bool {
		return strings.Contains(a.call("GET", "/metrics", "").body, `lanewise_plans_total{result="done"} 1`)
	})
	waitFor(t, "the plan is not forgotten", func() bool { return a.server.plans.count() == counts{} })
}

// Whoever has begun to read the decisions gets all of them, also when the plan is forgotten meanwhile.
func TestAPlanIsForgottenWhileItIsRead(t *testing.T) {
	k := &clock{}
	a := planAPI(t, func(c *Config) { c.Now = k.now })
	p := a.ended(a.newPlan("", oneOrder).ID)
	j := a.server.plans.all[p.ID]
	read, done := a.server.plans.open(j, report.CSV)
	k.set(2 * time.Hour)
	a.demand(404, nil, "GET", plansPath+p.ID, "")
	var out bytes.Buffer
	if err := read.copyTo(&out); err != nil || int64(out.Len()) != p.Decisions[0].Bytes || read.users != 1 {
		t.Errorf("%d bytes, %v, %d users", out.Len(), err, read.users)
	}
	if done(); read.users != 0 {
		t.Errorf("%d users are left", read.users)
	}
	if again, _ := a.server.plans.open(j, report.CSV); again != nil {
		t.Error("what is forgotten can be opened")
	}
}
