package randbook

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/lanewise/lanewise/internal/twin"
)

func load(t *testing.T, seed uint64) (*twin.Book, map[string][]byte) {
	t.Helper()
	files := Book(seed)
	folder := fstest.MapFS{}
	for name, data := range files {
		folder[name] = &fstest.MapFile{Data: data}
	}
	b, err := twin.Load(folder)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	return b, files
}

// table reads a generated file into rows by column name, trimmed.
func table(t *testing.T, data []byte) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, r := range rows[min(1, len(rows)):] {
		cells := map[string]string{}
		for i, name := range rows[0] {
			cells[strings.Trim(name, " \t")] = strings.Trim(r[i], " \t")
		}
		out = append(out, cells)
	}
	return out
}

func output(t *testing.T, write func(io.Reader, string, io.Writer) error, orders []byte) []map[string]string {
	t.Helper()
	var out bytes.Buffer
	if err := write(bytes.NewReader(orders), "2026-06-01", &out); err != nil {
		t.Fatal(err)
	}
	return table(t, out.Bytes())
}

// Over some seeds every status and every reason must occur, again and again, and
// most orders must leave a real choice.
func TestEverythingOccurs(t *testing.T) {
	statuses, reasons := map[string]int{}, map[string]int{}
	orders, choice := 0, 0
	const seeds, each = 40, 60
	for seed := range uint64(seeds) {
		b, files := load(t, seed)
		text := Orders(seed, each, files)
		decisions := output(t, b.Decide, text)
		if len(decisions) != each {
			t.Fatalf("seed %d: %d decisions for %d orders", seed, len(decisions), each)
		}
		for _, d := range decisions {
			statuses[d["status"]]++
		}
		able, last := 0, ""
		for _, q := range output(t, b.Quote, text) {
			reason, _, _ := strings.Cut(q["reason"], ":")
			reasons[reason]++
			if q["order_id"] != last {
				orders, able, last = orders+1, 0, q["order_id"]
			}
			if reason == "" {
				able++
				if able == 3 {
					choice++
				}
			}
		}
	}
	t.Log(statuses, reasons, choice, orders)
	for _, s := range []string{"ship", "hold", "none", "invalid"} {
		if statuses[s] < seeds/2 {
			t.Errorf("status %s occurs %d times in %d books", s, statuses[s], seeds)
		}
	}
	for _, r := range []string{
		"", "not_served", "not_in_force", "no_fx", "attribute", "oversize", "value_limit", "rule",
		"overweight", "no_band", "overflow",
	} {
		if reasons[r] < seeds/2 {
			t.Errorf("reason %q occurs %d times in %d books", r, reasons[r], seeds)
		}
	}
	if choice*10 < orders*6 {
		t.Errorf("only %d of %d orders have three services or more", choice, orders)
	}
}
