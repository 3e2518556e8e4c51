package server

import (
	"maps"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/testdata"
)

func TestTheFormOfDecisions(t *testing.T) {
	a := planAPI(t)
	both := plansPath + a.ended(a.newPlan("?format=csv,ndjson", "order_id,country,weight_g\na,BE,300\n").ID).ID + "/decisions"
	one := plansPath + a.ended(a.newPlan("", "order_id,country,weight_g\na,BE,300\n").ID).ID + "/decisions"
	const csv, nd = "text/csv; charset=utf-8", ndjsonType
	for _, c := range []struct {
		path, accept string
		status       int
		kind         string
	}{
		{both, "", 200, csv},
		{both, "*/*", 200, csv},
		{both, "application/x-ndjson", 200, nd},
		{both, "text/csv;q=0.5, application/*", 200, nd},
		{both, "text/*, application/x-ndjson;q=0", 200, csv},
		{both, "application/x-ndjson;q=x, text/csv;q=0.1", 200, csv},
		{both, "image/png", 406, ""},
		{both + "?format=ndjson", "text/csv", 200, nd},
		{both + "?format=csv", "application/x-ndjson", 200, csv},
		{both + "?format=xlsx", "", 406, ""},
		{one, "application/x-ndjson", 406, ""},
		{one, "application/x-ndjson, */*;q=0.1", 200, csv},
		{one + "?format=ndjson", "", 406, ""},
		{one + "?form=csv", "", 400, ""},
	} {
		var headers []string
		if c.accept != "" {
			headers = []string{"Accept", c.accept}
		}
		got := a.demand(c.status, nil, "GET", c.path, "", headers...)
		if c.kind != "" && got.header.Get("Content-Type") != c.kind {
			t.Errorf("%s, Accept %q: %s", c.path, c.accept, got.header.Get("Content-Type"))
		}
	}
	if got := a.demand(200, nil, "HEAD", both, ""); got.body != "" || got.header.Get("Content-Length") == "0" {
		t.Error(got)
	}
}

func TestParametersOfAPlan(t *testing.T) {
	a := planAPI(t)
	p := a.newPlan("?max_bad_rate=0.9&max_share=offline:0.6&max_share=online:1&gap=0.01&time=500ms&forecast=3&format=csv", string(testdata.Orders()))
	want := PlanParameters{"0.9", nil, "0.01", "500ms", 3, []string{"csv"}}
	got := p.Parameters
	if !maps.Equal(got.MaxShare, map[string]string{"offline": "0.6", "online": "1"}) {
		t.Errorf("shares %v", got.MaxShare)
	}
	if got.MaxShare = nil; got.MaxBadRate != want.MaxBadRate || got.Gap != want.Gap || got.Time != want.Time || got.Forecast != want.Forecast || len(got.Formats) != 1 {
		t.Errorf("%+v", got)
	}
	if c := a.certificate(a.ended(p.ID)); c.Batches != 4 || c.Shares["offline"] > "0.6" {
		t.Errorf("%+v", c)
	}
	plain := a.newPlan("", "order_id,country,weight_g\n").Parameters
	if plain.Gap != "0.0001" || plain.Time != "1m0s" || plain.Forecast != 0 || plain.MaxShare != nil || plain.MaxBadRate != "" {
		t.Errorf("%+v", plain)
	}
}

// All that is wrong with the query is told at once.
func TestBadParametersOfAPlan(t *testing.T) {
	a := planAPI(t)
	const file = "order_id,country,weight_g\n"
	for query, faults := range map[string]string{
		"?gap=":                   "gap",
		"?gap=1.1":                "gap",
		"?gap=-0.1":               "gap",
		"?gap=1e-4":               "gap",
		"?max_bad_rate=2":         "max_bad_rate",
		"?max_bad_rate=0.1234567": "max_bad_rate",
		"?max_share=0.5":          "max_share",
		"?max_share=sea:0.5":      "max_share",
		"?max_share=online":       "max_share",
		"?max_share=offline%3D1":  "max_share",
		"?max_share=online:.5":    "max_share",
		"?max_share=online:0.5&max_share=online:0.6": "max_share",
		"?time=10":        "time",
		"?time=0s":        "time",
		"?time=60001ms":   "time",
		"?forecast=-1":    "forecast",
		"?forecast=1001":  "forecast",
		"?forecast=1.0":   "forecast",
		"?format=xlsx":    "format",
		"?format=csv,csv": "format",
		"?gap=x&forecast=x&max_share=x&max_share=y&time=x&format=&max_bad_rate=x": "max_bad_rate max_share max_share gap time forecast format",
		"?limit=1":     "unknown_parameter",
		"?Gap=1":       "unknown_parameter",
		"?gap=0&gap=1": "repeated_parameter",
	} {
		var p Problem
		a.demand(400, &p, "POST", "/v1/plans"+query, file, asCSV, "text/csv")
		var got []string
		for _, f := range p.Errors {
			got = append(got, f.Code)
		}
		if strings.Join(got, " ") != faults {
			t.Errorf("%s: %v", query, got)
		}
	}
	for _, at := range []string{"/v1/plans/x?a=1", "/v1/plans/x/decisions?a=1"} {
		a.demand(400, nil, "GET", at, "")
	}
	a.demand(400, nil, "POST", "/v1/plans/x/cancel?a=1", "")
	a.demand(400, nil, "POST", "/v1/plans/x/cancel", "{}")
	a.demand(405, nil, "GET", "/v1/plans", "")
	a.demand(405, nil, "DELETE", "/v1/plans/x", "")
	for _, path := range []string{"/v1/plans/", "/v1/plans/x/", "/v1/plans/x/y", "/v1/plans/x/decisions/"} {
		a.demand(404, nil, "GET", path, "")
	}
}
