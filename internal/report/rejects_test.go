package report_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
)

// divided writes the orders of the tests' file with rejects, in pieces of n bytes.
func divided(t *testing.T, f report.Format, guarded bool, n int) (rows, rejects []byte) {
	t.Helper()
	b, e := world(t)
	enc := report.WithRejects(report.Decisions(f, b, 80), guarded)
	all := enc.Begin(nil)
	answerAll(t, b, e, func(row *orders.Row, d *engine.Decision) { all = enc.Append(all, row, d) })
	var out, bad bytes.Buffer
	v := &report.Divider{Rows: &out, Rejects: &bad}
	for piece := range slices.Chunk(all, n) {
		if _, err := v.Write(piece); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes(), bad.Bytes()
}

// The rows are what they are without rejects, and the rejects do not depend on the format.
func TestRejectsLeaveRowsAlone(t *testing.T) {
	b, e := world(t)
	_, want := divided(t, report.CSV, false, 1<<20)
	checkGolden(t, "rejects.csv", want)
	for _, f := range []report.Format{report.CSV, report.NDJSON, report.Table, report.XLSX} {
		enc := report.Decisions(f, b, 80)
		plain := enc.Begin(nil)
		answerAll(t, b, e, func(row *orders.Row, d *engine.Decision) { plain = enc.Append(plain, row, d) })
		for _, n := range []int{1, 100, 1 << 20} {
			rows, rejects := divided(t, f, false, n)
			if !bytes.Equal(rows, plain) || !bytes.Equal(rejects, want) {
				t.Errorf("%s in pieces of %d bytes: rows or rejects differ", f, n)
			}
		}
	}
}

// Every fault of every invalid order is a reject, with the line and the cell.
func TestRejectsNameEveryFault(t *testing.T) {
	b, e := world(t)
	_, got := divided(t, report.CSV, false, 1<<20)
	rejects := records(t, got)[1:]
	answerAll(t, b, e, func(row *orders.Row, d *engine.Decision) {
		for i, f := range row.Faults {
			if rejects[0][2] != row.ID || rejects[0][3] != f.Column || rejects[0][4] != row.Blamed[i] || rejects[0][5] != f.Msg {
				t.Errorf("got %q for %s, fault %v", rejects[0], row.ID, f)
			}
			rejects = rejects[1:]
		}
		if len(row.Faults) == 0 && d.Status == engine.Invalid {
			if rejects[0][2] != row.ID || rejects[0][3] != d.Fault.Column || rejects[0][4] == "" {
				t.Errorf("got %q for %s, fault %v", rejects[0], row.ID, d.Fault)
			}
			rejects = rejects[1:]
		}
	})
	if len(rejects) > 0 {
		t.Errorf("rejects too many: %q", rejects)
	}
}

func TestGuardedRejects(t *testing.T) {
	b, _ := world(t)
	enc := report.WithRejects(report.Decisions(report.CSV, b, 0), true)
	row := &orders.Row{File: "=f.csv", Line: 7, ID: "=1", Faults: orders.Faults{{Column: "weight_g", Msg: "@bad"}}, Blamed: []string{`-1,"2"`}}
	if got, want := string(enc.Append(nil, row, nil)), "'=f.csv,7,'=1,weight_g,\"'-1,\"\"2\"\"\",'@bad\n\x00"; !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want it to end in %q", got, want)
	}
}
