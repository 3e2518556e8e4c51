package web_test

import (
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"
)

// priced shows the answer to the usual order.
func priced(t *testing.T, h http.Handler, before ...chromedp.Action[chromedp.Void]) *tab {
	t.Helper()
	p := open(t, h, before...)
	if p == nil {
		return nil
	}
	p.typed()
	p.click("#go")
	p.wait(answered)
	return p
}

func TestSwitchingTheLanguage(t *testing.T) {
	p := priced(t, newFake(t, nil))
	if p == nil {
		return
	}
	p.click(`[data-lang="zh"]`)
	p.wait(`document.documentElement.lang === "zh-CN"`)
	p.has("h1", "运费试算")
	p.has(".choice", "线上", "总成本 59.4532 CNY", "差评单")
	p.has(".services", "选中", "应付 59.15")
	p.has("#contracts", "本期合同进度", "2650 件", "距下一档还差 350 件")
	if got := eval[string](p, `document.getElementById("country").value`); got != "美国" {
		t.Errorf("destination %q, want 美国", got)
	}
	if got := eval[string](p, `document.querySelector('[data-lang="zh"]').getAttribute("aria-pressed")`); got != "true" {
		t.Errorf("the button of the language is not pressed")
	}
	p.shot("chinese")
	p.do(chromedp.Navigate(p.url + "/"))
	p.wait(`document.querySelector('#answer .card') !== null`)
	p.has("h1", "运费试算")
	p.set("country", "deguo")
	p.set("country", "德国")
	p.press("Enter")
	p.set("weight", "200")
	p.press("Enter")
	p.wait(answered)
	p.has(".choice", "总成本")
}

// TestBothLanguagesSayEverything compares the two tables of texts with each other and with what the page asks for.
func TestBothLanguagesSayEverything(t *testing.T) {
	p := open(t, newFake(t, nil))
	if p == nil {
		return
	}
	const load = `(async () => { const {en} = await import("/text_en.js"); const {zh} = await import("/text_zh.js");
		const slots = s => (s.match(/\{\w+\}/g) ?? []).sort().join();
		const asked = [...document.querySelectorAll("[data-t],[data-aria],[data-p]")].flatMap(e => [e.dataset.t, e.dataset.aria, e.dataset.p]).filter(Boolean);
		return [...Object.keys(en).filter(k => !(k in zh)).map(k => "zh lacks " + k), ...Object.keys(zh).filter(k => !(k in en)).map(k => "en lacks " + k),
			...Object.keys(en).filter(k => k in zh && slots(en[k]) !== slots(zh[k])).map(k => "different {names} in " + k), ...asked.filter(k => !(k in en)).map(k => "no text " + k)]; })()`
	faults, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]string](load, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
}

// TestHeldAndImpossibleOrders shows the two answers without a plain choice.
func TestHeldAndImpossibleOrders(t *testing.T) {
	p := open(t, newFake(t, map[string]http.HandlerFunc{
		"/v1/quotes":    says(`{"order_id":"","status":"hold","flags":[],"quotes":[{"service":"AE_STD","channel":"online","reason":"overweight"},{"service":"CP_RAM","channel":"offline","reason":"rule:us_5usd_level"}],"priced_at":1}`),
		"/v1/decisions": says(`{"order_id":"","status":"hold","flags":["no_dims"],"held_by":{"rule":"dear","reason":"parcels above 500 USD are checked by a person"},"currency":"CNY","nearest":{"service":"AE_STD","reason":"overweight"},"priced_at":1}`),
	}))
	if p == nil {
		return
	}
	p.typed()
	p.click("#go")
	p.wait(`document.querySelector(".choice.hold") !== null`)
	p.has(".choice", "Held for a person", "parcels above 500 USD", "rule dear", "No service takes this parcel", "AliExpress Standard Shipping AE_STD: does not take a parcel of this weight", "No size was given")
	p.has(".refused", "oes not take a parcel of this weight", "standard or express class only")

	p = open(t, newFake(t, nil))
	p.set("country", "Germany")
	p.press("Enter")
	p.set("weight", "9000000")
	p.click("#go")
	p.wait(`document.querySelector(".choice.none") !== null`)
	p.has(".choice", "No service takes this parcel", "The nearest is", "weight")
	p.has("#live", "No service takes this parcel")
	p.shot("none")
}
