// Package archtest keeps the picture in ARCHITECTURE.md true: who may import whom.
package archtest

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/lanewise/lanewise/"

// allowed lists what each package of the core may import of this module. Packages not listed are at the edge: they may
// import anything but a command.
var allowed = map[string][]string{
	"engine/money":        {},
	"rates/cond":          {},
	"internal/csvio":      {},
	"internal/xlsx":       {},
	"internal/skus":       {"engine", "engine/money", "internal/csvio", "internal/textfile", "internal/xlsx"},
	"internal/textfile":   {},
	"internal/countries":  {"rates"},
	"rates":               {"engine/money", "rates/cond", "internal/csvio", "internal/xlsx"},
	"engine":              {"engine/money", "rates", "rates/cond"},
	"internal/orders":     {"engine", "engine/money", "internal/countries", "internal/csvio", "internal/skus", "internal/textfile", "internal/xlsx", "rates"},
	"internal/report":     {"engine", "engine/money", "internal/orders", "internal/texttable", "internal/celltext", "internal/xlsxout", "rates"},
	"internal/batch":      {"engine", "internal/orders", "internal/report", "internal/turn"},
	"internal/turn":       {},
	"engine/plan":         {},
	"internal/planning":   {"engine", "engine/money", "engine/plan", "internal/orders", "internal/report", "internal/texttable", "internal/turn", "rates"},
	"internal/chart":      {},
	"internal/tqd":        {"engine/plan"},
	"internal/atomicfile": {},
	"internal/texttable":  {},
	"internal/xlsxout":    {},
	"internal/web":        {},
	"internal/ledger":     {"engine/money", "rates"},
	"internal/simulation": {"engine", "engine/money", "engine/plan", "internal/orders", "internal/planning", "internal/texttable", "rates"},
	"internal/twin":       {}, // shares no code with what it checks
	"internal/randbook":   {},
}

// pure packages compute: no files, network, environment, databases or clock.
var pure = []string{"engine", "engine/money", "engine/plan", "rates/cond"}

var impure = []string{"os", "net", "net/http", "database/sql", "time", "io/fs", "path/filepath", "encoding/csv"}

type listed struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) map[string][]string {
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all[strings.TrimPrefix(p.ImportPath, module)] = p.Imports
	}
}

func TestImportDirections(t *testing.T) {
	all := packages(t)
	for name, may := range allowed {
		imports, ok := all[name]
		if !ok {
			t.Errorf("package %s is listed here and does not exist", name)
		}
		for _, path := range imports {
			if own, ok := strings.CutPrefix(path, module); ok && !slices.Contains(may, own) {
				t.Errorf("%s imports %s", name, own)
			}
		}
	}
	for name, imports := range all {
		for _, path := range imports {
			if own, ok := strings.CutPrefix(path, module); ok && strings.HasPrefix(own, "cmd/") {
				t.Errorf("%s imports the command %s", name, own)
			}
		}
	}
}

func TestTheEngineIsPure(t *testing.T) {
	all := packages(t)
	for _, name := range pure {
		for _, path := range all[name] {
			if slices.Contains(impure, path) {
				t.Errorf("%s imports %s", name, path)
			}
		}
	}
}
