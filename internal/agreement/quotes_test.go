package agreement

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/orders"
)

// quotes explains every readable order and writes what the twin's Quote writes: every service with its columns, or
// the reason why not. On the way it checks what must hold within one explanation.
func quotes(t *testing.T, e *engine.Engine, sheet []byte) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.Write([]string{
		"order_id", "service", "reason", "billable_g", "freight", "discount", "surcharges", "fuel", "tax",
		"shipping_cost", "loss_cost", "late_cost", "score_cost", "finance_cost", "risk_cost", "policy_cost", "total_cost",
		"p_lost", "p_late", "p_bad", "days_p50",
	})
	rows := reader(t, e, sheet)
	var d engine.Decision
	for {
		var row orders.Row
		if err := rows.Read(&row); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if len(row.Faults) > 0 {
			continue
		}
		e.Explain(&row.Order, &d)
		if d.Fault != nil {
			continue
		}
		consistent(t, row.ID, &d)
		for i := range d.Quotes {
			w.Write(quoteRow(row.ID, e.Book().Settings.Currency, &d.Quotes[i]))
		}
	}
	w.Flush()
	return out.Bytes()
}

func quoteRow(id string, c money.Currency, q *engine.Quote) []string {
	row := make([]string, 21)
	row[0], row[1] = id, q.Service.Code
	if q.Reason != engine.OK {
		row[2] = q.Reason.String()
		if q.Rule != nil {
			row[2] = "rule:" + q.Rule.Name
		}
		return row
	}
	row[3] = strconv.FormatInt(q.BillableG, 10)
	for col := engine.Freight; col <= engine.Tax; col++ {
		row[4+int(col)] = q.Amounts[col].Text(c.Digits())
	}
	row[9] = q.Shipping.Text(c.Digits())
	for col := engine.LossCost; col <= engine.FinanceCost; col++ {
		row[5+int(col)] = q.Amounts[col].Text(4)
	}
	row[14], row[15], row[16] = q.RiskCost.Text(4), q.Amounts[engine.PolicyCost].Text(4), q.Total.Text(4)
	for i, p := range []int64{int64(q.PLost), int64(q.PLate), int64(q.PBad)} {
		row[17+i] = string(money.AppendFixed(nil, p, 6))
	}
	if q.DaysP50.OK {
		row[20] = string(money.AppendTrimmed(nil, int64(q.DaysP50.V), 2))
	}
	return row
}

// consistent checks that lines add up to columns and total, that ranks follow the totals, and that a flip flips.
func consistent(t *testing.T, id string, d *engine.Decision) {
	t.Helper()
	ranked := map[int]*engine.Quote{}
	for i := range d.Quotes {
		q := &d.Quotes[i]
		if q.Reason != engine.OK {
			if q.Rank != 0 || len(q.Lines) != 0 {
				t.Errorf("order %q: %s is refused and has a rank or lines", id, q.Service.Code)
			}
			continue
		}
		ranked[q.Rank] = q
		var sums [engine.NumColumns]money.Amount
		total := money.Amount(0)
		for _, l := range q.Lines {
			sums[l.Column] += l.Amount
			if l.Column == engine.Discount {
				total -= l.Amount
			} else {
				total += l.Amount
			}
		}
		if sums != q.Amounts || total != q.Total {
			t.Errorf("order %q: the lines of %s come to %v in all, its total is %v", id, q.Service.Code, total, q.Total)
		}
	}
	for rank := 1; rank < len(ranked); rank++ {
		if ranked[rank] == nil || ranked[rank+1] == nil || ranked[rank].Total > ranked[rank+1].Total {
			t.Errorf("order %q: rank %d and the next are out of order", id, rank)
		}
	}
	if d.Chosen && ranked[1].Service != d.Choice.Service {
		t.Errorf("order %q: rank 1 is not the choice", id)
	}
	if d.Flip.HasCost {
		now, then := winner(d, d.Flip.Now), winner(d, d.Flip.Cost)
		if now.Service != d.Choice.Service || then.Service.Channel == now.Service.Channel || then.Service != d.Flip.Winner {
			t.Errorf("order %q: at a cost of %v %s wins, at %v %s", id, d.Flip.Now, now.Service.Code, d.Flip.Cost, then.Service.Code)
		}
	}
}

// winner is the service of the least total were a bad order to cost so much.
func winner(d *engine.Decision, cost money.Amount) (best *engine.Quote) {
	var least [3]int64
	for i := range d.Quotes {
		q := &d.Quotes[i]
		if q.Reason != engine.OK {
			continue
		}
		score, ok := money.MulRoundDiv(int64(cost), uint64(q.PBad), 100_000_000)
		if !ok {
			panic(fmt.Sprint("score of ", cost))
		}
		key := [3]int64{int64(q.Total-q.Amounts[engine.ScoreCost]) + 100*score, int64(q.PLate), int64(q.PBad)}
		if best == nil || less(key, least) {
			best, least = q, key
		}
	}
	return best
}

func less(a, b [3]int64) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}
