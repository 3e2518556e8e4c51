package web_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine/money"
	"github.com/lanewise/lanewise/internal/web"
	"github.com/lanewise/lanewise/rates"
)

func get(t *testing.T, method, path string, head http.Header) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for k, v := range head {
		r.Header[k] = v
	}
	w := httptest.NewRecorder()
	web.Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestEveryAnswerForbidsWhatThePageDoesNotNeed(t *testing.T) {
	const want = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
	for _, path := range append(web.Paths(), "/nothing", "/page/index.html", "/../web.go") {
		res := get(t, "GET", path, nil)
		if got := res.Header.Get("Content-Security-Policy"); got != want {
			t.Errorf("%s: policy %q", path, got)
		}
		if got := res.Header.Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%s: X-Content-Type-Options %q", path, got)
		}
		if known := slices.Contains(web.Paths(), path); known != (res.StatusCode == 200) {
			t.Errorf("%s: status %d", path, res.StatusCode)
		}
	}
}

func TestFilesAreServedOnceAndThenCompared(t *testing.T) {
	for _, path := range web.Paths() {
		res := get(t, "GET", path, nil)
		etag := res.Header.Get("Etag")
		if len(etag) < 10 || res.Header.Get("Cache-Control") != "no-cache" || !strings.Contains(res.Header.Get("Content-Type"), "/") {
			t.Errorf("%s: etag %q, cache %q, type %q", path, etag, res.Header.Get("Cache-Control"), res.Header.Get("Content-Type"))
		}
		if again := get(t, "GET", path, http.Header{"If-None-Match": {etag}}); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s: status %d for what the browser has, want 304", path, again.StatusCode)
		}
		if head := get(t, "HEAD", path, nil); head.StatusCode != 200 || head.Header.Get("Etag") != etag {
			t.Errorf("%s: HEAD gives %d %q", path, head.StatusCode, head.Header.Get("Etag"))
		}
		if post := get(t, "POST", path, nil); post.StatusCode != http.StatusMethodNotAllowed || post.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: POST gives %d, Allow %q", path, post.StatusCode, post.Header.Get("Allow"))
		}
	}
}

// markup are the ways to put a text into a page as markup or code, and to load what is not embedded.
var markup = regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|setAttribute\("(on|style)|\bstyle="|\son\w+="|https?://`)

func TestNoTextBecomesMarkup(t *testing.T) {
	files, err := filepath.Glob("page/*")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(text), "\n") {
			if found := markup.FindString(line); found != "" && !strings.Contains(line, "http://www.w3.org/2000/svg") {
				t.Errorf("%s:%d: %s", name, n+1, found)
			}
		}
		if strings.HasSuffix(name, ".html") && regexp.MustCompile(`<script(>| [^>]*[^>]>[^<])|<style`).Match(text) {
			t.Errorf("%s has a script or style of its own; the policy refuses it", name)
		}
	}
}

func TestThePageKnowsTheCodesThatTheProgramKnows(t *testing.T) {
	text, err := os.ReadFile("page/codes.js")
	if err != nil {
		t.Fatal(err)
	}
	lists := map[string]string{}
	for _, m := range regexp.MustCompile(`(?s)const (\w+) = \((.*?)\)`).FindAllStringSubmatch(string(text), -1) {
		lists[m[1]] = strings.Join(strings.Fields(strings.NewReplacer(`"`, "", "+", "").Replace(m[2])), " ")
	}
	var countries []string
	for i := range rates.NumCountries {
		countries = append(countries, rates.Country(i+1).String())
	}
	if want := strings.Join(countries, " "); lists["countries"] != want {
		t.Errorf("countries of page/codes.js should be\n%s", want)
	}
	if want := strings.Join(money.CurrencyCodes(), " "); lists["currencies"] != want {
		t.Errorf("currencies of page/codes.js should be\n%s", want)
	}
}
