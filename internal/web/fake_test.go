package web_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/batch"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates"
	"github.com/lanewise/lanewise/testdata"
)

// fake is an API in front of the real engine and the sample book. It stands for states that the real server gets into by
// chance or over days only; changes holds answers that replace its own, by path.
type fake struct {
	t       *testing.T
	engine  *engine.Engine
	changes map[string]http.HandlerFunc
}

func newFake(t *testing.T, changes map[string]http.HandlerFunc) http.Handler {
	t.Helper()
	book, problems := rates.Load(testdata.Book())
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	e, err := engine.Compile(book)
	if err != nil {
		t.Fatal(err)
	}
	f := &fake{t, e, map[string]http.HandlerFunc{
		"/v1/quotes": f0(e, false), "/v1/decisions": f0(e, true), "/v1/decisions/batch": files(e),
		"/v1/book":      says(bookJSON),
		"/v1/contracts": says(contractsJSON),
	}}
	for path, h := range changes {
		f.changes[path] = h
	}
	return paged(f)
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := f.changes[r.URL.Path]
	if h == nil {
		refuse(w, 404, `{"title":"There is nothing at this path"}`)
		return
	}
	h(w, r)
}

func says(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, body)
	}
}

func refuse(w http.ResponseWriter, status int, problem string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	io.WriteString(w, problem)
}

// f0 answers one order.
func f0(e *engine.Engine, decide bool) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var body map[string]any
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			refuse(w, 400, `{"title":"not JSON"}`)
			return
		}
		texts := map[string]string{}
		for name, v := range body {
			switch v := v.(type) {
			case string:
				texts[name] = v
			case []any:
				for _, a := range v {
					texts[name] += a.(string) + "|"
				}
			}
		}
		day, _ := rates.ParseDate("2026-11-23")
		row := orders.Row{}
		row.Order, row.Faults = orders.ParseMap(texts, orders.Defaults{Currency: e.Book().Settings.Currency, ShipDate: day})
		if len(row.Faults) > 0 {
			type fault struct {
				Pointer string `json:"pointer"`
				Detail  string `json:"detail"`
			}
			var all []fault
			for _, f := range row.Faults {
				all = append(all, fault{"/" + f.Column, f.Msg})
			}
			text, _ := json.Marshal(map[string]any{"title": "The order cannot be priced", "status": 422, "errors": all})
			refuse(w, 422, string(text))
			return
		}
		var d engine.Decision
		e.Explain(&row.Order, &d)
		enc := report.Quotes(report.NDJSON, e.Book(), 0)
		if decide {
			enc = report.Traces(e.Book())
		}
		out := strings.TrimSuffix(string(enc.Append(nil, &row, &d)), "}\n")
		says(out+`,"priced_at":`+pricedJSON+"}")(w, r)
	}
}

// files answers a CSV of orders.
func files(e *engine.Engine) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		in := orders.Input{Format: "csv"}
		if strings.Contains(r.Header.Get("Content-Type"), "spreadsheetml") {
			in.Format = "xlsx"
		}
		rows, err := orders.NewReader(orders.Options{Input: in, Defaults: orders.Defaults{Currency: e.Book().Settings.Currency}}, orders.Source{Name: "orders", R: r.Body})
		if err != nil {
			text, _ := json.Marshal(map[string]any{"title": "The file cannot be read", "detail": err.Error()})
			refuse(w, 422, string(text))
			return
		}
		w.Header().Set("Content-Type", "text/csv; charset=utf-8")
		batch.Run(r.Context(), batch.Job{Rows: rows, Answer: e.Decide, Format: report.Decisions(report.CSV, e.Book(), 0), Out: w})
	}
}

const pricedJSON = `{"book_hash":"b00c5a1e0f0011223344","ship_date":"2026-11-23","volumes":[{"contract":"YT_MONTHLY","parcels":"2650","kg":"861.4","spend":"88200.5"}],"shop":{"orders":4200,"bad_orders":84,"bad_order_cost":"6"}}`

const bookJSON = `{"hash":"b00c5a1e0f0011223344","name":"AliExpress online and offline shipping, 2026","currency":"CNY",
"attributes":["battery","clothing","cosmetic","liquid"],
"services":[{"service":"AE_STD_SG","name":"AliExpress Standard Shipping, special goods","channel":"online"},{"service":"AE_PREMIUM","name":"AliExpress Premium Shipping","channel":"online"},
{"service":"YT_THZXR","name":"YunExpress Global Direct, special goods","channel":"offline"},{"service":"YT_BKZXR","name":"YunExpress Express, special goods","channel":"offline"},{"service":"DHL_HK","name":"DHL Express from Hong Kong","channel":"offline"},
{"service":"AE_STD","name":"AliExpress Standard Shipping","channel":"online"},{"service":"CP_RAM","name":"China Post registered air mail","channel":"offline"}],
"rules":[{"rule":"us_5usd_level","reason":"US orders of USD 5 or more: standard or express class only"}]}`

const contractsJSON = `{"currency":"CNY","book_hash":"b00c5a1e0f0011223344","contracts":[
{"contract":"YT_MONTHLY","name":"YunExpress monthly ladder","period":"month","mode":"all_units","measure":"parcels","volume":{"parcels":"2650","kg":"861.4","spend":"88200.5"},"tier":{"from":"1000","percent":"3","on":"weight"},"next_tier":{"from":"3000","percent":"6","on":"weight","missing":"350"},"next_parcel_earns":"3 % of the weight part of the freight"},
{"contract":"WB_QUARTER","name":"WanB quarterly rebate","period":"quarter","mode":"incremental","measure":"spend","volume":{"parcels":"1180","kg":"377","spend":"43800"},"tier":{"from":"0","percent":"0"},"next_tier":{"from":"50000","percent":"2.5","rebate":"800","missing":"6200"},"next_parcel_earns":"no discount"},
{"contract":"CP_MONTHLY","name":"China Post monthly ladder","period":"rolling:30","mode":"incremental","measure":"kg","volume":{"parcels":"610","kg":"240.8","spend":"17950"},"tier":{"from":"200","per_unit":"1.5"},"next_parcel_earns":"1.5 CNY a kg"},
{"contract":"NONE","name":"No tiers","period":"month","measure":"","mode":"","volume":{"parcels":"0","kg":"0","spend":"0"},"tier":{"from":""},"next_parcel_earns":"nothing: the contract has no tiers"}],"shop":{"orders":4200,"bad_orders":84,"bad_order_cost":"6"}}`
