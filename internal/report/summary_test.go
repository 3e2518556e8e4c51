package report_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
)

// Rows counted in parts and merged make the summary of all of them, however they are parted.
func TestPropertySummaryMerges(t *testing.T) {
	b, e := world(t)
	var rows []orders.Row
	var decisions []engine.Decision
	var whole report.Summary
	answerAll(t, b, e, func(row *orders.Row, d *engine.Decision) {
		whole.Add(row, d)
		rows = append(rows, *row)
		var own engine.Decision
		if len(row.Faults) == 0 {
			e.Decide(&row.Order, &own)
		}
		decisions = append(decisions, own)
	})
	want := whole.Text(b, 80)
	rapid.Check(t, func(t *rapid.T) {
		parts := make([]report.Summary, 3)
		for i := range rows {
			parts[rapid.IntRange(0, 2).Draw(t, "part")].Add(&rows[i], &decisions[i])
		}
		var sum report.Summary
		for i := range rapid.Permutation([]int{0, 1, 2}).Draw(t, "order") {
			sum.Merge(&parts[i])
		}
		if got := sum.Text(b, 80); got != want {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
		parts[0].Reset()
		if got, empty := parts[0].Text(b, 80), new(report.Summary).Text(b, 80); got != empty {
			t.Fatalf("after Reset\n%s", got)
		}
	})
	if n := whole.Status[engine.Ship] + whole.Status[engine.Hold] + whole.Failed(); n != whole.Orders || n != len(rows) {
		t.Errorf("%d rows, %d orders, %d statuses", len(rows), whole.Orders, n)
	}
	if whole.Online.Saved().Sign() < 0 || whole.Offline.Saved().Sign() < 0 {
		t.Error("deciding costs more than one channel")
	}
}

func TestSumHoldsMoreThanAnAmount(t *testing.T) {
	var s report.Sum
	for range 20_000 {
		s.Add(money.Limit - 1)
	}
	if got := s.Text(4); got != "19999999999999.9800" {
		t.Errorf("sum is %s", got)
	}
	var minus report.Sum
	minus.Add(-1)
	minus.Add(-money.One)
	if got := minus.Text(6); got != "-1.000001" {
		t.Errorf("sum is %s", got)
	}
	if got := minus.Sub(s).Text(4); got != "-20000000000000.9800" {
		t.Errorf("difference is %s", got)
	}
	minus.AddSum(s)
	if got, want := minus.Text(6), "19999999999998.979999"; got != want {
		t.Errorf("sum is %s, want %s", got, want)
	}
}
