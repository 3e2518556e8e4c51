package orders

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/skus"
)

const articles = `sku,weight_g,length_cm,width_cm,height_cm,attributes,hs_code,value,currency
LAMP,120.4,20,15.5,5,battery,851310,12.50,USD
CASE,80.3,10,10,3,,392690,2,USD
GEL,50,,,,liquid|gel,330499,1.10,EUR
SOAP,60,,,,,3304.99.0000,,
NOTE,,,,,,,0,USD
CNYTHING,10,,,,,,7.5,
HEAVY,9000000,,,,,,900000000,USD
`

// readParcels reads order files with the articles above.
func readParcels(t *testing.T, texts ...string) []Row {
	t.Helper()
	settle, _ := money.ParseCurrency("CNY")
	master, err := skus.Read("skus.csv", strings.NewReader(articles), "", settle)
	if err != nil {
		t.Fatal(err)
	}
	var sources []Source
	for i, text := range texts {
		sources = append(sources, Source{string(rune('a'+i)) + ".csv", strings.NewReader(text)})
	}
	r, err := NewReader(Options{Defaults: Defaults{Currency: settle}, SKUs: master}, sources...)
	if err != nil {
		t.Fatal(err)
	}
	var rows []Row
	for {
		var row Row
		err := r.Read(&row)
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
}

func TestParcels(t *testing.T) {
	type want struct {
		weight, hs6 int64
		sides       [3]int64
		value       money.Amount
		currency    string
		attributes  string
	}
	tests := map[string]struct {
		text string
		want want
	}{
		"one piece": {
			"order_id,country,sku\n1,US,LAMP\n",
			want{121, 1, [3]int64{200, 155, 50}, 12_500_000, "USD", "battery"},
		},
		"two pieces have no size": {
			"order_id,country,sku,quantity\n1,US,LAMP,2\n",
			want{241, 1, [3]int64{}, 25_000_000, "USD", "battery"}, // 240.8 g: rounded up once, for the parcel
		},
		"lines add up": {
			"order_id,country,sku,quantity\n1,US,LAMP,2\n1,US,CASE,\n1,,CASE,3\n",
			want{562, 2, [3]int64{}, 33_000_000, "USD", "battery"},
		},
		"customs codes are counted by six digits": {
			"order_id,country,sku,value\n1,US,SOAP,1\n1,US,GEL,1\n1,US,CASE,1\n",
			want{191, 2, [3]int64{}, 1_000_000, "CNY", "liquid|gel"},
		},
		"the order's weight": {
			"order_id,country,weight_g,sku\n1,US,500,LAMP\n1,US,500,NOTE\n",
			want{500, 1, [3]int64{}, 12_500_000, "USD", "battery"},
		},
		"one number written in two ways": {
			"order_id,country,weight_g,length_cm,width_cm,height_cm,value,currency,sku\n1,US,50,2.5,3,4,7,USD,LAMP\n1,US,50.0,02.50,3,4.0,7.00,usd,CASE\n",
			want{50, 2, [3]int64{25, 30, 40}, 7_000_000, "USD", "battery"},
		},
		"the order's weight in kilograms": {
			"order_id,country,weight_kg,sku\n1,US,0.5,LAMP\n",
			want{500, 1, [3]int64{200, 155, 50}, 12_500_000, "USD", "battery"},
		},
		"the order's size": {
			"order_id,country,length_cm,width_cm,height_cm,sku,quantity\n1,US,1,2,3,LAMP,2\n",
			want{241, 1, [3]int64{10, 20, 30}, 25_000_000, "USD", "battery"},
		},
		"the order's value and currency": {
			"order_id,country,value,currency,sku\n1,US,3,EUR,LAMP\n",
			want{121, 1, [3]int64{200, 155, 50}, 3_000_000, "EUR", "battery"},
		},
		"the order's currency names the articles'": {
			"order_id,country,currency,sku\n1,US,usd,LAMP\n",
			want{121, 1, [3]int64{200, 155, 50}, 12_500_000, "USD", "battery"},
		},
		"a line's attributes stand for its article's": {
			"order_id,country,attributes,sku,value\n1,US,magnet,LAMP,1\n1,US,,GEL,1\n",
			want{171, 2, [3]int64{}, 1_000_000, "CNY", "magnet|liquid|gel"},
		},
		"the order's count of customs codes": {
			"order_id,country,hs6_count,sku\n1,US,5,LAMP\n",
			want{121, 5, [3]int64{200, 155, 50}, 12_500_000, "USD", "battery"},
		},
		"values without a currency are in the settlement currency": {
			"order_id,country,sku,quantity\n1,US,CNYTHING,3\n",
			want{30, 1, [3]int64{}, 22_500_000, "CNY", ""},
		},
		"an order without articles": {
			"order_id,country,weight_g,sku\n1,US,500,\n",
			want{500, 1, [3]int64{}, 0, "CNY", ""},
		},
		"no value anywhere": {
			"order_id,country,sku\n1,US,SOAP\n",
			want{60, 1, [3]int64{}, 0, "CNY", ""},
		},
		"names of other systems": {
			"订单号,收货国家,商品编码,数量\n1,US,LAMP,2\n",
			want{241, 1, [3]int64{}, 25_000_000, "USD", "battery"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			rows := readParcels(t, test.text)
			if len(rows) != 1 {
				t.Fatalf("%d rows", len(rows))
			}
			o := rows[0].Order
			got := want{o.WeightG, o.HS6Count, [3]int64{o.LengthMM, o.WidthMM, o.HeightMM}, o.Value, o.Currency.String(), strings.Join(o.Attributes, "|")}
			if err := rows[0].Faults.Err(); err != nil || got != test.want {
				t.Errorf("got  %+v, %v\nwant %+v", got, err, test.want)
			}
		})
	}
}

func TestParcelFaults(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"unknown":             {"order_id,country,sku\n1,US,LAMP\n1,US,lamp\n", `sku: "lamp" is not in skus.csv; add it there, byte for byte as in the order (in line 3)`},
		"unknown with weight": {"order_id,country,weight_g,sku\n1,US,1,X\n", `sku: "X" is not in skus.csv`},
		"no sku":              {"order_id,country,sku\n1,US,LAMP\n1,US,\n", "sku: is empty; name the article of every line"},
		"no weight":           {"order_id,country,sku,value\n1,US,NOTE,1\n", `weight_g: is empty, and so is the weight of "NOTE" in skus.csv:6`},
		"quantity zero":       {"order_id,country,sku,quantity\n1,US,LAMP,0\n", `quantity: "0" is zero`},
		"quantity half":       {"order_id,country,sku,quantity\n1,US,LAMP,1.5\n", `quantity: "1.5"`},
		"quantity negative":   {"order_id,country,sku,quantity\n1,US,LAMP,-1\n", `quantity: "-1" is negative`},
		"too heavy":           {"order_id,country,value,sku,quantity\n1,US,1,HEAVY,2\n", "weight_g: the articles are too heavy together"},
		"too heavy by far":    {"order_id,country,value,sku,quantity\n1,US,1,HEAVY,999999999\n", "weight_g: the articles are too heavy together"},
		"too dear":            {"order_id,country,weight_g,sku,quantity\n1,US,1,HEAVY,2\n", "value: the articles' values are too large together"},
		"some without value":  {"order_id,country,sku\n1,US,LAMP\n1,US,SOAP\n", `value: is empty, and "SOAP" has none in skus.csv`},
		"two currencies":      {"order_id,country,sku\n1,US,LAMP\n1,US,GEL\n", "currency: the articles' values in skus.csv are in USD and EUR"},
		"another currency":    {"order_id,country,currency,sku\n1,US,EUR,LAMP\n", `currency: "EUR" has no value beside it`},
		"countries":           {"order_id,country,sku\n1,US,LAMP\n1,DE,LAMP\n", `country: "DE" differs from "US" in line 2; the lines of one parcel say the same, or nothing (in line 3)`},
		"weights":             {"order_id,country,weight_g,sku\n1,US,5,LAMP\n1,US,6,LAMP\n", `weight_g: "6" differs from "5" in line 2`},
		"fields":              {"order_id,country,sku\n1,US,LAMP\n1,US\n", "has 2 fields where the header has 3"},
		"bad country":         {"order_id,country,sku\n1,XX,LAMP\n", `country: "XX" is not a country`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			rows := readParcels(t, test.text)
			if len(rows) != 1 || !strings.HasPrefix(rows[0].Faults.Error(), test.want) || len(rows[0].Faults) != 1 {
				t.Errorf("got  %+v\nwant %s alone", rows, test.want)
			}
		})
	}
}

// A line that has lost its order_id may be an article of the parcel before it or after it: neither is shipped too light.
func TestALineWithoutAnIDSpoilsItsNeighbours(t *testing.T) {
	for text, sound := range map[string][]bool{
		"order_id,country,sku\n1,US,LAMP\n,US,CASE\n2,US,CASE\n":       {false, false, true},
		"order_id,country,sku\n1,US,LAMP\n\"1\"x,US,CASE\n2,US,CASE\n": {false, false, false},
		"order_id,country,sku\n1,US,LAMP\n1,US,CASE\n2,US,CASE\n":      {true, true},
	} {
		var got []bool
		for _, r := range readParcels(t, text) {
			got = append(got, len(r.Faults) == 0)
		}
		if !reflect.DeepEqual(got, sound) {
			t.Errorf("%q: parcels sound %v, want %v", text, got, sound)
		}
	}
}

// Lines that are not neighbours are no parcel, and blank ids name none.
func TestParcelsAreNeighbours(t *testing.T) {
	rows := readParcels(t, "order_id,country,sku\n1,US,LAMP\n2,US,CASE\n1,US,LAMP\n,US,CASE\n,US,CASE\n3,US,CASE\n3 ,US,CASE\n")
	var got []string
	for _, r := range rows {
		got = append(got, r.ID+": "+r.Faults.Error())
	}
	want := []string{
		"1: ", "2: ", `1: order_id: "1" repeats the order of a.csv:2; every order_id occurs once in a run; also order_id: the line here has no readable order_id and may belong to this parcel; write the order_id on every line (in line 5)`,
		": order_id: is blank; every row needs an id of its own", ": order_id: is blank; every row needs an id of its own", "3: ", "3 : ",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// A parcel goes on in the next file, and in the one after it, also where a file has nothing else or nothing at all.
func TestParcelsAcrossFiles(t *testing.T) {
	rows := readParcels(t,
		"order_id,country,sku\n1,US,LAMP\n2,US,CASE\n", "sku,order_id,country\nCASE,2,US\n", "order_id,country,sku\n", "order_id,country,sku\n2,DE,CASE\n4,US,LAMP\n")
	if len(rows) != 3 {
		t.Fatalf("%d rows: %+v", len(rows), rows)
	}
	if rows[0].Order.WeightG != 121 || rows[2].Order.WeightG != 121 || rows[2].File != "d.csv" || rows[2].Line != 3 {
		t.Errorf("rows are %+v", rows)
	}
	if got, want := rows[1].Faults.Error(), `country: "DE" differs from "US" in line 3; the lines of one parcel say the same, or nothing (in d.csv:2)`; got != want || rows[1].File != "a.csv" || rows[1].Line != 3 {
		t.Errorf("got  %s:%d %s\nwant %s", rows[1].File, rows[1].Line, got, want)
	}
}

// Where a line cannot be read, the parcel before it may not be whole: it is not given.
func TestParcelsBeforeARefusal(t *testing.T) {
	settle, _ := money.ParseCurrency("CNY")
	master, err := skus.Read("skus.csv", strings.NewReader(articles), "", settle)
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(Options{SKUs: master}, Source{"a.csv", strings.NewReader("order_id,country,sku\n1,US,LAMP\n2,US,LAMP\n2,US,\"LAMP\n")})
	if err != nil {
		t.Fatal(err)
	}
	var row Row
	if err := r.Read(&row); err != nil || row.ID != "1" {
		t.Errorf("%+v, %v", row, err)
	}
	var refusal *Refusal
	for range 2 {
		if err := r.Read(&row); !errors.As(err, &refusal) || refusal.Line != 4 {
			t.Errorf("error is %v", err)
		}
	}
}

func TestArticlesNeedTheirColumn(t *testing.T) {
	settle, _ := money.ParseCurrency("CNY")
	master, err := skus.Read("skus.csv", strings.NewReader(articles), "", settle)
	if err != nil {
		t.Fatal(err)
	}
	_, err = NewReader(Options{SKUs: master}, Source{"a.csv", strings.NewReader("order_id,country,weight_g\n")})
	if err == nil || !strings.HasPrefix(err.Error(), "a.csv:1: the column sku is missing") {
		t.Errorf("error is %v", err)
	}
}

// Misplaced quotes are told by the columns of the file, not by those of the parcel that its lines become.
func TestParcelsOfMisplacedQuotes(t *testing.T) {
	rows := readParcels(t, "order_id,country,sku,quantity,note\n1,US,LAMP,1\" x,\n2,US,LAMP,1,\n")
	if got := rows[0].Faults.Error(); len(rows) != 2 || !strings.HasPrefix(got, "field 4 (quantity): a quote stands inside an unquoted field") || len(rows[1].Faults) > 0 {
		t.Errorf("%d rows, the first: %s", len(rows), got)
	}
	settle, _ := money.ParseCurrency("CNY")
	master, err := skus.Read("skus.csv", strings.NewReader(articles), "", settle)
	if err != nil {
		t.Fatal(err)
	}
	const text = "order_id,country,sku,quantity,note\n1,US,LAMP,1,\"5 inch\n1,US,CASE,1,x\"\n"
	r, err := NewReader(Options{Defaults: Defaults{Currency: settle}, SKUs: master}, Source{"a.csv", strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	var bad *Refusal
	if err := r.Read(new(Row)); !errors.As(err, &bad) || !strings.HasPrefix(err.Error(), "a.csv:2:5: the quote opened on this line holds a row of its own (line 3)") {
		t.Errorf("ends with %v", err)
	}
}
