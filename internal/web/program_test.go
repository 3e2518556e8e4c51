package web_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/lanewise/lanewise/testdata"
)

// program is `lanewise` as it is built for users, with a folder to run in.
type program struct {
	t   *testing.T
	bin string
	dir string
}

// built compiles the program, or returns nil where there is no browser to show its page.
func built(t *testing.T) *program {
	t.Helper()
	if browser == nil {
		return nil
	}
	p := &program{t, filepath.Join(t.TempDir(), "lanewise"), t.TempDir()}
	if out, err := exec.Command("go", "build", "-o", p.bin, "github.com/lanewise/lanewise/cmd/lanewise").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return p
}

// run gives what a command writes to standard output, and to standard error.
func (p *program) run(args ...string) (stdout, stderr string) {
	p.t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command(p.bin, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = p.dir, &out, &errs
	if err := cmd.Run(); err != nil {
		p.t.Fatalf("%v: %v\n%s", args, err, errs.String())
	}
	return out.String(), errs.String()
}

// key makes a key with one scope.
func (p *program) key(scope string) (secret, id string) {
	p.t.Helper()
	out, told := p.run("keys", "create", "--name", scope, "--scope", scope)
	return strings.TrimSpace(out), regexp.MustCompile(`key_[a-z0-9]+`).FindString(told)
}

// serve starts `lanewise serve` on a free port and gives its address. It ends in good order with the test.
func (p *program) serve() (url string) {
	p.t.Helper()
	cmd := exec.Command(p.bin, "serve", "--listen", "127.0.0.1:0")
	cmd.Dir = p.dir
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		late := time.AfterFunc(30*time.Second, func() { cmd.Process.Kill() })
		defer late.Stop()
		if err := cmd.Wait(); err != nil {
			p.t.Errorf("the server ends with %v", err)
		}
	})
	line, _ := bufio.NewReader(out).ReadString('\n')
	m := regexp.MustCompile(`http://[0-9.:]+`).FindString(line)
	if m == "" {
		p.t.Fatalf("the server says %q", line)
	}
	return m
}

// another opens a second tab of the same browser profile at the same address.
func (p *tab) another() *tab {
	p.t.Helper()
	ctx, cancel := chromedp.NewContext(p.ctx)
	p.t.Cleanup(cancel)
	q := &tab{t: p.t, ctx: ctx, url: p.url}
	q.load()
	return q
}

const (
	asksForAKey = `!document.getElementById("key").hidden`
	keyRefused  = asksForAKey + ` && !document.getElementById("key-error").hidden`
	letIn       = `document.getElementById("key").hidden && document.querySelectorAll(".contract").length === 5`
)

// give types a key into the field that has the focus.
func (p *tab) give(key, until string) {
	p.t.Helper()
	if got := eval[string](p, focused); got != "key-input" {
		p.t.Fatalf("the focus is on %s, not on the field for the key", got)
	}
	p.write(key)
	p.press("Enter")
	p.wait(until)
}

// TestKeysOfTheProgram goes through the page of a server whose ledger has keys: none, a wrong one, one without the scope, a
// good one, which the tab remembers and no other tab sees, and the same after it was revoked.
func TestKeysOfTheProgram(t *testing.T) {
	prog := built(t)
	if prog == nil {
		return
	}
	quote, id := prog.key("quote")
	book, _ := prog.key("book")
	p := visit(t, prog.serve())
	p.wait(asksForAKey)
	if eval[bool](p, keyRefused) || eval[int](p, `document.querySelectorAll(".contract").length`) != 0 {
		t.Error("a key is refused that nobody gave, or contracts are shown without one")
	}
	p.has("#key", "This server asks for a key")
	p.shot("program-key")
	p.give("lw_wrong", keyRefused)
	p.has("#key-error", "does not accept this key")
	p.shot("program-key-wrong")
	p.give(book, keyRefused+` && document.getElementById("key-error").innerText.includes("scope")`)
	p.has("#key-error", "This key may not do that: the key lacks the scope quote")
	p.give(quote, letIn) // which is no scope to book with
	p.typed()
	p.click("#go")
	p.wait(answered)
	p.load()
	p.wait(letIn)
	p.typed()
	p.click("#go")
	p.wait(answered)
	p.another().wait(asksForAKey)

	prog.run("keys", "revoke", id)
	for end := time.Now().Add(time.Minute); eval[bool](p, `document.getElementById("key").hidden`) && time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		p.click("#go") // the ledger remembers good keys for a second
		p.wait(`!document.getElementById("go").hasAttribute("aria-busy")`)
	}
	p.wait(keyRefused)
	p.has("#key-error", "was revoked")
	p.has("#form-error", "was revoked")
	p.shot("program-key-revoked")
	next, _ := prog.key("quote")
	p.give("lw_wrong", keyRefused)
	p.give(next, letIn)
	p.wait(`document.getElementById("form-error").hidden`) // what was asked for is asked again
	p.click("#key-forget")
	p.wait(asksForAKey + ` && document.querySelectorAll(".contract, .choice").length === 0`)
}

// TestTooManyWrongKeys tells how long to wait instead of falling silent.
func TestTooManyWrongKeys(t *testing.T) {
	prog := built(t)
	if prog == nil {
		return
	}
	good, _ := prog.key("quote")
	p := visit(t, prog.serve())
	p.wait(asksForAKey)
	for range 10 {
		r, _ := http.NewRequest("GET", p.url+"/v1/book", nil)
		r.Header.Set("X-Api-Key", "lw_wrong")
		resp, err := http.DefaultClient.Do(r)
		if err != nil || resp.StatusCode != 401 {
			t.Fatal(err, resp)
		}
		resp.Body.Close()
	}
	p.give("lw_wrong", keyRefused)
	p.has("#key-error", "Try again in")
	p.give(good, letIn)
}

// TestTheProgramWithoutKeys is a seller's first look at the sample book: an order, its answer, the contracts before and after a
// booking, and a file whose decisions are those of the command line to the byte.
func TestTheProgramWithoutKeys(t *testing.T) {
	prog := built(t)
	if prog == nil {
		return
	}
	dir := t.TempDir()
	p := visit(t, prog.serve(), downloads(dir))
	p.wait(letIn)
	p.typed()
	p.do(chromedp.Focus(chromedp.ID("ship_date")))
	p.write("11232026") // as the browser's own field takes a day in English
	if day := eval[string](p, `document.getElementById("ship_date").value`); day != "2026-11-23" {
		t.Fatalf("the ship date is %q", day)
	}
	p.click("#go")
	p.wait(answered)
	p.has(".choice", "AliExpress Standard Shipping, special goods", "59.4532 CNY", "59.15 to pay", "8.0058 CNY less than")
	p.has(".services", "59.4532", "67.4590", "69.6602", "71.0319", "173.1565")
	if n := eval[int](p, `document.querySelectorAll(".service .bar .seg.freight").length`); n != 5 {
		t.Errorf("%d bars have freight, want 5", n)
	}
	p.has("#contracts", "2650 parcels so far · 350 parcels to the next tier")
	p.has(".priced", "2026-11-23")

	p.book("b1", `{"order_id":"B-1","country":"BE","weight_g":300,"service":"YT_THZXR","ship_date":"2026-11-23"}`)
	p.click("#go")
	p.wait(`document.getElementById("contracts").innerText.includes("2651 parcels so far · 349 parcels to the next tier")`)
	p.shot("program")

	p.drop("orders.csv", "text/csv", testdata.Orders())
	p.wait(`document.getElementById("batch-save") !== null`)
	p.has("#batch-answer", "orders.csv: 300 orders decided")
	p.click("#batch-save")
	got := saved(t, filepath.Join(dir, "orders-decisions.csv"))
	if err := os.WriteFile(filepath.Join(prog.dir, "orders.csv"), testdata.Orders(), 0o600); err != nil {
		t.Fatal(err)
	}
	want, _ := prog.run("decide", "orders.csv", "--for", "spreadsheet", "--ledger", "lanewise.db")
	if string(got) != want {
		t.Errorf("the page saves %d bytes, decide writes %d", len(got), len(want))
	}
}

// book books an order as a program of the seller's does.
func (p *tab) book(key, order string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, "POST", p.url+"/v1/shipments", strings.NewReader(order))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", key)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	if text, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusCreated {
		p.t.Fatalf("the booking is answered %d: %s", resp.StatusCode, text)
	}
}
