package planning

import (
	"bytes"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/rates"
	"github.com/lanewise/lanewise/testdata"
)

// A limit on bad orders that binds hard under a forecast: volumes and costs of many batches beside probabilities of one. Once
// the search took its prices for more than it could count, called unproven leaves settled, and gave a bound above this plan.
func TestBadRateUnderAForecast(t *testing.T) {
	b, problems := rates.Load(testdata.Book())
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(testdata.Orders()), "\n")
	var text bytes.Buffer
	text.WriteString(lines[0])
	for n, i := 0, 1; n < 10; i++ {
		if strings.Contains(lines[i], ",2026-11-") {
			text.WriteString(lines[i])
			n++
		}
	}
	for _, forecast := range []int{0, 50, 100, 1000} {
		p, _ := solve(t, b, text.String(), func(j *Job) {
			j.Forecast = forecast
			j.Limits.MaxBad = rates.Opt[rates.Share]{V: 50_000, OK: true}
		})
		if !p.Result.Proven || p.Result.Bound != p.Result.Objective {
			t.Errorf("forecast %d: objective %d, bound %d, stopped by %s", forecast, p.Result.Objective, p.Result.Bound, p.Result.Stop)
		}
	}
}
