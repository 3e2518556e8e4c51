package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

func TestFaultsStandAtTheirFields(t *testing.T) {
	p := open(t, newFake(t, nil))
	if p == nil {
		return
	}
	p.set("country", "Atlantis")
	p.set("weight", "12,5")
	eval[bool](p, `document.getElementById("hs6_count").value = "0", true`)
	p.click("#go")
	p.wait(`document.getElementById("fault-weight") !== null`)
	p.has("#fault-country", "Atlantis")
	p.has("#fault-weight", "12,5")
	p.has("#form-error", "3 fields need another look")
	if got := eval[string](p, focused); got != "country" {
		t.Errorf("the focus is at %s, want the first field at fault", got)
	}
	if !eval[bool](p, `document.getElementById("fault-hs6_count").checkVisibility()`) {
		t.Error("the fault of a folded field is not to be seen")
	}
	p.shot("faults")
	p.set("country", "US")
	p.set("weight", "350")
	eval[bool](p, `document.getElementById("hs6_count").value = "", true`)
	p.click("#go")
	p.wait(answered)
	if n := eval[int](p, `document.querySelectorAll("[aria-invalid], .fault").length`); n != 0 {
		t.Errorf("%d faults stay after they are mended", n)
	}
	p.click(".astable > summary")
	p.set("weight", "351")
	p.has(".stale", "The order has changed")
	p.click(`[data-lang="zh"]`)
	p.has(".stale", "订单已修改")
	if !eval[bool](p, `document.querySelector(".astable").open`) {
		t.Error("what was unfolded is folded again")
	}
}

// TestKeyIsAskedFor walks through a server that wants a key: the key goes with every call, lives in the tab alone and
// stands in no URL.
func TestKeyIsAskedFor(t *testing.T) {
	const secret = "lw_0123456789"
	inner := newFake(t, nil)
	var leaked, refused atomic.Int32
	guarded := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.String()+r.Header.Get("Referer"), secret) {
			leaked.Add(1)
		}
		if strings.HasPrefix(r.URL.Path, "/v1/") && r.Header.Get("Authorization") != "Bearer "+secret {
			refused.Add(1)
			refuse(w, 401, `{"title":"A key is needed","status":401}`)
			return
		}
		inner.ServeHTTP(w, r)
	})
	p := open(t, guarded)
	if p == nil {
		return
	}
	p.wait(`!document.getElementById("key").hidden`)
	p.shot("key")
	p.write("wrong")
	p.press("Enter")
	p.wait(`!document.getElementById("key-error").hidden`)
	p.has("#key-error", "does not accept")
	p.write(secret)
	p.press("Enter")
	p.wait(`document.getElementById("key").hidden && document.querySelectorAll(".contract").length > 0`)
	before := refused.Load()
	p.typed()
	p.click("#go")
	p.wait(answered)
	if refused.Load() != before {
		t.Error("calls went out without the key")
	}
	if kept := eval[string](p, `JSON.stringify(localStorage) + document.cookie + location.href + document.body.innerHTML`); strings.Contains(kept, secret) {
		t.Error("the key is kept elsewhere than in the tab")
	}
	if kept := eval[string](p, `sessionStorage.getItem("lanewise.key")`); kept != secret {
		t.Errorf("the tab keeps %q", kept)
	}
	p.click("#key-forget")
	p.wait(`!document.getElementById("key").hidden && document.querySelectorAll(".contract, .choice").length === 0`)
	if kept := eval[bool](p, `sessionStorage.getItem("lanewise.key") === null`); !kept {
		t.Error("the forgotten key stays")
	}
	if leaked.Load() > 0 {
		t.Error("the key stood in a URL")
	}
}

func TestServerThatIsBusyOrGone(t *testing.T) {
	var mode atomic.Int32
	inner := newFake(t, nil)
	p := open(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/v1/decisions" && mode.Load() == 1:
			w.Header().Set("Retry-After", "7")
			refuse(w, 429, `{"title":"Too many requests"}`)
		case r.URL.Path == "/v1/decisions" && mode.Load() == 2:
			panic(http.ErrAbortHandler)
		case r.URL.Path == "/v1/decisions" && mode.Load() == 3:
			http.Error(w, "<h1>gateway</h1>", http.StatusBadGateway)
		default:
			inner.ServeHTTP(w, r)
		}
	}))
	if p == nil {
		return
	}
	p.typed()
	for i, want := range []string{"busy. Try again in 7 s", "does not answer", "could not do this (502)"} {
		mode.Store(int32(i + 1))
		p.click("#go")
		p.wait(fmt.Sprintf(`document.getElementById("form-error").innerText.includes(%q)`, want))
	}
	mode.Store(0)
	p.click("#go")
	p.wait(answered)
}
