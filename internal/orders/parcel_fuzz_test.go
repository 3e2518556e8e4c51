package orders

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/skus"
)

// FuzzParcels reads arbitrary order lines as parcels: each parcel is a row, no two neighbours have one id, and a row without
// faults has all that an order needs.
func FuzzParcels(f *testing.F) {
	f.Add("order_id,country,sku\n1,US,LAMP\n1,US,GEL\n", "order_id,country,sku\n1,US,LAMP\n2,US,CASE\n")
	f.Add("order_id,country,weight_g,sku,quantity\n1,US,5,LAMP,3\n,US,,CASE\n", "sku,order_id,country\n")
	f.Add("order_id,country,value,currency,attributes,sku\n1,us,1,USD,a|b,LAMP\n1,US,,usd,b,SOAP\n", "order_id,country,sku\n1,US,\"GEL\n")
	settle, _ := money.ParseCurrency("CNY")
	master, err := skus.Read("skus.csv", strings.NewReader(articles), "", settle)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		opt := Options{Defaults: Defaults{Currency: settle}, SKUs: master}
		r, err := NewReader(opt, Source{"a.csv", strings.NewReader(a)}, Source{"b.csv", strings.NewReader(b)})
		if err != nil {
			return
		}
		last, rows := "", 0
		for {
			var row Row
			err := r.Read(&row)
			if err == io.EOF {
				return
			}
			var refusal *Refusal
			if err != nil && !errors.As(err, &refusal) {
				t.Fatal(err)
			}
			if err != nil {
				return
			}
			rows++
			if rows > strings.Count(a+b, "\n")+2 {
				t.Fatal("more parcels than lines")
			}
			if row.ID == last && trim(row.ID) != "" {
				t.Errorf("%q is two parcels next to each other", row.ID)
			}
			last = row.ID
			if o := &row.Order; len(row.Faults) == 0 && (o.WeightG <= 0 || o.WeightG > 10_000_000 || o.HS6Count < 1 || !o.Value.InRange() || o.Value < 0) {
				t.Errorf("%+v", row)
			}
		}
	})
}
