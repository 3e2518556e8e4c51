package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates"
)

// A standard CSV reader finds every id byte for byte, and as many fields as there are columns.
func TestCSVIsReadBack(t *testing.T) {
	b, e := world(t)
	var out []byte
	var ids []string
	enc := report.Decisions(report.CSV, b, 0)
	out = enc.Begin(out)
	answerAll(t, b, e, func(row *orders.Row, d *engine.Decision) {
		ids = append(ids, row.ID)
		out = enc.Append(out, row, d)
	})
	for _, id := range []string{`"`, `a"b`, "a,b", "a\nb", "a\r\nb", " ", "\t", "", `\.`, "=1+1", "'", "订单"} {
		ids = append(ids, id)
		out = enc.Append(out, &orders.Row{ID: id, Faults: orders.Faults{{Msg: id}}}, nil)
	}
	r := csv.NewReader(bytes.NewReader(out))
	r.FieldsPerRecord = len(report.DecisionColumns)
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(records) != len(ids)+1 {
		t.Fatalf("%d records of %d rows", len(records), len(ids))
	}
	for i, id := range ids {
		// The standard library turns CRLF inside quotes into LF.
		if want := strings.ReplaceAll(id, "\r\n", "\n"); records[i+1][0] != want {
			t.Errorf("row %d has the id %q, want %q", i, records[i+1][0], want)
		}
	}
}

// What a decision's CSV row says stands in its NDJSON as well.
func TestCSVAndJSONAgree(t *testing.T) {
	b, e := world(t)
	enc := report.Decisions(report.CSV, b, 0)
	answerAll(t, b, e, func(row *orders.Row, d *engine.Decision) {
		cells, err := csv.NewReader(bytes.NewReader(enc.Append(nil, row, d))).Read()
		if err != nil {
			t.Fatal(err)
		}
		text := func(column string) string { return cells[slices.Index(report.DecisionColumns, column)] }
		j := report.NewDecision(b, row, d)
		if j.OrderID != text("order_id") || j.Status != text("status") || j.Message != text("message") || strings.Join(j.Flags, "|") != text("flags") {
			t.Errorf("CSV %q, JSON %+v", cells, j)
		}
		if j.Choice == nil {
			if text("total_cost") != "" {
				t.Errorf("%s has a choice in CSV alone", row.ID)
			}
			return
		}
		for column, want := range map[string]string{
			"service": j.Choice.Service, "channel": j.Choice.Channel, "currency": j.Currency, "freight": j.Choice.Freight, "discount": j.Choice.Discount,
			"surcharges": j.Choice.Surcharges, "fuel": j.Choice.Fuel, "tax": j.Choice.Tax, "shipping_cost": j.Choice.ShippingCost,
			"loss_cost": j.Choice.LossCost, "late_cost": j.Choice.LateCost, "score_cost": j.Choice.ScoreCost, "finance_cost": j.Choice.FinanceCost,
			"risk_cost": j.Choice.RiskCost, "policy_cost": j.Choice.PolicyCost, "total_cost": j.Choice.TotalCost,
			"p_late": j.Choice.PLate, "p_bad": j.Choice.PBad, "days_p50": j.Choice.DaysP50,
		} {
			if text(column) != want {
				t.Errorf("%s %s: CSV %q, JSON %q", row.ID, column, text(column), want)
			}
		}
		for channel, rank := range map[string]*report.Rank{"online": j.Online, "offline": j.Offline} {
			if rank == nil {
				rank = &report.Rank{}
			}
			if text(channel+"_service") != rank.Service || text(channel+"_total") != rank.TotalCost {
				t.Errorf("%s %s: CSV %q %q, JSON %+v", row.ID, channel, text(channel+"_service"), text(channel+"_total"), rank)
			}
		}
	})
}

// Every total in the JSON is the sum of its lines, a discount counting against it, and every service is either a
// candidate or rejected.
func TestJSONAddsUp(t *testing.T) {
	b, e := world(t)
	enc := report.Quotes(report.NDJSON, b, 0)
	quotes := 0
	answerAll(t, b, e, func(row *orders.Row, d *engine.Decision) {
		dec := json.NewDecoder(bytes.NewReader(enc.Append(nil, row, d)))
		dec.DisallowUnknownFields()
		var list report.QuoteList
		if err := dec.Decode(&list); err != nil {
			t.Fatal(err)
		}
		for _, q := range list.Quotes {
			if q.Reason != "" {
				continue
			}
			quotes++
			sum := decimal.Zero
			for _, l := range q.Lines {
				amount := decimal.RequireFromString(l.Amount)
				if l.Column == "discount" {
					amount = amount.Neg()
				}
				sum = sum.Add(amount)
			}
			if !sum.Equal(decimal.RequireFromString(q.TotalCost)) {
				t.Errorf("%s %s: the lines make %s, the total is %s", row.ID, q.Service, sum, q.TotalCost)
			}
		}
		if list.Status == "invalid" {
			return
		}
		if j := report.NewDecision(b, row, d); len(j.Candidates)+len(j.Rejected) != len(b.Services) || len(list.Quotes) != len(b.Services) {
			t.Errorf("%s: %d candidates, %d rejected, %d quotes of %d services", row.ID, len(j.Candidates), len(j.Rejected), len(list.Quotes), len(b.Services))
		}
	})
	if quotes < 10 {
		t.Errorf("only %d quotes looked at", quotes)
	}
}

// Settlement currencies without and with three digits: charges have theirs, costs have 4.
func TestDigitsOfSettlementCurrency(t *testing.T) {
	for currency, want := range map[string]string{"JPY": ",12,0,0,0,0,12,0.0000,", "KWD": ",12.345,0.000,0.000,0.000,0.000,12.345,0.0000,"} {
		amount := map[string]string{"JPY": "12", "KWD": "12.345"}[currency]
		b, problems := rates.Load(mapFS(map[string]string{
			"settings.csv": "key,value\ncurrency," + currency + "\n",
			"services.csv": "service,channel,kind,level,currency\nS,online,post,standard," + currency + "\n",
			"rates.csv":    "service,zone,over_g,upto_g,base\nS,US,0,100," + amount + "\n",
		}))
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		e, err := engine.Compile(b)
		if err != nil {
			t.Fatal(err)
		}
		day, _ := rates.ParseDate("2026-06-10")
		o, faults := orders.ParseMap(map[string]string{"country": "US", "weight_g": "50"}, orders.Defaults{Currency: b.Settings.Currency, ShipDate: day})
		if faults != nil {
			t.Fatal(faults)
		}
		var d engine.Decision
		e.Decide(&o, &d)
		if got := string(report.Decisions(report.CSV, b, 0).Append(nil, &orders.Row{ID: "A", Order: o}, &d)); !strings.Contains(got, want) {
			t.Errorf("%s: %q has no %q", currency, got, want)
		}
	}
}

// The reader's ids and the messages that quote them cannot move a terminal's cursor.
func TestTableIsClean(t *testing.T) {
	b, _ := world(t)
	for _, enc := range []report.Encoder{report.Decisions(report.Table, b, 80), report.Quotes(report.Table, b, 80)} {
		var got bytes.Buffer
		out := report.Output(report.Table, &got, 80)
		out.Write(enc.Append(nil, &orders.Row{ID: "a\x1b[2J\r\x1f\u202e\nb", Faults: orders.Faults{{Column: "order_id", Msg: "\x1b[31m"}}}, nil))
		if err := out.Close(); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(got.String(), "\x1b\r\x1f\u202e") {
			t.Errorf("got %q", got.String())
		}
	}
}

// Codes of any length and signs are written as they are, and so is a service that the encoder's book does not have.
func TestServicesAreWrittenAsTheyAre(t *testing.T) {
	b := &rates.Book{}
	for i, code := range []string{"A", strings.Repeat("long", 100), `x,"y"`, "A"} {
		b.Services = append(b.Services, rates.Service{Place: rates.Place{Line: 2 + i/2}, Code: code, Channel: rates.Online})
	}
	other := rates.Service{Place: rates.Place{Line: 3}, Code: strings.Repeat("other", 50), Channel: rates.Offline}
	enc := report.Decisions(report.CSV, b, 0)
	for _, s := range []*rates.Service{&b.Services[0], &b.Services[1], &b.Services[2], &b.Services[3], &other} {
		d := engine.Decision{Status: engine.Hold, Chosen: true, NoDims: true, NoRisk: true, Online: engine.Rank{Service: s, Total: 5_100_000}}
		d.Choice.Service, d.Choice.BillableG = s, 12_345
		got := records(t, enc.Append(enc.Begin(nil), &orders.Row{ID: "1"}, &d))
		want := []string{"1", "hold", s.Channel.String(), s.Code, "12345"}
		if !slices.Equal(got[1][:5], want) || !slices.Equal(got[1][22:29], []string{s.Code, "5.1000", "", "", "", "", "no_dims|no_risk"}) {
			t.Errorf("got %q", got[1])
		}
	}
}
