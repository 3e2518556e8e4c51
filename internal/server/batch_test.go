package server

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/lanewise/lanewise/internal/batch"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/testdata"
)

// decided is what the command decide writes of the sample orders.
func decided(t *testing.T, a *api, format report.Format) string {
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
	enc := report.Decisions(format, l.book, 0)
	var out bytes.Buffer
	if _, err := batch.Run(t.Context(), batch.Job{Rows: in, Answer: enc.Answer(l.engine), Format: enc, Out: &out, Workers: 1}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestABatchHasTheBytesOfDecide(t *testing.T) {
	a := newAPI(t)
	for format, kind := range map[report.Format]string{report.CSV: "text/csv; charset=utf-8", report.NDJSON: "application/x-ndjson"} {
		got := a.demand(200, nil, "POST", "/v1/decisions/batch?format="+string(format), string(testdata.Orders()), "Content-Type", "text/csv")
		if want := decided(t, a, format); got.body != want {
			t.Errorf("%s: %d bytes differ from decide's %d", format, len(got.body), len(want))
		}
		if got.header.Get("Content-Type") != kind || got.header.Get("Lanewise-Book-Hash") != a.server.state.Load().book.Hash {
			t.Error(got.header)
		}
	}
}

func (a *api) raw(path, kind string, body io.Reader) *http.Response {
	a.Helper()
	resp, err := http.Post(a.http.URL+path, kind, body)
	if err != nil {
		a.Fatal(err)
	}
	a.Cleanup(func() { resp.Body.Close() })
	return resp
}

func TestABatchEndsWithATrailer(t *testing.T) {
	a := newAPI(t)
	resp := a.raw("/v1/decisions/batch", "text/csv", strings.NewReader("order_id,country,weight_g\na,BE,300\n"))
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.Trailer.Get(doneTrailer) != "true" || strings.Count(string(text), "\n") != 2 {
		t.Errorf("%v %v %s", err, resp.Trailer, text)
	}
}

func TestWorkbooksInAndOut(t *testing.T) {
	a := newAPI(t)
	f := excelize.NewFile()
	for i, row := range [][]any{{"order_id", "country", "weight_g"}, {"=1+1", "BE", "300"}, {"b", "XX", "1"}} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		f.SetSheetRow("Sheet1", cell, &row)
	}
	var in bytes.Buffer
	if err := f.Write(&in); err != nil {
		t.Fatal(err)
	}
	resp := a.raw("/v1/decisions/batch?format=xlsx&for=spreadsheet", xlsxType, &in)
	out, err := excelize.OpenReader(resp.Body)
	if err != nil || resp.StatusCode != 200 || resp.Header.Get("Content-Type") != xlsxType {
		t.Fatalf("%d %v", resp.StatusCode, err)
	}
	rows, err := out.GetRows("decisions")
	if err != nil || len(rows) != 3 || rows[1][1] != "ship" || rows[2][1] != "invalid" {
		t.Errorf("%v %v", rows, err)
	}
}

func TestBatchForSpreadsheets(t *testing.T) {
	a := newAPI(t)
	in := "order_id,country,weight_g\n=1+1,BE,300\n"
	got := a.demand(200, nil, "POST", "/v1/decisions/batch?for=spreadsheet", in, "Content-Type", "text/csv")
	if !strings.HasPrefix(got.body, "\ufefforder_id") || !strings.Contains(got.body, "\n'=1+1,") {
		t.Error(got.body)
	}
	got = a.demand(200, nil, "POST", "/v1/decisions/batch", in, "Content-Type", "text/csv")
	if !strings.Contains(got.body, "\n=1+1,") {
		t.Error(got.body)
	}
}

func TestRefusedBatches(t *testing.T) {
	a := newAPI(t)
	for name, c := range map[string]struct {
		kind, body string
		status     int
	}{
		"empty":              {"text/csv", "", 400},
		"no header":          {"text/csv", "a,b\n1,2\n", 400},
		"not UTF-8":          {"text/csv", "order_id,country,weight_g\n\xff,BE,1\n", 400},
		"NUL":                {"text/csv", "order_id,country,weight_g\n\x00,BE,1\n", 400},
		"CR alone":           {"text/csv", "order_id,country,weight_g\ra,BE,1\r", 400},
		"unclosed quote":     {"text/csv", "order_id,country,weight_g\n\"a,BE,1\n", 400},
		"NDJSON as CSV":      {"text/csv", `{"order_id":"a"}`, 400},
		"an array":           {"application/x-ndjson", `[{"order_id":"a"}]`, 400},
		"no workbook":        {xlsxType, "PK\x03\x04", 400},
		"no content type":    {"application/octet-stream", "x", 415},
		"JSON":               {"application/json", "{}", 415},
		"ends in the middle": {"text/csv", "order_id,country,weight_g\na,BE,1\n\"b", 400},
	} {
		got := a.call("POST", "/v1/decisions/batch", c.body, "Content-Type", c.kind)
		if got.status != c.status {
			t.Errorf("%s: %d, want %d\n%s", name, got.status, c.status, got.body)
		}
	}
	a.demand(400, nil, "POST", "/v1/decisions/batch?format=ndjson&for=spreadsheet", "x", "Content-Type", "text/csv")
}

// A file that is refused after the answer has begun breaks the answer off: no client takes it for whole.
func TestABatchThatBreaksOff(t *testing.T) {
	a := newAPI(t)
	var in strings.Builder
	in.WriteString("order_id,country,weight_g\n")
	for i := range 20_000 {
		in.WriteString("row-" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("0", i%5) + ",BE,300\n")
	}
	in.WriteString("\"unclosed")
	resp := a.raw("/v1/decisions/batch", "text/csv", strings.NewReader(in.String()))
	_, err := io.Copy(io.Discard, resp.Body)
	if resp.StatusCode != 200 || err == nil || resp.Trailer.Get(doneTrailer) != "" {
		t.Errorf("%d, reading: %v, trailer %v", resp.StatusCode, err, resp.Trailer)
	}
}

func TestABatchAtTheLimit(t *testing.T) {
	a := newAPI(t, func(c *Config) { c.Limits.Batch = 1000 })
	file := "order_id,country,weight_g\na,BE,300\n"
	pad := func(n int) string { return file + "b,BE,30" + strings.Repeat(" ", n-len(file)-8) + "\n" }
	a.demand(200, nil, "POST", "/v1/decisions/batch", pad(1000), "Content-Type", "text/csv")
	a.demand(413, nil, "POST", "/v1/decisions/batch", pad(1001), "Content-Type", "text/csv")
}
