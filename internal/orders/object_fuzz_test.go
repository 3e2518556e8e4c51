package orders

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"strings"
	"testing"
)

// orderBody and reportBody are the members that an order and a report may have, for encoding/json. Their order is the order of
// the columns.
type orderBody struct {
	OrderID      any `json:"order_id"`
	Country      any `json:"country"`
	Postcode     any `json:"postcode"`
	WeightG      any `json:"weight_g"`
	WeightKg     any `json:"weight_kg"`
	LengthCm     any `json:"length_cm"`
	WidthCm      any `json:"width_cm"`
	HeightCm     any `json:"height_cm"`
	Value        any `json:"value"`
	Currency     any `json:"currency"`
	Attributes   any `json:"attributes"`
	PromisedDays any `json:"promised_days"`
	ShipDate     any `json:"ship_date"`
	BuyerService any `json:"buyer_service"`
	HS6Count     any `json:"hs6_count"`
	Service      any `json:"service"`
	Sure         any `json:"sure"`
}

type reportBody struct {
	Service any `json:"service"`
	Sure    any `json:"sure"`
}

// standard reads a body as encoding/json does where it is told to be strict: values by member, null as "", a list as its texts.
func standard(body []byte, to any) (map[string]string, error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	dec.UseNumber()
	if err := dec.Decode(to); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("something follows the object: %w", err)
	}
	text, err := json.Marshal(to)
	if err != nil {
		return nil, err
	}
	all := map[string]any{}
	again := json.NewDecoder(bytes.NewReader(text))
	again.UseNumber()
	if err := again.Decode(&all); err != nil {
		return nil, err
	}
	out := map[string]string{}
	for name, v := range all {
		switch v := v.(type) {
		case nil:
		case []any:
			var texts []string
			for _, one := range v {
				texts = append(texts, one.(string))
			}
			out[name] = strings.Join(texts, "|")
		default:
			out[name] = fmt.Sprint(v)
		}
	}
	maps.DeleteFunc(out, func(_, v string) bool { return v == "" })
	return out, nil
}

// fuzzed reads bodies of orders, or reports without columns, into members besides.
type fuzzed struct {
	Object
	row           Row
	service, sure Member
	only          bool
}

func (f *fuzzed) read(body []byte) (malformed bool) {
	f.service, f.sure = Member{}, Member{IsBool: true}
	f.Extra, f.ExtraOnly = map[string]*Member{"service": &f.service, "sure": &f.sure}, f.only
	return f.Read(body, def, &f.row)
}

// said is what was read, in the form of standard.
func (f *fuzzed) said() map[string]string {
	out := map[string]string{"service": f.service.Text}
	if f.sure.Given {
		out["sure"] = fmt.Sprint(f.sure.Bool)
	}
	for c, text := range f.Cells() {
		out[Column(c).String()] = text
	}
	maps.DeleteFunc(out, func(_, v string) bool { return v == "" })
	return out
}

// What is taken as an object is one to encoding/json at its strictest, with the same values; and no object is taken any more
// with a member twice, a member that nobody knows, a member in other letters, or something behind it.
func FuzzObject(f *testing.F) {
	for _, seed := range []string{
		`{}`, ` {"country" : "US" ,` + "\t" + `"weight_g" : 350}` + "\r\n", `{"country":"DE","weight_kg":"0.35","value":"12.50","currency":"EUR"}`,
		`{"order_id":"A-1","country":"BE","postcode":"1037","weight_g":650,"attributes":["clothing","battery"],"hs6_count":3,"promised_days":25}`,
		`{"length_cm":"1","width_cm":"2","height_cm":null,"ship_date":"2026-06-02","buyer_service":"","attributes":"a|b"}`,
		`{"service":"AE_STD","sure":true}`, `{"service":"","sure":false}`, `{"sure":null}`, `{"service":null}`,
		`{"country":"US","c\u006funtry":"DE"}`, `{"country":"US","Country":"DE"}`, "{\"\u017fhip_date\":\"2026-01-01\"}", `{"sku":"a","quantity":"2"}`,
		`{"order_id":"\ud83d\ude00 \ud800"}`, `{"order_id":"\ud83d\ude00\b\f\n\r\t\/\\\""}`, `{"order_id":"` + "\u2028\u2029\ufeff\ufffd" + `"}`,
		`{"weight_g":-0}`, `{"weight_g":01}`, `{"weight_g":1e3}`, `{"weight_g":1.0}`, `{"hs6_count":123456789012345678901234567890}`,
		`{"attributes":[]}`, `{"attributes":["a|b"]}`, `{"attributes":[["a"]]}`, `{"attributes":[""]}`, `{"attributes":["","",null]}`,
		`{"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`, `{"country":"US"} {}`, `{"country":"US",}`, `null`, `[{}]`, ``,
		"\ufeff{}", "{\"country\":\"\xff\"}", "{\"country\":\"\x00\"}", `{"country":"US"`, `{"country":"\u00"}`, `{"country":tru}`,
	} {
		f.Add([]byte(seed), false)
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, body []byte, only bool) {
		o := fuzzed{only: only}
		malformed := o.read(body)
		for _, fault := range o.row.Faults {
			if fault.Msg == "" || fault.Code() == "invalid" {
				t.Fatalf("a fault that says too little: %+v", fault)
			}
		}
		if malformed {
			if len(o.row.Faults) == 0 {
				t.Fatal("refused without a word")
			}
			return
		}
		to := any(&orderBody{})
		if only {
			to = &reportBody{}
		}
		want, err := standard(body, to)
		if err != nil {
			t.Fatalf("%q is taken, and encoding/json says %v", body, err)
		}
		if got := o.said(); !maps.Equal(got, want) {
			t.Fatalf("%q is read as %q, by encoding/json as %q", body, got, want)
		}
		for _, worse := range spoiled(t, body) {
			if !o.read(worse) { // with the object of before: nothing of it may help
				t.Fatalf("%q is taken", worse)
			}
		}
		if again := o.read(body); again || !maps.Equal(o.said(), want) {
			t.Fatalf("%q is read as %q the second time", body, o.said())
		}
	})
}

// spoiled gives bodies that must be refused, made of one that is none of them.
func spoiled(t *testing.T, body []byte) (all [][]byte) {
	open := bytes.IndexByte(body, '{') + 1
	with := func(member string) {
		all = append(all, append(append(append([]byte{}, body[:open]...), member...), body[open:]...))
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		t.Fatal(err)
	}
	comma := ","
	if len(members) == 0 {
		comma = ""
	}
	with(`"colour":"red"` + comma)
	with(`"COUNTRY":"US"` + comma)
	for name, value := range members {
		with(fmt.Sprintf("%q:%s,", name, value))
		with(fmt.Sprintf(`"\u%04x%s":%s,`, name[0], name[1:], value))
	}
	for _, behind := range []string{"{}", " null", "x", ",", "}", "\x00", "\"", "\n{\"country\":\"US\"}"} {
		all = append(all, append(append([]byte{}, body...), behind...))
	}
	for cut := range min(len(bytes.TrimRight(body, " \t\r\n")), 500) {
		all = append(all, body[:cut])
	}
	return all
}
