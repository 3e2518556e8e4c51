package server

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/planning"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/testdata"
)

// planAPI is newAPI for tests of plans, which all have ended when the test has.
func planAPI(t *testing.T, change ...func(*Config)) *api {
	t.Helper()
	a := newAPI(t, change...)
	t.Cleanup(func() {
		a.server.plans.end()
		a.server.plans.wait(time.Now().Add(time.Minute))
	})
	return a
}

const asCSV = "Content-Type"

// newPlan makes a plan of a CSV file.
func (a *api) newPlan(query, body string, headers ...string) Plan {
	a.Helper()
	var p Plan
	got := a.demand(202, &p, "POST", "/v1/plans"+query, body, append([]string{asCSV, "text/csv"}, headers...)...)
	if got.header.Get("Location") != plansPath+p.ID || got.header.Get("Retry-After") == "" && p.EndedAt == "" {
		a.Errorf("headers %v of %+v", got.header, p)
	}
	return p
}

// ended asks for a plan until it has ended.
func (a *api) ended(id string, headers ...string) (p Plan) {
	a.Helper()
	waitFor(a.T, "the plan does not end", func() bool {
		p = Plan{}
		got := a.demand(200, &p, "GET", plansPath+id, "", headers...)
		if (p.EndedAt == "") != (got.header.Get("Retry-After") != "") {
			a.Errorf("status %s with Retry-After %q", p.Status, got.header.Get("Retry-After"))
		}
		return p.EndedAt != ""
	})
	return p
}

// certificate reads what a plan says of itself.
func (a *api) certificate(p Plan) (c planning.CertificateJSON) {
	a.Helper()
	if err := json.Unmarshal(p.Certificate, &c); err != nil {
		a.Fatalf("%v in the certificate %q", err, p.Certificate)
	}
	return c
}

// byLibrary is what the packages below the server make of the sample orders.
func byLibrary(t *testing.T, a *api, limits planning.Limits, format report.Format) (decisions string, p *planning.Plan) {
	t.Helper()
	l, err := a.server.live(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	def := orders.Defaults{Currency: l.book.Settings.Currency, ShipDate: a.server.today(l.state)}
	in, err := orders.NewReader(orders.Options{Defaults: def}, orders.Source{Name: "orders.csv", R: bytes.NewReader(testdata.Orders())})
	if err != nil {
		t.Fatal(err)
	}
	b, err := planning.Price(t.Context(), planning.Job{Engine: l.engine, Volumes: l.volumes, Rows: in, Limits: limits, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if p, err = b.Solve(t.Context(), 0.0001); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := p.Rows(t.Context(), &out, report.Plans(format, p.Book(), 0), format == report.NDJSON); err != nil {
		t.Fatal(err)
	}
	if format == report.NDJSON {
		if err := p.WriteJSON(&out); err != nil {
			t.Fatal(err)
		}
	}
	return out.String(), p
}

func TestAPlanIsThatOfTheLibrary(t *testing.T) {
	a := planAPI(t)
	p := a.ended(a.newPlan("?format=ndjson,csv", string(testdata.Orders())).ID)
	if p.Status != "done" || p.Orders != 300 || p.Priced != 300 || len(p.Decisions) != 2 || p.Failure != nil {
		t.Fatalf("%+v: %+v", p.Failure, p)
	}
	for i, format := range []report.Format{report.NDJSON, report.CSV} {
		want, _ := byLibrary(t, a, planning.Limits{}, format)
		got := a.demand(200, nil, "GET", p.Decisions[i].URL, "")
		if got.body != want {
			t.Errorf("%s: %d bytes differ from the library's %d", format, len(got.body), len(want))
		}
		if n := strconv.Itoa(len(want)); got.header.Get("Content-Length") != n || strconv.FormatInt(p.Decisions[i].Bytes, 10) != n {
			t.Errorf("lengths %v and %+v, want %s", got.header, p.Decisions[i], n)
		}
	}
	_, lib := byLibrary(t, a, planning.Limits{}, report.CSV)
	var said bytes.Buffer
	if err := lib.WriteJSON(&said); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, c := range append(p.Contracts, p.Certificate) {
		lines = append(lines, string(c)+"\n")
	}
	if got := strings.Join(lines, ""); got != said.String() {
		t.Errorf("contracts and certificate are\n%s, the library's\n%s", got, said.String())
	}
	for _, stage := range []string{stageWaiting, stagePricing, stageSearch, stageWriting} {
		if p.Seconds[stage] == "" {
			t.Errorf("nothing says how long %s took: %v", stage, p.Seconds)
		}
	}
}

func TestAPlanSaysWhatItWasPricedAt(t *testing.T) {
	a := planAPI(t)
	p := a.newPlan("", "order_id,country,weight_g\na,BE,300\n")
	var d struct {
		PricedAt PricedAt `json:"priced_at"`
	}
	a.demand(200, &d, "POST", "/v1/decisions", belgium)
	if len(p.PricedAt.Volumes) != 5 || p.PricedAt.BookHash != d.PricedAt.BookHash || p.PricedAt.Shop != d.PricedAt.Shop || p.PricedAt.Volumes[1] != d.PricedAt.Volumes[1] || p.PricedAt.ShipDate != d.PricedAt.ShipDate {
		t.Errorf("%+v, want %+v", p.PricedAt, d.PricedAt)
	}
	// A booking later on changes what is to come, not what was taken.
	a.demand(201, nil, "POST", "/v1/shipments", belgium, "Idempotency-Key", "k")
	if again := a.ended(p.ID); again.PricedAt.Volumes[1] != p.PricedAt.Volumes[1] {
		t.Errorf("%+v became %+v", p.PricedAt, again.PricedAt)
	}
	after := a.newPlan("", "order_id,country,weight_g\na,BE,300\n").PricedAt
	same := 0
	for i, v := range after.Volumes {
		if v == p.PricedAt.Volumes[i] {
			same++
		}
	}
	if same != len(after.Volumes)-1 {
		t.Errorf("the booking does not show: %+v", after)
	}
}

func TestAPlanTakesWhatABatchTakes(t *testing.T) {
	a := planAPI(t)
	f := excelize.NewFile()
	for i, row := range [][]any{{"order_id", "country", "weight_g"}, {"a", "BE", "300"}, {"b", "XX", "1"}} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		f.SetSheetRow("Sheet1", cell, &row)
	}
	var book bytes.Buffer
	if err := f.Write(&book); err != nil {
		t.Fatal(err)
	}
	for kind, body := range map[string]string{
		csvType: "order_id,country,weight_g\na,BE,300\nb,XX,1\n", xlsxType: book.String(),
		ndjsonType: `{"order_id":"a","country":"BE","weight_g":300}` + "\n" + `{"order_id":"b","country":"XX","weight_g":1}` + "\n",
	} {
		p := a.ended(a.newPlan("", body, asCSV, kind).ID)
		c := a.certificate(p)
		if p.Orders != 2 || c.Planned != 1 || len(c.LeftOut) != 1 || c.LeftOut[0].OrderID != "b" {
			t.Errorf("%s: %+v %+v", kind, p, c)
		}
	}
	// No orders at all are a plan too.
	if p := a.ended(a.newPlan("", "order_id,country,weight_g\n").ID); p.Status != "done" || !a.certificate(p).Proven {
		t.Errorf("%+v", p)
	}
}

// A file that cannot be read is refused before there is a plan.
func TestRefusedFilesOfPlans(t *testing.T) {
	a := planAPI(t)
	var late strings.Builder
	late.WriteString("order_id,country,weight_g\n")
	for i := range 5000 {
		late.WriteString("row-" + strconv.Itoa(i) + ",BE,300\n")
	}
	late.WriteString("\"unclosed")
	for name, c := range map[string]struct {
		kind, body string
		status     int
	}{
		"empty":           {csvType, "", 400},
		"no header":       {csvType, "a,b\n1,2\n", 400},
		"NDJSON as CSV":   {csvType, `{"order_id":"a"}`, 400},
		"no workbook":     {xlsxType, "PK\x03\x04", 400},
		"late in a file":  {csvType, late.String(), 400},
		"NUL in a row":    {csvType, "order_id,country,weight_g\na\x00,BE,1\n", 400},
		"no content type": {"application/octet-stream", "x", 415},
		"JSON":            {"application/json", "{}", 415},
	} {
		if got := a.call("POST", "/v1/plans", c.body, asCSV, c.kind); got.status != c.status {
			t.Errorf("%s: %d, want %d\n%s", name, got.status, c.status, got.body)
		}
	}
	if c := a.server.plans.count(); c != (counts{}) || a.server.plans.coming != 0 {
		t.Errorf("%+v, %d places are taken", c, a.server.plans.coming)
	}
}

// Limits that no plan keeps give the plan that misses them by least.
func TestAPlanThatCannotKeepALimit(t *testing.T) {
	a := planAPI(t)
	p := a.ended(a.newPlan("?max_share=offline:0.2&max_share=online:0.3", rowsOf(20)).ID)
	c := a.certificate(p)
	if p.Status != "done" || len(c.Broken) == 0 || c.Broken[0].Limit != "share" || c.Broken[0].Least == "" || c.Stopped != "infeasible" || len(p.Decisions) != 1 {
		t.Errorf("%+v %+v", p, c)
	}
	got := a.demand(200, nil, "GET", p.Decisions[0].URL, "")
	if strings.Count(got.body, "\n") != 21 {
		t.Errorf("%d rows", strings.Count(got.body, "\n")-1)
	}
	if text := a.demand(200, nil, "GET", "/metrics", "").body; !strings.Contains(text, `lanewise_plans_total{result="infeasible"} 1`) {
		t.Error("the metrics do not say so")
	}
}

// Who has another key is told nothing of a plan, not even that there is one.
func TestPlansOfTwoKeys(t *testing.T) {
	a := planAPI(t)
	none := a.newPlan("", "order_id,country,weight_g\n").ID // while no key exists
	mine, _ := a.newKey(ScopeQuote)
	other, _ := a.newKey(ScopeQuote, ScopeBook, ScopeAdmin)
	book, _ := a.newKey(ScopeBook)
	id := a.newPlan("", "order_id,country,weight_g\na,BE,300\n", "X-Api-Key", mine).ID
	a.ended(id, "X-Api-Key", mine)
	for _, c := range []struct {
		id, key string
		status  int
	}{{id, mine, 200}, {id, other, 404}, {id, book, 403}, {none, mine, 404}, {"plan_x", mine, 404}} {
		a.demand(c.status, nil, "GET", plansPath+c.id, "", "X-Api-Key", c.key)
		a.demand(c.status, nil, "GET", plansPath+c.id+"/decisions", "", "X-Api-Key", c.key)
		a.demand(c.status, nil, "POST", plansPath+c.id+"/cancel", "", "X-Api-Key", c.key)
	}
	a.demand(401, nil, "GET", plansPath+id, "")
	a.demand(403, nil, "POST", "/v1/plans", "order_id,country,weight_g\n", asCSV, "text/csv", "X-Api-Key", book)
	got := a.call("GET", plansPath+id, "", "X-Api-Key", other).body
	never := a.call("GET", plansPath+"plan_x", "", "X-Api-Key", other).body
	if strip(t, got) != strip(t, never) {
		t.Errorf("another's plan and none differ:\n%s\n%s", got, never)
	}
}

// strip is a problem without what is different in every answer.
func strip(t *testing.T, body string) string {
	t.Helper()
	var p Problem
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		t.Fatal(err)
	}
	p.RequestID, p.Instance = "", ""
	return string(marshal(p))
}

func TestPlansAreGoneAfterARestart(t *testing.T) {
	a := planAPI(t)
	id := a.ended(a.newPlan("", "order_id,country,weight_g\n").ID).ID
	s, err := New(a.server.cfg)
	if err != nil {
		t.Fatal(err)
	}
	a.http.Config.Handler = s.Handler()
	var p Problem
	a.demand(404, &p, "GET", plansPath+id, "")
	if p.Type != "urn:lanewise:problem:no_plan" || !strings.Contains(p.Detail, "none outlives the server") {
		t.Errorf("%+v", p)
	}
}
