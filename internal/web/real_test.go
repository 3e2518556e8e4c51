package web_test

import (
	"bytes"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"

	"github.com/lanewise/lanewise/internal/server"
	"github.com/lanewise/lanewise/testdata"
)

// real is the program's own server with the sample book, on a fixed day; the page is its "/".
func real(t *testing.T) http.Handler {
	t.Helper()
	s, err := server.New(server.Config{Now: func() time.Time { return time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

// TestThePageOnTheServer goes the way of a seller through the real thing: the contracts, one parcel, its faults, a file.
func TestThePageOnTheServer(t *testing.T) {
	dir := t.TempDir()
	p := open(t, real(t), downloads(dir))
	if p == nil {
		return
	}
	p.wait(`document.querySelectorAll(".contract").length === 5`)
	p.has("#contracts", "YunExpress monthly ladder this month", "2650 parcels so far · 350 parcels to the next tier (6 % of the weight part)", "The next parcel earns 3 % of the weight part.", "WanB quarterly rebate this quarter")
	p.has("#book", "AliExpress online and offline shipping, 2026")
	p.click("#go")
	p.wait(`document.getElementById("fault-country") !== null && document.getElementById("fault-weight") !== null`)
	p.has("#fault-country", "Please fill this in.")
	p.click(`[data-lang="zh"]`)
	p.set("weight", "12,5")
	p.set("length_cm", "3")
	p.click("#go")
	p.wait(`document.getElementById("fault-country").innerText === "请填写此项。"`)
	p.has("#fault-weight", "须为数字", "12,5")
	if n := eval[int](p, `document.querySelectorAll("#order fieldset .fault").length`); n != 1 {
		t.Errorf("two missing sides are told of %d times", n)
	}
	p.click(`[data-lang="en"]`)
	p.typed()
	p.click("#go")
	p.wait(answered)
	p.has(".choice", "59.4532 CNY", "8.0058 CNY less than")
	p.has(".services", "59.4532", "67.4590", "69.6602", "71.0319", "173.1565")
	p.has(".priced", "2026-11-23", "one bad order at 6 CNY")
	p.click(".service.chosen .toggle")
	p.has(".service.chosen .panel", "81.14 × 0.35 kg", "rates.csv:235", "59.15", "59.4532")
	p.shot("server")

	p.drop("june.csv", "text/csv", testdata.Orders())
	p.wait(`document.getElementById("batch-save") !== null`)
	p.has("#batch-answer", "june.csv: 300 orders decided")
	p.click("#batch-save")
	if body := saved(t, filepath.Join(dir, "june-decisions.csv")); !bytes.HasPrefix(body, []byte("\xef\xbb\xbforder_id,status,channel")) || bytes.Count(body, []byte("\n")) != 301 {
		t.Errorf("the saved file has %d lines and begins %.60q", bytes.Count(body, []byte("\n")), body)
	}
	p.click("#batch-answer .actions .quiet")
	book := filepath.Join(dir, "june-decisions.xlsx")
	saved(t, book)
	f, err := excelize.OpenFile(book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("decisions")
	if err != nil || len(rows) != 301 {
		t.Errorf("the workbook has %d rows, want 301 (%v)", len(rows), err)
	}

	p.do(chromedp.SetUploadFiles(chromedp.ID("file"), []string{book}))
	p.wait(`document.querySelector("#batch-answer .error") !== null`)
	p.has("#batch-answer", "could not do this")
}

// TestSpreadsheetGuard sees that an id which a spreadsheet would run comes back harmless in the download.
func TestSpreadsheetGuard(t *testing.T) {
	dir := t.TempDir()
	p := open(t, real(t), downloads(dir))
	if p == nil {
		return
	}
	p.drop("ids.csv", "text/csv", []byte("order_id,country,weight_g\n=1+1,US,350\n"))
	p.wait(`document.getElementById("batch-save") !== null`)
	p.click("#batch-save")
	if body := saved(t, filepath.Join(dir, "ids-decisions.csv")); !bytes.Contains(body, []byte("\n'=1+1,")) {
		t.Errorf("the id is not guarded: %q", body)
	}
}
