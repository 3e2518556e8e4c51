package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/lanewise/lanewise/engine/plan"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/planning"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates"
)

// What a plan is doing, or what became of it.
const (
	planQueued    = "queued"
	planPricing   = "pricing"
	planSolving   = "solving" // searching, and writing down what was found
	planDone      = "done"
	planCancelled = "cancelled"
	planFailed    = "failed"
)

// The stages whose time is told.
const (
	stageWaiting = "waiting"
	stagePricing = "pricing"
	stageSearch  = "search"
	stageWriting = "writing"
)

// job is a plan on its way, and what is kept of it. Fields are guarded by plans.mu unless they are said not to change.
type job struct {
	// these do not change until the end
	id, key string
	request string // that asked for it
	asked   asked
	live    *live
	source  source
	rows    int
	at      PricedAt
	created time.Time
	ctx     context.Context // ends with the server, and when the plan is cancelled

	status  string
	stopped context.CancelFunc // nil once it has ended
	started time.Time
	ended   time.Time
	stage   string
	since   time.Time                // of the stage
	seconds map[string]time.Duration // of the stages before
	made    made
	bytes   int64 // that are kept

	priced atomic.Int64
}

// source is a file of orders that was taken whole and can be read again.
type source struct {
	kind string
	body io.ReadSeekCloser
	day  rates.Date // on which orders ship that do not say
	most int64      // bytes
}

// open reads the file from its beginning.
func (src *source) open(st *state) (*orders.Reader, error) {
	if _, err := src.body.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	def := orders.Defaults{Currency: st.book.Settings.Currency, ShipDate: src.day}
	opt := orders.Options{Defaults: def, MaxFile: src.most, Input: orders.Input{Format: inputs[src.kind]}}
	return orders.NewReader(opt, orders.Source{Name: "orders." + inputs[src.kind], R: src.body})
}

// count reads the file to its end, or to one row more than a plan may have. What is wrong with the file as a whole is the error.
func (src *source) count(st *state, most int) (rows int, err error) {
	in, err := src.open(st)
	if err != nil {
		return 0, err
	}
	for b := new(orders.Block); rows <= most; {
		in.ReadBlock(b)
		in.ParseBlock(b)
		rows += len(b.Rows)
		if b.Err == io.EOF {
			break
		}
		if b.Err != nil {
			return 0, b.Err
		}
	}
	return rows, nil
}

// made is what came of a plan.
type made struct {
	status      string
	broken      bool // it misses a limit, which every plan does
	failure     *PlanFailure
	certificate []byte
	contracts   [][]byte
	kept        []*kept
}

// result is the label of the metrics.
func (m *made) result() string {
	if m.status == planDone && m.broken {
		return "infeasible"
	}
	return m.status
}

// stopping is the failure of plans that did not end before the server did.
var stopping = PlanFailure{"stopped", "the server was told to stop; make the plan again"}

// makeOf does the work: it prices the orders, searches, and writes down what was found.
func (s *Server) makeOf(j *job) (m made) {
	defer j.source.body.Close()
	defer func() {
		if v := recover(); v != nil {
			s.log.Error("panic", "plan", j.id, "request_id", j.request, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
			m = failedWith("internal", somethingWrong)
		}
	}()
	m, err := s.planOf(j)
	if err == nil {
		return m
	}
	for _, k := range m.kept {
		k.drop()
	}
	return s.notMade(j, err)
}

func (s *Server) planOf(j *job) (m made, err error) {
	in, err := j.source.open(j.live.state)
	if err != nil {
		return m, err
	}
	b, err := planning.Price(j.ctx, planning.Job{
		Engine: j.live.engine, Volumes: rerated(j.live), Rows: in, Limits: j.asked.limits, Forecast: j.asked.forecast, Workers: planWorkers(),
		Done: func(rows int) { j.priced.Store(int64(rows)) },
	})
	if err != nil {
		return m, err
	}
	s.plans.reach(j, planSolving, stageSearch)
	ctx, stop := context.WithTimeout(j.ctx, j.asked.time)
	defer stop()
	if s.plans.beforeSearch != nil {
		s.plans.beforeSearch(ctx)
	}
	p, err := b.Solve(ctx, float64(j.asked.gap)/gapUnit)
	if err != nil {
		return m, err
	}
	s.plans.reach(j, planSolving, stageWriting)
	m.status, m.broken = planDone, len(p.Result.Broken) > 0
	if j.ctx.Err() != nil && (p.Result.Stop == plan.Interrupt || p.Result.Stop == plan.Infeasible) {
		m.status = planCancelled // which came before the search was at its end
	}
	// What is known is written down also where the plan was cancelled, but not while the server stops.
	err = m.write(s.plans.ctx, p, j.asked.formats, s.cfg.Limits.PlanBytes)
	return m, err
}

// planWorkers leaves half of the machine to whoever asks for a price meanwhile.
func planWorkers() int { return max(1, runtime.GOMAXPROCS(0)/2) }

// rerated are the volumes to date with the earlier freight that a tier rates anew: it is no booking, so the book alone has it.
func rerated(l *live) []rates.Volume {
	out := append([]rates.Volume(nil), l.volumes...)
	for i := range out {
		for _, v := range l.book.Volumes {
			if v.Contract == out[i].Contract {
				out[i].RetroFreight = v.RetroFreight
			}
		}
	}
	return out
}

// maxLeft is how many orders that take no part are named in a plan's JSON; its decisions have them all.
const maxLeft = 100

// write keeps the decisions in the forms asked for, and then what is said of the plan: its discounts are known only then.
func (m *made) write(ctx context.Context, p *planning.Plan, formats []report.Format, most int64) error {
	for _, f := range formats {
		k := &kept{format: f, most: most}
		m.kept = append(m.kept, k)
		if err := k.fill(func(w io.Writer) error { return writeDecisions(ctx, p, f, w) }); err != nil {
			return err
		}
		most -= k.taken
	}
	var lines bytes.Buffer
	if err := p.WriteJSON(&lines); err != nil {
		return err
	}
	all := bytes.Split(bytes.TrimSuffix(lines.Bytes(), []byte("\n")), []byte("\n"))
	m.contracts = all[:len(all)-1]
	c := p.Certificate()
	c.LeftOut = c.LeftOut[:min(len(c.LeftOut), maxLeft)]
	m.certificate = bytes.TrimSuffix(marshal(c), []byte("\n"))
	return nil
}

// writeDecisions writes what the command plan writes.
func writeDecisions(ctx context.Context, p *planning.Plan, f report.Format, w io.Writer) error {
	if err := p.Rows(ctx, w, report.Plans(f, p.Book(), 0), f == report.NDJSON); err != nil || f != report.NDJSON {
		return err
	}
	return p.WriteJSON(w)
}

// notMade says why there is no plan.
func (s *Server) notMade(j *job, err error) made {
	var rising *planning.RisingCost
	var large *planning.TooLarge
	var disk *os.PathError
	switch {
	case s.plans.ctx.Err() != nil:
		return made{status: planCancelled, failure: &stopping}
	case j.ctx.Err() != nil:
		return made{status: planCancelled}
	case errors.As(err, &rising):
		return failedWith("rising_cost", err.Error())
	case errors.As(err, &large):
		return failedWith("too_large", err.Error())
	case errors.Is(err, errKeepsLess):
		return failedWith("too_long", err.Error()+"; ask for format=csv, or split the batch")
	}
	// Only errors of the server itself are logged: the others are for the client, and may have words of the orders.
	s.log.Error("plan failed", "plan", j.id, "request_id", j.request, "error", err)
	if errors.As(err, &disk) {
		return failedWith("unavailable", "there is no room for the decisions; try again")
	}
	return failedWith("internal", somethingWrong)
}

const somethingWrong = "something went wrong in the server; its log has more under the plan's id"

func failedWith(code, detail string) made {
	return made{status: planFailed, failure: &PlanFailure{code, detail}}
}
