package report_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
)

// Every line written is as its schema says, and holds nothing that the schema does not name.
func TestOutputFollowsItsSchema(t *testing.T) {
	b, e := world(t)
	for i, enc := range []report.Encoder{report.Decisions(report.NDJSON, b, 0), report.Quotes(report.NDJSON, b, 0)} {
		v := readSchema(t, schemas[i].file)
		lines := 0
		answerAll(t, b, e, func(row *orders.Row, d *engine.Decision) {
			lines++
			var line any
			if err := json.Unmarshal(enc.Append(nil, row, d), &line); err != nil {
				t.Fatal(err)
			}
			for _, wrong := range v.check("", v.root, line) {
				t.Errorf("%s, order %s: %s", schemas[i].file, row.ID, wrong)
			}
		})
		if lines < 10 {
			t.Errorf("%s: only %d lines looked at", schemas[i].file, lines)
		}
	}
}

// The schema refuses what lanewise never writes; without this the test above could not fail.
func TestSchemaRefuses(t *testing.T) {
	v := readSchema(t, "decision.schema.json")
	const good = `{"order_id":"A","status":"ship","flags":[],"choice":{"service":"S","channel":"online","rank":1,"freight":"1.50"}}`
	for from, to := range map[string]string{
		`"order_id":"A",`: ``, `"ship"`: `"sent"`, `"flags":[]`: `"flags":["odd"]`, `"rank":1`: `"rank":0`, `"1.50"`: `1.50`, `"online"`: `"air"`,
		`"flags"`: `"flag"`, `[]`: `{}`, `"service":"S",`: `"service":null,`, `:"1.50"`: `:"1,50"`,
	} {
		var value any
		if err := json.Unmarshal([]byte(strings.Replace(good, from, to, 1)), &value); err != nil {
			t.Fatal(err)
		}
		if len(v.check("", v.root, value)) == 0 {
			t.Errorf("%s in place of %s is accepted", to, from)
		}
	}
	var value any
	if err := json.Unmarshal([]byte(good), &value); err != nil {
		t.Fatal(err)
	}
	if wrong := v.check("", v.root, value); len(wrong) > 0 {
		t.Errorf("the good line is refused: %q", wrong)
	}
}

// validator knows as much of JSON Schema as ours use, and stops at the rest.
type validator struct {
	t    *testing.T
	root map[string]any
}

func readSchema(t *testing.T, file string) validator {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(docs, "schema", file))
	if err != nil {
		t.Fatal(err)
	}
	v := validator{t: t}
	if err := json.Unmarshal(b, &v.root); err != nil {
		t.Fatal(err)
	}
	return v
}

// check lists what is wrong with a value; at is its JSON pointer.
func (v validator) check(at string, schema map[string]any, value any) (wrong []string) {
	for _, word := range slices.Sorted(maps.Keys(schema)) {
		rule := schema[word]
		switch word {
		case "$schema", "title", "description", "$defs", "properties", "additionalProperties", "items":
		case "$ref":
			name := strings.TrimPrefix(rule.(string), "#/$defs/")
			wrong = append(wrong, v.check(at, v.root["$defs"].(map[string]any)[name].(map[string]any), value)...)
		case "type":
			if !hasType(rule.(string), value) {
				wrong = append(wrong, at+" is not of the type "+rule.(string))
			}
		case "enum":
			if !slices.Contains(rule.([]any), value) {
				wrong = append(wrong, at+" is none of the words")
			}
		case "pattern":
			if s, ok := value.(string); ok && !regexp.MustCompile(rule.(string)).MatchString(s) {
				wrong = append(wrong, at+" "+s+" does not match "+rule.(string))
			}
		case "minimum":
			if n, ok := value.(float64); ok && n < rule.(float64) {
				wrong = append(wrong, at+" is too small")
			}
		case "required":
			for _, name := range rule.([]any) {
				if object, ok := value.(map[string]any); ok && object[name.(string)] == nil {
					wrong = append(wrong, at+" has no "+name.(string))
				}
			}
		default:
			v.t.Fatalf("the schema uses %q, which this test does not know", word)
		}
	}
	return append(wrong, v.checkInside(at, schema, value)...)
}

// checkInside looks at the members of objects and lists. A member that the schema does not name is wrong here, although
// readers should bear it: we write nothing undocumented.
func (v validator) checkInside(at string, schema map[string]any, value any) (wrong []string) {
	properties, _ := schema["properties"].(map[string]any)
	others, _ := schema["additionalProperties"].(map[string]any)
	switch value := value.(type) {
	case map[string]any:
		if schema["$ref"] != nil {
			return nil
		}
		for name, member := range value {
			s, ok := properties[name].(map[string]any)
			if s == nil {
				s, ok = others, others != nil
			}
			if !ok {
				wrong = append(wrong, at+"/"+name+" is not in the schema")
				continue
			}
			wrong = append(wrong, v.check(at+"/"+name, s, member)...)
		}
	case []any:
		items, _ := schema["items"].(map[string]any)
		for _, member := range value {
			wrong = append(wrong, v.check(at+"/-", items, member)...)
		}
	}
	return wrong
}

func hasType(name string, value any) bool {
	switch v := value.(type) {
	case string:
		return name == "string"
	case float64:
		return name == "number" || name == "integer" && v == float64(int64(v))
	case []any:
		return name == "array"
	case map[string]any:
		return name == "object"
	case bool:
		return name == "boolean"
	}
	return false
}
