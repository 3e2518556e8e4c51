package orders

import (
	"encoding/csv"
	"io"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/rates"
)

// Whatever the bytes, the reader ends, and where the standard library reads the same file without complaint and this
// one accepts it, there is a row for every record and its id is that record's cell.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{
		"order_id,country,weight_g\nA,DE,400\n",
		"\ufeffcountry,weight_kg,order_id,value,currency\r\nDE,0.4,\"a\"\"b\",3,EUR\r\n\r\nDE,,,\r\n",
		"order_id,country,weight_g\n\"A\nB\",DE,400\n , ,\n",
		"order_id,country,weight_g,length_cm,width_cm,height_cm,attributes,ship_date\nA,DE,400,1,,3,a|b,2026-02-30\nA,DE,400,1,2,3,,\n",
		"order_id,country,weight_g\rA,DE,400\r",
		"order_id,country,weight_g\n\"A,DE,400\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := tryOpen(Options{Defaults: def}, "f.csv", text)
		if err != nil {
			return
		}
		var ids []string
		var row Row
		for err = r.Read(&row); err == nil; err = r.Read(&row) {
			ids = append(ids, row.ID)
			checkOrder(t, &row)
		}
		if err != io.EOF {
			return
		}
		std := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
		std.FieldsPerRecord = -1
		records, err := std.ReadAll()
		if err != nil {
			return
		}
		if len(ids) != len(records)-1 {
			t.Fatalf("%d rows of %d records", len(ids), len(records)-1)
		}
		at := r.files[0].header.at[OrderID] - 1
		for i, id := range ids {
			want := ""
			if rec := records[i+1]; at < len(rec) {
				want = rec[at]
			}
			// The standard library turns CRLF inside quotes into LF.
			if strings.ReplaceAll(id, "\r\n", "\n") != want {
				t.Fatalf("row %d has the id %q, its cell is %q", i, id, want)
			}
		}
	})
}

// checkOrder fails where a readable order is outside what the engine relies on.
func checkOrder(t *testing.T, row *Row) {
	if len(row.Faults) > 0 {
		for _, f := range row.Faults {
			if f.Kind == "" || f.Msg == "" {
				t.Fatalf("a fault without words: %+v", f)
			}
		}
		return
	}
	o := &row.Order
	sides := [3]int64{o.LengthMM, o.WidthMM, o.HeightMM}
	for _, s := range sides {
		if s < 0 || s > engine.MaxSideMM || o.HasDims() != (s > 0) {
			t.Fatalf("sides %v", sides)
		}
	}
	q := o.Currency.Quantum()
	if o.Country == 0 || o.WeightG < 1 || o.WeightG > engine.MaxWeightG || o.HS6Count < 1 || o.Value < 0 || !o.Value.InRange() || o.Value%q != 0 {
		t.Fatalf("order %+v", o)
	}
	if o.ID == "" || len(o.Attributes) > MaxAttributes {
		t.Fatalf("order %+v", o)
	}
}

// Every cell either spoils the order or is read as what it says: written back, it is the same number or day.
func FuzzCells(f *testing.F) {
	f.Add("400", "12.50", "3.25", "2026-05-31", "17.5")
	f.Add("0.0001", "00012", "0", "2024-02-29", "1000")
	f.Add("1e5", "-0", "12.345", "2026-5-1", "1000.1")
	f.Fuzz(func(t *testing.T, weight, value, days, date, side string) {
		o, faults := ParseMap(map[string]string{
			"country": "US", "weight_g": weight, "value": value, "promised_days": days, "ship_date": date,
			"length_cm": side, "width_cm": side, "height_cm": side,
		}, def)
		if faults != nil {
			return
		}
		if o.HasValue && !sameNumber(trim(value), o.Value.String()) {
			t.Errorf("value %q became %s", value, o.Value)
		}
		if o.PromisedDays.OK && !sameNumber(trim(days), string(money.AppendTrimmed(nil, int64(o.PromisedDays.V), 2))) {
			t.Errorf("days %q became %d hundredths", days, o.PromisedDays.V)
		}
		if trim(date) != "" && o.ShipDate.String() != trim(date) {
			t.Errorf("date %q became %s", date, o.ShipDate)
		}
		if d, ok := rates.ParseDate(o.ShipDate.String()); !ok || d != o.ShipDate {
			t.Errorf("day %d is written %s and not read back", o.ShipDate, o.ShipDate)
		}
		checkOrder(t, &Row{Order: withID(o)})
	})
}

func withID(o engine.Order) engine.Order {
	o.ID = "x"
	return o
}

// sameNumber compares two plain decimals without reading them as numbers.
func sameNumber(a, b string) bool {
	canon := func(s string) string {
		whole, frac, _ := strings.Cut(s, ".")
		return strings.TrimLeft(whole, "0") + "." + strings.TrimRight(frac, "0")
	}
	return canon(a) == canon(b)
}
