//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// clientSays is what the program of testdata/client prints.
const clientSays = `without a key: 401 urn:lanewise:problem:unauthorized
quotes: 20 services, 16 refused, the best AE_STD 97.5851 CNY
decision: ship online AE_STD 97.5851 CNY of 2026-11-23
flips to: offline YT_THZXR
a bad order: 422 urn:lanewise:problem:invalid_order
  /country unknown
  /weight_g required
  /length_cm negative
  /width_cm missing_side
  /height_cm missing_side
no such shipment: 404 urn:lanewise:problem:no_shipment
batch: whole true
  order_id status channel service
  B-1 ship offline YT_THZXR
  B-2 invalid
plan: done proven true online 0.5 offline 0.5 contracts 5
  order_id status channel service
  B-1 ship offline YT_THZXR
  B-2 ship online AE_STD
booked: booked WB_WBPHFZ WB_QUARTER 1 0.65 61.95
shipment: booked A-1 2026-11-23 WB_WBPHFZ
contract: WB_QUARTER 1181 parcels, missing to the next tier 238.05
again: replayed true the same true
another order under the same key: 409 urn:lanewise:problem:key_reused
cancelled: cancelled
cancelled twice: 409 urn:lanewise:problem:already_cancelled
contract: WB_QUARTER 1180 parcels, missing to the next tier 300
outcome: delivered shop 4201 127 6
book: AliExpress online and offline shipping, 2026 from CN_SECO_G online
reload without the scope: 403 urn:lanewise:problem:forbidden
`

// generating is a module of a shop of its own, in which a client is generated with the tools pinned in tools/go.mod.
type generating struct {
	dir  string
	page string // docs/api.md
}

func newGenerating(t *testing.T) generating {
	t.Helper()
	g := generating{dir: t.TempDir(), page: readText(t, "../../docs/api.md")}
	mod := strings.Replace(readText(t, "../../tools/go.mod"), "module github.com/lanewise/lanewise/tools", "module shop", 1)
	for _, version := range regexp.MustCompile(`oapi-codegen@v[0-9.]+|runtime@v[0-9.]+`).FindAllString(g.page, -1) {
		name, version, _ := strings.Cut(version, "@")
		if !regexp.MustCompile(`/oapi-codegen/` + name + `(/v2)? ` + regexp.QuoteMeta(version) + `\b`).MatchString(mod) {
			t.Errorf("docs/api.md names %s@%s; tools/go.mod pins another", name, version)
		}
	}
	g.write(t, "go.mod", mod)
	g.write(t, "go.sum", readText(t, "../../tools/go.sum"))
	g.write(t, "main.go", readText(t, "testdata/client/main.go"))
	return g
}

func readText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (g generating) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(g.dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// command runs go in the module and gives its standard output. Nothing is fetched: what is not there was not pinned.
func (g generating) command(args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = g.dir
	cmd.Env = append(os.Environ(), "PWD="+g.dir, "GOPROXY=off", "GOWORK=off", "GOFLAGS=")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return string(out), err
}

// A client that a common generator makes of the document, by the command that docs/api.md gives, works against the server.
func TestGeneratedClient(t *testing.T) {
	g := newGenerating(t)
	if _, err := g.command("list", "-deps", "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen", "github.com/oapi-codegen/runtime"); err != nil {
		if os.Getenv("LANEWISE_E2E") == "1" {
			t.Fatalf("there is no generator; run `go mod download -modfile=tools/go.mod`: %v", err)
		}
		fmt.Fprintln(os.Stderr, "LEFT OUT: no client was generated from the OpenAPI document, since the generator is not there (go mod download -modfile=tools/go.mod)")
		return
	}
	arguments := regexp.MustCompile(`(?m)^go run github\.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v\S+ (.+)$`).FindStringSubmatch(g.page)
	if arguments == nil {
		t.Fatal("docs/api.md does not say how a client is generated")
	}

	ledger := filepath.Join(t.TempDir(), "shop.db")
	secret, err := program(t, "keys", "create", "--ledger", ledger, "--name", "shop", "--scope", "quote,book").Output()
	if err != nil {
		t.Fatal(err)
	}
	s := serve(t, "--ledger", ledger)
	g.write(t, "openapi.json", s.get(t, "/openapi.json"))
	if err := os.Mkdir(filepath.Join(g.dir, "lanewise"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		append([]string{"tool", "oapi-codegen"}, strings.Fields(arguments[1])...),
		{"build", "-o", "client", "."},
	} {
		if _, err := g.command(args...); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(filepath.Join(g.dir, "client"), s.url, strings.TrimSpace(string(secret))).CombinedOutput()
	if err != nil || string(out) != clientSays {
		t.Errorf("the client says (%v)\n%s\nwant\n%s", err, out, clientSays)
	}
}
