// Package web is the freight calculator page: HTML, style and scripts, embedded, served as they stand.
//
// The page computes nothing. It sends what is typed to the API under /v1/ of the server it came from and shows the
// answer's own figures; it turns numbers into lengths only, to draw bars. Nothing is loaded from elsewhere, and the
// content security policy of every answer forbids it.
package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"time"
)

//go:embed page
var page embed.FS

// policy lets the page run its own scripts, use its own style and call the server it came from, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
	"form-action 'none'; frame-ancestors 'none'; base-uri 'none'"

// types are named here, since those that the operating system knows differ from machine to machine.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
}

type asset struct {
	body []byte
	kind string
	etag string
}

var assets = load()

func load() map[string]asset {
	all := map[string]asset{}
	err := fs.WalkDir(page, "page", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := page.ReadFile(name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		at := "/" + path.Base(name)
		if at == "/index.html" {
			at = "/"
		}
		all[at] = asset{body, types[path.Ext(name)], `"` + hex.EncodeToString(sum[:12]) + `"`}
		return nil
	})
	if err != nil {
		panic("web: " + err.Error()) // what is embedded can be read
	}
	return all
}

// Paths lists the URL paths that Handler answers, sorted: the page itself at "/" and what it is made of.
func Paths() []string {
	var all []string
	for at := range assets {
		all = append(all, at)
	}
	slices.Sort(all)
	return all
}

// Handler serves the page to GET and HEAD. Any other path is 404, any other method 405. Browsers are told to ask each
// time and get 304 while nothing changed, so that a new version of the program never meets an old script.
func Handler() http.Handler { return http.HandlerFunc(serve) }

func serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	a, ok := assets[r.URL.Path]
	if !ok {
		http.Error(w, "there is nothing at this path", http.StatusNotFound)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "use GET", http.StatusMethodNotAllowed)
		return
	}
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "no-cache")
	h.Set("Etag", a.etag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(a.body))
}
