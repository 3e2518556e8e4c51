package web_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"

	"github.com/lanewise/lanewise/testdata"
)

// recorder keeps an answer for a test to change.
type recorder struct {
	head   http.Header
	status int
	body   bytes.Buffer
}

func newRecorder() *recorder { return &recorder{http.Header{}, 200, bytes.Buffer{}} }

func (r *recorder) Header() http.Header         { return r.head }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }

// downloads lets the page save files into a folder.
func downloads(dir string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		own := chromedp.FromContext(ctx).BrowserContextID
		_, err := chromedp.CallBrowser(ctx, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{Behavior: "allow", BrowserContextID: own, DownloadPath: dir})
		return err
	})
}

func saved(t *testing.T, path string) []byte {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if body, err := os.ReadFile(path); err == nil && len(body) > 0 {
			return body
		}
		if time.Now().After(end) {
			t.Fatalf("%s was not saved", path)
		}
	}
}

func TestDroppingACSV(t *testing.T) {
	dir := t.TempDir()
	p := open(t, newFake(t, nil), downloads(dir))
	if p == nil {
		return
	}
	p.drop("june.csv", "text/csv", testdata.Orders())
	p.wait(`document.getElementById("batch-save") !== null`)
	p.has("#batch-answer", "june.csv: 300 orders decided", "ship", "online", "offline", "Rows that need a person")
	p.has("#batch-live", "300 orders decided")
	sums := eval[[]string](p, `[...document.querySelectorAll(".figure")].map(e => e.className.split(" ")[1] + "=" + e.querySelector("dd").innerText)`)
	if len(sums) < 4 {
		t.Errorf("figures: %v", sums)
	}
	p.click(".look > summary")
	p.shot("batch")
	p.click("#batch-save")
	body := saved(t, filepath.Join(dir, "june-decisions.csv"))
	if rows := bytes.Count(body, []byte("\n")); rows != 301 || !bytes.Contains(body, []byte("order_id,status,channel,service")) {
		t.Errorf("the saved file has %d lines and begins %.60q", rows, body)
	}
	p.click(`[data-lang="zh"]`)
	p.has("#batch-answer", "已决定 300 个订单", "下载结果")
}

// TestChoosingAWorkbook picks an .xlsx by the file field, as without a mouse.
func TestChoosingAWorkbook(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "orders.xlsx")
	f := excelize.NewFile()
	for i, row := range [][]any{{"order_id", "country", "weight_g"}, {"A-1", "US", 350}, {"A-2", "DE", 200}, {"A-3", "XX", 1}} {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := f.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SaveAs(name); err != nil {
		t.Fatal(err)
	}
	p := open(t, newFake(t, nil), downloads(dir))
	if p == nil {
		return
	}
	p.do(chromedp.SetUploadFiles(chromedp.ID("file"), []string{name}))
	p.wait(`document.getElementById("batch-save") !== null`)
	p.has("#batch-answer", "orders.xlsx: 3 orders decided", "cannot be read")
	p.drop("again.xlsx", "", must(os.ReadFile(name)))
	p.wait(`document.getElementById("batch-answer").innerText.includes("again.xlsx: 3 orders")`)
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

// TestFilesThatFail shows what the server says of a file it cannot read, and an answer that breaks off.
func TestFilesThatFail(t *testing.T) {
	p := open(t, newFake(t, nil))
	if p == nil {
		return
	}
	p.drop("bad.csv", "text/csv", []byte("id;land\n1;2\n"))
	p.wait(`document.querySelector("#batch-answer .error") !== null`)
	p.has("#batch-answer", "422", "semicolons")

	cut := open(t, newFake(t, map[string]http.HandlerFunc{"/v1/decisions/batch": func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("order_id,status\nA,ship\n" + strings.Repeat("x", 1<<16)))
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}}))
	cut.drop("cut.csv", "text/csv", []byte("order_id,country,weight_g\nA,US,1\n"))
	cut.wait(`document.querySelector("#batch-answer .error") !== null`)
	cut.has("#batch-answer", "broke off")
	if eval[bool](cut, `document.getElementById("batch-save") !== null`) {
		t.Error("half an answer is offered for download")
	}
}
