package report_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/internal/report"
	"github.com/lanewise/lanewise/rates"
)

// plainRows are every order of the tests' file in CSV, and rows with awkward ids.
func plainRows(t *testing.T, enc report.Encoder) []byte {
	t.Helper()
	b, e := world(t)
	out := enc.Begin(nil)
	answerAll(t, b, e, func(row *orders.Row, d *engine.Decision) { out = enc.Append(out, row, d) })
	for _, id := range []string{`"`, `a"b`, "a,b", "a\nb", "=1+1", `=1,"2"`, "\t=1", " =1", "订单"} {
		out = enc.Append(out, &orders.Row{ID: id, Faults: orders.Faults{{Msg: id}}}, nil)
	}
	return out
}

func records(t *testing.T, b []byte) [][]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A choice of columns gives the cells of the full rows, in the order asked for. A row stays a row where its one cell is
// empty.
func TestChosenColumns(t *testing.T) {
	b, _ := world(t)
	for _, c := range []struct {
		enc  report.Encoder
		all  []string
		keep []string
	}{
		{report.Decisions(report.CSV, b, 0), report.DecisionColumns, []string{"total_cost", "order_id", "message"}},
		{report.Decisions(report.CSV, b, 0), report.DecisionColumns, []string{"flags"}},
		{report.Decisions(report.CSV, b, 0), report.DecisionColumns, report.DecisionColumns},
		{report.Quotes(report.CSV, b, 0), report.QuoteColumns, []string{"message", "order_id", "rank"}},
	} {
		full := records(t, plainRows(t, c.enc))
		got := records(t, plainRows(t, report.Shaped(c.enc, report.Shape{All: c.all, Keep: c.keep})))
		want := make([][]string, 0, len(full))
		for _, r := range full {
			var cells []string
			for _, name := range c.keep {
				cells = append(cells, r[slices.Index(c.all, name)])
			}
			want = append(want, cells)
		}
		if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
			t.Errorf("%q:\ngot  %q\nwant %q", c.keep, got, want)
		}
	}
}

// For a spreadsheet, texts that it would run have an apostrophe before them; numbers and all else stay as they are.
func TestGuarded(t *testing.T) {
	b, _ := world(t)
	enc := report.Decisions(report.CSV, b, 0)
	got, marked := bytes.CutPrefix(plainRows(t, report.Shaped(enc, report.Shape{All: report.DecisionColumns, Guarded: true})), []byte("\ufeff"))
	if !marked {
		t.Error("no byte order mark")
	}
	plain, guarded := records(t, plainRows(t, enc)), records(t, got)
	if len(plain) != len(guarded) {
		t.Fatalf("%d rows of %d", len(guarded), len(plain))
	}
	negative := 0
	for i, row := range plain {
		for k, want := range row {
			number := strings.HasSuffix(report.DecisionColumns[k], "_cost")
			if number && strings.HasPrefix(want, "-") {
				negative++
			}
			if !number && want != "" && strings.ContainsAny(strings.TrimLeft(want, " ")[:1], "=+-@\t\r\n") {
				want = "'" + want
			}
			if guarded[i][k] != want {
				t.Errorf("row %d %s: %q, want %q", i, report.DecisionColumns[k], guarded[i][k], want)
			}
		}
	}
	if negative == 0 {
		t.Error("no negative number was looked at")
	}
}

func TestGuardedTexts(t *testing.T) {
	b, _ := world(t)
	enc := report.Shaped(report.Decisions(report.CSV, b, 0), report.Shape{All: report.DecisionColumns, Keep: []string{"order_id", "status"}, Guarded: true})
	for id, want := range map[string]string{
		"=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\ta": "'\ta", "\ra": "'\ra", "\na": "'\na", "  =1": "'  =1", "＝1": "'＝1", "＋": "'＋", "－a": "'－a", "＠a": "'＠a",
		`=HYPERLINK("x","y")`: `'=HYPERLINK("x","y")`, "a=1": "a=1", "1-2": "1-2", "订单": "订单", "": "", " ": " ", "'=1": "'=1", `"=1"`: `"=1"`,
	} {
		line := enc.Append(nil, &orders.Row{ID: id, Faults: orders.Faults{{Msg: "x"}}}, nil)
		if got := strings.TrimSuffix(string(line), ",invalid\n"); got != quoted(want) {
			t.Errorf("%q is written %s, want %s", id, got, quoted(want))
		}
	}
}

// quoted writes a cell as the encoder does; what the guard changes stands in quotes only if it did before.
func quoted(s string) string {
	inner := strings.TrimPrefix(s, "'")
	if strings.ContainsAny(inner, ",\"\r\n") || inner != strings.Trim(inner, " \t") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

// Shaping appends behind what is there and needs no memory of its own in the steady state.
func TestShapedAppends(t *testing.T) {
	b, _ := world(t)
	enc := report.Shaped(report.Decisions(report.CSV, b, 0), report.Shape{All: report.DecisionColumns, Keep: []string{"order_id"}})
	row := &orders.Row{ID: "A", Faults: orders.Faults{{Msg: "x"}}}
	dst := append(make([]byte, 0, 1000), "before\n"...)
	if got := string(enc.Append(dst, row, nil)); got != "before\nA\n" {
		t.Errorf("got %q", got)
	}
}

// Whatever an id is, the guarded cell holds it, and begins with nothing that a spreadsheet runs.
func FuzzGuarded(f *testing.F) {
	for _, id := range []string{"", "A-1", "=1+1", ` =1,"2"`, "\t\"", "'", "＝", "a\nb", "订单"} {
		f.Add(id)
	}
	enc := report.Shaped(report.Decisions(report.CSV, &rates.Book{}, 0), report.Shape{All: report.DecisionColumns, Keep: []string{"order_id", "status"}, Guarded: true})
	f.Fuzz(func(t *testing.T, id string) {
		row := &orders.Row{ID: id, Faults: orders.Faults{{Msg: id}}}
		line := enc.Append(nil, row, nil)
		all, err := csv.NewReader(bytes.NewReader(line)).ReadAll()
		if err != nil || len(all) != 1 || len(all[0]) != 2 || all[0][1] != "invalid" {
			t.Fatalf("%q is written %q: %q, %v", id, line, all, err)
		}
		got, id := all[0][0], strings.ReplaceAll(id, "\r\n", "\n") // as the standard library reads them
		if got != id && got != "'"+id {
			t.Errorf("%q is read back as %q", id, got)
		}
		if plain := strings.TrimLeft(got, " "); plain != "" && strings.ContainsAny(plain[:1], "=+-@\t\r\n") {
			t.Errorf("%q is written %q, which a spreadsheet may run", id, got)
		}
	})
}

func TestUnshapedIsTheEncoder(t *testing.T) {
	b, _ := world(t)
	enc := report.Decisions(report.CSV, b, 0)
	if report.Shaped(enc, report.Shape{All: report.DecisionColumns}) != enc {
		t.Error("an encoder that nothing is asked of was wrapped")
	}
}
