package web_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/lanewise/lanewise/testdata"
)

// focused tells what has the focus: id, else class, else tag.
const focused = `(e => e.id || e.className || e.tagName)(document.activeElement)`

func TestKeyboardOnly(t *testing.T) {
	p := open(t, newFake(t, nil))
	if p == nil {
		return
	}
	p.press("Tab")
	if got := eval[string](p, focused); got != "skip" {
		t.Errorf("the first stop is %s, want the skip link", got)
	}
	if hidden := eval[bool](p, `document.querySelector(".skip").getBoundingClientRect().top < 0`); hidden {
		t.Error("the skip link has the focus and is not to be seen")
	}
	p.press("Enter")
	if got := eval[string](p, focused); got != "results" {
		t.Errorf("the skip link leads to %s", got)
	}
	eval[bool](p, `document.querySelector('[data-lang="zh"]').focus(), true`)
	p.press("Tab")
	if got := eval[string](p, focused); got != "country" {
		t.Fatalf("after the languages comes %s, want country", got)
	}
	p.write("germ")
	p.wait(`document.getElementById("country").getAttribute("aria-activedescendant") === "country-DE"`)
	p.press("ArrowDown", "ArrowUp", "Enter")
	if got := eval[string](p, `document.getElementById("country").value`); got != "Germany" {
		t.Errorf("chose %q, want Germany", got)
	}
	if n := eval[int](p, `document.querySelectorAll(".choice").length`); n != 0 {
		t.Error("choosing a country sent the form")
	}
	p.press("Tab", "Tab")
	if got := eval[string](p, focused); got != "weight" {
		t.Fatalf("two stops after the country comes %s, want weight", got)
	}
	ring := eval[string](p, `getComputedStyle(document.activeElement).outlineStyle`)
	if ring == "none" {
		t.Error("the focus cannot be seen")
	}
	p.write("300")
	p.press("Enter")
	p.wait(answered)
	p.has("#live", "Ship ")
	eval[bool](p, `document.querySelector(".service .toggle").focus(), true`)
	p.press("Enter")
	p.wait(`document.querySelector(".service .toggle").getAttribute("aria-expanded") === "true"`)
	p.has(".service .panel", "Freight")
	p.press("Space")
	p.wait(`document.querySelector(".service .panel").hidden`)
}

// TestEveryControlHasAName asks the browser's own accessibility tree what a screen reader would say.
func TestEveryControlHasAName(t *testing.T) {
	p := priced(t, newFake(t, nil))
	if p == nil {
		return
	}
	nameless := eval[[]string](p, `[...document.querySelectorAll("input, select, button, table, [role=region]")].filter(e => {
		const label = e.getAttribute("aria-label") || (e.labels && [...e.labels].map(l => l.textContent).join("")) || (e.caption && e.caption.textContent) || (e.tagName === "BUTTON" && e.textContent);
		return !label || !label.trim(); }).map(e => e.outerHTML.slice(0, 80))`)
	for _, e := range nameless {
		t.Errorf("no name: %s", e)
	}
	if twice := eval[[]string](p, `(ids => ids.filter((id, i) => ids.indexOf(id) !== i))([...document.querySelectorAll("[id]")].map(e => e.id))`); len(twice) > 0 {
		t.Errorf("ids stand twice: %v", twice)
	}
	if dangling := eval[[]string](p, `[...document.querySelectorAll("[aria-describedby],[aria-controls],[aria-labelledby]")].flatMap(e => ["aria-describedby", "aria-controls", "aria-labelledby"].flatMap(a => (e.getAttribute(a) ?? "").split(" "))).filter(id => id && !document.getElementById(id))`); len(dangling) > 0 {
		t.Errorf("names nobody has: %v", dangling)
	}
}

func TestPhone(t *testing.T) {
	phone := chromedp.EmulateViewport(360, 740, chromedp.EmulateMobile)
	p := priced(t, newFake(t, nil), phone)
	if p == nil {
		return
	}
	p.drop("june.csv", "text/csv", testdata.Orders())
	p.wait(`document.querySelector(".look") !== null`)
	for _, lang := range []string{"en", "zh"} {
		eval[bool](p, fmt.Sprintf(`document.querySelector('[data-lang=%q]').click(), true`, lang))
		eval[bool](p, `document.querySelectorAll("details").forEach(e => { e.open = true; }), document.querySelectorAll(".toggle[aria-expanded=false]").forEach(e => e.click()), true`)
		if w := eval[int](p, `document.documentElement.scrollWidth`); w > 360 {
			wide := eval[[]string](p, `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > 361 && !e.closest(".scroll, .panel")).map(e => e.outerHTML.slice(0, 70))`)
			t.Errorf("%s: the page is %d px wide on a screen of 360: %v", lang, w, wide)
		}
		if cut := eval[bool](p, `(e => e.scrollWidth > e.clientWidth)(document.querySelector(".look .scroll"))`); cut {
			t.Errorf("%s: the rows that need a person are cut off on a phone", lang)
		}
		p.shot("phone-" + lang)
	}
	if small := eval[[]string](p, `[...document.querySelectorAll("button, select, input:not([type=file])")].filter(e => { const r = e.getBoundingClientRect(); return r.height > 0 && r.height < 32; }).map(e => e.outerHTML.slice(0, 60))`); len(small) > 0 {
		t.Errorf("too small for a finger: %v", small)
	}
}

func TestDark(t *testing.T) {
	p := priced(t, newFake(t, nil), media("prefers-color-scheme", "dark"))
	if p == nil {
		return
	}
	p.shot("dark")
	dark := poorContrast(p)
	p.do(media("prefers-color-scheme", "light"))
	for _, e := range append(dark, poorContrast(p)...) {
		t.Error(e)
	}
	if moves := eval[bool](p, `matchMedia("(prefers-color-scheme: dark)").matches`); moves {
		t.Error("the page was not looked at in the light")
	}
}

// poorContrast lists texts with a contrast under 4.5:1 to what is behind them.
func poorContrast(p *tab) []string {
	return eval[[]string](p, `(() => {
		const rgb = c => (c.match(/[\d.]+/g) ?? []).map(Number);
		const lum = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
		const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c.slice(0, 3); } return [255, 255, 255]; };
		const bad = new Set();
		for (const e of document.querySelectorAll("body *")) {
			if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || !e.checkVisibility()) continue;
			const [a, b] = [lum(rgb(getComputedStyle(e).color).slice(0, 3)), lum(behind(e))];
			const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
			if (ratio < 4.5) bad.add(getComputedStyle(document.documentElement).colorScheme + " " + e.tagName + "." + e.className + " " + ratio.toFixed(2));
		}
		return [...bad];
	})()`)
}

func TestReducedMotion(t *testing.T) {
	p := priced(t, newFake(t, nil), media("prefers-reduced-motion", "reduce"))
	if p == nil {
		return
	}
	if moving := eval[int](p, `[...document.querySelectorAll("*")].filter(e => ["", "::after"].some(x => { const s = getComputedStyle(e, x); return s.transitionDuration !== "0s" || s.animationName !== "none"; })).length`); moving > 0 {
		t.Errorf("%d elements move though the reader asked for none", moving)
	}
}
