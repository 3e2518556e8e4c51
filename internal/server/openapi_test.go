package server

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/lanewise/lanewise/internal/web"
)

// document is openapi.json ready to judge answers.
type document struct {
	paths    map[string]map[string]any
	compiler *jsonschema.Compiler
	mu       sync.Mutex
	compiled map[string]*jsonschema.Schema
}

var (
	theDocument *document
	opened      sync.Once
)

// openDocument reads openapi.json once for all tests.
func openDocument(t *testing.T) *document {
	opened.Do(func() {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(openapi))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		c.DefaultDraft(jsonschema.Draft2020)
		if err := c.AddResource("openapi.json", v); err != nil {
			t.Fatal(err)
		}
		d := &document{compiler: c, compiled: map[string]*jsonschema.Schema{}, paths: map[string]map[string]any{}}
		for path, item := range v.(map[string]any)["paths"].(map[string]any) {
			d.paths[path] = item.(map[string]any)
		}
		theDocument = d
	})
	return theDocument
}

// templateOf is how the document writes a path.
func templateOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	for _, prefix := range collections {
		if rest, ok := strings.CutPrefix(path, prefix); ok {
			if _, action, more := strings.Cut(rest, "/"); more {
				return prefix + "{id}/" + action
			}
			return prefix + "{id}"
		}
	}
	return path
}

// holds demands that an answer is one that the document describes.
func (d *document) holds(t *testing.T, method, path string, got answer) {
	t.Helper()
	if got.header.Get("X-Request-Id") == "" {
		t.Errorf("%s %s: no X-Request-Id", method, path)
	}
	op, known := d.paths[templateOf(path)][strings.ToLower(method)].(map[string]any)
	kind, _, _ := strings.Cut(got.header.Get("Content-Type"), ";")
	if !known || method == "HEAD" { // the page, and what is refused whatever it is
		if got.status >= 400 && method != "HEAD" {
			d.validate(t, "#/components/schemas/Problem", path, got.body)
		}
		return
	}
	at := "#/paths/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(templateOf(path)) + "/" + strings.ToLower(method) + "/responses/"
	status := statusText(got.status)
	described, ok := op["responses"].(map[string]any)[status].(map[string]any)
	if !ok {
		t.Errorf("%s %s: status %s is not in openapi.json", method, path, status)
		return
	}
	if _, isRef := described["$ref"]; isRef {
		if kind != "application/problem+json" {
			t.Errorf("%s %s: %s has the type %q", method, path, status, kind)
		}
		d.validate(t, "#/components/schemas/Problem", path, got.body)
		return
	}
	if _, ok := described["content"].(map[string]any)[kind]; !ok {
		t.Errorf("%s %s: %s has the type %q, which openapi.json does not name", method, path, status, kind)
		return
	}
	if kind == "application/json" {
		d.validate(t, at+status+"/content/application~1json/schema", path, got.body)
	}
}

func (d *document) validate(t *testing.T, schema, path, body string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	s := d.compiled[schema]
	if s == nil {
		var err error
		if s, err = d.compiler.Compile("openapi.json" + schema); err != nil {
			t.Fatalf("%s: %v", schema, err)
		}
		d.compiled[schema] = s
	}
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err == nil {
		err = s.Validate(v)
	}
	if err != nil {
		t.Errorf("%s is not what openapi.json says: %v\n%.2000s", path, err, body)
	}
}

// Every operation is in the document, and nothing else.
func TestTheDocumentListsTheOperations(t *testing.T) {
	d := openDocument(t)
	pages := web.Paths()
	there := map[string]bool{}
	for _, rt := range routes() {
		if slices.Contains(pages, rt.path) {
			continue
		}
		there[rt.path+" "+strings.ToLower(rt.method)] = true
		op, ok := d.paths[rt.path][strings.ToLower(rt.method)].(map[string]any)
		if !ok {
			t.Errorf("%s %s is not in openapi.json", rt.method, rt.path)
			continue
		}
		if scope, _ := op["x-scope"].(string); scope != string(rt.scope) {
			t.Errorf("%s %s: scope %q in openapi.json, %q here", rt.method, rt.path, scope, rt.scope)
		}
		var query []string
		params, _ := op["parameters"].([]any)
		for _, p := range params {
			if m := p.(map[string]any); m["in"] == "query" {
				query = append(query, m["name"].(string))
			}
		}
		if !slices.Equal(query, rt.query) {
			t.Errorf("%s %s: parameters %v in openapi.json, %v here", rt.method, rt.path, query, rt.query)
		}
	}
	for path, item := range d.paths {
		for method := range item {
			if !there[path+" "+method] {
				t.Errorf("openapi.json describes %s %s, which is no operation", method, path)
			}
		}
	}
}

// What problems can be called is known, and each has a title.
func TestEveryProblemHasATitle(t *testing.T) {
	a := newAPI(t)
	for code, title := range titles {
		if title == "" {
			t.Errorf("%s has no title", code)
		}
	}
	var p Problem
	got := a.call("GET", "/none", "")
	if json.Unmarshal([]byte(got.body), &p); p.Title == "" {
		t.Error(got.body)
	}
}

// The orders that the tests send are what the document says of orders.
func TestTheDocumentTakesOurOrders(t *testing.T) {
	openDocument(t).validate(t, "#/components/schemas/Order", "order", belgium)
	openDocument(t).validate(t, "#/components/schemas/Booking", "order", belgium)
}
