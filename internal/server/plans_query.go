package server

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/planning"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates"
)

// planQuery are the parameters of POST /v1/plans.
var planQuery = []string{"max_bad_rate", "max_share", "gap", "time", "forecast", "format"}

// asked is what a plan is asked for.
type asked struct {
	limits   planning.Limits
	gap      int64 // in units of 1e-9
	time     time.Duration
	forecast int
	formats  []report.Format // in which the decisions are kept
}

const (
	gapDigits  = 9
	gapUnit    = 1e9
	defaultGap = gapUnit / 10_000
)

// askedOf reads the query of a plan; all that is wrong with it is told at once.
func (s *Server) askedOf(r *http.Request) (a asked, faults []Fault) {
	q := r.URL.Query()
	a = asked{gap: defaultGap, time: s.cfg.Limits.PlanTime, formats: []report.Format{report.CSV}}
	read := func(name string, set func(string) error) {
		for _, text := range q[name] {
			if err := set(text); err != nil {
				faults = append(faults, Fault{"", name, err.Error()})
			}
		}
	}
	read("max_bad_rate", a.setBadRate)
	read("max_share", a.setShare)
	read("gap", a.setGap)
	read("time", func(text string) error { return a.setTime(text, s.cfg.Limits.PlanTime) })
	read("forecast", a.setForecast)
	read("format", a.setFormats)
	return a, faults
}

var errShare = errors.New("write a number from 0 to 1 with at most six digits after the point")

func parseShare(text string) (rates.Share, error) {
	const digits = 6
	v, err := money.ParseFixed(text, digits, false)
	if err != nil || v > int64(money.One) {
		return 0, errShare
	}
	return rates.Share(v), nil
}

func (a *asked) setBadRate(text string) error {
	v, err := parseShare(text)
	a.limits.MaxBad = rates.Opt[rates.Share]{V: v, OK: true}
	return err
}

func (a *asked) setShare(text string) error {
	name, share, _ := strings.Cut(text, ":")
	channel := map[string]rates.Channel{"online": rates.Online, "offline": rates.Offline}[name]
	if channel == 0 {
		return errors.New("write online:SHARE or offline:SHARE, such as offline:0.6")
	}
	if _, given := a.limits.Shares[channel]; given {
		return fmt.Errorf("the share of %s stands there twice", name)
	}
	v, err := parseShare(share)
	if a.limits.Shares == nil {
		a.limits.Shares = map[rates.Channel]rates.Share{}
	}
	a.limits.Shares[channel] = v
	return err
}

func (a *asked) setGap(text string) (err error) {
	a.gap, err = money.ParseFixed(text, gapDigits, false)
	if err != nil || a.gap > gapUnit {
		return errors.New("write a number from 0 to 1, such as 0.0001 for a hundredth of a percent; 0 asks for the best plan")
	}
	return nil
}

func (a *asked) setTime(text string, most time.Duration) (err error) {
	a.time, err = time.ParseDuration(text)
	if err != nil || a.time <= 0 || a.time > most {
		return fmt.Errorf("write a time above 0 and up to %v with its unit, such as 500ms or 10s", most)
	}
	return nil
}

func (a *asked) setForecast(text string) error {
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil || n > planning.MaxForecast {
		return fmt.Errorf("write a number of batches from 0 to %d", planning.MaxForecast)
	}
	a.forecast = int(n)
	return nil
}

func (a *asked) setFormats(text string) error {
	a.formats = nil
	for _, name := range strings.Split(text, ",") {
		f := report.Format(name)
		if f != report.CSV && f != report.NDJSON || slices.Contains(a.formats, f) {
			return errors.New("write format=csv, ndjson, or csv,ndjson for both")
		}
		a.formats = append(a.formats, f)
	}
	return nil
}

// json writes down what was asked for.
func (a *asked) json() PlanParameters {
	out := PlanParameters{Gap: string(money.AppendTrimmed(nil, a.gap, gapDigits)), Time: a.time.String(), Forecast: a.forecast}
	if a.limits.MaxBad.OK {
		out.MaxBadRate = share(a.limits.MaxBad.V)
	}
	for channel, most := range a.limits.Shares {
		if out.MaxShare == nil {
			out.MaxShare = map[string]string{}
		}
		out.MaxShare[channel.String()] = share(most)
	}
	for _, f := range a.formats {
		out.Formats = append(out.Formats, string(f))
	}
	return out
}

func share(v rates.Share) string { return string(money.AppendTrimmed(nil, int64(v), 6)) }

// formatOf chooses in which of the forms that were kept the decisions are answered: by the query, else by what the client
// says it reads, else the first.
func formatOf(r *http.Request, kept []report.Format) (report.Format, bool) {
	if q := r.URL.Query(); q.Has("format") {
		f := report.Format(q.Get("format"))
		return f, slices.Contains(kept, f)
	}
	accept := r.Header.Values("Accept")
	if len(accept) == 0 {
		return kept[0], true
	}
	var best report.Format
	most := 0.0
	for _, f := range kept {
		if q := accepted(strings.Join(accept, ","), planTypes[f]); q > most {
			best, most = f, q
		}
	}
	return best, most > 0
}

var planTypes = map[report.Format]string{report.CSV: csvType, report.NDJSON: ndjsonType}

// accepted is how much a client wants a type, from 0 to 1: the weight of the narrowest range that has it (RFC 9110, 12.5.1).
func accepted(header, kind string) (weight float64) {
	main, _, _ := strings.Cut(kind, "/")
	narrowest := 0
	for _, part := range strings.Split(header, ",") {
		name, rest, _ := strings.Cut(part, ";")
		narrow := 1 + slices.Index([]string{"*/*", main + "/*", kind}, strings.ToLower(strings.TrimSpace(name)))
		if narrow <= narrowest {
			continue
		}
		narrowest, weight = narrow, weightOf(rest)
	}
	return weight
}

func weightOf(params string) float64 {
	for _, p := range strings.Split(params, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		if strings.EqualFold(name, "q") {
			v, err := strconv.ParseFloat(value, 64)
			if err != nil || v < 0 || v > 1 {
				return 0
			}
			return v
		}
	}
	return 1
}
