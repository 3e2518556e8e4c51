package orders

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestNDJSON(t *testing.T) {
	text := "\ufeff" + `{"order_id":"A-1","country":"DE","weight_g":350,"value":12.50,"currency":"EUR","postcode":null}` + "\r\n\n  \n" +
		`{ "weight_kg" : "0.12", "order_id" : 8170080091572232, "country":"us", "attributes":["battery","liquid"], "ship_date":"2026-05-01" }` + "\n" +
		`{"order_id":"单\u53f7\ud83d\ude00\n","country":"DE","weight_g":1e2}` + "\n" +
		`{"order_id":"D","country":"DE","weight_g":-0}` + "\n" +
		`{"order_id":"E","country":"DE","weight_g":1,"attributes":"a|b","sku":"S"}`
	r := open(t, "a.ndjson", text)
	var rows []Row
	for {
		var row Row
		if err := r.Read(&row); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	if len(rows) != 5 {
		t.Fatalf("%d rows", len(rows))
	}
	if o := rows[0].Order; len(rows[0].Faults) > 0 || o.WeightG != 350 || o.Value.String() != "12.5" || o.Currency.String() != "EUR" || o.Postcode != "" {
		t.Errorf("%+v", rows[0])
	}
	if o := rows[1].Order; len(rows[1].Faults) > 0 || rows[1].ID != "8170080091572232" || o.WeightG != 120 || o.Country.String() != "US" || strings.Join(o.Attributes, "+") != "battery+liquid" || rows[1].Line != 4 {
		t.Errorf("%+v", rows[1])
	}
	if rows[2].ID != "单号😀\n" {
		t.Errorf("id %q", rows[2].ID)
	}
	if got := rows[2].Faults.Error(); !strings.Contains(got, "control character") || !strings.Contains(got, `weight_g: "1e2" has an exponent`) {
		t.Errorf("faults %s", got)
	}
	if got := rows[3].Place("weight_g"); len(rows[3].Faults) == 0 || got != "a.ndjson:6 weight_g" {
		t.Errorf("%v at %s", rows[3].Faults, got)
	}
	if len(rows[4].Faults) > 0 || len(rows[4].Order.Attributes) != 2 {
		t.Errorf("%+v", rows[4])
	}
	if r.Unused() != nil || r.Renamed() != nil {
		t.Error("remarks on columns that no file has")
	}
}

// What is wrong with a line spoils that order alone and is told with its reason.
func TestNDJSONFaults(t *testing.T) {
	deep := strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40)
	for _, c := range []struct{ line, id, want string }{
		{`null`, "", "is no JSON object: an object in braces is expected (byte 1 of the line)"},
		{`[1]`, "", "is no JSON object: an object in braces"},
		{`{"order_id":"A","country":"DE","weight_g":1} {}`, "A", "text follows the object"},
		{`{"order_id":"A","country":"DE"`, "A", "a comma or a closing brace is expected (byte 31 of the line)"},
		{`{"order_id":"A`, "", "a text is never closed"},
		{`{"order_id":"A",}`, "A", "a text in double quotes is expected"},
		{`{'order_id':"A"}`, "", "a text in double quotes is expected"},
		{`{"order_id" "A"}`, "", "a colon is expected"},
		{`{"order_id":"A","weight_g":01}`, "A", "a number begins with 0"},
		{`{"order_id":"A","weight_g":1.}`, "A", "no digits after its point"},
		{`{"order_id":"A","weight_g":-}`, "A", "a number has no digits"},
		{`{"order_id":"A","weight_g":1e}`, "A", "an exponent has no digits"},
		{`{"order_id":"A","weight_g":NaN}`, "A", "a value is expected"},
		{`{"order_id":"\ud800"}`, "", "lone surrogate"},
		{`{"order_id":"\ud800\u0041"}`, "", "lone surrogate"},
		{`{"order_id":"\udc00\ud800"}`, "", "lone surrogate"},
		{`{"order_id":"\u00g0"}`, "", "4 hexadecimal digits"},
		{`{"order_id":"\x"}`, "", "a backslash stands"},
		{"{\"order_id\":\"a\tb\"}", "", "control character U+0009"},
		{`{"order_id":"A","x":` + deep + `}`, "A", "nest more than 32 deep"},
		{`{"order_id":"A","order_id":"B","country":"DE","weight_g":1}`, "A", `order_id: the key "order_id" stands twice`},
		{`{"order_id":"A","country":"DE","weight_g":1,"c\u006funtry":"US"}`, "A", `country: the key "country" stands twice`},
		{`{"order_id":"A","Country":"DE","weight_g":1}`, "A", `"Country": is no column of orders; write country, or give --map Country=country`},
		{`{"order_id":"A","country":"DE","weight_g":1,"ſhip_date":"2026-01-01"}`, "A", `"ſhip_date": is no column of orders; --map ſhip_date=- leaves it out`},
		{`{"order_id":"A","country":"DE","weight_g":1,"":1}`, "A", `"": is no column of orders; leave it out, or give it the name of one`},
		{`{"order_id":"A","country":"DE","weight_g":1," x":1}`, "A", `" x": is no column of orders; leave it out, or give it`},
		{`{"order_id":"A","country":"DE","weight_g":1,"x\ny":1}`, "A", `"x\ny": is no column of orders; leave it out, or give it`},
		{`{"order_id":8.17e15,"country":"DE","weight_g":1}`, "", `order_id: "8.17e15" is a number with an exponent, whose last digits may be lost; write it as a text`},
		{`{"order_id":"A","country":"DE","weight_g":1,"postcode":1E5}`, "A", `postcode: "1E5" is a number with an exponent`},
		{`{"order_id":"\ufffd","country":"DE","weight_g":1}`, "\ufffd", "order_id: \"\ufffd\" has the mark of a character that was lost"},
		{`{"order_id":"A","country":"DE","weight_g":true}`, "A", "weight_g: is true; write a text or a number"},
		{`{"order_id":"A","country":{"code":"DE"},"weight_g":1}`, "A", "country: is an object; write a text or a number"},
		{`{"order_id":"A","country":["DE"],"weight_g":1}`, "A", "country: is a list; write one text or number"},
		{`{"order_id":"A","country":"DE","weight_g":1,"attributes":["a|b"]}`, "A", "attributes: is a list of more than texts"},
		{`{"order_id":"A","country":"DE","weight_g":1,"attributes":["a",1]}`, "A", "attributes: is a list of more than texts"},
		{`{"order_id":"A","country":"DE","weight_g":1,"buyer_service":"` + strings.Repeat("x", 4097) + `"}`, "A", "buyer_service: has 4097 bytes, at most 4096 are allowed"},
		{`{}`, "", "order_id: is blank"},
	} {
		const good = `{"order_id":"%","country":"DE","weight_g":1}` + "\n"
		r := open(t, "a.ndjson", good+c.line+"\n"+strings.Replace(good, "%", "Z", 1))
		var row Row
		if err := r.Read(&row); err != nil || row.ID != "%" {
			t.Fatal(err, row)
		}
		if err := r.Read(&row); err != nil {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		if row.ID != c.id || !strings.Contains(row.Faults.Error(), c.want) {
			t.Errorf("%s\n got %q, %s\nwant %q, %s", c.line, row.ID, row.Faults.Error(), c.id, c.want)
		}
		if err := r.Read(&row); err != nil || row.ID != "Z" || len(row.Faults) > 0 {
			t.Errorf("%s: the next row is %+v, %v", c.line, row, err)
		}
	}
}

func TestNDJSONRefusals(t *testing.T) {
	const good = `{"order_id":"A","country":"DE","weight_g":1}` + "\n"
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "a.jsonl: the file is empty (0 bytes); copy it again"},
		{"array", "[" + good + "]", "a.jsonl:1: the file is one JSON array; write one object a line"},
		{"CSV", "order_id,country,weight_g\n", "a.jsonl:1: the file does not begin with a JSON object; name it after what it is"},
		{"CR alone", strings.ReplaceAll(good+good, "\n", "\r"), "a.jsonl:1: the lines end in CR alone; write the file with LF"},
		{"CR alone, spaces", strings.ReplaceAll(good+good, "\n", " \r\r "), "a.jsonl:1: the lines end in CR alone"},
		{"CR alone, long", strings.ReplaceAll(strings.Repeat(good, 2000), "\n", "\r"), "a.jsonl:1: the lines end in CR alone"},
		{"written over lines", "{\n\"order_id\":\"A\"\n}\n", "a.jsonl:1: an object goes over several lines; write one object a line"},
		{"NUL", good + "{\"order_id\":\"A\x00\"}", "a.jsonl:2: the line holds a NUL byte"},
		{"not UTF-8", good + "{\"order_id\":\"A\xff\"}", "a.jsonl:2: the line is not UTF-8"},
		{"long line", good + `{"order_id":"` + strings.Repeat("A", 65536) + `"}`, "a.jsonl:2: the line is longer than 65536 bytes"},
	} {
		r, err := tryOpen(Options{Defaults: def}, "a.jsonl", c.text)
		if err == nil {
			_, err = outline(r)
		}
		var refusal *Refusal
		if !errors.As(err, &refusal) || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
	checkRows(t, open(t, "a.jsonl", "{\r\"order_id\":\"A\",\r\"country\":\"DE\",\"weight_g\":1}\r"), `a.jsonl:1 "A"`)
	at := `{"order_id":"A","country":"DE","weight_g":1}`
	at += strings.Repeat(" ", 65536-len(at))
	checkRows(t, open(t, "a.jsonl", at+"\n"), `a.jsonl:1 "A"`)
	checkRows(t, open(t, "a.jsonl", at), `a.jsonl:1 "A"`)
}

func TestNDJSONMapping(t *testing.T) {
	opt := Options{Defaults: def, Input: Input{Format: "ndjson", Mapping: mapping(t, "ref=order_id", "note=-", "to=country")}}
	r, err := tryOpen(opt, "stdin", `{"ref":"A","to":"DE","weight_g":1,"note":{"x":[1,{}]},"note":2}`+"\n"+`{"ref":"B","order_id":"C","to":"DE","weight_g":1}`)
	if err != nil {
		t.Fatal(err)
	}
	checkRows(t, r, `stdin:1 "A"`, `stdin:2 "B" [order_id has a key that is unknown or repeated]`)
}

// Every line either is the same object to encoding/json, with texts equal, or spoils the row.
func FuzzNDJSON(f *testing.F) {
	for _, s := range []string{
		`{"order_id":"A-1","country":"DE","weight_g":350,"attributes":["a","b"]}`, `{"order_id":"\ud83d\ude00\/\b","weight_g":-1.5E+3,"postcode":null}`,
		`{"order_id":"A","order_id":"B"}`, `{"a":{"b":[1,2,{"c":[]}]}}`, `[]`, `{`, `{"order_id":"\u12"}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if strings.ContainsAny(line, "\n\x00") {
			return
		}
		r, err := tryOpen(Options{Defaults: def}, "a.ndjson", "{}\n"+line)
		if err != nil {
			t.Fatal(err)
		}
		var row Row
		if err := r.Read(&row); err != nil {
			t.Fatal(err)
		}
		if err := r.Read(&row); err != nil || row.Faults.whole() {
			return
		}
		var std map[string]json.RawMessage
		if err := json.Unmarshal([]byte(line), &std); err != nil {
			t.Fatalf("%q was accepted: %v", line, err)
		}
		var id string
		if raw := std["order_id"]; len(row.Faults) == 0 && len(raw) > 0 && raw[0] == '"' {
			if err := json.Unmarshal(raw, &id); err != nil || id != row.ID {
				t.Errorf("%q has the id %q, not %q", line, id, row.ID)
			}
		}
	})
}
