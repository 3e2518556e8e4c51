package report

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/lanewise/lanewise/engine"
	"github.com/lanewise/lanewise/internal/orders"
	"github.com/lanewise/lanewise/rates"
	"github.com/lanewise/lanewise/testdata"
)

// What is appended piece by piece is what encoding/json makes of the types.
func TestAppendedJSONIsThatOfTheTypes(t *testing.T) {
	for _, path := range []string{"../../testdata/books/aliexpress-2026", "../../testdata/books/northpost", "../../testdata/books/patterns"} {
		book, problems := rates.Open(path)
		if err := problems.Err(); err != nil {
			t.Fatal(err)
		}
		compareJSON(t, book, testdata.Orders())
		for i := range book.Services {
			book.Services[i].Source, book.Services[i].Note = "<&>\"\\\x01\n\u2028é\xff", "a\tb"
		}
		compareJSON(t, book, testdata.Orders())
	}
}

func compareJSON(t *testing.T, book *rates.Book, file []byte) {
	t.Helper()
	eng, err := engine.Compile(book)
	if err != nil {
		t.Fatal(err)
	}
	compareAnswers(t, eng, file)
	var credits []engine.Credit
	for i := range book.Tiers {
		if book.Tiers[i].From == 0 {
			credits = append(credits, engine.Credit{Contract: book.Tiers[i].Contract, PerUnit: 5_000_000})
		}
	}
	if eng, err = eng.WithCredits(credits); err != nil {
		t.Fatal(err)
	}
	compareAnswers(t, eng, file)
}

func compareAnswers(t *testing.T, eng *engine.Engine, file []byte) {
	t.Helper()
	book := eng.Book()
	in, err := orders.NewReader(orders.Options{Defaults: orders.Defaults{Currency: book.Settings.Currency}}, orders.Source{Name: "o.csv", R: bytes.NewReader(file)})
	if err != nil {
		t.Fatal(err)
	}
	decisions, quotes, p := Decisions(NDJSON, book, 0), Quotes(NDJSON, book, 0), printerOf(book)
	var row orders.Row
	var d engine.Decision
	quickly := 0
	for in.Read(&row) == nil {
		eng.Explain(&row.Order, &d)
		if quick(&row, &d, len(book.Services)) {
			quickly++
		}
		if got, want := decisions.Append(nil, &row, &d), appendJSON(nil, p.decision(&row, &d)); !bytes.Equal(got, want) {
			t.Fatalf("decision of %s:\n%s\nwant\n%s", row.ID, got, want)
		}
		if got, want := quotes.Append(nil, &row, &d), appendJSON(nil, p.quotes(&row, &d)); !bytes.Equal(got, want) {
			t.Fatalf("quotes of %s:\n%s\nwant\n%s", row.ID, got, want)
		}
	}
	if quickly == 0 {
		t.Error("no order was written the quick way")
	}
}

func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", "plain", "\x00\x1f\x7f", "\"\\/<>&", "\b\f\n\r\t", "é中😀", "\u2028\u2029\ufffd", "a\xffb\xc3", "\xed\xa0\x80"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		enc.Encode(s)
		if got := string(appendString(nil, s)) + "\n"; got != want.String() {
			t.Errorf("%q: %s, want %s", s, got, want.String())
		}
	})
}
