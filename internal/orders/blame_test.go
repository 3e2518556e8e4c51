package orders_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/internal/orders"
)

// A row names the cell of each of its faults, also after the next row was read.
func TestBlamedCells(t *testing.T) {
	const file = "order_id,country,weight_kg,value,currency\n" +
		"a,US,0.35,12,USD\n" +
		"b,USA,\"0,35\",12, xx \n" +
		"b,US,,12,USD\n" +
		"c,US\n"
	want := [][]string{nil, {"USA", "0,35", "xx"}, {"b", ""}, {""}}
	r, err := orders.NewReader(orders.Options{}, orders.Source{Name: "o.csv", R: strings.NewReader(file)})
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]orders.Row, len(want))
	for i := range rows {
		if err := r.Read(&rows[i]); err != nil {
			t.Fatal(err)
		}
	}
	for i, row := range rows {
		got := slices.Clone(row.Blamed)
		for k := range got {
			got[k] = strings.TrimSpace(got[k])
		}
		if !slices.Equal(got, want[i]) || len(row.Blamed) != len(row.Faults) {
			t.Errorf("row %d: %q for the faults %v, want %q", i, row.Blamed, row.Faults, want[i])
		}
	}
}
