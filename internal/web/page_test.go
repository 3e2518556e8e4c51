package web_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/lanewise/lanewise/internal/web"
)

// paged puts the page before an API.
func paged(api http.Handler) http.Handler {
	page := web.Handler()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slices.Contains(web.Paths(), r.URL.Path) {
			page.ServeHTTP(w, r)
			return
		}
		api.ServeHTTP(w, r)
	})
}

// typed fills in the order of most tests: 350 g to the United States.
func (p *tab) typed() {
	p.t.Helper()
	p.set("country", "united states")
	p.press("Enter")
	p.set("weight", "350")
	p.set("length_cm", "20")
	p.set("width_cm", "15")
	p.set("height_cm", "5")
	p.set("value", "12")
	p.set("attributes", "battery")
}

const answered = `document.querySelector('.choice .lead') !== null`

func TestTypingAnOrderAndReadingTheBars(t *testing.T) {
	p := open(t, newFake(t, nil))
	if p == nil {
		return
	}
	p.shot("light-empty")
	p.typed()
	p.click("#go")
	p.wait(answered)
	p.has(".choice", "AliExpress Standard Shipping, special goods", "59.4532 CNY", "59.15 to pay", "0.3032 expected", "8.0058 CNY less than", "YT_THZXR", "What would change the choice", "one costs 6 CNY today")
	p.has(".services", "59.4532", "67.4590", "69.6602", "71.0319", "173.1565", "online", "offline", "chosen")
	p.has("#live", "Ship online by")
	if n := eval[int](p, `document.querySelectorAll('.service').length`); n != 5 {
		t.Errorf("%d bars, want 5", n)
	}
	widths := eval[[]float64](p, `[...document.querySelectorAll('.bar')].map(b => [...b.querySelectorAll('.seg')].reduce((s, e) => s + e.getBoundingClientRect().width, 0) / b.getBoundingClientRect().width)`)
	if len(widths) != 5 || !slices.IsSorted(widths[:2]) || widths[4] < 0.95 || widths[0] > 0.5 {
		t.Errorf("bars are not as long as their charges: %v", widths)
	}
	p.click(".service.chosen .toggle")
	p.has(".service.chosen .panel", "Freight", "81.14 × 0.35 kg", "58.85", "rates.csv:235", "label_handling", "surcharges.csv:2", "To pay", "59.15", "Risk", "0.3032", "Total", "59.4532")
	p.click(".astable summary")
	p.has(".astable table", "Freight", "−1.09", "56.40", "57.06", "67.4590")
	if over := eval[int](p, `(e => e.scrollWidth - e.clientWidth)(document.querySelector(".astable .scroll"))`); over > 0 {
		t.Errorf("the table is %d px wider than its place on a usual screen", over)
	}
	p.click(".refused > summary")
	p.has(".refused", "oes not carry goods with these attributes", "us_5usd_level", "as no price in force on the ship date", "CP_RAM")
	p.has(".priced", "2026-11-23", "one bad order at 6 CNY")
	p.shot("light")
}
