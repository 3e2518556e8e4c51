package batch_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/batch"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/testdata"
)

// The whole way from bytes to decision rows: whatever the file, every row gives one row with its id and one of the
// four statuses, a chosen service has a total, and the counts add up.
func FuzzDecide(f *testing.F) {
	sample := strings.SplitAfter(string(testdata.Orders()), "\n")
	f.Add(strings.Join(sample[:min(5, len(sample))], ""))
	f.Add("order_id,country,weight_g,value,currency,ship_date\nA,US,9999999,999999999.99,USD,2026-06-01\nA,US,1,,,\n\"B\n\",DE,1,,,\n")
	f.Add("order_id,country,weight_kg,length_cm,width_cm,height_cm,promised_days\nA,BR,10000,1000,1000,1000,999999999\n,,\n")
	e := compile(f)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := orders.NewReader(options(e), orders.Source{Name: "f.csv", R: strings.NewReader(text)})
		if err != nil {
			return
		}
		rows := &counted{from: r}
		var out bytes.Buffer
		s, err := batch.Run(t.Context(), batch.Job{Rows: rows, Answer: e.Decide, Format: report.Decisions(report.CSV, e.Book(), 80), Out: &out, Workers: 2})
		if s == nil {
			t.Fatal(err)
		}
		if n := s.Status[engine.Ship] + s.Status[engine.Hold] + s.Failed(); s.Orders != len(rows.ids) || n != s.Orders {
			t.Fatalf("%d rows, %d orders, %d statuses", len(rows.ids), s.Orders, n)
		}
		checkAnswers(t, out.Bytes(), rows.ids)
	})
}

// counted keeps the ids of the rows that pass.
type counted struct {
	from *orders.Reader
	ids  []string
}

func (c *counted) Read(row *orders.Row) error {
	err := c.from.Read(row)
	if err == nil {
		c.ids = append(c.ids, row.ID)
	}
	return err
}

func checkAnswers(t *testing.T, out []byte, ids []string) {
	t.Helper()
	in := csv.NewReader(bytes.NewReader(out))
	in.FieldsPerRecord = len(report.DecisionColumns)
	records, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(records) != len(ids)+1 {
		t.Fatalf("%d records of %d rows", len(records), len(ids))
	}
	for i, id := range ids {
		rec := records[i+1]
		if want := strings.ReplaceAll(id, "\r\n", "\n"); rec[0] != want {
			t.Fatalf("row %d has the id %q, want %q", i, rec[0], want)
		}
		switch rec[1] {
		case "ship":
			if rec[3] == "" || rec[18] == "" {
				t.Fatalf("shipped without service or total: %q", rec)
			}
		case "hold", "none", "invalid":
			if rec[len(rec)-1] == "" {
				t.Fatalf("no message: %q", rec)
			}
		default:
			t.Fatalf("status %q", rec[1])
		}
	}
}
