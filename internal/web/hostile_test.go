package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// evil are texts that a page which puts them in as markup would run.
var evil = []string{
	`<img src=x onerror="window.pwned=1">`, `"><script>window.pwned=1</script>`, `<svg/onload=window.pwned=1>`,
	`{{constructor.constructor('window.pwned=1')()}}`, `javascript:window.pwned=1`, `</textarea><script>window.pwned=1</script>`,
}

// poisoned replaces every text of a JSON value by an evil one, but for numbers as texts and the words that choose what
// is shown.
func poisoned(v any, next *int) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			if k == "status" || k == "column" || k == "measure" || (k == "reason" && x == "") {
				out[k] = x
				continue
			}
			out[k] = poisoned(x, next)
		}
		return out
	case []any:
		for i := range v {
			v[i] = poisoned(v[i], next)
		}
		return v
	case string:
		if strings.Trim(v, "-0123456789.") == "" {
			return v
		}
		*next++
		return evil[*next%len(evil)]
	}
	return v
}

// TestHostileAnswers gives the page answers in which every text is an attack: service names, rules, sources, contracts,
// messages. Each has to be shown as it is.
func TestHostileAnswers(t *testing.T) {
	var n int
	spoil := func(path string) http.HandlerFunc {
		clean := newFake(t, nil)
		return func(w http.ResponseWriter, r *http.Request) {
			rec := newRecorder()
			clean.ServeHTTP(rec, r)
			var v any
			if err := json.Unmarshal(rec.body.Bytes(), &v); err != nil {
				t.Errorf("%s: %v", path, err)
				return
			}
			text, _ := json.Marshal(poisoned(v, &n))
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(rec.status)
			w.Write(text)
		}
	}
	changes := map[string]http.HandlerFunc{}
	for _, path := range []string{"/v1/book", "/v1/contracts", "/v1/quotes", "/v1/decisions"} {
		changes[path] = spoil(path)
	}
	p := priced(t, newFake(t, changes))
	if p == nil {
		return
	}
	eval[bool](p, `[...document.querySelectorAll(".toggle, summary")].forEach(e => e.click()), true`)
	p.has("#answer", "<img src=x onerror=", "<svg/onload=", `"><script>`)
	p.has("#contracts", "window.pwned")
	p.unharmed()
	p.click(`[data-lang="zh"]`)
	p.unharmed()
}

// TestHostileTyping types attacks into every field; the server's refusal repeats them.
func TestHostileTyping(t *testing.T) {
	p := open(t, newFake(t, nil))
	if p == nil {
		return
	}
	fields := []string{"country", "postcode", "weight", "length_cm", "width_cm", "height_cm", "value", "attributes", "promised_days", "buyer_service", "hs6_count"}
	for i, id := range fields {
		eval[bool](p, fmt.Sprintf(`(e => { e.value = %q; e.dispatchEvent(new Event("input", {bubbles: true})); return true; })(document.getElementById(%q))`, evil[i%len(evil)], id))
	}
	p.click("#go")
	p.wait(`document.querySelectorAll(".fault").length >= 4`)
	p.unharmed()
	p.shot("hostile")
}

// TestHostileFile drops a file whose name and ids are attacks.
func TestHostileFile(t *testing.T) {
	p := open(t, newFake(t, nil))
	if p == nil {
		return
	}
	csv := "order_id,country,weight_g\n\"" + strings.ReplaceAll(evil[0], `"`, `""`) + "\",XX,1\n"
	p.drop(evil[2]+".csv", "text/csv", []byte(csv))
	p.wait(`document.querySelector(".look") !== null`)
	p.click(".look > summary")
	p.has("#batch-answer", evil[0], "<svg/onload=", "cannot be read")
	p.unharmed()
	p.drop(evil[0]+".exe", "text/csv", []byte("MZ"))
	p.wait(`document.querySelector("#batch-answer .error") !== null`)
	p.has("#batch-answer", "neither CSV", evil[0])
	p.unharmed()
}

// unharmed fails when an attack ran or became an element.
func (p *tab) unharmed() {
	p.t.Helper()
	if eval[bool](p, `"pwned" in window`) {
		p.t.Error("an attack ran")
	}
	if n := eval[int](p, `document.querySelectorAll("img[src=x], svg, body script, [onerror], [onload]").length`); n > 0 {
		p.t.Errorf("%d elements were made of texts", n)
	}
	if n := eval[int](p, `[...document.querySelectorAll("a[href]")].filter(a => a.getAttribute("href").startsWith("javascript:")).length`); n > 0 {
		p.t.Errorf("%d links run a text", n)
	}
}

// drop lets a file fall on the zone.
func (p *tab) drop(name, kind string, body []byte) {
	p.t.Helper()
	numbers := make([]int, len(body))
	for i, b := range body {
		numbers[i] = int(b)
	}
	bytes, err := json.Marshal(numbers)
	if err != nil {
		p.t.Fatal(err)
	}
	text, _ := json.Marshal([]string{name, kind})
	_, err = chromedp.Run(p.ctx, chromedp.Evaluate[bool](fmt.Sprintf(`(([name, type]) => {
		const data = new DataTransfer();
		data.items.add(new File([new Uint8Array(%s)], name, {type}));
		const zone = document.getElementById("file");
		for (const kind of ["dragenter", "dragover", "drop"]) zone.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
		return true; })(%s)`, bytes, text)))
	if err != nil {
		p.t.Fatal(err)
	}
}
