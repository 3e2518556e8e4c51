package server

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// oneOrder is the least that a plan can be made of.
const oneOrder = "order_id,country,weight_g\na,BE,300\n"

// rowsOf is a file of n orders.
func rowsOf(n int) string {
	var b strings.Builder
	b.WriteString("order_id,country,weight_g\n")
	for i := range n {
		fmt.Fprintf(&b, "r%d,BE,%d\n", i, 100+i%900)
	}
	return b.String()
}

func TestOrdersOfAPlanAtTheLimitAndOneAbove(t *testing.T) {
	a := planAPI(t, func(c *Config) { c.Limits.PlanOrders = 1000 })
	if p := a.ended(a.newPlan("", rowsOf(1000)).ID); p.Status != "done" || p.Orders != 1000 {
		t.Errorf("%+v", p)
	}
	for _, n := range []int{1001, 20_000} {
		var no Problem
		a.demand(413, &no, "POST", "/v1/plans", rowsOf(n), asCSV, "text/csv")
		if no.Type != "urn:lanewise:problem:too_many_orders" || !strings.Contains(no.Detail, "1000") {
			t.Errorf("%+v", no)
		}
	}
}

func TestTheBodyOfAPlanAtTheLimitAndOneAbove(t *testing.T) {
	a := planAPI(t, func(c *Config) { c.Limits.Batch = 1000 })
	pad := func(n int) string { return oneOrder + "b,BE,30" + strings.Repeat(" ", n-len(oneOrder)-8) + "\n" }
	a.newPlan("", pad(1000))
	a.demand(413, nil, "POST", "/v1/plans", pad(1001), asCSV, "text/csv")
}

// A batch that went through a file is planned from it.
func TestALongFileIsPlanned(t *testing.T) {
	a := planAPI(t)
	in := rowsOf(100) + strings.Repeat("\n", inMemory)
	if p := a.ended(a.newPlan("", in).ID); p.Status != "done" || p.Orders != 100 {
		t.Errorf("%+v", p)
	}
}

// The search may take as long as the server lets it, and no longer.
func TestTheTimeOfAPlanAtTheLimitAndAbove(t *testing.T) {
	a := planAPI(t, func(c *Config) { c.Limits.PlanTime = 2 * time.Second })
	if p := a.newPlan("?time=2s", oneOrder); p.Parameters.Time != "2s" {
		t.Errorf("%+v", p.Parameters)
	}
	a.demand(400, nil, "POST", "/v1/plans?time=2001ms", oneOrder, asCSV, "text/csv")
	if p := a.newPlan("", oneOrder); p.Parameters.Time != "2s" {
		t.Errorf("%+v", p.Parameters)
	}
}

func TestPlansAtTheirLimitAndOneAbove(t *testing.T) {
	a := planAPI(t, func(c *Config) { c.Limits.Plans, c.Limits.PlanQueue = 2, 3 })
	begun, release := a.holding()
	var ids []string
	for range 5 {
		ids = append(ids, a.newPlan("", oneOrder).ID)
	}
	<-begun
	<-begun
	if c := a.server.plans.count(); c.running != 2 || c.waiting != 3 {
		t.Errorf("%+v", c)
	}
	got := a.demand(503, nil, "POST", "/v1/plans", oneOrder, asCSV, "text/csv")
	if got.header.Get("Retry-After") != "5" || !strings.Contains(got.body, "overloaded") {
		t.Errorf("%v %s", got.header, got.body)
	}
	a.demand(200, nil, "POST", plansPath+ids[4]+"/cancel", "")
	ids[4] = a.newPlan("", oneOrder).ID // the place is free
	a.demand(200, nil, "POST", "/v1/decisions/batch", oneOrder, asCSV, "text/csv")
	release()
	for _, id := range ids {
		if p := a.ended(id); p.Status != "done" {
			t.Errorf("%+v", p)
		}
	}
	text := a.demand(200, nil, "GET", "/metrics", "").body
	for _, line := range []string{
		`lanewise_shed_total{reason="plans"} 1`, `lanewise_plans_total{result="done"} 5`, `lanewise_plans_total{result="cancelled"} 1`, `lanewise_plans_total{result="failed"} 0`,
		`lanewise_plan_seconds_count{stage="search"} 5`, `lanewise_plan_seconds_count{stage="waiting"} 6`,
		`lanewise_plans_running 0`, `lanewise_plans_waiting 0`, `lanewise_plans_kept 6`,
	} {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("no line %s", line)
		}
	}
}

// Whoever sends slowly keeps a place, and gives it back when it is cut off.
func TestASlowBodyOfAPlan(t *testing.T) {
	s := up(t, Config{Limits: Limits{PlanQueue: 1, BatchStall: 200 * time.Millisecond}})
	c := s.dial(t)
	io.WriteString(c, head("POST", "/v1/plans", "Content-Type: text/csv", "Content-Length: 5000")+"order_id")
	waitFor(t, "no place is taken", func() bool { s.plans.mu.Lock(); defer s.plans.mu.Unlock(); return s.plans.coming == 1 })
	ends(t, c)
	waitFor(t, "the place is not given back", func() bool { s.plans.mu.Lock(); defer s.plans.mu.Unlock(); return s.plans.coming == 0 })
	if got := s.say(t, post("/v1/plans", "text/csv", oneOrder)); got.StatusCode != 202 {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
}

func TestTheOldestPlansMakeRoom(t *testing.T) {
	a := planAPI(t, func(c *Config) { c.Limits.PlansKept = 3 })
	var ids []string
	for range 5 {
		ids = append(ids, a.newPlan("", oneOrder).ID)
		waitFor(t, "the plan does not end", func() bool { c := a.server.plans.count(); return c.running+c.waiting == 0 })
	}
	for i, id := range ids {
		status := 200
		if i < 2 {
			status = 404
		}
		a.demand(status, nil, "GET", plansPath+id, "")
	}
}

// What is kept is bounded in bytes as well; a plan whose decisions alone are more than that fails.
func TestTheBytesOfPlansAtTheLimitAndOneAbove(t *testing.T) {
	planned := func(limit int64) (Plan, *api) {
		a := planAPI(t, func(c *Config) { c.Limits.PlanBytes = limit })
		return a.ended(a.newPlan("", rowsOf(500)).ID), a
	}
	p, a := planned(1 << 20)
	n := a.server.plans.all[p.ID].made.kept[0].taken
	p, a = planned(n)
	if p.Status != "done" {
		t.Errorf("%+v", p)
	}
	a.ended(a.newPlan("", rowsOf(500)).ID)
	a.demand(404, nil, "GET", plansPath+p.ID, "") // it made room
	if p, _ = planned(n - 1); p.Status != "failed" || p.Failure == nil || p.Failure.Code != "too_long" || p.Decisions != nil {
		t.Errorf("%+v %+v", p, p.Failure)
	}
}

// Decisions are kept in memory or in a file, and are there for whoever began to read before the plan was forgotten.
func TestDecisionsAreKept(t *testing.T) {
	for _, n := range []int{0, 1, inMemory / 2, 3 * inMemory} {
		random := make([]byte, n) // which nothing packs
		rand.NewChaCha8([32]byte{}).Read(random)
		k := &kept{most: int64(2*n + 1000), users: 2} // a plan and a reader
		err := k.fill(func(w io.Writer) error {
			for part := range slices.Chunk(random, 100_000) {
				if _, err := w.Write(part); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || k.size != int64(n) || (k.file != nil) != (n > inMemory) {
			t.Fatalf("%d bytes: %v, %d, file %v", n, err, k.size, k.file)
		}
		k.letGo() // the plan is forgotten
		for range 2 {
			var out bytes.Buffer
			if err := k.copyTo(&out); err != nil || !bytes.Equal(out.Bytes(), random) {
				t.Errorf("%d bytes became %d: %v", n, out.Len(), err)
			}
		}
		k.letGo()
		if n > inMemory && k.copyTo(io.Discard) == nil {
			t.Error("the file outlives its users")
		}
		less := &kept{most: k.taken - 1}
		if err := less.fill(func(w io.Writer) error { _, err := w.Write(random); return err }); !errors.Is(err, errKeepsLess) {
			t.Errorf("%d bytes are kept in one less: %v", n, err)
		}
	}
}
