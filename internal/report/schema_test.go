package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/report"
)

// docs is where the pages are whose tables describe the fields.
const docs = "../../docs"

// schemas are the published JSON Schemas of NDJSON lines.
var schemas = []struct {
	file, title string
	of          any
}{
	{"decision.schema.json", "A decision of lanewise, one line of `decide --format ndjson`", report.Decision{}},
	{"quotes.schema.json", "The quotes of an order, one line of `quote --format ndjson`", report.QuoteList{}},
}

// headings are the sections of docs/decisions.md that describe the types.
var headings = map[string]string{
	"Decision": "A decision as JSON", "QuoteList": "A quote list as JSON", "Quote": "A quote as JSON", "Line": "A line as JSON", "Source": "A source as JSON",
	"Flip": "A flip as JSON", "Fault": "A fault as JSON", "Rule": "A rule as JSON", "Miss": "A miss as JSON", "Rank": "A rank as JSON",
}

// TestSchemas holds the published schemas to the types; `go test ./internal/report -update` writes them anew.
func TestSchemas(t *testing.T) {
	for _, s := range schemas {
		t.Run(s.file, func(t *testing.T) {
			g := generator{page: readDecisionsPage(t), defs: map[string]any{}}
			root := g.object(t, reflect.TypeOf(s.of))
			root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
			root["title"] = s.title
			root["$defs"] = g.defs
			want, err := json.MarshalIndent(root, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, '\n')
			path := filepath.Join(docs, "schema", s.file)
			if *update {
				if err := os.WriteFile(path, want, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			got, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s is not what the types say; run go test ./internal/report -update\n%s", path, firstDifference(got, want))
			}
		})
	}
}

type generator struct {
	page string
	defs map[string]any
}

// object describes a struct. Other properties are not forbidden: fields may be added, and readers should not stumble.
func (g *generator) object(t *testing.T, typ reflect.Type) map[string]any {
	texts := g.descriptions(t, headings[typ.Name()])
	properties, required := map[string]any{}, []string{}
	for _, f := range reflect.VisibleFields(typ) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		p := g.value(t, name, f.Type)
		if p["description"] = texts[name]; texts[name] == "" {
			t.Errorf("docs/decisions.md does not describe %s of %s", name, typ.Name())
		}
		properties[name] = p
		if options != "omitempty" {
			required = append(required, name)
		}
	}
	return map[string]any{"type": "object", "properties": properties, "required": required}
}

func (g *generator) value(t *testing.T, name string, typ reflect.Type) map[string]any {
	switch typ.Kind() {
	case reflect.Pointer:
		return g.value(t, name, typ.Elem())
	case reflect.Struct:
		if g.defs[typ.Name()] == nil {
			g.defs[typ.Name()] = true // marks that it is under way
			g.defs[typ.Name()] = g.object(t, typ)
		}
		return map[string]any{"$ref": "#/$defs/" + typ.Name()}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": g.value(t, name, typ.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string", "pattern": reasons()}}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer", "minimum": 1}
	case reflect.String:
		return text(name)
	}
	t.Fatalf("%s has the type %s", name, typ)
	return nil
}

// The forms of texts. Charges have the digits of the settlement currency's minor unit, 0 to 4 of them.
const (
	charge = `^-?[0-9]+(\.[0-9]{1,4})?$`
	cost   = `^-?[0-9]+\.[0-9]{4}$`
	share  = `^[01]\.[0-9]{6}$`
	number = `^-?[0-9]+(\.[0-9]+)?$`
)

var patterns = map[string]string{
	"freight": charge, "discount": charge, "surcharges": charge, "fuel": charge, "tax": charge, "shipping_cost": charge, "own_amount": charge,
	"loss_cost": cost, "late_cost": cost, "score_cost": cost, "finance_cost": cost, "risk_cost": cost, "policy_cost": cost, "total_cost": cost, "margin": cost,
	"p_lost": share, "p_late": share, "p_bad": share, "days_p50": `^[0-9]+(\.[0-9]{1,2})?$`, "amount": charge, "quantity": number, "rate": number,
	"bad_order_cost": number, "bad_order_cost_now": number, "currency": "^[A-Z]{3}$", "own_currency": "^[A-Z]{3}$",
}

func text(name string) map[string]any {
	out := map[string]any{"type": "string"}
	switch name {
	case "status":
		out["enum"] = []string{"ship", "hold", "none", "invalid"}
	case "channel":
		out["enum"] = []string{"online", "offline"}
	case "flags":
		out["enum"] = []string{"no_dims", "no_risk"}
	default:
		if p := patterns[name]; p != "" {
			out["pattern"] = p
		}
	}
	return out
}

// reasons is the form of a refusal's code.
func reasons() string {
	var codes []string
	for r := engine.NotServed; r <= engine.Overflow; r++ {
		if r == engine.RuledOut {
			codes = append(codes, "rule:.+")
			continue
		}
		codes = append(codes, r.String())
	}
	return "^(" + strings.Join(codes, "|") + ")$"
}

func readDecisionsPage(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(docs, "decisions.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var (
	fieldRow = regexp.MustCompile("(?m)^\\| `([a-z0-9_]+)` \\| (.*) \\|$")
	mdLink   = regexp.MustCompile(`\[([^]]*)\]\([^)]*\)`)
)

// descriptions are the texts of the field table under a heading, without markup.
func (g *generator) descriptions(t *testing.T, heading string) map[string]string {
	_, section, found := strings.Cut(g.page, "\n### "+heading+"\n")
	if !found || heading == "" {
		t.Fatalf("docs/decisions.md has no heading %q", heading)
	}
	section, _, _ = strings.Cut(section, "\n##")
	out := map[string]string{}
	for _, m := range fieldRow.FindAllStringSubmatch(section, -1) {
		out[m[1]] = strings.ReplaceAll(mdLink.ReplaceAllString(m[2], "$1"), "`", "")
	}
	return out
}
