package web_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

var (
	browser context.Context // nil where no browser was found
	shots   = os.Getenv("LANEWISE_SHOTS")
)

// TestMain starts one browser for all tests. Without one it says aloud what is left out; LANEWISE_E2E=1 asks for it.
func TestMain(m *testing.M) {
	os.Exit(withBrowser(m.Run))
}

func withBrowser(run func() int) int {
	path := findBrowser()
	if path == "" {
		fmt.Fprintln(os.Stderr, "internal/web: no Chromium found: the page was NOT tried in a browser (typing, bars, languages, files, keyboard, phone, dark, XSS, keys)")
		if os.Getenv("LANEWISE_E2E") == "1" {
			fmt.Fprintln(os.Stderr, "internal/web: LANEWISE_E2E=1 asks for these tests; install chromium")
			return 1
		}
		return run()
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU, chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("lang", "en-US"))
	if os.Geteuid() == 0 {
		opts = append(opts, chromedp.NoSandbox)
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	defer stop()
	ctx, cancel := chromedp.NewContext(alloc)
	defer cancel()
	if err := chromedp.Do(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "internal/web: Chromium does not start:", err)
		return 1
	}
	browser = ctx
	return run()
}

func findBrowser() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// tab is a page in a browser profile of its own.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string
}

// open shows the page of a server in a new profile, or returns nil where there is no browser: then the test ends, and
// TestMain has told that.
func open(t *testing.T, h http.Handler, before ...chromedp.Action[chromedp.Void]) *tab {
	t.Helper()
	if browser == nil {
		return nil
	}
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	return visit(t, srv.URL, before...)
}

// visit is open for a server that runs already.
func visit(t *testing.T, url string, before ...chromedp.Action[chromedp.Void]) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	ctx, stop := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(stop)
	p := &tab{t: t, ctx: ctx, url: url}
	p.listen()
	p.do(chromedp.EmulateViewport(1280, 900))
	p.do(before...)
	p.load()
	return p
}

// load asks for the page anew, as typing its address does.
func (p *tab) load() {
	p.t.Helper()
	p.do(chromedp.Navigate(p.url + "/"))
	p.wait(`document.querySelector('#answer .card') !== null`)
}

// listen fails the test on whatever the page throws and whatever its policy refuses.
func (p *tab) listen() {
	p.t.Helper()
	var mu sync.Mutex
	var found []string
	messages := chromedp.Console(p.ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.IsException() || m.Source == "security" || strings.Contains(m.Text, "Content Security Policy") {
				mu.Lock()
				found = append(found, m.Text)
				mu.Unlock()
			}
		}
	}()
	p.t.Cleanup(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, text := range found {
			p.t.Errorf("the page's console: %s", text)
		}
	})
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// eval gives the value of an expression in the page.
func eval[T any](p *tab, expr string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expr))
	if err != nil {
		p.t.Fatalf("%s: %v", expr, err)
	}
	return v
}

// wait polls until an expression is true.
func (p *tab) wait(expr string) {
	p.t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(25 * time.Millisecond) {
		ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](expr))
		switch {
		case err == nil && ok:
			return
		case time.Now().After(end) || errors.Is(err, context.DeadlineExceeded):
			p.shot("stuck")
			p.t.Fatalf("waited in vain for %s (%v); the page says:\n%s", expr, err, eval[string](p, `document.body.innerText`))
		}
	}
}

// text is what a reader sees of an element.
func (p *tab) text(css string) string {
	p.t.Helper()
	return eval[string](p, fmt.Sprintf(`document.querySelector(%q)?.innerText ?? "(nothing at %s)"`, css, css))
}

func (p *tab) has(css string, wants ...string) {
	p.t.Helper()
	got := p.text(css)
	for _, want := range wants {
		if !strings.Contains(got, want) {
			p.t.Errorf("%s lacks %q:\n%s", css, want, got)
		}
	}
}

// set types a text into a field as a person does, in place of what is there.
func (p *tab) set(id, text string) {
	p.t.Helper()
	p.do(chromedp.Focus(chromedp.ID(id)))
	eval[bool](p, fmt.Sprintf(`document.getElementById(%q).select?.(), true`, id))
	p.do(chromedp.KeyEvent(text))
}

func (p *tab) click(css string) {
	p.t.Helper()
	p.do(chromedp.Click(chromedp.CSS(css), chromedp.NodeVisible))
}

// keys are those that tests press by name: their codes, and the text that Enter and the space bar also type.
var keys = map[string]input.DispatchKeyEventParams{
	"Enter":     {Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, Text: "\r"},
	"Tab":       {Key: "Tab", Code: "Tab", WindowsVirtualKeyCode: 9},
	"Escape":    {Key: "Escape", Code: "Escape", WindowsVirtualKeyCode: 27},
	"ArrowDown": {Key: "ArrowDown", Code: "ArrowDown", WindowsVirtualKeyCode: 40},
	"ArrowUp":   {Key: "ArrowUp", Code: "ArrowUp", WindowsVirtualKeyCode: 38},
	"Space":     {Key: " ", Code: "Space", WindowsVirtualKeyCode: 32, Text: " "},
}

// press sends keys to whatever has the focus, as the keyboard does: a key whose keydown the page takes types nothing.
func (p *tab) press(names ...string) {
	p.t.Helper()
	for _, name := range names {
		down := keys[name]
		down.Type = input.DispatchKeyEventTypeRawKeyDown
		if down.Text != "" {
			down.Type = input.DispatchKeyEventTypeKeyDown
		}
		up := down
		up.Type, up.Text = input.DispatchKeyEventTypeKeyUp, ""
		for _, ev := range []input.DispatchKeyEventParams{down, up} {
			if _, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, ev); err != nil {
				p.t.Fatal(err)
			}
		}
	}
}

// write types a text into whatever has the focus.
func (p *tab) write(text string) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(text))
}

// media sets what the reader's system prefers.
func media(name, value string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: name, Value: value}}})
		return err
	})
}

// shot keeps a picture of the whole page in the folder that LANEWISE_SHOTS names.
func (p *tab) shot(name string) {
	p.t.Helper()
	if shots == "" {
		return
	}
	png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Logf("no picture %s: %v", name, err)
		return
	}
	if err := os.WriteFile(filepath.Join(shots, name+".png"), bytes.Clone(png), 0o644); err != nil {
		p.t.Fatal(err)
	}
}
