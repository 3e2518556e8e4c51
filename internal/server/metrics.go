package server

import (
	"cmp"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/rates"
)

// ops is the state of limits, metrics and draining.
type ops struct {
	quick    *gate // orders priced
	ledgers  *gate // changes of the ledger, which wait for each other and must not keep prices waiting
	bulk     *gate // batches
	rates    *keyRates
	failures *failures
	metrics  *metrics
	plans    *plans
	flying   atomic.Pointer[atomic.Int64] // requests in flight that a drain waits for; a drain puts a new counter here
}

// metrics counts what happens. Every label has few values, all known beforehand: none comes from a request.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	decided  tallies
	reloads  *prometheus.CounterVec
	sheds    *prometheus.CounterVec
	ledger   *prometheus.HistogramVec
	plans    *prometheus.CounterVec
	planned  *prometheus.HistogramVec
	open     atomic.Pointer[atomic.Int64] // connections
}

// What label values a metric has, so that a counter stands at 0 before the first event and rates can be formed over it.
var (
	shedReasons   = []string{"rate", "queue", "wait", "batches", "connections", "auth", "plans"}
	reloadResults = []string{"ok", "refused"}
	planResults   = []string{"done", "infeasible", "cancelled", "failed"}
	planStages    = []string{"waiting", "pricing", "search", "writing"}
)

// tallies are the counters of decisions by channel and status, at hand so that the rows of a batch need not look them up.
type tallies [rates.Offline + 1][engine.Ship + 1]prometheus.Counter

func talliesOf(all *prometheus.CounterVec) (d tallies) {
	for channel := range d {
		for status := engine.None; status <= engine.Ship; status++ {
			d[channel][status] = all.WithLabelValues(cmp.Or(rates.Channel(channel).String(), "none"), status.String())
		}
	}
	return d
}

func newMetrics(s *Server) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: counters("http_requests_total", "Requests answered; 499 where the client left before.", "route", "status"),
		seconds:  histograms("http_request_seconds", "From the head of a request to the end of its answer.", latencies, "route"),
		reloads:  counters("book_reloads_total", "Attempts to load the rate book anew.", "result"),
		sheds:    counters("shed_total", "Requests and connections refused for want of room.", "reason"),
		ledger:   histograms("ledger_seconds", "Operations of the ledger.", latencies, "operation"),
		plans:    counters("plans_total", "Plans that came to their end; infeasible ones break a limit that no plan keeps.", "result"),
		planned:  histograms("plan_seconds", "What plans took, by what was done.", latencies, "stage"),
	}
	decisions := counters("decisions_total", "Decisions given, by the channel chosen and the status; the rows of batches as they are decided.", "channel", "status")
	m.decided = talliesOf(decisions)
	for _, reason := range shedReasons {
		m.sheds.WithLabelValues(reason)
	}
	for _, result := range reloadResults {
		m.reloads.WithLabelValues(result)
	}
	for _, result := range planResults {
		m.plans.WithLabelValues(result)
	}
	for _, stage := range planStages {
		m.planned.WithLabelValues(stage)
	}
	m.registry.MustRegister(
		m.requests, m.seconds, decisions, m.reloads, m.sheds, m.ledger, m.plans, m.planned,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		gauge("orders_in_flight", "Orders being priced.", func() float64 { return float64(s.quick.busy()) }),
		gauge("orders_waiting", "Orders waiting for their turn.", func() float64 { return float64(s.quick.waiting.Load()) }),
		gauge("bookings_in_flight", "Changes of the ledger being made.", func() float64 { return float64(s.ledgers.busy()) }),
		gauge("bookings_waiting", "Changes of the ledger waiting for their turn.", func() float64 { return float64(s.ledgers.waiting.Load()) }),
		gauge("batches_in_flight", "Batches being worked on.", func() float64 { return float64(s.bulk.busy()) }),
		gauge("plans_running", "Plans being worked on.", func() float64 { return float64(s.plans.count().running) }),
		gauge("plans_waiting", "Plans waiting for their turn.", func() float64 { return float64(s.plans.count().waiting) }),
		gauge("plans_kept", "Plans kept after their end.", func() float64 { return float64(s.plans.count().kept) }),
		gauge("plans_kept_bytes", "What is kept of plans after their end.", func() float64 { return float64(s.plans.count().bytes) }),
		gauge("requests_in_flight", "Requests that a stop would wait for.", func() float64 { return float64(s.flying.Load().Load()) }),
		gauge("connections", "Connections open.", m.opened),
		gauge("draining", "1 when the server was told to stop.", func() float64 { return truth(s.closing.Load()) }),
		gauge("book_age_seconds", "Since the book in force was loaded.", func() float64 { return s.now().Sub(s.state.Load().loaded).Seconds() }),
	)
	return m
}

// latencies are bounds of histograms in seconds: a decision takes some 20 µs, a booking some milliseconds, a batch minutes.
var latencies = []float64{50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3, 25e-3, 50e-3, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120, 600}

func counters(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "lanewise", Name: name, Help: help}, labels)
}

func histograms(name, help string, bounds []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: "lanewise", Name: name, Help: help, Buckets: bounds}, labels)
}

func gauge(name, help string, value func() float64) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "lanewise", Name: name, Help: help}, value)
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func (m *metrics) shed(reason string) { m.sheds.WithLabelValues(reason).Inc() }

// connections is told of the counter of a listener.
func (m *metrics) connections(open *atomic.Int64) { m.open.Store(open) }

func (m *metrics) opened() float64 {
	if open := m.open.Load(); open != nil {
		return float64(open.Load())
	}
	return 0
}

func (m *metrics) answered(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, statusText(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// statusText spares the text of the usual answer.
func statusText(status int) string {
	if status == http.StatusOK {
		return "200"
	}
	return strconv.Itoa(status)
}

// metricsHandler answers /metrics.
func (s *Server) metricsHandler() http.Handler {
	return promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4})
}

// count counts a decision.
func (s *Server) count(d *engine.Decision) {
	var channel rates.Channel
	if d.Chosen {
		channel = d.Choice.Service.Channel
	}
	s.metrics.decided[channel][d.Status].Inc()
}

// reloaded counts an attempt to load the book anew.
func (s *Server) reloaded(err error) {
	result := "ok"
	if err != nil {
		result = "refused"
	}
	s.metrics.reloads.WithLabelValues(result).Inc()
}

// ledgerTook measures an operation of the ledger.
func (s *Server) ledgerTook(op string, d time.Duration) {
	s.metrics.ledger.WithLabelValues(op).Observe(d.Seconds())
}
