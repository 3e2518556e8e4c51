package orders

import (
	"errors"
	"strings"
	"testing"
)

// Headers as exports write them, and what they are read as: "" = not read.
func TestAliases(t *testing.T) {
	for header, want := range map[string]string{
		"Order_ID": "order_id", "Order ID": "order_id", "order-id": "order_id", "Order Number": "order_id", "订单号": "order_id", "平台订单号": "order_id",
		"收货国家": "country", "目的国家": "country", "Country Code (Shipping)": "country", "ship-country": "country", "Ship To Country": "country",
		"邮编": "postcode", "收件人邮编": "postcode", "Zip": "postcode", "ship-postal-code": "postcode", "Shipping Zip": "postcode",
		"重量(g)": "weight_g", "重量（克）": "weight_g", "包裹重量(g)": "weight_g", "Weight (g)": "weight_g", "Weight in grams": "weight_g", "WEIGHT_G": "weight_g",
		"重量(KG)": "weight_kg", "重量(kg)": "weight_kg", "重量（千克）": "weight_kg", "实重/KG": "weight_kg", "Weight (kg)": "weight_kg", "Total Weight KG": "weight_kg",
		"长": "length_cm", "宽": "width_cm", "高": "height_cm", "长(cm)": "length_cm", "宽度(CM)": "width_cm", "高（厘米）": "height_cm", "Length (cm)": "length_cm",
		"申报价值": "value", "申报币种": "currency", "Declared Value": "value", "发货日期": "ship_date", "买家选择物流": "buyer_service",

		"重量": "", "Weight": "", "Weight (lb)": "", "重量(磅)": "", "净重(g)": "", "Length": "", "Width": "", "长(mm)": "", "Length (in)": "", "高(g)": "", "重量(cm)": "",
		"Price": "", "订单金额": "", "申报价值(USD)": "", "Name": "", "Id": "", "date": "", "sku": "", "": "", "收货人": "",
	} {
		c, how := (&Options{}).columnOf(header)
		got := ""
		if how != unbound {
			got = c.String()
		}
		if got != want {
			t.Errorf("%q is read as %q, want %q", header, got, want)
		}
	}
}

// Every alias is written as plain makes it, or it would never be found; none is a name of two columns.
func TestAliasesArePlain(t *testing.T) {
	for _, words := range []map[string]Column{sure, likely, measures} {
		for w := range words {
			if plain(w) != w {
				t.Errorf("%q is never found: headers become %q", w, plain(w))
			}
		}
	}
	for w := range sure {
		if _, twice := likely[w]; twice {
			t.Errorf("%q is certain and not certain", w)
		}
	}
}

func TestChineseExport(t *testing.T) {
	r := open(t, "a.csv", "订单号,收货国家,邮编,重量(KG),长,宽,高,买家备注\nA,DE,10115,0.35,20,15,5,x\nB,DE,,x,,,,\n")
	if got := r.Renamed(); len(got) != 1 || got[0].String() != "a.csv: read 订单号 as order_id, 收货国家 as country, 邮编 as postcode, 重量(KG) as weight_kg, 长 as length_cm, 宽 as width_cm, 高 as height_cm" {
		t.Errorf("renamed %v", got)
	}
	if got := r.Unused(); len(got) != 1 || got[0].String() != "a.csv: columns not used: 买家备注" {
		t.Errorf("unused %v", got)
	}
	var row Row
	if err := r.Read(&row); err != nil || len(row.Faults) > 0 {
		t.Fatal(err, row.Faults)
	}
	if o := row.Order; row.ID != "A" || o.WeightG != 350 || o.Postcode != "10115" || o.LengthMM != 200 || o.WidthMM != 150 || o.HeightMM != 50 {
		t.Errorf("order %+v", o)
	}
	if err := r.Read(&row); err != nil || row.Place(row.Faults[0].Column) != "a.csv:3:4 weight_kg" {
		t.Errorf("%v, %v at %s", err, row.Faults, row.Place(row.Faults[0].Column))
	}
}

// Our own name goes before an alias; two aliases of one column are a question to a person.
func TestAliasesBesideEachOther(t *testing.T) {
	r := open(t, "a.csv", "zip,order_id,country,weight_g,postcode,Weight\n10115,A,DE,400,20095,9\n")
	var row Row
	if err := r.Read(&row); err != nil || row.Order.Postcode != "20095" {
		t.Errorf("%v, postcode %q", err, row.Order.Postcode)
	}
	if got := r.Unused(); len(got) != 1 || got[0].String() != "a.csv: columns not used: zip, Weight" {
		t.Errorf("unused %v", got)
	}
	_, err := tryOpen(Options{Defaults: def}, "a.csv", "order_id,国家,目的国家,weight_g\n")
	if err == nil || err.Error() != "a.csv:1:3: the columns 国家 and 目的国家 are both read as country; leave one out with --map 目的国家=-" {
		t.Errorf("got %v", err)
	}
}

func TestBothWeights(t *testing.T) {
	r := open(t, "a.csv", "order_id,country,weight_g,weight_kg\nA,DE,400,\nB,DE,,0.4\nC,DE,400,0.4\nD,DE,,\nE,DE,x,\n")
	checkRows(t, r, `a.csv:2 "A"`, `a.csv:3 "B"`, `a.csv:4 "C" [weight_kg stands beside weight_g]`,
		`a.csv:5 "D" [weight_g is empty]`, `a.csv:6 "E" [weight_g is not a plain number]`)
}

func mapping(t *testing.T, entries ...string) (m Mapping) {
	t.Helper()
	for _, e := range entries {
		if err := m.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func TestMapping(t *testing.T) {
	m := mapping(t, "Weight=weight_g", "a=b = order_id", "Ship to=country")
	if err := m.AddFile("saved.txt", []byte("\ufeff# our export\n\nPLZ = postcode\r\nWeight=weight_kg\ncountry=-\n")); err != nil {
		t.Fatal(err)
	}
	opt := Options{Defaults: def, Input: Input{Mapping: m}}
	r, err := tryOpen(opt, "a.csv", "country,Ship to,Weight,a=b,PLZ\nXX,DE,400,A,10115\n")
	if err != nil {
		t.Fatal(err)
	}
	var row Row
	if err := r.Read(&row); err != nil || len(row.Faults) > 0 || row.ID != "A" || row.Order.Country.String() != "DE" || row.Order.WeightG != 400 || row.Order.Postcode != "10115" {
		t.Errorf("%v: %+v", err, row)
	}
	if got := r.Unused(); len(got) != 1 || got[0].String() != "a.csv: columns not used: country" {
		t.Errorf("unused %v", got)
	}
	for _, c := range []struct{ header, want string }{
		{"order_id,country,weight_g,Weight,Ship to,a=b,PLZ", "a.csv:1:4: the columns weight_g and Weight are both read as weight_g; leave one out with --map Weight=-"},
		{"order_id,country,a=b", "a.csv:1:3: the columns order_id and a=b are both read as order_id; leave one out with --map a=b=-"},
	} {
		if _, err := tryOpen(opt, "a.csv", c.header); err == nil || err.Error() != c.want {
			t.Errorf("got  %v\nwant %s", err, c.want)
		}
	}
}

func TestMappingWithASlip(t *testing.T) {
	opt := Options{Defaults: def, Input: Input{Mapping: mapping(t, "Reff=order_id")}}
	_, err := tryOpen(opt, "a.csv", "Ref,country,weight_g\n")
	if want := `a.csv:1: the column order_id is missing; --map names "Reff", which the file does not have; it has Ref, country, weight_g`; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

// A header given by hand must be there; one of a saved mapping need not.
func TestMappingOfAColumnThatIsNotThere(t *testing.T) {
	for _, c := range []struct {
		byHand bool
		want   string
	}{{false, ""}, {true, `-: no column is named "Gewicht", as --map has it; stdin has order_id, country, weight_g`}} {
		var m Mapping
		if c.byHand {
			m = mapping(t, "Gewicht=weight_g")
		} else if err := m.AddFile("m.txt", []byte("Gewicht=weight_g")); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), Options{Defaults: def, Input: Input{Mapping: m}}, strings.NewReader("order_id,country,weight_g\n"), "-")
		got := ""
		if err != nil {
			got = strings.Replace(err.Error(), "stdin:", "-:", 1)
		}
		if got != c.want {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
	}
}

func TestMappingRefusals(t *testing.T) {
	for text, want := range map[string]string{
		"Weight":       `"Weight" has no equals sign; write their header, = and a column, such as 重量=weight_g`,
		"=weight_g":    `"=weight_g" names no header before the equals sign`,
		"Weight=grams": `"grams" is no column of orders; write one of order_id, country, `,
	} {
		var m Mapping
		if err := m.Add(text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
		var r *Refusal
		if err := m.AddFile("m.txt", []byte("\n"+text+"\n")); !errors.As(err, &r) || !strings.HasPrefix(err.Error(), "m.txt:2: "+want) {
			t.Errorf("got  %v\nwant m.txt:2: %s", err, want)
		}
	}
	for text, want := range map[string]string{
		"a=value\na=value\n":              `m.txt:2: "a" stands in an earlier line; keep one of them`,
		"\xff\xfea":                       "m.txt: is no text in UTF-8; save it as UTF-8",
		strings.Repeat("#", MaxMapping+1): "m.txt: has more than 1048576 bytes, the limit of a mapping",
	} {
		var m Mapping
		if err := m.AddFile("m.txt", []byte(text)); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
	var m Mapping
	if err := m.AddFile("m.txt", []byte(strings.Repeat("#", MaxMapping))); err != nil {
		t.Errorf("a mapping at the limit: %v", err)
	}
}
