package server

import (
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/lanewise/lanewise/rates"
)

// BookInfo is the rate book in force.
type BookInfo struct {
	Hash       string        `json:"hash"`
	Name       string        `json:"name"`
	Currency   string        `json:"currency"` // settlement
	Timezone   string        `json:"timezone"`
	LoadedAt   string        `json:"loaded_at"`
	Services   []ServiceName `json:"services"`
	Attributes []string      `json:"attributes"` // special goods that some service carries
	Rules      []RuleName    `json:"rules"`
	Editions   []string      `json:"editions"` // days on which prices, surcharges or exchange rates change
	Warnings   []Trouble     `json:"warnings"`
}

// ServiceName is what the book calls a service.
type ServiceName struct {
	Service string `json:"service"`
	Name    string `json:"name"`
	Channel string `json:"channel"`
}

// RuleName is a rule and the reason it gives.
type RuleName struct {
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
}

// Trouble is a problem of a rate book.
type Trouble struct {
	Code    string `json:"code"`
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Col     int    `json:"col,omitempty"`
	Column  string `json:"column,omitempty"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

func troubles(found rates.Problems, severity rates.Severity) []Trouble {
	out := []Trouble{}
	for _, p := range found {
		if p.Severity == severity {
			out = append(out, Trouble{p.Code, p.File, p.Line, p.Col, p.Column, p.Msg, p.Hint})
		}
	}
	return out
}

func (st *state) info() BookInfo {
	set := &st.book.Settings
	goods := map[string]bool{}
	services := make([]ServiceName, 0, len(st.book.Services))
	for i := range st.book.Services {
		v := &st.book.Services[i]
		services = append(services, ServiceName{v.Code, v.Name, v.Channel.String()})
		for _, a := range v.Accepts {
			goods[a] = true
		}
	}
	rules := make([]RuleName, 0, len(st.book.Rules))
	for i := range st.book.Rules {
		rules = append(rules, RuleName{st.book.Rules[i].Name, st.book.Rules[i].Reason})
	}
	info := BookInfo{
		Hash: st.book.Hash, Name: set.Name, Currency: set.Currency.String(), Timezone: set.Timezone,
		LoadedAt: st.loaded.UTC().Format(time.RFC3339), Services: services, Attributes: slices.AppendSeq([]string{}, maps.Keys(goods)), Rules: rules,
		Editions: editions(st.book), Warnings: troubles(st.warnings, rates.Warning),
	}
	slices.Sort(info.Attributes)
	return info
}

// editions are the days on which a row of the book comes into force, in order.
func editions(b *rates.Book) []string {
	days := map[rates.Date]bool{}
	for i := range b.Rates {
		days[b.Rates[i].From] = true
	}
	for i := range b.Surcharges {
		days[b.Surcharges[i].From] = true
	}
	for i := range b.FX {
		days[b.FX[i].ValidFrom] = true
	}
	delete(days, rates.NoDate)
	out := []string{}
	for _, d := range slices.Sorted(maps.Keys(days)) {
		out = append(out, d.String())
	}
	return out
}

func (s *Server) bookInfo(c *call, _ *http.Request) {
	c.answer(http.StatusOK, marshal(s.state.Load().info()))
}

// healthz says that the process answers, and that its ledger takes bookings: after a failed write to disk it does not, until
// the server is started again.
func (s *Server) healthz(c *call, _ *http.Request) {
	if s.cfg.Ledger != nil {
		if err := s.cfg.Ledger.Healthy(); err != nil {
			s.unavailable(c, err)
			return
		}
	}
	c.answer(http.StatusOK, []byte("{\"status\":\"ok\"}\n"))
}

// readyz says whether requests should be sent here.
func (s *Server) readyz(c *call, r *http.Request) {
	if s.closing.Load() {
		s.problem(c, http.StatusServiceUnavailable, "unavailable", "the server is shutting down")
		return
	}
	if _, err := s.live(r.Context()); err != nil {
		s.unavailable(c, err)
		return
	}
	if s.cfg.Ledger != nil && !s.mayBook(c) {
		return
	}
	c.answer(http.StatusOK, []byte("{\"status\":\"ready\"}\n"))
}
